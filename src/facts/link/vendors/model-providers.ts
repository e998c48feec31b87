import type { FactSet } from "../../fact-set.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { AddressReader, hostOf, type Address } from "../outbound/address.js";
import { findOption, optionsAt } from "../outbound/options.js";
import { clientText, type ModelVendor, type ModelVendors } from "./model-vendors.js";

/** Who answers a call: the model's vendor itself, another provider with its own dates, or it cannot be told. */
export type Provider = "own" | "other" | "unclear";

/** Options by which a client is sent elsewhere. */
const BASE_OPTIONS =
  "baseURL,baseUrl,base_url,basePath,apiBase,apiUrl,endpoint,anthropicApiUrl,configuration.baseURL,configuration.basePath,clientOptions.baseURL,httpOptions.baseUrl";

/** Options that turn a vendor's client into another provider's. */
const OTHER_OPTIONS = "azure,azureOpenAIApiKey,azureOpenAIApiInstanceName,azureOpenAIApiDeploymentName,vertexai";

/** Tells for calls, files and the repository which provider serves the models. */
export class ModelProviders {
  readonly #graph: CodeGraph;
  readonly #vendors: ModelVendors;
  readonly #addresses: AddressReader;
  /** Calls through the vendors' clients, by file. */
  readonly #clients = new Map<string, LinkedCall[]>();
  /** Files that name an address of a vendor, by vendor. */
  readonly #addressed = new Map<string, Set<string>>();
  readonly #reached = new Set<string>();

  constructor(graph: CodeGraph, facts: FactSet, vendors: ModelVendors) {
    this.#graph = graph;
    this.#vendors = vendors;
    this.#addresses = new AddressReader(graph);
    for (const call of graph.calls) if (vendors.isClient(call)) append(this.#clients, call.row.file, call);
    this.#findAddresses(facts);
    for (const vendor of vendors.all) if (this.#isReached(vendor)) this.#reached.add(vendor.name);
  }

  /** True when application code somewhere calls the vendor's own API. */
  isReached(vendor: ModelVendor): boolean {
    return this.#reached.has(vendor.name);
  }

  /** Calls through the vendors' clients in application code. */
  *clientCalls(): Generator<LinkedCall> {
    for (const [path, calls] of this.#clients) if (this.#isApp(path)) yield* calls;
  }

  /** Who answers a call through a client. */
  ofCall(call: LinkedCall, vendor: ModelVendor): Provider {
    const text = clientText(call) ?? "";
    if (this.#vendors.isGateway(text)) return "other";
    const maker = this.#graph.call(call.row.client_id);
    const base = this.#baseOf(call) ?? (maker ? this.#baseOf(maker) : null);
    if (base === "other") return "other";
    if (base !== null) return this.#ofAddress(base, vendor);
    if (vendor.clients.test(text)) return "own";
    // A client of one vendor that is asked for another's model must be one that was turned to a gateway.
    return this.#vendors.isClient(call) ? "other" : "unclear";
  }

  /** Who answers the plain HTTP requests of a file. */
  ofRequests(path: string, vendor: ModelVendor): Provider {
    return this.#addressed.get(vendor.name)?.has(path) === true ? "own" : "unclear";
  }

  /** True when an application file names an address of one of the vendors. */
  isAddressed(path: string): boolean {
    return this.#isApp(path) && this.#vendors.all.some((vendor) => this.ofRequests(path, vendor) === "own");
  }

  /** Who answers what a file's clients ask; null when it has none. */
  ofFile(path: string, vendor: ModelVendor): Provider | null {
    if (this.ofRequests(path, vendor) === "own") return "own";
    const found = new Set((this.#clients.get(path) ?? []).map((call) => this.ofCall(call, vendor)));
    if (found.size === 0) return null;
    if (found.has("own")) return "own";
    return found.has("unclear") ? "unclear" : "other";
  }

  #baseOf(call: LinkedCall): Address | "other" | null {
    for (const position of call.record.arguments.keys()) {
      const options = optionsAt(call, position);
      const other = findOption(options, OTHER_OPTIONS);
      if (other && other.value !== false) return "other";
      const base = findOption(options, BASE_OPTIONS);
      if (base) return this.#addresses.ofOption(call.file, base.value);
    }
    return null;
  }

  #ofAddress(address: Address, vendor: ModelVendor): Provider {
    if (address.text !== null && vendor.hosts.test(address.text)) return "own";
    if (address.text !== null && hostOf(address.text) !== null) return "other";
    return address.env !== null && this.#vendors.isGateway(address.env) ? "other" : "unclear";
  }

  #findAddresses(facts: FactSet): void {
    for (const { file, value } of facts.literal ?? []) {
      if (!value.includes(".") || !value.includes("/")) continue;
      for (const vendor of this.#vendors.all) {
        if (!vendor.hosts.test(value)) continue;
        const files = this.#addressed.get(vendor.name) ?? new Set();
        this.#addressed.set(vendor.name, files.add(file));
      }
    }
  }

  #isReached(vendor: ModelVendor): boolean {
    for (const path of this.#addressed.get(vendor.name) ?? []) if (this.#isApp(path)) return true;
    for (const call of this.clientCalls()) if (this.ofCall(call, vendor) === "own") return true;
    return false;
  }

  #isApp(path: string): boolean {
    return this.#graph.files.get(path)?.info.role === "app";
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}
