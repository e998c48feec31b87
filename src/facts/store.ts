import { readFileSync } from "node:fs";
import sqlite from "node-sqlite3-wasm";
import semver from "semver";
import type { FactSet } from "./fact-set.js";
import { joinPath } from "./link/paths.js";
import { TABLE_COLUMNS, type TableName } from "./rows.js";
import { joinName, quoteName } from "./sql-names.js";

export type SqlValue = number | bigint | string | Uint8Array | null;
export type SqlRow = Record<string, SqlValue>;

/** Text of schema.sql: tables, columns and their meaning. */
export const schemaSql: string = readFileSync(new URL("schema.sql", import.meta.url), "utf8");

/**
 * Indexes for the joins that rules make. Created after loading: filling an indexed table takes three times as long.
 */
const INDEXES = [
  "call(file, line)",
  "call(package)",
  "call(function_id)",
  "call(method)",
  "call(target_function_id)",
  "import(file)",
  "import(package)",
  "import(local)",
  "import(resolved_file)",
  "export(file)",
  "export(name)",
  '"function"(file)',
  "function_use(function_id)",
  "call_wrapper(call_id)",
  "reach(function_id)",
  "literal(value)",
  "env_read(name)",
  "env_declaration(name)",
  "db_query(call_id)",
  "dependency(name)",
  "locked_package(name)",
  "global_name(name)",
  "deploy_setting(key)",
  "pg_table(name, schema)",
  'pg_column("table", name, schema)',
  'pg_index("table", schema)',
  "pg_index(name, schema)",
  'pg_index_column("table", column_name, schema)',
  'pg_index_column("index", schema)',
  'pg_constraint("table", schema)',
  "pg_constraint(target_table, target_schema)",
  'pg_policy("table", schema)',
  "pg_grant(name, schema)",
  "pg_function(name, schema)",
  'pg_trigger("table", schema)',
  "pg_view(name, schema)",
  "pg_sequence(owner_table)",
  'pg_table_activity("table", schema)',
  'migration_object(name, "table")',
  'migration_gap("table")',
] as const;

/** The audit's SQL database: facts go in once, in bulk; then only SELECTs run. */
export class FactStore {
  readonly #db = new sqlite.Database();

  constructor() {
    this.#db.function("regexp", matches, { deterministic: true });
    this.#db.function("regexp_replace", replaceMatches, { deterministic: true });
    this.#db.function("join_path", joinedPath, { deterministic: true });
    this.#db.function("version_lt", isEarlier, { deterministic: true });
    this.#db.function("sql_name", sqlName, { deterministic: true });
    this.#db.function("sql_names", sqlNames, { deterministic: true });
    this.#db.function("new_name", newName, { deterministic: true });
    // Tables are filled in the schema's order, not in that of their references; a test checks that none dangles.
    this.#db.exec(
      "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;",
    );
    this.#db.exec(schemaSql);
  }

  /** Inserts every row of the set, in one transaction. */
  insert(facts: FactSet): void {
    this.#db.exec("BEGIN");
    for (const [table, columns] of Object.entries(TABLE_COLUMNS)) {
      if (isTable(table)) this.#insertRows(table, columns, facts[table] ?? []);
    }
    this.#db.exec("COMMIT");
  }

  /**
   * Moves every row of the set into the database: the set is empty afterwards. The longest tables go first, because
   * SQLite's memory makes V8 look through its own again and again as it grows.
   */
  take(facts: FactSet): void {
    this.#db.exec("BEGIN");
    const lengthOf = (table: string): number => (isTable(table) ? (facts[table]?.length ?? 0) : 0);
    const tables = Object.entries(TABLE_COLUMNS).toSorted(([a], [b]) => lengthOf(b) - lengthOf(a));
    for (const [table, columns] of tables) {
      if (!isTable(table)) continue;
      this.#insertRows(table, columns, facts[table] ?? []);
      delete facts[table];
    }
    this.#db.exec("COMMIT");
  }

  /** Builds the indexes and refuses every later write. */
  seal(): void {
    for (const [position, target] of INDEXES.entries()) this.#db.exec(`CREATE INDEX index_${position} ON ${target}`);
    this.#db.exec("ANALYZE; PRAGMA query_only = ON;");
  }

  /** Compiles one statement without running it; throws SQLite's error when it does not compile. */
  check(sql: string): void {
    this.#db.prepare(sql).finalize();
  }

  /** Runs one SELECT. */
  all(sql: string): SqlRow[] {
    const statement = this.#db.prepare(sql);
    try {
      const rows: SqlRow[] = [];
      for (const row of statement.all()) rows.push(toSqlRow(row));
      return rows;
    } finally {
      statement.finalize();
    }
  }

  /** Names of the columns that a SELECT returns, in order. Equal names get the suffixes :1, :2 … */
  columnsOf(sql: string): string[] {
    // The outer join gives one row of NULLs, so there are names to read even when nothing is stored.
    const [row] = this.all(`SELECT probe.* FROM (SELECT 1) LEFT JOIN (\n${sql}\n) AS probe ON 0`);
    return Object.keys(row ?? {});
  }

  /** True when a SELECT calls itself through WITH, and may so run for ever. */
  isRecursive(sql: string): boolean {
    return this.all(`EXPLAIN QUERY PLAN ${sql}`).some((step) => step["detail"] === "RECURSIVE STEP");
  }

  /** Columns of every table and view, by its name. */
  columnsByTable(): Map<string, string[]> {
    const tables = new Map<string, string[]>();
    const rows = this.all(
      "SELECT owner.name AS owner, part.name AS part FROM sqlite_schema AS owner, pragma_table_info(owner.name) AS part",
    );
    for (const { owner, part } of rows) {
      const columns = tables.get(String(owner)) ?? [];
      columns.push(String(part));
      tables.set(String(owner), columns);
    }
    return tables;
  }

  close(): void {
    this.#db.close();
  }

  #insertRows(table: TableName, columns: readonly string[], rows: readonly object[]): void {
    if (rows.length === 0) return;
    const names = columns.map((column) => `"${column}"`).join(", ");
    const statement = this.#db.prepare(
      `INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => "?").join(", ")})`,
    );
    try {
      for (const row of rows) statement.run(columns.map((column) => toBindable(Reflect.get(row, column))));
    } finally {
      statement.finalize();
    }
  }
}

const isTable = (name: string): name is TableName => Object.hasOwn(TABLE_COLUMNS, name);

function toBindable(value: unknown): SqlValue {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string" || typeof value === "number") return value;
  throw new TypeError(`A fact holds a ${typeof value}; only text, numbers, booleans and null can be stored.`);
}

function toSqlRow(row: object): SqlRow {
  const out: SqlRow = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
      out[name] = value;
  }
  return out;
}

const compiled = new Map<string, RegExp>();

/**
 * SQLite's `text REGEXP pattern`, called as regexp(pattern, text). JavaScript syntax; a pattern may begin with (?i).
 * NULL matches nothing. Throws on an invalid pattern: a rule that can never match must not look like one that passes.
 */
function matches(pattern: unknown, text: unknown): number {
  if (typeof pattern !== "string" || typeof text !== "string") return 0;
  return expressionOf(pattern).test(text) ? 1 : 0;
}

function expressionOf(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const isInsensitive = pattern.startsWith("(?i)");
    expression = isInsensitive ? new RegExp(pattern.slice(4), "iu") : new RegExp(pattern, "u");
    compiled.set(pattern, expression);
  }
  return expression;
}

/** `regexp_replace(text, pattern, replacement)`: every match replaced; $1 is what the first group matched. */
function replaceMatches(text: unknown, pattern: unknown, replacement: unknown): string | null {
  if (typeof text !== "string" || typeof pattern !== "string" || typeof replacement !== "string") return null;
  const { source, flags } = expressionOf(pattern);
  return text.replaceAll(new RegExp(source, `${flags}g`), replacement);
}

/** `version_lt(a, b)`: whether version a comes before b; NULL when one of them is no version. 3.9 is 3.9.0. */
function isEarlier(version: unknown, other: unknown): number | null {
  if (typeof version !== "string" || typeof other !== "string") return null;
  const [a, b] = [
    semver.coerce(version, { includePrerelease: true }),
    semver.coerce(other, { includePrerelease: true }),
  ];
  return a && b ? Number(semver.lt(a, b)) : null;
}

/** `join_path(folder, path)`: the path of the repository that a file in this folder means; NULL when it lies outside. */
const joinedPath = (folder: unknown, path: unknown): string | null =>
  typeof folder === "string" && typeof path === "string" ? joinPath(folder.replace(/\/$/, ""), path) : null;

/** `sql_name(name)`: a name as Postgres wants it in SQL, in quotes where it must be. */
const sqlName = (name: unknown): string | null => (typeof name === "string" ? quoteName(name) : null);

/** `sql_names(json)`: a JSON array of names as a list for SQL. */
const sqlNames = (json: unknown): string | null => listOf(json)?.map(quoteName).join(", ") ?? null;

/** `new_name(table, json, suffix)`: the name that Postgres would give to an index or constraint on these columns. */
const newName = (table: unknown, json: unknown, suffix: unknown): string | null => {
  const columns = listOf(json);
  if (typeof table !== "string" || typeof suffix !== "string" || columns === null) return null;
  return joinName([table, ...columns], suffix);
};

function listOf(json: unknown): string[] | null {
  if (typeof json !== "string") return null;
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.map(String) : null;
}
