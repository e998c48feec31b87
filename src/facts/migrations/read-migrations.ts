import type { ReadText } from "./find-migrations.js";
import type { Migration, MigrationFolder } from "./migration.js";
import { loadSqlParser, splitStatements } from "./split-statements.js";
import { upSection } from "./up-section.js";

/** Reads migrations into statements, in the order given. A file that cannot be read is left out. */
export async function readMigrations(folders: readonly MigrationFolder[], readText: ReadText): Promise<Migration[]> {
  await loadSqlParser();
  const migrations: Migration[] = [];
  for (const { tool, files } of folders) {
    for (const file of files) {
      const text = readText(file);
      if (text !== null) migrations.push({ file, tool, ...splitStatements(upSection(text, tool)) });
    }
  }
  return migrations;
}
