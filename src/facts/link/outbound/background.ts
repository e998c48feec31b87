import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { UsesByFunction } from "./gateways.js";

/** `ctx.waitUntil(…)`, Next.js' `after(…)`, and helpers of projects that do the same. */
const BEHIND = /waitUntil|^after$|background|fireAndForget|runAsynchronously/i;

/** The helper, and the function that is called there. */
const MAX_HOPS = 2;

/** Work of a request that nobody waits for: it runs on behind the answer. */
export class Background {
  readonly #graph: CodeGraph;
  readonly #uses: UsesByFunction;

  constructor(graph: CodeGraph, uses: UsesByFunction) {
    this.#graph = graph;
    this.#uses = uses;
  }

  has(call: LinkedCall, hops = MAX_HOPS): boolean {
    if (this.#isGivenAway(call) || isDropped(call)) return true;
    return hops > 0 && [...this.#graph.around(call.row.function_id)].some(({ id }) => this.#isOnlyBehind(id, hops - 1));
  }

  #isGivenAway({ record, file }: LinkedCall): boolean {
    const takers = record.enclosingCalls.map(({ callId }) => callId);
    if (record.argumentOf !== null) takers.push(record.argumentOf);
    return takers.some((id) => BEHIND.test(this.#graph.call(id + file.callOffset)?.row.method ?? ""));
  }

  #isOnlyBehind(id: number, hops: number): boolean {
    const uses = (this.#uses.get(id) ?? []).filter(({ file }) => this.#graph.files.get(file)?.info.role === "app");
    return (
      uses.length > 0 &&
      uses.every((use) => {
        const call = use.call_id === null ? undefined : this.#graph.call(use.call_id);
        if (!call || use.kind === "reference") return false;
        return use.kind === "argument" ? BEHIND.test(call.row.method) : this.has(call, hops);
      })
    );
  }
}

/** `void audit(entry)`, `audit(entry).catch(log)` in a request; at start-up that is how a process begins its work. */
function isDropped({ row, record }: LinkedCall): boolean {
  if (!row.in_handler || row.is_awaited || row.is_returned || row.in_parallel) return false;
  const { taken, membersRead, escape } = record.resultUse;
  if (row.result === "ignored") return true;
  return row.has_catch && escape === null && taken.length === 0 && membersRead.length === 0;
}
