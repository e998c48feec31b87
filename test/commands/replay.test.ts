import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryOf, runCli } from "./run-cli.js";

const A_TABLE = { "migrations/1_a.sql": "CREATE TABLE a (id int);" };
const COUNT = "SELECT (SELECT kind FROM catalog_source) AS source, (SELECT count(*) FROM pg_table) AS tables";

const RULE = `
id: keyless-table
title: Table without a primary key
category: database
severity: high
effort: 15m
confidence: high
needs: [catalog]
check: |
  SELECT schema || '.' || name AS object, name AS subject, 'fail' AS status FROM pg_table WHERE NOT is_system
message: "\`{object}\` has no primary key."
why: Rows cannot be told apart.
fix:
  summary: Add a primary key.
verify: prodcheck audit . --only keyless-table
references: [https://www.postgresql.org/docs/current/ddl-constraints.html]
examples:
  bad:
    - name: a table
      files: { migrations/1_a.sql: "CREATE TABLE a (id int);" }
      findings: ["object:public.a"]
  good:
    - name: none
      files: { a.ts: "" }
`;

test("a query about the catalogue replays the migrations, unless it is told not to", (t) => {
  const root = repositoryOf(t, A_TABLE);
  const rows = (...flags: string[]): unknown =>
    JSON.parse(runCli(["query", COUNT, root, "--format", "json", ...flags]).stdout);
  assert.deepEqual(rows(), [{ source: "replay", tables: 1 }]);
  assert.deepEqual(rows("--no-replay"), [{ source: null, tables: 0 }]);
});

test("an audit replays the migrations for a rule that needs the catalogue", (t) => {
  const root = repositoryOf(t, { ...A_TABLE, "own/database/keyless-table.yaml": RULE });
  const audit = (...flags: string[]): string => {
    const run = runCli([
      "audit",
      root,
      "--format",
      "json",
      "--rules",
      `${root}/own`,
      "--only",
      "keyless-table",
      ...flags,
    ]);
    return run.stdout + run.stderr;
  };
  assert.match(audit(), /public\.a/);
  assert.match(audit("--no-replay"), /"unknown"/);
  assert.doesNotMatch(audit("--no-replay"), /public\.a/);
});

test("what migrations say is judged without a replay too", (t) => {
  const root = repositoryOf(t, { ...A_TABLE, "migrations/2_b.sql": "CREATE INDEX a_id ON a (id);" });
  const args = ["audit", root, "--format", "json", "--only", "blocking-index", "--no-replay"];
  assert.match(runCli(args).stdout, /CREATE INDEX `a_id` on `a` without CONCURRENTLY/);
});

test("a query about a view of the catalogue replays the migrations as well", (t) => {
  const root = repositoryOf(t, A_TABLE);
  const { stdout } = runCli(["query", "SELECT name FROM own_table", root, "--format", "json"]);
  assert.deepEqual(JSON.parse(stdout), [{ name: "a" }]);
});
