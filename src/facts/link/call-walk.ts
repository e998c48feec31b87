import type { FunctionUseRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";

/** A call that an entry point makes, itself or through functions of the project. */
export interface ReachedCall {
  readonly call: LinkedCall;
  /** Calls of the project's own functions in between; 0 = in the entry's own body, closures included. */
  readonly hops: number;
  /** An error of it is caught before it gets back to the entry's caller. */
  readonly isCaught: boolean;
}

/** What an entry point gets to. */
export interface Reached {
  readonly calls: readonly ReachedCall[];
  /** The entry and the functions it calls; not the closures inside them. */
  readonly functions: ReadonlySet<number>;
}

/** Walks from functions to what they call. A function that is passed on or stored counts as called. */
export class CallWalk {
  readonly #graph: CodeGraph;
  /** Calls by every function around them. */
  readonly #inside = new Map<number, LinkedCall[]>();
  readonly #passed = new Map<number, FunctionUseRow[]>();

  constructor(graph: CodeGraph, uses: readonly FunctionUseRow[]) {
    this.#graph = graph;
    for (const call of graph.calls) {
      // A decorator stands at the method, and runs when the class is made.
      if (!call.record.decorated) this.#addTo(this.#inside, call.row.function_id, call);
    }
    for (const use of uses) if (use.kind !== "call") this.#addTo(this.#passed, use.caller_id, use);
  }

  #addTo<Item>(groups: Map<number, Item[]>, functionId: number | null, item: Item): void {
    for (let owner = this.#graph.function(functionId); owner; owner = this.#graph.function(owner.parent_id)) {
      const known = groups.get(owner.id);
      if (known) known.push(item);
      else groups.set(owner.id, [item]);
    }
  }

  from(entry: number, maxHops: number): Reached {
    const functions = new Set<number>([entry]);
    const calls: ReachedCall[] = [];
    let frontier: { id: number; isCaught: boolean }[] = [{ id: entry, isCaught: false }];
    for (let hops = 0; hops <= maxHops && frontier.length > 0; hops++) {
      const next: typeof frontier = [];
      const visit = (id: number | null, isCaught: boolean): void => {
        if (id === null || functions.has(id) || hops === maxHops) return;
        functions.add(id);
        next.push({ id, isCaught });
      };
      for (const { id, isCaught: isOuterCaught } of frontier) {
        const inside = this.#inside.get(id) ?? [];
        const settles = inside.some(({ row }) => row.callee === "Promise.allSettled");
        const isCaught = ({ row }: LinkedCall): boolean =>
          isOuterCaught || row.in_try || row.has_catch || (settles && row.in_parallel);
        for (const use of this.#passed.get(id) ?? []) {
          const taker = this.#graph.call(use.call_id);
          visit(use.function_id, taker ? isCaught(taker) : isOuterCaught);
        }
        for (const call of inside) {
          calls.push({ call, hops, isCaught: isCaught(call) });
          visit(call.row.target_function_id, isCaught(call));
        }
      }
      frontier = next;
    }
    return { calls, functions };
  }
}
