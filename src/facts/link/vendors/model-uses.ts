import { addRows, type FactSet } from "../../fact-set.js";
import type { EnvDeclarationRow, FileRow, LiteralRow, ModelUseRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { isAlias, isBookkeeping, isModelName, lastName } from "./model-names.js";
import { modelPlace, type ModelPlace } from "./model-place.js";
import { ModelProviders, type Provider } from "./model-providers.js";
import { isKnownId, ModelVendors, type ModelVendor } from "./model-vendors.js";
import { PassedModels } from "./passed-models.js";

/** Finds the places that decide which model is called. Needs the data tables and linked calls. */
export function collectModelUses(graph: CodeGraph, facts: FactSet): void {
  const vendors = new ModelVendors(facts.model_pattern ?? [], facts.model_gateway ?? []);
  if (vendors.all.length === 0) return;
  const finder = new ModelUseFinder(graph, facts, vendors);
  const rows: ModelUseRow[] = [];
  for (const literal of facts.literal ?? []) {
    const row = finder.ofLiteral(literal);
    if (row) rows.push(row);
  }
  for (const declaration of facts.env_declaration ?? []) {
    const row = finder.ofEnvironment(declaration);
    if (row) rows.push(row);
  }
  addRows(facts, "model_use", rows);
}

class ModelUseFinder {
  readonly #graph: CodeGraph;
  readonly #vendors: ModelVendors;
  readonly #providers: ModelProviders;
  readonly #passed: PassedModels;
  /** Environment variables that application code reads. */
  readonly #read: ReadonlySet<string | null>;
  readonly #files: ReadonlyMap<string, FileRow>;

  constructor(graph: CodeGraph, facts: FactSet, vendors: ModelVendors) {
    this.#graph = graph;
    this.#vendors = vendors;
    this.#providers = new ModelProviders(graph, facts, vendors);
    this.#passed = new PassedModels(graph, this.#providers);
    this.#files = new Map((facts.file ?? []).map((row) => [row.path, row]));
    this.#read = new Set((facts.env_read ?? []).filter(({ file }) => this.#isApp(file)).map(({ name }) => name));
  }

  ofLiteral(row: LiteralRow): ModelUseRow | null {
    const vendor = this.#vendors.of(row.value);
    if (!vendor || !this.#isApp(row.file)) return null;
    const call = this.#graph.call(row.call_id);
    const fn = this.#graph.function(row.function_id);
    const target = this.#graph.function(call?.row.target_function_id);
    const place = modelPlace({ row, call, fn, target }, this.#vendors);
    if (!place) return null;
    // What keeps the books about models says nothing about calls, unless it makes one itself.
    if (place.by !== "client" && [row.file, fn?.name, fn?.class_name].some((name) => isBookkeeping(name ?? "")))
      return null;
    const certainty = this.#certainty(row, place, vendor);
    if (certainty === null) return null;
    // Nothing but the model's own name stands for it, and nothing is seen to use that name.
    const isUnused = place.usage === "configuration" && certainty !== "sure" && isAlias(place.name, row.value);
    return {
      ...this.#modelAt(row, row.value, vendor),
      usage: isUnused ? "choice" : place.usage,
      name: place.name,
      certainty,
      call_id: row.call_id,
    };
  }

  ofEnvironment(row: EnvDeclarationRow): ModelUseRow | null {
    const vendor = row.value === null ? null : this.#vendors.of(row.value);
    const file = this.#files.get(row.file);
    if (!vendor || row.value === null || row.is_commented || NOT_DEPLOYED.test(file?.role ?? "")) return null;
    if (!isModelName(row.name) || this.#vendors.isGateway(row.name)) return null;
    const isSet = row.source !== "example" && row.source !== "docs";
    const isPassed = this.#read.has(row.name) && this.#passed.has("", [row.name], "");
    const isReached = this.#providers.isReached(vendor);
    return {
      ...this.#modelAt(row, row.value, vendor),
      usage: "env",
      name: row.name,
      certainty: !isReached ? "possible" : isSet && isPassed ? "sure" : "likely",
      call_id: null,
    };
  }

  #certainty(row: LiteralRow, place: ModelPlace, vendor: ModelVendor): ModelUseRow["certainty"] | null {
    const provider = this.#provider(row, place, vendor);
    if (provider === "other") return null;
    if (place.usage === "choice") return "possible";
    if (place.by === "client") return provider === "own" ? "sure" : "likely";
    if (place.by === "request" && provider === "own") return "sure";
    if (!this.#providers.isReached(vendor)) return "possible";
    const names = [place.name, lastName(row.key ?? ""), row.holder];
    const isPassed = place.by === "named" && this.#passed.has(row.value, names, row.file);
    return isPassed && provider !== "unclear" ? "sure" : "likely";
  }

  #provider(row: LiteralRow, place: ModelPlace, vendor: ModelVendor): Provider | null {
    const call = this.#graph.call(row.call_id);
    if (place.by === "client" && call) return this.#providers.ofCall(call, vendor);
    const texts = [row.file, row.key, row.callee, place.name, row.holder];
    if (texts.some((text) => text !== null && this.#vendors.isGateway(text))) return "other";
    if (place.by === "request") return this.#providers.ofRequests(row.file, vendor);
    return this.#providers.ofFile(row.file, vendor);
  }

  #modelAt(
    { file, line }: { file: string; line: number },
    text: string,
    vendor: ModelVendor,
  ): Pick<ModelUseRow, "model" | "vendor" | "file" | "line" | "package_dir" | "is_known"> {
    const model = idOf(text);
    const package_dir = this.#files.get(file)?.package_dir ?? null;
    return { model, vendor: vendor.name, file, line, package_dir, is_known: isKnownId(vendor, model) };
  }

  #isApp(path: string): boolean {
    return this.#files.get(path)?.role === "app";
  }
}

const NOT_DEPLOYED = /^(test|docs|archived|vendored|generated|example)$/;

/** Gemini's ids may be written with the collection they are in. */
const idOf = (text: string): string => text.replace(/^models\//, "");
