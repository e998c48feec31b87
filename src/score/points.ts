import { isCounted } from "../findings/counting.js";
import type { Finding } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";
import { fixOne, type RuleTally } from "./rule-tally.js";
import { groupByCategory, meanOfRules, meansOf, totalOf } from "./total.js";

/**
 * Fills in what each finding costs: the uncapped total if this one row passed, less the uncapped total. Passing rather
 * than gone, because that is what a fix does: the thing is still there and is examined again. Equal rows of one rule cost
 * the same, so this is worked out once per rule and severity, not per finding.
 */
export function addPoints(findings: readonly Finding[], tallies: readonly RuleTally[]): Finding[] {
  const costs = costsOf(tallies);
  return findings.map((finding) => {
    const cost = isCounted(finding) ? costs.get(keyOf(finding.rule, finding.severity)) : undefined;
    return { ...finding, points: cost ?? 0 };
  });
}

function costsOf(tallies: readonly RuleTally[]): Map<string, number> {
  const groups = groupByCategory(tallies);
  const means = meansOf(groups);
  const total = totalOf(means) ?? 0;
  const costs = new Map<string, number>();
  for (const [category, group] of groups) {
    for (const [index, tally] of group.entries()) {
      for (const severity of SEVERITIES) {
        if (tally.failed[severity] === 0) continue;
        const fixed = meanOfRules(group.with(index, fixOne(tally, severity)));
        const better = totalOf(new Map(means).set(category, fixed)) ?? 0;
        costs.set(keyOf(tally.rule, severity), roundPoints(better - total));
      }
    }
  }
  return costs;
}

/** Two decimals; what is below zero is noise of the last digits. */
function roundPoints(points: number): number {
  return Math.max(0, Math.round(points * 100) / 100);
}

function keyOf(rule: string, severity: string): string {
  return `${rule}\n${severity}`;
}
