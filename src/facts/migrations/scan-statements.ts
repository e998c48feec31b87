import { lineCounter } from "../line-counter.js";

/** A statement and the line of its first word, starting at 1. */
export interface ScannedStatement {
  readonly sql: string;
  readonly line: number;
}

/** What a semicolon does not end: comments, strings, quoted names and dollar quotes, each to its end or to the end of the text. */
const OPAQUE =
  /--[^\n]*|\/\*|\b[eE]'(?:[^'\\]|\\.|'')*(?:'|$)|'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|\$(?:[A-Za-z_]\w*)?\$|;/g;

/**
 * Tells statements apart by their semicolons, for a file that Postgres's parser refuses as a whole:
 * what is fine in it is still applied, and each statement gets an error of its own.
 */
export function scanStatements(text: string): ScannedStatement[] {
  const statements: ScannedStatement[] = [];
  const lineOf = lineCounter(text);
  const add = (start: number, end: number): void => {
    const raw = text.slice(start, end);
    const skipped = leadingLength(raw);
    const sql = raw.slice(skipped).trimEnd();
    if (sql !== "") statements.push({ sql, line: lineOf(start + skipped) });
  };
  const pattern = new RegExp(OPAQUE);
  let start = 0;
  let depth = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const [token] = found;
    if (token === ";") {
      const end = found.index;
      if (depth === 0 && isAtomicBody(text.slice(start, end))) depth = 1;
      if (depth === 1 && /\bend\s*$/i.test(text.slice(start, end))) depth = 0;
      if (depth > 0) continue;
      add(start, end);
      start = pattern.lastIndex;
    } else if (token === "/*") pattern.lastIndex = endOfComment(text, found.index);
    else if (token.startsWith("$")) pattern.lastIndex = endOf(text, token, pattern.lastIndex);
  }
  add(start, text.length);
  return statements;
}

/** A function whose body is written in SQL, without quotes. */
const isAtomicBody = (sql: string): boolean => /\bbegin\s+atomic\b/i.test(sql);

function endOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at + mark.length;
}

/** Postgres's comments nest. */
function endOfComment(text: string, start: number): number {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = start;
  let depth = 0;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return text.length;
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)+/;

/** Length of the blanks and comments that a statement starts with. */
export const leadingLength = (sql: string): number => LEADING.exec(sql)?.[0].length ?? 0;
