import type { CodeGraph } from "../code-graph.js";

/** Files that are loaded only where a setting chooses them: `case "resend": return import("./resend")`. */
export class Choices {
  /** By file: whether each import of it is such a choice, and who imports it. */
  readonly #importers = new Map<string, { readonly file: string; readonly isChoice: boolean }[]>();
  readonly #known = new Map<string, boolean>();

  constructor(graph: CodeGraph) {
    for (const file of graph.files.values()) {
      if (file.info.role !== "app") continue;
      for (const row of file.code.facts.import ?? []) {
        if (row.resolved_file === null || row.is_erased) continue;
        const importer = { file: file.path, isChoice: row.is_choice };
        const known = this.#importers.get(row.resolved_file);
        if (known) known.push(importer);
        else this.#importers.set(row.resolved_file, [importer]);
      }
    }
  }

  isChosen(path: string): boolean {
    const known = this.#known.get(path);
    if (known !== undefined) return known;
    // Files that import each other are what the others say.
    this.#known.set(path, true);
    const importers = this.#importers.get(path) ?? [];
    const isChosen = importers.length > 0 && importers.every((each) => each.isChoice || this.isChosen(each.file));
    this.#known.set(path, isChosen);
    return isChosen;
  }
}
