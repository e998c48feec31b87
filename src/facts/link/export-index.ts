/** Which names the project's files export, and where these come from, through `export *`. */
import type { LinkedFile, ResolveSpecifier, SpecifierTarget } from "./code-graph.js";

/** Where an exported name comes from. */
export interface ExportSource {
  readonly file: LinkedFile;
  /** Package that the file hands on as a whole; null when the file exports the name itself. */
  readonly specifier: string | null;
}

/** What a specifier means outside the project: a package or a builtin; null when it means neither. */
export function outsideOf(
  { resolution, package: name }: SpecifierTarget,
  specifier: string,
): { readonly kind: "package" | "builtin"; readonly specifier: string } | null {
  if (resolution === "package" || resolution === "builtin") return { kind: resolution, specifier };
  return resolution === "virtual" && name !== null ? { kind: "package", specifier: name } : null;
}

/** Barrels that hand on each other are common: a search looks at every file once, and its answer is kept. */
export class ExportIndex {
  readonly #files: ReadonlyMap<string, LinkedFile>;
  readonly #resolve: ResolveSpecifier;
  readonly #names = new Map<string, ReadonlySet<string>>();
  readonly #exported = new Map<string, boolean | null>();
  readonly #sources = new Map<string, ExportSource | null>();

  constructor(files: ReadonlyMap<string, LinkedFile>, resolve: ResolveSpecifier) {
    this.#files = files;
    this.#resolve = resolve;
  }

  /** Whether a file exports a name; null when it cannot be told. */
  has(path: string, name: string): boolean | null {
    const key = `${path}\0${name}`;
    const known = this.#exported.get(key);
    if (known !== undefined) return known;
    const found = this.#find(path, name, new Set());
    this.#exported.set(key, found);
    return found;
  }

  /** The file that exports a name itself, or hands on everything of the one package that may have it. */
  sourceOf(path: string, name: string): ExportSource | null {
    const key = `${path}\0${name}`;
    const known = this.#sources.get(key);
    if (known !== undefined) return known;
    const found = this.#searchSource(path, name, new Set());
    this.#sources.set(key, found);
    return found;
  }

  #find(path: string, name: string, seen: Set<string>): boolean | null {
    if (seen.has(path)) return false;
    seen.add(path);
    const file = this.#files.get(path);
    if (!file) return null;
    if (this.#namesOf(file).has(name)) return true;
    if (!isExportListComplete(file)) return null;
    let isCertain = true;
    for (const specifier of name === "default" ? [] : file.code.stars) {
      const target = this.#resolve(path, specifier);
      const found = target.resolvedFile === null ? null : this.#find(target.resolvedFile, name, seen);
      if (found === true) return true;
      if (found === null) isCertain = false;
    }
    return isCertain ? false : null;
  }

  #namesOf({ path, code }: LinkedFile): ReadonlySet<string> {
    const known = this.#names.get(path);
    if (known) return known;
    const names = new Set((code.facts.export ?? []).map((row) => row.name));
    this.#names.set(path, names);
    return names;
  }

  #searchSource(path: string, name: string, seen: Set<string>): ExportSource | null {
    const file = this.#files.get(path);
    if (!file || seen.has(path)) return null;
    seen.add(path);
    const { exports, stars } = file.code;
    if (exports.has(name)) return { file, specifier: null };
    for (const specifier of stars) {
      const target = this.#resolve(path, specifier);
      const found = target.resolvedFile === null ? null : this.#searchSource(target.resolvedFile, name, seen);
      if (found) return found;
      if (target.resolvedFile === null && stars.length === 1 && outsideOf(target, specifier)?.kind === "package")
        return { file, specifier };
    }
    return null;
  }
}

/**
 * False where exports come into being that are not written as such: in components, CommonJS, ambient declarations,
 * and files that were not fully understood.
 */
function isExportListComplete({ path, code, info }: LinkedFile): boolean {
  if (info.language !== "typescript" && info.language !== "javascript") return false;
  return !code.isCommonJs && info.parse_error === null && !/\.d\.[mc]?ts$/.test(path);
}
