import type { Place } from "./model.js";
import type { Expression, Statement } from "./syntax.js";
import { calleeText } from "./written.js";

/** `for attempt in range(3)`, `while retries < 3` */
const ATTEMPTS = /attempt|retr(?:y|ies)|tries/i;
const MAX_TEXT = 400;

/** What a `for` goes over: tries of the same thing, numbers, or items. */
export function forLoop({ target, iterable }: Statement & { kind: "for" }, text: string): Place["loop"] {
  if (ATTEMPTS.test(`${textOf(target, text)} ${textOf(iterable, text)}`)) return "attempts";
  return iterable.kind === "call" && calleeText(iterable.callee) === "range" ? "counter" : "items";
}

export const whileLoop = ({ condition }: Statement & { kind: "while" }, text: string): Place["loop"] =>
  ATTEMPTS.test(textOf(condition, text)) ? "attempts" : "counter";

const textOf = ({ from, to }: Expression, text: string): string => text.slice(from, Math.min(to, from + MAX_TEXT));
