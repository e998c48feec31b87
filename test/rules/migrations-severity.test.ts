import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { readSnapshot } from "#src/facts/catalog/snapshot.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { findMigrations } from "#src/facts/migrations/find-migrations.js";
import { readUnapplied } from "#src/facts/replay/unapplied-migrations.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";
import { memoryRepository } from "#src/shared/memory-repository.js";
import { fileReading } from "#src/sources/reading.js";

const AS_OF = "2026-08-01";
const { rules } = loadRules([builtInRuleFolder]);

/** A database in use, whose table `orders` has so many rows. */
const databaseWith = (rows: number): FactSet =>
  readSnapshot(
    JSON.stringify({
      format: "prodcheck schema snapshot",
      version: 1,
      source: {
        database: "shop",
        server_version: "16.4",
        server_number: 160004,
        role: "postgres",
        read_at: "2026-07-30T08:00:00Z",
      },
      gaps: [],
      tables: {
        pg_schema: [{ name: "public", owner: "postgres" }],
        pg_table: [{ schema: "public", name: "orders", kind: "table", owner: "postgres", row_estimate: rows }],
      },
    }),
    "schema.snapshot.json",
    AS_OF,
  );

/** `severity/confidence` of each finding of a rule about these migrations, which are read and not applied. */
async function severities(
  id: string,
  files: Readonly<Record<string, string>>,
  catalog: FactSet = {},
): Promise<string[]> {
  const repository = memoryRepository(files, { ...fileReading, isIgnored: () => false });
  const readText = (path: string): string | null => files[path] ?? null;
  const migrations = await readUnapplied(findMigrations(repository.files, readText), readText);
  const store = openExample(files, AS_OF, { ...migrations, ...catalog });
  try {
    const wanted = rules.filter(({ info }) => info.id === id);
    const rows = runRules(wanted, store, readCollected(store)).flatMap((outcome) => outcome.rows);
    return rows
      .filter(({ status }) => status === "fail")
      .map(({ severity, confidence }) => `${severity ?? "own"}/${confidence ?? "own"}`);
  } finally {
    store.close();
  }
}

const indexed = (made: string, index: string): Readonly<Record<string, string>> => ({
  [`migrations/${made}_orders.sql`]: "CREATE TABLE orders (id int PRIMARY KEY, code text);",
  [`migrations/${index}_code.sql`]: "CREATE INDEX orders_code ON orders (code);",
});

test("how bad a lock is depends on the rows, where a database was asked", async () => {
  const files = indexed("20250101", "20260720");
  assert.deepEqual(await severities("blocking-index", files), ["medium/own"]);
  assert.deepEqual(await severities("blocking-index", files, databaseWith(250_000)), ["high/own"]);
  assert.deepEqual(await severities("blocking-index", files, databaseWith(20_000)), ["medium/own"]);
  assert.deepEqual(await severities("blocking-index", files, databaseWith(300)), ["low/own"]);
});

test("a table of last week has few rows; what was applied long ago is told and not scored", async () => {
  assert.deepEqual(await severities("blocking-index", indexed("20260715", "20260720")), ["low/own"]);
  assert.deepEqual(await severities("blocking-index", indexed("20250101", "20250201"), databaseWith(250_000)), [
    "low/low",
  ]);
});

test("a dropped table that the code still asks for is worse", async () => {
  const files = {
    "migrations/20250101_first.sql": "CREATE TABLE orders (id int PRIMARY KEY);",
    "migrations/20260720_drop.sql": "DROP TABLE orders;",
  };
  assert.deepEqual(await severities("destructive-without-backfill", files), ["medium/own"]);
  const code = `import { createClient } from "@supabase/supabase-js";
const client = createClient("https://a.supabase.co", process.env.KEY ?? "");
export const all = () => client.from("orders").select("id").limit(10);
`;
  const used = {
    ...files,
    "src/orders.ts": code,
    "package.json": '{"dependencies":{"@supabase/supabase-js":"2.50.0"}}',
  };
  assert.deepEqual(await severities("destructive-without-backfill", used), ["high/own"]);
});

test("without a replay nobody knows whether migrations can be applied", async () => {
  const files = { "supabase/migrations/20260720000000_a.sql": "ALTER TABLE nowhere ADD COLUMN a vector(3);" };
  assert.deepEqual(await severities("unreplayable-migrations", files), []);
  assert.deepEqual(await severities("missing-extension", files), []);
});

/** What git says: versions of each file, as in the examples of rules. */
const gitSays = (
  files: Readonly<Record<string, readonly object[]>>,
  isHead: boolean = true,
): Readonly<Record<string, string>> => ({ "git.history.json": JSON.stringify({ isHead, files }) });

test("on a branch, only what the base branch does not have yet is loud", async () => {
  const files = indexed("20250101", "20260720");
  const older = indexed("20250101", "20250201");
  const base = { "migrations/20250101_orders.sql": [{ on: "2025-01-01", content: "a" }] };
  const onBase = (name: string): object => ({ ...base, [name]: [{ on: "2026-07-21", content: "b" }] });
  const merged = gitSays({ ...onBase("migrations/20260720_code.sql") }, false);
  assert.deepEqual(await severities("blocking-index", { ...files, ...merged }), ["low/low"]);
  // Its name is old, but nobody applied it.
  const unmerged = [{ on: "2026-07-21", content: "b", isOnBase: false }];
  const own = gitSays({ ...base, "migrations/20250201_code.sql": unmerged }, false);
  assert.deepEqual(await severities("blocking-index", { ...older, ...own }), ["medium/own"]);
  // On the base branch itself, the day in its name counts.
  assert.deepEqual(
    await severities("blocking-index", { ...files, ...gitSays({ ...onBase("migrations/20260720_code.sql") }) }),
    ["medium/own"],
  );
});

const landed = (on: string): Readonly<Record<string, string>> =>
  gitSays({
    "migrations/001_orders.sql": [{ on: "2025-01-01", content: "a" }],
    "migrations/002_code.sql": [{ on, content: "b" }],
  });

test("without a day in any name, the day on which a file landed counts", async () => {
  const files = indexed("001", "002");
  assert.deepEqual(await severities("blocking-index", { ...files, ...landed("2026-07-20") }), ["medium/own"]);
  assert.deepEqual(await severities("blocking-index", { ...files, ...landed("2025-07-20") }), ["low/low"]);
});

test("an edit weighs more while it is new, and most while Flyway will refuse it", async () => {
  const path = "supabase/migrations/20250101_orders.sql";
  const edited = (on: string | null): Readonly<Record<string, string>> => ({
    [path]: "CREATE TABLE orders (id int PRIMARY KEY);",
    ...gitSays({
      [path]: [
        { on: "2025-01-01", content: "a" },
        { on, content: "b" },
      ],
    }),
  });
  assert.deepEqual(await severities("edited-migration", edited("2026-07-20")), ["own/own"]);
  assert.deepEqual(await severities("edited-migration", edited("2026-01-20")), ["low/low"]);
  const flyway = "db/migration/V1__orders.sql";
  const pending = gitSays({
    [flyway]: [
      { on: "2025-01-01", content: "a" },
      { on: null, content: "b", isOnBase: false },
    ],
  });
  assert.deepEqual(await severities("edited-migration", { [flyway]: "CREATE TABLE a (id int);", ...pending }), [
    "high/own",
  ]);
});

test("a required column is high where the database says that there are rows, medium where none was asked", async () => {
  const files = {
    "migrations/001_orders.sql": "CREATE TABLE orders (id int PRIMARY KEY);",
    "migrations/002_channel.sql": "ALTER TABLE orders ADD COLUMN channel text NOT NULL;",
  };
  assert.deepEqual(await severities("required-column-without-default", files), ["medium/own"]);
  assert.deepEqual(await severities("required-column-without-default", files, databaseWith(900)), ["high/own"]);
});
