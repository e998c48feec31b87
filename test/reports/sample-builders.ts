/** Parts of hand-made audit results. */
import type { CategoryScore, Check, Finding } from "#src/shared/result.js";
import type { Category, RuleInfo, Severity } from "#src/shared/rule.js";

export function sampleRule(
  id: string,
  category: Category,
  severity: Severity,
  extra: Partial<RuleInfo> = {},
): RuleInfo {
  return {
    id,
    title: `Title of ${id}`,
    category,
    severity,
    effortMinutes: 15,
    confidence: "high",
    needs: ["code"],
    languages: [],
    aliases: [],
    isAtRest: false,
    why: `Why ${id} hurts in production.`,
    fix: { summary: `How to fix ${id}.`, example: null },
    verify: null,
    references: [],
    since: "0.1.0",
    isBuiltIn: true,
    ...extra,
  };
}

export function sampleFinding(rule: RuleInfo, extra: Partial<Finding> = {}): Finding {
  const file = extra.file === undefined ? "src/index.ts" : extra.file;
  const line = extra.line === undefined ? 1 : extra.line;
  return {
    rule: rule.id,
    category: rule.category,
    severity: rule.severity,
    confidence: rule.confidence,
    title: rule.title,
    message: `Message of ${rule.id}.`,
    why: rule.why,
    fix: rule.fix.summary,
    effortMinutes: rule.effortMinutes,
    points: 1,
    file,
    line,
    object: null,
    subject: null,
    locations: file === null ? [] : [{ file, line }],
    ddl: null,
    fingerprint: `${rule.id}-${file}-${line}`,
    suppressed: null,
    ...extra,
  };
}

export function sampleCheck(rule: RuleInfo, extra: Partial<Check> = {}): Check {
  return {
    rule,
    status: "fail",
    passed: 0,
    failed: 1,
    unknown: 0,
    durationMs: 1.5,
    evidence: [],
    reason: null,
    ...extra,
  };
}

export function sampleCategory(
  name: Category,
  score: number | null,
  extra: Partial<CategoryScore> = {},
): CategoryScore {
  return {
    category: name,
    score,
    weight: 1,
    passed: 0,
    failed: 0,
    unknown: 0,
    notApplicable: 0,
    findings: { critical: 0, high: 0, medium: 0, low: 0 },
    ...extra,
  };
}
