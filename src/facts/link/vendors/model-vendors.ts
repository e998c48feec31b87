import type { ModelGatewayRow, ModelPatternRow } from "../../rows.js";
import type { LinkedCall } from "../code-graph.js";

/** A vendor of models: what its ids look like, and what reaches its own API. */
export interface ModelVendor {
  readonly name: string;
  readonly ids: RegExp;
  readonly clients: RegExp;
  readonly hosts: RegExp;
  /** Dated ids that the list of known ones can judge; null when there is no list. */
  readonly dated: RegExp | null;
  readonly known: ReadonlySet<unknown>;
}

/** Longer strings are no model ids. */
const LONGEST_ID = 80;

/** The data tables model_pattern and model_gateway, ready to ask. */
export class ModelVendors {
  readonly all: readonly ModelVendor[];
  readonly #gateways: RegExp | null;
  readonly #known = new Map<string, ModelVendor | null>();

  constructor(patterns: readonly ModelPatternRow[], gateways: readonly ModelGatewayRow[]) {
    this.all = patterns.map((row) => ({
      name: row.vendor,
      ids: new RegExp(row.pattern, "u"),
      clients: new RegExp(row.clients, "u"),
      hosts: new RegExp(row.hosts, "iu"),
      dated: row.dated_pattern === null ? null : new RegExp(row.dated_pattern, "u"),
      known: new Set(listOf(row.known_json)),
    }));
    const words = gateways.map(({ pattern }) => `(?:${pattern})`).join("|");
    this.#gateways = words === "" ? null : new RegExp(words, "iu");
  }

  /** The vendor whose ids look like this; null when it is no model id. */
  of(text: string): ModelVendor | null {
    if (text.length > LONGEST_ID) return null;
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = this.all.find(({ ids }) => ids.test(text)) ?? null;
    this.#known.set(text, found);
    return found;
  }

  /** True when a call goes through a client made for one of the vendors. */
  isClient(call: LinkedCall): boolean {
    const text = clientText(call);
    return text !== null && this.all.some(({ clients }) => clients.test(text));
  }

  /** True when a name or path tells of somebody else who serves these models: Azure, Bedrock, OpenRouter … */
  isGateway(text: string): boolean {
    return this.#gateways?.test(text) ?? false;
  }
}

/** Whether a dated id ever existed; null for ids without a date, and for those newer than the list. */
export const isKnownId = ({ dated, known }: ModelVendor, id: string): boolean | null =>
  dated?.test(id) === true ? known.has(id) : null;

function listOf(json: string): readonly unknown[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value : [];
}

/** "module symbol.path" of a call into a package, as model_pattern.clients is tested against; null for others. */
export function clientText({ row }: LinkedCall): string | null {
  if (row.origin !== "package" || row.module === null) return null;
  return `${row.module} ${row.symbol ?? ""}${row.path === null ? "" : `.${row.path}`}`;
}
