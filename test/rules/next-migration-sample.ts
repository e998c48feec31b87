import assert from "node:assert/strict";

export type Files = Readonly<Record<string, string>>;

/** An example with one migration more, after all others. */
export function withMigration(files: Files, sql: string): Files {
  const last = Object.keys(files)
    .filter((path) => path.endsWith(".sql"))
    .toSorted()
    .at(-1);
  assert.ok(last);
  const path = last.endsWith("/migration.sql")
    ? last.replace(/[^/]+\/migration\.sql$/, "99990101000000_fix/migration.sql")
    : last.replace(/[^/]+$/, "99990101000000_fix.sql");
  return { ...files, [path]: sql };
}
