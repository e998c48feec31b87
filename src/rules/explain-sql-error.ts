import type { FactStore } from "../facts/store.js";
import type { UserError } from "../shared/errors.js";
import { closestName } from "../shared/closest-name.js";
import { checkError, selectText } from "./check-query.js";
import type { WrittenRule } from "./rule-file.js";
import { isWord, type SqlToken } from "./sql-tokens.js";

const SEE_FACTS = "`prodcheck facts` lists every table and column.";

/** Says in which line of the rule file SQLite's complaint is, and what was probably meant. */
export function explainSqlError(
  error: Error,
  rule: WrittenRule,
  tokens: readonly SqlToken[],
  store: FactStore,
): UserError {
  const { message } = error;
  const column = /^no such column: "?([^"]+?)"?(?: - should .*)?$/.exec(message)?.[1];
  if (column !== undefined) return unknownColumn(column, rule, tokens, store);
  const table = /^no such table: (.+)$/.exec(message)?.[1];
  if (table !== undefined) {
    const remedy = didYouMean(table, store.columnsByTable().keys()) ?? SEE_FACTS;
    return checkError(rule, offsetOf(tokens, [table]), `There is no table or view "${table}".`, remedy);
  }
  const ambiguous = /^ambiguous column name: (.+)$/.exec(message)?.[1];
  if (ambiguous !== undefined) {
    const remedy = `Write the table in front: table.${ambiguous}.`;
    return checkError(rule, offsetOf(tokens, [ambiguous]), `More than one table has a column "${ambiguous}".`, remedy);
  }
  const near = /^near "([\s\S]+)": syntax error$/.exec(message)?.[1];
  if (near !== undefined)
    return checkError(
      rule,
      syntaxErrorOffset(near, rule, tokens, store),
      `The SELECT has a syntax error near "${near}".`,
      'Correct the SELECT (SQLite\'s dialect). A column named like a keyword needs "double quotes".',
    );
  if (message === "incomplete input")
    return checkError(
      rule,
      rule.spec.check.trimEnd().length,
      "The SELECT ends too early.",
      "Close every parenthesis, CASE and quote.",
    );
  const odd = /^unrecognized token: "([\s\S]+)"$/.exec(message)?.[1];
  if (odd !== undefined)
    return checkError(
      rule,
      rule.spec.check.lastIndexOf(odd),
      `The SELECT holds something that is not SQL: ${odd}`,
      "Close every quote; a quote inside text is written twice: 'it''s'.",
    );
  const named = tokens.find((token) => token.text.length > 2 && message.endsWith(` ${token.text}`))?.start;
  return checkError(
    rule,
    named ?? 0,
    `The SELECT does not compile: ${message}.`,
    "Correct the SELECT (SQLite's dialect).",
  );
}

function unknownColumn(column: string, rule: WrittenRule, tokens: readonly SqlToken[], store: FactStore): UserError {
  const path = column.split(".");
  const bare = path.at(-1) ?? column;
  const token = tokens.find((each) => each.text === bare && each.kind === "name");
  const offset = offsetOf(tokens, path);
  const tables = store.columnsByTable();
  const mentioned = [...tables].filter(([table]) =>
    tokens.some((each, index) => isNamed(each, table) && isWord(tokens[index - 1], "from", "join")),
  );
  const remedy =
    didYouMean(bare, new Set(mentioned.flatMap(([, columns]) => columns))) ??
    (token === undefined ? SEE_FACTS : `For text, use single quotes: '${bare}'.`);
  const from = mentioned.map(([table]) => table).join(", ");
  return checkError(rule, offset, `There is no column "${column}"${from === "" ? "" : ` in ${from}`}.`, remedy);
}

function didYouMean(name: string, candidates: Iterable<string>): string | null {
  const nearest = closestName(name, candidates);
  return nearest === null ? null : `Did you mean "${nearest}"?`;
}

const isNamed = (token: SqlToken | undefined, name: string): boolean =>
  (token?.kind === "word" || token?.kind === "name") && token.text.toLowerCase() === name.toLowerCase();

/** Where a (dotted) name stands in the SELECT; the beginning when it was spelt in a way that is not recognised. */
function offsetOf(tokens: readonly SqlToken[], path: readonly string[]): number {
  for (const [index, token] of tokens.entries()) {
    const isHere = path.every((part, position) => isNamed(tokens[index + position * 2], part));
    if (isHere) return token.start;
  }
  return 0;
}

/** SQLite does not tell the position: the first of these tokens up to which the text is already wrong is the one. */
function syntaxErrorOffset(near: string, rule: WrittenRule, tokens: readonly SqlToken[], store: FactStore): number {
  const sql = selectText(rule.spec.check);
  const candidates = tokens.filter((token) => sql.slice(token.start, token.end) === near || token.text === near);
  const broken = candidates.find((token) => compileError(store, sql.slice(0, token.end))?.includes("syntax error"));
  return (broken ?? candidates[0])?.start ?? 0;
}

function compileError(store: FactStore, sql: string): string | null {
  try {
    store.check(sql);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
