import { type ConfigNode, entriesAt, textsAt } from "../config-tree/config-tree.js";
import { readJson } from "../config-tree/read-json.js";
import { readYaml } from "../config-tree/read-yaml.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { GlobalNameRow } from "../rows.js";

/** Where linters' configurations list the names that need no import. */
const PLACES: readonly (readonly string[])[] = [["globals"], ["predef"], ["javascript", "globals"]];
/** The same, inside a package.json. */
const MANIFEST_PLACES: readonly (readonly string[])[] = [
  "eslintConfig",
  "standard",
  "semistandard",
  "xo",
  "jshintConfig",
].flatMap((tool) => [["globals"], ["global"], ["predef"]].map((place) => [tool, ...place]));

/** Global names that .eslintrc, .oxlintrc.json, .jshintrc or biome.json allow. A broken one is its linter's to report. */
export function extractLintConfig(path: string, text: string): FactSet {
  const isJson = /\.jsonc?$/.test(path) || text.trimStart().startsWith("{") || text.trimStart().startsWith("/");
  const root = isJson ? readJson(text).root : readYaml(text)[0]?.root;
  const facts: FactSet = {};
  addRows(facts, "global_name", namesAt(path, root, PLACES));
  return facts;
}

/** Global names that the linter's part of a package.json allows. */
export const manifestGlobals = (path: string, root: ConfigNode): GlobalNameRow[] =>
  namesAt(path, root, MANIFEST_PLACES);

/** `{ "x": "readonly" }` or `["x"]`. */
function namesAt(
  file: string,
  root: ConfigNode | null | undefined,
  places: readonly (readonly string[])[],
): GlobalNameRow[] {
  const found = places.flatMap((place) => [
    ...entriesAt(root, ...place).map(({ key, line }) => ({ name: key, line })),
    ...textsAt(root, ...place).map(({ text, line }) => ({ name: text, line })),
  ]);
  return found.filter(({ name }) => /^[A-Za-z_$][\w$]*$/.test(name)).map((row) => ({ file, ...row, kind: "config" }));
}
