import type { CodeGraph, LinkedFile } from "../code-graph.js";

const BROWSER_ROOT = /^(document|window|localStorage|sessionStorage|navigator)$/;

/** Which application files run on a server, as far as it can be told. */
export class ServerFiles {
  readonly #graph: CodeGraph;
  readonly #importers = new Map<string, Set<string>>();
  readonly #browserCode = new Set<string>();
  readonly #isClient = new Map<string, boolean>();

  constructor(graph: CodeGraph) {
    this.#graph = graph;
    for (const file of graph.files.values()) {
      if (file.info.role !== "app") continue;
      for (const row of file.code.facts.import ?? []) {
        if (row.resolved_file === null || row.is_type) continue;
        const known = this.#importers.get(row.resolved_file);
        if (known) known.add(file.path);
        else this.#importers.set(row.resolved_file, new Set([file.path]));
      }
    }
    for (const { row } of graph.calls) {
      if (row.root !== null && BROWSER_ROOT.test(row.root) && row.origin === "global") this.#browserCode.add(row.file);
    }
  }

  isServer(file: LinkedFile): boolean {
    return file.info.role === "app" && !this.#isClientOnly(file.path);
  }

  /** A browser's file, or one that only browsers' files import. */
  #isClientOnly(path: string): boolean {
    const known = this.#isClient.get(path);
    if (known !== undefined) return known;
    const side = this.#graph.files.get(path)?.info.side;
    if (side === "client" || side === "server") return side === "client";
    if (this.#browserCode.has(path)) return true;
    const importers = this.#importers.get(path);
    // Files that import each other are what the others say.
    this.#isClient.set(path, importers !== undefined);
    const isClient = importers !== undefined && [...importers].every((importer) => this.#isClientOnly(importer));
    this.#isClient.set(path, isClient);
    return isClient;
  }
}
