import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseAllDocuments,
  type YAMLError,
} from "yaml";
import {
  type ConfigDocument,
  type ConfigEntry,
  type ConfigNode,
  type ConfigScalar,
  MAX_DEPTH,
  MAX_NODES,
  type ReadProblem,
} from "./config-tree.js";

/**
 * Reads every document of a YAML stream, with anchors, aliases and merge keys resolved.
 * Custom tags (`!Ref`, `!reference`) keep the value they are put on.
 */
export function readYaml(text: string): ConfigDocument[] {
  const lineCounter = new LineCounter();
  try {
    const parsed = parseAllDocuments(text, { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
    const documents = Array.isArray(parsed) ? parsed : [];
    return documents.map((document) => convertDocument(document, lineCounter));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The composer recurses; a stack overflow is the only way it throws.
    return [{ root: null, problem: { line: null, message: "The YAML nests too deeply", remedy: unread } }];
  }
}

const unread = "Nothing was read from this file; flatten it, or exclude it.";

/** State of one document's conversion. */
interface Conversion {
  readonly lines: LineCounter;
  /** Anchors seen so far, with the number of nodes each stands for. */
  readonly anchors: Map<string, { node: ConfigNode; size: number }>;
  /** Nodes this document stands for, aliases expanded. */
  size: number;
  problem: ReadProblem | null;
}

function convertDocument(document: Document, lines: LineCounter): ConfigDocument {
  const state: Conversion = { lines, anchors: new Map(), size: 0, problem: null };
  const root = document.contents === null ? null : convert(document.contents, state, 0, 0);
  const error = document.errors[0];
  return { root, problem: error ? describeError(error, lines) : state.problem };
}

function describeError(error: YAMLError, lines: LineCounter): ReadProblem {
  const { line } = lines.linePos(error.pos[0]);
  const message = error.message.split("\n", 1)[0] ?? error.message;
  return {
    line,
    message: `Not valid YAML: ${message}`,
    remedy: `Correct the syntax at line ${line}; what could be read was still used.`,
  };
}

function convert(node: unknown, state: Conversion, depth: number, parentOffset: number): ConfigNode {
  const offset = offsetOf(node) ?? parentOffset;
  const { line } = state.lines.linePos(offset);
  if (depth > MAX_DEPTH) return tooMuch(state, line, `The YAML nests deeper than ${MAX_DEPTH} levels`);
  if (isAlias(node)) return resolveAlias(node.source, state, line);
  const before = state.size++;
  const converted = convertValue(node, state, depth, offset, line);
  const anchor = anchorOf(node);
  if (anchor !== null) state.anchors.set(anchor, { node: converted, size: state.size - before });
  return converted;
}

function convertValue(node: unknown, state: Conversion, depth: number, offset: number, line: number): ConfigNode {
  if (isMap(node)) return { kind: "map", line, entries: convertPairs(node.items, state, depth, offset) };
  if (isSeq(node)) return { kind: "list", line, items: node.items.map((i) => convertItem(i, state, depth, offset)) };
  if (isScalar(node)) return { kind: "scalar", line, text: scalarText(node), comment: node.comment?.trim() ?? null };
  return emptyScalar(line);
}

function convertItem(item: unknown, state: Conversion, depth: number, offset: number): ConfigNode {
  // `[a: b]` holds a bare pair.
  if (!isPair(item)) return convert(item, state, depth + 1, offset);
  const entries = convertPairs([item], state, depth, offset);
  return { kind: "map", line: [...entries.values()][0]?.line ?? 1, entries };
}

function convertPairs(pairs: readonly Pair[], state: Conversion, depth: number, offset: number) {
  const entries = new Map<string, ConfigEntry>();
  const merged: ConfigNode[] = [];
  for (const pair of pairs) {
    const keyOffset = offsetOf(pair.key) ?? offset;
    const key = isScalar(pair.key) ? (scalarText(pair.key) ?? "") : null;
    const value = convert(pair.value, state, depth + 1, keyOffset);
    if (key === "<<") merged.push(...(value.kind === "list" ? value.items : [value]));
    else if (key !== null) entries.set(key, { key, line: state.lines.linePos(keyOffset).line, value });
  }
  // Own keys win over merged ones, earlier merges over later ones.
  for (const source of merged)
    if (source.kind === "map")
      for (const entry of source.entries.values()) if (!entries.has(entry.key)) entries.set(entry.key, entry);
  return entries;
}

function resolveAlias(name: string, state: Conversion, line: number): ConfigNode {
  // An anchor that is still open (a cycle) or comes later is not in the map: such an alias stays empty.
  const target = state.anchors.get(name);
  if (!target) return emptyScalar(line);
  state.size += target.size;
  if (state.size > MAX_NODES) return tooMuch(state, line, `Aliases expand to more than ${MAX_NODES} values`);
  return target.node;
}

function tooMuch(state: Conversion, line: number, message: string): ConfigScalar {
  state.problem ??= { line, message, remedy: "The rest of this branch was not read; write it out, or flatten it." };
  return emptyScalar(line);
}

const emptyScalar = (line: number): ConfigScalar => ({ kind: "scalar", line, text: null, comment: null });

/** The source of plain numbers and booleans (`3.10` must not become 3.1), the value of everything quoted or folded. */
function scalarText(scalar: { value: unknown; source?: string }): string | null {
  if (scalar.value === null || scalar.value === undefined) return null;
  if (typeof scalar.value === "string") return scalar.value;
  return scalar.source ?? null;
}

function offsetOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range)) return null;
  const start: unknown = node.range[0];
  return typeof start === "number" ? start : null;
}

function anchorOf(node: unknown): string | null {
  if ((isMap(node) || isSeq(node) || isScalar(node)) && typeof node.anchor === "string") return node.anchor;
  return null;
}
