import assert from "node:assert/strict";
import { test } from "node:test";
import { findMigrations } from "#src/facts/migrations/find-migrations.js";
import type { RepositoryFile } from "#src/shared/repository.js";
import { classifyRole } from "#src/sources/classify.js";

/** What is found in a repository with these files, as `tool dir: file file`. */
function found(texts: Readonly<Record<string, string>>): string[] {
  const files: RepositoryFile[] = Object.keys(texts).map((path) => ({
    path,
    language: "sql",
    role: classifyRole(path),
    bytes: 0,
  }));
  return findMigrations(files, (path) => texts[path] ?? null).map(
    ({ tool, dir, files: paths }) =>
      `${tool} ${dir}: ${paths.map((path) => path.slice(dir === "" ? 0 : dir.length + 1)).join(" ")}`,
  );
}

const TABLE = "CREATE TABLE t (id int);";
const sql = (...paths: string[]): Record<string, string> => Object.fromEntries(paths.map((path) => [path, TABLE]));

test("Supabase CLI: by name, without what has no number, tests, seeds and folders set aside", () => {
  const files = sql(
    "supabase/migrations/20240201000000_b.sql",
    "supabase/migrations/20240101000000_a.sql",
    "supabase/migrations/notes.sql",
    "supabase/migrations/_archive/20230101000000_x.sql",
    "supabase/tests/0001_rls.sql",
    "supabase/seed.sql",
  );
  assert.deepEqual(found(files), ["supabase supabase/migrations: 20240101000000_a.sql 20240201000000_b.sql"]);
});

test("Prisma: one folder a migration, in order; a lock for another database is not ours", () => {
  const files = sql("prisma/migrations/20240202_b/migration.sql", "prisma/migrations/20240101_old_data/migration.sql");
  const lock = (provider: string): Record<string, string> => ({
    ...files,
    "prisma/migrations/migration_lock.toml": `provider = "${provider}"`,
  });
  assert.deepEqual(found(lock("postgresql")), [
    "prisma prisma/migrations: 20240101_old_data/migration.sql 20240202_b/migration.sql",
  ]);
  assert.deepEqual(found(lock("mysql")), []);
});

const journal = (tags: readonly string[], dialect = "postgresql"): string =>
  JSON.stringify({ version: "7", dialect, entries: tags.map((tag, idx) => ({ idx, tag, when: 0 })) });

test("Drizzle: what the journal lists, in its order", () => {
  const files = sql("drizzle/0000_a.sql", "drizzle/0001_b.sql", "drizzle/custom.sql");
  assert.deepEqual(found({ ...files, "drizzle/meta/_journal.json": journal(["0001_b", "0000_a"]) }), [
    "drizzle drizzle: 0001_b.sql 0000_a.sql",
  ]);
  assert.deepEqual(found({ ...files, "drizzle/meta/_journal.json": journal(["0000_a", "0001_b"], "sqlite") }), []);
});

test("Drizzle: a journal that was left behind gives way to the numbers", () => {
  const numbered = ["plain drizzle: 0000_a.sql 0001_b.sql"];
  const files = sql("drizzle/0001_b.sql", "drizzle/0000_a.sql");
  for (const text of [journal(["0000_a"]), journal(["0000_a", "0001_b", "0002_gone"]), "no json"]) {
    assert.deepEqual(found({ ...files, "drizzle/meta/_journal.json": text }), numbered);
  }
});

test("Drizzle 1.0: a folder a migration, with a snapshot beside it", () => {
  assert.deepEqual(found({ ...sql("drizzle/20250101_a/migration.sql"), "drizzle/20250101_a/snapshot.json": "{}" }), [
    "drizzle drizzle: 20250101_a/migration.sql",
  ]);
});

test("Flyway: versions as numbers, then repeatable files; undo files are left out", () => {
  const dir = "src/main/resources/db/migration";
  const files = sql(
    ...["V10__c.sql", "V2__b.sql", "V2.1__b.sql", "V1_0_1__a.sql", "R__view.sql", "U2__b.sql"].map(
      (n) => `${dir}/${n}`,
    ),
  );
  assert.deepEqual(found(files), [`flyway ${dir}: V1_0_1__a.sql V2__b.sql V2.1__b.sql V10__c.sql R__view.sql`]);
});

const one = (mark: string): string[] => found({ "db/migrations/20240101_a.sql": `${mark}\n${TABLE}` });

test("dbmate, goose and node-pg-migrate are told by their marks", () => {
  assert.deepEqual(one("-- migrate:up"), ["dbmate db/migrations: 20240101_a.sql"]);
  assert.deepEqual(one("-- +goose Up"), ["goose db/migrations: 20240101_a.sql"]);
  assert.deepEqual(one("-- Up Migration"), ["node-pg-migrate db/migrations: 20240101_a.sql"]);
});

test("plain folders: by number or date, without the way down", () => {
  const files = sql(
    "migrations/10_c.sql",
    "migrations/9_b.sql",
    "migrations/9_b.down.sql",
    "migrations/001-a.up.sql",
    "migrations/rollback/001-a.sql",
    "server/db/2024-01-02-b.sql",
    "server/db/2024-01-01-a.sql",
    "scripts/migrations/1_once.sql",
  );
  assert.deepEqual(found(files), [
    "plain migrations: 001-a.up.sql 9_b.sql 10_c.sql",
    "plain server/db: 2024-01-01-a.sql 2024-01-02-b.sql",
  ]);
});

test("several folders: those of a tool before plain ones, a folder for each part", () => {
  const files = sql(
    "a/migrations/1_x.sql",
    "supabase/migrations/20240101000000_a.sql",
    "migrations/tenant/1_a.sql",
    "migrations/tenant/2_b.sql",
  );
  assert.deepEqual(found(files), [
    "supabase supabase/migrations: 20240101000000_a.sql",
    "plain a/migrations: 1_x.sql",
    "plain migrations/tenant: 1_a.sql 2_b.sql",
  ]);
});

test("docker-entrypoint-initdb.d: all files by name", () => {
  const dir = "docker/docker-entrypoint-initdb.d";
  assert.deepEqual(found(sql(`${dir}/b.sql`, `${dir}/10-a.sql`)), [`plain ${dir}: 10-a.sql b.sql`]);
});

test("a dump counts when there is nothing else, the one nearest to the root", () => {
  assert.deepEqual(found(sql("schema.sql", "packages/x/db/schema.sql")), ["dump : schema.sql"]);
  assert.deepEqual(found({ "schema.sql": "SELECT 1;", "db/structure.sql": TABLE }), ["dump db: structure.sql"]);
  assert.deepEqual(found(sql("schema.sql", "migrations/1_a.sql")), ["plain migrations: 1_a.sql"]);
});

test("SQL for another database is not ours", () => {
  assert.deepEqual(found(sql("clickhouse/migrations/1_a.sql")), []);
  for (const text of [
    "CREATE TABLE `t` (id int);",
    "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT);",
    "CREATE TABLE t (id int) ENGINE=InnoDB;",
    "PRAGMA foreign_keys = ON;",
  ]) {
    assert.deepEqual(found({ "migrations/1_a.sql": text }), [], text);
  }
  assert.deepEqual(found({ "migrations/1_a.sql": `-- not PRAGMA, no ENGINE = x\n${TABLE}` }), [
    "plain migrations: 1_a.sql",
  ]);
});

test("SQL that wrangler applies to D1 is SQLite", () => {
  const table = { "worker/migrations/1_a.sql": "CREATE INDEX moods ON moods (day);\nUPDATE moods SET day = 1;" };
  const toml = '[[d1_databases]]\nbinding = "DB"\n';
  assert.deepEqual(found(table), ["plain worker/migrations: 1_a.sql"]);
  assert.deepEqual(found({ ...table, "wrangler.toml": toml }), [], "below the worker");
  assert.deepEqual(found({ ...table, "wrangler.toml": '# [[d1_databases]]\nname = "w"' }).length, 1, "a comment");
  assert.deepEqual(found({ ...table, "other/wrangler.toml": toml }).length, 1, "another folder's worker");
  assert.deepEqual(
    found({ ...table, "edge/wrangler.jsonc": '{ "d1_databases": [{ "migrations_dir": "../worker/migrations" }] }' }),
    [],
    "named by the worker",
  );
  const postgres = { "db/migrations/1_a.sql": "CREATE TABLE t (at timestamptz DEFAULT now());" };
  assert.deepEqual(
    found({ ...postgres, "wrangler.toml": toml }),
    ["plain db/migrations: 1_a.sql"],
    "Postgres beside it",
  );
});

test("words of SQLite in any file of the folder", () => {
  const second = "SELECT name FROM pragma_table_info('t') WHERE name = 'x';";
  assert.deepEqual(found({ "migrations/1_a.sql": TABLE, "migrations/2_b.sql": second }), []);
  assert.deepEqual(
    found({ "migrations/1_a.sql": TABLE, "migrations/2_b.sql": "INSERT OR IGNORE INTO t VALUES (1);" }),
    [],
  );
});
