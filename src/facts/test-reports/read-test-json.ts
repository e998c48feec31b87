import { z } from "zod";
import { dayOf, firstLine, type TestOutcome, type TestReport } from "./report.js";

const jest = z.object({
  startTime: z.number().optional(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string().optional(),
      message: z.string().nullish(),
      assertionResults: z.array(
        z.object({
          fullName: z.string().optional(),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const pytest = z.object({
  created: z.number().optional(),
  summary: z.object({ total: z.number().optional() }),
  tests: z.array(
    z.object({
      nodeid: z.string(),
      outcome: z.string(),
      call: z.object({ crash: z.object({ message: z.string() }).optional() }).optional(),
    }),
  ),
});

const playwright = z.object({
  suites: z.array(z.unknown()),
  stats: z.object({
    startTime: z.string(),
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
});

/** What jest and vitest write with `--json`, pytest-json-report and Playwright's JSON reporter; null when it is none of them. */
export function readTestJson(value: unknown): TestReport | null {
  return readJest(value) ?? readPytest(value) ?? readPlaywright(value);
}

function readJest(value: unknown): TestReport | null {
  const report = jest.safeParse(value);
  if (!report.success) return null;
  const outcomes: TestOutcome[] = [];
  let tests = 0;
  for (const { name, status, message, assertionResults } of report.data.testResults) {
    tests += assertionResults.length;
    for (const test of assertionResults) {
      const outcome = jestStatus(test.status);
      if (outcome === null) continue;
      const said = firstLine(test.failureMessages?.[0]);
      outcomes.push({ name: test.fullName ?? test.title, places: [name], status: outcome, message: said });
    }
    if (status !== "failed" || assertionResults.length > 0) continue;
    // The file itself could not be loaded.
    tests++;
    outcomes.push({ name, places: [name], status: "failed", message: firstLine(message) });
  }
  return { format: "jest", writtenOn: dayOf(report.data.startTime), tests, outcomes };
}

function jestStatus(status: string): TestOutcome["status"] | null {
  if (status === "failed") return "failed";
  return /^(?:skipped|pending|todo|disabled)$/.test(status) ? "skipped" : null;
}

function readPytest(value: unknown): TestReport | null {
  const report = pytest.safeParse(value);
  if (!report.success) return null;
  const outcomes = report.data.tests.flatMap(({ nodeid, outcome, call }): TestOutcome[] => {
    const status = outcome === "failed" || outcome === "error" ? "failed" : outcome === "skipped" ? "skipped" : null;
    const [path = nodeid] = nodeid.split("::");
    return status === null ? [] : [{ name: nodeid, places: [path], status, message: firstLine(call?.crash?.message) }];
  });
  return { format: "pytest", writtenOn: dayOf(report.data.created), tests: report.data.tests.length, outcomes };
}

const same = (status: TestOutcome["status"], times: number): TestOutcome[] =>
  Array.from({ length: Math.min(times, 1000) }, () => ({ name: "", places: [], status, message: null }));

function readPlaywright(value: unknown): TestReport | null {
  const report = playwright.safeParse(value);
  if (!report.success) return null;
  const { startTime, expected, unexpected, flaky, skipped } = report.data.stats;
  return {
    format: "playwright",
    writtenOn: dayOf(startTime),
    tests: expected + unexpected + flaky + skipped,
    outcomes: [...same("failed", unexpected), ...same("skipped", skipped)],
  };
}
