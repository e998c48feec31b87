import type { FunctionUseRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

export type UsesByFunction = ReadonlyMap<number, readonly FunctionUseRow[]>;

/** What a function calls the request that it only hands on; a prompt or a text makes it a function of its own. */
const REQUEST =
  /^(params|payload|requests?|req|options|opts|body|init|args|config|messages|data|url|path|endpoint|mail|message|msg)$/i;

/**
 * Finds the project's own ways to a vendor: functions that hand a request on to one call, as
 * `callClaude({ model, messages })` or `fetchWithRetry(url, init)` do. Asked only for calls that try again.
 */
export class Gateways {
  readonly #graph: CodeGraph;
  readonly #uses: UsesByFunction;

  constructor(graph: CodeGraph, uses: UsesByFunction) {
    this.#graph = graph;
    this.#uses = uses;
  }

  /** The function around a call that is such a way, and is used as one; null when there is none. */
  of(call: LinkedCall): number | null {
    if (isNoMatter(call)) return null;
    for (const owner of this.#graph.around(call.row.function_id)) {
      if (owner.name === null) continue;
      const isUsed = (this.#uses.get(owner.id) ?? []).some(
        ({ kind, file }) => kind === "call" && this.#graph.files.get(file)?.info.role === "app",
      );
      return isUsed && owner.handler === null && handsOn(call, owner.parameters_json) ? owner.id : null;
    }
    return null;
  }
}

/** `send(note).catch(() => {})`: a line of something longer, which hands back neither answer nor failure. */
const isNoMatter = ({ row, record: { resultUse: use } }: LinkedCall): boolean =>
  row.has_catch && use.escape === null && use.taken.length === 0 && use.membersRead.length === 0;

/** `fetch("https://…")`, `fetch(`https://…/${id}`)` and `fetch(`${base}/render`)` go to one place, whatever they are handed: no way for other calls. */
const FIXED_ADDRESS = /^["'`]?https?:\/\/[^$]|^`?\$\{[^}]*\}\/[\w./-]*\w(\?[^`]*)?`?$/i;

function handsOn(call: LinkedCall, parameters: string): boolean {
  if (FIXED_ADDRESS.test(call.record.arguments[0]?.text ?? "")) return false;
  const isPassed = call.record.arguments.some(({ parameter, text }) => parameter !== null && REQUEST.test(text));
  if (isPassed) return true;
  const names: unknown = JSON.parse(call.row.names_json ?? "[]");
  if (!Array.isArray(names)) return false;
  const requests = names.filter((name) => typeof name === "string" && REQUEST.test(name));
  // Of a destructured parameter only the names inside the call are known.
  return (
    requests.some((name) => parameters.includes(`"${name}"`)) || (parameters.includes("{…}") && requests.length > 0)
  );
}
