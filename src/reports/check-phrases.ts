/** What passed on what evidence, and what stayed open for what reason, in words. */
import type { AuditResult, Check } from "../shared/result.js";
import { plural, whereOf } from "./phrases.js";

/** "Node 22 in .nvmrc:1 (+2 more)", "12 of 12 passed". */
export function evidencePhrase(check: Check): string {
  const first = check.evidence[0];
  if (first === undefined) return check.passed > 0 ? `${plural(check.passed, "place")} examined, all in order` : "";
  const where = first.file === null && first.object === null ? "" : whereOf(first);
  const text = first.text === "" ? where : where === "" ? first.text : `${first.text} (${where})`;
  const more = Math.max(check.passed, check.evidence.length) - 1;
  return more > 0 ? `${text} +${more} more` : text;
}

/** Rules that share a reason are listed together: without a database, forty rules say the same. */
export function unansweredByReason(result: AuditResult): Map<string, string[]> {
  const reasons = new Map<string, string[]>();
  for (const check of result.checks.filter(({ status }) => status === "unknown" || status === "error")) {
    const fallback = check.status === "error" ? "The check broke." : "No reason was given.";
    const reason = check.status === "error" ? `Broken check: ${check.reason ?? fallback}` : (check.reason ?? fallback);
    const ids = reasons.get(reason);
    if (ids) ids.push(check.rule.id);
    else reasons.set(reason, [check.rule.id]);
  }
  return reasons;
}

/** "cron-without-timezone (3 of 12)" for checks that were answered for some of what they examined only. */
export function partlyAnswered(result: AuditResult): string[] {
  return result.checks
    .filter((check) => (check.status === "pass" || check.status === "fail") && check.unknown > 0)
    .map((check) => `${check.rule.id} (${check.unknown} of ${check.passed + check.failed + check.unknown})`);
}
