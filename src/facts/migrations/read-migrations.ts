import { loadSqlParser } from "../sql/parse-sql.js";
import type { ReadText } from "./find-migrations.js";
import type { Migration, MigrationFolder, MigrationTool } from "./migration.js";
import { splitStatements } from "./split-statements.js";
import { runsInTransaction } from "./transaction.js";
import { upSection } from "./up-section.js";

/** Reads migrations into statements, in the order given. A file that cannot be read is left out. */
export async function readMigrations(folders: readonly MigrationFolder[], readText: ReadText): Promise<Migration[]> {
  await loadSqlParser();
  const migrations: Migration[] = [];
  for (const { tool, files } of folders) {
    for (const file of files) {
      const text = readText(file);
      if (text !== null) migrations.push(readMigration(file, tool, text));
    }
  }
  return migrations;
}

const readMigration = (file: string, tool: MigrationTool, text: string): Migration => ({
  file,
  tool,
  ...splitStatements(upSection(text, tool)),
  isTransactional: runsInTransaction(tool, text),
});
