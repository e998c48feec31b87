import type { Argument, ChainLink } from "../../code/file-code.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";
import { parseJson } from "./argument-values.js";
import { type ChainQuery, chainQueries } from "./chain-queries.js";
import { NamedTables, type Naming, textIn } from "./named-tables.js";
import { snakeCase } from "./snake-case.js";
import { finishThrowing } from "./throwing-answer.js";

/** Kysely alone calls them so. */
const BEGINS: ReadonlyMap<string, string> = new Map([
  ["selectFrom", "select"],
  ["insertInto", "insert"],
  ["replaceInto", "upsert"],
  ["updateTable", "update"],
  ["deleteFrom", "delete"],
]);
const JOIN = /^(inner|left|right|full)Join$/;

const beginsQuery = (links: readonly ChainLink[]): boolean => links.some(({ method }) => BEGINS.has(method));

/** One row for every table that a query names by text. */
export function collectKyselyQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  if (!(facts.dependency ?? []).some(({ name }) => name === "kysely")) return [];
  const rows: DbQueryRow[] = [];
  const isCamelCase = graph.calls.some(({ row }) => row.kind === "new" && row.method === "CamelCasePlugin");
  const others = withNames(graph);
  const dialect = dialectOf(graph);
  for (const query of chainQueries(graph, beginsQuery)) {
    const naming = { nameOf: isCamelCase ? snakeCase : asWritten, others: others.get(query.file) ?? NONE };
    for (const row of rowsOf(graph, query, naming)) rows.push({ ...row, dialect });
  }
  return rows;
}

const DIALECT = /^(Postgres|Neon|PGlite|Mysql|PlanetScale|Sqlite|Libsql|D1|Mssql)\w*Dialect$/i;
const FAMILIES: ReadonlyMap<string, string> = new Map([
  ["postgres", "postgresql"],
  ["neon", "postgresql"],
  ["pglite", "postgresql"],
  ["mysql", "mysql"],
  ["planetscale", "mysql"],
  ["sqlite", "sqlite"],
  ["libsql", "sqlite"],
  ["d1", "sqlite"],
  ["mssql", "mssql"],
]);

/** The dialect that the repository makes; null when there are several. */
function dialectOf(graph: CodeGraph): string | null {
  const found = new Set<string | undefined>();
  for (const { row } of graph.calls) {
    const family = row.kind === "new" ? DIALECT.exec(row.method)?.[1] : undefined;
    if (family !== undefined) found.add(FAMILIES.get(family.toLowerCase()));
  }
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : null;
}

const NONE: ReadonlySet<string> = new Set();
const asWritten = (name: string): string => name;

/** Names that a file gives to WITH queries: db.with("recent", …). */
function withNames(graph: CodeGraph): Map<LinkedFile, Set<string>> {
  const found = new Map<LinkedFile, Set<string>>();
  for (const { row, record, file } of graph.calls) {
    const name = /^with(Recursive)?$/.test(row.method) ? textIn(record.arguments[0]) : null;
    if (name === null) continue;
    const names = found.get(file) ?? new Set();
    found.set(file, names.add(name.replace(/\(.*$/, "")));
  }
  return found;
}

function rowsOf(graph: CodeGraph, { calls, links }: ChainQuery, naming: Naming): DbQueryRow[] {
  const [first] = calls;
  if (!first) return [];
  const tables = new NamedTables(first, "kysely", naming);
  // Names are given before they are used, but for joins in any order.
  for (const { method, line, arguments: args } of links) {
    const operation = BEGINS.get(method) ?? (JOIN.test(method) ? "select" : undefined);
    if (operation !== undefined) tables.add(args[0], line, operation);
  }
  for (const link of links) readLink(tables, link);
  const rows = tables.rows();
  for (const row of rows) {
    finishThrowing(graph, row, calls);
    row.is_awaited ||= calls.some((call) => call.row.is_awaited);
  }
  return rows;
}

function readLink(tables: NamedTables, { method, arguments: args }: ChainLink): void {
  const [first, second, third] = args;
  const { main } = tables;
  if (JOIN.test(method) && args.length === 3) tables.join(textIn(second), textIn(third));
  else if (method === "select" || method === "selectAll" || method === "distinctOn") select(tables, method, first);
  else if (method === "where" && args.length === 3) tables.filter(textIn(first), textIn(second) ?? "", "", third);
  else if (method === "whereRef") tables.join(textIn(first), textIn(third));
  else if (method === "where") tables.markOpen();
  else if (method === "orderBy") tables.order(textIn(first)?.replace(/\s+(asc|desc)$/i, "") ?? null);
  else if (method === "limit") tables.limit(first);
  else if (method === "values" || method === "set") tables.write(first);
  else if (method === "onConflict" && main && !/doNothing/.test(first?.text ?? "")) main.operation = "upsert";
  else if (method.startsWith("executeTakeFirst") && main?.operation === "select") main.is_single = true;
}

function select(tables: NamedTables, method: string, columns: Argument | undefined): void {
  if (method === "selectAll") {
    tables.select(columns === undefined ? "*" : `${textIn(columns) ?? ""}.*`);
    return;
  }
  const list = parseJson(columns?.json ?? null);
  if (Array.isArray(list)) for (const each of list) tables.select(typeof each === "string" ? each : null);
  else tables.select(textIn(columns));
}
