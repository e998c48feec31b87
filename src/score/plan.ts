import { isCounted } from "../findings/counting.js";
import type { Finding, PlanStep } from "../shared/result.js";
import type { Category, RuleOutcome } from "../shared/rule.js";
import { fixOne, tallyRules, type RuleTally } from "./rule-tally.js";
import { compareFindings } from "./sort-findings.js";
import { capFor, capTotal, groupByCategory, meanOfRules, meansOf, totalOf } from "./total.js";

/**
 * What to fix first, and the score that is reached by it: criticals (they cap the total and keep the verdict at NOT READY,
 * so nothing else shows before they are gone), then the most points per minute. `findings` carry their points. What is
 * known from a baseline is in the plan, since it is in the score.
 */
export function planFixes(outcomes: readonly RuleOutcome[], findings: readonly Finding[]): PlanStep[] {
  const groups = groupByCategory(tallyRules(outcomes, findings));
  const means = meansOf(groups);
  const ordered = findings.filter(isCounted).sort(compareWorth);
  let criticals = ordered.filter(({ severity }) => severity === "critical").length;
  let totalMinutes = 0;
  return ordered.map((finding) => {
    fixInPlace(groups, finding);
    means.set(finding.category, meanOfRules(groups.get(finding.category) ?? []));
    if (finding.severity === "critical") criticals--;
    totalMinutes += finding.effortMinutes;
    return {
      fingerprint: finding.fingerprint,
      effortMinutes: finding.effortMinutes,
      totalMinutes,
      score: capTotal(totalOf(means), capFor(criticals)) ?? 0,
    };
  });
}

function compareWorth(a: Finding, b: Finding): number {
  const byCap = Number(b.severity === "critical") - Number(a.severity === "critical");
  return byCap || worthOf(b) - worthOf(a) || compareFindings(a, b);
}

function worthOf(finding: Finding): number {
  return finding.points / Math.max(1, finding.effortMinutes);
}

function fixInPlace(groups: ReadonlyMap<Category, RuleTally[]>, finding: Finding): void {
  const group = groups.get(finding.category) ?? [];
  const index = group.findIndex(({ rule }) => rule === finding.rule);
  const tally = group[index];
  if (tally !== undefined) group[index] = fixOne(tally, finding.severity);
}
