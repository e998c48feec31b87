import { readCatalog } from "../catalog/read-catalog.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { Migration, MigrationFolder, MigrationStatement } from "../migrations/migration.js";
import type { ReplayEngine, StatementOutcome } from "./engine.js";
import { FailureCauses } from "./failure-causes.js";
import { ObjectLedger } from "./object-ledger.js";
import { addAssumptionGap, addFileRows, addStatementRows } from "./replay-rows.js";
import { addSplitTables } from "./split-tables.js";
import { addTableGaps } from "./table-gaps.js";

export interface ReplayInput {
  readonly folders: readonly MigrationFolder[];
  readonly migrations: readonly Migration[];
  readonly now: Date;
  /** Applies one statement; `number` counts from 1 over all files. */
  readonly apply: (statement: MigrationStatement, number: number) => Promise<StatementOutcome>;
}

/** Applies migrations in their order and reads the catalogue that they make. */
export async function runReplay(engine: ReplayEngine, input: ReplayInput): Promise<FactSet> {
  const { folders, migrations, now, apply } = input;
  const facts: FactSet = {};
  const ledger = new ObjectLedger();
  const causes = new FailureCauses();
  addFileRows(facts, folders, migrations);
  let number = 0;
  for (const migration of migrations) {
    await engine.beginFile(migration);
    for (const [at, statement] of migration.statements.entries()) {
      number++;
      const outcome = await apply(statement, number);
      addStatementRows(facts, migration, at, outcome, causes.judge(statement, outcome, migration.file));
      if (outcome.status !== "failed") ledger.apply(statement.objects, { file: migration.file, line: statement.line });
    }
    await engine.endFile();
  }
  addRows(facts, "migration_object", ledger.rows());
  const name = folders.map(({ dir }) => (dir === "" ? "." : dir)).join(", ");
  const catalog = await readCatalog(engine.connection(), { kind: "replay", name, now });
  const all: FactSet = { ...facts, ...catalog };
  addAssumptionGap(all);
  addTableGaps(all);
  addSplitTables(all);
  return all;
}
