import { openExample } from "#src/commands/example-store.js";
import type { SqlRow } from "#src/facts/store.js";

/** Rows that a SELECT gives on a repository of these files. */
export function querySample(files: Readonly<Record<string, string>>, sql: string): SqlRow[] {
  const store = openExample(files, "2026-11-21");
  try {
    return store.all(sql);
  } finally {
    store.close();
  }
}
