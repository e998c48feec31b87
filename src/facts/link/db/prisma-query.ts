/** What a call of Prisma's client asks for, in its database's names. */
import type { DbQueryRow } from "../../rows.js";
import { isRecord, type Json } from "./argument-values.js";
import { listOf, PrismaFilters } from "./prisma-filters.js";
import type { PrismaModel, Relation } from "./prisma-models.js";
import type { Filter } from "./query-draft.js";

type JsonObject = { [key: string]: Json };

/** Relations of relations. */
const MAX_DEPTH = 6;
const AGGREGATES = ["_sum", "_avg", "_min", "_max", "_count"];
const ALL_COLUMNS = JSON.stringify(["*"]);

/**
 * Fills in the row of the model itself, and adds one for every related model that is read with it (`include`, `select`)
 * or asked about (`where: { author: { … } }`). An argument that is computed leaves everything but the table open.
 */
export function readPrismaQuery(row: DbQueryRow, model: PrismaModel, method: string, argument: Json): DbQueryRow[] {
  const query = new PrismaQuery(row);
  query.setTarget(row, model);
  if (method.startsWith("findUnique")) row.is_single = true;
  if (method.startsWith("findFirst")) row.row_limit = 1;
  if (method === "count") countRows(row);
  if (!isRecord(argument)) {
    row.is_open = true;
    return query.rows;
  }
  query.read(row, model, argument, 0);
  if (row.operation === "delete") row.columns_json = null;
  else if (row.operation !== "select") row.columns_json = writtenColumns(model, argument);
  else if (method === "count") row.columns_json = "[]";
  else if (method === "aggregate" || method === "groupBy") row.columns_json = groupedColumns(model, argument);
  return query.rows;
}

function countRows(row: DbQueryRow): void {
  row.count_mode = "exact";
  row.is_head = true;
}

class PrismaQuery {
  readonly rows: DbQueryRow[];
  /** As it was before anything was read into it: what the rows of related models begin with. */
  readonly #blank: DbQueryRow;

  constructor(row: DbQueryRow) {
    this.rows = [row];
    this.#blank = { ...row, operation: "select" };
  }

  setTarget(row: DbQueryRow, { row: model }: PrismaModel): void {
    row.target = model.target;
    row.schema = model.schema;
    row.dialect = model.dialect;
  }

  read(row: DbQueryRow, model: PrismaModel, argument: JsonObject, depth: number, first: readonly Filter[] = []): void {
    const { filters, relations, isOpen } = new PrismaFilters(model).read(argument.where);
    const joins: Filter[] = [];
    for (const { relation, where } of relations) {
      joins.push(...relation.pairs.map(({ local }) => ({ column: local, operator: "join" })));
      this.#ask(relation, where, depth + 1);
    }
    row.is_open = isOpen || "..." in argument || isComputed(argument.take) || isComputed(argument.orderBy);
    row.filters_json = JSON.stringify([...first, ...filters, ...joins]);
    row.order_json = JSON.stringify(orderedColumns(model, argument.orderBy));
    if (typeof argument.take === "number") row.row_limit = Math.abs(argument.take);
    row.columns_json = selectedColumns(model, argument.select);
    for (const part of [argument.select, argument.include]) this.#include(model, part, depth);
  }

  /** Rows of a related model that come with the answer: Prisma asks for them by their keys. */
  #include(model: PrismaModel, part: Json | undefined, depth: number): void {
    if (!isRecord(part) || depth >= MAX_DEPTH) return;
    for (const [field, value] of Object.entries(part)) {
      if (field === "_count" && isRecord(value)) this.#include(model, value.select, depth);
      const relation = model.relations.get(field);
      if (!relation || value === false) continue;
      const keys = relation.pairs.map(({ foreign }) => ({ column: foreign, operator: "in" }));
      this.read(this.#related(relation.model), relation.model, isRecord(value) ? value : {}, depth + 1, keys);
    }
  }

  /** A related model of which only conditions are asked. */
  #ask(relation: Relation, where: Json, depth: number): void {
    if (depth >= MAX_DEPTH) return;
    const row = this.#related(relation.model);
    const keys = relation.pairs.map(({ foreign }) => ({ column: foreign, operator: "join" }));
    this.read(row, relation.model, { where }, depth, keys);
    row.columns_json = "[]";
  }

  #related(model: PrismaModel): DbQueryRow {
    const row = { ...this.#blank, is_single: false, row_limit: null, count_mode: null, is_head: false };
    this.setTarget(row, model);
    this.rows.push(row);
    return row;
  }
}

const isComputed = (value: Json | undefined): boolean => isRecord(value) && "$" in value;

/** Columns by the truth of their field: `select: { id: true, name: true }`; every one when nothing is selected. */
function selectedColumns(model: PrismaModel, select: Json | undefined): string | null {
  if (select === undefined) return ALL_COLUMNS;
  if (!isRecord(select) || "$" in select || "..." in select) return null;
  const fields = Object.keys(select).filter((field) => select[field] !== false);
  return JSON.stringify(fields.flatMap((field) => model.columns.get(field) ?? []));
}

function orderedColumns(model: PrismaModel, order: Json | undefined): string[] {
  return listOf(order).flatMap((part) =>
    isRecord(part) ? Object.keys(part).flatMap((field) => model.columns.get(field) ?? []) : [],
  );
}

function groupedColumns(model: PrismaModel, argument: JsonObject): string {
  const fields = listOf(argument.by).filter((field) => typeof field === "string");
  for (const name of AGGREGATES) {
    const part = argument[name] ?? null;
    if (isRecord(part)) fields.push(...Object.keys(part));
  }
  return JSON.stringify([...new Set(fields.flatMap((field) => model.columns.get(field) ?? []))]);
}

/** Columns of `data`, or of `create` and `update`; null when one of them is computed. Keys of relations are written, too. */
function writtenColumns(model: PrismaModel, argument: JsonObject): string | null {
  const parts = [argument.data, argument.create, argument.update].filter((part) => part !== undefined);
  const columns = new Set<string>();
  for (const part of parts.flatMap(listOf)) {
    if (!isRecord(part) || "$" in part) return null;
    for (const field of Object.keys(part)) {
      const column = model.columns.get(field);
      if (column !== undefined) columns.add(column);
      else for (const { local } of ownKeys(model, field)) columns.add(local);
    }
  }
  return JSON.stringify([...columns]);
}

/** `author: { connect: … }` writes author_id where this table holds it. */
function ownKeys(model: PrismaModel, field: string): Relation["pairs"] {
  const isHolder = model.fields.some((each) => each.field === field && each.local_json !== null);
  return isHolder ? (model.relations.get(field)?.pairs ?? []) : [];
}
