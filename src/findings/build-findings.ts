import type { Finding } from "../shared/result.js";
import type { Place, RuleInfo, RuleOutcome, RuleRow } from "../shared/rule.js";
import { fingerprintRows } from "./fingerprint.js";

/** One open finding per failing row. `points` stays 0 until `scoreAudit` fills it in. */
export function buildFindings(outcomes: readonly RuleOutcome[]): Finding[] {
  return outcomes.flatMap(({ rule, rows }) => {
    const failing = rows.filter((row) => row.status === "fail");
    const fingerprints = fingerprintRows(rule, failing);
    return failing.map((row, index) => buildFinding(rule, row, fingerprints[index] ?? ""));
  });
}

function buildFinding(rule: RuleInfo, row: RuleRow, fingerprint: string): Finding {
  const locations = collectPlaces(row);
  const first = locations[0];
  return {
    rule: rule.id,
    category: rule.category,
    severity: row.severity ?? rule.severity,
    confidence: row.confidence ?? rule.confidence,
    title: rule.title,
    message: row.message === "" ? rule.title : row.message,
    why: rule.why,
    fix: rule.fix.summary,
    effortMinutes: rule.effortMinutes,
    points: 0,
    file: first?.file ?? null,
    line: first?.line ?? null,
    object: row.object,
    subject: row.subject,
    locations,
    ddl: row.ddl,
    fingerprint,
    suppressed: null,
  };
}

/** Every place once, the row's own first. */
function collectPlaces(row: RuleRow): Place[] {
  const own: Place[] = row.file === null ? [] : [{ file: row.file, line: row.line }];
  const places = new Map<string, Place>();
  for (const place of [...own, ...row.locations]) {
    const key = `${place.file}\n${place.line ?? ""}`;
    if (!places.has(key)) places.set(key, place);
  }
  return [...places.values()];
}
