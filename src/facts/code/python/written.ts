/** Expressions as text and as literal values. */
import type { Expression } from "./syntax.js";

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

const MAX_NESTING = 3;
const MAX_ITEMS = 40;

/** `a.b.c` for names and members, calls as `()`. */
export function calleeText(expression: Expression): string {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "member":
      return `${calleeText(expression.object)}.${expression.name}`;
    case "call":
      return `${calleeText(expression.callee)}()`;
    case "index": {
      const { index } = expression;
      const inner = index?.kind === "string" ? index.text : index?.kind === "number" ? index.text : "…";
      return `${calleeText(expression.object)}[${inner}]`;
    }
    case "await":
      return calleeText(expression.value);
    default:
      return "(expression)";
  }
}

/** Leftmost expression of a chain of members and calls. */
export function rootOf(expression: Expression): Expression {
  let current = expression;
  for (;;) {
    if (current.kind === "member" || current.kind === "index") current = current.object;
    else if (current.kind === "call") current = current.callee;
    else if (current.kind === "await") current = current.value;
    else return current;
  }
}

/** Source text with white space folded, cut at `max` characters. */
export function textOf(text: string, { from, to }: Expression, max = 200): string {
  const folded = text.slice(from, Math.min(to, from + max * 4)).replace(/\s+/g, " ");
  return folded.length > max ? `${folded.slice(0, max - 1)}…` : folded;
}

/** A condition as the rules read it: `not x` as `!x`. */
export const conditionText = (text: string, condition: Expression): string =>
  condition.kind === "not" ? `!${textOf(text, condition.value, 160)}` : textOf(text, condition, 160);

/** Value of a literal; undefined for anything else. Holes of an f-string are `${}`. */
export function literalValue(expression: Expression): string | number | boolean | null | undefined {
  if (expression.kind === "string") return expression.text;
  if (expression.kind === "number") return numberOf(expression.text);
  if (expression.kind === "boolean") return expression.value;
  return expression.kind === "none" ? null : undefined;
}

function numberOf(text: string): number | undefined {
  const value = Number(text.replaceAll("_", ""));
  return Number.isNaN(value) ? undefined : value;
}

/** A literal as JSON, other values as {"$": source text}. */
export function jsonOf(expression: Expression, text: string, nesting = 0): JsonValue {
  const value = literalValue(expression);
  if (value !== undefined) return value;
  if (nesting < MAX_NESTING && expression.kind === "sequence")
    return expression.items.slice(0, MAX_ITEMS).map((item) => jsonOf(item, text, nesting + 1));
  if (nesting < MAX_NESTING && expression.kind === "dictionary") {
    const entries = expression.entries.slice(0, MAX_ITEMS).flatMap(({ key, value: entry }) => {
      const name = key === null ? undefined : literalValue(key);
      return name === undefined ? [] : [[String(name), jsonOf(entry, text, nesting + 1)] as const];
    });
    return Object.fromEntries(entries);
  }
  return { $: textOf(text, expression) };
}
