import type { FactSet } from "../../fact-set.js";
import type { Reached } from "../call-walk.js";
import type { CodeGraph } from "../code-graph.js";

/** What calls to vendors cost by use, by category of SDK. */
const COSTS: ReadonlyMap<string, string> = new Map([
  ["llm", "model"],
  ["mail", "mail"],
  ["sms", "sms"],
]);
/** No lists, no lookups. */
const COSTING = /send|create|generate|stream|complet|chat|invoke|embed|transcri|speech|edit|run$|predict|parse$/i;

const VENDOR =
  /open_?ai|open_?router|groq|azure|anthropic|gemini|google|deepseek|gateway|together|mistral|x_?ai|fireworks|nvidia|perplexity|cohere|https:/i;

/** A client of an SDK that is sent to an address that a variable holds: a model on the project's own machines, as far as is known. */
function isOwnModel(graph: CodeGraph, id: number): boolean {
  const { options } = graph.call(graph.call(id)?.row.client_id ?? null)?.row ?? {};
  const base = /"base_?url":("[^"]*"|\{[^}]*\})/i.exec(options ?? "")?.[1];
  return base !== undefined && !VENDOR.test(base);
}

/** Where models are asked without an SDK: the paths that OpenAI's, Anthropic's and Google's protocols name. */
const MODEL_PATH =
  /^https:.*\/(chat\/completions|images\/(generations|edits)|embeddings|audio\/(speech|transcriptions))\b|^https:\/\/[\w.-]+\/v1\/(messages|responses|completions)\b|:(stream)?generateContent\b/i;

/** What a handler's calls show of who pays for it. */
export class HandlerCosts {
  readonly #costs = new Map<number, string>();

  constructor(graph: CodeGraph, facts: FactSet) {
    // Notes to browsers and phones, which their makers deliver for nothing.
    const roles = (facts.module_role ?? []).filter(({ role }) => role === "push");
    const pushes = new Set(roles.map(({ module }) => module));
    for (const { call_id: id, category, http_method: method, client, destination } of facts.outbound_call ?? []) {
      if (pushes.has(client) || destination === "internal" || isOwnModel(graph, id)) continue;
      const asksModel = method === "POST" && MODEL_PATH.test(graph.call(id)?.row.argument_1 ?? "");
      if (asksModel) this.#costs.set(id, "model");
      const cost = COSTS.get(category);
      if (cost !== undefined && COSTING.test(graph.call(id)?.row.method ?? "")) this.#costs.set(id, cost);
    }
  }

  costOf(reached: Reached): string | null {
    for (const { call } of reached.calls) {
      const cost = this.#costs.get(call.row.id);
      if (cost !== undefined) return cost;
    }
    return null;
  }
}
