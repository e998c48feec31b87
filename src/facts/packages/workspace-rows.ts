import { type ConfigNode, entriesAt, textsAt } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { readYaml } from "../config-tree/read-yaml.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { CatalogRow, WorkspaceRow } from "../rows.js";
import { folderOf } from "./lockfiles.js";

/** Rows for workspace globs. */
export const workspaceRows = (file: string, globs: readonly { text: string; line: number }[]): WorkspaceRow[] =>
  globs.map(({ text, line }) => ({ package_dir: folderOf(file), pattern: text, file, line }));

/** Rows for `catalog` (the unnamed one) and `catalogs` (by name) of a map. */
export function catalogRows(file: string, root: ConfigNode | null | undefined): CatalogRow[] {
  const rows: CatalogRow[] = [];
  const add = (catalog: string, node: ConfigNode | null | undefined): void => {
    for (const { key, line, value } of entriesAt(node))
      if (value.kind === "scalar" && value.text !== null)
        rows.push({ package_dir: folderOf(file), catalog, name: key, range: value.text, file, line });
  };
  for (const { value } of entriesAt(root).filter((entry) => entry.key === "catalog")) add("default", value);
  for (const { key, value } of entriesAt(root, "catalogs")) add(key, value);
  return rows;
}

/** Globs and catalogs of pnpm-workspace.yaml; catalogs of .yarnrc.yml, which has no globs. */
export function extractWorkspaceYaml(path: string, text: string): FactSet {
  const facts: FactSet = {};
  const document = readYaml(text)[0];
  if (document?.problem) addRows(facts, "problem", [{ file: path, ...document.problem }]);
  if (path.endsWith("pnpm-workspace.yaml"))
    addRows(facts, "workspace", workspaceRows(path, textsAt(document?.root, "packages")));
  addRows(facts, "catalog", catalogRows(path, document?.root));
  return facts;
}

/** Globs of lerna.json. */
export function extractLernaJson(path: string, text: string): FactSet {
  const facts: FactSet = {};
  const { root, problem } = readJson(text);
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  addRows(facts, "workspace", workspaceRows(path, textsAt(root, "packages")));
  return facts;
}
