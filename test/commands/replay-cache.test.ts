import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { z } from "zod";
import { readStoredReplay } from "#src/facts/replay/stored-replay.js";
import { repositoryOf, runCli } from "./run-cli.js";

const MIGRATION =
  "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE a (id int);\nCREATE ROLE r PASSWORD 'hunter22hunter';";
const TABLES =
  "SELECT name, (SELECT count(*) FROM migration_failure) AS failures, (SELECT count(*) FROM migration_object) AS objects FROM own_table";

/** A repository with a cache of its own, and what a query about its tables answers. */
function cachedRepository(t: TestContext) {
  const root = repositoryOf(t, { "app/migrations/1_a.sql": MIGRATION });
  const home = join(root, "home");
  const folder = join(home, "prodcheck");
  mkdirSync(home);
  const app = join(root, "app");
  const ask = (...flags: string[]): unknown => {
    const { stdout, stderr } = runCli(["query", TABLES, app, "--format", "json", ...flags], undefined, {
      XDG_CACHE_HOME: home,
    });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  };
  const entry = (): string => {
    const [name = "", ...others] = readdirSync(folder);
    assert.deepEqual(others, []);
    return join(folder, name);
  };
  return { app, folder, ask, entry };
}

const entrySchema = z.looseObject({
  key: z.string(),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
});
const readEntry = (file: string): z.output<typeof entrySchema> =>
  entrySchema.parse(JSON.parse(readFileSync(file, "utf8")));

const EXPECTED = [{ name: "a", failures: 1, objects: 3 }];

test("unchanged migrations are answered from the cache, with all that the replay found and no secret", (t) => {
  const { ask, entry } = cachedRepository(t);
  assert.deepEqual(ask(), EXPECTED);
  const file = entry();
  assert.doesNotMatch(readFileSync(file, "utf8"), /hunter22/);
  // A changed name shows that the second answer is the cache's.
  const stored = readEntry(file);
  for (const row of stored.tables["pg_table"] ?? []) if (row["name"] === "a") row["name"] = "kept";
  writeFileSync(file, JSON.stringify(stored));
  assert.deepEqual(ask(), [{ name: "kept", failures: 1, objects: 3 }]);
  assert.deepEqual(ask("--no-cache"), EXPECTED);
});

test("other text, another order or another file is another replay", (t) => {
  const { app, folder, ask } = cachedRepository(t);
  ask();
  writeFileSync(
    join(app, "migrations/1_a.sql"),
    MIGRATION.replace("TABLE a (id int PRIMARY", "TABLE b (id int PRIMARY"),
  );
  assert.deepEqual(ask(), [
    { name: "a", failures: 0, objects: 5 },
    { name: "b", failures: 0, objects: 5 },
  ]);
  assert.equal(readdirSync(folder).length, 2);
});

test("an entry that was cut, spoilt or made for something else is made anew", (t) => {
  const { ask, entry } = cachedRepository(t);
  ask();
  const file = entry();
  const whole = readFileSync(file, "utf8");
  const stored = readEntry(file);
  const spoilt = [
    whole.slice(0, whole.length / 2),
    "",
    "null",
    JSON.stringify({ ...stored, key: "0".repeat(64) }),
    JSON.stringify({ ...stored, tables: { ...stored.tables, file: [] } }),
    JSON.stringify({ ...stored, tables: { ...stored.tables, pg_table: [{ name: { toString: "x" } }] } }),
  ];
  for (const text of spoilt) {
    assert.equal(readStoredReplay(text, stored.key, new Date()), null);
  }
  writeFileSync(file, spoilt[0] ?? "");
  assert.deepEqual(ask(), EXPECTED);
  assert.equal(readEntry(file).key, stored.key);
});

test("without a folder to write to, or when the configuration says so, every audit replays", (t) => {
  const { app, folder, ask } = cachedRepository(t);
  rmSync(folder, { recursive: true, force: true });
  const args = ["audit", app, "--only", "missing-primary-key", "--format", "json"];
  const home = join(app, "file");
  writeFileSync(home, "");
  assert.match(runCli(args, undefined, { XDG_CACHE_HOME: home }).stdout, /"replay"/);
  writeFileSync(join(app, "prodcheck.yaml"), "cache: false\n");
  runCli(args, undefined, { XDG_CACHE_HOME: join(folder, "..") });
  assert.throws(() => readdirSync(folder));
  assert.deepEqual(ask("--no-cache"), EXPECTED);
  assert.throws(() => readdirSync(folder));
});
