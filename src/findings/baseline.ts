import { z } from "zod";

import { compareText } from "../shared/compare-text.js";
import { UserError } from "../shared/errors.js";
import type { Finding } from "../shared/result.js";
import type { KnownRules } from "./known-rules.js";

const entrySchema = z.strictObject({
  /** What is matched; the rest is for people who read the file. */
  fingerprint: z.string().regex(/^[0-9a-f]{16}$/, "must be 16 hex digits"),
  rule: z.string().min(1),
  file: z.string().nullable(),
  object: z.string().nullable(),
  message: z.string(),
});
const baselineSchema = z.strictObject({ version: z.literal(1), findings: z.array(entrySchema) });

/** A finding that was known when the baseline was written. */
export type BaselineEntry = Readonly<z.infer<typeof entrySchema>>;

/** Findings a team has decided to live with for now. */
export interface Baseline {
  /** Path as the user gave it. */
  readonly file: string;
  readonly entries: readonly BaselineEntry[];
}

/** What a baseline says about a run. */
export interface BaselineMatch {
  readonly findings: Finding[];
  /** Entries that are still found. */
  readonly known: BaselineEntry[];
  /** Entries whose rule looked and found nothing. */
  readonly fixed: BaselineEntry[];
  /** Entries of rules that did not run or could not answer: nothing can be said about them. */
  readonly unanswered: BaselineEntry[];
}

/** Reads a baseline's text; throws a `UserError` that says where it is wrong. */
export function readBaseline(text: string, file: string): Baseline {
  const json = parseJson(text, file);
  const version = z.object({ version: z.number() }).safeParse(json);
  if (version.success && version.data.version > 1) {
    const found = `The baseline has version ${version.data.version}; this prodcheck reads version 1.`;
    throw new UserError(found, { where: file, remedy: "Update prodcheck." });
  }
  const parsed = baselineSchema.safeParse(json);
  if (parsed.success) return { file, entries: parsed.data.findings };
  const issue = parsed.error.issues[0];
  const at = issue === undefined || issue.path.length === 0 ? "" : ` at ${describePath(issue.path)}`;
  throw new UserError(`This is not a prodcheck baseline${at}: ${issue?.message ?? "unexpected content"}.`, {
    where: file,
    remedy: "Write it anew with `prodcheck baseline`.",
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    // A byte order mark is what Windows editors add; JSON.parse refuses it.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    const isConflict = /^<{7} /m.test(text);
    const remedy = isConflict
      ? "Keep the lines of both sides, remove the conflict marks, then run `prodcheck baseline --prune`."
      : "Restore it from version control, or write it anew with `prodcheck baseline`.";
    const message = isConflict ? "The baseline has unresolved merge conflicts." : "The baseline is not valid JSON.";
    throw new UserError(message, { where: file, remedy, cause });
  }
}

function describePath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
}

/** Marks the open findings that the baseline knows. One that a comment ignores stays ignored. */
export function applyBaseline(findings: readonly Finding[], baseline: Baseline, known: KnownRules): BaselineMatch {
  const entries = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]));
  const present = new Set(findings.map(({ fingerprint }) => fingerprint));
  const match: BaselineMatch = {
    findings: findings.map((finding) => suppressKnown(finding, baseline, entries)),
    known: [],
    fixed: [],
    unanswered: [],
  };
  for (const entry of entries.values()) {
    if (present.has(entry.fingerprint)) match.known.push(entry);
    else if (isGone(entry, known)) match.fixed.push(entry);
    else match.unanswered.push(entry);
  }
  return match;
}

function suppressKnown(finding: Finding, baseline: Baseline, entries: ReadonlyMap<string, BaselineEntry>): Finding {
  if (finding.suppressed !== null || !entries.has(finding.fingerprint)) return finding;
  const suppressed = { kind: "baseline", reason: null, file: baseline.file, line: null, until: null } as const;
  return { ...finding, suppressed };
}

/** The entry was not found: because its rule looked in vain, or because there is no such rule any more. */
function isGone(entry: BaselineEntry, known: KnownRules): boolean {
  const rule = known.ids.get(entry.rule);
  return rule === undefined || known.answered.has(rule);
}

/** The baseline without its fixed entries. Nothing new is added: that is a decision, this is housekeeping. */
export function pruneBaseline(findings: readonly Finding[], baseline: Baseline, known: KnownRules): Baseline {
  const match = applyBaseline(findings, baseline, known);
  return { file: baseline.file, entries: [...match.known, ...match.unanswered] };
}

/** Every finding that counts today. What a comment ignores is left out: it has a reason, and a place to say so. */
export function createBaseline(findings: readonly Finding[], file: string): Baseline {
  const counted = findings.filter((finding) => finding.suppressed?.kind !== "ignore");
  const entries = counted.map(({ fingerprint, rule, file: place, object, message }) => ({
    fingerprint,
    rule,
    file: place,
    object,
    message,
  }));
  return { file, entries };
}

/** The file's text: sorted, one entry a line, so that a diff shows what was added and what was fixed. */
export function writeBaseline(baseline: Baseline): string {
  const lines = baseline.entries.toSorted(compareEntries).map((entry) => `    ${JSON.stringify(entry)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  return `{\n  "version": 1,\n  "findings": ${list}\n}\n`;
}

function compareEntries(a: BaselineEntry, b: BaselineEntry): number {
  return (
    compareText(a.rule, b.rule) ||
    compareText(a.file ?? "", b.file ?? "") ||
    compareText(a.object ?? "", b.object ?? "") ||
    compareText(a.fingerprint, b.fingerprint)
  );
}
