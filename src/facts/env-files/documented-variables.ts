/** Variables that a text for people lists: README and documentation, in tables, lists and blocks of settings. */
import { addRows, type FactSet } from "../fact-set.js";
import type { EnvDeclarationRow } from "../rows.js";

/** Words with an underscore in capitals: prose has few of them. */
const NAME = String.raw`[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+`;
const SHAPES: readonly RegExp[] = [
  // `NAME=value`, `export NAME=value`, `supabase secrets set NAME=value`, `-e NAME=value`, also commented out.
  new RegExp(String.raw`(?:^|[\s"'\`])(${NAME})=`, "g"),
  // The first cell of a row, the beginning of an item: | `NAME` | …, - **NAME**: …, ### `NAME`
  new RegExp(
    String.raw`^\s*(?:\||[-*+]|\d+\.|#{1,6})\s*(?:\[[ xX]\]\s*)?[*_\`]*(${NAME})[*_\`]*\s*(?:$|[|:=(,–—-]|\s)`,
    "g",
  ),
];
/** `NAME` in the middle of a sentence, where the sentence is about settings. */
const IN_SENTENCE = new RegExp(`\`(${NAME})\``, "g");
const ABOUT_SETTINGS = /\b(env\w*|variables?|secrets?|set|sets|setting|provide\w*|configure\w*|export)\b/i;

const MOST = 500;

/** Rows of source `docs`, one per name. */
export function extractDocumentedVariables(path: string, text: string): FactSet | null {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    // Longer lines are badges and generated tables.
    if (lines.size >= MOST || line.length > 1000) continue;
    for (const shape of ABOUT_SETTINGS.test(line) ? [...SHAPES, IN_SENTENCE] : SHAPES) {
      for (const [, name] of line.matchAll(shape))
        if (name !== undefined && !lines.has(name)) lines.set(name, index + 1);
    }
  }
  return lines.size === 0 ? null : declarationsForPeople(path, lines);
}

/** Rows of source `docs` for names and the lines where a text lists them. */
export function declarationsForPeople(path: string, lines: ReadonlyMap<string, number>): FactSet {
  const facts: FactSet = {};
  addRows(
    facts,
    "env_declaration",
    [...lines].map(([name, line]) => declaration(path, name, line)),
  );
  return facts;
}

const declaration = (file: string, name: string, line: number): EnvDeclarationRow => ({
  file,
  line,
  name,
  source: "docs",
  value_kind: "unknown",
  value: null,
  is_commented: false,
  is_optional: false,
  environment: null,
});
