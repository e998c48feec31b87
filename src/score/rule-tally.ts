import { isCounted } from "../findings/counting.js";
import type { Finding } from "../shared/result.js";
import type { Category, RuleOutcome, Severity } from "../shared/rule.js";
import { SEVERITIES } from "../shared/rule.js";

/** What a passing or failing thing weighs. */
export const SEVERITY_WEIGHTS: Readonly<Record<Severity, number>> = { critical: 10, high: 7, medium: 3, low: 1 };

/** What the score needs to know of one rule. Whole numbers only: sums of them do not depend on the order of rows. */
export interface RuleTally {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly passed: number;
  readonly failed: Readonly<Record<Severity, number>>;
}

/** One tally per rule that has a scored row, sorted by rule. Ignored findings and low-confidence rows are not there. */
export function tallyRules(outcomes: readonly RuleOutcome[], findings: readonly Finding[]): RuleTally[] {
  const failures = new Map<string, Record<Severity, number>>();
  for (const finding of findings.filter(isCounted)) {
    const failed = failures.get(finding.rule) ?? noFailures();
    failed[finding.severity]++;
    failures.set(finding.rule, failed);
  }
  const tallies = outcomes.map(({ rule, rows }) => ({
    rule: rule.id,
    category: rule.category,
    severity: rule.severity,
    passed: rows.filter((row) => row.status === "pass" && (row.confidence ?? rule.confidence) !== "low").length,
    failed: failures.get(rule.id) ?? noFailures(),
  }));
  return tallies.filter((tally) => isScored(tally)).sort((a, b) => (a.rule < b.rule ? -1 : 1));
}

function noFailures(): Record<Severity, number> {
  return { critical: 0, high: 0, medium: 0, low: 0 };
}

function isScored(tally: RuleTally): boolean {
  return tally.passed > 0 || SEVERITIES.some((severity) => tally.failed[severity] > 0);
}

/** The tally once one failing row of that severity passes. */
export function fixOne(tally: RuleTally, severity: Severity): RuleTally {
  const failed = { ...tally.failed, [severity]: tally.failed[severity] - 1 };
  return { ...tally, passed: tally.passed + 1, failed };
}

/** A rule's part in its category: `credit` from 0 (all fails) to 1 (all passes), times `weight`. */
export interface RuleCredit {
  readonly credit: number;
  readonly weight: number;
}

/**
 * With f = a failing row's weight as a share of the rule's (at most 1), F = the sum and M = the greatest of them:
 * credit = 1 − M·F / (passes + F). A rule that only fails has credit 0, and weighs as much as its worst row: were its
 * weight the rule's own, a low row would cost as much as a critical one.
 *
 * Monotone by construction: F and M only grow with a failure, and M·F / (passes + F) only shrinks with a pass. At the
 * seam, a first pass next to failures of greatest weight m ≤ the rule's weight w turns a loss of m out of m into one of at
 * most m·F / (1 + F) out of w, and for m > w it takes weight from a credit of 0.
 */
export function creditRule(tally: RuleTally): RuleCredit {
  const worst = SEVERITIES.find((severity) => tally.failed[severity] > 0);
  const weight = SEVERITY_WEIGHTS[tally.severity];
  if (worst === undefined) return { credit: 1, weight };
  if (tally.passed === 0) return { credit: 0, weight: SEVERITY_WEIGHTS[worst] };
  let failures = 0;
  for (const severity of SEVERITIES) failures += tally.failed[severity] * shareOf(severity, weight);
  return { credit: 1 - (shareOf(worst, weight) * failures) / (tally.passed + failures), weight };
}

function shareOf(severity: Severity, ruleWeight: number): number {
  return Math.min(1, SEVERITY_WEIGHTS[severity] / ruleWeight);
}
