import { type ConfigEntry, type ConfigNode, entriesAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { DependencyRow, PackageRow } from "../rows.js";
import { readRange } from "./dependency-version.js";
import { detectFramework, isServerFramework } from "./frameworks.js";
import { manifestGlobals } from "./lint-globals.js";
import { folderOf } from "./lockfiles.js";
import { dependencyRuntimes, manifestRuntimes } from "./manifest-runtimes.js";
import { scriptDeclarations } from "./script-env.js";
import { catalogRows, workspaceRows } from "./workspace-rows.js";

const DEPENDENCY_FIELDS: readonly (readonly [field: string, kind: string])[] = [
  ["dependencies", "production"],
  ["devDependencies", "development"],
  ["peerDependencies", "peer"],
  ["optionalDependencies", "optional"],
];

/** Package, dependencies, scripts' variables, runtimes and workspace globs of a package.json. */
export function extractPackageJson(path: string, text: string): FactSet {
  const { root, problem } = readJson(text);
  const facts: FactSet = {};
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  if (root?.kind !== "map") {
    if (!problem) addRows(facts, "problem", [notAnObject(path)]);
    return facts;
  }
  const dependencies = dependencyRows(path, root);
  addRows(facts, "package", [packageRow(path, root, dependencies)]);
  addRows(facts, "dependency", dependencies);
  addRows(facts, "global_name", manifestGlobals(path, root));
  addRows(facts, "env_declaration", scriptDeclarations(path, entriesAt(root, "scripts")));
  addRows(facts, "runtime_version", [...manifestRuntimes(path, root), ...dependencyRuntimes(dependencies)]);
  addRows(facts, "workspace", workspaceRows(path, workspaceGlobs(root)));
  // Bun keeps its catalogs inside `workspaces`.
  addRows(facts, "catalog", [...catalogRows(path, root), ...catalogRows(path, nodeAt(root, "workspaces"))]);
  return facts;
}

const notAnObject = (path: string) => ({
  file: path,
  line: 1,
  message: "This package.json is not a JSON object",
  remedy: "Write a manifest (npm init), or delete the file.",
});

/** `workspaces: [...]`, or `workspaces: { packages: [...] }` as yarn 1 and bun allow. */
function workspaceGlobs(root: ConfigNode): { text: string; line: number }[] {
  return nodeAt(root, "workspaces")?.kind === "map"
    ? textsAt(root, "workspaces", "packages")
    : textsAt(root, "workspaces");
}

function packageRow(path: string, root: ConfigNode, dependencies: readonly DependencyRow[]): PackageRow {
  const dir = folderOf(path);
  const framework = detectFramework(namesOf(dependencies, "production"), namesOf(dependencies, "development"));
  return {
    dir,
    file: path,
    ecosystem: "npm",
    name: textAt(root, "name"),
    version: textAt(root, "version"),
    module_type: textAt(root, "type"),
    is_private: textAt(root, "private") === "true",
    is_root: dir === "",
    is_workspace: false,
    is_library: isLibrary(root, framework),
    package_manager: packageManager(root),
    has_auto_imports: false,
    framework,
    scripts_json: scriptsJson(entriesAt(root, "scripts")),
  };
}

const namesOf = (dependencies: readonly DependencyRow[], kind: string): Set<string> =>
  new Set(dependencies.filter((d) => d.kind === kind).map((d) => d.name));

/** `packageManager: pnpm@9.1.0`, or the devEngines form. */
function packageManager(root: ConfigNode): string | null {
  const text = textAt(root, "packageManager") ?? textAt(root, "devEngines", "packageManager", "name");
  const name = text?.split("@", 1)[0] ?? "";
  return /^(?:npm|pnpm|yarn|bun|deno)$/.test(name) ? name : null;
}

/**
 * Published for others. `npm init` writes `main` into every manifest and private is easily forgotten, so `main` or `bin`
 * alone does not make a library of something that is started as a server.
 */
function isLibrary(root: ConfigNode, framework: string | null): boolean {
  if (textAt(root, "private") === "true" || textAt(root, "name") === null) return false;
  const fields = ["exports", "module", "types", "typings", "publishConfig"];
  if (fields.some((field) => nodeAt(root, field) !== undefined)) return true;
  if (textAt(root, "scripts", "start") !== null || isServerFramework(framework)) return false;
  return ["main", "bin", "files"].some((field) => nodeAt(root, field) !== undefined);
}

function scriptsJson(scripts: readonly ConfigEntry[]): string | null {
  const pairs = scripts.flatMap(({ key, value }) => (value.kind === "scalar" ? [[key, value.text ?? ""]] : []));
  return pairs.length > 0 ? JSON.stringify(Object.fromEntries(pairs)) : null;
}

function dependencyRows(path: string, root: ConfigNode): DependencyRow[] {
  const package_dir = folderOf(path);
  const rows: DependencyRow[] = [];
  for (const [field, kind] of DEPENDENCY_FIELDS)
    for (const { key, line, value } of entriesAt(root, field)) {
      const range = value.kind === "scalar" ? value.text : null;
      if (range === null) continue;
      const { version } = readRange(range);
      const is_workspace = range.startsWith("workspace:");
      const declared = { package_dir, ecosystem: "npm", name: key, range, version, kind, extras: null };
      rows.push({ ...declared, is_workspace, file: path, line });
    }
  return rows;
}
