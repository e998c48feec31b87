import type { GitObjects, TreeEntry } from "./git-objects.js";

/** Path below a folder → id of its content. The same object for the same tree, so that equal folders are told at once. */
export type Listing = ReadonlyMap<string, string>;

/** `migrations/20260101_name/migration.sql`, and one folder more. */
const DEPTH = 2;
const MAX_FILES = 20_000;
const MAX_REMEMBERED = 20_000;
const NOTHING: Listing = new Map();

/** SQL files of some folders at one commit after the other. Reads only the trees on the way there, and each of them once. */
export class FolderListings {
  readonly #objects: GitObjects;
  readonly #end: number;
  readonly #listings = new Map<string, Listing>();
  /** Trees on the way to the folders, of the last commit only: the next one has others. */
  #way = new Map<string, TreeEntry[] | null>();
  #root = "";

  /** @param end by `performance.now()`; nothing is read afterwards */
  constructor(objects: GitObjects, end: number) {
    this.#objects = objects;
    this.#end = end;
  }

  get isLate(): boolean {
    return performance.now() > this.#end;
  }

  /** The SQL files in a folder of this tree; empty when the folder is not there, null when git's objects are incomplete, or too late. */
  read(rootTree: string, folder: string): Listing | null {
    if (this.isLate) return null;
    if (rootTree !== this.#root) this.#way = new Map();
    this.#root = rootTree;
    let tree = rootTree;
    for (const name of folder.split("/").filter((part) => part !== "")) {
      const entries = this.#entries(tree);
      if (entries === null) return null;
      const next = entries.find((entry) => entry.name === name && entry.kind === "tree");
      if (next === undefined) return NOTHING;
      tree = next.id;
    }
    return this.#list(tree, folder === "" ? 0 : DEPTH);
  }

  #entries(tree: string): TreeEntry[] | null {
    const known = this.#way.get(tree);
    if (known !== undefined) return known;
    const entries = this.#objects.tree(tree);
    this.#way.set(tree, entries);
    return entries;
  }

  #list(tree: string, depth: number): Listing | null {
    const key = `${depth} ${tree}`;
    const known = this.#listings.get(key);
    if (known !== undefined) return known;
    const entries = this.#objects.tree(tree);
    const files = entries === null ? null : this.#filesOf(entries, depth);
    if (files === null) return null;
    if (this.#listings.size >= MAX_REMEMBERED) this.#listings.clear();
    this.#listings.set(key, files);
    return files;
  }

  #filesOf(entries: readonly TreeEntry[], depth: number): Map<string, string> | null {
    const files = new Map<string, string>();
    for (const { name, kind, id } of entries) {
      if (kind === "blob" && /\.sql$/i.test(name)) files.set(name, id);
      if (kind !== "tree" || depth === 0) continue;
      const below = this.isLate ? null : this.#list(id, depth - 1);
      if (below === null || files.size > MAX_FILES) return null;
      for (const [path, blob] of below) files.set(`${name}/${path}`, blob);
    }
    return files.size > MAX_FILES ? null : files;
  }
}
