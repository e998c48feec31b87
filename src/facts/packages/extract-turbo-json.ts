import { type ConfigNode, entriesAt, textsAt } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow } from "../rows.js";

const LISTS = ["env", "passThroughEnv", "globalEnv", "globalPassThroughEnv"];

/** Variables that a turbo.json lets through to its tasks. */
export function extractTurboJson(path: string, text: string): FactSet {
  const { root, problem } = readJson(text);
  const facts: FactSet = {};
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  const tasks = [...entriesAt(root, "tasks"), ...entriesAt(root, "pipeline")].map((entry) => entry.value);
  const rows = new Map<string, EnvDeclarationRow>();
  for (const node of root ? [root, ...tasks] : [])
    for (const { name, line } of listedNames(node)) if (!rows.has(name)) rows.set(name, declaration(path, name, line));
  addRows(facts, "env_declaration", [...rows.values()]);
  return facts;
}

/** Wildcards and exclusions name no variable. Turborepo 1.x listed variables as `$NAME` among the dependencies. */
function listedNames(node: ConfigNode): { name: string; line: number }[] {
  const names = LISTS.flatMap((list) => textsAt(node, list)).map(({ text, line }) => ({ name: text, line }));
  for (const list of ["dependsOn", "globalDependencies"])
    for (const { text, line } of textsAt(node, list))
      if (text.startsWith("$") && text !== "$TURBO_DEFAULT$") names.push({ name: text.slice(1), line });
  return names.filter(({ name }) => /^[A-Za-z_]\w*$/.test(name));
}

const declaration = (file: string, name: string, line: number): EnvDeclarationRow => ({
  file,
  line,
  name,
  source: "turbo",
  value_kind: "unknown",
  value: null,
  is_commented: false,
  is_optional: false,
  environment: null,
});
