import type { CollectedRow } from "../facts/rows.js";
import type { FactStore } from "../facts/store.js";
import type { CompiledRule } from "./compile.js";
import {
  EXAMPLE_VERDICTS,
  judgeBadExample,
  judgeGoodExample,
  type ExampleProblem,
  type ExampleVerdict,
} from "./judge-example.js";
import type { BadExample, GoodExample } from "./rule-file.js";
import { runRules } from "./run-rules.js";

/** Collects the facts of a repository given as path → text, judged by a date (YYYY-MM-DD). The caller closes the store. */
export type OpenStore = (files: Readonly<Record<string, string>>, asOf: string) => FactStore;

export interface ExampleResult {
  readonly rule: string;
  readonly kind: "bad" | "good";
  readonly name: string;
  /** The example's place in the rule file, as file:line. */
  readonly where: string;
  /** The gravest of its problems. */
  readonly verdict: ExampleVerdict;
  readonly problems: readonly ExampleProblem[];
}

export interface RuleTestReport {
  readonly rules: number;
  /** In the order of the rules; bad examples before good ones. */
  readonly examples: readonly ExampleResult[];
  readonly failed: number;
  readonly durationMs: number;
}

/** The date an example is judged by when it names none. Fixed, so that an example gives the same answer for ever. */
export const DEFAULT_EXAMPLE_DATE = "2026-08-01";

export type Example =
  | { readonly kind: "bad"; readonly index: number; readonly example: BadExample }
  | { readonly kind: "good"; readonly index: number; readonly example: GoodExample };

/** Executes every example of the rules as a repository of its own. */
export function testRules(rules: readonly CompiledRule[], openStore: OpenStore): RuleTestReport {
  const start = performance.now();
  const examples = rules.flatMap((rule) => examplesOf(rule).map((example) => testExample(rule, example, openStore)));
  const failed = examples.filter((example) => example.verdict !== "ok").length;
  return { rules: rules.length, examples, failed, durationMs: performance.now() - start };
}

/** Bad examples first. */
export const examplesOf = ({ examples: { bad, good } }: CompiledRule): Example[] => [
  ...bad.map((example, index): Example => ({ kind: "bad", index, example })),
  ...good.map((example, index): Example => ({ kind: "good", index, example })),
];

function testExample(rule: CompiledRule, tested: Example, openStore: OpenStore): ExampleResult {
  const { kind, index, example } = tested;
  const store = openStore(example.files, example.as_of ?? DEFAULT_EXAMPLE_DATE);
  try {
    const problems = judgeExample(rule, tested, store);
    const verdict = EXAMPLE_VERDICTS.findLast((each) => problems.some((problem) => problem.verdict === each)) ?? "ok";
    const where = `${rule.source.file}:${rule.source.lineOf(["examples", kind, index])}`;
    return { rule: rule.info.id, kind, name: example.name, where, verdict, problems };
  } finally {
    store.close();
  }
}

function judgeExample(rule: CompiledRule, example: Example, store: FactStore): readonly ExampleProblem[] {
  const broken = syntaxErrors(store);
  if (broken.length > 0) return broken;
  const [outcome] = runRules([rule], store, readCollected(store));
  if (outcome === undefined) return [];
  return example.kind === "bad"
    ? judgeBadExample(example.example, outcome)
    : judgeGoodExample(example.example, outcome);
}

/** An example that does not parse proves nothing, whatever the rule says about it. */
function syntaxErrors(store: FactStore): ExampleProblem[] {
  const files = store.all("SELECT path, parse_error FROM file WHERE parse_error IS NOT NULL ORDER BY path");
  return files.map(({ path, parse_error }) => ({
    verdict: "error",
    text: `the example does not parse: ${String(path)}:${String(parse_error)}`,
  }));
}

/** Which inputs the facts of a store were made from. */
export function readCollected(store: FactStore): CollectedRow[] {
  return store.all("SELECT * FROM collected").map(({ need, available, is_wanted: isWanted, detail }) => ({
    need: String(need),
    available: available === 1,
    is_wanted: isWanted === 1,
    detail: typeof detail === "string" ? detail : null,
  }));
}

/** The report as text: one line per rule that is in order, and every problem of the others. */
export function renderTestReport(report: RuleTestReport): string {
  const lines: string[] = [];
  for (const rule of new Set(report.examples.map((example) => example.rule))) {
    const examples = report.examples.filter((example) => example.rule === rule);
    const failed = examples.filter((example) => example.verdict !== "ok");
    lines.push(failed.length === 0 ? `✓ ${rule} (${counted(examples.length, "example")})` : `✗ ${rule}`);
    for (const example of failed) lines.push(...renderExample(example));
  }
  lines.push("", renderTotals(report));
  return `${lines.join("\n")}\n`;
}

function renderExample(example: ExampleResult): string[] {
  const title = `    ${example.verdict}: ${example.kind} example "${example.name}" (${example.where})`;
  return [
    title,
    ...example.problems.map((problem) => `      ${problem.verdict}: ${problem.text.replaceAll("\n", "\n      ")}`),
  ];
}

function renderTotals({ rules, examples, failed, durationMs }: RuleTestReport): string {
  const counts = EXAMPLE_VERDICTS.map((verdict) => ({
    verdict,
    count: examples.filter((example) => example.verdict === verdict).length,
  })).filter(({ verdict, count }) => verdict === "ok" || count > 0);
  const summary = failed === 0 ? "all ok" : counts.map(({ verdict, count }) => `${count} ${verdict}`).join(", ");
  return `${counted(rules, "rule")}, ${counted(examples.length, "example")}: ${summary} (${(durationMs / 1000).toFixed(1)} s)`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
