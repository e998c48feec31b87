/**
 * A way to ask a Postgres catalogue: a live server (sources/postgres.ts) or an embedded engine with replayed migrations.
 * Answers hold text, booleans, null and numbers: queries cast everything else, because drivers disagree about it.
 */
export interface CatalogConnection {
  /** Runs one statement without parameters. Throws the server's error; its `code` is the SQLSTATE. */
  query(sql: string): Promise<readonly Record<string, unknown>[]>;
}
