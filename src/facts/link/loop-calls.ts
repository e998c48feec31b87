/** What the loops around calls go through, for those who must tell a loop over people from one over attempts. */
import { addRows, type FactSet } from "../fact-set.js";
import type { LoopCallRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";

export function collectLoopCalls(graph: CodeGraph, facts: FactSet): void {
  for (const call of graph.calls) {
    const row = call.row.in_loop && call.file.info.role === "app" ? loopOf(call) : null;
    if (row) addRows(facts, "loop_call", [row]);
  }
}

function loopOf({ row, record, file }: LinkedCall): LoopCallRow {
  const { range, loop } = record;
  const kind = range?.kind ?? (loop === "none" ? "items" : loop);
  return {
    call_id: row.id,
    kind: loop === "attempts" ? "attempts" : kind,
    over: range?.over ?? null,
    source_id: range === null || range.source === null ? null : range.source + file.callOffset,
  };
}
