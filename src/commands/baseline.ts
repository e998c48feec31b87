import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { Command } from "commander";

import { createBaseline, pruneBaseline, readBaseline, writeBaseline, type Baseline } from "../findings/baseline.js";
import { knowRules } from "../findings/known-rules.js";
import { UserError } from "../shared/errors.js";
import type { AuditResult } from "../shared/result.js";
import type { RuleInfo } from "../shared/rule.js";
import { addCatalogOptions, type CatalogOptions } from "./catalog-options.js";
import { addSupabaseOptions, type SupabaseOptions } from "./supabase-options.js";

/** Where a baseline is kept when nobody says otherwise: in the root of the audited repository. */
export const BASELINE_FILE = "prodcheck-baseline.json";

/** What the command needs from the rest of the program. */
export interface BaselineCommandParts {
  /** Audits a path with no baseline applied. `rules` are all that exist, also those the config leaves out. */
  readonly runAudit: (
    path: string,
    options: CatalogOptions & SupabaseOptions,
  ) => Promise<{ result: AuditResult; rules: readonly RuleInfo[] }>;
  /** Tells the user something, on stderr. */
  readonly tell: (line: string) => void;
}

interface BaselineOptions extends CatalogOptions, SupabaseOptions {
  readonly output?: string;
  readonly prune: boolean;
}

/** `prodcheck baseline [path]`: writes what is found today as known, or drops from the file what has been fixed. */
export function baselineCommand(parts: BaselineCommandParts): Command {
  const command = new Command("baseline")
    .description("Record today's findings as known, so that only new ones fail the audit")
    .argument("[path]", "repository to audit", ".")
    .option("--output <file>", `baseline file (default: ${BASELINE_FILE} in the repository)`)
    .option("--prune", "only remove what has been fixed from the existing file; add nothing", false)
    .action(async (path: string, options: BaselineOptions) => {
      const file = options.output ?? join(path, BASELINE_FILE);
      const audit: Audit = () => parts.runAudit(path, options);
      if (options.prune) await prune(file, audit, parts.tell);
      else await record(file, audit, parts.tell);
    });
  return addSupabaseOptions(addCatalogOptions(command));
}

type Audit = () => ReturnType<BaselineCommandParts["runAudit"]>;
type Tell = BaselineCommandParts["tell"];

async function record(file: string, audit: Audit, tell: Tell): Promise<void> {
  const { result } = await audit();
  const baseline = createBaseline(result.findings, file);
  saveBaseline(baseline);
  tell(`Wrote ${countFindings(baseline.entries.length)} to ${file}.`);
  if (baseline.entries.length === 0) return;
  tell(`They count in the score, but only new ones fail \`prodcheck audit --baseline ${file}\`.`);
}

async function prune(file: string, audit: Audit, tell: Tell): Promise<void> {
  // Read before the audit: a broken file should not cost the wait.
  const baseline = loadBaseline(file);
  const { result, rules } = await audit();
  const pruned = pruneBaseline(result.findings, baseline, knowRules(rules, result.checks));
  const removed = baseline.entries.length - pruned.entries.length;
  if (removed > 0) saveBaseline(pruned);
  tell(
    `Removed ${countFindings(removed)} that ${removed === 1 ? "is" : "are"} fixed; ${pruned.entries.length} left in ${file}.`,
  );
}

const countFindings = (count: number): string => `${count} ${count === 1 ? "finding" : "findings"}`;

/** Reads a baseline file; throws a `UserError` when it cannot be read or is not one. */
export function loadBaseline(file: string): Baseline {
  return readBaseline(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const isMissing = codeOf(cause) === "ENOENT";
    throw new UserError(isMissing ? "There is no baseline file here." : "The baseline file cannot be read.", {
      where: file,
      remedy: isMissing
        ? "Write it with `prodcheck baseline`, or correct the path."
        : "Check the path and its permissions.",
      cause,
    });
  }
}

/** Writes beside the file and renames, so that nobody meets half a baseline. */
function saveBaseline(baseline: Baseline): void {
  refuseSymlink(baseline.file);
  const temporary = `${baseline.file}.${process.pid}.tmp`;
  try {
    // `wx`: an audited repository must not be able to choose, by a prepared symlink, where this is written.
    writeFileSync(temporary, writeBaseline(baseline), { flag: "wx" });
    renameSync(temporary, baseline.file);
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") rmSync(temporary, { force: true });
    const remedy = "Check that the folder exists and can be written, or choose another file with `--output`.";
    throw new UserError("The baseline file cannot be written.", { where: baseline.file, remedy, cause });
  }
}

function refuseSymlink(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return;
  const remedy = "Name the file it points to with `--output`, if that is what you want.";
  throw new UserError("The baseline file is a symbolic link, which is not followed.", { where: file, remedy });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
