/** The patterns of regexp() and regexp_replace() in SQL. */

const compiled = new Map<string, RegExp>();

/** Texts of patterns that stand in SQL as numbers, by number. */
const interned: string[] = [];
const numbers = new Map<string, number>();

/**
 * SQLite's `text REGEXP pattern`, called as regexp(pattern, text). JavaScript syntax; a pattern may begin with (?i).
 * NULL matches nothing. Throws on an invalid pattern: a rule that can never match must not look like one that passes.
 */
export function matches(pattern: unknown, text: unknown): number {
  const expression = expressionOf(pattern);
  return expression !== null && typeof text === "string" && expression.test(text) ? 1 : 0;
}

/** `regexp_replace(text, pattern, replacement)`: every match replaced; $1 is what the first group matched. */
export function replaceMatches(text: unknown, pattern: unknown, replacement: unknown): string | null {
  const expression = expressionOf(pattern);
  if (typeof text !== "string" || expression === null || typeof replacement !== "string") return null;
  return text.replaceAll(new RegExp(expression.source, `${expression.flags}g`), replacement);
}

function expressionOf(pattern: unknown): RegExp | null {
  const text = typeof pattern === "number" ? interned[pattern] : pattern;
  if (typeof text !== "string") return null;
  let expression = compiled.get(text);
  if (expression === undefined) {
    const isInsensitive = text.startsWith("(?i)");
    expression = isInsensitive ? new RegExp(text.slice(4), "iu") : new RegExp(text, "u");
    compiled.set(text, expression);
  }
  return expression;
}

/** `regexp('pattern',` as well as what may only look as if it held one: texts, quoted names, comments. */
const PATTERN_OR_TEXT = /\bregexp\(\s*'((?:[^']|'')*)'\s*,|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\//gi;

/**
 * The same SQL with a number in place of each pattern that regexp() is given as a literal. SQLite hands the arguments
 * over for every row anew, and a number is not read out of its memory character by character.
 */
export const internPatterns = (sql: string): string =>
  sql.replace(PATTERN_OR_TEXT, (part, pattern: string | undefined) =>
    pattern === undefined ? part : `regexp(${numberOf(pattern.replaceAll("''", "'"))},`,
  );

function numberOf(pattern: string): number {
  const known = numbers.get(pattern);
  if (known !== undefined) return known;
  numbers.set(pattern, interned.push(pattern) - 1);
  return interned.length - 1;
}
