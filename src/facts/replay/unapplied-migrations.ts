import type { FactSet } from "../fact-set.js";
import { addRows } from "../fact-set.js";
import type { ReadText } from "../migrations/find-migrations.js";
import type { MigrationFolder } from "../migrations/migration.js";
import { readMigrations } from "../migrations/read-migrations.js";
import type { StatementOutcome } from "./engine.js";
import { ObjectLedger } from "./object-ledger.js";
import { addFileRows, addStatementRows } from "./replay-rows.js";

const UNAPPLIED: StatementOutcome = { status: "read", failure: null, assumptions: [] };

/** What migrations say, where nothing applies them: the catalogue comes from somewhere else, or from nowhere. */
export async function readUnapplied(folders: readonly MigrationFolder[], readText: ReadText): Promise<FactSet> {
  const migrations = await readMigrations(folders, readText);
  const facts: FactSet = {};
  const ledger = new ObjectLedger();
  addFileRows(facts, folders, migrations);
  for (const migration of migrations) {
    for (const [at, { objects, line }] of migration.statements.entries()) {
      addStatementRows(facts, migration, at, UNAPPLIED, null);
      ledger.apply(objects, { file: migration.file, line });
    }
  }
  addRows(facts, "migration_object", ledger.rows());
  return facts;
}
