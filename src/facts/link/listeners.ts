import { addRows, type FactSet } from "../fact-set.js";
import type { ListenerRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";
import { mark } from "./argument-function.js";

const ADDING = new Set([
  "on",
  "once",
  "addListener",
  "prependListener",
  "addEventListener",
  "subscribe",
  "setInterval",
]);
const REMOVING = new Set([
  "off",
  "removeListener",
  "removeAllListeners",
  "removeEventListener",
  "unsubscribe",
  "clearInterval",
  "close",
  "destroy",
]);

/** Listeners and intervals, with whether the same file takes them away again. */
export function collectListeners(graph: CodeGraph, facts: FactSet): void {
  const removals = removalsByFile(graph);
  for (const call of graph.calls) {
    const row = listenerOf(call, removals.get(call.row.file) ?? []);
    if (!row) continue;
    addRows(facts, "listener", [row]);
    if (call.row.root === "process" && isShutdown(row.event)) mark(graph.argumentFunction(call, 1), "shutdown");
  }
}

/** A computed event of `process` is nearly always the loop variable of a list of signals. */
const isShutdown = (event: string | null): boolean => event === null || event === "SIGTERM" || event === "SIGINT";

interface Removal {
  readonly method: string;
  readonly receiver: string | null;
  readonly event: string | null;
  readonly names: string;
}

function removalsByFile(graph: CodeGraph): Map<string, Removal[]> {
  const found = new Map<string, Removal[]>();
  for (const { row } of graph.calls) {
    if (!REMOVING.has(row.method)) continue;
    const removal = {
      method: row.method,
      receiver: receiverOf(row.callee),
      event: row.argument_1_kind === "string" ? row.argument_1 : null,
      names: row.names_json ?? "[]",
    };
    const known = found.get(row.file);
    if (known) known.push(removal);
    else found.set(row.file, [removal]);
  }
  return found;
}

const receiverOf = (callee: string): string | null => {
  const at = callee.lastIndexOf(".");
  return at === -1 ? null : callee.slice(0, at).replace(/\?$/, "");
};

function listenerOf(call: LinkedCall, removals: readonly Removal[]): ListenerRow | null {
  const { row, record } = call;
  if (row.kind !== "call" || !ADDING.has(row.method)) return null;
  const isInterval = row.method === "setInterval";
  if (isInterval && row.origin !== "global" && row.origin !== "builtin") return null;
  if (!isInterval && !isListening(call)) return null;
  return {
    file: row.file,
    line: row.line,
    function_id: row.function_id,
    receiver: isInterval ? null : receiverOf(row.callee),
    receiver_scope: isInterval ? "global" : record.receiverScope,
    event: isInterval ? row.argument_2 : row.argument_1_kind === "string" ? row.argument_1 : null,
    method: row.method,
    is_removed: isRemoved(call, removals),
    in_loop: row.in_loop,
    in_handler: row.in_handler,
    call_id: row.id,
  };
}

/** `.on("event", handler)`; `knex.on`, `router.on` and the like have no handler function second. */
function isListening(call: LinkedCall): boolean {
  const { row, record } = call;
  if (row.method === "subscribe") return record.arguments.some((argument) => argument.kind === "function");
  const [event, handler] = record.arguments;
  if (!event || !handler) return false;
  const isEvent =
    event.kind === "string" || event.kind === "identifier" || event.kind === "member" || event.kind === "template";
  const isHandler =
    handler.kind === "function" ||
    handler.kind === "identifier" ||
    handler.kind === "member" ||
    handler.kind === "call";
  return isEvent && isHandler;
}

function isRemoved(call: LinkedCall, removals: readonly Removal[]): boolean {
  const { row } = call;
  if (row.method === "setInterval") return removals.some((removal) => removal.method === "clearInterval");
  if (/"signal"/.test(row.options ?? "")) return true;
  if (row.method === "subscribe")
    return removals.some((removal) => removal.method === "unsubscribe") || row.result !== "ignored";
  const receiver = receiverOf(row.callee);
  return removals.some((removal) => {
    if (removal.method === "unsubscribe" || removal.method === "clearInterval") return false;
    if (removal.receiver !== receiver) return false;
    const endsAll =
      removal.method === "removeAllListeners" || removal.method === "close" || removal.method === "destroy";
    return endsAll || removal.event === null || removal.event === row.argument_1;
  });
}
