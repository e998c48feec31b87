/** The rule vocabulary shared by every room from `rules/` on. */

export const SEVERITIES = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const CONFIDENCES = ["high", "medium", "low"] as const;
/** `low` is reported, never scored. */
export type Confidence = (typeof CONFIDENCES)[number];

export const NEEDS = [
  "code",
  "env",
  "packages",
  "deploy",
  "migrations",
  "history",
  "catalog",
  "supabase",
  "coverage",
  "tests",
] as const;
/** A kind of input. A rule whose needs were not collected answers `unknown`. */
export type Need = (typeof NEEDS)[number];

/** Languages that are read beside TypeScript and JavaScript; a rule names those that it understands. */
export const EXTRA_LANGUAGES = ["python"] as const;
export type ExtraLanguage = (typeof EXTRA_LANGUAGES)[number];

export const CATEGORIES = [
  "vendors",
  "env",
  "security",
  "resilience",
  "redis",
  "database",
  "schema",
  "migrations",
  "scheduling",
  "observability",
  "delivery",
  "testing",
  "code",
  "api",
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A rule as every room after `rules/` sees it; the SELECT stays inside `rules/`. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly effortMinutes: number;
  readonly confidence: Confidence;
  readonly needs: readonly Need[];
  /** Languages beside TypeScript and JavaScript that it understands. */
  readonly languages: readonly ExtraLanguage[];
  /** Ids this rule had before, the oldest first; ignores and baselines with them keep working. */
  readonly aliases: readonly string[];
  /** What it finds does harm where it stands: code that nothing loads is no smaller matter. */
  readonly isAtRest: boolean;
  readonly why: string;
  readonly fix: { readonly summary: string; readonly example: string | null };
  /** Command that shows whether the fix worked. */
  readonly verify: string | null;
  readonly references: readonly string[];
  /** First version of prodcheck that shipped it; null for a user's own rule. */
  readonly since: string | null;
  /** True for rules that ship with prodcheck. */
  readonly isBuiltIn: boolean;
}

export interface Place {
  readonly file: string;
  readonly line: number | null;
}

export type RowStatus = "pass" | "fail" | "unknown";

/** One thing a rule examined. */
export interface RuleRow {
  readonly status: RowStatus;
  readonly file: string | null;
  readonly line: number | null;
  /** A database object, an env name, a package. */
  readonly object: string | null;
  /** Identifies the thing in a way that survives an edit. */
  readonly subject: string | null;
  /** The row's own severity; null = the rule's. */
  readonly severity: Severity | null;
  /** The row's own confidence; null = the rule's. */
  readonly confidence: Confidence | null;
  readonly evidence: string | null;
  /** Every place of a row its rule groups (the SELECT has `locations`), the first included; empty when it does not. */
  readonly locations: readonly Place[];
  /** SQL that puts a fail right (the SELECT has `ddl`); null where no statement does. */
  readonly ddl: string | null;
  /** Of a fail the rule's message with its `{columns}` filled in; of a pass or unknown its evidence, or nothing. */
  readonly message: string;
}

export type RuleOutcomeStatus = "pass" | "fail" | "unknown" | "not-applicable" | "error";

/** What one rule said about one repository. */
export interface RuleOutcome {
  readonly rule: RuleInfo;
  readonly status: RuleOutcomeStatus;
  readonly rows: readonly RuleRow[];
  /** Why it could not be answered (unknown) or what broke (error); null otherwise. */
  readonly reason: string | null;
  readonly durationMs: number;
}
