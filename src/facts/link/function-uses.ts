import type { FunctionUseRow } from "../rows.js";
import type { CodeGraph } from "./code-graph.js";

/** Uses of every function of the project: called, passed on, stored. */
export function collectFunctionUses(graph: CodeGraph): FunctionUseRow[] {
  const uses: FunctionUseRow[] = [];
  for (const { row } of graph.calls) {
    if (row.target_function_id === null) continue;
    uses.push({
      function_id: row.target_function_id,
      file: row.file,
      line: row.line,
      kind: "call",
      call_id: row.id,
      caller_id: row.function_id,
    });
  }
  for (const file of graph.files.values()) {
    for (const reference of file.code.references) {
      const target = graph.functionOf(file, reference.origin);
      if (!target) continue;
      uses.push({
        function_id: target.id,
        file: file.path,
        line: reference.line,
        kind: reference.kind,
        call_id: reference.callId === null ? null : reference.callId + file.callOffset,
        caller_id: reference.callerId === null ? null : reference.callerId + file.functionOffset,
      });
    }
    for (const { origin, line, functionId } of file.code.dependencies) {
      const target = graph.functionOf(file, origin);
      if (!target) continue;
      const caller = functionId + file.functionOffset;
      uses.push({ function_id: target.id, file: file.path, line, kind: "argument", call_id: null, caller_id: caller });
    }
  }
  return uses;
}

/** Uses by function id. */
export function usesByFunction(uses: readonly FunctionUseRow[]): Map<number, FunctionUseRow[]> {
  const byFunction = new Map<number, FunctionUseRow[]>();
  for (const use of uses) {
    const known = byFunction.get(use.function_id);
    if (known) known.push(use);
    else byFunction.set(use.function_id, [use]);
  }
  return byFunction;
}
