import type { CallRow, FunctionRow, FunctionUseRow, ReachRow } from "../rows.js";
import type { CallWalk } from "./call-walk.js";
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

/** Calls from tests say nothing about how the application runs. */
function isOnlyCalledInHandlers(graph: CodeGraph, uses: readonly FunctionUseRow[]): boolean {
  const own = uses.filter((use) => graph.files.get(use.file)?.info.role !== "test");
  return (
    own.length > 0 && own.every((use) => use.kind === "call" && graph.function(use.caller_id)?.in_handler === true)
  );
}

/** Calls into packages, built-ins and the network that an entry point reaches within three calls of its own project. */
export function collectReach(graph: CodeGraph, walk: CallWalk): ReachRow[] {
  const rows: ReachRow[] = [];
  for (const entry of graph.functions) {
    const { handler } = entry;
    if (handler === null || handler === "component") continue;
    for (const { call, hops } of walk.from(entry.id, MAX_HOPS).calls) {
      if (matters(call.row, handler)) rows.push({ function_id: entry.id, call_id: call.row.id, hops });
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
