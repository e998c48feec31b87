import { join, resolve } from "node:path";
import { Command } from "commander";
import type { FactSet } from "../facts/fact-set.js";
import type { MigrationFolder } from "../facts/migrations/migration.js";
import { replayMigrations } from "../facts/replay/replay.js";
import { UserError } from "../shared/errors.js";
import type { Finding } from "../shared/result.js";
import { addCatalogOptions } from "./catalog-options.js";
import type { CommandContext } from "./context.js";
import { renderFixMigration, type FixMigration } from "./fix-migration.js";
import { nextMigration } from "./next-migration.js";
import { collect, parseDate } from "./option-values.js";
import { writeOutput } from "./output.js";
import { migrationsOf } from "./replay-catalog.js";
import { runAudit, type AuditFlags, type AuditRun } from "./run-audit.js";

interface FixOptions extends AuditFlags {
  readonly sql?: boolean;
  readonly output?: string;
}

/** `prodcheck fix --sql [path]`: one migration with every statement that findings propose, each proved on the replayed schema. */
export function fixCommand(context: CommandContext): Command {
  const command = new Command("fix")
    .description("Write one SQL migration with the statements that findings about the schema propose")
    .argument("[path]", "folder of the repository", ".")
    .requiredOption("--sql", "propose SQL")
    .option("--output <file>", "file to write, or - for stdout (default: the next migration of the repository)")
    .option("--only <rules>", "only these rules", collect)
    .option("--skip <rules>", "all rules but these", collect)
    .option("--config <file>", "configuration file")
    .option("--as-of <date>", "judge dated rules as of this day, YYYY-MM-DD", parseDate);
  return addCatalogOptions(command).action(async (path: string, options: FixOptions) => {
    await writeFixes(context, path, options);
  });
}

async function writeFixes(context: CommandContext, path: string, options: FixOptions): Promise<void> {
  const run = await runAudit(path, { ...options, baseline: false }, context.progress);
  for (const error of run.errors) context.warn(error);
  const { catalog } = run.result.target;
  if (!catalog) {
    throw new UserError("There is no schema to fix: no SQL migrations, and no database was given.", {
      where: path,
      remedy: "Give the schema with --db or --schema.",
    });
  }
  const proposals = proposalsOf(run);
  const { folders, readText } = migrationsOf(run.repository);
  const folder: MigrationFolder = folders[0] ?? { dir: "", tool: "plain", files: [] };
  const file = nextMigration(folder, new Date());
  const first = renderFixMigration(proposals, folder.tool);
  const refuted =
    catalog.source === "replay" && proposals.length > 0
      ? await findRefuted({ path, options, context, folders, folder, readText, file, fix: first })
      : new Set<string>();
  context.progressDone();
  const kept = proposals.filter(({ fingerprint }) => !refuted.has(fingerprint));
  if (kept.length > 0) {
    save(context, renderFixMigration(kept, folder.tool).text, options.output ?? join(resolve(path), file));
  }
  tellOutcome(context, kept.length, catalog.source === "replay");
  for (const { rule, message, fingerprint } of proposals) {
    if (refuted.has(fingerprint))
      context.tell(`Left out, because it did not hold on the replayed schema: ${rule}: ${message}`);
  }
}

const proposalsOf = ({ result }: AuditRun): Finding[] =>
  result.findings.filter(({ ddl, suppressed }) => ddl !== null && suppressed === null);

function tellOutcome(context: CommandContext, count: number, isProved: boolean): void {
  if (count === 0) context.tell("Nothing that a statement would put right.");
  else {
    const proof = isProved
      ? "applied to the replayed schema they silence their findings"
      : "not proved: the schema was read, not replayed";
    context.tell(`${count} ${count === 1 ? "finding is" : "findings are"} put right; ${proof}.`);
  }
}

interface Trial {
  readonly path: string;
  readonly options: FixOptions;
  readonly context: CommandContext;
  readonly folders: readonly MigrationFolder[];
  /** The one that the file is written to. */
  readonly folder: MigrationFolder;
  readonly readText: (path: string) => string | null;
  readonly file: string;
  readonly fix: FixMigration;
}

/** Fingerprints of proposals that fail when they are applied, or that change nothing about their finding. */
async function findRefuted({
  path,
  options,
  context,
  folders,
  folder,
  readText,
  file,
  fix,
}: Trial): Promise<Set<string>> {
  context.progress("Proving the statements", 0, 1);
  // After all others, whatever folder it is written to.
  const extended = [...folders, { ...folder, files: [file] }];
  const read = (each: string): string | null => (each === file ? fix.text : readText(each));
  const { facts, problem } = await replayMigrations(extended, read, new Date());
  if (facts === null)
    throw new UserError(`The statements could not be proved: ${problem}.`, {
      where: file,
      remedy: "Give the schema with --db.",
    });
  const failed = (facts.migration_failure ?? []).filter((row) => row.file === file).map(({ line }) => line);
  const refuted = new Set(
    fix.written
      .filter(({ from, to }) => failed.some((line) => line >= from && line <= to))
      .map(({ finding }) => finding.fingerprint),
  );
  const again = await runAudit(path, { ...options, baseline: false }, context.progress, withoutFix(facts, file));
  for (const { fingerprint } of proposalsOf(again)) refuted.add(fingerprint);
  return refuted;
}

/** The catalogue is what the fix makes of it; that the fix is a migration is nobody's finding. */
function withoutFix(facts: FactSet, file: string): FactSet {
  const isOther = (row: { readonly file: string }): boolean => row.file !== file;
  return {
    ...facts,
    migration_file: (facts.migration_file ?? []).filter((row) => row.path !== file),
    migration_statement: (facts.migration_statement ?? []).filter(isOther),
    migration_action: (facts.migration_action ?? []).filter(isOther),
    migration_failure: (facts.migration_failure ?? []).filter(isOther),
  };
}

function save(context: CommandContext, text: string, file: string): void {
  if (file === "-") context.write(text);
  else {
    writeOutput({ what: "migration", file, text }, true);
    context.tell(`Wrote ${file}.`);
  }
}
