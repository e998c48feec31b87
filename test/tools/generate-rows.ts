/** Writes src/facts/rows.ts from src/facts/schema.sql, so that there is one list of tables. `--check` fails when it is stale. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sqlite from "node-sqlite3-wasm";

const root = new URL("../../../", import.meta.url);
const schemaPath = fileURLToPath(new URL("src/facts/schema.sql", root));
const rowsPath = fileURLToPath(new URL("src/facts/rows.ts", root));

const text = (value: unknown): string => (typeof value === "string" ? value : String(value));

/** Comments of the columns and tables, by "table" and "table.column". */
function readComments(sql: string): Map<string, string> {
  const comments = new Map<string, string>();
  let table = "";
  for (const line of sql.split("\n")) {
    const create = /^CREATE TABLE "?(\w+)"?.*?(?:--\s*(.*))?$/.exec(line);
    if (create) {
      table = create[1] ?? "";
      if (create[2]) comments.set(table, create[2]);
      continue;
    }
    const column = /^\s+"?(\w+)"?\s.*?--\s*(.*)$/.exec(line);
    if (table !== "" && column) comments.set(`${table}.${column[1]}`, column[2] ?? "");
    if (line.startsWith(")")) table = "";
  }
  return comments;
}

function generate(sql: string): string {
  const comments = readComments(sql);
  const db = new sqlite.Database();
  db.function("regexp", () => 0);
  db.exec(sql);
  const tables = db
    .all("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    .map((row) => text(row["name"]));
  const out = ["// Generated from schema.sql by `npm run generate`. Do not edit.", ""];
  const references: string[] = [];
  const columnLists: string[] = [];
  for (const table of tables) {
    const interfaceName = `${table
      .split("_")
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join("")}Row`;
    const columns = db.all(`PRAGMA table_info("${table}")`);
    if (comments.has(table)) out.push(`/** ${comments.get(table)} */`);
    out.push(`export interface ${interfaceName} {`);
    for (const column of columns) {
      const name = text(column["name"]);
      const comment = comments.get(`${table}.${name}`);
      const base = comment?.startsWith("0|1") ? "boolean" : column["type"] === "TEXT" ? "string" : "number";
      const isNullable = column["notnull"] === 0 && column["pk"] === 0;
      if (comment) out.push(`  /** ${comment} */`);
      out.push(`  ${name}: ${base}${isNullable ? " | null" : ""};`);
    }
    out.push("}", "");
    columnLists.push(`  ${table}: [${columns.map((column) => JSON.stringify(column["name"])).join(", ")}],`);
    const keys = db
      .all(`PRAGMA foreign_key_list("${table}")`)
      .map((key) => `${text(key["from"])}: ${JSON.stringify(key["table"])}`);
    if (columns.some((column) => column["name"] === "id" && column["pk"] === 1 && column["type"] === "INTEGER"))
      keys.unshift(`id: ${JSON.stringify(table)}`);
    references.push(`  ${table}: { ${keys.join(", ")} },`);
  }
  out.push("/** Row type of every table. */", "export interface TableRows {");
  for (const table of tables) {
    const interfaceName = `${table
      .split("_")
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join("")}Row`;
    out.push(`  ${table}: ${interfaceName};`);
  }
  out.push("}", "", "export type TableName = keyof TableRows;", "");
  out.push(
    "/** Columns of every table, in order. */",
    "export const TABLE_COLUMNS: { readonly [T in TableName]: readonly (keyof TableRows[T])[] } = {",
    ...columnLists,
    "};",
    "",
  );
  out.push(
    "/** Columns that hold an id, and the table it belongs to (a row's own id included). */",
    "export const TABLE_REFERENCES: { readonly [T in TableName]: Readonly<Record<string, TableName>> } = {",
    ...references,
    "};",
    "",
  );
  return out.join("\n");
}

const generated = generate(readFileSync(schemaPath, "utf8"));
if (process.argv.includes("--check")) {
  if (readFileSync(rowsPath, "utf8") !== generated) {
    process.stderr.write("src/facts/rows.ts is stale. Run `npm run generate`.\n");
    process.exitCode = 1;
  }
} else {
  writeFileSync(rowsPath, generated);
}
