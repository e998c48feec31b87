import { z } from "zod";
import type { FactSet } from "../fact-set.js";
import type { TableName, TableRows } from "../rows.js";

const text = z.string();
const optionalText = z.string().nullable();
const flag = z.boolean();
const number = z.number();
const optionalNumber = z.number().nullable();

const pg_table = z.strictObject({
  schema: text,
  name: text,
  kind: text,
  parent: optionalText,
  owner: text,
  is_unlogged: flag,
  rls_enabled: flag,
  rls_forced: flag,
  row_estimate: optionalNumber,
  bytes: optionalNumber,
  comment: optionalText,
  is_system: flag,
});

const pg_column = z.strictObject({
  schema: text,
  table: text,
  position: number,
  name: text,
  type: text,
  type_schema: text,
  type_kind: text,
  is_array: flag,
  type_text: text,
  is_nullable: flag,
  default_expression: optionalText,
  generated: optionalText,
  identity: optionalText,
  comment: optionalText,
});

const pg_index = z.strictObject({
  schema: text,
  table: text,
  name: text,
  method: text,
  keys_json: text,
  included_json: text,
  predicate: optionalText,
  is_unique: flag,
  is_primary: flag,
  is_valid: flag,
  is_constraint: flag,
  is_partition: flag,
  bytes: optionalNumber,
  scans: optionalNumber,
  definition: text,
});

const pg_index_column = z.strictObject({
  schema: text,
  index: text,
  position: number,
  table: text,
  column_name: optionalText,
  expression: optionalText,
  operator_class: text,
  is_descending: flag,
});

const pg_constraint = z.strictObject({
  schema: text,
  table: text,
  name: text,
  kind: text,
  columns_json: text,
  target_schema: optionalText,
  target_table: optionalText,
  target_columns_json: optionalText,
  on_delete: optionalText,
  on_update: optionalText,
  is_validated: flag,
  is_deferrable: flag,
  is_inherited: flag,
  definition: text,
});

const pg_policy = z.strictObject({
  schema: text,
  table: text,
  name: text,
  command: text,
  roles_json: text,
  is_permissive: flag,
  using_expression: optionalText,
  check_expression: optionalText,
});

const pg_role = z.strictObject({
  name: text,
  is_superuser: flag,
  can_login: flag,
  bypasses_rls: flag,
  can_create_role: flag,
  can_create_database: flag,
  inherits: flag,
  connection_limit: optionalNumber,
  member_of_json: text,
  settings_json: text,
});

const pg_function = z.strictObject({
  schema: text,
  name: text,
  arguments: text,
  kind: text,
  returns: optionalText,
  language: text,
  volatility: text,
  owner: text,
  is_security_definer: flag,
  search_path: optionalText,
  required_arguments: number,
  argument_names_json: text,
  body: optionalText,
  is_system: flag,
});

const pg_trigger = z.strictObject({
  schema: text,
  table: text,
  name: text,
  timing: text,
  events_json: text,
  level: text,
  function_schema: text,
  function: text,
  is_enabled: flag,
});

const pg_view = z.strictObject({
  schema: text,
  name: text,
  owner: text,
  is_materialized: flag,
  is_security_invoker: flag,
  tables_json: text,
  definition: optionalText,
  comment: optionalText,
  is_system: flag,
});

const pg_sequence = z.strictObject({
  schema: text,
  name: text,
  type: text,
  owner_table: optionalText,
  owner_column: optionalText,
  increment: number,
  maximum: number,
  last_value: optionalNumber,
  is_cycling: flag,
});

const pg_database = z.strictObject({
  name: text,
  encoding: text,
  collation: text,
  connections: optionalNumber,
  idle_in_transaction: optionalNumber,
  connection_limit: optionalNumber,
  transaction_age: number,
  deadlocks: optionalNumber,
  counted_days: optionalNumber,
  settings_json: text,
});

const pg_table_activity = z.strictObject({
  schema: text,
  table: text,
  live_rows: number,
  dead_rows: number,
  changed_rows: number,
  sequential_scans: number,
  index_scans: number,
  vacuumed_days: optionalNumber,
  analyzed_days: optionalNumber,
  transaction_age: optionalNumber,
});

const pg_statement = z.strictObject({
  query: text,
  calls: number,
  total_ms: number,
  mean_ms: number,
  rows: number,
  blocks_read: number,
});

/** What a row of every catalogue table must look like, whether a server or a snapshot file gives it. */
export const CATALOG_ROWS = {
  pg_schema: z.strictObject({ name: text, owner: text, comment: optionalText, is_system: flag }),
  pg_table,
  pg_column,
  pg_index,
  pg_index_column,
  pg_constraint,
  pg_policy,
  pg_role,
  pg_grant: z.strictObject({
    object_kind: text,
    schema: text,
    name: text,
    detail: text,
    grantee: text,
    privileges_json: text,
  }),
  pg_function,
  pg_trigger,
  pg_view,
  pg_extension: z.strictObject({
    name: text,
    version: optionalText,
    available_version: optionalText,
    schema: optionalText,
  }),
  pg_sequence,
  pg_type: z.strictObject({ schema: text, name: text, kind: text, labels_json: text, base_type: optionalText }),
  pg_setting: z.strictObject({ name: text, value: text, unit: optionalText, is_default: flag }),
  pg_database,
  pg_table_activity,
  pg_statement,
} satisfies { [T in Extract<TableName, `pg_${string}`>]: z.ZodType<TableRows[T]> };

export type CatalogTable = keyof typeof CATALOG_ROWS;

/** Every pg_* table, in the order of the schema. */
export const CATALOG_TABLES: readonly CatalogTable[] = Object.keys(CATALOG_ROWS).filter(isCatalogTable);

export function isCatalogTable(name: string): name is CatalogTable {
  return Object.hasOwn(CATALOG_ROWS, name);
}

/** Checks rows from outside and puts them into the set; throws Zod's error at the first that does not fit. */
export function addCatalogRows(facts: FactSet, table: CatalogTable, rows: readonly unknown[]): void {
  const schema: z.ZodType = CATALOG_ROWS[table];
  Object.assign(facts, { [table]: rows.map((row) => schema.parse(row)) });
}
