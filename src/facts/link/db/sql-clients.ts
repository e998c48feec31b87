/** Clients that are given SQL as text. */
import type { DependencyRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

/** Where SQL goes: whose client runs it, and which argument holds it. */
export interface SqlSink {
  readonly client: string;
  readonly dialect: string | null;
  readonly argument: number;
}

interface SqlClient {
  readonly client: string;
  readonly dialect: string | null;
  /** Methods that are given SQL. */
  readonly methods: RegExp;
  /** Members from the package to a tag of SQL templates. */
  readonly tag?: RegExp;
}

const POSTGRES = "postgresql";
const PG: SqlClient = { client: "pg", dialect: POSTGRES, methods: /^query$/ };
const OBJECT_MAPPER = /^(\$queryRaw|\$executeRaw|\$queryRawUnsafe|\$executeRawUnsafe)$/;

/** By package. A tag without a pattern is the package's own export, or what its factory gives. */
const CLIENTS: ReadonlyMap<string, SqlClient> = new Map<string, SqlClient>([
  ["pg", PG],
  ["pg-pool", PG],
  ["postgres", { client: "postgres", dialect: POSTGRES, methods: /^unsafe$/, tag: /^(begin|reserve|savepoint)?$/ }],
  [
    "@vercel/postgres",
    { client: "@vercel/postgres", dialect: POSTGRES, methods: /^query$/, tag: /^(connect\.)?(sql)?$/ },
  ],
  [
    "@neondatabase/serverless",
    { client: "@neondatabase/serverless", dialect: POSTGRES, methods: /^(query|unsafe)$/, tag: /^$/ },
  ],
  [
    "pg-promise",
    {
      client: "pg-promise",
      dialect: POSTGRES,
      methods: /^(query|none|one|oneOrNone|many|manyOrNone|any|result|each|map)$/,
    },
  ],
  ["slonik", { client: "slonik", dialect: POSTGRES, methods: /^unsafe$/, tag: /^(unsafe|type|typeAlias|fragment)?$/ }],
  [
    "@prisma/client",
    { client: "prisma", dialect: null, methods: OBJECT_MAPPER, tag: /(^|\.)(\$queryRaw|\$executeRaw|sql)$/ },
  ],
  ["drizzle-orm", { client: "drizzle", dialect: null, methods: /^(execute|raw)$/, tag: /^$/ }],
  ["kysely", { client: "kysely", dialect: null, methods: /^raw$/, tag: /^$/ }],
  ["knex", { client: "knex", dialect: null, methods: /^raw$/ }],
  ["typeorm", { client: "typeorm", dialect: null, methods: /^query$/ }],
  ["sequelize", { client: "sequelize", dialect: null, methods: /^query$/ }],
]);

const byPackage = (name: string): SqlClient | undefined =>
  CLIENTS.get(name) ?? (name.startsWith("drizzle-orm/") ? CLIENTS.get("drizzle-orm") : undefined);

/** Whether a repository depends on a client that is given SQL. */
export const hasSqlClient = (dependencies: readonly DependencyRow[]): boolean =>
  dependencies.some(({ name }) => byPackage(name) !== undefined);

/** Tags and functions called like this are SQL, whatever else a package exports. */
const SQL_TAG = /sql/i;

/** The client that a call gives SQL to; null when its receiver comes from somewhere else. */
export function directSink({ row }: LinkedCall): SqlSink | null {
  if (row.origin !== "package" || row.package === null) return null;
  const client = byPackage(row.package);
  if (!client) return null;
  const path = row.path ?? "";
  const isTag = row.kind === "tag" && client.tag?.test(path) === true && isSqlTag(row.package, row.symbol ?? "", path);
  // neon()("select …"): the older form of its function.
  const isNeon =
    row.kind === "call" && row.package === "@neondatabase/serverless" && path === "" && row.symbol === "neon";
  const isMethod = row.kind === "call" && path !== "" && client.methods.test(row.method);
  if (!isTag && !isMethod && !isNeon) return null;
  return { client: client.client, dialect: client.dialect, argument: 0 };
}

/** `sql` of drizzle-orm, kysely, @vercel/postgres and slonik; what postgres() and neon() give. */
const isSqlTag = (name: string, symbol: string, path: string): boolean =>
  name === "postgres" ||
  name === "@neondatabase/serverless" ||
  SQL_TAG.test(symbol) ||
  SQL_TAG.test(path) ||
  path.includes("$");

/** Clients of which a name and a text in Postgres's dialect leave no doubt. */
const PLAIN = new Set([
  "pg",
  "pg-pool",
  "postgres",
  "@vercel/postgres",
  "@neondatabase/serverless",
  "pg-promise",
  "slonik",
]);
/** A repository that talks to these, too, sends SQL elsewhere. */
const OTHERS =
  /^(mysql2?|mariadb|sqlite3?|better-sqlite3|@libsql\/client|mssql|tedious|oracledb|@clickhouse\/client|duckdb|@google-cloud\/bigquery|snowflake-sdk|sql\.js|alasql|@planetscale\/database)$/;

/** The only plain client for SQL of a repository: what a receiver of unknown origin stands for. Null when there are several. */
export function onlyPlainClient(dependencies: readonly DependencyRow[]): SqlSink | null {
  const names = new Set(dependencies.map(({ name }) => name));
  for (const name of names) if (OTHERS.test(name)) return null;
  const clients = new Set([...names].filter((name) => PLAIN.has(name)).map((name) => byPackage(name)?.client));
  const [only] = clients;
  return clients.size === 1 && only !== undefined ? { client: only, dialect: POSTGRES, argument: 0 } : null;
}

/** Wrappers of wrappers. */
const MAX_HOPS = 3;

/**
 * Functions of the project that hand a parameter on as SQL: `export const query = (text, values) => pool.query(text, values)`.
 * By id of the function.
 */
export function sqlWrappers(graph: CodeGraph, sinks: ReadonlyMap<LinkedCall, SqlSink>): Map<number, SqlSink> {
  const wrappers = new Map<number, SqlSink>();
  let fresh = wrapped(sinks, wrappers);
  for (let hops = 0; fresh.size > 0 && hops < MAX_HOPS; hops++) {
    const calls = new Map<LinkedCall, SqlSink>();
    for (const call of graph.calls) {
      const sink = call.row.target_function_id === null ? undefined : fresh.get(call.row.target_function_id);
      if (sink) calls.set(call, sink);
    }
    fresh = wrapped(calls, wrappers);
  }
  return wrappers;
}

/** Adds the functions whose parameters are given to these calls as SQL; returns those that are new. */
function wrapped(calls: ReadonlyMap<LinkedCall, SqlSink>, wrappers: Map<number, SqlSink>): Map<number, SqlSink> {
  const fresh = new Map<number, SqlSink>();
  for (const [{ record, file }, sink] of calls) {
    const parameter = record.arguments[sink.argument]?.parameter;
    if (!parameter || record.sqlText) continue;
    const id = parameter.functionId + file.functionOffset;
    if (wrappers.has(id)) continue;
    const own = { ...sink, argument: parameter.index };
    wrappers.set(id, own);
    fresh.set(id, own);
  }
  return fresh;
}
