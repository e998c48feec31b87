import assert from "node:assert/strict";
import { test } from "node:test";

import { buildFindings } from "#src/findings/build-findings.js";
import { CATEGORY_WEIGHTS } from "#src/score/category-weights.js";
import { planFixes } from "#src/score/plan.js";
import { scoreAudit, type ScoredAudit } from "#src/score/score.js";
import type { Suppression } from "#src/shared/result.js";
import { CATEGORIES, type RuleOutcome, type RuleRow } from "#src/shared/rule.js";
import { sampleOutcome, sampleRow } from "../findings/sample.js";

const PASS = { status: "pass" } as const;
const FAIL = { status: "fail" } as const;

function score(...outcomes: RuleOutcome[]): ScoredAudit {
  return scoreAudit(outcomes, buildFindings(outcomes));
}

function times(count: number, row: Partial<RuleRow>): Partial<RuleRow>[] {
  return Array.from({ length: count }, (_, index) => ({ ...row, line: index + 1 }));
}

function suppression(kind: Suppression["kind"]): Suppression {
  return { kind, reason: null, file: null, line: null, until: null };
}

test("every category has a weight", () => {
  assert.deepEqual(Object.keys(CATEGORY_WEIGHTS), [...CATEGORIES]);
});

test("nothing wrong is 100 and READY; nothing to score is no number", () => {
  const perfect = score(sampleOutcome({}, [PASS, PASS]));
  assert.deepEqual(perfect.score, { total: 100, cap: null, uncapped: 100, coverage: { answered: 1, applicable: 1 } });
  assert.equal(perfect.verdict, "READY");
  const silent = score(sampleOutcome({}, []), sampleOutcome({ id: "b" }, [], "unknown"));
  assert.equal(silent.verdict, "NOT ASSESSED");
  assert.deepEqual(silent.score, { total: null, cap: null, uncapped: null, coverage: { answered: 0, applicable: 1 } });
  assert.deepEqual(score().categories, []);
});

test("a rule's credit falls with the share of failing rows", () => {
  // Rows as severe as the rule: 1 − F / (P + F).
  assert.equal(score(sampleOutcome({}, [...times(3, PASS), ...times(1, FAIL)])).score.total, 75);
  assert.equal(score(sampleOutcome({}, [...times(1, PASS), ...times(3, FAIL)])).score.total, 25);
  assert.equal(score(sampleOutcome({}, times(3, FAIL))).score.total, 0);
});

test("a milder row costs less, a more severe one no more than the rule's weight", () => {
  // f = 3/7, so M·F / (P + F) = (3/7)² / (1 + 3/7).
  assert.equal(score(sampleOutcome({}, [PASS, { severity: "medium" }])).score.uncapped, 87.1);
  assert.equal(score(sampleOutcome({}, [PASS, { severity: "critical" }])).score.uncapped, 50);
});

test("rules weigh by severity within a category, a rule that only fails by its worst row", () => {
  const passing = sampleOutcome({ id: "a", severity: "high" }, [PASS]);
  const rule = { id: "b", severity: "critical" } as const;
  assert.equal(score(passing, sampleOutcome(rule, [{ severity: "medium" }, { severity: "low" }])).score.total, 70);
  assert.equal(score(passing, sampleOutcome({ ...rule, severity: "low" }, [{ severity: "medium" }])).score.total, 70);
});

test("categories are weighted into the total", () => {
  const outcomes = [
    sampleOutcome({ id: "a", category: "security" }, [PASS]),
    sampleOutcome({ id: "b", category: "api" }, [FAIL]),
  ];
  const { score: total, categories } = score(...outcomes);
  assert.equal(total.total, 75);
  assert.deepEqual(
    categories.map((each) => [each.category, each.score, each.weight]),
    [
      ["security", 100, 3],
      ["api", 0, 1],
    ],
  );
});

test("an open critical caps the total at 69, three at 49, and both keep it from being ready", () => {
  const good = sampleOutcome({ id: "good", severity: "critical" }, times(997, PASS));
  const withCriticals = (count: number): ScoredAudit =>
    score(
      good,
      sampleOutcome({ id: "bad", severity: "critical", category: "api" }, [...times(999, PASS), ...times(count, FAIL)]),
    );
  assert.deepEqual(
    [withCriticals(1).score.total, withCriticals(1).score.cap, withCriticals(1).verdict],
    [69, 69, "NOT READY"],
  );
  assert.deepEqual([withCriticals(2).score.total, withCriticals(2).score.cap], [69, 69]);
  assert.deepEqual([withCriticals(3).score.total, withCriticals(3).score.cap], [49, 49]);
  assert.equal(withCriticals(3).score.uncapped, 99.9);
  assert.deepEqual([withCriticals(0).score.total, withCriticals(0).verdict], [100, "READY"]);
});

test("an open high is a warning, a medium is not", () => {
  assert.equal(score(sampleOutcome({}, [FAIL])).verdict, "READY WITH WARNINGS");
  assert.equal(score(sampleOutcome({ severity: "medium" }, [FAIL])).verdict, "READY");
});

test("100 is shown for perfect only: one low failure among thousands is 99.9", () => {
  const outcome = sampleOutcome({ severity: "critical" }, [...times(20_000, PASS), { severity: "low" }]);
  assert.equal(score(outcome).score.total, 99.9);
});

test("a guess is reported and costs nothing: no points, no cap, no verdict, no credit", () => {
  const audited = score(sampleOutcome({ severity: "critical" }, [PASS, { confidence: "low" }]));
  assert.deepEqual([audited.score.total, audited.score.cap, audited.verdict], [100, null, "READY"]);
  assert.equal(audited.findings[0]?.points, 0);
  assert.equal(audited.categories[0]?.findings.critical, 1);
  assert.equal(score(sampleOutcome({ confidence: "low" }, [PASS, FAIL])).score.total, null);
});

test("an ignored finding is as if it were not there; a baselined one still counts", () => {
  const outcomes = [sampleOutcome({ severity: "critical" }, [PASS, FAIL])];
  const findings = buildFindings(outcomes);
  const ignored = scoreAudit(
    outcomes,
    findings.map((finding) => ({ ...finding, suppressed: suppression("ignore") })),
  );
  assert.deepEqual([ignored.score.total, ignored.score.cap, ignored.verdict], [100, null, "READY"]);
  assert.equal(ignored.findings[0]?.points, 0);
  assert.deepEqual([ignored.categories[0]?.passed, ignored.categories[0]?.failed], [1, 0]);
  const known = scoreAudit(
    outcomes,
    findings.map((finding) => ({ ...finding, suppressed: suppression("baseline") })),
  );
  assert.deepEqual([known.score.total, known.score.cap, known.verdict], [50, 69, "NOT READY"]);
  assert.equal(known.findings[0]?.points, 50);
});

test("coverage counts the checks that could be answered, of those that apply", () => {
  const outcomes = [
    sampleOutcome({ id: "a" }, [PASS]),
    sampleOutcome({ id: "b" }, [FAIL]),
    sampleOutcome({ id: "c" }, [], "unknown"),
    sampleOutcome({ id: "d" }, [], "error"),
    sampleOutcome({ id: "e" }, []),
  ];
  const { score: total, categories } = score(...outcomes);
  assert.deepEqual(total.coverage, { answered: 2, applicable: 4 });
  const [category] = categories;
  assert.deepEqual([category?.passed, category?.failed, category?.unknown, category?.notApplicable], [1, 1, 2, 1]);
});

test("points are what one fix brings, before the cap", () => {
  const { findings } = score(
    sampleOutcome({ id: "a", severity: "critical", category: "api" }, [...times(3, PASS), ...times(1, FAIL)]),
    sampleOutcome({ id: "b", category: "security" }, [...times(1, PASS), ...times(1, FAIL)]),
  );
  assert.deepEqual(
    findings.map(({ rule, points }) => [rule, points]),
    [
      ["a", 6.25],
      ["b", 37.5],
    ],
  );
});

test("findings are sorted by severity, points, rule, file and line", () => {
  const { findings } = score(
    sampleOutcome({ id: "z", category: "code" }, [
      { ...FAIL, file: "b.ts", line: 2 },
      { ...FAIL, file: "a.ts", line: 9 },
      { ...FAIL, file: "b.ts", line: 1 },
    ]),
    sampleOutcome({ id: "y", category: "security" }, [FAIL]),
    sampleOutcome({ id: "x", severity: "critical", category: "api" }, [...times(50, PASS), FAIL]),
    sampleOutcome({ id: "w", severity: "low", category: "schema" }, [FAIL]),
  );
  assert.deepEqual(
    findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`),
    ["x src/a.ts:1", "y src/a.ts:1", "z a.ts:9", "z b.ts:1", "z b.ts:2", "w src/a.ts:1"],
  );
});

test("the plan begins with criticals, goes on by points per minute, and says where each step leads", () => {
  const outcomes = [
    sampleOutcome({ id: "slow", category: "security", effortMinutes: 240 }, [FAIL]),
    sampleOutcome({ id: "quick", category: "code", effortMinutes: 5 }, [FAIL]),
    sampleOutcome({ id: "grave", category: "api", severity: "critical", effortMinutes: 480 }, [PASS, FAIL]),
    sampleOutcome({ id: "guess", category: "api", confidence: "low" }, [FAIL]),
  ];
  const { findings } = scoreAudit(outcomes, buildFindings(outcomes));
  const plan = planFixes(outcomes, findings);
  const names = new Map(findings.map(({ fingerprint, rule }) => [fingerprint, rule]));
  // Of six parts of weight: security 3, code 2, api 1.
  assert.deepEqual(
    plan.map((step) => [names.get(step.fingerprint), step.effortMinutes, step.totalMinutes, step.score]),
    [
      ["grave", 480, 480, 16.6],
      ["quick", 5, 485, 50],
      ["slow", 240, 725, 100],
    ],
  );
});

test("the plan shows the cap until the last critical is fixed", () => {
  const outcomes = [
    sampleOutcome({ severity: "critical" }, [...times(996, PASS), ...times(4, FAIL)]),
    sampleOutcome({ id: "b", severity: "low" }, [...times(9, PASS), FAIL]),
  ];
  const { findings } = scoreAudit(outcomes, buildFindings(outcomes));
  assert.deepEqual(
    planFixes(outcomes, findings).map((step) => step.score),
    [49, 69, 69, 99, 100],
  );
});

test("ignored findings are not in the plan, known ones are", () => {
  const outcomes = [sampleOutcome({}, times(2, FAIL))];
  const [first, second] = buildFindings(outcomes);
  assert.ok(first !== undefined && second !== undefined);
  const findings = [
    { ...first, suppressed: suppression("ignore") },
    { ...second, suppressed: suppression("baseline") },
  ];
  assert.deepEqual(
    planFixes(outcomes, findings).map(({ fingerprint }) => fingerprint),
    [second.fingerprint],
  );
});

test("stays quick with 200 rules and 100,000 rows", () => {
  const rows = Array.from({ length: 500 }, (_, index) =>
    sampleRow({ status: index % 2 === 0 ? "fail" : "pass", line: index, file: `src/${index % 50}.ts` }),
  );
  const outcomes = Array.from({ length: 200 }, (_, index) =>
    sampleOutcome({ id: `rule-${index}`, category: CATEGORIES[index % CATEGORIES.length] ?? "code" }, rows),
  );
  const start = performance.now();
  const { findings } = score(...outcomes);
  const plan = planFixes(outcomes, findings);
  const spent = performance.now() - start;
  assert.equal(plan.length, 50_000);
  assert.ok(spent < 5000, `took ${Math.round(spent)} ms`);
});
