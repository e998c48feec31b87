import type { CodeGraph, LinkedCall } from "../code-graph.js";

/**
 * Calls of all files as they stand in the source. Their ids are given out on first sight, and looking up where a later
 * call comes from may see it before the one whose value it goes on with.
 */
export function* inSourceOrder(graph: CodeGraph): Generator<LinkedCall> {
  for (const file of graph.files.values()) {
    yield* graph.callsIn(file).toSorted((a, b) => a.row.line - b.row.line || a.row.column - b.row.column);
  }
}
