import { addRows, type FactSet } from "../fact-set.js";
import type { CatalogSourceRow } from "../rows.js";
import { compareText } from "../../shared/compare-text.js";
import { TABLE_COLUMNS } from "../rows.js";
import type { CatalogConnection } from "./catalog-connection.js";
import { CATALOG_QUERIES } from "./catalog-queries.js";
import { addCatalogRows, CATALOG_TABLES, type CatalogTable } from "./catalog-rows.js";
import { maskCatalogRow } from "./mask-catalog.js";
import { OWN_MARK, statementsQuery } from "./upkeep-queries.js";

export interface CatalogReading {
  readonly kind: "live" | "replay";
  /** Database or folder, for people. */
  readonly name: string;
  /** When it is read. */
  readonly now: Date;
  /** Longest time for one query, in milliseconds. */
  readonly statementTimeout?: number;
}

/** Tables that say nothing on a database that nobody uses. */
const STATISTICS: ReadonlySet<CatalogTable> = new Set([
  "pg_database",
  "pg_setting",
  "pg_table_activity",
  "pg_statement",
]);

const STATEMENT_TIMEOUT = 15_000;
const LOCK_TIMEOUT = 1_000;
const LOCK_NOT_AVAILABLE = "55P03";
const IDLE_TIMEOUT = 30_000;

/**
 * Reads the catalogue into the tables catalog_source, catalog_gap and pg_*: one SELECT per kind of object, in one read-only
 * transaction that leaves no state in the session (a pooler gives it to somebody else). What cannot be read becomes a gap.
 * Throws when the connection itself fails.
 */
export async function readCatalog(server: CatalogConnection, reading: CatalogReading): Promise<FactSet> {
  // Says who asks, and keeps our own questions out of what pg_stat_statements tells about the application.
  const connection: CatalogConnection = { query: (sql) => server.query(`${sql} ${OWN_MARK}`) };
  const facts: FactSet = {};
  await begin(connection, reading);
  addRows(facts, "catalog_source", [await describeServer(connection, reading)]);
  const failures = await readTables(CATALOG_TABLES, connection, reading, facts);
  // A migration that is running holds its locks for a moment, as a rule.
  const locked = failures.filter(({ error }) => codeOf(error) === LOCK_NOT_AVAILABLE).map(({ table }) => table);
  const again = await readTables(locked, connection, reading, facts);
  for (const { table, error } of [...failures.filter((failure) => !locked.includes(failure.table)), ...again]) {
    addRows(facts, "catalog_gap", [{ table_name: table, reason: messageOf(error), is_partial: false }]);
  }
  await noteHiddenStatements(connection, facts);
  await connection.query("COMMIT");
  if (reading.kind === "replay") forgetStatistics(facts);
  return facts;
}

interface Failure {
  readonly table: CatalogTable;
  readonly error: unknown;
}

/** Reads one table after the other and returns those that could not be. */
async function readTables(
  tables: readonly CatalogTable[],
  connection: CatalogConnection,
  reading: CatalogReading,
  facts: FactSet,
): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (const table of tables) {
    if (reading.kind === "replay" && STATISTICS.has(table)) continue;
    const sql = queryFor(table, facts);
    if (sql === null) continue;
    try {
      const rows = await connection.query(sql);
      addCatalogRows(facts, table, rows.map((row) => maskCatalogRow(table, row)).sort(inOrderOf(table)));
    } catch (error) {
      failures.push({ table, error });
      await connection.query("ROLLBACK");
      await begin(connection, reading);
    }
  }
  return failures;
}

async function begin(connection: CatalogConnection, { statementTimeout = STATEMENT_TIMEOUT }: CatalogReading) {
  await connection.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const settings = {
    statement_timeout: statementTimeout,
    lock_timeout: LOCK_TIMEOUT,
    idle_in_transaction_session_timeout: IDLE_TIMEOUT,
    // So that every name outside pg_catalog is written with its schema, and constants look the same everywhere.
    search_path: "pg_catalog",
    datestyle: "ISO",
    intervalstyle: "postgres",
    // The planner takes ten thousand tables for a reason to compile, which costs more than the query.
    jit: "off",
  };
  const calls = Object.entries(settings).map(([name, value]) => `pg_catalog.set_config('${name}', '${value}', true)`);
  await connection.query(`SELECT ${calls.join(", ")}`);
}

async function describeServer(connection: CatalogConnection, reading: CatalogReading): Promise<CatalogSourceRow> {
  const [row] = await connection.query(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number, current_user::text AS role",
  );
  return {
    kind: reading.kind,
    name: reading.name,
    // Distributions add a word: 16.4 (Debian 16.4-1).
    server_version: String(row?.["version"]).split(" ", 1).join(""),
    server_number: Number(row?.["number"]),
    role: String(row?.["role"]),
    read_at: `${reading.now.toISOString().slice(0, 19)}Z`,
    age_days: 0,
    has_statistics: reading.kind === "live",
  };
}

function queryFor(table: CatalogTable, facts: FactSet): string | null {
  if (table !== "pg_statement") return CATALOG_QUERIES[table];
  const schema = facts.pg_extension?.find(({ name }) => name === "pg_stat_statements")?.schema ?? null;
  return schema === null ? null : statementsQuery(schema);
}

/** Without a special right, pg_stat_statements shows a role its own statements only. */
async function noteHiddenStatements(connection: CatalogConnection, facts: FactSet): Promise<void> {
  if (!facts.pg_statement) return;
  const [row] = await connection.query("SELECT pg_has_role('pg_read_all_stats', 'USAGE') AS sees_all");
  if (row?.["sees_all"] === true) return;
  addRows(facts, "catalog_gap", [
    {
      table_name: "pg_statement",
      reason: "only this role's own statements: it is no member of pg_read_all_stats",
      is_partial: true,
    },
  ]);
}

/** What a replayed database counts is the replay itself, and what it could install is the embedded engine's. */
function forgetStatistics(facts: FactSet): void {
  const installed = (facts.pg_extension ?? []).filter(({ version }) => version !== null);
  facts.pg_extension = installed.map((row) => ({ ...row, available_version: row.version }));
  for (const row of facts.pg_sequence ?? []) row.last_value = null;
  for (const row of facts.pg_table ?? []) Object.assign(row, { row_estimate: null, bytes: null });
  for (const row of facts.pg_index ?? []) Object.assign(row, { bytes: null, scans: null });
}

/** Rows by their columns from left to right: the key comes first in every table. */
function inOrderOf(table: CatalogTable): (a: Record<string, unknown>, b: Record<string, unknown>) => number {
  const columns: readonly string[] = TABLE_COLUMNS[table];
  return (a, b) => {
    for (const column of columns) {
      const order = compareValues(a[column], b[column]);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareValues(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return compareText(String(a), String(b));
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : null);
