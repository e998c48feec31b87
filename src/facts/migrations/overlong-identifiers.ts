import { actionOf, type StatementAction } from "./action.js";

/** Postgres keeps as many bytes of a name and says so in a notice only. */
const LONGEST = 63;

/** What holds no names, each to its end, then the names themselves. */
const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|"((?:[^"]|"")+)"|([A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/g;

/** Names that Postgres cuts. The parser's tree has them cut already, so the text itself is looked at; what is in strings is not. */
export function overlongIdentifiers(sql: string): StatementAction[] {
  if (!/[^\s'"(),;.]{40}|"[^"]{40}/.test(sql)) return [];
  const names = new Set<string>();
  for (const [, , quoted, bare] of sql.matchAll(TOKEN)) {
    const name = quoted?.replaceAll('""', '"') ?? bare;
    if (name !== undefined && Buffer.byteLength(name) > LONGEST) names.add(name);
  }
  return [...names].map((name) => actionOf("overlong-identifier", { name }));
}
