import { z } from "zod";
import { UserError } from "../shared/errors.js";
import { CATEGORIES, CONFIDENCES, EXTRA_LANGUAGES, NEEDS, SEVERITIES } from "../shared/rule.js";
import { parseExpectedPlace } from "./expected-place.js";
import { readYaml, type YamlPath, type YamlSource } from "../shared/read-yaml.js";

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const EFFORT = /^([1-9]\d*)([mhd])$/;

/** Rule texts go to terminals; a rule from a stranger's folder must not steer one. */
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL_CHARACTER = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

const text = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .refine((value) => !CONTROL_CHARACTER.test(value), "must not hold control characters");
const id = z.string().regex(ID, "must be lower case words joined by hyphens, like cron-without-timezone");
const date = z.iso.date("must be a date like 2026-08-01");
const filePath = z
  .string()
  .refine(isInside, "must name files by a path below the repository, with forward slashes, like src/app.ts");

const name = text.describe("What is special about this example, in a few words.");
const files = z
  .record(filePath, z.string())
  .refine((map) => Object.keys(map).length > 0, "must hold at least one file")
  .describe("The example repository: path → text of the file. Nothing is added to it.");
const asOf = date.optional().describe("The date the audit judges by, for rules that depend on it: YYYY-MM-DD.");

const badExample = z.strictObject({
  name,
  files,
  as_of: asOf,
  findings: z
    .array(text)
    .min(1, "must name at least one place")
    .describe(
      'Every place that must be reported, and no other: "src/app.ts:2", "src/app.ts" or "object:orders.total".',
    ),
});

const goodExample = z.strictObject({
  name,
  files,
  as_of: asOf,
  status: z
    .enum(["pass", "unknown", "not-applicable"])
    .optional()
    .describe("The answer the rule must give here. Without it, any answer but a finding will do."),
});

/** A rule as its author writes it. Field descriptions are shown in error messages and in new rules. */
export const ruleSchema = z
  .strictObject({
    id: id.describe("Name of the bad state, the same as the file name."),
    title: text.describe("The bad state in one sentence, without a full stop."),
    category: z.enum(CATEGORIES).describe("The same as the folder name."),
    severity: z.enum(SEVERITIES).describe("How bad it is in production: critical, high, medium or low."),
    effort: z
      .string()
      .regex(EFFORT, "must look like 15m, 2h or 1d")
      .describe("How long one fix takes: 15m, 2h or 1d (a working day of eight hours)."),
    confidence: z
      .enum(CONFIDENCES)
      .describe("How often a finding is true: high, medium or low. Low is reported, never scored."),
    needs: z
      .array(z.enum(NEEDS))
      .min(1, "must name at least one input")
      .describe("The inputs it asks; without one of them the answer is unknown."),
    languages: z
      .array(z.enum(EXTRA_LANGUAGES))
      .min(1, "must name a language, or be left out")
      .optional()
      .describe(
        "Languages beside TypeScript and JavaScript that it understands. A rule that ships says nothing about files of others.",
      ),
    check: z
      .string()
      .refine((sql) => sql.trim() !== "", "must not be empty")
      .refine((sql) => !CONTROL_CHARACTER.test(sql), "must not hold control characters")
      .describe(
        "One SELECT. Each row is one thing that was examined: status (pass, fail or unknown), file, line, object, subject.",
      ),
    message: text.describe(
      "What is wrong at one place. {column} inserts a column of the row; {{ and }} are plain braces.",
    ),
    why: text.describe("What happens in production because of it, in words a tired person understands."),
    fix: z
      .strictObject({
        summary: text.describe("What to do, in one or two sentences."),
        example: text.optional().describe("Code that shows the fix."),
      })
      .describe("What to do about it."),
    verify: text.optional().describe("A command that shows whether the fix worked."),
    references: z
      .array(z.url({ protocol: /^https?$/, error: "must be a web address" }))
      .describe("Where this is documented: web addresses."),
    since: text.optional().describe("First version of prodcheck that shipped it."),
    aliases: z.array(id).optional().describe("Ids it had before; ignores and baselines with them keep working."),
    at_rest: z
      .boolean()
      .optional()
      .describe(
        "What it finds does harm where it stands: also in code that nothing loads, where others are medium at most.",
      ),
    examples: z
      .strictObject({
        bad: z
          .array(badExample)
          .min(1, "must hold at least one example")
          .describe("Repositories in which it must be found."),
        good: z
          .array(goodExample)
          .min(1, "must hold at least one example")
          .describe("Look-alikes in which it must stay silent."),
      })
      .describe("Executed as tests by `prodcheck rules test`."),
  })
  .describe("`prodcheck rules new` writes a rule to start from.");

export type RuleSpec = z.output<typeof ruleSchema>;
export type BadExample = RuleSpec["examples"]["bad"][number];
export type GoodExample = RuleSpec["examples"]["good"][number];

/** A rule file that was read and found well-formed. Its SELECT has not been looked at yet. */
export interface WrittenRule {
  readonly spec: RuleSpec;
  readonly source: YamlSource;
  readonly isBuiltIn: boolean;
}

export interface RuleFileOrigin {
  /** Path as shown to people. */
  readonly file: string;
  /** The file's name without .yaml: what `id` must be. */
  readonly id: string;
  /** The folder's name, when it must be the category; null in a flat folder. */
  readonly category: string | null;
  readonly isBuiltIn: boolean;
}

export type RuleFileResult =
  | { readonly isValid: true; readonly rule: WrittenRule }
  | { readonly isValid: false; readonly errors: readonly UserError[] };

/** Reads one rule file. */
export function parseRuleFile(yaml: string, origin: RuleFileOrigin): RuleFileResult {
  const result = readYaml(yaml, origin.file, ruleSchema, "a rule");
  if (!result.isValid) return result;
  const { value: spec, source } = result;
  const errors = [...checkName(spec, source, origin), ...checkExamples(spec, source)];
  if (errors.length > 0) return { isValid: false, errors };
  return { isValid: true, rule: { spec, source, isBuiltIn: origin.isBuiltIn } };
}

export const isRuleId = (word: string): boolean => ID.test(word);

/** Minutes of an effort like 15m, 2h or 1d. */
export function effortMinutes(effort: string): number {
  const [, amount, unit] = EFFORT.exec(effort) ?? [];
  return Number(amount ?? 0) * (unit === "d" ? 8 * 60 : unit === "h" ? 60 : 1);
}

function checkName(spec: RuleSpec, source: YamlSource, origin: RuleFileOrigin): UserError[] {
  const errors: UserError[] = [];
  if (spec.id !== origin.id)
    errors.push(
      errorAt(source, ["id"], `The id is "${spec.id}", but the file is called ${origin.id}.yaml.`, {
        remedy: `Write \`id: ${origin.id}\`, or rename the file to ${spec.id}.yaml.`,
      }),
    );
  if (origin.category !== null && spec.category !== origin.category)
    errors.push(
      errorAt(source, ["category"], `The category is "${spec.category}", but the folder is ${origin.category}/.`, {
        remedy: `Write \`category: ${origin.category}\`, or move the file to ${spec.category}/.`,
      }),
    );
  return errors;
}

function checkExamples(spec: RuleSpec, source: YamlSource): UserError[] {
  const errors: UserError[] = [];
  const names = new Set<string>();
  for (const kind of ["bad", "good"] as const)
    for (const [index, example] of spec.examples[kind].entries()) {
      const path = ["examples", kind, index];
      if (names.has(example.name))
        errors.push(
          errorAt(source, [...path, "name"], `Two examples are called "${example.name}".`, {
            remedy: "Say what is special about each.",
          }),
        );
      names.add(example.name);
      if ("findings" in example) errors.push(...checkFindings(example, source, path));
    }
  return errors;
}

/** A finding in a file the example does not have could never be met; it is a slip of the pen. */
function checkFindings(example: BadExample, source: YamlSource, path: YamlPath): UserError[] {
  const errors: UserError[] = [];
  const paths = Object.keys(example.files).join(", ");
  for (const [index, finding] of example.findings.entries()) {
    const place = parseExpectedPlace(finding);
    if (place.kind === "object") continue;
    const contents = example.files[place.file];
    const at = [...path, "findings", index];
    if (contents === undefined) {
      const remedy = `Write path:line, path, or object:name. Files of the example: ${paths}.`;
      errors.push(errorAt(source, at, `The finding "${finding}" names no file of the example.`, { remedy }));
    } else if (place.kind === "line" && place.line > contents.split("\n").length) {
      const remedy = "Count from 1, as an editor does.";
      errors.push(errorAt(source, at, `The finding "${finding}" is behind the end of the file.`, { remedy }));
    }
  }
  return errors;
}

const errorAt = (source: YamlSource, path: YamlPath, message: string, details: { remedy: string }): UserError =>
  new UserError(message, { where: `${source.file}:${source.lineOf(path)}`, ...details });

function isInside(path: string): boolean {
  if (
    path === "" ||
    CONTROL_CHARACTER.test(path) ||
    path.startsWith("/") ||
    path.includes("\\") ||
    /^[a-z]:/i.test(path)
  )
    return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}
