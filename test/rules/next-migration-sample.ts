import assert from "node:assert/strict";

export type Files = Readonly<Record<string, string>>;

const migrations = (files: Files): string[] =>
  Object.keys(files)
    .filter((path) => path.endsWith(".sql"))
    .toSorted();

/** The text of all migrations of an example, one after the other. */
export const sqlOf = (files: Files): string =>
  migrations(files)
    .map((path) => files[path])
    .join("\n");

/** An example with one migration more, after all others. */
export function withMigration(files: Files, sql: string, title: "bad" | "fix" = "fix"): Files {
  const last = migrations(files).at(-1);
  assert.ok(last);
  const number = title === "bad" ? "99980101000000" : "99990101000000";
  const path = last.endsWith("/migration.sql")
    ? last.replace(/[^/]+\/migration\.sql$/, `${number}_${title}/migration.sql`)
    : last.replace(/[^/]+$/, `${number}_${title}.sql`);
  return { ...files, [path]: sql };
}
