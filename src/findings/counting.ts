import type { Finding } from "../shared/result.js";

/** Counts in the score and the verdict: not ignored by a comment, and more than a guess. A baseline hides nothing here. */
export function isCounted(finding: Finding): boolean {
  return finding.suppressed?.kind !== "ignore" && finding.confidence !== "low";
}

/** Can fail a build: counted, and not known from the baseline. */
export function isFailing(finding: Finding): boolean {
  return finding.suppressed === null && finding.confidence !== "low";
}
