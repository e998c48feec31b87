import assert from "node:assert/strict";
import { test } from "node:test";

import type { Finding, Score } from "#src/shared/result.js";
import { decideExitCode, explainFailure, type Gate } from "#src/findings/exit-code.js";
import { sampleFinding } from "./sample.js";

function result(
  findings: readonly Partial<Finding>[],
  total: number | null = 80,
): { findings: Finding[]; score: Score } {
  const score = { total, cap: null, uncapped: total, coverage: { answered: 1, applicable: 1 } };
  return { findings: findings.map((finding) => sampleFinding(finding)), score };
}
const gate = (failOn: Gate["failOn"], minScore: number | null = null): Gate => ({ failOn, minScore });

test("fails at the level asked for and above", () => {
  assert.equal(decideExitCode(result([{ severity: "high" }]), gate("critical")), 0);
  assert.equal(decideExitCode(result([{ severity: "high" }]), gate("high")), 1);
  assert.equal(decideExitCode(result([{ severity: "critical" }]), gate("low")), 1);
  assert.equal(decideExitCode(result([{ severity: "critical" }]), gate("never")), 0);
  assert.equal(decideExitCode(result([]), gate("low")), 0);
});

test("known, ignored and doubtful findings do not fail it", () => {
  const suppressed = { reason: null, file: null, line: null, until: null };
  const findings: Partial<Finding>[] = [
    { severity: "critical", suppressed: { ...suppressed, kind: "baseline" } },
    { severity: "critical", suppressed: { ...suppressed, kind: "ignore" } },
    { severity: "critical", confidence: "low" },
  ];
  assert.equal(decideExitCode(result(findings), gate("low")), 0);
  assert.equal(decideExitCode(result([...findings, { severity: "low", confidence: "medium" }]), gate("low")), 1);
});

test("fails below the minimum score, also when nothing fails by itself or could be scored", () => {
  assert.equal(decideExitCode(result([], 79.9), gate("never", 80)), 1);
  assert.equal(decideExitCode(result([], 80), gate("never", 80)), 0);
  assert.equal(decideExitCode(result([], 0), gate("never", 0)), 0);
  assert.equal(decideExitCode(result([], null), gate("never", 1)), 1);
  assert.equal(decideExitCode(result([], null), gate("low")), 0);
});

test("says why", () => {
  assert.deepEqual(explainFailure(result([{ severity: "critical" }], 40), gate("critical", 80)), [
    "1 open finding is critical.",
    "The score is 40, and at least 80 is asked for.",
  ]);
  assert.deepEqual(explainFailure(result([{}, {}]), gate("high")), ["2 open findings are high or above."]);
});
