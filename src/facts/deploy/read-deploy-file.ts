import type { ConfigDocument, ConfigNode } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { readToml } from "../config-tree/read-toml.js";
import { readYaml } from "../config-tree/read-yaml.js";
import type { DeployRows } from "./deploy-rows.js";

/** First document of a YAML file; its syntax error becomes a problem of the file. Null when there is nothing to read. */
export function readYamlFile(rows: DeployRows, text: string): ConfigNode | null {
  return rootOf(rows, readYaml(text)[0] ?? { root: null, problem: null });
}

/** Root of a JSON file, comments allowed. */
export const readJsonFile = (rows: DeployRows, text: string): ConfigNode | null => rootOf(rows, readJson(text));

/** Root of a TOML file. */
export const readTomlFile = (rows: DeployRows, text: string): ConfigNode | null => rootOf(rows, readToml(text));

/** Root of a file that exists in JSON and TOML. */
export const readJsonOrTomlFile = (rows: DeployRows, text: string): ConfigNode | null =>
  rows.file.endsWith(".toml") ? readTomlFile(rows, text) : readJsonFile(rows, text);

function rootOf(rows: DeployRows, { root, problem }: ConfigDocument): ConfigNode | null {
  rows.problem(problem);
  return root?.kind === "map" ? root : null;
}
