import type { AuditResult } from "../shared/result.js";
import { SEVERITIES, type Severity } from "../shared/rule.js";
import { isFailing } from "./counting.js";

/** What a run has to meet. */
export interface Gate {
  /** Least severity that fails the run; `never` = report only. */
  readonly failOn: Severity | "never";
  /** Least total (0–100); null = any. */
  readonly minScore: number | null;
}

type Judged = Pick<AuditResult, "findings" | "score">;

/** 0 when the gate is met, 1 when not. 2, for "prodcheck could not do its job", is for thrown errors. */
export function decideExitCode(result: Judged, gate: Gate): 0 | 1 {
  return explainFailure(result, gate).length === 0 ? 0 : 1;
}

/** Why the run fails, a sentence each; empty when it does not. */
export function explainFailure({ findings, score }: Judged, { failOn, minScore }: Gate): string[] {
  const reasons: string[] = [];
  if (failOn !== "never") {
    const limit = SEVERITIES.indexOf(failOn);
    const failing = findings.filter((each) => isFailing(each) && SEVERITIES.indexOf(each.severity) <= limit).length;
    const level = failOn === "critical" ? "critical" : `${failOn} or above`;
    if (failing > 0) reasons.push(`${failing} open ${failing === 1 ? "finding is" : "findings are"} ${level}.`);
  }
  // A gate asks for proof: where nothing could be scored, the minimum is not shown to be met.
  if (minScore !== null && score.total === null)
    reasons.push(`Nothing could be scored, and at least ${minScore} is asked for.`);
  else if (minScore !== null && score.total !== null && score.total < minScore) {
    reasons.push(`The score is ${score.total}, and at least ${minScore} is asked for.`);
  }
  return reasons;
}
