/** Part of the build: stores what the YAML files of rules/ hold, and what their checks return. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseDocument } from "yaml";
import { parsedYaml } from "../shared/parsed-yaml.js";
import { storeCheckedSelects } from "./checked-selects.js";
import { builtInRuleFolder, loadRules } from "./load-rules.js";

const folder = builtInRuleFolder.path;
const values = new Map<string, unknown>();
for (const path of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
  if (!path.endsWith(".yaml")) continue;
  const text = readFileSync(join(folder, path), "utf8");
  const document = parseDocument(text);
  // What is wrong with a file is said where it is loaded.
  if (document.errors.length > 0 || document.warnings.length > 0) continue;
  const value: unknown = document.toJS();
  const copy: unknown = JSON.parse(JSON.stringify(value));
  if (isDeepStrictEqual(copy, value)) values.set(text, value);
}
parsedYaml.write(values);
// Checks are compiled anew: what an earlier build stored must not answer for itself.
storeCheckedSelects([]);
storeCheckedSelects(loadRules([builtInRuleFolder]).rules);
