import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from "yaml";
import type { z } from "zod";
import { UserError } from "./errors.js";
import { parsedYaml } from "./parsed-yaml.js";
import { explainIssues } from "./explain-issue.js";

export type YamlPath = readonly PropertyKey[];

/** Where the values of a YAML file stand, so that an error can name the line. */
export interface YamlSource {
  /** Path of the file, as shown to people. */
  readonly file: string;
  /** Line of the key (or list entry) at the path, or of its nearest existing parent. */
  lineOf(path: YamlPath): number;
  /** First line of the text at the path: for a block scalar (`|`) the line after the key. */
  textLineOf(path: YamlPath): number;
}

export type YamlResult<T> =
  | { readonly isValid: true; readonly value: T; readonly source: YamlSource }
  | { readonly isValid: false; readonly errors: readonly UserError[] };

type ParsedDocument = Document.Parsed;

/** Aliases are allowed for repeated text; a file that multiplies itself through them is refused. */
const MAX_ALIASES = 100;

/**
 * Parses one YAML file and checks it against a schema. Nothing is thrown: every problem found becomes one error with
 * file, line and remedy.
 * @param what what one entry of the file is called in messages: "a rule".
 */
export function readYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
  what: string,
): YamlResult<z.output<S>> {
  const stored = parsedYaml.of(text);
  const known = stored === undefined ? null : schema.safeParse(stored);
  if (known?.success === true) return { isValid: true, value: known.data, source: lazySource(text, file) };
  const lines = new LineCounter();
  try {
    const document = parse(text, lines);
    const broken = [...document.errors, ...document.warnings].map(
      (problem) =>
        new UserError(`This is not valid YAML: ${firstLine(problem.message)}`, {
          where: `${file}:${lines.linePos(problem.pos[0]).line}`,
          remedy: YAML_REMEDIES[problem.code] ?? GENERAL_REMEDY,
        }),
    );
    if (broken.length > 0) return { isValid: false, errors: broken };
    const source = sourceOf(document, lines, file);
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    const result = schema.safeParse(value);
    if (result.success) return { isValid: true, value: result.data, source };
    return { isValid: false, errors: explainIssues(result.error.issues, { schema, value, source, what }) };
  } catch (cause) {
    // The parser throws on what it cannot hold: nesting beyond the stack, aliases that multiply.
    const error = new UserError("This file cannot be read as YAML.", {
      where: file,
      remedy: "Nest less deeply, and repeat the text instead of referring to it.",
      cause,
    });
    return { isValid: false, errors: [error] };
  }
}

const parse = (text: string, lines: LineCounter): ParsedDocument =>
  parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "silent" });

/** Parses a text that is known to be fine only when somebody asks for a line of it. */
function lazySource(text: string, file: string): YamlSource {
  let source: YamlSource | null = null;
  const parsed = (): YamlSource => {
    const lines = new LineCounter();
    source ??= sourceOf(parse(text, lines), lines, file);
    return source;
  };
  return { file, lineOf: (path) => parsed().lineOf(path), textLineOf: (path) => parsed().textLineOf(path) };
}

const GENERAL_REMEDY = "Correct the YAML; text that holds `: `, `#` or quotes is safest as a block (`key: |`).";
const YAML_REMEDIES: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "Remove one of the two keys.",
  TAG_RESOLVE_FAILED: "Remove the tag: this file is plain data.",
  MULTIPLE_DOCS: "Keep one document: remove the line `---`.",
  TAB_AS_INDENT: "Indent with spaces.",
};

const firstLine = (text: string): string => text.split("\n", 1)[0] ?? text;

function sourceOf(document: ParsedDocument, lines: LineCounter, file: string): YamlSource {
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  return {
    file,
    lineOf: (path) => lineAt(locate(document, path).offset),
    textLineOf(path) {
      const { node, offset } = locate(document, path);
      if (!isScalar(node)) return lineAt(offset);
      const isBlock = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
      return lineAt(node.range?.[0] ?? offset) + (isBlock ? 1 : 0);
    },
  };
}

/** Walks as far down the path as the document goes. */
function locate(document: ParsedDocument, path: YamlPath): { node: unknown; offset: number } {
  let node: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
      if (!pair) break;
      offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === "number") {
      node = node.items[key];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return { node, offset };
}

function startOf(node: unknown): number | undefined {
  if (isMap(node) || isSeq(node) || isScalar(node)) return node.range?.[0];
  return undefined;
}
