/**
 * One shape for YAML, JSON and TOML: every key and value with its line, so that an extractor neither knows nor cares
 * which of the three a platform's file is written in.
 */
export type ConfigNode = ConfigMap | ConfigList | ConfigScalar;

export interface ConfigMap {
  readonly kind: "map";
  readonly line: number;
  /** In file order; a repeated key keeps its last value. */
  readonly entries: ReadonlyMap<string, ConfigEntry>;
}

export interface ConfigEntry {
  readonly key: string;
  /** Line of the key. */
  readonly line: number;
  readonly value: ConfigNode;
}

export interface ConfigList {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly ConfigNode[];
}

export interface ConfigScalar {
  readonly kind: "scalar";
  readonly line: number;
  /** As written (`3.10` stays "3.10"), without quotes; null for null and for nothing. */
  readonly text: string | null;
  /** Comment on the same line, without its `#`; YAML only. */
  readonly comment: string | null;
}

/** What went wrong while reading a file, where, and what to do. */
export interface ReadProblem {
  readonly line: number | null;
  readonly message: string;
  readonly remedy: string;
}

/** A file that was read as far as it could be. */
export interface ConfigDocument {
  readonly root: ConfigNode | null;
  readonly problem: ReadProblem | null;
}

/** Deeper than any real file; keeps the recursive readers and walkers off the end of the stack. */
export const MAX_DEPTH = 100;

/** Aliases share nodes, so a tiny file can stand for billions of values: nothing above this is followed. */
export const MAX_NODES = 100_000;

/** The node at the end of a path of keys; undefined when any of them is missing. */
export function nodeAt(node: ConfigNode | null | undefined, ...path: readonly string[]): ConfigNode | undefined {
  let current = node ?? undefined;
  for (const key of path) {
    if (current?.kind !== "map") return undefined;
    current = current.entries.get(key)?.value;
  }
  return current;
}

/** The text of the scalar at a path; null when it is missing, null, a map or a list. */
export function textAt(node: ConfigNode | null | undefined, ...path: readonly string[]): string | null {
  const found = nodeAt(node, ...path);
  return found?.kind === "scalar" ? found.text : null;
}

/** The entries of the map at a path; none when there is no map. */
export function entriesAt(node: ConfigNode | null | undefined, ...path: readonly string[]): ConfigEntry[] {
  const found = nodeAt(node, ...path);
  return found?.kind === "map" ? [...found.entries.values()] : [];
}

/** The items of the list at a path. A lone value counts as a list of one, as most platforms read it. */
export function itemsAt(node: ConfigNode | null | undefined, ...path: readonly string[]): readonly ConfigNode[] {
  const found = nodeAt(node, ...path);
  if (!found) return [];
  if (found.kind === "list") return found.items;
  return found.kind === "scalar" && found.text === null ? [] : [found];
}

/** The scalars with a text in the list at a path. */
export function textsAt(
  node: ConfigNode | null | undefined,
  ...path: readonly string[]
): { text: string; line: number }[] {
  const texts: { text: string; line: number }[] = [];
  for (const item of itemsAt(node, ...path))
    if (item.kind === "scalar" && item.text !== null) texts.push({ text: item.text, line: item.line });
  return texts;
}

/** Calls `visit` for every scalar below a node, with the dotted path to it. Stops at MAX_NODES. */
export function walkScalars(node: ConfigNode, visit: (scalar: ConfigScalar, path: string) => void): void {
  const budget = { left: MAX_NODES };
  walk(node, "", visit, budget);
}

function walk(
  node: ConfigNode,
  path: string,
  visit: (scalar: ConfigScalar, path: string) => void,
  budget: { left: number },
): void {
  if (budget.left-- <= 0) return;
  if (node.kind === "scalar") return visit(node, path);
  const prefix = path === "" ? "" : `${path}.`;
  if (node.kind === "list") node.items.forEach((item, index) => walk(item, `${prefix}${index}`, visit, budget));
  else for (const entry of node.entries.values()) walk(entry.value, prefix + entry.key, visit, budget);
}
