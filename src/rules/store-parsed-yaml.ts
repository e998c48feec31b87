/** Part of the build: stores what the YAML files of rules/ hold as JSON (see shared/parsed-yaml.ts). */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { parsedYamlFile, yamlKey } from "../shared/parsed-yaml.js";
import { builtInRuleFolder } from "./load-rules.js";

const folder = builtInRuleFolder.path;
const values: Record<string, unknown> = {};
for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  if (!path.endsWith(".yaml")) continue;
  const text = readFileSync(join(folder, path), "utf8");
  const document = parseDocument(text);
  // What is wrong with a file is said where it is loaded.
  if (document.errors.length > 0 || document.warnings.length > 0) continue;
  const value: unknown = document.toJS();
  const copy: unknown = JSON.parse(JSON.stringify(value));
  if (isDeepStrictEqual(copy, value)) values[yamlKey(text)] = value;
}
writeFileSync(parsedYamlFile, JSON.stringify(values));
