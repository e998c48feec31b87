import type { FileRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";

/** The calls of each function of the project, by its id; only from files that are wanted. Needs the targets of calls: link them first. */
export function callersOf(
  graph: CodeGraph,
  isWanted: (file: FileRow) => boolean = () => true,
): ReadonlyMap<number, readonly LinkedCall[]> {
  const found = new Map<number, LinkedCall[]>();
  for (const call of graph.calls) {
    const target = call.row.target_function_id;
    if (target === null || !isWanted(call.file.info)) continue;
    const known = found.get(target);
    if (known) known.push(call);
    else found.set(target, [call]);
  }
  return found;
}
