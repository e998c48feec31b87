import type { CallRow, FunctionRow, FunctionUseRow, ReachRow } from "../rows.js";
import type { CodeGraph } from "./code-graph.js";

/** Entry points that run again for every request, message or tick. */
const PER_REQUEST = new Set([
  "route",
  "middleware",
  "webhook",
  "next-api",
  "server-action",
  "lambda",
  "queue",
  "job",
  "event",
]);

const MAX_HOPS = 3;

/**
 * Spreads "runs per request" from entry points (function.handler) to the functions inside them, and to functions
 * that are only called from such functions, up to three hops; then to calls and guards.
 */
export function markInHandler(graph: CodeGraph, uses: ReadonlyMap<number, readonly FunctionUseRow[]>): void {
  for (const row of graph.functions) row.in_handler = row.handler !== null && PER_REQUEST.has(row.handler);
  markNested(graph);
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    for (const row of graph.functions) {
      if (!row.in_handler) row.in_handler = isOnlyCalledInHandlers(graph, uses.get(row.id) ?? []);
    }
    markNested(graph);
  }
  for (const { row } of graph.calls) row.in_handler = graph.function(row.function_id)?.in_handler ?? false;
}

/** Functions come after the ones around them, so one pass in order suffices. */
function markNested(graph: CodeGraph): void {
  for (const row of graph.functions) {
    if (!row.in_handler) row.in_handler = isInHandler(graph, row);
  }
}

function isInHandler(graph: CodeGraph, row: FunctionRow): boolean {
  for (let parent = graph.function(row.parent_id); parent; parent = graph.function(parent.parent_id)) {
    if (parent.in_handler) return true;
  }
  return false;
}

function isOnlyCalledInHandlers(graph: CodeGraph, uses: readonly FunctionUseRow[]): boolean {
  return (
    uses.length > 0 && uses.every((use) => use.kind === "call" && graph.function(use.caller_id)?.in_handler === true)
  );
}

/**
 * Calls into packages, built-ins and the network that an entry point reaches within three calls of its own project. A
 * function that is passed on or stored there (`withTimeout(askDatabase)`) counts as called.
 */
export function collectReach(graph: CodeGraph, uses: readonly FunctionUseRow[]): ReachRow[] {
  const inside = callsInside(graph);
  const passed = passedInside(graph, uses);
  const rows: ReachRow[] = [];
  for (const entry of graph.functions) {
    if (entry.handler === null || entry.handler === "component") continue;
    const seen = new Set<number>([entry.id]);
    let frontier = [entry.id];
    for (let hops = 0; hops <= MAX_HOPS && frontier.length > 0; hops++) {
      const next: number[] = [];
      const visit = (target: number | null): void => {
        if (target === null || seen.has(target)) return;
        seen.add(target);
        next.push(target);
      };
      for (const id of frontier) {
        for (const target of passed.get(id) ?? []) visit(target);
        for (const callId of inside.get(id) ?? []) {
          const row = graph.call(callId)?.row;
          if (!row) continue;
          if (matters(row, entry.handler)) {
            rows.push({ function_id: entry.id, call_id: callId, hops });
          }
          visit(row.target_function_id);
        }
      }
      frontier = next;
    }
  }
  return rows;
}

/** Calls that lead out of the project; for a shutdown handler also whatever closes something. */
const matters = (row: CallRow, handler: string): boolean =>
  row.origin === "package" ||
  row.origin === "builtin" ||
  row.symbol === "fetch" ||
  (handler === "shutdown" && CLOSING.test(row.method));

const CLOSING =
  /^(close|stop|shutdown|destroy|disconnect|quit|end|terminate|drain|\$disconnect|closeAllConnections|gracefulShutdown)$/i;

/** Functions that a function's body mentions without calling them, closures included. */
function passedInside(graph: CodeGraph, uses: readonly FunctionUseRow[]): Map<number, number[]> {
  const inside = new Map<number, number[]>();
  for (const use of uses) {
    if (use.kind === "call") continue;
    for (let owner = graph.function(use.caller_id); owner; owner = graph.function(owner.parent_id)) {
      const known = inside.get(owner.id);
      if (known) known.push(use.function_id);
      else inside.set(owner.id, [use.function_id]);
    }
  }
  return inside;
}

/** Calls of a function's body, closures included. */
function callsInside(graph: CodeGraph): Map<number, number[]> {
  const inside = new Map<number, number[]>();
  for (const { row, record } of graph.calls) {
    // A decorator stands at the method, and runs when the class is made.
    if (record.decorated) continue;
    for (let owner = graph.function(row.function_id); owner; owner = graph.function(owner.parent_id)) {
      const known = inside.get(owner.id);
      if (known) known.push(row.id);
      else inside.set(owner.id, [row.id]);
    }
  }
  return inside;
}
