import { type ConfigNode, entriesAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { DependencyRow, RuntimeVersionRow } from "../rows.js";
import { readRange, shortVersion } from "./dependency-version.js";
import { DEPENDENCY_PRODUCTS } from "./frameworks.js";
import { readNodeVersion } from "./node-version.js";

/** Engines whose versions have an end of life; others (vscode, …) are hosts of plugins. */
const ENGINES = new Set(["node", "npm", "pnpm", "yarn", "bun", "deno"]);

/** Runtimes a manifest asks for: `engines`, `volta`, `packageManager`, `devEngines`. */
export function manifestRuntimes(file: string, root: ConfigNode): RuntimeVersionRow[] {
  const rows: RuntimeVersionRow[] = [];
  const add = (node: ConfigNode | undefined, product: string, source: string): void => {
    if (node?.kind !== "scalar" || node.text === null || !ENGINES.has(product)) return;
    rows.push(rangeRow(file, node.line, product, node.text, source));
  };
  for (const { key, value } of entriesAt(root, "engines")) add(value, key, "engines");
  for (const { key, value } of entriesAt(root, "volta")) add(value, key, "volta");
  for (const field of ["runtime", "packageManager"])
    add(nodeAt(root, "devEngines", field, "version"), textAt(root, "devEngines", field, "name") ?? "", "engines");
  const manager = nodeAt(root, "packageManager");
  const declared = /^([a-z]+)@([^+]+)/.exec(textAt(manager) ?? "");
  if (manager && declared?.[1] && ENGINES.has(declared[1]))
    rows.push(rangeRow(file, manager.line, declared[1], declared[2] ?? "", "package-manager"));
  return rows;
}

/** A version or range of a runtime as a row. */
export function rangeRow(file: string, line: number, product: string, raw: string, source: string): RuntimeVersionRow {
  const named = product === "node" ? readNodeVersion(raw) : null;
  if (named !== null) return { file, line, product, version: named, raw, source, is_pinned: true };
  const { version, isOneMajor } = readRange(raw);
  return {
    file,
    line,
    product,
    version: version === null ? null : shortVersion(version),
    raw,
    source,
    is_pinned: version !== null && isOneMajor,
  };
}

/** Runtimes among the dependencies (Next.js, Electron, …). A peer range is the host's choice, not this package's. */
export function dependencyRuntimes(dependencies: readonly DependencyRow[]): RuntimeVersionRow[] {
  const rows: RuntimeVersionRow[] = [];
  for (const { name, kind, range, file, line } of dependencies) {
    const product = DEPENDENCY_PRODUCTS.get(name);
    if (product === undefined || kind === "peer") continue;
    // Resolved when the packages are linked.
    if (range.startsWith("catalog:")) continue;
    rows.push(rangeRow(file, line, product, range, "dependency"));
  }
  return rows;
}
