import { z } from "zod";
import { schemaSql } from "../facts/store.js";
import { hashOf, StoredValues } from "../shared/stored-values.js";

/**
 * Result columns of the SELECTs of the rules that ship: compiling all of them against an empty store, only to learn
 * that they still compile, took longer than reading a small repository.
 */
const checkedSelects = new StoredValues(new URL("checked-selects.json", import.meta.url));

const columnNames = z.array(z.string());

const schemaHash = hashOf(schemaSql);

/** A SELECT compiles against the schema: what was stored for another one does not hold. */
const textOf = (sql: string): string => `${schemaHash}\n${sql}`;

/** Columns of a SELECT that the build has checked; null when it must be checked now. */
export function checkedColumns(sql: string): readonly string[] | null {
  const columns = columnNames.safeParse(checkedSelects.of(textOf(sql)));
  return columns.success ? columns.data : null;
}

/** Part of the build. */
export function storeCheckedSelects(
  rules: readonly { readonly sql: string; readonly columns: readonly string[] }[],
): void {
  checkedSelects.write(new Map(rules.map(({ sql, columns }) => [textOf(sql), columns])));
}
