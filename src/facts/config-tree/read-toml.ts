import { parse, TomlDate, TomlError } from "smol-toml";
import { type ConfigDocument, type ConfigEntry, type ConfigNode, MAX_DEPTH } from "./config-tree.js";
import { locateToml } from "./locate-toml.js";

/** Reads TOML. A file with a syntax error gives nothing: TOML has no sensible partial reading. */
export function readToml(text: string): ConfigDocument {
  const source = text.replace(/^\uFEFF/, "");
  try {
    const value: unknown = parse(source, { maxDepth: MAX_DEPTH });
    const lines = locateToml(source);
    return { root: convert(value, "", 1, lines), problem: null };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const what = (error.message.split("\n", 1)[0] ?? "").replace(/^Invalid TOML document: /, "");
    const remedy = `Correct the syntax at line ${error.line}; nothing was read from this file.`;
    return { root: null, problem: { line: error.line, message: `Not valid TOML: ${what}`, remedy } };
  }
}

function convert(value: unknown, path: string, parentLine: number, lines: ReadonlyMap<string, number>): ConfigNode {
  const line = lines.get(path) ?? parentLine;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown, index) => convert(item, `${path}\0${index}`, line, lines));
    return { kind: "list", line, items };
  }
  if (value instanceof TomlDate) return { kind: "scalar", line, text: value.toISOString(), comment: null };
  if (typeof value !== "object" || value === null) return { kind: "scalar", line, text: String(value), comment: null };
  const entries = new Map<string, ConfigEntry>();
  for (const [key, child] of Object.entries(value)) {
    const converted = convert(child, `${path}\0${key}`, line, lines);
    entries.set(key, { key, line: converted.line, value: converted });
  }
  return { kind: "map", line, entries };
}
