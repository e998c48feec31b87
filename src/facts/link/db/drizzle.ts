import type { Argument, ChainLink } from "../../code/file-code.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { isRecord, type Json, literalOf, parseJson } from "./argument-values.js";
import { type ChainQuery, chainQueries } from "./chain-queries.js";
import { DrizzleConditions } from "./drizzle-conditions.js";
import { type DrizzleTable, DrizzleTables } from "./drizzle-tables.js";
import { newQueryRow } from "./query-draft.js";
import { finishThrowing } from "./throwing-answer.js";

const CLIENT = "drizzle";
const JOIN = /^(left|right|inner|full|cross)Join(Lateral)?$/;
const SELECT = /^select(Distinct(On)?)?$/;
const WRITES: ReadonlyMap<string, string> = new Map([
  ["insert", "insert"],
  ["update", "update"],
  ["delete", "delete"],
]);

const isStart = (links: readonly ChainLink[]): boolean =>
  links.some(({ method }) => SELECT.test(method) || WRITES.has(method));

/** One row for every table that a query names. The tables say that it is Drizzle's, wherever its client comes from. */
export function collectDrizzleQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  if (!(facts.dependency ?? []).some(({ name }) => name === "drizzle-orm")) return [];
  const tables = new DrizzleTables(graph, facts);
  if (tables.isEmpty) return [];
  const rows: DbQueryRow[] = [];
  for (const query of chainQueries(graph, isStart)) {
    const found = new DrizzleQuery(graph, tables, query).rows();
    for (const row of found) finishThrowing(graph, row, query.calls);
    rows.push(...found);
  }
  for (const call of graph.calls) {
    const row = relationalQuery(graph, tables, call);
    if (!row) continue;
    finishThrowing(graph, row, [call]);
    rows.push(row);
  }
  return rows;
}

/** `db.select().from(users).where(…)`, `db.insert(users).values(…)` */
class DrizzleQuery {
  readonly #graph: CodeGraph;
  readonly #tables: DrizzleTables;
  readonly #query: ChainQuery;
  /** In the order in which they are named. */
  readonly #rows = new Map<DrizzleTable, DbQueryRow>();
  readonly #conditions: DrizzleConditions;

  constructor(graph: CodeGraph, tables: DrizzleTables, query: ChainQuery) {
    this.#graph = graph;
    this.#tables = tables;
    this.#query = query;
    this.#conditions = new DrizzleConditions(graph, tables, null);
  }

  rows(): DbQueryRow[] {
    for (const link of this.#query.links) this.#nameTable(link.method, link.arguments, link.line);
    if (this.#rows.size === 0) return [];
    for (const link of this.#query.links) this.#read(link.method, link.arguments);
    for (const [table, row] of this.#rows) {
      row.filters_json = JSON.stringify(this.#conditions.of(table));
      row.is_open ||= this.#conditions.isOpen;
      row.call_id = this.#query.calls.at(-1)?.row.id ?? row.call_id;
    }
    return [...this.#rows.values()];
  }

  #nameTable(method: string, [first]: readonly Argument[], line: number): void {
    const operation = WRITES.get(method);
    if (method !== "from" && operation === undefined && !JOIN.test(method)) return;
    const found = this.#tables.of(this.#query.file, first);
    const [begin] = this.#query.calls;
    if (!found || found.field !== null || this.#rows.has(found.table) || !begin) return;
    this.#rows.set(found.table, rowOf(begin, found.table, line, operation ?? "select"));
  }

  #read(method: string, args: readonly Argument[]): void {
    const [first] = args;
    const [main] = this.#rows.values();
    if (method === "select" || method === "selectDistinct") this.#select(first);
    else if (method === "selectDistinctOn") this.#select(args[1]);
    else if (method === "where" && first) this.#conditions.readArgument(this.#query.file, first);
    else if (JOIN.test(method) && args[1]) this.#conditions.readArgument(this.#query.file, args[1]);
    else if (method === "orderBy") for (const by of args) this.#order(by);
    else if (method === "limit" && main) this.#limit(main, first);
    else if ((method === "values" || method === "set") && main) this.#write(main, first);
    else if (method === "onConflictDoUpdate" && main) main.operation = "upsert";
  }

  /** `select()`, `select({ id: users.id, author: { name: authors.name } })` */
  #select(fields: Argument | undefined): void {
    const [main] = this.#rows.values();
    const json = parseJson(fields?.json ?? null);
    const texts = isRecord(json) ? textsIn(json) : [];
    for (const [table, row] of this.#rows) {
      if (row.operation !== "select") continue;
      const names = texts.flatMap((text) => this.#columnIn(table, text) ?? []);
      row.columns_json = fields ? (isRecord(json) ? JSON.stringify([...new Set(names)]) : null) : '["*"]';
    }
    const isCount = texts.length === 1 && texts[0]?.startsWith("count(") === true;
    if (isCount && main) {
      main.count_mode = "exact";
      main.is_head = true;
    }
  }

  /** `users.id`, `schema.users.id` by the name that the table has here. */
  #columnIn(table: DrizzleTable, text: string): string | null {
    const isOwn = this.#query.links.some(({ arguments: [first] }) => {
      const isNamed = first !== undefined && text.startsWith(`${first.text}.`);
      return isNamed && this.#tables.of(this.#query.file, first)?.table === table;
    });
    return isOwn ? (table.columns.get(text.slice(text.lastIndexOf(".") + 1)) ?? null) : null;
  }

  /** `desc(users.createdAt)`, `users.name` */
  #order(by: Argument): void {
    const { file } = this.#query;
    const call = by.callId === null ? undefined : this.#graph.call(by.callId + file.callOffset);
    const isDirection = call !== undefined && /^(asc|desc)$/.test(call.row.method);
    const found = this.#conditions.column(file, isDirection ? call.record.arguments[0] : by);
    const row = found && this.#rows.get(found.table);
    if (row) row.order_json = JSON.stringify([...new Set([...parseNames(row.order_json), found.column])]);
    else for (const each of this.#rows.values()) each.is_open = true;
  }

  #limit(main: DbQueryRow, count: Argument | undefined): void {
    const limit = literalOf(count);
    if (typeof limit === "number") main.row_limit = limit;
    else main.is_open = true;
  }

  /** What is written: keys of an object, or of a list of them. */
  #write(main: DbQueryRow, values: Argument | undefined): void {
    const [table] = this.#rows.keys();
    const json = parseJson(values?.json ?? null);
    const objects = (Array.isArray(json) ? json : [json]).filter(isRecord);
    const fields = new Set(objects.flatMap((each) => Object.keys(each)));
    if (!table || objects.length === 0 || fields.has("$")) return;
    main.columns_json = JSON.stringify([...fields].flatMap((field) => table.columns.get(field) ?? []));
  }
}

function rowOf(call: LinkedCall, table: DrizzleTable, line: number, operation: string): DbQueryRow {
  const { name: target, schema, dialect } = table;
  return { ...newQueryRow(call, CLIENT, line), operation, target, schema, dialect };
}

function parseNames(json: string): string[] {
  const names = parseJson(json);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** Source texts of what is no literal, however deep. */
const textsIn = (value: Json): string[] =>
  isRecord(value) ? (typeof value.$ === "string" ? [value.$] : Object.values(value).flatMap(textsIn)) : [];

/** `db.query.users.findMany({ where, columns, limit })`; what comes `with` it is left out. */
function relationalQuery(graph: CodeGraph, tables: DrizzleTables, call: LinkedCall): DbQueryRow | null {
  const { row, record, file } = call;
  const name = /(?:^|\.)query\.(\w+)\.(?:findMany|findFirst)$/.exec(row.callee)?.[1];
  const table = name === undefined ? null : tables.named(name);
  if (!table) return null;
  const query = rowOf(call, table, row.line, "select");
  query.columns_json = '["*"]';
  if (row.method === "findFirst") query.row_limit = 1;
  const options = row.argument_count === 0 ? {} : parseJson(record.queryObject);
  if (!isRecord(options)) return { ...query, is_open: true, columns_json: null };
  readRelational(query, table, options, new DrizzleConditions(graph, tables, table), (id) =>
    graph.call(id + file.callOffset),
  );
  return query;
}

function readRelational(
  query: DbQueryRow,
  table: DrizzleTable,
  options: { [key: string]: Json },
  conditions: DrizzleConditions,
  callOf: (id: number) => LinkedCall | undefined,
): void {
  const made = (value: Json | undefined): LinkedCall | undefined =>
    isRecord(value) && typeof value.call === "number" ? callOf(value.call) : undefined;
  const where = made(options.where);
  if (where) conditions.read(where);
  else if (options.where !== undefined) conditions.isOpen = true;
  query.filters_json = JSON.stringify(conditions.of(table));
  if (typeof options.limit === "number") query.row_limit = options.limit;
  const isLimitOpen = isRecord(options.limit);
  query.is_open = conditions.isOpen || isLimitOpen || "..." in options;
  const { columns } = options;
  if (isRecord(columns)) {
    const fields = Object.keys(columns).filter((field) => columns[field] === true);
    // { password: false } takes all the others.
    if (fields.length > 0)
      query.columns_json = JSON.stringify(fields.flatMap((field) => table.columns.get(field) ?? []));
  }
  const order = made(options.orderBy);
  const by = order && conditions.column(order.file, order.record.arguments[0]);
  if (by?.table === table) query.order_json = JSON.stringify([by.column]);
}
