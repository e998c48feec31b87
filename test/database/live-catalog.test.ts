import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Client } from "pg";
import { readCatalog } from "#src/facts/catalog/read-catalog.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { openPostgres } from "#src/sources/postgres.js";
import { serverForSuite } from "./postgres-server.js";
import { SAMPLE_SCHEMA } from "./sample-schema.js";

const isSystem = ({ pg_table = [] }: FactSet, schema: string, name: string): boolean | undefined =>
  pg_table.find((row) => row.schema === schema && row.name === name)?.is_system;

describe("the catalogue of a live database", () => {
  const server = serverForSuite(SAMPLE_SCHEMA);

  async function read(role?: string): Promise<FactSet> {
    const connection = await openPostgres(server.url(role));
    try {
      return await readCatalog(connection, { kind: "live", name: connection.database, now: new Date() });
    } finally {
      await connection.close();
    }
  }

  test("holds every kind of object", async () => {
    const facts = await read();
    assert.equal(facts.catalog_gap, undefined);
    assert.equal(facts.catalog_source?.[0]?.has_statistics, true);
    assert.equal(facts.catalog_source?.[0]?.role, "postgres");
    assert.deepEqual(
      facts.pg_table?.map(({ name, kind, parent, rls_enabled }) => [name, kind, parent, rls_enabled]),
      [
        ["customer", "table", null, true],
        ["event", "partitioned", null, false],
        ["event_2026", "partition", "shop.event", false],
        ["orders", "table", null, false],
      ],
    );
    assert.equal(facts.pg_table?.[0]?.row_estimate, 300);
    assert.equal(facts.pg_table?.[0]?.comment, "who buys");
    assert.equal(facts.pg_table?.[1]?.row_estimate, null);
  });

  test("tells columns by type, default, generation and place", async () => {
    const { pg_column = [] } = await read();
    const column = (table: string, name: string) => pg_column.find((row) => row.table === table && row.name === name);
    assert.deepEqual(
      pg_column.filter(({ table }) => table === "customer").map(({ position, name }) => `${position} ${name}`),
      ["1 id", "2 email", "3 name", "4 tags", "5 search", "6 api_key", "7 created_at"],
    );
    assert.deepEqual(column("customer", "id")?.identity, "always");
    assert.deepEqual(column("customer", "email")?.type_kind, "domain");
    assert.equal(column("customer", "name")?.type_text, "character varying(20)");
    assert.deepEqual([column("customer", "tags")?.type, column("customer", "tags")?.is_array], ["text", true]);
    assert.equal(column("customer", "search")?.generated, "stored");
    assert.equal(column("customer", "api_key")?.default_expression, "'••••'::text");
    assert.equal(column("orders", "id")?.default_expression, "nextval('shop.orders_id_seq'::regclass)");
    assert.equal(column("orders", "customer_id")?.is_nullable, false);
    assert.ok(column("paid", "email"), "columns of views");
  });

  test("tells indexes by their keys in order", async () => {
    const { pg_index = [], pg_index_column = [] } = await read();
    const open = pg_index.find(({ name }) => name === "orders_open");
    assert.equal(open?.keys_json, '["customer_id","lower(note)"]');
    assert.equal(open?.included_json, '["total"]');
    assert.equal(open?.predicate, "(state = 'open'::shop.state)");
    assert.deepEqual(
      pg_index_column
        .filter(({ index }) => index === "orders_open")
        .map((row) => [row.position, row.column_name, row.expression, row.is_descending]),
      [
        [1, "customer_id", null, true],
        [2, null, "lower(note)", false],
      ],
    );
    assert.equal(pg_index_column.find(({ index }) => index === "customer_name")?.operator_class, "text_pattern_ops");
    assert.equal(pg_index.find(({ name }) => name === "customer_search")?.method, "gin");
    assert.equal(pg_index.find(({ name }) => name === "orders_pkey")?.is_primary, true);
  });

  test("tells constraints, policies, functions, triggers, views, rights", async () => {
    const facts = await read();
    const key = facts.pg_constraint?.find(({ kind }) => kind === "foreign");
    assert.deepEqual(
      [key?.columns_json, key?.target_table, key?.target_columns_json, key?.on_delete, key?.is_validated],
      ['["customer_id"]', "customer", '["id"]', "cascade", false],
    );
    assert.deepEqual(
      facts.pg_constraint?.map(({ kind }) => kind).sort(),
      ["check", "foreign", "primary", "primary", "unique"],
      "NOT NULL is a column's, on every version",
    );
    const [policy] = facts.pg_policy ?? [];
    assert.deepEqual(
      [policy?.command, policy?.roles_json, policy?.is_permissive, policy?.check_expression],
      ["update", '["app"]', false, "true"],
    );
    const touch = facts.pg_function?.find(({ name }) => name === "touch");
    assert.deepEqual(
      [touch?.is_security_definer, touch?.search_path, touch?.returns],
      [true, "shop, pg_temp", "trigger"],
    );
    assert.doesNotMatch(touch?.body ?? "", /4eC39HqLyjWDarjtT1zdp7dc/);
    const find = facts.pg_function?.find(({ name }) => name === "find");
    assert.deepEqual(
      [find?.required_arguments, find?.argument_names_json, find?.volatility],
      [1, '["wanted","most"]', "stable"],
    );
    assert.equal(facts.pg_trigger?.[0]?.events_json, '["insert","update"]');
    assert.equal(facts.pg_view?.find(({ name }) => name === "paid")?.tables_json, '["shop.customer","shop.orders"]');
    assert.equal(facts.pg_view?.find(({ name }) => name === "totals")?.is_materialized, true);
    assert.equal(facts.pg_view?.find(({ name }) => name === "pg_stat_statements")?.is_system, true);
    assert.deepEqual(
      facts.pg_grant
        ?.filter(({ grantee }) => grantee === "readers" || grantee === "app")
        .map(({ object_kind, name, privileges_json }) => [object_kind, name, privileges_json]),
      [
        ["column", "customer", '["UPDATE"]'],
        ["schema", "shop", '["USAGE"]'],
        ["table", "orders", '["INSERT","SELECT"]'],
      ],
    );
    assert.equal(facts.pg_role?.find(({ name }) => name === "app")?.settings_json, '["statement_timeout=5s"]');
    assert.deepEqual(
      facts.pg_type?.map(({ name, kind, labels_json }) => [name, kind, labels_json]),
      [
        ["email", "domain", "[]"],
        ["state", "enum", '["open","paid"]'],
      ],
    );
    const serial = facts.pg_sequence?.find(({ name }) => name === "orders_id_seq");
    assert.deepEqual([serial?.owner_table, serial?.owner_column, serial?.last_value], ["shop.orders", "id", 300]);
    assert.ok(
      facts.pg_extension?.some(
        ({ name, version, available_version }) => name === "pg_trgm" && version === null && available_version !== null,
      ),
    );
    assert.equal(
      facts.pg_setting?.find(({ name }) => name === "statement_timeout")?.value,
      "0",
      "not the reader's own",
    );
    assert.ok(facts.pg_statement?.some(({ query }) => query.startsWith("INSERT INTO shop.customer")));
    assert.ok(!facts.pg_statement?.some(({ query }) => /password|person/i.test(query)));
  });

  test("is read by a role with no rights but CONNECT", async () => {
    const facts = await read("stranger");
    assert.deepEqual(
      facts.catalog_gap?.map(({ table_name }) => table_name),
      ["pg_statement"],
    );
    assert.equal(facts.pg_table?.length, 4);
    assert.equal(facts.pg_sequence?.find(({ name }) => name === "orders_id_seq")?.last_value, null);
  });

  test("goes on when one kind of object cannot be read", async (context) => {
    await server.run("REVOKE SELECT ON pg_catalog.pg_policy FROM public");
    context.after(() => server.run("GRANT SELECT ON pg_catalog.pg_policy TO public"));
    const facts = await read("stranger");
    const gap = facts.catalog_gap?.find(({ table_name }) => table_name === "pg_policy");
    assert.match(gap?.reason ?? "", /permission denied/);
    assert.equal(facts.pg_policy, undefined);
    assert.ok((facts.pg_role?.length ?? 0) > 0, "kinds after the one that failed");
  });

  test("does not wait for locks for ever", async () => {
    const holder = new Client({ connectionString: server.url() });
    await holder.connect();
    try {
      await holder.query("BEGIN; LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE");
      const start = performance.now();
      const facts = await read();
      assert.ok(performance.now() - start < 15_000);
      assert.equal(facts.pg_table?.length, 4);
      for (const { reason } of facts.catalog_gap ?? []) assert.match(reason, /lock timeout/);
    } finally {
      await holder.end();
    }
  });

  test("asks again when a lock was only held for a moment", async () => {
    const holder = new Client({ connectionString: server.url() });
    await holder.connect();
    await holder.query("BEGIN; LOCK TABLE shop.orders IN ACCESS EXCLUSIVE MODE");
    const released = new Promise<void>((resolve) => {
      setTimeout(() => resolve(holder.end()), 1_500);
    });
    const facts = await read();
    await released;
    assert.equal(facts.catalog_gap, undefined);
    assert.ok(facts.pg_column?.some(({ table }) => table === "orders"));
  });

  test("cannot write, and did not", async () => {
    // A transaction that writes anything at all is given a number.
    const nextNumber = "SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS number";
    const counters =
      "SELECT tup_inserted, tup_updated, tup_deleted, temp_bytes FROM pg_stat_database WHERE datname = 'postgres'";
    const [before_] = await server.run(nextNumber);
    const written = await server.run(counters);
    await read("app");
    assert.deepEqual(await server.run(counters), written);
    assert.deepEqual(await server.run(nextNumber), [before_]);
    const connection = await openPostgres(server.url());
    await assert.rejects(connection.query("CREATE TABLE shop.broken (id int)"), /read-only transaction/);
    await assert.rejects(connection.query("INSERT INTO shop.orders (customer_id) VALUES (1)"), /read-only transaction/);
    await connection.close();
  });

  test("leaves the session as it was, for the next client of a pooler", async () => {
    const connection = await openPostgres(server.url());
    const state =
      "SELECT current_setting('search_path') AS path, current_setting('statement_timeout') AS timeout, current_setting('jit') AS jit, count(*)::int AS locks FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation <> 'pg_locks'::regclass";
    const fresh = await connection.query(state);
    await readCatalog(connection, { kind: "live", name: "postgres", now: new Date() });
    assert.deepEqual(await connection.query(state), fresh);
    await connection.close();
  });

  test("takes Supabase's schemas for the platform's only where Supabase's roles are", async (context) => {
    await server.run("CREATE SCHEMA auth; CREATE TABLE auth.users (id uuid)");
    context.after(() => server.run("DROP SCHEMA auth CASCADE; DROP ROLE IF EXISTS service_role"));
    assert.equal(isSystem(await read(), "auth", "users"), false);
    await server.run("CREATE ROLE service_role NOLOGIN");
    assert.equal(isSystem(await read(), "auth", "users"), true);
  });

  test("of a replay has no statistics", async () => {
    const connection = await openPostgres(server.url());
    const facts = await readCatalog(connection, { kind: "replay", name: "migrations", now: new Date() });
    await connection.close();
    assert.equal(facts.pg_table?.[0]?.row_estimate, null);
    assert.equal(facts.pg_index?.[0]?.scans, null);
    assert.equal(facts.pg_sequence?.find(({ name }) => name === "orders_id_seq")?.last_value, null);
    assert.ok(facts.pg_extension?.every(({ version }) => version !== null));
    assert.equal(facts.pg_setting, undefined);
    assert.deepEqual(
      [facts.pg_statement, facts.pg_database, facts.pg_table_activity],
      [undefined, undefined, undefined],
    );
  });
});
