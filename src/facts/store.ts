import { readFileSync } from "node:fs";
import sqlite from "node-sqlite3-wasm";
import semver from "semver";
import type { FactSet } from "./fact-set.js";
import { joinPath } from "./link/paths.js";
import { INDEXES, KEPT_VIEWS } from "./store-plan.js";
import { TABLE_COLUMNS, type TableName } from "./rows.js";
import { joinName, quoteName } from "./sql-names.js";
import { internPatterns, matches, replaceMatches } from "./sql-patterns.js";

export type SqlValue = number | bigint | string | Uint8Array | null;
export type SqlRow = Record<string, SqlValue>;

/** Text of schema.sql: tables, columns and their meaning. */
export const schemaSql: string = readFileSync(new URL("schema.sql", import.meta.url), "utf8");

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
    this.#db.exec(internPatterns(schemaSql));
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

  /**
   * Builds the indexes and refuses every later write.
   * @param isForMany whether so many rules ask that it pays to compute what they share beforehand
   */
  seal(isForMany = false): void {
    for (const [position, target] of INDEXES.entries()) this.#db.exec(`CREATE INDEX index_${position} ON ${target}`);
    this.#db.exec("ANALYZE");
    if (isForMany) for (const view of KEPT_VIEWS) this.#keep(view);
    this.#db.exec("PRAGMA query_only = ON;");
  }

  /** Replaces a view by a table of its rows. */
  #keep(view: string): void {
    const [row] = this.all(`SELECT sql FROM sqlite_schema WHERE name = '${view}'`);
    this.#db.exec(`DROP VIEW ${view}; ${String(row?.["sql"]).replace("VIEW", "TABLE")}; ANALYZE ${view};`);
  }

  /** Compiles one statement without running it; throws SQLite's error when it does not compile. */
  check(sql: string): void {
    this.#db.prepare(sql).finalize();
  }

  /** Runs the SELECT of a rule: as all() does, but a column without a name of its own may be called otherwise. */
  answer(sql: string): SqlRow[] {
    return this.all(internPatterns(sql));
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
