import { UserError } from "../shared/errors.js";
import { isWord, tokenizeSql, type SqlToken } from "./sql-tokens.js";
import type { WrittenRule } from "./rule-file.js";

const CLOCK_WORDS = ["current_date", "current_time", "current_timestamp"];
const CLOCK_FUNCTIONS = ["date", "time", "datetime", "julianday", "unixepoch", "strftime", "timediff"];
const RANDOM_FUNCTIONS = ["random", "randomblob"];

/** An error at a place inside a rule's `check`. */
export function checkError(rule: WrittenRule, offset: number, message: string, remedy: string): UserError {
  const line = rule.source.textLineOf(["check"]) + rule.spec.check.slice(0, offset).split("\n").length - 1;
  return new UserError(message, { where: `${rule.source.file}:${line}`, remedy });
}

/** `check` without a closing semicolon, as the text to run. */
export const selectText = (check: string): string => check.replace(/[\s;]+$/, "");

/**
 * Refuses what the SQL compiler would take but a rule must not be: something other than one SELECT, parameters, and
 * answers that would differ from one run to the next.
 */
export function assertOneSelect(rule: WrittenRule): SqlToken[] {
  const tokens = tokenizeSql(selectText(rule.spec.check));
  const [first] = tokens;
  if (!isWord(first, "select", "with"))
    throw checkError(
      rule,
      first?.start ?? 0,
      `The check begins with ${first === undefined ? "nothing" : `"${first.text}"`}; it must be one SELECT.`,
      "Begin with SELECT, or with WITH … SELECT.",
    );
  for (const [index, token] of tokens.entries())
    assertAllowed(rule, token, tokens[index - 1], tokens.slice(index + 1, index + 3));
  return tokens;
}

function assertAllowed(
  rule: WrittenRule,
  token: SqlToken,
  before: SqlToken | undefined,
  after: readonly SqlToken[],
): void {
  const fail = (message: string, remedy: string): never => {
    throw checkError(rule, token.start, message, remedy);
  };
  if (token.text === ";" && token.kind === "symbol")
    fail("The check holds more than one statement.", "Keep one SELECT; combine several with UNION ALL or WITH.");
  if (token.kind === "parameter")
    fail(
      `The check holds the parameter ${token.text}, and nothing fills it in.`,
      "Write the value; text goes in 'single quotes'.",
    );
  if (isWord(token, "recursive") && isWord(before, "with"))
    fail("The check is recursive.", "Use a documented view that has walked the chain already: see `prodcheck facts`.");
  if (isWord(token, ...RANDOM_FUNCTIONS) && after[0]?.text === "(")
    fail(`${token.text}() makes the answer differ between runs.`, "The same commit must always give the same answer.");
  if (isWord(token, ...CLOCK_WORDS) || readsClock(token, after))
    fail("The check asks for today's date.", "Use (SELECT date FROM as_of): the date the audit judges by.");
}

/** date() and date('now'), and 'now' wherever a date function could take it as its second argument. */
function readsClock(token: SqlToken, after: readonly SqlToken[]): boolean {
  if (token.kind === "text") return token.text.toLowerCase() === "now";
  return isWord(token, ...CLOCK_FUNCTIONS) && after[0]?.text === "(" && after[1]?.text === ")";
}
