import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./link/query-sample.js";

/** Inputs that a repository with these files has no use for. */
const unwanted = (files: Readonly<Record<string, string>>): unknown[] =>
  querySample(files, "SELECT need FROM collected WHERE is_wanted = 0 ORDER BY need").map((row) => row["need"]);

const depending = (name: string): Record<string, string> => ({
  "package.json": JSON.stringify({ name: "api", dependencies: { [name]: "^1.0.0" } }),
  "src/main.ts": "export const up = true;",
});

test("a schema is missed only where something may talk to Postgres", () => {
  assert.deepEqual(unwanted(depending("express")), ["catalog", "history", "migrations", "supabase", "tests"]);
  assert.deepEqual(unwanted(depending("mongodb")), ["catalog", "history", "migrations", "supabase", "tests"]);
  assert.deepEqual(unwanted(depending("pg")), ["history", "supabase", "tests"]);
  assert.deepEqual(unwanted({ ...depending("express"), "db/init.sql": "CREATE TABLE t (id int);" }), [
    "history",
    "supabase",
    "tests",
  ]);
});

test("a live project is missed where the code has Supabase's packages", () => {
  assert.deepEqual(unwanted(depending("@supabase/supabase-js")), ["history", "tests"]);
  assert.deepEqual(unwanted(depending("@supabase/ssr")), ["history", "tests"]);
});

test("a report of a test run is missed where there are tests, one of coverage where there is code", () => {
  const tests = { "src/main.test.ts": "test('up', () => {});" };
  assert.deepEqual(unwanted({ ...depending("express"), ...tests }), ["catalog", "history", "migrations", "supabase"]);
  assert.equal(unwanted({ "README.md": "# Nothing" }).includes("coverage"), true);
});
