import { addRows, type FactSet } from "../fact-set.js";
import type { CatalogRow, DependencyRow, LockfileRow, PackageRow, RuntimeVersionRow } from "../rows.js";
import { readRange } from "./dependency-version.js";
import { DEPENDENCY_PRODUCTS } from "./frameworks.js";
import { folderOf, lockfileManager } from "./lockfiles.js";
import { rangeRow } from "./manifest-runtimes.js";
import { findWorkspaces } from "./workspaces.js";

/**
 * Resolves what crosses manifests, over rows alone: workspace members, dependencies on them, catalog versions, package
 * managers, and the package each lock file belongs to. Rows are changed in place; run it once, after all files.
 */
export function linkPackages(facts: FactSet): void {
  const packages = onePerFolder(facts.package ?? []);
  facts.package = packages;
  const rootOf = findWorkspaces(packages, facts.workspace ?? []);
  for (const row of packages) row.is_workspace = rootOf.has(row.dir);
  linkLockfiles(facts, packages);
  linkDependencies(facts.dependency ?? [], packages, rootOf);
  const resolved = resolveCatalogs(facts.dependency ?? [], facts.catalog ?? []);
  addRows(facts, "runtime_version", catalogRuntimes(resolved));
  linkManagers(packages, facts, rootOf);
}

/** A folder with both a package.json and a deno.json is the package that npm knows. */
function onePerFolder(rows: readonly PackageRow[]): PackageRow[] {
  const byDir = new Map<string, PackageRow>();
  for (const row of rows) if (!byDir.has(row.dir) || row.file.endsWith("package.json")) byDir.set(row.dir, row);
  return [...byDir.values()];
}

/** Lock files are often too large or binary (bun.lockb): then only the list of files tells that they exist. */
function linkLockfiles(facts: FactSet, packages: readonly PackageRow[]): void {
  const known = new Set((facts.lockfile ?? []).map((row) => row.file));
  const added: LockfileRow[] = [];
  for (const { path } of [...(facts.file ?? []), ...(facts.skipped ?? [])]) {
    const package_manager = lockfileManager(path);
    if (package_manager === null || known.has(path)) continue;
    known.add(path);
    added.push({ file: path, package_dir: null, package_manager });
  }
  addRows(facts, "lockfile", added);
  const dirs = new Set(packages.map((row) => row.dir));
  for (const row of facts.lockfile ?? []) row.package_dir = nearest(folderOf(row.file), (dir) => dirs.has(dir));
}

/** The folder itself or the nearest one above it that satisfies a test; null when none does. */
function nearest(dir: string, test: (dir: string) => boolean): string | null {
  for (let current = dir; ; current = folderOf(current)) {
    if (test(current)) return current;
    if (current === "") return null;
  }
}

function linkDependencies(
  dependencies: readonly DependencyRow[],
  packages: readonly PackageRow[],
  rootOf: ReadonlyMap<string, string>,
): void {
  // npm and yarn 1 resolve a plain range to a member of the same name, so the protocol alone does not tell.
  const members = new Map<string, Set<string>>();
  for (const { dir, name } of packages) {
    const root = rootOf.get(dir);
    if (root === undefined || name === null) continue;
    const names = members.get(root) ?? new Set();
    members.set(root, names.add(name));
  }
  for (const row of dependencies) {
    const names = members.get(rootOf.get(row.package_dir) ?? row.package_dir);
    row.is_workspace ||= isLocalPath(row.range) || (names?.has(row.name) ?? false);
  }
}

const isLocalPath = (range: string): boolean => /^(?:link|portal):|^file:(?!.*\.t(?:ar\.)?gz$)/.test(range);

interface ResolvedDependency {
  readonly dependency: DependencyRow;
  readonly entry: CatalogRow;
}

/** Gives `catalog:` dependencies the version of their catalog, the nearest one above the package. */
function resolveCatalogs(
  dependencies: readonly DependencyRow[],
  catalogs: readonly CatalogRow[],
): ResolvedDependency[] {
  const entries = new Map<string, CatalogRow>();
  for (const row of catalogs) entries.set(`${row.package_dir}\0${row.catalog}\0${row.name}`, row);
  const resolved: ResolvedDependency[] = [];
  for (const dependency of dependencies) {
    if (!dependency.range.startsWith("catalog:")) continue;
    const catalog = dependency.range.slice("catalog:".length) || "default";
    const key = (dir: string): string => `${dir}\0${catalog}\0${dependency.name}`;
    const dir = nearest(dependency.package_dir, (current) => entries.has(key(current)));
    const entry = dir === null ? undefined : entries.get(key(dir));
    if (!entry) continue;
    dependency.version = readRange(entry.range).version;
    resolved.push({ dependency, entry });
  }
  return resolved;
}

/** One row per catalog entry, at the line where its version would be changed. */
function catalogRuntimes(resolved: readonly ResolvedDependency[]): RuntimeVersionRow[] {
  const rows = new Map<CatalogRow, RuntimeVersionRow>();
  for (const { dependency, entry } of resolved) {
    const product = DEPENDENCY_PRODUCTS.get(entry.name);
    if (product !== undefined && dependency.kind !== "peer" && !rows.has(entry))
      rows.set(entry, rangeRow(entry.file, entry.line, product, entry.range, "dependency"));
  }
  return [...rows.values()];
}

/** The manager a manifest names, else that of the lock file beside it, else that of its workspace's root. */
function linkManagers(packages: readonly PackageRow[], facts: FactSet, rootOf: ReadonlyMap<string, string>): void {
  const found = new Map<string, string>();
  for (const { file, package_manager } of facts.lockfile ?? []) found.set(folderOf(file), package_manager);
  for (const { file, package_dir } of facts.workspace ?? [])
    if (file.endsWith("pnpm-workspace.yaml")) found.set(package_dir, "pnpm");
  for (const row of packages) if (row.package_manager !== null) found.set(row.dir, row.package_manager);
  for (const row of packages)
    if (row.ecosystem === "npm")
      row.package_manager = found.get(row.dir) ?? found.get(rootOf.get(row.dir) ?? row.dir) ?? null;
}
