/**
 * The JSON report's one definition: the types of `json.ts`, the shipped `audit-result.schema.json` and its
 * descriptions all come from here. Additive only: a field is never renamed, removed or given another meaning without a
 * new `schemaVersion`.
 */
import { z } from "zod";
import { VERDICTS } from "../shared/result.js";
import { CATEGORIES, CONFIDENCES, NEEDS, SEVERITIES } from "../shared/rule.js";
import { catalog, count, supabase } from "./audit-inputs-schema.js";

const file = z
  .string()
  .nullable()
  .describe(
    "Path from the audited folder, with forward slashes; control characters are written as \\xNN. Null: no file.",
  );
const line = z
  .number()
  .int()
  .min(1)
  .nullable()
  .describe("Line in the file, from 1. Null: the file as a whole, or no file.");
const object = z
  .string()
  .nullable()
  .describe("What is meant when it is not a place in a file: a database object, a variable, a package. Null: none.");
const severity = z
  .enum(SEVERITIES)
  .describe("How bad it is: critical (do not ship), high (fix before launch), medium (fix soon), low (tidy up).");
const category = z.enum(CATEGORIES).describe("The area of production readiness.");
const confidence = z
  .enum(CONFIDENCES)
  .describe("How sure the rule is. A finding of low confidence is reported and never scored.");
const effort = z.number().min(0).describe("Minutes the fix is expected to take.");

const place = z
  .object({
    file: z.string().describe("Path from the audited folder."),
    line: line,
  })
  .describe("A place in the repository.");

const suppression = z
  .object({
    kind: z
      .enum(["ignore", "baseline"])
      .describe(
        "ignore: a comment in the code (leaves the score and the exit code). baseline: a known finding (leaves the exit code only).",
      ),
    reason: z.string().nullable().describe("Why, as its author wrote it."),
    file: z.string().nullable().describe("Where the suppression is written."),
    line: line.describe("Line of the ignore comment. Null for a baseline."),
    until: z.string().nullable().describe("YYYY-MM-DD after which it no longer holds. Null: for good."),
  })
  .describe("Why a finding does not count.");

const finding = z
  .object({
    rule: z.string().describe("Id of the rule that found it."),
    category,
    severity,
    confidence,
    title: z.string().describe("The rule's title: the bad state in one line."),
    message: z.string().describe("What was found here."),
    why: z.string().describe("What goes wrong in production because of it."),
    fix: z.string().describe("What to do."),
    effortMinutes: effort,
    points: z
      .number()
      .min(0)
      .describe("Points (0–100) the total would gain without this finding, before caps. 0: not scored."),
    file,
    line,
    object,
    subject: z.string().nullable().describe("The thing itself, in a form that survives edits around it. Null: none."),
    locations: z.array(place).describe("Every place of the finding, the primary one included."),
    ddl: z
      .string()
      .nullable()
      .optional()
      .describe("SQL that puts it right: one or more statements. Null: no statement does."),
    fingerprint: z.string().describe("Identity of the finding across runs; does not depend on line numbers."),
    suppressed: suppression.nullable().describe("Null: the finding is open."),
  })
  .describe("Something to fix.");

const evidence = z
  .object({
    file,
    line,
    object,
    text: z.string().describe("What was seen there."),
  })
  .describe("What a passed check rests on.");

const check = z
  .object({
    rule: z.string().describe("Id of the rule."),
    title: z.string().describe("The bad state the rule looks for."),
    category,
    severity: severity.describe("The rule's own severity; a finding may have another."),
    confidence,
    needs: z.array(z.enum(NEEDS)).describe("Inputs the rule reads."),
    status: z
      .enum(["pass", "fail", "unknown", "not-applicable", "error"])
      .describe(
        "fail: the bad state is there. unknown: an input was missing or undecidable. error: the check itself broke.",
      ),
    passed: count("Examined things that are in order."),
    failed: count("Examined things that are not."),
    unknown: count("Examined things the rule could not decide."),
    durationMs: z.number().min(0).describe("Milliseconds the query took."),
    evidence: z.array(evidence).describe("What the passes rest on, at most 20."),
    reason: z.string().nullable().describe("Why the check is unknown, or what broke. Null otherwise."),
    references: z.array(z.string()).describe("Where to read more."),
    isBuiltIn: z.boolean().describe("False for a rule of the user's own."),
  })
  .describe("One rule's answer about this repository.");

const categoryScore = z
  .object({
    category,
    score: z.number().min(0).max(100).nullable().describe("0–100. Null: no rule of the category could be scored."),
    weight: z.number().min(0).describe("Weight of the category in the total."),
    passed: count("Rules that passed."),
    failed: count("Rules that failed."),
    unknown: count("Rules that could not be answered."),
    notApplicable: count("Rules that found nothing to examine."),
    findings: z
      .object({
        critical: count("Open critical findings."),
        high: count("Open high findings."),
        medium: count("Open medium findings."),
        low: count("Open low findings."),
      })
      .describe("Findings by severity."),
  })
  .describe("One category's share of the score.");

export const auditReportSchema = z
  .object({
    schemaVersion: z
      .literal(1)
      .describe("Version of this format. Fields may be added within a version, never changed."),
    tool: z
      .object({
        name: z.literal("prodcheck").describe("Always prodcheck."),
        version: z.string().describe("Version that wrote the report."),
      })
      .describe("The program that wrote the report."),
    target: z
      .object({
        path: z.string().describe("The audited folder as it was given."),
        name: z.string().describe("Name in the root manifest, or of the folder."),
        commit: z.string().nullable().describe("Checked-out commit. Null: not a git repository."),
        branch: z.string().nullable().describe("Checked-out branch. Null: detached, or not a git repository."),
        files: count("Files that were read."),
        filesByLanguage: z.record(z.string(), z.number()).describe("Files that were read, by language."),
        catalog: catalog.nullable().optional().describe("The database schema that was audited. Null: none was read."),
        supabase: supabase.optional().describe("The live Supabase project that was asked. Absent: none was."),
      })
      .describe("What was audited."),
    asOf: z.string().describe("YYYY-MM-DD the audit judges by: dated rules compare with it."),
    score: z
      .object({
        total: z.number().min(0).max(100).nullable().describe("0–100 after the cap. Null: nothing could be scored."),
        cap: z.number().nullable().describe("Highest total that open critical findings allow. Null: no cap."),
        uncapped: z.number().min(0).max(100).nullable().describe("The total before the cap."),
        coverage: z
          .object({
            answered: count("Applicable checks that were answered."),
            applicable: count("Checks that apply to this repository."),
          })
          .describe("How much of the audit could be answered."),
      })
      .describe("How ready the repository is."),
    verdict: z
      .enum(VERDICTS)
      .describe(
        "NOT READY: a critical is open. READY WITH WARNINGS: a high is open. READY: neither. NOT ASSESSED: no check could be answered.",
      ),
    categories: z.array(categoryScore).describe("Score by category."),
    checks: z.array(check).describe("Every rule that ran."),
    findings: z.array(finding).describe("Everything to fix, worst first; suppressed findings included."),
    plan: z
      .array(
        z
          .object({
            fingerprint: z.string().describe("The finding to fix."),
            effortMinutes: effort,
            totalMinutes: z.number().min(0).describe("Minutes for this step and every one before it."),
            score: z.number().min(0).max(100).describe("The total once this step and every one before it are done."),
          })
          .describe("One step of the plan."),
      )
      .describe("What to fix first: what keeps the verdict down, then the most points per minute."),
    ignores: z
      .array(
        z
          .object({
            kind: z
              .enum(["unused", "expired", "without-reason", "unknown-rule", "malformed"])
              .describe("What is wrong with it."),
            file: z.string().describe("Where it stands."),
            line: z.number().int().min(0).describe("Its line."),
            rule: z.string().nullable().describe("The rule it names. Null: none."),
            message: z.string().describe("What to do about it."),
          })
          .describe("An ignore comment that needs attention."),
      )
      .describe("Ignore comments that need attention."),
    baseline: z
      .object({
        file: z.string().describe("The baseline file."),
        known: count("Findings it covers."),
        fixed: count("Entries that were not found any more."),
      })
      .nullable()
      .describe("The baseline that was applied. Null: none."),
    problems: z
      .array(
        z
          .object({
            file: z.string().describe("The input."),
            line,
            message: z.string().describe("What went wrong."),
            remedy: z.string().nullable().describe("What to do."),
          })
          .describe("An input that could not be understood."),
      )
      .describe("Inputs that could not be understood; the audit went on without them."),
    skipped: z
      .array(
        z
          .object({
            path: z.string().describe("The file or folder."),
            reason: z
              .enum(["binary", "too-large", "minified", "unreadable", "symlink", "vendored", "submodule"])
              .describe("Why it was not read."),
            detail: z.string().nullable().describe("More about the reason."),
          })
          .describe("A path that was not read."),
      )
      .describe("Paths that were not read."),
    sources: z
      .array(
        z
          .object({
            need: z.string().describe("Kind of input."),
            available: z.boolean().describe("Whether it was collected."),
            detail: z.string().nullable().describe("Where it came from, or how to provide it."),
          })
          .describe("A kind of input."),
      )
      .describe("Kinds of input that rules may need."),
    durationMs: z.number().min(0).describe("Milliseconds the audit took."),
  })
  .meta({
    title: "prodcheck audit report",
    description: "What `prodcheck audit --format json` writes.",
  });

export type AuditReport = z.infer<typeof auditReportSchema>;
