import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { buildFindings } from "#src/findings/build-findings.js";
import { planFixes } from "#src/score/plan.js";
import { tallyRules } from "#src/score/rule-tally.js";
import { scoreAudit, type ScoredAudit } from "#src/score/score.js";
import { groupByCategory, meansOf, totalOf as sumUp } from "#src/score/total.js";
import { CATEGORIES, CONFIDENCES, SEVERITIES, type RuleOutcome, type RuleRow } from "#src/shared/rule.js";
import { sampleOutcome } from "../findings/sample.js";

const RUNS = { numRuns: 600 };

const row: fc.Arbitrary<Partial<RuleRow>> = fc.record({
  status: fc.constantFrom("pass", "fail", "fail", "unknown"),
  severity: fc.option(fc.constantFrom(...SEVERITIES), { nil: null }),
  // Mostly none: guesses are rare, and have a property of their own.
  confidence: fc.option(fc.constantFrom(...CONFIDENCES), { nil: null, freq: 5 }),
  file: fc.constantFrom("src/a.ts", "src/b.ts"),
  line: fc.integer({ min: 1, max: 5 }),
});
const rule = fc.record({
  category: fc.constantFrom(...CATEGORIES),
  severity: fc.constantFrom(...SEVERITIES),
  confidence: fc.constantFrom("high", "high", "high", "low"),
  rows: fc.array(row, { maxLength: 6 }),
});
const audit: fc.Arbitrary<RuleOutcome[]> = fc
  .array(rule, { minLength: 1, maxLength: 12 })
  .map((rules) => rules.map(({ rows, ...info }, index) => sampleOutcome({ ...info, id: `rule-${index}` }, rows)));

/** An audit, one of its rules, and one of that rule's rows of the wanted status (skipped when there is none). */
function auditWithRow(status: RuleRow["status"]): fc.Arbitrary<{ outcomes: RuleOutcome[]; at: number; index: number }> {
  return fc.tuple(audit, fc.nat(), fc.nat()).chain(([outcomes, ruleSeed, rowSeed]) => {
    const at = ruleSeed % outcomes.length;
    const indexes = (outcomes[at]?.rows ?? []).flatMap((each, index) => (each.status === status ? [index] : []));
    const index = indexes[rowSeed % Math.max(1, indexes.length)];
    return index === undefined ? fc.constant({ outcomes, at, index: -1 }) : fc.constant({ outcomes, at, index });
  });
}

function score(outcomes: readonly RuleOutcome[]): ScoredAudit {
  return scoreAudit(outcomes, buildFindings(outcomes));
}

/** The total, where nothing to score counts as nothing wrong. */
function totalOf(outcomes: readonly RuleOutcome[]): number {
  return score(outcomes).score.total ?? 100;
}

/** The uncapped total with all its digits. */
function uncappedOf(outcomes: readonly RuleOutcome[]): number {
  return sumUp(meansOf(groupByCategory(tallyRules(outcomes, buildFindings(outcomes))))) ?? 100;
}

/** All that must not depend on an order; the findings' places do, being told apart by it. */
function numbersOf(outcomes: readonly RuleOutcome[]): unknown {
  const { findings, ...rest } = score(outcomes);
  return { ...rest, points: findings.map(({ points }) => points) };
}

function changeRows(
  outcomes: readonly RuleOutcome[],
  at: number,
  change: (rows: readonly RuleRow[]) => readonly Partial<RuleRow>[],
): RuleOutcome[] {
  return outcomes.map((outcome, index) => (index === at ? sampleOutcome(outcome.rule, change(outcome.rows)) : outcome));
}

function assertNotLower(after: readonly RuleOutcome[], before: readonly RuleOutcome[]): void {
  assert.ok(totalOf(after) >= totalOf(before), `${totalOf(before)} → ${totalOf(after)}`);
  // Exactly, but for the noise of the last digits.
  assert.ok(uncappedOf(after) >= uncappedOf(before) - 1e-9, `uncapped ${uncappedOf(before)} → ${uncappedOf(after)}`);
}

test("a new failing row never raises the total, in a rule that applied or not", () => {
  fc.assert(
    fc.property(audit, fc.nat(), row, (outcomes, seed, added) => {
      const after = changeRows(outcomes, seed % outcomes.length, (rows) => [...rows, { ...added, status: "fail" }]);
      assertNotLower(outcomes, after);
    }),
    RUNS,
  );
});

test("a new failing rule never raises the total, in a new category either", () => {
  fc.assert(
    fc.property(rule, audit, row, ({ category, severity, confidence }, outcomes, failing) => {
      const added = sampleOutcome({ id: "added", category, severity, confidence }, [{ ...failing, status: "fail" }]);
      assertNotLower(outcomes, [...outcomes, added]);
    }),
    RUNS,
  );
});

test("turning a fail into a pass never lowers the total", () => {
  fc.assert(
    fc.property(auditWithRow("fail"), ({ outcomes, at, index }) => {
      fc.pre(index >= 0);
      const after = changeRows(outcomes, at, (rows) =>
        rows.map((each, each_) => (each_ === index ? { ...each, status: "pass" } : each)),
      );
      assertNotLower(after, outcomes);
    }),
    RUNS,
  );
});

test("removing a fail never lowers the total", () => {
  fc.assert(
    fc.property(auditWithRow("fail"), ({ outcomes, at, index }) => {
      fc.pre(index >= 0);
      assertNotLower(
        changeRows(outcomes, at, (rows) => rows.toSpliced(index, 1)),
        outcomes,
      );
    }),
    RUNS,
  );
});

test("a less severe fail never lowers the total", () => {
  fc.assert(
    fc.property(auditWithRow("fail"), ({ outcomes, at, index }) => {
      const failing = outcomes[at]?.rows[index];
      const severity = failing?.severity ?? outcomes[at]?.rule.severity;
      fc.pre(failing !== undefined && severity !== undefined && severity !== "low");
      const milder = SEVERITIES[SEVERITIES.indexOf(severity) + 1] ?? "low";
      const after = changeRows(outcomes, at, (rows) => rows.with(index, { ...failing, severity: milder }));
      assertNotLower(after, outcomes);
    }),
    RUNS,
  );
});

test("an added passing row never lowers the total", () => {
  fc.assert(
    fc.property(audit, fc.nat(), row, (outcomes, seed, added) => {
      const after = changeRows(outcomes, seed % outcomes.length, (rows) => [...rows, { ...added, status: "pass" }]);
      assertNotLower(after, outcomes);
    }),
    RUNS,
  );
});

test("an ignore is worth what removing the row is worth, and a baseline is worth nothing", () => {
  fc.assert(
    fc.property(auditWithRow("fail"), ({ outcomes, at, index }) => {
      fc.pre(index >= 0);
      const target = (outcomes[at]?.rows ?? []).slice(0, index).filter((each) => each.status === "fail").length;
      const id = outcomes[at]?.rule.id;
      const suppress = (kind: "ignore" | "baseline"): number | null => {
        let seen = -1;
        const findings = buildFindings(outcomes).map((finding) => {
          if (finding.rule === id) seen++;
          const isTarget = finding.rule === id && seen === target;
          const suppressed = { kind, reason: "x", file: null, line: null, until: null };
          return isTarget ? { ...finding, suppressed } : finding;
        });
        return scoreAudit(outcomes, findings).score.total;
      };
      const removed = changeRows(outcomes, at, (rows) => rows.toSpliced(index, 1));
      assert.equal(suppress("ignore"), score(removed).score.total);
      assert.equal(suppress("baseline"), score(outcomes).score.total);
    }),
    RUNS,
  );
});

test("unknown rows, rules that could not answer or do not apply, and guesses change nothing", () => {
  const nothing = fc.constantFrom<RuleOutcome["status"]>("unknown", "not-applicable", "error");
  fc.assert(
    fc.property(audit, fc.nat(), nothing, row, (outcomes, seed, status, added) => {
      const at = seed % outcomes.length;
      const before = score(outcomes).score.total;
      const unknown = changeRows(outcomes, at, (rows) => [...rows, { ...added, status: "unknown" }]);
      const guess = changeRows(outcomes, at, (rows) => [...rows, { ...added, confidence: "low" }]);
      const silent = [...outcomes, sampleOutcome({ id: "silent", severity: "critical" }, [], status)];
      for (const after of [unknown, guess, silent]) assert.equal(score(after).score.total, before);
    }),
    RUNS,
  );
});

test("order never matters, and the same input gives the same result", () => {
  const shuffled = audit.chain((outcomes) =>
    fc.tuple(fc.constant(outcomes), fc.shuffledSubarray(outcomes, { minLength: outcomes.length })),
  );
  fc.assert(
    fc.property(shuffled, ([outcomes, other]) => {
      const reversed = other.map((outcome) => ({ ...outcome, rows: outcome.rows.toReversed() }));
      assert.deepEqual(numbersOf(reversed), numbersOf(outcomes));
      assert.deepEqual(score(outcomes), score(outcomes));
    }),
    RUNS,
  );
});

test("totals stay within their bounds and caps, and 100 means perfect", () => {
  fc.assert(
    fc.property(audit, (outcomes) => {
      const { score: result, findings, categories, verdict } = score(outcomes);
      const counted = findings.filter(({ confidence }) => confidence !== "low");
      const criticals = counted.filter(({ severity }) => severity === "critical").length;
      const limit = criticals === 0 ? 100 : criticals < 3 ? 69 : 49;
      if (result.total !== null) {
        assert.ok(result.total >= 0 && result.total <= limit);
        assert.equal(result.total === 100, counted.length === 0);
        assert.equal(Math.round(result.total * 10) / 10, result.total);
      } else assert.equal(counted.length, 0);
      for (const category of categories) {
        if (category.score !== null) assert.ok(category.score >= 0 && category.score <= 100);
      }
      assert.equal(verdict === "NOT READY", criticals > 0);
    }),
    RUNS,
  );
});

test("points are never negative, and are what fixing that finding brings", () => {
  fc.assert(
    fc.property(auditWithRow("fail"), ({ outcomes, at, index }) => {
      const audited = score(outcomes);
      for (const finding of audited.findings) assert.ok(finding.points >= 0);
      const failing = outcomes[at]?.rows[index];
      const info = outcomes[at]?.rule;
      fc.pre(failing !== undefined && info !== undefined);
      fc.pre((failing.confidence ?? info.confidence) !== "low");
      const severity = failing.severity ?? info.severity;
      const finding = audited.findings.find(
        (each) => each.rule === info.id && each.severity === severity && each.confidence !== "low",
      );
      const after = changeRows(outcomes, at, (rows) => rows.with(index, { ...failing, status: "pass" }));
      const gain = uncappedOf(after) - uncappedOf(outcomes);
      assert.ok(Math.abs((finding?.points ?? -1) - gain) <= 0.005 + 1e-9, `${finding?.points} ≠ ${gain}`);
    }),
    RUNS,
  );
});

test("the plan never goes down, reaches what each step promises, and ends at 100", () => {
  fc.assert(
    fc.property(audit, (outcomes) => {
      const { findings, score: before } = score(outcomes);
      const plan = planFixes(outcomes, findings);
      let last = before.total ?? 0;
      for (const step of plan) {
        assert.ok(step.score >= last, `${last} → ${step.score}`);
        last = step.score;
      }
      if (plan.length > 0) assert.equal(last, 100);
    }),
    RUNS,
  );
});
