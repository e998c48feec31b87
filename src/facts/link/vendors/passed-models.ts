import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { sourceOf } from "../outbound/options.js";
import { isModelName } from "./model-names.js";
import { isRequest } from "./model-place.js";
import type { ModelProviders } from "./model-providers.js";

/** Names that say too little to be the same thing in another file. */
const COMMON =
  /^(model|models|name|id|options|opts|config|settings|params|args|props|this|env|process|value|data|llm)$/i;

/** What vendors' clients are asked to use: model ids, and the constants and variables that hold them. */
export class PassedModels {
  /** Ids that come from a constant of another file. */
  readonly #ids = new Set<string>();
  readonly #names = new Set<string>();
  /** Ids and names, by the file of the call. */
  readonly #byFile = new Map<string, Set<string>>();
  readonly #graph: CodeGraph;

  constructor(graph: CodeGraph, providers: ModelProviders) {
    this.#graph = graph;
    for (const call of providers.clientCalls()) this.#look(call);
    for (const call of graph.calls) if (isRequest(call) && providers.isAddressed(call.row.file)) this.#lookAtBody(call);
  }

  /** True when some client is called with what a constant or variable of this file, value and name holds. */
  has(id: string, names: readonly (string | null)[], file: string): boolean {
    const local = this.#byFile.get(file);
    if (this.#ids.has(id) || local?.has(id) === true) return true;
    return names.some((name) => {
      if (name === null || name === "") return false;
      return local?.has(name) === true || (!COMMON.test(name) && this.#names.has(name));
    });
  }

  #look(call: LinkedCall): void {
    for (const argument of call.record.arguments) {
      if (argument.json !== null) this.#lookAtOptions(call, JSON.parse(argument.json));
      else if (argument.kind !== "function") this.#add(call, argument.text);
    }
    this.#lookAtBody(call);
  }

  #lookAtBody(call: LinkedCall): void {
    if (call.row.options !== null) this.#lookAtOptions(call, JSON.parse(call.row.options));
  }

  #lookAtOptions(call: LinkedCall, options: unknown): void {
    if (typeof options !== "object" || options === null) return;
    for (const [name, value] of Object.entries(options)) {
      if (!isModelName(name)) continue;
      if (typeof value === "string") this.#inFile(call).add(value);
      const source = sourceOf(value);
      if (source !== null) this.#add(call, source);
    }
  }

  /** The identifiers of an expression, and the text it stands for when it is a constant of another file. */
  #add(call: LinkedCall, source: string): void {
    const names = this.#inFile(call);
    for (const [name] of source.matchAll(/[A-Za-z_$][\w$]*/g)) {
      names.add(name);
      this.#names.add(name);
    }
    const text = this.#constant(call, source);
    if (text !== null) this.#ids.add(text);
  }

  #inFile({ row }: LinkedCall): Set<string> {
    const known = this.#byFile.get(row.file) ?? new Set();
    this.#byFile.set(row.file, known);
    return known;
  }

  #constant({ file }: LinkedCall, source: string): string | null {
    const [first, ...members] = source.split(".");
    const imported = (file.code.facts.import ?? []).find((row) => row.local === first);
    if (!imported?.imported || members.some((name) => !/^\w+$/.test(name))) return null;
    const steps = members.map((name) => `.${name}`);
    const origin = { kind: "import", specifier: imported.specifier, name: imported.imported, steps } as const;
    const resolved = this.#graph.resolve(file, { origin, isTyped: false, isConditional: false });
    return resolved.kind === "text" && resolved.base === null ? resolved.text : null;
  }
}
