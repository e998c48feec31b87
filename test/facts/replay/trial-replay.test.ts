import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import type { MigrationFolder } from "#src/facts/migrations/migration.js";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";

const trial = new TrialReplay();
after(() => trial.close());

type Texts = Readonly<Record<string, string>>;

function replay(texts: Texts, dir = "migrations"): Promise<FactSet> {
  const folder: MigrationFolder = { dir, tool: "plain", files: Object.keys(texts).map((name) => `${dir}/${name}`) };
  return trial.replay([folder], (path) => texts[path.slice(dir.length + 1)] ?? null, new Date("2026-01-02T03:04:05Z"));
}

const tables = ({ pg_table = [] }: FactSet): string[] =>
  pg_table.filter(({ is_system }) => !is_system).map(({ name }) => name);
const failures = ({ migration_failure = [] }: FactSet): string[] =>
  migration_failure.map(({ line, sqlstate }) => `${line} ${sqlstate}`);
const objects = ({ migration_object = [] }: FactSet): string[] =>
  migration_object.map(({ kind, schema, table, name, file, line }) => {
    const owner = [schema, table].filter((part) => part !== null).join(".");
    return `${kind} ${owner}${owner === "" ? "" : "."}${name} ${file.replace(/^\w+\//, "")}:${line}`;
  });

test("one engine replays many repositories, and none sees what another made", async () => {
  const first = await replay({
    "1.sql": "CREATE TABLE a (id int PRIMARY KEY); CREATE ROLE visitor; CREATE SCHEMA own;",
  });
  const second = await replay({ "1.sql": "CREATE TABLE b (id int); CREATE ROLE visitor;" });
  assert.deepEqual(tables(first), ["a"]);
  assert.deepEqual(tables(second), ["b"]);
  assert.deepEqual(failures(second), []);
  assert.ok(!second.pg_schema?.some(({ name }) => name === "own"));
});

test("what only works outside a transaction works; transactions of a migration's own do what they say", async () => {
  const facts = await replay({
    "1.sql": `CREATE TABLE a (id int, b int);
CREATE INDEX CONCURRENTLY a_b ON a (b);
BEGIN;
CREATE TABLE kept (id int);
COMMIT;
BEGIN;
CREATE TABLE gone (id int);
ROLLBACK;
BEGIN;
CREATE INDEX CONCURRENTLY a_id ON a (id);
COMMIT;
CREATE TABLE a (id int);
DROP INDEX CONCURRENTLY a_b;
SET search_path = nowhere;`,
    "2.sql": "CREATE TABLE later (id int);",
  });
  assert.deepEqual(tables(facts), ["a", "kept", "later"]);
  assert.deepEqual(failures(facts), ["12 42P07"]);
  assert.deepEqual(
    facts.pg_index?.map(({ name }) => name),
    ["a_id"],
  );
});

test("Supabase's roles and an extension that the engine did not start with are there when they are asked for", async () => {
  const hosted = await replay({ "1.sql": "CREATE TABLE a (id int);" }, "supabase/migrations");
  assert.ok(hosted.pg_role?.some(({ name }) => name === "anon"));
  const plain = await replay({ "1.sql": "CREATE EXTENSION vector; CREATE TABLE a (v vector(3));" });
  assert.deepEqual(failures(plain), []);
  assert.ok(!plain.pg_role?.some(({ name }) => name === "anon"));
  assert.equal(plain.pg_column?.[0]?.type, "vector");
});

test("objects are where they were made, under the names that they have in the end", async () => {
  const facts = await replay({
    "1.sql": `CREATE TABLE a (
  id int PRIMARY KEY,
  owner int
    REFERENCES a,
  note text, note2 text
);
CREATE INDEX ON a (owner);
CREATE TABLE dropped (id int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`,
    "2.sql": `ALTER TABLE a RENAME TO b;
ALTER TABLE b DROP COLUMN note2, ADD COLUMN extra int,
  ADD CONSTRAINT positive CHECK (extra > 0);
DROP TABLE dropped;
CREATE TABLE IF NOT EXISTS b (id int);
CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 2';
CREATE POLICY mine ON b USING (true);
CREATE VIEW v AS SELECT 1;
ALTER TABLE b ADD nothing;`,
  });
  assert.deepEqual(failures(facts), ["9 42601"]);
  assert.deepEqual(objects(facts).toSorted(), [
    "column public.b.extra 2.sql:2",
    "column public.b.id 1.sql:2",
    "column public.b.note 1.sql:5",
    "column public.b.owner 1.sql:3",
    "constraint public.b.a_owner_fkey 1.sql:4",
    "constraint public.b.a_pkey 1.sql:2",
    "constraint public.b.positive 2.sql:3",
    "function public.f 2.sql:6",
    "index public.a_owner_idx 1.sql:7",
    "policy public.b.mine 2.sql:7",
    "table public.b 1.sql:1",
    "view public.v 2.sql:8",
  ]);
});

test("tables that a failed statement is about have gaps; what was there already is none", async () => {
  const facts = await replay({
    "1.sql": `CREATE TABLE "Orders" (id int);
CREATE TABLE items (id int);
CREATE TABLE others (id int);
CREATE INDEX o ON "Orders" USING unheard_of (id);
DO $$ BEGIN ALTER TABLE items ADD COLUMN x nowhere; END $$;
ALTER TABLE items ADD COLUMN y nowhere;
CREATE TABLE others (id int);
INSERT INTO others VALUES ('no number');`,
  });
  assert.deepEqual(
    facts.migration_gap?.map(({ schema, table, kind, line }) => `${schema}.${table} ${kind}:${line}`),
    ["public.Orders IndexStmt:4", "public.items DoStmt:5", "public.items AlterTableStmt:6"],
  );
});
