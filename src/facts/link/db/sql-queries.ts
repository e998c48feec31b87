import { completeSql } from "../../sql/complete-sql.js";
import { isSqlParserLoaded } from "../../sql/parse-sql.js";
import { touchedTables } from "../../sql/read-statement.js";
import type { TouchedTable } from "../../sql/table-scope.js";
import { isStatement, type SqlText } from "../../code/sql-text.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { newQueryRow } from "./query-draft.js";
import { directSink, onlyPlainClient, sqlWrappers, type SqlSink } from "./sql-clients.js";
import { finishThrowing } from "./throwing-answer.js";

/** Methods by which SQL is sent, on a receiver of unknown origin. */
const QUERY_METHOD = /^(query|execute|any|one|none|many|oneOrNone|manyOrNone)$/;
/** They are given a text that was built elsewhere: a row says so. Others take objects of the same package, too. */
const TAKES_TEXT = /^(query|unsafe|raw|\$(query|execute)RawUnsafe)$/;

/** SQL in code: one row for every table that a statement touches. */
export function collectSqlQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  const sinks = new Map<LinkedCall, SqlSink>();
  for (const call of graph.calls) {
    const sink = directSink(call);
    if (sink) sinks.set(call, sink);
  }
  const wrappers = sqlWrappers(graph, sinks);
  const plain = onlyPlainClient(facts.dependency ?? []);
  const rows: DbQueryRow[] = [];
  const senders = new Set([...sinks.keys()].filter(isTag).map((tag) => senderOf(graph, tag)));
  for (const call of graph.calls) {
    const sink = sinks.get(call) ?? wrapperOf(call, wrappers) ?? guessed(call, plain);
    // What sends a template says nothing that the template does not say.
    const isSaid = senders.has(call) && !isTag(call);
    if (sink && !isSaid) rows.push(...queriesOf(graph, call, sink));
  }
  return rows;
}

/** sql`…`, sql.raw("…"): SQL that is sent by another call. */
const isTag = ({ row }: LinkedCall): boolean => row.kind === "tag" || (row.method === "raw" && row.symbol === "sql");

const wrapperOf = ({ row }: LinkedCall, wrappers: ReadonlyMap<number, SqlSink>): SqlSink | undefined =>
  row.target_function_id === null ? undefined : wrappers.get(row.target_function_id);

/** `client.query("SELECT …")` where nothing says what the client is. */
function guessed({ row, record }: LinkedCall, plain: SqlSink | null): SqlSink | null {
  const isOpen = row.origin === "unknown" || row.origin === "parameter";
  if (!isOpen || row.kind !== "call" || record.sqlText?.argument !== 0) return null;
  return QUERY_METHOD.test(row.method) && row.callee.includes(".") ? plain : null;
}

function queriesOf(graph: CodeGraph, call: LinkedCall, sink: SqlSink): DbQueryRow[] {
  const text = sqlOf(graph, call, sink);
  const rows = text === null ? computed(call, sink) : readSql(call, sink, text, mayBePart(graph, call, sink));
  const sender = senderOf(graph, call);
  for (const row of rows) {
    row.call_id = sender.row.id;
    row.dialect = sink.dialect;
    finishThrowing(graph, row, [sender]);
    row.is_awaited ||= sender.row.is_awaited;
  }
  return rows;
}

/** db.execute(sql`…`) sends what the template only says. */
function senderOf(graph: CodeGraph, call: LinkedCall): LinkedCall {
  if (!isTag(call)) return call;
  const outer = call.record.argumentOf === null ? undefined : graph.call(call.record.argumentOf + call.file.callOffset);
  return outer && /^(execute|\$?(query|execute)Raw|all|get|run|values|query)$/.test(outer.row.method) ? outer : call;
}

/** The text as this file or, for a constant, another one shows it. */
function sqlOf(graph: CodeGraph, { record, file }: LinkedCall, sink: SqlSink): SqlText | null {
  if (record.sqlText?.argument === sink.argument) return record.sqlText;
  const argument = record.arguments[sink.argument];
  const isNamed = argument?.kind === "identifier" || argument?.kind === "member";
  const resolved = isNamed && argument.origin ? graph.resolve(file, argument.origin) : null;
  if (resolved?.kind !== "text" || resolved.base !== null || !isStatement(resolved.text)) return null;
  const parts = resolved.text.split("${}");
  return { argument: sink.argument, line: null, parts, holes: parts.slice(1).map(() => null) };
}

/** A row for text that is made elsewhere; none for what a wrapper hands on, nor for BEGIN, SET and DDL. */
function computed(call: LinkedCall, sink: SqlSink): DbQueryRow[] {
  const argument = call.record.arguments[sink.argument];
  const isHidden =
    argument !== undefined && argument.parameter === null && /^(identifier|member|call)$/.test(argument.kind);
  const isApp = call.file.info.role === "app" || call.file.info.role === "script";
  if (!isHidden || !isApp || call.row.kind !== "call" || !TAKES_TEXT.test(call.row.method)) return [];
  return [unreadable(call, sink)];
}

const unreadable = (call: LinkedCall, sink: SqlSink): DbQueryRow => ({
  ...newQueryRow(call, sink.client, call.row.line),
  target_kind: "sql",
  operation: "raw",
  is_open: true,
});

function readSql(call: LinkedCall, sink: SqlSink, text: SqlText, isPart: boolean): DbQueryRow[] {
  const parts = sink.client === "knex" || sink.client === "sequelize" ? placeholders(text.parts) : text.parts;
  const complete = isSqlParserLoaded() ? completeSql(parts) : null;
  if (!complete) return [unreadable(call, sink)];
  const lines = new LineFinder(complete.text, text.line ?? call.row.line, text.line !== null);
  return touchedTables(complete.statements).map((table) => {
    table.isOpen ||= complete.isOpen;
    const isAfterHole = complete.withFrom !== null && complete.withFrom < table.location;
    const mayBeQuery = table.schema === null && (isAfterHole || isPart);
    return { ...rowOf(call, sink, table, lines), is_name_open: table.isSchemaOpen || mayBeQuery };
  });
}

/** Clients whose tags only describe SQL: db.execute(…) sends it. */
const DESCRIBES = new Set(["drizzle", "kysely", "slonik"]);

/** sql`SELECT … FROM page`, put together with others before it is sent: they may say what `page` is. */
const mayBePart = (graph: CodeGraph, call: LinkedCall, sink: SqlSink): boolean =>
  isTag(call) && senderOf(graph, call) === call && (DESCRIBES.has(sink.client) || call.row.method === "sql");

/** `?`, `??` and `:name`: placeholders that are not Postgres's own. */
const placeholders = (parts: readonly string[]): string[] =>
  parts.flatMap((part) => part.split(/\?{1,2}(?![|&])|(?<![:\w]):[a-z_]\w*(?::(?!:))?/i));

/** Lines of places in a text whose first line is known. */
class LineFinder {
  readonly #bytes: Buffer;
  readonly #first: number;
  readonly #isInPlace: boolean;

  constructor(text: string, first: number, isInPlace: boolean) {
    this.#bytes = Buffer.from(text, "utf8");
    this.#first = first;
    this.#isInPlace = isInPlace;
  }

  at(location: number): number {
    if (!this.#isInPlace) return this.#first;
    return this.#first + this.#bytes.toString("utf8", 0, location).split("\n").length - 1;
  }
}

function rowOf(call: LinkedCall, sink: SqlSink, table: TouchedTable, lines: LineFinder): DbQueryRow {
  return {
    ...newQueryRow(call, sink.client, lines.at(table.location)),
    target_kind: table.kind,
    target: table.name,
    schema: table.schema,
    operation: table.operation,
    columns_json: table.columns && JSON.stringify(table.columns),
    filters_json: JSON.stringify(table.filters),
    is_open: table.isOpen,
    order_json: JSON.stringify(table.order),
    row_limit: table.limit,
    count_mode: table.isCount ? "exact" : null,
    is_head: table.isCount,
    again: table.again,
  };
}
