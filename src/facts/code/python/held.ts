/** Who holds what a call gives, beyond the statement it stands in. */
import type { CallRecord } from "../file-code.js";
import type { Expression, FunctionStatement } from "./syntax.js";
import { calleeText } from "./written.js";

/** Decorators that keep what a function gave the first time. */
const REMEMBERS =
  /(?:^|\.)(?:lru_cache|cache|cached|cached_property|singleton|alru_cache|memoize|once|cache_resource)$/;
const CLOSES = /^(?:close|aclose|dispose|disconnect|quit|shutdown|terminate|wait_closed)$/;

export const isRemembered = ({ decorators }: FunctionStatement): boolean =>
  decorators.some((decorator) => REMEMBERS.test(calleeText(decorator.kind === "call" ? decorator.callee : decorator)));

/** Names of `global` and `nonlocal` statements, whichever function they stand in. */
export function globalNames(text: string): ReadonlySet<string> {
  const statements = text.matchAll(/^[ \t]+(?:global|nonlocal)[ \t]+([\w, \t]+)/gm);
  return new Set([...statements].flatMap(([, names = ""]) => names.split(",").map((name) => name.trim())));
}

export const isLocalName = (globals: ReadonlySet<string>, target: Expression | undefined): boolean =>
  target?.kind === "name" && !globals.has(target.name);

/** `client = Redis()` … `client.close()` in the same function. */
export function markClosed(calls: readonly CallRecord[]): void {
  const closed = new Set<string>();
  for (const { row } of calls) if (CLOSES.test(row.method)) closed.add(`${row.function_id ?? 0} ${row.root ?? ""}`);
  if (closed.size === 0) return;
  for (const { row } of calls) {
    if (row.held !== "local" || row.result_names === null) continue;
    const names: unknown = JSON.parse(row.result_names);
    const isClosed =
      Array.isArray(names) && names.some((name) => closed.has(`${row.function_id ?? 0} ${String(name)}`));
    if (isClosed) row.held = "closed";
  }
}
