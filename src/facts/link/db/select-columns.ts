/**
 * Columns of the queried table that a PostgREST select string names: `id, name:full_name, tags->0, author(id)` → id,
 * full_name, tags. Embedded resources belong to other tables and are left out, and so is count(), which is no column.
 * `*` stands for itself. Null when a part is computed.
 */
export function selectColumns(text: string): string[] | null {
  if (text.includes("${}")) return null;
  const columns = new Set<string>();
  for (const part of splitTopLevel(text)) {
    const column = columnOf(part.trim());
    if (column !== null) columns.add(column);
  }
  return [...columns];
}

function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (char === "(") depth++;
    else if (char === ")") depth--;
    else if (char === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

/** Functions that PostgREST applies to a column: `amount.sum()`. */
const AGGREGATE = /^(.*)\.(sum|avg|min|max|count)\(\)$/;

function columnOf(part: string): string | null {
  const named = part.replace(/^[^"():]*:(?!:)/, "").trim();
  const aggregated = AGGREGATE.exec(named.replace(/::[\w[\]]+$/, ""))?.[1];
  const column = aggregated ?? named;
  if (column === "" || column === "count()" || column.startsWith("...") || column.includes("(")) return null;
  return column
    .replace(/::.*$/, "")
    .replace(/->.*$/, "")
    .replace(/^"(.*)"$/, "$1")
    .trim();
}
