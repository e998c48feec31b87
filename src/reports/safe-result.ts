/**
 * The one gate every report passes: a copy of the audit result whose texts are safe to print. Written out field by
 * field, so that a new field either gets its treatment here or is not shown at all.
 */
import type {
  AuditResult,
  CatalogSummary,
  CategoryScore,
  Check,
  Evidence,
  Finding,
  IgnoreProblem,
  SupabaseSummary,
  Suppression,
} from "../shared/result.js";
import type { Problem, SkippedPath } from "../shared/repository.js";
import type { Place, RuleInfo } from "../shared/rule.js";
import { sanitizeLine, sanitizePath, sanitizeText } from "./sanitize.js";

const line = (text: string | null): string | null => (text === null ? null : sanitizeLine(text));
const path = (text: string | null): string | null => (text === null ? null : sanitizePath(text));
const text = (value: string | null): string | null => (value === null ? null : sanitizeText(value));
const lineNumber = (value: number | null): number | null => (value !== null && value >= 1 ? Math.floor(value) : null);

const safePlace = (place: Place): Place => ({ file: sanitizePath(place.file), line: lineNumber(place.line) });

function safeSuppression(suppression: Suppression): Suppression {
  return {
    kind: suppression.kind,
    reason: line(suppression.reason),
    file: path(suppression.file),
    line: lineNumber(suppression.line),
    until: line(suppression.until),
  };
}

function safeFinding(finding: Finding): Finding {
  return {
    rule: sanitizeLine(finding.rule),
    category: finding.category,
    severity: finding.severity,
    confidence: finding.confidence,
    title: sanitizeLine(finding.title),
    message: sanitizeLine(finding.message),
    why: sanitizeText(finding.why),
    fix: sanitizeText(finding.fix),
    effortMinutes: finding.effortMinutes,
    points: finding.points,
    file: path(finding.file),
    line: lineNumber(finding.line),
    object: line(finding.object),
    subject: line(finding.subject),
    locations: finding.locations.map(safePlace),
    ddl: text(finding.ddl),
    fingerprint: sanitizeLine(finding.fingerprint),
    suppressed: finding.suppressed === null ? null : safeSuppression(finding.suppressed),
  };
}

/** A user's own rule file is part of the audited repository, so its texts are as untrusted as a message. */
function safeRule(rule: RuleInfo): RuleInfo {
  return {
    id: sanitizeLine(rule.id),
    title: sanitizeLine(rule.title),
    category: rule.category,
    severity: rule.severity,
    effortMinutes: rule.effortMinutes,
    confidence: rule.confidence,
    needs: rule.needs,
    languages: rule.languages,
    aliases: rule.aliases.map(sanitizeLine),
    isAtRest: rule.isAtRest,
    why: sanitizeText(rule.why),
    fix: { summary: sanitizeText(rule.fix.summary), example: text(rule.fix.example) },
    verify: line(rule.verify),
    references: rule.references.map(sanitizeLine),
    since: line(rule.since),
    isBuiltIn: rule.isBuiltIn,
  };
}

function safeEvidence(evidence: Evidence): Evidence {
  return {
    file: path(evidence.file),
    line: lineNumber(evidence.line),
    object: line(evidence.object),
    text: sanitizeLine(evidence.text),
  };
}

function safeCheck(check: Check): Check {
  return {
    rule: safeRule(check.rule),
    status: check.status,
    passed: check.passed,
    failed: check.failed,
    unknown: check.unknown,
    durationMs: check.durationMs,
    evidence: check.evidence.map(safeEvidence),
    reason: line(check.reason),
  };
}

const safeCategory = (category: CategoryScore): CategoryScore => category;

function safeIgnore(ignore: IgnoreProblem): IgnoreProblem {
  return {
    kind: ignore.kind,
    file: sanitizePath(ignore.file),
    line: ignore.line,
    rule: line(ignore.rule),
    message: sanitizeLine(ignore.message),
  };
}

/** Parsers leave the full stop out; the remedy follows on the same line. */
const asSentence = (words: string): string => (/[.!?:]$/.test(words) ? words : `${words}.`);

function safeProblem(problem: Problem): Problem {
  return {
    file: sanitizePath(problem.file),
    line: lineNumber(problem.line),
    message: asSentence(sanitizeLine(problem.message)),
    remedy: line(problem.remedy),
  };
}

function safeSkipped(skipped: SkippedPath): SkippedPath {
  return { path: sanitizePath(skipped.path), reason: skipped.reason, detail: line(skipped.detail) };
}

function safeCatalog(catalog: CatalogSummary): CatalogSummary {
  return {
    source: catalog.source,
    name: sanitizePath(catalog.name),
    serverVersion: sanitizeLine(catalog.serverVersion),
    role: sanitizeLine(catalog.role),
    readAt: sanitizeLine(catalog.readAt),
    ageDays: catalog.ageDays,
    tables: catalog.tables,
    hasStatistics: catalog.hasStatistics,
    gaps: catalog.gaps.map(({ table, reason, isPartial }) => ({
      table: sanitizeLine(table),
      reason: sanitizeLine(reason),
      isPartial,
    })),
  };
}

function safeSupabase(project: SupabaseSummary): SupabaseSummary {
  return {
    host: sanitizeLine(project.host),
    askedAt: sanitizeLine(project.askedAt),
    requests: project.requests,
    anon: project.anon,
    service: project.service,
    publicBuckets: project.publicBuckets,
    gaps: project.gaps.map(({ subject, role, reason }) => ({
      subject: sanitizeLine(subject),
      role,
      reason: sanitizeLine(reason),
    })),
  };
}

function safeTarget(target: AuditResult["target"]): AuditResult["target"] {
  const languages = Object.entries(target.filesByLanguage);
  return {
    path: sanitizePath(target.path),
    name: sanitizeLine(target.name),
    commit: line(target.commit),
    branch: line(target.branch),
    files: target.files,
    filesByLanguage: Object.fromEntries(languages.map(([language, count]) => [sanitizeLine(language), count])),
    catalog: target.catalog ? safeCatalog(target.catalog) : null,
    ...(target.supabase ? { supabase: safeSupabase(target.supabase) } : {}),
    ...(target.manifest === undefined ? {} : { manifest: path(target.manifest) }),
    ...(target.pathInRepository === undefined ? {} : { pathInRepository: sanitizePath(target.pathInRepository) }),
  };
}

/** A copy of the result that every renderer may print as it is, apart from its own format's quoting. */
export function toSafeResult(result: AuditResult): AuditResult {
  return {
    tool: { name: result.tool.name, version: sanitizeLine(result.tool.version) },
    target: safeTarget(result.target),
    asOf: sanitizeLine(result.asOf),
    score: result.score,
    verdict: result.verdict,
    categories: result.categories.map(safeCategory),
    checks: result.checks.map(safeCheck),
    findings: result.findings.map(safeFinding),
    plan: result.plan.map((step) => ({ ...step, fingerprint: sanitizeLine(step.fingerprint) })),
    ignores: result.ignores.map(safeIgnore),
    baseline: result.baseline === null ? null : { ...result.baseline, file: sanitizePath(result.baseline.file) },
    problems: result.problems.map(safeProblem),
    skipped: result.skipped.map(safeSkipped),
    sources: result.sources.map((source) => ({
      need: sanitizeLine(source.need),
      available: source.available,
      detail: line(source.detail),
    })),
    durationMs: result.durationMs,
  };
}
