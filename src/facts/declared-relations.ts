import type { RepositoryFile } from "../shared/repository.js";
import { lineCounter } from "./line-counter.js";
import type { DeclaredRelationRow } from "./rows.js";

/** `create table if not exists app."orders" (`; what stands in it is read elsewhere, by Postgres's own parser. */
const CREATED =
  /\bcreate\s+(?:or\s+replace\s+)?(?:unlogged\s+|foreign\s+|recursive\s+)?(table|view|materialized\s+view|function)\s+(?:if\s+not\s+exists\s+)?(?:"?([a-z_][\w$]*)"?\s*\.\s*)?(?:"([^"\n]{1,63})"|([a-z_][\w$]*))/gi;

/** Types that Supabase generates from a database: every table has its Row, every function its Args. */
const GENERATED = /^[ \t]{2,16}"?([A-Za-z_][\w$]*)"?: \{\s*\n\s*(Row|Args): /gm;
const isGenerated = (text: string): boolean => text.includes("Tables: {") && text.includes("Row: {");

/** Words that prose puts after "create table". */
const PROSE = /^(?:if|as|for|with|the|a|an|and|or|in|on|to|that|which|statement|statements|is|from|of)$/i;

/** Files of more text than this hold data, not schemas. */
const MOST_TEXT = 4_000_000;

/**
 * Tables, views and functions that a file says it creates, or whose types it holds: witnesses that something of that name
 * exists somewhere, weaker than a catalogue. Looks at the text alone.
 */
export function declaredRelations(
  { path, language }: Pick<RepositoryFile, "path" | "language">,
  text: string,
): DeclaredRelationRow[] {
  if (text.length > MOST_TEXT) return [];
  const rows: DeclaredRelationRow[] = [];
  if (/\bcreate\s/i.test(text)) {
    const lineOf = lineCounter(text);
    for (const found of text.matchAll(CREATED)) {
      const name = found[3] ?? found[4]?.toLowerCase() ?? "";
      if (PROSE.test(name)) continue;
      const kind = /view/i.test(found[1] ?? "") ? "view" : (found[1] ?? "").toLowerCase();
      const source = language === "sql" ? "sql" : language === "markdown" ? "docs" : "code";
      rows.push({
        file: path,
        line: lineOf(found.index),
        kind,
        schema: found[2]?.toLowerCase() ?? null,
        name,
        columns_json: null,
        source,
      });
    }
  }
  if (language === "typescript" && isGenerated(text)) {
    const lineOf = lineCounter(text);
    for (const { 1: name = "", 2: part, index } of text.matchAll(GENERATED)) {
      const kind = part === "Args" ? "function" : "table";
      const columns = kind === "table" ? JSON.stringify(fieldsAfter(text, index)) : null;
      rows.push({
        file: path,
        line: lineOf(index),
        kind,
        schema: null,
        name,
        columns_json: columns,
        source: "types",
      });
    }
  }
  return rows;
}

/** Names of the fields of the `Row: { … }` that follows. */
function fieldsAfter(text: string, from: number): string[] {
  const start = text.indexOf("Row: {", from);
  const end = text.indexOf("}", start);
  return [...text.slice(start + 6, end).matchAll(/^\s*"?([A-Za-z_][\w$]*)"?\??: /gm)].map(([, name = ""]) => name);
}
