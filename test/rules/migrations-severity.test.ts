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
