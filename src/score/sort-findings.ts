import { compareText } from "../shared/compare-text.js";
import type { Finding } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";

/** The order of every report: the worst first, then what costs most, then by rule and place. The same on every machine. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.points - a.points ||
    compareText(a.rule, b.rule) ||
    compareText(a.file ?? "", b.file ?? "") ||
    (a.line ?? 0) - (b.line ?? 0) ||
    compareText(a.object ?? "", b.object ?? "") ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
