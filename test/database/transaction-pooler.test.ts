import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readCatalog } from "#src/facts/catalog/read-catalog.js";
import { openPostgres } from "#src/sources/postgres.js";
import { serverForSuite } from "./postgres-server.js";
import { SAMPLE_SCHEMA } from "./sample-schema.js";
import { startPooler } from "./transaction-pooler.js";

const SESSION =
  "SELECT current_setting('search_path') AS path, current_setting('statement_timeout') AS timeout, current_setting('transaction_read_only') AS read_only";

describe("behind a pooler in transaction mode", () => {
  const server = serverForSuite(SAMPLE_SCHEMA);

  test("the catalogue is read in one transaction, and the connections go back as they came", async (context) => {
    server.give("pg_hba.conf", "host all all 127.0.0.1/32 trust\n");
    await server.run("SELECT pg_reload_conf()");
    const pooler = await startPooler(Number(new URL(server.url()).port), "stranger", "postgres");
    context.after(() => pooler.close());
    const url = server.url("stranger").replace(/:\d+\//, `:${pooler.port}/`);

    const connection = await openPostgres(url);
    const fresh = [await connection.query(SESSION), await connection.query(SESSION)];
    const before = [...pooler.transactions];
    assert.deepEqual(before, [1, 1], "one question on each connection");
    const facts = await readCatalog(connection, { kind: "live", name: "postgres", now: new Date() });
    assert.equal(
      pooler.transactions.reduce((sum, count) => sum + count),
      3,
      "all of it on one connection",
    );
    assert.deepEqual([await connection.query(SESSION), await connection.query(SESSION)], fresh);
    await connection.close();
    assert.equal(facts.pg_table?.length, 4);
    assert.deepEqual(
      facts.catalog_gap?.map(({ table_name }) => table_name),
      ["pg_statement"],
    );
  });

  test("a kind of object that cannot be read costs a second transaction, not the rest", async (context) => {
    await server.run("REVOKE SELECT ON pg_catalog.pg_policy FROM public");
    context.after(() => server.run("GRANT SELECT ON pg_catalog.pg_policy TO public"));
    const pooler = await startPooler(Number(new URL(server.url()).port), "stranger", "postgres");
    context.after(() => pooler.close());
    const connection = await openPostgres(server.url("stranger").replace(/:\d+\//, `:${pooler.port}/`));
    const facts = await readCatalog(connection, { kind: "live", name: "postgres", now: new Date() });
    await connection.close();
    assert.deepEqual(pooler.transactions, [1, 1]);
    assert.deepEqual(facts.catalog_gap?.map(({ table_name }) => table_name).sort(), ["pg_policy", "pg_statement"]);
    assert.ok((facts.pg_role?.length ?? 0) > 0);
  });
});
