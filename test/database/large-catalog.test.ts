/** Ten thousand tables, fifty thousand columns, thirty thousand indexes: read and asked in fifteen seconds. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openStore } from "#src/audit.js";
import { CATALOG_TABLES } from "#src/facts/catalog/catalog-rows.js";
import { readCatalog } from "#src/facts/catalog/read-catalog.js";
import { openPostgres } from "#src/sources/postgres.js";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { serverForSuite } from "./postgres-server.js";

const MOST_MS = 15_000;

const LARGE_SCHEMA = `
DO $$ BEGIN
  FOR n IN 1..10000 LOOP
    EXECUTE format('CREATE TABLE t%s (id bigint PRIMARY KEY, owner_id bigint NOT NULL, name text, state text DEFAULT %L, created_at timestamptz DEFAULT now())', n, 'open');
    EXECUTE format('CREATE INDEX ON t%s (owner_id, created_at)', n);
    EXECUTE format('CREATE INDEX ON t%s (lower(name)) WHERE state = %L', n, 'open');
    IF n % 200 = 0 THEN COMMIT; END IF;
  END LOOP;
END $$`;

/** What rules ask: columns that lead no index, found by joins over all three tables. */
const UNINDEXED = `
  SELECT count(*) AS number FROM pg_column c JOIN pg_table t ON t.name = c."table" AND t.schema = c.schema
  WHERE NOT EXISTS (
    SELECT 1 FROM pg_index_column i WHERE i."table" = c."table" AND i.schema = c.schema AND i.column_name = c.name AND i.position = 1
  )`;

describe("ten thousand tables", () => {
  const server = serverForSuite(LARGE_SCHEMA);

  test("are read in one question per kind of object", async () => {
    const connection = await openPostgres(server.url());
    let questions = 0;
    const counting = {
      query: (sql: string) => {
        questions++;
        return connection.query(sql);
      },
    };
    const start = performance.now();
    const facts = await readCatalog(counting, { kind: "live", name: "postgres", now: new Date() });
    await connection.close();
    const store = openStore(facts, true);
    const [row] = store.all(UNINDEXED);
    store.close();
    const took = performance.now() - start;
    assert.deepEqual(
      [facts.catalog_gap, facts.pg_table?.length, facts.pg_column?.length, facts.pg_index?.length],
      [undefined, 10_000, 50_000, 30_000],
    );
    assert.equal(row?.["number"], 30_000);
    // Begin, settings, the server, who sees statements, commit; the rest are tables.
    assert.ok(questions <= CATALOG_TABLES.length + 5, `${questions} questions`);
    assert.ok(took < MOST_MS, `${Math.round(took)} ms`);
  });

  test("are audited, rules and all", (context) => {
    const root = repositoryOf(context, { "index.js": "" });
    const start = performance.now();
    const { code, stdout, stderr } = runCli(["audit", root, "--db", server.url(), "--fail-on", "never"]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /10,000 tables/);
    const took = performance.now() - start;
    assert.ok(took < MOST_MS, `${Math.round(took)} ms`);
  });
});
