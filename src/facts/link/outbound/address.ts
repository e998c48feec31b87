import type { Argument } from "../../code/file-code.js";
import { callersOf } from "../callers.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import type { Resolved } from "../resolved.js";

/** Where a request goes, as far as the code says. */
export interface Address {
  /** Text it starts with, holes as ${}; null when it starts with something unknown. */
  readonly text: string | null;
  /** Environment variable it starts with. */
  readonly env: string | null;
}

export const UNKNOWN_ADDRESS: Address = { text: null, env: null };

/** `new URL(new URL(…))` and callers of callers are followed this far. */
const MAX_DEPTH = 4;

/** More callers than these mean a general helper; their addresses say nothing about one service. */
const MAX_CALLERS = 30;

/** PAYMENTS_API_URL: how variables are written, also behind a typed `env` object. */
const VARIABLE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/** Reads addresses out of arguments: literals, constants of any file, variables, URL objects, and what callers pass. */
export class AddressReader {
  readonly #graph: CodeGraph;
  readonly #callers: ReadonlyMap<number, readonly LinkedCall[]>;

  constructor(graph: CodeGraph) {
    this.#graph = graph;
    this.#callers = callersOf(graph, ({ role }) => role === "app");
  }

  ofArgument(file: LinkedFile, argument: Argument | undefined, depth = 0): Address {
    if (!argument || depth > MAX_DEPTH) return UNKNOWN_ADDRESS;
    if (argument.kind === "string") return { text: argument.text, env: null };
    if (!argument.origin) return UNKNOWN_ADDRESS;
    return this.#ofResolved(this.#graph.resolve(file, argument.origin), depth);
  }

  /** Address of an option that was kept as JSON: a literal, or `{"$": source}`. */
  ofOption(file: LinkedFile, value: unknown): Address {
    if (typeof value === "string") return { text: value, env: null };
    const source: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "$") : undefined;
    if (typeof source !== "string") return UNKNOWN_ADDRESS;
    const imported = (file.code.facts.import ?? []).find((row) => row.local === source);
    if (imported?.imported) {
      const origin = { kind: "import", specifier: imported.specifier, name: imported.imported, steps: [] } as const;
      return this.#ofResolved(this.#graph.resolve(file, { origin, isTyped: false, isConditional: false }), 0);
    }
    const name = /^[\w.]*?\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b/.exec(source)?.[1];
    return name === undefined ? UNKNOWN_ADDRESS : { text: null, env: name };
  }

  #ofResolved(resolved: Resolved, depth: number): Address {
    switch (resolved.kind) {
      case "text": {
        if (resolved.base === null) return { text: resolved.text, env: null };
        const start = this.#ofResolved(resolved.base, depth);
        return start.text === null ? start : { text: start.text + resolved.text, env: start.env };
      }
      case "global":
        return this.#ofGlobal(resolved, depth);
      case "package":
        return variable(resolved.members.at(-1));
      case "parameter":
        return resolved.steps.length === 0
          ? this.#ofParameter(resolved.functionId, resolved.index, depth)
          : variable(resolved.steps.at(-1)?.slice(1));
      default:
        return UNKNOWN_ADDRESS;
    }
  }

  #ofGlobal(resolved: Resolved & { kind: "global" }, depth: number): Address {
    const { name, members, madeBy } = resolved;
    if (name === "process" && members[0] === "env") return { text: null, env: members[1] ?? null };
    const maker = this.#graph.call(madeBy);
    if ((name !== "URL" && name !== "Request") || !maker) return variable(members.at(-1));
    const [first, base] = maker.record.arguments;
    const isBased = name === "URL" && base !== undefined;
    return this.ofArgument(maker.file, isBased ? base : first, depth + 1);
  }

  #parameterName(functionId: number, index: number): unknown {
    const names: unknown = JSON.parse(this.#graph.function(functionId)?.parameters_json ?? "[]");
    return Array.isArray(names) ? names[index] : undefined;
  }

  /** What every caller in the application passes, when they agree on where it goes. */
  #ofParameter(functionId: number, index: number, depth: number): Address {
    const callers = this.#callers.get(functionId) ?? [];
    if (callers.length > MAX_CALLERS) return UNKNOWN_ADDRESS;
    let common: Address | null = null;
    for (const caller of callers) {
      const named = caller.record.named.find(({ name }) => name === this.#parameterName(functionId, index));
      const address = this.ofArgument(caller.file, caller.record.arguments[index] ?? named?.value, depth + 1);
      if (address === UNKNOWN_ADDRESS) return UNKNOWN_ADDRESS;
      if (common && hostOf(common.text ?? "") !== hostOf(address.text ?? "")) return UNKNOWN_ADDRESS;
      if (common && common.env !== address.env) return UNKNOWN_ADDRESS;
      common ??= address;
    }
    return common ?? UNKNOWN_ADDRESS;
  }
}

const variable = (name: string | undefined): Address =>
  name !== undefined && VARIABLE.test(name) ? { text: null, env: name } : UNKNOWN_ADDRESS;

/** Host of an absolute address, computed parts as *; null when there is none. */
export function hostOf(text: string): string | null {
  const host = /^(?:https?|wss?):\/\/(?:[^/@?#]*@)?([^/:?#]+)/i.exec(text)?.[1];
  // `https://api.example.org${path}`: what follows the name directly can only be a path.
  return host === undefined
    ? null
    : host
        .replace(/(?<=[a-z])\$\{\}$/, "")
        .replaceAll("${}", "*")
        .toLowerCase();
}
