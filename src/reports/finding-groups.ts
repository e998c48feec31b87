/** Findings of one rule are read together: the why and the fix once, then every place. */
import type { Finding } from "../shared/result.js";
import type { Severity } from "../shared/rule.js";

export interface FindingGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Minutes and points of all findings of the group together. */
  readonly effortMinutes: number;
  readonly points: number;
  readonly findings: readonly Finding[];
}

/** Groups of one rule, severity, why and fix, in the order of their first finding. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.rule, finding.title, finding.why, finding.fix]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap((members) => {
    const first = members[0];
    return first === undefined ? [] : [toGroup(first, members)];
  });
}

function toGroup(first: Finding, findings: readonly Finding[]): FindingGroup {
  return {
    rule: first.rule,
    severity: first.severity,
    title: first.title,
    why: first.why,
    fix: first.fix,
    effortMinutes: findings.reduce((sum, finding) => sum + finding.effortMinutes, 0),
    points: findings.reduce((sum, finding) => sum + finding.points, 0),
    findings,
  };
}
