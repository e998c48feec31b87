/** A catalogue as a file that can be committed: no data, no secrets, the same text for the same schema. Pure. */
import { z } from "zod";
import { UserError } from "../../shared/errors.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { CatalogSourceRow } from "../rows.js";
import { addCatalogRows, CATALOG_ROWS, CATALOG_TABLES, isCatalogTable, type CatalogTable } from "./catalog-rows.js";
import { maskCatalogRow } from "./mask-catalog.js";

const FORMAT = "prodcheck schema snapshot";
const VERSION = 1;

/** Longest row that stays on one line. */
const LINE_WIDTH = 300;

const snapshotSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  source: z.strictObject({
    database: z.string(),
    server_version: z.string(),
    server_number: z.number(),
    role: z.string(),
    read_at: z.iso.datetime(),
  }),
  gaps: z.array(z.strictObject({ table_name: z.string(), reason: z.string(), is_partial: z.boolean() })),
  tables: z.record(
    z.string().refine(isCatalogTable, "Must be a table of the catalogue"),
    z.array(z.record(z.string(), z.unknown())),
  ),
});

/** Columns that change by themselves; two digits show growth without a diff for every day. */
const COUNTED: ReadonlySet<string> = new Set([
  "row_estimate",
  "bytes",
  "scans",
  "last_value",
  "connections",
  "idle_in_transaction",
  "transaction_age",
  "deadlocks",
  "counted_days",
  ...Object.keys(CATALOG_ROWS.pg_table_activity.shape).filter((name) => name !== "schema" && name !== "table"),
  ...Object.keys(CATALOG_ROWS.pg_statement.shape).filter((name) => name !== "query"),
]);

/** What most columns have, and is left out. */
const USUAL: Readonly<Record<string, string>> = { type_schema: "pg_catalog", type_kind: "base" };

/** The text of a snapshot file: one object a line, long ones over several; what is null, false or usual is left out. */
export function writeSnapshot(facts: FactSet): string {
  const source = facts.catalog_source?.[0];
  if (!source) throw new TypeError("There is no catalogue to write.");
  const { name: database, server_version, server_number, role, read_at } = source;
  const tables = CATALOG_TABLES.flatMap((table) => {
    const rows: readonly object[] | undefined = facts[table];
    return rows ? [`    ${JSON.stringify(table)}: ${writeList(rows.map(sparse), "    ")}`] : [];
  });
  return [
    "{",
    `  "format": ${JSON.stringify(FORMAT)},`,
    `  "version": ${VERSION},`,
    `  "source": ${JSON.stringify({ database, server_version, server_number, role, read_at })},`,
    `  "gaps": ${writeList(facts.catalog_gap ?? [], "  ")},`,
    `  "tables": {\n${tables.join(",\n")}\n  }`,
    "}\n",
  ].join("\n");
}

function writeList(rows: readonly object[], indent: string): string {
  if (rows.length === 0) return "[]";
  const items = rows.map((row) => `${indent}  ${writeRow(row, `${indent}  `)}`);
  return `[\n${items.join(",\n")}\n${indent}]`;
}

function writeRow(row: object, indent: string): string {
  const line = JSON.stringify(row);
  if (line.length <= LINE_WIDTH && !line.includes("\\n")) return line;
  const fields = Object.entries(row).map(
    ([name, value]) => `${indent}  ${JSON.stringify(name)}: ${writeField(value, indent)}`,
  );
  return `{\n${fields.join(",\n")}\n${indent}}`;
}

/** Text of several lines becomes a list of lines, so that a diff shows the one that changed. */
function writeField(value: unknown, indent: string): string {
  if (typeof value !== "string" || !value.includes("\n")) return JSON.stringify(value);
  const lines = value.split("\n").map((line) => `${indent}    ${JSON.stringify(line)}`);
  return `[\n${lines.join(",\n")}\n${indent}  ]`;
}

function sparse(row: object): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (value === null || value === false || value === USUAL[name]) continue;
    if (typeof value === "string" && name.endsWith("_json")) kept[name] = JSON.parse(value);
    else kept[name] = typeof value === "number" && COUNTED.has(name) ? Number(value.toPrecision(2)) : value;
  }
  return kept;
}

/**
 * Reads a snapshot file. `asOf` (YYYY-MM-DD) is the day its age is counted to.
 * Throws a UserError when the text is no snapshot or one of another version.
 */
export function readSnapshot(text: string, file: string, asOf: string): FactSet {
  const snapshot = snapshotSchema.safeParse(parse(text, file));
  if (!snapshot.success) throw broken(file, snapshot.error);
  const { source, gaps, tables } = snapshot.data;
  const facts: FactSet = {};
  const { database: _, ...server } = source;
  addRows(facts, "catalog_source", [
    {
      ...server,
      kind: "snapshot",
      name: file,
      age_days: daysBetween(source.read_at, asOf),
      has_statistics: true,
    } satisfies CatalogSourceRow,
  ]);
  addRows(facts, "catalog_gap", gaps);
  for (const [table, rows] of Object.entries(tables)) {
    if (!isCatalogTable(table)) continue;
    try {
      addCatalogRows(
        facts,
        table,
        rows.map((row) => maskCatalogRow(table, complete(table, row))),
      );
    } catch (error) {
      throw broken(file, error, table);
    }
  }
  return facts;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw broken(file, error);
  }
}

/** Puts back what was left out, and lines together. */
function complete(table: CatalogTable, row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const shape: Readonly<Record<string, z.ZodType>> = CATALOG_ROWS[table].shape;
  const full: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape))
    full[name] = USUAL[name] ?? (field instanceof z.ZodBoolean ? false : null);
  for (const [name, value] of Object.entries(row)) {
    if (name.endsWith("_json")) full[name] = JSON.stringify(value);
    else full[name] = Array.isArray(value) ? value.join("\n") : value;
  }
  return full;
}

function daysBetween(readAt: string, asOf: string): number {
  const days = (Date.parse(`${asOf}T00:00:00Z`) - Date.parse(`${readAt.slice(0, 10)}T00:00:00Z`)) / 86_400_000;
  return Math.max(0, Math.round(days));
}

function broken(file: string, error: unknown, table?: string): UserError {
  const issue = error instanceof z.ZodError ? error.issues[0] : undefined;
  const path = [...(table === undefined ? [] : [table]), ...(issue?.path ?? [])].join(".");
  const reason = messageOf(issue) ?? (error instanceof Error ? error.message : String(error));
  return new UserError(
    `This is no schema snapshot of version ${VERSION}: ${path === "" ? "" : `${path}: `}${reason}.`,
    {
      where: file,
      remedy: "Write it anew with `prodcheck snapshot --db <url> --output <file>`.",
      cause: error,
    },
  );
}

const messageOf = (issue: z.core.$ZodIssue | undefined): string | undefined =>
  issue?.code === "invalid_key" ? issue.issues[0]?.message : issue?.message;
