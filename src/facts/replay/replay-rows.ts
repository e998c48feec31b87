import { maskExpression, maskStatement } from "../catalog/mask-sql.js";
import { addRows, type FactSet } from "../fact-set.js";
import { addActionRows } from "../migrations/action-rows.js";
import type { Migration, MigrationFolder } from "../migrations/migration.js";
import { writtenOn } from "../migrations/written-on.js";
import { lineCounter } from "../line-counter.js";
import type { StatementOutcome } from "./engine.js";
import { firstUse } from "./extensions.js";
import type { FailureCause } from "./failure-causes.js";

/** Characters of a statement that are kept, and those that are looked at for it. */
const KEPT = 2000;
const LOOKED_AT = 20_000;
const LONGEST_REASON = 300;

/** Statements that hold data of people, not structure. */
const ABOUT_DATA: ReadonlySet<string | null> = new Set([
  null,
  "CopyStmt",
  "DeleteStmt",
  "InsertStmt",
  "MergeStmt",
  "SelectStmt",
  "UpdateStmt",
]);

/** Rows about the files and what their statements do, before anything is applied. */
export function addFileRows(
  facts: FactSet,
  folders: readonly MigrationFolder[],
  migrations: readonly Migration[],
): void {
  const folderOf = new Map(folders.flatMap(({ dir, files }) => files.map((file) => [file, dir])));
  const rows = migrations.map(({ file, tool, statements, parseError }, at) => ({
    path: file,
    folder: folderOf.get(file) ?? "",
    tool,
    position: at + 1,
    statements: statements.length,
    written_on: writtenOn(file),
    parse_error: parseError === null ? null : maskExpression(parseError).slice(0, LONGEST_REASON),
  }));
  addRows(facts, "migration_file", rows);
  addActionRows(facts, migrations);
}

/** Rows about one statement of a file; `at` counts from 0. */
export function addStatementRows(
  facts: FactSet,
  { file, statements }: Migration,
  at: number,
  { status, failure, assumptions }: StatementOutcome,
  cause: FailureCause | null,
): void {
  const statement = statements[at];
  if (!statement) return;
  const { line, kind, sql } = statement;
  const position = at + 1;
  const text = (ABOUT_DATA.has(kind) ? maskStatement : maskExpression)(sql.slice(0, LOOKED_AT)).slice(0, KEPT);
  addRows(facts, "migration_statement", [{ file, line, position, kind, text, status }]);
  if (failure) {
    const reason = maskReason(failure.message);
    addRows(facts, "migration_failure", [
      {
        file,
        line,
        position,
        sqlstate: failure.code,
        reason,
        cause: cause?.kind ?? "own",
        cause_file: cause?.root?.file ?? null,
        cause_line: cause?.root?.line ?? null,
      },
    ]);
  }
  const rows = assumptions.map(({ kind: assumed, schema, name }) => ({
    kind: assumed,
    schema,
    name,
    file,
    line: assumed === "extension" ? line - 1 + lineCounter(sql)(firstUse(name, sql)) : line,
  }));
  addRows(facts, "migration_assumption", rows);
}

/** A value that Postgres could not read may be a person's or a secret: `invalid input syntax for type uuid: "…"`. */
const maskReason = (message: string): string =>
  maskExpression(message.replace(/((?:input|value|syntax)[^":]*: )"[\s\S]*"$/, '$1"…"'))
    .replaceAll(/\s+/g, " ")
    .slice(0, LONGEST_REASON);

/** What stays unknown about assumed tables, for everyone who asks about columns. */
export function addAssumptionGap(facts: FactSet): void {
  const tables = (facts.migration_assumption ?? []).filter(({ kind }) => kind === "table").length;
  if (tables === 0) return;
  const reason = `of ${tables} ${tables === 1 ? "table" : "tables"} that no migration creates, only what migrations name`;
  addRows(facts, "catalog_gap", [{ table_name: "pg_column", reason, is_partial: true }]);
}
