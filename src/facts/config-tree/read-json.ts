import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { type ConfigDocument, type ConfigEntry, type ConfigNode, MAX_DEPTH, type ReadProblem } from "./config-tree.js";
import { indexLines, type LineIndex } from "./line-index.js";

/** Reads JSON with comments and trailing commas. After a syntax error the rest is read as far as it makes sense. */
export function readJson(text: string): ConfigDocument {
  if (nestsTooDeep(text)) return { root: null, problem: tooDeep };
  const lines = indexLines(text);
  const errors: ParseError[] = [];
  // Same length, so that offsets hold.
  const source = text.replace(/^\uFEFF/, " ");
  const tree = parseTree(source, errors, { allowTrailingComma: true, allowEmptyContent: true });
  return { root: tree ? convert(tree, source, lines) : null, problem: firstProblem(errors, lines) };
}

const tooDeep: ReadProblem = {
  line: null,
  message: `The JSON nests deeper than ${MAX_DEPTH} levels`,
  remedy: "Nothing was read from this file; flatten it, or exclude it.",
};

/** The parser recurses once per bracket; asking first is cheaper than catching a stack overflow. Brackets in strings count too: harmless. */
function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) depth++;
    else if (code === 0x5d || code === 0x7d) depth--;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

function firstProblem(errors: readonly ParseError[], lines: LineIndex): ReadProblem | null {
  const first = errors[0];
  if (!first) return null;
  const line = lines.lineAt(first.offset);
  const what = printParseErrorCode(first.error)
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return {
    line,
    message: `Not valid JSON: ${what}`,
    remedy: `Correct the syntax at line ${line}; what could be read was still used.`,
  };
}

function convert(node: Node, source: string, lines: LineIndex): ConfigNode {
  const line = lines.lineAt(node.offset);
  if (node.type === "array")
    return { kind: "list", line, items: (node.children ?? []).map((c) => convert(c, source, lines)) };
  if (node.type === "object") return { kind: "map", line, entries: convertEntries(node, source, lines) };
  const value: unknown = node.value;
  const asWritten = source.slice(node.offset, node.offset + node.length);
  const text = typeof value === "string" ? value : value === null ? null : asWritten;
  return { kind: "scalar", line, text, comment: null };
}

function convertEntries(node: Node, source: string, lines: LineIndex): Map<string, ConfigEntry> {
  const entries = new Map<string, ConfigEntry>();
  for (const property of node.children ?? []) {
    const [name, value] = property.children ?? [];
    const key: unknown = name?.value;
    // A property without a value is what is left of a syntax error.
    if (!name || !value || typeof key !== "string") continue;
    entries.set(key, { key, line: lines.lineAt(name.offset), value: convert(value, source, lines) });
  }
  return entries;
}
