import assert from "node:assert/strict";
import { test } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import { addActionRows } from "#src/facts/migrations/action-rows.js";
import type { MigrationTool } from "#src/facts/migrations/migration.js";
import { readMigrations } from "#src/facts/migrations/read-migrations.js";
import { writtenOn } from "#src/facts/migrations/written-on.js";

/** What the statements of these files do. */
async function actions(texts: Readonly<Record<string, string>>, tool: MigrationTool = "plain"): Promise<FactSet> {
  const folder = { dir: "migrations", tool, files: Object.keys(texts) };
  const facts: FactSet = {};
  addActionRows(facts, await readMigrations([folder], (path) => texts[path] ?? null));
  return facts;
}

/** The columns given of each action of one file, joined by blanks; flags by their names when they are set. */
async function told(sql: string, tool?: MigrationTool): Promise<string[]> {
  const { migration_action: rows = [] } = await actions({ "migrations/1_a.sql": sql }, tool);
  return rows.map((row) =>
    [
      row.action,
      [row.schema, row.table_name].filter((part) => part !== null).join("."),
      row.name,
      row.detail,
      row.type,
      row.is_concurrent && "concurrent",
      row.is_not_valid && "not-valid",
      row.uses_index && "uses-index",
      row.is_cascade && "cascade",
      row.is_conditional && "conditional",
      row.is_required && "required",
      row.default_kind === "none" ? null : row.default_kind,
    ]
      .filter((part) => part !== null && part !== false && part !== "")
      .join(" "),
  );
}

/** Whether the first index of a file is made in a transaction. */
const inTransaction = async (sql: string, tool: MigrationTool): Promise<unknown> => {
  const { migration_action: rows = [] } = await actions({ "migrations/1_a.sql": sql }, tool);
  return rows.find(({ action }) => action === "create-index")?.in_transaction;
};

test("each command of an ALTER TABLE is an action", async () => {
  assert.deepEqual(
    await told(`ALTER TABLE shop.orders
      ADD COLUMN code varchar(20) NOT NULL DEFAULT gen_random_uuid(),
      ADD COLUMN IF NOT EXISTS tags text[] DEFAULT '{}',
      ADD COLUMN seen timestamptz DEFAULT now(),
      ADD COLUMN odd text DEFAULT shop.next_code(),
      ALTER COLUMN total TYPE numeric(10,2) USING total::numeric,
      ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES b (id) NOT VALID,
      ADD CONSTRAINT u UNIQUE USING INDEX ui,
      ADD CHECK (total > 0),
      DROP COLUMN IF EXISTS old CASCADE,
      ALTER COLUMN e SET NOT NULL,
      VALIDATE CONSTRAINT fk,
      OWNER TO app`),
    [
      "add-column shop.orders code varchar(20) required volatile",
      "add-column shop.orders tags text[] conditional constant",
      "add-column shop.orders seen timestamptz constant",
      "add-column shop.orders odd text unknown",
      "change-type shop.orders total using numeric(10,2)",
      "add-constraint shop.orders fk foreign-key not-valid",
      "add-constraint shop.orders u unique uses-index",
      "add-constraint shop.orders check",
      "drop-column shop.orders old cascade conditional",
      "set-not-null shop.orders e",
      "validate-constraint shop.orders fk",
    ],
  );
});

test("indexes, drops, renames, enums, settings and what is written", async () => {
  assert.deepEqual(
    await told(`CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a);
      DROP INDEX CONCURRENTLY app.i; DROP TABLE IF EXISTS a.b, c CASCADE; DROP SCHEMA s; DROP VIEW v;
      ALTER TABLE t RENAME COLUMN a TO b; ALTER TABLE t RENAME TO u; ALTER VIEW v RENAME TO w; ALTER INDEX i RENAME TO j;
      ALTER TYPE mood ADD VALUE 'calm'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad' BEFORE 'calm';
      SET lock_timeout = '5s'; SET LOCAL statement_timeout = 0; SET search_path = a;
      TRUNCATE t, u CASCADE; CREATE EXTENSION IF NOT EXISTS vector; REINDEX INDEX CONCURRENTLY i;
      ALTER TABLE t DETACH PARTITION q CONCURRENTLY; UPDATE t SET a = 1; INSERT INTO t VALUES (1); DELETE FROM t;`),
    [
      "create-index t i unique concurrent conditional",
      "drop-index app i concurrent",
      "drop-table a.b cascade conditional",
      "drop-table c cascade conditional",
      "drop-schema s",
      "rename-column t a b",
      "rename-table t u",
      "add-enum-value mood",
      "add-enum-value mood placed conditional",
      "set lock_timeout 5s",
      "set statement_timeout 0",
      "truncate t cascade",
      "truncate u cascade",
      "create-extension vector conditional",
      "reindex i concurrent",
      "detach-partition t concurrent",
      "write t update",
      "write t insert",
      "write t delete",
    ],
  );
});

test("a new table's columns and constraints are told as well, and so is a statement beside one that does not parse", async () => {
  const table =
    "CREATE TABLE t (id serial PRIMARY KEY, a char(3) NOT NULL, b int8 GENERATED ALWAYS AS IDENTITY, UNIQUE (a));";
  const expected = [
    "create-table t",
    "add-column t id serial required volatile",
    "add-column t a bpchar(3) required",
    "add-column t b identity int8 volatile",
    "add-constraint t unique",
  ];
  assert.deepEqual(await told(table), expected);
  assert.deepEqual(await told(`SELEKT 1;\n${table}`), expected);
});

test("a table is new in the file that makes it, unless it was there before; types are remembered", async () => {
  const { migration_action: rows = [] } = await actions({
    "migrations/1_a.sql": "CREATE TABLE t (a varchar(10)); CREATE INDEX ON t (a);",
    "migrations/2_b.sql":
      "CREATE TABLE IF NOT EXISTS public.t (b int); CREATE INDEX ON t (b); ALTER TABLE t ALTER a TYPE text;",
  });
  const indexes = rows.filter(({ action }) => action === "create-index");
  assert.deepEqual(
    indexes.map((row) => row.on_new_table),
    [true, false],
  );
  assert.equal(rows.at(-1)?.old_type, "varchar(10)");
});

test("a statement is in a transaction by the tool's habit, or because one was opened", async () => {
  const index = "CREATE INDEX CONCURRENTLY i ON t (a);";
  assert.equal(await inTransaction(index, "drizzle"), true);
  assert.equal(await inTransaction(index, "flyway"), false);
  assert.equal(await inTransaction(index, "supabase"), null);
  assert.equal(await inTransaction(`BEGIN; ${index}`, "supabase"), true);
  assert.equal(await inTransaction(`BEGIN; COMMIT; ${index}`, "plain"), null);
  assert.equal(await inTransaction(`-- migrate:up\n${index}`, "dbmate"), true);
  assert.equal(await inTransaction(`-- migrate:up transaction:false\n${index}`, "dbmate"), false);
  assert.equal(await inTransaction(`-- +goose NO TRANSACTION\n-- +goose Up\n${index}`, "goose"), false);
});

test("the day is read out of the name", () => {
  const days: readonly (readonly [string, string | null])[] = [
    ["supabase/migrations/20260131120000_a.sql", "2026-01-31"],
    ["prisma/migrations/20251201_a/migration.sql", "2025-12-01"],
    ["db/2026-02-03_a.sql", "2026-02-03"],
    ["db/V20260203__a.sql", "2026-02-03"],
    ["db/1769860800000_a.sql", "2026-01-31"],
    ["db/1769860800_a.sql", "2026-01-31"],
    ["drizzle/0042_a.sql", null],
    ["db/20269901_a.sql", null],
    ["db/V2_1__a.sql", null],
  ];
  for (const [path, day] of days) assert.equal(writtenOn(path), day, path);
});

test("a table is made from a query too, and renamed with its columns", async () => {
  const { migration_action: rows = [] } = await actions({
    "migrations/1_a.sql": `CREATE MATERIALIZED VIEW sums AS SELECT 1 AS n; CREATE INDEX ON sums (n);
      CREATE TABLE copy AS SELECT 1 AS n; CREATE TABLE kept (code varchar(9)); ALTER TABLE kept RENAME TO moved; CREATE INDEX ON moved (code);`,
    "migrations/2_b.sql": "ALTER TABLE moved ALTER COLUMN code TYPE text;",
  });
  assert.deepEqual(
    rows.filter(({ action }) => action === "create-index").map(({ on_new_table: isNew }) => isNew),
    [true, true],
  );
  assert.deepEqual(
    rows.filter(({ action }) => action === "create-table").map(({ table_name: table, detail }) => [table, detail]),
    [
      ["sums", "materialised"],
      ["copy", null],
      ["kept", null],
    ],
  );
  const changed = rows.find(({ action }) => action === "change-type");
  assert.deepEqual([changed?.old_type, changed?.is_rewrite], ["varchar(9)", false]);
});

test("what is checked of a column that is added; constraints of domains", async () => {
  assert.deepEqual(await told("ALTER TABLE a ADD COLUMN b int UNIQUE CHECK (b > 0) REFERENCES c"), [
    "add-column a b int4",
    "add-constraint a b unique",
    "add-constraint a b check",
  ]);
  assert.deepEqual(await told("ALTER TABLE a ADD COLUMN b int DEFAULT 1 REFERENCES c"), [
    "add-column a b int4 constant",
    "add-constraint a b foreign-key",
  ]);
  assert.deepEqual(await told("ALTER DOMAIN mail ADD CONSTRAINT at CHECK (VALUE LIKE '%@%') NOT VALID"), [
    "add-constraint mail domain not-valid",
  ]);
});

test("names that Postgres cuts, by their bytes; strings and comments hold none", async () => {
  const long = "a_name_of_an_index_that_goes_on_and_on_for_many_columns_of_orders";
  const umlauts = "ü".repeat(32);
  assert.deepEqual(await told(`CREATE INDEX ${long} ON "${umlauts}" (a)`), [
    `create-index ${umlauts.slice(0, 31)} ${long.slice(0, 63)}`,
    `overlong-identifier ${long}`,
    `overlong-identifier ${umlauts}`,
  ]);
  assert.deepEqual(await told(`COMMENT ON TABLE a IS '${long}' /* ${long} */ -- ${long}`), []);
  assert.deepEqual(await told(`DO $$ BEGIN RAISE NOTICE '${long}'; END $$`), []);
});
