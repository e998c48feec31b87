/** Loops over rows: `for (const user of users)`, where `users` is what a query answered. */
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";

/** Finds for every query in a loop the one that gave the loop its rows. */
export function linkLoops(graph: CodeGraph, rows: readonly DbQueryRow[]): void {
  const reads = rows.filter(({ operation }) => operation === "select" || operation === "rpc");
  // Related tables that are read with the first one follow it.
  const byCall = new Map(reads.toReversed().map((row) => [row.call_id, row]));
  const byFunction = new Map<number, DbQueryRow[]>();
  for (const row of reads) {
    if (row.function_id !== null) byFunction.set(row.function_id, [...(byFunction.get(row.function_id) ?? []), row]);
  }
  for (const row of rows) {
    const call = row.call_id === null ? undefined : graph.call(row.call_id);
    const source = call?.record.range?.source ?? null;
    if (!call || source === null) continue;
    const made = source + call.file.callOffset;
    const target = graph.call(made)?.row.target_function_id ?? null;
    // A function that asks one thing is taken to answer with that.
    const behind = target === null ? [] : (byFunction.get(target) ?? []);
    row.loop_query_id = (byCall.get(made) ?? (behind.length === 1 ? behind[0] : undefined))?.id ?? null;
  }
}
