import assert from "node:assert/strict";
import { test } from "node:test";
import { renderFixMigration } from "#src/commands/fix-migration.js";
import { nextMigration } from "#src/commands/next-migration.js";
import type { MigrationTool } from "#src/facts/migrations/migration.js";
import { sampleFinding } from "../findings/sample.js";

const NOW = new Date("2026-11-21T08:09:10Z");

test("the next migration is called as the last ones are", () => {
  const named: readonly (readonly [MigrationTool, string, string])[] = [
    ["supabase", "m/20260101000000_a.sql", "m/20261121080910_prodcheck_fixes.sql"],
    ["prisma", "m/20260101000000_a/migration.sql", "m/20261121080910_prodcheck_fixes/migration.sql"],
    ["drizzle", "m/0009_late_wolf.sql", "m/0010_prodcheck_fixes.sql"],
    ["flyway", "m/V7__a.sql", "m/V8__prodcheck_fixes.sql"],
    ["node-pg-migrate", "m/1769860800000_a.sql", "m/1795248550000_prodcheck_fixes.sql"],
    ["goose", "m/00012_a.sql", "m/00013_prodcheck_fixes.sql"],
    ["plain", "m/007-a.sql", "m/008-prodcheck_fixes.sql"],
    ["plain", "m/2026-01-31-a.sql", "m/2026-11-21-prodcheck_fixes.sql"],
    ["plain", "m/20260131_a.sql", "m/20261121_prodcheck_fixes.sql"],
    ["dump", "m/schema.sql", "m/prodcheck_fixes.sql"],
  ];
  for (const [tool, last, next] of named) assert.equal(nextMigration({ dir: "m", tool, files: [last] }, NOW), next);
  const flyway = { dir: "", tool: "flyway", files: ["V2__a.sql", "V10__b.sql", "R__views.sql"] } as const;
  assert.equal(nextMigration(flyway, NOW), "V11__prodcheck_fixes.sql");
});

const RLS = sampleFinding({
  rule: "rls-disabled",
  message: "`a` is\nopen.",
  ddl: "ALTER TABLE a ENABLE ROW LEVEL SECURITY;",
});
const INDEX = sampleFinding({
  rule: "unindexed-filter",
  message: "x",
  ddl: "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);\nDROP INDEX CONCURRENTLY public.old;",
});

test("what takes a lock comes first, with a limit; each statement once, under what it is for", () => {
  const again = sampleFinding({
    rule: "unindexed-foreign-key",
    message: "y",
    ddl: "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);",
  });
  const { text, written } = renderFixMigration([INDEX, again, RLS], "supabase");
  assert.deepEqual(
    text.split("\n").filter((line) => line !== ""),
    [
      "-- Proposed by `prodcheck fix --sql`; read it before you apply it.",
      "-- Rather fail than let every query queue up behind a lock.",
      "SET lock_timeout = '5s';",
      "-- rls-disabled: `a` is open.",
      "ALTER TABLE a ENABLE ROW LEVEL SECURITY;",
      "RESET lock_timeout;",
      "-- unindexed-filter: x",
      "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);",
      "DROP INDEX CONCURRENTLY public.old;",
      "-- unindexed-foreign-key: y",
    ],
  );
  const lines = text.split("\n");
  assert.deepEqual(
    written.map(({ finding, from, to }) => [finding.rule, ...lines.slice(from - 1, to)]),
    [
      ["rls-disabled", "ALTER TABLE a ENABLE ROW LEVEL SECURITY;"],
      ["unindexed-filter", "CREATE INDEX CONCURRENTLY a_b_idx ON a (b);", "DROP INDEX CONCURRENTLY public.old;"],
      ["unindexed-foreign-key"],
    ],
  );
});

test("tools that put a transaction round a file get no CONCURRENTLY; others say that they want none", () => {
  const drizzle = renderFixMigration([INDEX], "drizzle").text;
  assert.match(drizzle, /\nCREATE INDEX IF NOT EXISTS a_b_idx ON a \(b\);\nDROP INDEX IF EXISTS public\.old;\n/);
  assert.match(
    renderFixMigration([INDEX], "dbmate").text,
    /^-- migrate:up transaction:false\n[^]*\n-- migrate:down\n$/,
  );
  assert.match(renderFixMigration([INDEX], "goose").text, /^-- \+goose NO TRANSACTION\n-- \+goose Up\n/);
});
