import type { ChainLink } from "../../code/file-code.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

const RETRY = /^retry(When|Backoff|WithDelay)?$/;
const TIMEOUT = /^timeout(With)?$/;

/**
 * What is said further on in the same expression: `http.get(url).pipe(retry(3), timeout(5000))`,
 * `superagent.get(url).retry(2).timeout(5000)`.
 */
export class Chains {
  readonly #links = new Map<number, readonly ChainLink[]>();

  constructor(graph: CodeGraph) {
    for (const { record, file } of graph.calls) {
      if (!record.chain?.some(({ method }) => method === "pipe" || RETRY.test(method) || TIMEOUT.test(method)))
        continue;
      for (const [index, { callId }] of record.chain.entries()) {
        this.#links.set(callId + file.callOffset, record.chain.slice(index + 1));
      }
    }
  }

  /** Text of the retry that follows a call; null when none does. */
  retryAfter = (call: LinkedCall): string | null => this.#find(call, RETRY);

  /** Text of the time limit that follows a call; null when none does. */
  timeoutAfter = (call: LinkedCall): string | null => this.#find(call, TIMEOUT);

  #find(call: LinkedCall, name: RegExp): string | null {
    for (const { method, arguments: args } of this.#links.get(call.row.id) ?? []) {
      if (name.test(method)) return `.${method}(${args.map(({ text }) => text).join(", ")})`;
      const operator = method === "pipe" ? args.find(({ text }) => name.test(/^\w+/.exec(text)?.[0] ?? "")) : undefined;
      if (operator) return operator.text;
    }
    return null;
  }
}
