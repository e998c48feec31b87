/** The fix plan as people read it: neighbouring steps of one rule are one piece of work. */
import type { AuditResult } from "../shared/result.js";
import type { Severity } from "../shared/rule.js";

export interface WorkStep {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  /** Findings this step clears. */
  readonly count: number;
  readonly effortMinutes: number;
  /** Minutes for this step and every one before it. */
  readonly totalMinutes: number;
  /** The total score (0–100) once this step and every one before it are done. */
  readonly score: number;
}

/** The plan in the order of the audit result, steps of one rule and severity in a row taken together. */
export function workSteps(result: AuditResult): WorkStep[] {
  const findings = new Map(result.findings.map((finding) => [finding.fingerprint, finding]));
  const steps: WorkStep[] = [];
  for (const { fingerprint, effortMinutes, totalMinutes, score } of result.plan) {
    const finding = findings.get(fingerprint);
    if (finding === undefined) continue;
    const { rule, title, severity } = finding;
    const last = steps.at(-1);
    const isSameWork = last !== undefined && last.rule === rule && last.severity === severity;
    const step = { rule, title, severity, totalMinutes, score };
    if (isSameWork) {
      steps[steps.length - 1] = { ...step, count: last.count + 1, effortMinutes: last.effortMinutes + effortMinutes };
    } else {
      steps.push({ ...step, count: 1, effortMinutes });
    }
  }
  return steps;
}
