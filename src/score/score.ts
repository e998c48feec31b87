import { isCounted } from "../findings/counting.js";
import type { CategoryScore, Finding, Score, Verdict } from "../shared/result.js";
import { CATEGORIES, type Category, type RuleOutcome, type Severity } from "../shared/rule.js";
import { CATEGORY_WEIGHTS } from "./category-weights.js";
import { addPoints } from "./points.js";
import { tallyRules } from "./rule-tally.js";
import { compareFindings } from "./sort-findings.js";
import { capFor, capTotal, floorToTenth, groupByCategory, meansOf, totalOf } from "./total.js";

/** A scored audit. */
export interface ScoredAudit {
  readonly score: Score;
  /** Every category that has a rule, in the order of `CATEGORIES`. */
  readonly categories: CategoryScore[];
  /** The findings with their points, sorted for reports. */
  readonly findings: Finding[];
  readonly verdict: Verdict;
}

/**
 * Scores what the rules said. `findings` are those built from the same outcomes, after ignores and the baseline were
 * applied. The number depends on nothing else, and not on any order.
 */
export function scoreAudit(outcomes: readonly RuleOutcome[], findings: readonly Finding[]): ScoredAudit {
  const tallies = tallyRules(outcomes, findings);
  const means = meansOf(groupByCategory(tallies));
  const uncapped = totalOf(means);
  const cap = uncapped === null ? null : capFor(countSeverity(findings.filter(isCounted), "critical"));
  return {
    score: { total: capTotal(uncapped, cap), cap, uncapped: capTotal(uncapped, null), coverage: coverageOf(outcomes) },
    categories: scoreCategories(outcomes, findings, means),
    findings: addPoints(findings, tallies).sort(compareFindings),
    verdict: judge(findings.filter(isCounted), uncapped),
  };
}

/** Where no check could be answered there is no score, and nothing is known to be ready. */
function judge(counted: readonly Finding[], total: number | null): Verdict {
  if (countSeverity(counted, "critical") > 0) return "NOT READY";
  if (countSeverity(counted, "high") > 0) return "READY WITH WARNINGS";
  return total === null ? "NOT ASSESSED" : "READY";
}

function countSeverity(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** How many of the checks that apply here could be answered. */
function coverageOf(outcomes: readonly RuleOutcome[]): Score["coverage"] {
  const answered = outcomes.filter(({ status }) => status === "pass" || status === "fail").length;
  const applicable = outcomes.filter(({ status }) => status !== "not-applicable").length;
  return { answered, applicable };
}

function scoreCategories(
  outcomes: readonly RuleOutcome[],
  findings: readonly Finding[],
  means: ReadonlyMap<Category, number>,
): CategoryScore[] {
  const reported = findings.filter((finding) => finding.suppressed?.kind !== "ignore");
  const failing = new Set(reported.map(({ rule }) => rule));
  return CATEGORIES.flatMap((category) => {
    const own = outcomes.filter(({ rule }) => rule.category === category);
    if (own.length === 0) return [];
    const mean = means.get(category);
    return [
      {
        category,
        score: mean === undefined ? null : floorToTenth(100 * mean),
        weight: CATEGORY_WEIGHTS[category].weight,
        ...countRules(own, failing),
        findings: countFindings(reported.filter((finding) => finding.category === category)),
      },
    ];
  });
}

type RuleCounts = Pick<CategoryScore, "passed" | "failed" | "unknown" | "notApplicable">;

/** A rule all of whose findings are ignored passes; one that broke is as unanswered as one without its input. */
function countRules(outcomes: readonly RuleOutcome[], failing: ReadonlySet<string>): RuleCounts {
  const counts = { passed: 0, failed: 0, unknown: 0, notApplicable: 0 };
  for (const { rule, status } of outcomes) {
    if (status === "not-applicable") counts.notApplicable++;
    else if (status === "unknown" || status === "error") counts.unknown++;
    else if (failing.has(rule.id)) counts.failed++;
    else counts.passed++;
  }
  return counts;
}

function countFindings(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
