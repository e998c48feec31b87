import { ts } from "ts-morph";
import { exits } from "./branch-effects.js";

const COMPARED = /([A-Za-z_$][\w$.]*)\s*(?:>=?|<=?|===?)\s*([A-Za-z_$][\w$.]*|\d[\d_]*)/g;
const FAILURES = /err|fail|retr|attempt|tries|skip/i;

/** `if (sent >= DAILY_CAP) break;`: the loop counts what it did, and leaves or passes over the rest at a number. */
export function isCapped({ statement }: ts.IterationStatement): boolean {
  if (!ts.isBlock(statement)) return false;
  return statement.statements.some(
    (one) =>
      ts.isIfStatement(one) && exits(one.thenStatement) && countsIn(one.expression.getText(), statement.getText()),
  );
}

/** One side of a comparison is a number that the loop's body changes by itself, or the length of a list that it fills. */
function countsIn(condition: string, body: string): boolean {
  for (const [, left = "", right = ""] of condition.matchAll(COMPARED)) {
    if ([left, right].some((name) => !FAILURES.test(name) && isCounted(name, body))) return true;
  }
  return false;
}

function isCounted(name: string, body: string): boolean {
  const filled = /^(.+)\.(?:length|size)$/.exec(name)?.[1];
  if (filled !== undefined) return body.includes(`${filled}.push(`) || body.includes(`${filled}.add(`);
  return [`${name}++`, `++${name}`, `${name}--`, `--${name}`, `${name} += `, `${name} -= `].some((text) =>
    body.includes(text),
  );
}
