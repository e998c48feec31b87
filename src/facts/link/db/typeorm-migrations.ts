/** Tables that TypeORM's migrations make in TypeScript. Those they make with SQL text are found by that text. */
import { addRows, type FactSet } from "../../fact-set.js";
import type { DeclaredRelationRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { isRecord, parseJson } from "./argument-values.js";

/** They are given the name of the table that they change. */
const CHANGES = /^(addColumns?|changeColumns?|renameColumn|renameTable)$/;

/**
 * Whether there are migrations in TypeScript: what they change shows in no SQL file. Notes the tables that they name:
 * `createTable(new Table({ name: "users" }))`, `addColumn("users", new TableColumn(…))`
 */
export function declareMigrated(graph: CodeGraph, facts: FactSet): boolean {
  let hasMigrations = false;
  const rows: DeclaredRelationRow[] = [];
  for (const { row, record } of graph.calls) {
    if (row.package !== "typeorm") continue;
    hasMigrations ||= row.symbol === "QueryRunner" && graph.function(row.function_id)?.name === "up";
    const options = row.kind === "new" && row.symbol === "Table" ? parseJson(record.arguments[0]?.json ?? null) : null;
    const changed = CHANGES.test(row.method) && row.argument_1_kind === "string" ? row.argument_1 : null;
    const full = isRecord(options) && typeof options.name === "string" ? options.name : changed;
    if (full === null) continue;
    const [name = "", schema = null] = full.split(".").toReversed();
    const { file, line } = row;
    rows.push({ file, line, kind: "table", schema, name, columns_json: null, source: "code" });
  }
  addRows(facts, "declared_relation", rows);
  return hasMigrations;
}
