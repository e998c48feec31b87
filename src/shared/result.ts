/** The audit result: what `audit()` returns, what `reports/` render, and (through `reports/json.ts`) what users read by machine. */
import type { Problem, SkippedPath } from "./repository.js";
import type { Category, Confidence, Place, RuleInfo, RuleOutcomeStatus, Severity } from "./rule.js";

/** Why a finding does not count. `expired` ones count again. */
export interface Suppression {
  readonly kind: "ignore" | "baseline";
  readonly reason: string | null;
  readonly file: string | null;
  readonly line: number | null;
  /** YYYY-MM-DD; null = for good. */
  readonly until: string | null;
}

export interface Finding {
  readonly rule: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly title: string;
  readonly message: string;
  readonly why: string;
  readonly fix: string;
  readonly effortMinutes: number;
  /** Points (0–100) that the total would gain without this finding, before caps; 0 when it is not scored. */
  readonly points: number;
  readonly file: string | null;
  readonly line: number | null;
  readonly object: string | null;
  readonly subject: string | null;
  /** Every place, at least one when the finding has a file. */
  readonly locations: readonly Place[];
  /** SQL that puts it right: one or more statements; null where no statement does. */
  readonly ddl: string | null;
  /** Stable across edits that only move lines: hash of rule, file or object, subject and ordinal. */
  readonly fingerprint: string;
  /** null = open. An `ignore` leaves the score and the exit code; a `baseline` leaves the exit code only. */
  readonly suppressed: Suppression | null;
}

export interface Evidence {
  readonly file: string | null;
  readonly line: number | null;
  readonly object: string | null;
  readonly text: string;
}

/** One rule's result. */
export interface Check {
  readonly rule: RuleInfo;
  readonly status: RuleOutcomeStatus;
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly durationMs: number;
  /** What the passes rest on, at most 20. */
  readonly evidence: readonly Evidence[];
  /** Why it was not answered, or what broke. */
  readonly reason: string | null;
}

export interface CategoryScore {
  readonly category: Category;
  /** 0–100, one decimal; null when no rule of it could be scored. */
  readonly score: number | null;
  readonly weight: number;
  readonly passed: number;
  readonly failed: number;
  readonly unknown: number;
  readonly notApplicable: number;
  readonly findings: Readonly<Record<Severity, number>>;
}

export const VERDICTS = ["NOT READY", "READY WITH WARNINGS", "READY", "NOT ASSESSED"] as const;
export type Verdict = (typeof VERDICTS)[number];

export interface Score {
  /** 0–100, one decimal, after the cap; null when nothing could be scored. */
  readonly total: number | null;
  /** 69 with an open critical, 49 with three or more; null without. */
  readonly cap: number | null;
  /** Before the cap. */
  readonly uncapped: number | null;
  readonly coverage: { readonly answered: number; readonly applicable: number };
}

/** One step of the fix plan; the findings that keep the verdict down first, then the most points per minute. */
export interface PlanStep {
  /** The finding to fix. */
  readonly fingerprint: string;
  readonly effortMinutes: number;
  /** Minutes for this step and every one before it. */
  readonly totalMinutes: number;
  /** The capped total (0–100) once this step and every one before it are done. */
  readonly score: number;
}

/** Which database the schema rules judged, and how much of it could be read. */
export interface CatalogSummary {
  readonly source: "live" | "snapshot" | "replay";
  /** Database (live), file (snapshot), folder of the migrations (replay). */
  readonly name: string;
  readonly serverVersion: string;
  /** Role that read it. */
  readonly role: string;
  /** YYYY-MM-DDTHH:MM:SSZ */
  readonly readAt: string;
  /** Days between then and this audit. */
  readonly ageDays: number;
  /** The project's own. */
  readonly tables: number;
  /** Whether row estimates, sizes and counters come from a database in use. */
  readonly hasStatistics: boolean;
  readonly gaps: readonly CatalogGap[];
}

export interface CatalogGap {
  /** Fact table. */
  readonly table: string;
  readonly reason: string;
  /** Some of its rows were read. */
  readonly isPartial: boolean;
}

/** Which live Supabase project was asked, and what it answered. */
export interface SupabaseSummary {
  readonly host: string;
  /** YYYY-MM-DDTHH:MM:SSZ */
  readonly askedAt: string;
  readonly requests: number;
  /** As a stranger; null without an anon key. */
  readonly anon: {
    /** Tables and views that are there. */
    readonly relations: number;
    /** Of those the ones that show at least one row. */
    readonly readable: number;
    /** Functions that may be called. */
    readonly functions: number;
  } | null;
  /** With the service key; null without one. */
  readonly service: {
    /** Tables that the code asks for. */
    readonly relations: number;
    readonly missing: number;
  } | null;
  readonly publicBuckets: number;
  readonly gaps: readonly SupabaseGap[];
}

export interface SupabaseGap {
  /** What could not be asked: openapi, relations, buckets. */
  readonly subject: string;
  readonly role: "anon" | "service";
  readonly reason: string;
}

/** An ignore comment that needs attention. */
export interface IgnoreProblem {
  readonly kind: "unused" | "expired" | "without-reason" | "unknown-rule" | "malformed";
  readonly file: string;
  readonly line: number;
  readonly rule: string | null;
  readonly message: string;
}

export interface AuditResult {
  readonly tool: { readonly name: "prodcheck"; readonly version: string };
  readonly target: {
    /** As the user gave it. */
    readonly path: string;
    /** Name of the root manifest, or of the folder. */
    readonly name: string;
    readonly commit: string | null;
    readonly branch: string | null;
    /** Root manifest (`package.json`, `pyproject.toml` …): where a finding about the whole repository is shown. */
    readonly manifest?: string | null;
    /** Path of the audited folder within its git repository, "" at its root: code hosts count paths from there. */
    readonly pathInRepository?: string;
    readonly files: number;
    readonly filesByLanguage: Readonly<Record<string, number>>;
    /** null = no database schema was read. */
    readonly catalog?: CatalogSummary | null;
    /** null = no live project was asked. */
    readonly supabase?: SupabaseSummary | null;
  };
  /** YYYY-MM-DD the audit judges by. */
  readonly asOf: string;
  readonly score: Score;
  readonly verdict: Verdict;
  readonly categories: readonly CategoryScore[];
  readonly checks: readonly Check[];
  /** Sorted by severity, then points, then rule, file, line. */
  readonly findings: readonly Finding[];
  /** What to fix first; empty when nothing costs points. */
  readonly plan: readonly PlanStep[];
  readonly ignores: readonly IgnoreProblem[];
  readonly baseline: { readonly file: string; readonly known: number; readonly fixed: number } | null;
  readonly problems: readonly Problem[];
  readonly skipped: readonly SkippedPath[];
  readonly sources: readonly { readonly need: string; readonly available: boolean; readonly detail: string | null }[];
  readonly durationMs: number;
}
