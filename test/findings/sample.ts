/** Rules, rows and outcomes for the tests of findings/ and score/. */
import type { Finding } from "#src/shared/result.js";
import type { RuleInfo, RuleOutcome, RuleRow } from "#src/shared/rule.js";

export function sampleRule(changes: Partial<RuleInfo> = {}): RuleInfo {
  return {
    id: "sample-rule",
    title: "Something is wrong",
    category: "code",
    severity: "high",
    effortMinutes: 15,
    confidence: "high",
    needs: ["code"],
    languages: [],
    aliases: [],
    isAtRest: false,
    why: "It breaks.",
    fix: { summary: "Mend it.", example: null },
    verify: null,
    references: [],
    since: "0.1.0",
    isBuiltIn: true,
    ...changes,
  };
}

export function sampleRow(changes: Partial<RuleRow> = {}): RuleRow {
  return {
    status: "fail",
    file: "src/a.ts",
    line: 1,
    object: null,
    subject: null,
    severity: null,
    confidence: null,
    evidence: null,
    locations: [],
    ddl: null,
    message: "It is wrong.",
    ...changes,
  };
}

/** An outcome whose status follows from its rows, unless one is given. */
export function sampleOutcome(
  rule: Partial<RuleInfo>,
  rows: readonly Partial<RuleRow>[],
  status?: RuleOutcome["status"],
): RuleOutcome {
  const full = rows.map((row) => sampleRow(row));
  const has = (wanted: RuleRow["status"]): boolean => full.some((row) => row.status === wanted);
  const found = has("fail") ? "fail" : has("pass") ? "pass" : has("unknown") ? "unknown" : "not-applicable";
  return { rule: sampleRule(rule), status: status ?? found, rows: full, reason: null, durationMs: 1 };
}

export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    rule: "sample-rule",
    category: "code",
    severity: "high",
    confidence: "high",
    title: "Something is wrong",
    message: "It is wrong.",
    why: "It breaks.",
    fix: "Mend it.",
    effortMinutes: 15,
    points: 0,
    file: "src/a.ts",
    line: 1,
    object: null,
    subject: null,
    locations: [{ file: "src/a.ts", line: 1 }],
    ddl: null,
    fingerprint: "0123456789abcdef",
    suppressed: null,
    ...changes,
  };
}
