import type { Setting } from "../code/settings.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { CodeGraph, LinkedFile } from "./code-graph.js";

/** What some files together read of objects. */
interface MemberReads {
  readonly named: Set<string>;
  readonly whole: Set<string>;
  readonly pairs: Set<string>;
}

/** Components whose templates read settings too, which no walk sees. */
const COMPONENT = /\.(vue|svelte|astro)$/;

/** Settings that hold environment variables and that nothing in reach reads. */
export function linkIdleSettings(graph: CodeGraph, facts: FactSet): void {
  const holders = [...graph.files.values()].filter(
    ({ code, info }) => info.role === "app" && code.settings.settings.length > 0,
  );
  if (holders.length === 0) return;
  const reads = new Reads(graph, facts);
  const handed = handedNames(graph);
  for (const file of holders) {
    const known = reads.inReachOf(file);
    if (known === null) continue;
    for (const setting of file.code.settings.settings) {
      if (isRead(setting, known) || isHanded(setting, file, handed)) continue;
      const { path, line, endLine } = setting;
      addRows(facts, "idle_setting", [{ file: file.path, line, end_line: endLine, path: path.join(".") }]);
    }
  }
}

/** What may read the settings of a package: the package, or everything where others import from it. */
class Reads {
  readonly #graph: CodeGraph;
  readonly #shared: Set<string | null>;
  readonly #known = new Map<string | null, MemberReads | null>();

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#graph = graph;
    this.#shared = new Set();
    for (const { file, resolved_file: target } of facts.import ?? []) {
      const importer = graph.files.get(file);
      const imported = target === null ? undefined : graph.files.get(target);
      if (!importer || !imported || importer.info.package_dir === imported.info.package_dir) continue;
      this.#shared.add(imported.info.package_dir);
    }
  }

  /** Null when not everything that may read them was seen. */
  inReachOf(file: LinkedFile): MemberReads | null {
    const { package_dir: dir } = file.info;
    const isShared = this.#shared.has(dir);
    const key = isShared ? "\0all" : dir;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = this.#merge((other) => isShared || other.info.package_dir === dir);
    this.#known.set(key, found);
    return found;
  }

  #merge(isInReach: (file: LinkedFile) => boolean): MemberReads | null {
    const merged: MemberReads = { named: new Set(), whole: new Set(), pairs: new Set() };
    for (const file of this.#graph.files.values()) {
      if (file.info.role === "test" || !isInReach(file)) continue;
      if (COMPONENT.test(file.path)) return null;
      const { named, whole, pairs } = file.code.settings;
      for (const name of named) merged.named.add(name);
      for (const name of whole) merged.whole.add(name);
      for (const pair of pairs) merged.pairs.add(pair);
    }
    return merged;
  }
}

function isRead({ path, root }: Setting, { named, whole, pairs }: MemberReads): boolean {
  // Whoever reads it names every key on the way, or takes one of the groups as it is.
  if (root.isInstance) return path.some((key) => named.has(key));
  const unnamed = path.findIndex((key) => !named.has(key));
  if (unnamed < 0 || path.slice(0, unnamed).some((group) => whole.has(group))) return true;
  // Nest's modules take a namespace as their options.
  if (root.isRegistered && named.has("asProvider")) return true;
  // Without a sign that the object is read key by key, somebody else reads it: a library, a tool.
  return !root.keys.some((key) => (key.includes(".") ? pairs.has(key) : path.length === 1 && named.has(key)));
}

/** Files to the names of theirs that others hand on, with whether they give them away; exported names likewise. */
function handedNames(graph: CodeGraph): ReadonlyMap<string, boolean> {
  const found = new Map<string, boolean>();
  for (const file of graph.files.values()) {
    if (file.info.role === "test") continue;
    for (const { specifier, name, isGiven } of file.code.settings.handed) {
      const { resolvedFile } = graph.target(file, specifier);
      if (resolvedFile === null) continue;
      // A named one may have come by way of another file.
      const key = name === "default" || name === "*" ? `${resolvedFile}\0` : name;
      found.set(key, isGiven || found.get(key) === true);
    }
  }
  return found;
}

function isHanded({ path, root }: Setting, file: LinkedFile, handed: ReadonlyMap<string, boolean>): boolean {
  if (root.isInstance) return false;
  const isFlat = path.length === 1;
  if (root.isGiven || (isFlat && (root.isMoved || root.name === null))) return true;
  if (root.name === null) return false;
  const elsewhere = [handed.get(`${file.path}\0`), handed.get(root.name)];
  return elsewhere.some((isGiven) => isGiven === true || (isFlat && isGiven === false));
}
