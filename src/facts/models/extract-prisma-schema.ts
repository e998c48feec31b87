import { addRows, type FactSet } from "../fact-set.js";
import type { DbDatasourceRow, DbModelColumnRow, DbModelRow } from "../rows.js";

/** `model User {`, `view Total {`, `datasource db {` */
const BLOCK = /^(model|view|type|enum|datasource|generator)\s+(\w+)\s*\{/;
/** `email String? @unique @map("e_mail")` */
const FIELD = /^(\w+)\s+([\w.]+(?:\(.*?\))?(?:\[\])?\??)(.*)$/;

interface Block {
  readonly kind: string;
  readonly name: string;
  readonly line: number;
  /** Without comments; attributes that go on over several lines joined. */
  readonly lines: readonly string[];
}

/**
 * Models of a Prisma schema file, with the names that their tables and columns have in the database. A schema may be
 * spread over several files: which fields are relations, and of which datasource, is said when they are put together.
 */
export function extractPrismaSchema(path: string, text: string): FactSet {
  const facts: FactSet = {};
  const blocks = blocksOf(text);
  for (const block of blocks) {
    if (block.kind === "datasource") addRows(facts, "db_datasource", [datasource(path, block)]);
    else if (block.kind === "model" || block.kind === "view") addModel(facts, path, block);
  }
  return facts;
}

function datasource(file: string, { line, lines }: Block): DbDatasourceRow {
  const setting = (pattern: RegExp): string | null =>
    lines.map((text) => pattern.exec(text)?.[1] ?? null).find((value) => value !== null) ?? null;
  const provider = setting(/^provider\s*=\s*"(\w+)"/);
  const isPostgres = provider === "postgres" || provider === "cockroachdb"; // it speaks Postgres's protocol
  const dialect = isPostgres ? "postgresql" : provider;
  return { file, line, client: "prisma", dialect, url_name: setting(/^url\s*=\s*env\("(\w+)"\)/) };
}

function addModel(facts: FactSet, file: string, { kind, name, line, lines }: Block): void {
  const id = (facts.db_model?.length ?? 0) + 1;
  const model: DbModelRow = {
    id,
    file,
    line,
    client: "prisma",
    name,
    kind: kind === "view" ? "view" : "table",
    schema: null,
    target: name,
    dialect: null,
  };
  const columns: DbModelColumnRow[] = [];
  for (const text of lines) {
    if (text.startsWith("@@map")) model.target = quoted(text) ?? name;
    else if (text.startsWith("@@schema")) model.schema = quoted(text);
    else if (!text.startsWith("@@")) addField(columns, id, text);
  }
  addRows(facts, "db_model", [model]);
  addRows(facts, "db_model_column", columns);
}

function addField(columns: DbModelColumnRow[], model_id: number, text: string): void {
  const [, field, type, attributes = ""] = FIELD.exec(text) ?? [];
  if (field === undefined || type === undefined) return;
  const relation = /@relation\s*\((.*)\)/.exec(attributes)?.[1];
  columns.push({
    model_id,
    field,
    column_name: quoted(/@map\s*\([^)]*\)/.exec(attributes)?.[0] ?? "") ?? field,
    type,
    type_dialect: null,
    line: null,
    is_unique: /@(id|unique)\b/.test(attributes),
    relation: null,
    relation_name:
      relation === undefined ? null : (/^\s*(?:name:\s*)?"([^"]+)"/.exec(relation)?.[1] ?? namedLater(relation)),
    local_json: relation === undefined ? null : namesIn(relation, "fields"),
    foreign_json: relation === undefined ? null : namesIn(relation, "references"),
  });
}

const namedLater = (relation: string): string | null => /\bname:\s*"([^"]+)"/.exec(relation)?.[1] ?? null;

function namesIn(relation: string, argument: string): string | null {
  const list = new RegExp(`\\b${argument}:\\s*\\[([^\\]]*)\\]`).exec(relation)?.[1];
  return list === undefined ? null : JSON.stringify(list.split(",").map((name) => name.trim()));
}

const quoted = (text: string): string | null => /"([^"]*)"/.exec(text)?.[1] ?? null;

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let open: (Omit<Block, "lines"> & { lines: string[] }) | null = null;
  for (const [index, raw] of text.split("\n").entries()) {
    const line = withoutComment(raw).trim();
    if (open === null) {
      const [, kind, name] = BLOCK.exec(line) ?? [];
      if (kind !== undefined && name !== undefined) open = { kind, name, line: index + 1, lines: [] };
    } else if (line === "}") {
      blocks.push(open);
      open = null;
    } else if (line !== "") {
      const before = open.lines.at(-1);
      if (before !== undefined && isUnfinished(before)) open.lines[open.lines.length - 1] = `${before} ${line}`;
      else open.lines.push(line);
    }
  }
  return blocks;
}

/** `//` outside of a string. */
const withoutComment = (line: string): string => /^((?:[^"/]|"(?:[^"\\]|\\.)*"|\/(?!\/))*)/.exec(line)?.[1] ?? line;

/** An attribute whose parenthesis is still open. */
function isUnfinished(line: string): boolean {
  const bare = line.replace(/"(?:[^"\\]|\\.)*"/g, "");
  return bare.split("(").length > bare.split(")").length;
}
