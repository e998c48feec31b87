/** What a role with few rights reads, and a server that takes no writes at all. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readCatalog } from "#src/facts/catalog/read-catalog.js";
import { CATALOG_TABLES } from "#src/facts/catalog/catalog-rows.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { openPostgres } from "#src/sources/postgres.js";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { serverForSuite } from "./postgres-server.js";
import { SAMPLE_SCHEMA } from "./sample-schema.js";

/** CONNECT on one database and USAGE of one schema; not even what everybody has by default. */
const VISITOR = `
CREATE ROLE visitor LOGIN PASSWORD 'not-a-secret';
REVOKE ALL ON DATABASE postgres FROM public;
REVOKE ALL ON SCHEMA public FROM public;
GRANT CONNECT ON DATABASE postgres TO visitor, app;
GRANT USAGE ON SCHEMA shop TO visitor;
CREATE SCHEMA hidden;
CREATE TABLE hidden.ledger (id int PRIMARY KEY, amount numeric);
ALTER TABLE hidden.ledger ENABLE ROW LEVEL SECURITY;`;

async function read(url: string): Promise<FactSet> {
  const connection = await openPostgres(url);
  try {
    return await readCatalog(connection, { kind: "live", name: connection.database, now: new Date() });
  } finally {
    await connection.close();
  }
}

/** What only some may know, and what changes between two readings. */
const PRIVATE = new Set([
  "last_value",
  "idle_in_transaction",
  "connections",
  "counted_days",
  "transaction_age",
  "scans",
  "row_estimate",
]);
const ACTIVITY = new Set(["pg_statement", "pg_table_activity"]);

function structureOf(facts: FactSet): Record<string, unknown> {
  const tables = CATALOG_TABLES.filter((table) => !ACTIVITY.has(table));
  return Object.fromEntries(
    tables.map((table) => {
      const rows: readonly object[] = facts[table] ?? [];
      return [
        table,
        rows.map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !PRIVATE.has(column)))),
      ];
    }),
  );
}

describe("a role with CONNECT and USAGE", () => {
  const server = serverForSuite(SAMPLE_SCHEMA + VISITOR);

  test("reads the same structure as the superuser, of what it may not touch too", async () => {
    const visitor = await read(server.url("visitor"));
    assert.deepEqual(structureOf(visitor), structureOf(await read(server.url())));
    assert.ok(visitor.pg_table?.some(({ schema, rls_enabled }) => schema === "hidden" && rls_enabled));
    assert.equal(visitor.pg_table?.find(({ name }) => name === "customer")?.row_estimate, 300);
  });

  test("is told what it could not read, in the report too", (context) => {
    const root = repositoryOf(context, { "index.js": "" });
    const url = server.url("visitor");
    const terminal = runCli(["audit", root, "--db", url]);
    assert.equal(terminal.code, 0, terminal.stderr);
    assert.match(
      terminal.stdout,
      /^Schema: live database postgres as visitor, PostgreSQL [\d.]+, 5 tables; not read: pg_statement$/m,
    );
    const markdown = runCli(["audit", root, "--db", url, "--format", "markdown"]).stdout;
    assert.match(markdown, /^Schema: live database postgres as visitor, .*; not read: pg\\?_statement$/m);
    const report: unknown = JSON.parse(runCli(["audit", root, "--db", url, "--format", "json"]).stdout);
    const shown = JSON.stringify(report);
    assert.match(shown, /"catalog":\{"source":"live","name":"postgres","serverVersion":"[\d.]+","role":"visitor"/);
    assert.match(
      shown,
      /"ageDays":0,"tables":5,"hasStatistics":true,"gaps":\[\{"table":"pg_statement","reason":"permission denied for schema public","isPartial":false\}/,
    );
  });
});

describe("a server that refuses writes", () => {
  const server = serverForSuite(SAMPLE_SCHEMA);

  test("is read like any other", async () => {
    const before = structureOf(await read(server.url()));
    await server.restart({ isStandby: true });
    await assert.rejects(server.run("CREATE TABLE shop.more (id int)"), /read-only transaction/);
    const facts = await read(server.url("stranger"));
    assert.deepEqual(
      facts.catalog_gap?.map(({ table_name, is_partial }) => [table_name, is_partial]),
      [["pg_statement", true]],
    );
    assert.deepEqual(structureOf(facts), before);
  });
});
