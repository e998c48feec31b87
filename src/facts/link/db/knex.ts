import type { Argument, ChainLink } from "../../code/file-code.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { isRecord, type Json, parseJson } from "./argument-values.js";
import { type ChainQuery, chainQueries } from "./chain-queries.js";
import { NamedTables, textIn } from "./named-tables.js";
import { finishThrowing } from "./throwing-answer.js";

const NAMES_TABLE = /^(from|into|table)$/;
const JOIN = /^(inner|left|leftOuter|right|rightOuter|fullOuter|cross)?Join$|^join$/;
const WRITES: ReadonlyMap<string, string> = new Map([
  ["insert", "insert"],
  ["update", "update"],
  ["increment", "update"],
  ["decrement", "update"],
  ["delete", "delete"],
  ["del", "delete"],
]);
/** `orWhereNotIn` as its parts. */
const WHERE = /^(and|or)?(?:W|w)here(Not)?(In|Null|Between|Like|ILike)?$/;
const KINDS: ReadonlyMap<string, string> = new Map([
  ["In", "in"],
  ["Like", "like"],
  ["ILike", "ilike"],
]);
/** Knex's names of drivers. */
const DIALECTS: ReadonlyMap<string, string> = new Map([
  ["pg", "postgresql"],
  ["postgres", "postgresql"],
  ["postgresql", "postgresql"],
  ["mysql", "mysql"],
  ["mysql2", "mysql"],
  ["sqlite3", "sqlite"],
  ["better-sqlite3", "sqlite"],
]);

/** One row for every table that a query names by text. */
export function collectKnexQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  if (!(facts.dependency ?? []).some(({ name }) => name === "knex")) return [];
  const named = withNames(graph);
  const rows: DbQueryRow[] = [];
  for (const query of chainQueries(graph, beginsQuery)) rows.push(...rowsOf(graph, query));
  return rows.filter(({ file, target }) => target === null || !named.has(`${file}\0${target}`));
}

/** `.with("recent", …)`: a name of the query's own; which query it is part of may be decided elsewhere in the file. */
function withNames(graph: CodeGraph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { row } of graph.calls) {
    if (!/^with(?:Recursive|Materialized|NotMaterialized)?$/.test(row.method) || row.argument_1_kind !== "string")
      continue;
    names.add(`${row.file}\0${row.argument_1}`);
  }
  return names;
}

/** knex("orders"), knex.select("id").from("orders"); neither knex(settings) nor knex.raw("…"). */
const beginsQuery = (links: readonly ChainLink[], end: LinkedCall): boolean =>
  end.row.package === "knex" && links.some((link, index) => namesTable(link, index, end));

function namesTable({ method, arguments: [first] }: ChainLink, index: number, { row }: LinkedCall): boolean {
  if (NAMES_TABLE.test(method)) return true;
  // The instance is a function.
  return index === 0 && row.callee.split(/[.(]/)[0] === method && textIn(first) !== null;
}

function rowsOf(graph: CodeGraph, { calls, links }: ChainQuery): DbQueryRow[] {
  const [first] = calls;
  const operation = links.map(({ method }) => WRITES.get(method)).find((each) => each !== undefined) ?? "select";
  if (!first) return [];
  const tables = new NamedTables(first, "knex");
  for (const [index, link] of links.entries()) {
    const { method, line, arguments: args } = link;
    if (namesTable(link, index, first)) tables.add(args[0], line, operation);
    else if (JOIN.test(method)) tables.add(args[0], line, "select");
  }
  for (const link of links) readLink(tables, link);
  const { main } = tables;
  const isRead = main?.operation === "select";
  if (isRead && !links.some(({ method }) => SELECTS.test(method))) tables.select("*");
  const rows = tables.rows();
  for (const row of rows) {
    row.dialect = dialectOf(graph, first);
    finishThrowing(graph, row, calls);
  }
  return rows;
}

const SELECTS = /^(select|column|columns|first|pluck|count|countDistinct|sum|min|max|avg)$/;

/** The driver that the settings of the instance name. */
function dialectOf(graph: CodeGraph, { row }: LinkedCall): string | null {
  const settings = parseJson(graph.call(row.client_id)?.row.options ?? null);
  const client = isRecord(settings) ? settings.client : null;
  return typeof client === "string" ? (DIALECTS.get(client) ?? null) : null;
}

function readLink(tables: NamedTables, { method, arguments: args }: ChainLink): void {
  const [first, second, third] = args;
  const { main } = tables;
  if (WHERE.test(method)) where(tables, method, args);
  else if (JOIN.test(method)) tables.join(textIn(second), textIn(args.length > 3 ? args[3] : third));
  else if (SELECTS.test(method)) select(tables, method, args);
  else if (method === "orderBy") tables.order(textIn(first));
  else if (method === "limit") tables.limit(first);
  else if (method === "withSchema" && main) main.schema = textIn(first);
  else if (method === "merge" && main) main.operation = "upsert";
  else if (method === "insert" || (method === "update" && first?.json !== null)) tables.write(first);
  else if (/where|having|modify/i.test(method)) tables.markOpen();
}

function where(tables: NamedTables, method: string, args: readonly Argument[]): void {
  const [first, second, third] = args;
  const [, joined = "", not = "", kind = ""] = WHERE.exec(method) ?? [];
  const prefix = `${joined === "or" ? "or." : ""}${not === "" ? "" : "not."}`;
  const column = textIn(first);
  const values = parseJson(first?.json ?? null);
  if (isRecord(values)) {
    // { status: "open", "o.id": id }
    for (const [name, value] of Object.entries(values))
      tables.filter(name, value === null ? "is" : "=", prefix, literalArgument(first, value));
  } else if (kind === "Null") tables.filter(column, "is", prefix, NOTHING);
  else if (kind === "Between") {
    tables.filter(column, ">=", prefix);
    tables.filter(column, "<=", prefix);
  } else if (kind !== "") tables.filter(column, KINDS.get(kind) ?? "", prefix, kind === "In" ? undefined : second);
  else if (args.length >= 3) tables.filter(column, textIn(second) ?? "", prefix, third);
  else if (args.length === 2) tables.filter(column, "=", prefix, second);
  else tables.markOpen();
}

const NOTHING: Argument = {
  kind: "null",
  text: "null",
  line: 0,
  origin: null,
  parameter: null,
  functionId: null,
  callId: null,
  json: null,
};

/** A literal inside an object as if it were an argument of its own. */
function literalArgument(argument: Argument | undefined, value: Json): Argument | undefined {
  if (value === null) return NOTHING;
  if (!argument || typeof value === "object") return undefined;
  const kind = typeof value === "number" ? "number" : typeof value === "boolean" ? "boolean" : "string";
  return { ...argument, kind, text: String(value), json: null };
}

function select(tables: NamedTables, method: string, args: readonly Argument[]): void {
  const { main } = tables;
  if (method === "first" && main) main.row_limit = 1;
  if (method.startsWith("count") && main) {
    main.count_mode = "exact";
    return;
  }
  if (args.length === 0) tables.select("*");
  for (const argument of args) {
    const list = parseJson(argument.json);
    if (Array.isArray(list)) for (const each of list) tables.select(typeof each === "string" ? each : null);
    else tables.select(textIn(argument));
  }
}
