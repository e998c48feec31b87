import assert from "node:assert/strict";
import { test } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import { findMigrations } from "#src/facts/migrations/find-migrations.js";
import { replayMigrations, REPLAY_LIMITS, type Replay } from "#src/facts/replay/replay.js";
import { FactStore } from "#src/facts/store.js";
import { classifyRole } from "#src/sources/classify.js";

type Texts = Readonly<Record<string, string>>;

function replay(texts: Texts, limits = REPLAY_LIMITS): Promise<Replay> {
  const files = Object.keys(texts).map((path) => ({
    path,
    language: "sql" as const,
    role: classifyRole(path),
    bytes: 0,
  }));
  const readText = (path: string): string | null => texts[path] ?? null;
  return replayMigrations(findMigrations(files, readText), readText, new Date("2026-01-02T03:04:05Z"), limits);
}

async function factsOf(texts: Texts): Promise<FactSet> {
  const { facts, problem } = await replay(texts);
  assert.ok(facts, problem ?? "");
  return facts;
}

const failures = ({ migration_failure = [] }: FactSet): string[] =>
  migration_failure.map(({ file, line, sqlstate, reason }) => `${file}:${line} ${sqlstate} ${reason}`);
const assumptions = ({ migration_assumption = [] }: FactSet): string[] =>
  migration_assumption.map(
    ({ kind, schema, name, line }) => `${kind} ${schema === null ? "" : `${schema}.`}${name}:${line}`,
  );
const ownTables = ({ pg_table = [] }: FactSet): string[] =>
  pg_table.filter(({ is_system }) => !is_system).map(({ schema, name }) => `${schema}.${name}`);

test("files are applied in order; a failing statement is noted with its line, and the rest goes on", async () => {
  const facts = await factsOf({
    "migrations/2_b.sql":
      "ALTER TABLE a ADD COLUMN name text;\n\nALTER TABLE a ADD nothing;\nCREATE INDEX a_name ON a (name);",
    "migrations/1_a.sql": "-- first\nCREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE a (id int);",
  });
  assert.equal(failures(facts).length, 2);
  assert.equal(failures(facts)[0], 'migrations/1_a.sql:3 42P07 relation "a" already exists');
  assert.match(failures(facts)[1] ?? "", /^migrations\/2_b\.sql:3 42601 syntax error/);
  assert.deepEqual(
    facts.migration_statement?.map(({ line, kind, status }) => `${line} ${kind} ${status}`),
    ["2 CreateStmt applied", "3 CreateStmt failed", "1 AlterTableStmt applied", "3 null failed", "4 IndexStmt applied"],
  );
  assert.deepEqual(
    facts.pg_column?.map(({ name, type }) => `${name} ${type}`),
    ["id int4", "name text"],
  );
  assert.ok(facts.pg_index?.some(({ name }) => name === "a_name"));
  assert.match(facts.migration_file?.[1]?.parse_error ?? "", /syntax error/);
});

test("the catalogue says that it was replayed, and fits the store", async () => {
  const facts = await factsOf({ "db/migrations/1_a.sql": "CREATE TABLE a (id int);" });
  const [source] = facts.catalog_source ?? [];
  assert.equal(source?.kind, "replay");
  assert.equal(source?.name, "db/migrations");
  assert.equal(source?.read_at, "2026-01-02T03:04:05Z");
  assert.equal(source?.has_statistics, false);
  const store = new FactStore();
  store.insert(facts);
  store.seal();
  assert.deepEqual(store.all("SELECT count(*) AS n FROM migration_statement"), [{ n: 1 }]);
  store.close();
});

test("a file starts with a fresh session; what it opens ends with it", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql":
      "CREATE SCHEMA s; SET search_path = s; SET row_security = off; CREATE TEMP TABLE once (id int); BEGIN; CREATE TABLE lost (id int);",
    "migrations/2_b.sql": "CREATE TABLE a (id int); CREATE TABLE public.once (id int); INSERT INTO once VALUES (1);",
  });
  assert.deepEqual(failures(facts), []);
  assert.ok(ownTables(facts).includes("public.a"));
  assert.ok(ownTables(facts).includes("public.once"));
});

test("transactions stay whole, and one failure in them is one failure", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql":
      "BEGIN;\nCREATE TABLE a (id int);\nCREATE TABLE a (id int);\nCREATE TABLE b (id int);\nCOMMIT;\nBEGIN; CREATE TABLE c (id int); ROLLBACK;",
    "migrations/2_b.sql":
      "SET LOCAL lock_timeout = '1s';\nCREATE TEMP TABLE t (id int) ON COMMIT DROP;\nINSERT INTO t VALUES (1);\nCREATE INDEX CONCURRENTLY a_id ON a (id);",
  });
  assert.deepEqual(failures(facts), ['migrations/1_a.sql:3 42P07 relation "a" already exists']);
  assert.deepEqual(ownTables(facts), ["public.a", "public.b"]);
});

test("what no migration creates is assumed once, with the columns that are named; what one creates too late is not", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql": [
      "ALTER TABLE users ADD COLUMN nick text;",
      "CREATE TABLE orders (id int PRIMARY KEY, user_id bigint REFERENCES users (id), team int REFERENCES teams);",
      "CREATE INDEX users_mail ON users (mail);",
      "CREATE VIEW v AS SELECT u.mail, u.born_at FROM users u;",
      "ALTER TABLE late ADD COLUMN x int;",
      "ALTER TYPE mood ADD VALUE 'fine';",
      "GRANT SELECT ON orders TO app_reader;",
      "CREATE TABLE typo (id int); CREATE INDEX ON typo (idd);",
    ].join("\n"),
    "migrations/2_b.sql": "CREATE TABLE late (id int);",
  });
  assert.deepEqual(assumptions(facts), [
    "table public.users:1",
    "table public.teams:2",
    "type public.mood:6",
    "role app_reader:7",
  ]);
  assert.deepEqual(failures(facts), [
    'migrations/1_a.sql:5 42P01 relation "late" does not exist',
    'migrations/1_a.sql:8 42703 column "idd" does not exist',
  ]);
  const users = facts.pg_column?.filter(({ table }) => table === "users").map(({ name, type }) => `${name} ${type}`);
  assert.deepEqual(users?.toSorted(), ["born_at timestamptz", "id int8", "mail text", "nick text"]);
  assert.match(facts.catalog_gap?.[0]?.reason ?? "", /^of 2 tables that no migration creates/);
});

test("a Supabase project finds its roles, schemas and functions; they are the platform's, not its own", async () => {
  const facts = await factsOf({
    "supabase/migrations/20240101000000_a.sql": [
      "CREATE EXTENSION IF NOT EXISTS pg_cron;",
      "CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA extensions;",
      "CREATE TABLE notes (id uuid PRIMARY KEY DEFAULT uuid_generate_v4(), owner uuid REFERENCES auth.users (id), e vector(3));",
      "ALTER TABLE notes ENABLE ROW LEVEL SECURITY;",
      "CREATE POLICY own ON notes FOR ALL TO authenticated USING (auth.uid() = owner AND auth.jwt() ->> 'a' = 'b');",
      "CREATE POLICY files ON storage.objects FOR SELECT USING ((storage.foldername(name))[1] = auth.uid()::text);",
      "CREATE FUNCTION hello() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN new; END $$;",
      "CREATE TRIGGER on_user AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION hello();",
      "ALTER PUBLICATION supabase_realtime ADD TABLE notes;",
      "SELECT cron.schedule('x', '* * * * *', $$ SELECT net.http_post(url := 'https://example.com') $$);",
      "SELECT net.http_post(url := 'https://example.com');",
      "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM anon;",
      "INSERT INTO storage.buckets (id, name, public) VALUES ('a', 'a', true);",
    ].join("\n"),
  });
  assert.deepEqual(failures(facts), []);
  assert.deepEqual(assumptions(facts), []);
  assert.deepEqual(ownTables(facts), ["public.notes"]);
  assert.equal(facts.migration_statement?.[0]?.status, "skipped");
  assert.equal(facts.pg_extension?.find(({ name }) => name === "vector")?.schema, "extensions");
  assert.ok(facts.pg_grant?.some(({ name, grantee }) => name === "notes" && grantee === "anon"));
  assert.ok(!facts.pg_grant?.some(({ grantee }) => grantee === "replay_start"));
});

test("an extension that is used and never created is assumed", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql": "CREATE TABLE a (e vector(3), t text);\nCREATE INDEX a_t ON a USING gin (t gin_trgm_ops);",
  });
  assert.deepEqual(failures(facts), []);
  assert.deepEqual(assumptions(facts), ["extension vector:1", "extension pg_trgm:2"]);
});

test("without a sign of Supabase there is nothing of it", async () => {
  const facts = await factsOf({ "migrations/1_a.sql": "CREATE TABLE a (id int);" });
  assert.deepEqual(
    facts.pg_schema?.map(({ name }) => name),
    ["public"],
  );
  assert.ok(!facts.pg_role?.some(({ name }) => name === "anon"));
});

test("migrations reach no file and no program", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql": [
      "COPY (SELECT 1) TO '/tmp/prodcheck-replay';",
      "COPY (SELECT 1) TO PROGRAM 'id';",
      "SELECT pg_read_file('/etc/passwd');",
      "SELECT lo_import('/etc/passwd');",
      "RESET SESSION AUTHORIZATION;",
      "DO $$ BEGIN EXECUTE 'COPY (SELECT 1) TO PROGRAM ''id'''; END $$;",
      "ALTER ROLE postgres SUPERUSER;",
    ].join("\n"),
  });
  assert.deepEqual(
    facts.migration_failure?.map(({ line, sqlstate }) => `${line} ${sqlstate}`),
    ["1 42501", "2 42501", "3 42501", "4 42501", "6 42501", "7 42501"],
  );
});

test("secrets and people's data are not kept", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql": [
      "CREATE TABLE a (id uuid, mail text);",
      "INSERT INTO a VALUES ('sk_live_51H8abcdefghijklmnopqrstu', 'jane@example.com');",
      "CREATE ROLE r PASSWORD 'hunter22hunter';",
    ].join("\n"),
  });
  assert.equal(facts.migration_failure?.length, 1);
  assert.doesNotMatch(JSON.stringify(facts), /sk_live_51|jane@|hunter22/);
});

test("a statement that does not end is skipped, and the others count", async () => {
  const { facts } = await replay(
    {
      "migrations/1_a.sql":
        "CREATE TABLE a (id int);\nDO $$ BEGIN LOOP PERFORM 1; END LOOP; END $$;\nCREATE TABLE b (id int);",
    },
    { ...REPLAY_LIMITS, statement: 4000 },
  );
  assert.ok(facts);
  assert.deepEqual(failures(facts), ["migrations/1_a.sql:2  did not end within 4 s"]);
  assert.deepEqual(ownTables(facts), ["public.a", "public.b"]);
});

test("a replay that takes too long is given up, and says so", async () => {
  const { facts, problem } = await replay(
    { "migrations/1_a.sql": "SELECT pg_sleep(60);" },
    { ...REPLAY_LIMITS, total: 1000 },
  );
  assert.equal(facts, null);
  assert.match(problem ?? "", /did not end within 1 s/);
});

test("a table that two folders make differently is of two databases, or of none that is known", async () => {
  const shop =
    "CREATE TABLE users (id int PRIMARY KEY, email text);\nCREATE TABLE tags (id int);\nCREATE TABLE notes (id int);";
  const gaps = async (other: string): Promise<string[] | undefined> =>
    (
      await factsOf({ "apps/shop/migrations/1_a.sql": shop, "apps/stock/migrations/1_a.sql": other })
    ).migration_gap?.map(({ schema, table, kind, file, line }) => `${schema}.${table} ${kind} ${file}:${line}`);
  assert.deepEqual(
    await gaps(
      "CREATE TABLE tags (id int);\nCREATE TABLE users (id int PRIMARY KEY, shelf int);\nALTER TABLE notes ADD COLUMN body text;",
    ),
    ["public.users null apps/stock/migrations/1_a.sql:2"],
  );
  assert.deepEqual(await gaps("CREATE TABLE IF NOT EXISTS users (id int, email text);"), []);
});

test("an endless recursion fails like any other statement, and the engine goes on", async () => {
  const facts = await factsOf({
    "migrations/1_a.sql": [
      "CREATE TABLE a (id int, state text);",
      "CREATE FUNCTION expire() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE a SET state = 'old'; END $$;",
      "CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM expire(); RETURN NULL; END $$;",
      "CREATE TRIGGER changed AFTER UPDATE ON a FOR EACH STATEMENT EXECUTE FUNCTION on_change();",
      "SELECT expire();",
      `SELECT ${"(1+".repeat(2500)}1${")".repeat(2500)};`,
    ].join("\n"),
    "migrations/2_b.sql": "CREATE TABLE b (id int);",
  });
  const reason = "54001 stack depth limit exceeded";
  assert.deepEqual(failures(facts), [`migrations/1_a.sql:5 ${reason}`, `migrations/1_a.sql:6 ${reason}`]);
  assert.deepEqual(
    facts.migration_statement?.map(({ status }) => status),
    ["applied", "applied", "applied", "applied", "failed", "failed", "applied"],
  );
});

test("an engine that breaks down starts anew without the statements that failed", async () => {
  // The embedded engine keeps every error of an extension on a stack of five.
  const index = "CREATE INDEX ON a USING hnsw (e vector_l2_ops);\n";
  const facts = await factsOf({
    "migrations/1_a.sql": `CREATE EXTENSION vector;\nCREATE TABLE a (e vector(3000));\n${index.repeat(8)}CREATE TABLE b (id int);`,
  });
  assert.equal(facts.migration_failure?.length, 8);
  assert.deepEqual(ownTables(facts), ["public.a", "public.b"]);
});
