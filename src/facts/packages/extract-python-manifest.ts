/** Python's manifests: requirements files, pyproject.toml (PEP 621, dependency groups, Poetry, PDM, Hatch, older uv) and Pipfile. */
import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import { readToml } from "../config-tree/read-toml.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { DependencyRow, PackageRow } from "../rows.js";
import { folderOf } from "./lockfiles.js";

/** A requirement as PEP 508 writes it: name, extras, versions. */
const REQUIREMENT = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(@\s*\S+)?\s*\(?([^;#)]*)\)?/;
/** Names of requirements files that are not what production installs. */
const DEVELOPMENT = /(?:^|[._/-])(?:dev|develop|development|tests?|testing|lint|docs?|ci|typing|local)(?:[._/-]|$)/i;

/** requirements.txt, requirements/base.in … */
export function extractRequirements(path: string, text: string): FactSet {
  const facts: FactSet = {};
  const kind = DEVELOPMENT.test(path.slice(path.lastIndexOf("/") + 1)) ? "development" : "production";
  for (const [index, line] of text.split("\n").entries()) {
    // -r other.txt, -e ., --index-url …, a URL or a path
    if (/^\s*(?:#|-|$)|^\s*[\w.+-]+:\/\/|^\s*\.{0,2}\//.test(line)) continue;
    const row = requirementRow(path, line, index + 1, kind);
    if (row) addRows(facts, "dependency", [row]);
  }
  // A manifest of its own makes no package; requirements.txt and what lies in requirements/ do.
  if (/(?:^|\/)requirements\.(?:txt|in)$/.test(path)) addRows(facts, "package", [packageRow(path, null, false)]);
  return facts;
}

/** pyproject.toml: a package when it names a project or dependencies; tools' settings alone make none. */
export function extractPyproject(path: string, text: string): FactSet {
  const { root, problem } = readToml(text);
  const facts: FactSet = {};
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  const project = nodeAt(root, "project");
  const poetry = nodeAt(root, "tool", "poetry");
  const groups = entriesAt(root, "dependency-groups");
  if (project === undefined && poetry === undefined && groups.length === 0) return facts;
  const extras = entriesAt(project, "optional-dependencies");
  const poetryGroups = entriesAt(poetry, "group");
  addRows(facts, "dependency", [
    ...listed(path, nodeAt(project, "dependencies"), "production"),
    ...extras.flatMap(({ value }) => listed(path, value, "optional")),
    ...groups.flatMap(({ value }) => listed(path, value, "development")),
    ...tabled(path, nodeAt(poetry, "dependencies"), "production"),
    ...tabled(path, nodeAt(poetry, "dev-dependencies"), "development"),
    ...listed(path, nodeAt(root, "tool", "uv", "dev-dependencies"), "development"),
    ...entriesAt(root, "tool", "pdm", "dev-dependencies").flatMap(({ value }) => listed(path, value, "development")),
    ...entriesAt(root, "tool", "hatch", "envs").flatMap(({ value }) => [
      ...listed(path, nodeAt(value, "dependencies"), "development"),
      ...listed(path, nodeAt(value, "extra-dependencies"), "development"),
    ]),
    ...poetryGroups.flatMap(({ value }) => tabled(path, nodeAt(value, "dependencies"), "development")),
  ]);
  const name = textAt(project, "name") ?? textAt(poetry, "name");
  const isLibrary = nodeAt(root, "build-system") !== undefined && nodeAt(project, "classifiers") !== undefined;
  addRows(facts, "package", [packageRow(path, name, isLibrary)]);
  return facts;
}

export function extractPipfile(path: string, text: string): FactSet {
  const { root, problem } = readToml(text);
  const facts: FactSet = {};
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  addRows(facts, "dependency", [
    ...tabled(path, nodeAt(root, "packages"), "production"),
    ...tabled(path, nodeAt(root, "dev-packages"), "development"),
  ]);
  addRows(facts, "package", [packageRow(path, null, false)]);
  return facts;
}

/** `["fastapi>=0.110", …]`; a group may include another one by a table, which names nothing itself. */
const listed = (path: string, node: ConfigNode | undefined, kind: string): DependencyRow[] =>
  itemsAt(node).flatMap((item) => {
    const text = textAt(item);
    const row = text === null ? null : requirementRow(path, text, item.line, kind);
    return row ? [row] : [];
  });

/** `fastapi = "^0.110"`, `redis = { version = "^5", extras = ["hiredis"] }` */
const tabled = (path: string, node: ConfigNode | undefined, kind: string): DependencyRow[] =>
  entriesAt(node)
    .filter(({ key }) => key !== "python")
    .map(({ key, line, value }) => {
      const range = textAt(value) ?? textAt(value, "version") ?? "*";
      const isOptional = textAt(value, "optional") === "true";
      const extras = itemsAt(nodeAt(value, "extras")).map((item) => textAt(item) ?? "");
      return dependencyRow(path, key, range, line, isOptional ? "optional" : kind, extras);
    });

/** One requirement as PEP 508 writes it; null for what is none. */
export function requirementRow(path: string, text: string, line: number, kind: string): DependencyRow | null {
  const [, name, address, range = ""] = REQUIREMENT.exec(text) ?? [];
  if (name === undefined) return null;
  const extras = /^\s*[\w.-]+\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "";
  return dependencyRow(path, name, address ?? (range.trim() || "*"), line, kind, extras.split(","));
}

const dependencyRow = (
  path: string,
  name: string,
  range: string,
  line: number,
  kind: string,
  extras: readonly string[],
): DependencyRow => ({
  package_dir: packageFolder(path),
  ecosystem: "python",
  name: normalizedName(name),
  range,
  version: lowestVersion(range),
  kind,
  extras: extrasText(extras),
  is_workspace: false,
  file: path,
  line,
});

const extrasText = (extras: readonly string[]): string | null => {
  const names = extras.map((extra) => normalizedName(extra.trim())).filter((extra) => /^[a-z\d-]+$/.test(extra));
  return names.length > 0 ? names.join(",") : null;
};

/** As PEP 503 compares them: `Flask_Login` is flask-login. */
export const normalizedName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, "-");

/** `==2.0.1`, `>=2,<3`, `~=1.4`, `^2.0`: the lowest version that the range allows; null when it names none. */
function lowestVersion(range: string): string | null {
  const [, version] = /(?:^|,)\s*(?:===?|>=|~=|\^|~)?\s*(\d+(?:\.\d+)*)/.exec(range) ?? [];
  return version ?? null;
}

/** Files in requirements/ belong to the folder around it. */
const packageFolder = (path: string): string =>
  folderOf(path.replace(/(^|\/)requirements\/[^/]+$/, "$1requirements.txt"));

function packageRow(path: string, name: string | null, isLibrary: boolean): PackageRow {
  const dir = packageFolder(path);
  return {
    dir,
    file: path,
    ecosystem: "python",
    name,
    version: null,
    module_type: null,
    is_private: false,
    is_root: dir === "",
    is_workspace: false,
    is_library: isLibrary,
    package_manager: null,
    has_auto_imports: false,
    framework: null,
    scripts_json: null,
  };
}
