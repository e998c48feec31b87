/** What a replay found, as text that can be kept: plain rows, checked one by one when they come back. */
import { z } from "zod";
import { CATALOG_ROWS } from "../catalog/catalog-rows.js";
import type { FactSet } from "../fact-set.js";
import type { TableName, TableRows } from "../rows.js";

const text = z.string();
const optionalText = z.string().nullable();
const flag = z.boolean();
const number = z.number();
const optionalNumber = z.number().nullable();
const place = { file: text, line: number };
const statement = { ...place, position: number };

const catalog_source = z.strictObject({
  kind: text,
  name: text,
  server_version: text,
  server_number: number,
  role: text,
  read_at: text,
  age_days: number,
  has_statistics: flag,
});

/** Every table that a replay fills. */
const REPLAY_ROWS = {
  ...CATALOG_ROWS,
  catalog_source,
  catalog_gap: z.strictObject({ table_name: text, reason: text, is_partial: flag }),
  migration_file: z.strictObject({
    path: text,
    folder: text,
    tool: text,
    position: number,
    statements: number,
    written_on: optionalText,
    parse_error: optionalText,
  }),
  migration_statement: z.strictObject({ ...statement, kind: optionalText, text, status: text }),
  migration_action: z.strictObject({
    ...statement,
    action: text,
    schema: optionalText,
    table_name: optionalText,
    name: optionalText,
    detail: optionalText,
    type: optionalText,
    old_type: optionalText,
    is_rewrite: flag.nullable(),
    is_concurrent: flag,
    is_not_valid: flag,
    uses_index: flag,
    is_cascade: flag,
    is_conditional: flag,
    is_required: flag,
    default_kind: text,
    on_new_table: flag,
    in_transaction: flag.nullable(),
  }),
  migration_failure: z.strictObject({
    ...statement,
    sqlstate: text,
    reason: text,
    cause: text,
    cause_file: optionalText,
    cause_line: optionalNumber,
  }),
  migration_assumption: z.strictObject({ ...place, kind: text, schema: optionalText, name: text }),
  migration_gap: z.strictObject({ ...place, schema: text, table: text, kind: optionalText }),
  migration_object: z.strictObject({ ...place, kind: text, schema: optionalText, table: optionalText, name: text }),
} satisfies {
  [T in Extract<TableName, `pg_${string}` | `migration_${string}` | `catalog_${string}`>]: z.ZodType<TableRows[T]>;
};

const FORMAT = "prodcheck replay";

const storedSchema = z.strictObject({
  format: z.literal(FORMAT),
  key: text,
  tables: z.strictObject(
    Object.fromEntries(Object.entries(REPLAY_ROWS).map(([table, row]) => [table, z.array(row).optional()])),
  ),
});

/** Writes the facts of a replay. `key` says what they were made of. */
export const writeStoredReplay = (facts: FactSet, key: string): string =>
  JSON.stringify({ format: FORMAT, key, tables: facts });

/** Reads them back; null when the text is anything else than the facts of this very replay. */
export function readStoredReplay(stored: string, key: string, now: Date): FactSet | null {
  const parsed = storedSchema.safeParse(parseJson(stored));
  if (!parsed.success || parsed.data.key !== key) return null;
  const facts: FactSet = {};
  Object.assign(facts, parsed.data.tables);
  for (const source of facts.catalog_source ?? []) source.read_at = `${now.toISOString().slice(0, 19)}Z`;
  return facts;
}

function parseJson(stored: string): unknown {
  try {
    return JSON.parse(stored);
  } catch {
    return null;
  }
}
