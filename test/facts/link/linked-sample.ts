import assert from "node:assert/strict";
import { collectFactsNow } from "#src/audit.js";
import type { FactSet } from "#src/facts/fact-set.js";
import type { CallRow } from "#src/facts/rows.js";
import { memoryRepository } from "#src/shared/memory-repository.js";
import { fileReading } from "#src/sources/reading.js";

/** Facts of a repository that exists only in memory; the data tables stay empty. */
export const factsOf = (files: Readonly<Record<string, string>>): FactSet =>
  collectFactsNow(memoryRepository(files, fileReading), {}, "2026-11-21").facts;

/** "package symbol.path (notes)", or the kind of origin alone. */
function describeOrigin(row: CallRow, withoutNotes: string): string {
  if (row.origin !== "package" && row.origin !== "builtin") return row.origin;
  const notes = [
    row.is_linked ? "linked" : "",
    row.is_typed ? "typed" : "",
    row.is_conditional_origin ? "conditional" : "",
  ].filter((note) => note !== "" && !withoutNotes.includes(note));
  const path = [row.symbol, row.path].filter((part) => part !== null).join(".");
  return [row.package, path, notes.length > 0 ? `(${notes.join(" ")})` : ""].filter((part) => part !== "").join(" ");
}

/**
 * Checks where calls come from: callee → "package symbol.path (notes)".
 * `withoutNotes` names notes that are left out of the comparison, for tables in which they vary.
 * @throws AssertionError when a callee is not called, or comes from elsewhere.
 */
export function checkOrigins(
  files: Readonly<Record<string, string>>,
  expected: Readonly<Record<string, string>>,
  withoutNotes = "",
): void {
  const rows = factsOf(files).call ?? [];
  const found = Object.keys(expected).map((callee) => {
    const row = rows.find((each) => each.callee === callee);
    return [callee, row ? describeOrigin(row, withoutNotes) : "no such call"];
  });
  assert.deepEqual(Object.fromEntries(found), expected);
}
