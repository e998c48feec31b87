import assert from "node:assert/strict";
import type { FactSet } from "#src/facts/fact-set.js";
import type { DbQueryRow } from "#src/facts/rows.js";
import { factsOf } from "../linked-sample.js";

/** A package.json with these dependencies. */
export const manifestOf = (...names: readonly string[]): string =>
  JSON.stringify({ name: "app", dependencies: Object.fromEntries(names.map((name) => [name, "^1.0.0"])) });

/** The database queries of one file, in short: "select public.users [id,name] where email eq 1, name like order created_at limit 5". */
export function describeQueries(files: Readonly<Record<string, string>>, file: string): string[] {
  const facts: FactSet = factsOf(files);
  return (facts.db_query ?? [])
    .filter((row) => row.file === file)
    .toSorted((a, b) => a.line - b.line)
    .map(describeQuery);
}

function describeQuery(row: DbQueryRow): string {
  const target = [row.schema, row.target ?? "?"].filter((part) => part !== null).join(".");
  const columns = row.columns_json === null ? "?" : list(row.columns_json).join(",");
  const filters = list(row.filters_json).map(describeFilter).join(", ");
  const order = list(row.order_json).join(",");
  return [
    row.operation,
    row.target_kind === "table" ? target : `${row.target_kind} ${target}`,
    `[${columns}]`,
    filters === "" ? "" : `where ${filters}`,
    order === "" ? "" : `order ${order}`,
    row.row_limit === null ? "" : `limit ${row.row_limit}`,
    row.is_single ? "single" : "",
    row.count_mode === null ? "" : "count",
    row.is_open ? "open" : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function describeFilter(filter: unknown): string {
  assert.ok(typeof filter === "object" && filter !== null);
  const { column, operator, value, pattern, function: around } = { ...empty, ...filter };
  const name = around === undefined ? column : `${around}(${column})`;
  return [name, operator, pattern, value === undefined ? undefined : JSON.stringify(value)]
    .filter((part) => part !== undefined)
    .join(" ");
}

const empty: { column?: string; operator?: string; value?: unknown; pattern?: string; function?: string } = {};

function list(json: string): unknown[] {
  const value: unknown = JSON.parse(json);
  assert.ok(Array.isArray(value));
  return value;
}
