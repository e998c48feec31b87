import { addRows, type FactSet } from "../fact-set.js";
import type { MigrationFailureRow, MigrationGapRow, MigrationStatementRow } from "../rows.js";

/** There already, or gone already: the table has what it should have. */
const HARMLESS: ReadonlySet<string> = new Set(["42P06", "42P07", "42701", "42710", "42723"]);

/** Kinds that give a table something or take it away; what does not parse and DO blocks may do anything. */
const CHANGES_TABLES: ReadonlySet<string | null> = new Set([
  null,
  "AlterPolicyStmt",
  "AlterTableStmt",
  "CreatePolicyStmt",
  "DoStmt",
  "DropStmt",
  "GrantStmt",
  "IndexStmt",
  "RenameStmt",
]);

/** Finds the tables that failed statements name. */
export function addTableGaps(facts: FactSet): void {
  const tables = new Map<string, { schema: string; name: string }[]>();
  for (const { schema, name } of facts.pg_table ?? []) {
    const key = name.toLowerCase();
    tables.set(key, [...(tables.get(key) ?? []), { schema, name }]);
  }
  const gaps = new Map<string, MigrationGapRow>();
  for (const { text, kind, file, line } of lostStatements(facts)) {
    for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
      for (const { schema, name } of tables.get(word) ?? []) {
        const key = JSON.stringify([schema, name, kind]);
        if (!gaps.has(key)) gaps.set(key, { schema, table: name, kind, file, line });
      }
    }
  }
  addRows(facts, "migration_gap", [...gaps.values()]);
}

function lostStatements(facts: FactSet): MigrationStatementRow[] {
  const failed = new Set((facts.migration_failure ?? []).filter(({ sqlstate }) => !HARMLESS.has(sqlstate)).map(keyOf));
  return (facts.migration_statement ?? []).filter((row) => failed.has(keyOf(row)) && CHANGES_TABLES.has(row.kind));
}

const keyOf = ({ file, position }: Pick<MigrationFailureRow, "file" | "position">): string => `${position} ${file}`;
