/** The report for machines. Its fields are defined and described in `audit-report-schema.ts`. */
import type { AuditResult, Check } from "../shared/result.js";
import type { AuditReport } from "./audit-report-schema.js";

function toCheck(check: Check): AuditReport["checks"][number] {
  const { rule } = check;
  return {
    rule: rule.id,
    title: rule.title,
    category: rule.category,
    severity: rule.severity,
    confidence: rule.confidence,
    needs: [...rule.needs],
    status: check.status,
    passed: check.passed,
    failed: check.failed,
    unknown: check.unknown,
    durationMs: check.durationMs,
    evidence: check.evidence.map((evidence) => ({ ...evidence })),
    reason: check.reason,
    references: [...rule.references],
    isBuiltIn: rule.isBuiltIn,
  };
}

/** The audit result in the shape of the JSON report. */
export function toAuditReport(result: AuditResult): AuditReport {
  const { target } = result;
  return {
    schemaVersion: 1,
    tool: result.tool,
    target: {
      path: target.path,
      name: target.name,
      commit: target.commit,
      branch: target.branch,
      files: target.files,
      filesByLanguage: { ...target.filesByLanguage },
      catalog: target.catalog ? { ...target.catalog, gaps: [...target.catalog.gaps] } : null,
      ...(target.supabase ? { supabase: { ...target.supabase, gaps: [...target.supabase.gaps] } } : {}),
    },
    asOf: result.asOf,
    score: result.score,
    verdict: result.verdict,
    categories: [...result.categories],
    checks: result.checks.map(toCheck),
    findings: result.findings.map((finding) => ({ ...finding, locations: [...finding.locations] })),
    plan: [...result.plan],
    ignores: [...result.ignores],
    baseline: result.baseline,
    problems: [...result.problems],
    skipped: [...result.skipped],
    sources: [...result.sources],
    durationMs: result.durationMs,
  };
}

export function renderJson(result: AuditResult): string {
  return `${JSON.stringify(toAuditReport(result), null, 2)}\n`;
}
