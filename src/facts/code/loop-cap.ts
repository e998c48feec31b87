import { ts } from "ts-morph";
import { exits } from "./branch-effects.js";

const COMPARED = /(?<![\w$.])([A-Za-z_$][\w$.]*)\s*(>=?|<=?|={2,3})\s*([A-Za-z_$][\w$.]*|\d[\d_]*)/g;
const FAILURES = /err|fail|retr|attempt|tries|skip/i;

/** `if (sent >= DAILY_CAP) break;`: the loop counts what it did, and leaves or passes over the rest at a number. */
export function isCapped({ statement }: ts.IterationStatement): boolean {
  if (!ts.isBlock(statement)) return false;
  return statement.statements.some(
    (one) => ts.isIfStatement(one) && exits(one.thenStatement) && stopsAtCount(one, statement.getText()),
  );
}

/** One side of a comparison is a number that the loop's body changes by itself, or the length of a list that it fills. */
function stopsAtCount({ expression, thenStatement }: ts.IfStatement, body: string): boolean {
  for (const [, left = "", operator = "", right = ""] of expression.getText().matchAll(COMPARED)) {
    // Whoever passes over the third one goes on with the fourth.
    if (operator.startsWith("=") && passesOver(thenStatement)) continue;
    if (isReached(left, operator, body) || isReached(right, MIRRORED.get(operator) ?? operator, body)) return true;
  }
  return false;
}

const MIRRORED: ReadonlyMap<string, string> = new Map([
  [">", "<"],
  [">=", "<="],
  ["<", ">"],
  ["<=", ">="],
]);

/** `sent >= cap` of what grows, `left <= 0` of what shrinks; `seen < start` passes over the first ones only. */
function isReached(name: string, operator: string, body: string): boolean {
  if (FAILURES.test(name)) return false;
  const direction = directionOf(name, body);
  return direction !== null && (operator.startsWith("=") || operator.startsWith(direction));
}

function directionOf(name: string, body: string): ">" | "<" | null {
  const filled = /^(.+)\.(?:length|size)$/.exec(name)?.[1];
  if (filled !== undefined) return new RegExp(`${wordOf(filled)}\\.(?:push|add)\\(`).test(body) ? ">" : null;
  const word = wordOf(name);
  if (new RegExp(`${word}(?:\\+\\+|\\s*\\+=)|\\+\\+${word}(?![\\w$])`).test(body)) return ">";
  return new RegExp(`${word}(?:--|\\s*-=)|--${word}(?![\\w$])`).test(body) ? "<" : null;
}

/** A pattern for a name, which is no part of a longer one. */
const wordOf = (name: string): string => `(?<![\\w$.])${name.replaceAll(/[.$]/g, "\\$&")}`;

function passesOver(branch: ts.Statement): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  return last !== undefined && ts.isContinueStatement(last);
}
