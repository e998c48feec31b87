import { type ConfigNode, entriesAt, nodeAt, textAt, textsAt } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { DependencyRow, PackageRow } from "../rows.js";
import { readRange } from "./dependency-version.js";
import { detectFramework } from "./frameworks.js";
import { folderOf } from "./lockfiles.js";
import { scriptDeclarations } from "./script-env.js";
import { workspaceRows } from "./workspace-rows.js";

/** Package, npm and JSR imports, tasks' variables and workspace members of a deno.json. */
export function extractDenoJson(path: string, text: string): FactSet {
  const { root, problem } = readJson(text);
  const facts: FactSet = {};
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  if (root?.kind !== "map") return facts;
  const dependencies = importRows(path, root);
  addRows(facts, "package", [packageRow(path, root, dependencies)]);
  addRows(facts, "dependency", dependencies);
  addRows(facts, "env_declaration", scriptDeclarations(path, entriesAt(root, "tasks")));
  const globs =
    nodeAt(root, "workspace")?.kind === "map" ? textsAt(root, "workspace", "members") : textsAt(root, "workspace");
  addRows(facts, "workspace", workspaceRows(path, globs));
  return facts;
}

function packageRow(path: string, root: ConfigNode, dependencies: readonly DependencyRow[]): PackageRow {
  const dir = folderOf(path);
  const tasks = entriesAt(root, "tasks").flatMap(({ key, value }) => {
    const command = textAt(value) ?? textAt(value, "command");
    return command === null ? [] : [[key, command]];
  });
  return {
    dir,
    file: path,
    ecosystem: "npm",
    name: textAt(root, "name"),
    version: textAt(root, "version"),
    module_type: "module",
    is_private: false,
    is_root: dir === "",
    is_workspace: false,
    is_library: textAt(root, "name") !== null && nodeAt(root, "exports") !== undefined,
    package_manager: "deno",
    has_auto_imports: false,
    framework: detectFramework(new Set(dependencies.map((d) => d.name)), new Set()),
    scripts_json: tasks.length > 0 ? JSON.stringify(Object.fromEntries(tasks)) : null,
  };
}

/** `"hono": "jsr:@hono/hono@^4"` depends on @hono/hono; paths and URLs of the import map are no packages. */
function importRows(path: string, root: ConfigNode): DependencyRow[] {
  const rows = new Map<string, DependencyRow>();
  for (const { line, value } of entriesAt(root, "imports")) {
    const range = value.kind === "scalar" ? (value.text ?? "") : "";
    const name = /^(?:npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)/.exec(range)?.[1];
    if (name === undefined || rows.has(name)) continue;
    const { version } = readRange(range.replace(/(@[\d^~>=<][^/]*)\/.*$/, "$1"));
    const row = {
      package_dir: folderOf(path),
      ecosystem: "npm",
      name,
      range,
      version,
      kind: "production",
      extras: null,
      is_workspace: false,
    };
    rows.set(name, { ...row, file: path, line });
  }
  return [...rows.values()];
}
