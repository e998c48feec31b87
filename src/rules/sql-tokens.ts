/** One word of a SELECT. Comments and white space are left out. */
export interface SqlToken {
  /** word: keyword or bare name; name: "quoted", [bracketed] or `ticked` name; text: 'literal'; parameter: ?, :x, @x, $x. */
  readonly kind: "word" | "name" | "text" | "number" | "parameter" | "symbol";
  /** Without its quotes. */
  readonly text: string;
  /** Position in the SQL, from 0. */
  readonly start: number;
  readonly end: number;
}

const PATTERNS = [
  ["space", /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ["text", /[xX]?'(?:[^']|'')*(?:'|$)/y],
  ["name", /"(?:[^"]|"")*(?:"|$)|`[^`]*(?:`|$)|\[[^\]]*(?:\]|$)/y],
  ["parameter", /\?\d*|[:@$][A-Za-z_]\w*/y],
  ["number", /\d[\w.]*|\.\d+/y],
  ["word", /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y],
  ["symbol", /->>|->|\|\||<=|>=|<>|!=|==|<<|>>|[\s\S]/y],
] as const;

/** Splits SQLite's SQL into tokens; it never fails, what it does not know becomes a symbol. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let start = 0;
  while (start < sql.length) {
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = start;
      const match = pattern.exec(sql);
      if (!match) continue;
      const end = start + match[0].length;
      if (kind !== "space") tokens.push({ kind, text: unquote(kind, match[0]), start, end });
      start = end;
      break;
    }
  }
  return tokens;
}

/** A quote that is never closed reaches to the end. */
function unquote(kind: SqlToken["kind"], raw: string): string {
  if (kind === "name")
    return raw
      .slice(1)
      .replace(/["`\]]$/, "")
      .replaceAll('""', '"');
  if (kind === "text")
    return raw
      .slice(raw.indexOf("'") + 1)
      .replace(/'$/, "")
      .replaceAll("''", "'");
  return raw;
}

/** True for a keyword, whatever its case; a quoted name is never one. */
export const isWord = (token: SqlToken | undefined, ...words: readonly string[]): boolean =>
  token?.kind === "word" && words.includes(token.text.toLowerCase());
