import { entriesAt, itemsAt, textAt } from "../config-tree/config-tree.js";
import { readToml } from "../config-tree/read-toml.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { RuntimeVersionRow } from "../rows.js";
import { readNodeVersion } from "./node-version.js";

/** Names that version managers give to products. */
const TOOLS: Readonly<Record<string, string>> = {
  node: "node",
  nodejs: "node",
  python: "python",
  postgres: "postgresql",
  postgresql: "postgresql",
  redis: "redis",
  mongodb: "mongodb",
  mysql: "mysql",
  rabbitmq: "rabbitmq",
  pnpm: "pnpm",
  yarn: "yarn",
  npm: "npm",
  bun: "bun",
  deno: "deno",
};

/** `.nvmrc`, `.node-version`, `.python-version`: the first line that is not a comment. */
export function extractVersionFile(path: string, text: string, product: string, source: string): FactSet {
  const facts: FactSet = {};
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const index = lines.findIndex((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  const raw = (lines[index] ?? "").replace(/\s+#.*$/, "").trim();
  if (raw === "")
    addRows(facts, "problem", [
      {
        file: path,
        line: 1,
        message: "This version file is empty",
        remedy: `Write the ${product} version, or delete it.`,
      },
    ]);
  else addRows(facts, "runtime_version", [toolRow(path, index + 1, product, raw, source)]);
  return facts;
}

/** `.tool-versions` of asdf and mise: `nodejs 20.11.0` per line; the first of several versions is the one used. */
export function extractToolVersions(path: string, text: string): FactSet {
  const facts: FactSet = {};
  text.split(/\r?\n/).forEach((line, index) => {
    const [tool = "", raw = ""] = line.replace(/#.*$/, "").trim().split(/\s+/);
    const product = TOOLS[tool];
    if (product !== undefined && raw !== "")
      addRows(facts, "runtime_version", [toolRow(path, index + 1, product, raw, "tool-versions")]);
  });
  return facts;
}

/** `[tools]` of mise.toml: `node = "20"`, `node = ["20", "22"]`, `node = { version = "20" }`. */
export function extractMiseToml(path: string, text: string): FactSet {
  const facts: FactSet = {};
  const { root, problem } = readToml(text);
  if (problem) addRows(facts, "problem", [{ file: path, ...problem }]);
  for (const { key, line, value } of entriesAt(root, "tools")) {
    const product = TOOLS[key];
    const first = itemsAt(value)[0];
    const raw = textAt(first) ?? textAt(first, "version");
    if (product !== undefined && raw !== null)
      addRows(facts, "runtime_version", [toolRow(path, line, product, raw, "tool-versions")]);
  }
  return facts;
}

function toolRow(file: string, line: number, product: string, raw: string, source: string): RuntimeVersionRow {
  const version = product === "node" ? readNodeVersion(raw) : (/^v?(\d+(?:\.\d+)*)/.exec(raw)?.[1] ?? null);
  return { file, line, product, version, raw, source, is_pinned: version !== null };
}
