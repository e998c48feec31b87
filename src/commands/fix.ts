import { join, resolve } from "node:path";
import { Command } from "commander";
import { judgeFacts } from "../audit.js";
import { replaceCatalog } from "../facts/collect-facts.js";
import type { FactSet } from "../facts/fact-set.js";
import type { ReadText } from "../facts/migrations/find-migrations.js";
import type { MigrationFolder } from "../facts/migrations/migration.js";
import { REPLAY_LIMITS, replayMigrations } from "../facts/replay/replay.js";
import { UserError } from "../shared/errors.js";
import type { AuditResult, Finding } from "../shared/result.js";
import { addCatalogOptions } from "./catalog-options.js";
import type { CommandContext } from "./context.js";
import { renderFixMigration, type FixMigration } from "./fix-migration.js";
import { indexTrials, unusedIndexes } from "./index-proofs.js";
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
  const run = await runAudit(path, { ...options, baseline: false, keepsFacts: true }, context.progress);
  for (const error of run.errors) context.warn(error);
  const { catalog } = run.result.target;
  if (!catalog) {
    throw new UserError("There is no schema to fix: no SQL migrations, and no database was given.", {
      where: path,
      remedy: "Give the schema with --db or --schema.",
    });
  }
  const proposals = proposalsOf(run.result);
  const { folders, readText } = migrationsOf(run.repository);
  const folder: MigrationFolder = folders[0] ?? { dir: "", tool: "plain", files: [] };
  const file = nextMigration(folder, new Date());
  const first = renderFixMigration(proposals, folder.tool);
  const { refuted, notes } =
    catalog.source === "replay" && proposals.length > 0
      ? await findRefuted({ run, context, folders, folder, readText, file, fix: first })
      : NOTHING_TRIED;
  context.progressDone();
  const kept = proposals.filter(({ fingerprint }) => !refuted.has(fingerprint));
  if (kept.length > 0) {
    save(context, renderFixMigration(kept, folder.tool).text, options.output ?? join(resolve(path), file));
  }
  tellOutcome(context, kept.length, catalog.source === "replay");
  for (const note of notes) context.tell(note);
  for (const { rule, message, fingerprint } of proposals) {
    const reason = refuted.get(fingerprint);
    if (reason !== undefined) context.tell(`Left out, because ${reason}: ${rule}: ${message}`);
  }
}

const proposalsOf = ({ findings }: AuditResult): Finding[] =>
  findings.filter(({ ddl, suppressed }) => ddl !== null && suppressed === null);

function tellOutcome(context: CommandContext, count: number, isProved: boolean): void {
  if (count === 0) context.tell("Nothing that a statement would put right.");
  else {
    const proof = isProved
      ? "applied to the replayed schema they silence their findings"
      : "not proved: the schema was read, not replayed";
    context.tell(`${count} ${count === 1 ? "finding is" : "findings are"} put right; ${proof}.`);
  }
}

/** The plans of many indexes take their time, too. */
const FIX_LIMITS = { ...REPLAY_LIMITS, total: 2 * REPLAY_LIMITS.total };

interface Trial {
  readonly run: AuditRun;
  readonly context: CommandContext;
  readonly folders: readonly MigrationFolder[];
  /** The one that the file is written to. */
  readonly folder: MigrationFolder;
  readonly readText: ReadText;
  readonly file: string;
  readonly fix: FixMigration;
}

interface TrialOutcome {
  /** Why proposals are left out, by fingerprint: they fail when they are applied, change nothing about their finding, or no plan uses them. */
  readonly refuted: ReadonlyMap<string, string>;
  /** What could not be tried. */
  readonly notes: readonly string[];
}

const NOTHING_TRIED: TrialOutcome = { refuted: new Map(), notes: [] };

async function findRefuted({ run, context, folders, folder, readText, file, fix }: Trial): Promise<TrialOutcome> {
  context.progress("Proving the statements", 0, 1);
  // After all others, whatever folder it is written to.
  const extended = [...folders, { ...folder, files: [file] }];
  const read: ReadText = (each) => (each === file ? fix.text : readText(each));
  const findings = fix.written.map(({ finding }) => finding);
  const trials = indexTrials(findings, run.collected.facts);
  const replay = await replayMigrations(extended, read, new Date(), FIX_LIMITS, trials);
  if (replay.facts === null)
    throw new UserError(`The statements could not be proved: ${replay.problem}.`, {
      where: file,
      remedy: "Give the schema with --db.",
    });
  const { facts } = replay;
  const refuted = new Map<string, string>();
  const notes = replay.verdicts.flatMap(({ id, isUsed, reason }) => {
    const finding = findings.find(({ fingerprint }) => fingerprint === id);
    return isUsed === null && finding ? [`No plan was asked (${reason}): ${finding.rule}: ${finding.message}`] : [];
  });
  for (const [fingerprint, plan] of unusedIndexes(replay.verdicts)) {
    refuted.set(fingerprint, `no plan of its queries would use the index (${plan})`);
  }
  const changed = replaceCatalog(run.collected.facts, withoutFix(facts, file));
  const again = judgeFacts(run.input, { ...run.collected, facts: changed }, performance.now());
  for (const { fingerprint } of proposalsOf(again)) refuted.set(fingerprint, "it leaves the finding as it is");
  const failures = (facts.migration_failure ?? []).filter((row) => row.file === file);
  for (const { finding, from, to } of fix.written) {
    const failure = failures.find(({ line }) => line >= from && line <= to);
    if (failure) refuted.set(finding.fingerprint, `it fails on the replayed schema (${failure.reason})`);
  }
  return { refuted, notes };
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
