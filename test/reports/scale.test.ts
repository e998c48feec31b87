/** A monorepo's worst day: every report of 30,000 findings, in seconds. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { REPORT_FORMATS, renderReport } from "#src/reports/render.js";
import { SEVERITIES } from "#src/shared/rule.js";
import { sampleCheck, sampleFinding, sampleRule } from "./sample-builders.js";
import { richResult } from "./sample-result.js";

const rules = Array.from({ length: 150 }, (_, index) =>
  sampleRule(`rule-${index}`, "code", SEVERITIES[index % 4] ?? "low"),
);
const findings = rules.flatMap((rule) =>
  Array.from({ length: 200 }, (_, line) =>
    sampleFinding(rule, { message: `\`value${line}\` – ünsafe [here](x) in @scope/package.`, line: line + 1 }),
  ),
);
const plan = findings.map(({ fingerprint }, index) => ({
  fingerprint,
  effortMinutes: 15,
  totalMinutes: 15 * (index + 1),
  score: 50,
}));
const hugeResult = { ...richResult, checks: rules.map((rule) => sampleCheck(rule)), findings, plan };

for (const format of REPORT_FORMATS) {
  test(`${format} report of 30,000 findings`, () => {
    const start = performance.now();
    const report = renderReport(format, hugeResult, { color: true, width: 100 });
    const seconds = (performance.now() - start) / 1000;
    assert.ok(report.length > 1_000);
    // Ten times what it takes on a slow machine: this catches a quadratic step, not a busy computer.
    assert.ok(seconds < 20, `${seconds.toFixed(1)} s`);
    if (format === "terminal") assert.ok(report.split("\n").length < 4_000, "the terminal report must stay readable");
  });
}

test("a line as long as a minified file stays cheap and short", () => {
  const long = `${"a".repeat(200_000)} ${"`".repeat(100_000)} ${"[".repeat(100_000)} ${"a@".repeat(50_000)}`;
  const rule = sampleRule("long", "code", "critical", {
    title: long,
    why: long,
    fix: { summary: long, example: long },
  });
  const finding = sampleFinding(rule, { message: long, file: long });
  const result = { ...richResult, checks: [sampleCheck(rule)], findings: [finding], plan: [] };
  for (const format of REPORT_FORMATS) {
    const start = performance.now();
    const report = renderReport(format, result, { color: false, width: 80 });
    assert.ok(performance.now() - start < 5_000, format);
    assert.ok(report.length < 300_000, `${format}: ${report.length}`);
  }
});
