import { ts } from "ts-morph";
import type { Language } from "../../shared/repository.js";
import { extractComponentScript } from "./component-script.js";

export interface ParsedSource {
  readonly source: ts.SourceFile;
  /** Imports that only types mention are gone before it runs. */
  readonly isTypeScript: boolean;
  /** What stands outside the scripts of a component; empty for other files. */
  readonly markup: string;
  /** First syntax error as "line: message"; null when there is none. */
  readonly error: string | null;
}

/** Languages whose code is read. */
export const isCodeLanguage = (language: Language): boolean =>
  language === "typescript" ||
  language === "javascript" ||
  language === "vue" ||
  language === "svelte" ||
  language === "astro" ||
  language === "python";

/** Parses one file with the TypeScript parser: syntax only, no program. Single-file components keep their line numbers. */
export function parseSource(path: string, language: Language, text: string): ParsedSource {
  const { script, kind } = scriptOf(path, language, text);
  const source = ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true, kind);
  const isTypeScript = kind === ts.ScriptKind.TS || kind === ts.ScriptKind.TSX;
  return { source, error: firstError(source), isTypeScript, markup: script === text ? "" : remainder(text, script) };
}

/** The characters that were blanked. */
function remainder(text: string, script: string): string {
  let out = "";
  for (let at = 0; at < text.length; at++) if (script[at] !== text[at]) out += text[at];
  return out;
}

function scriptOf(path: string, language: Language, text: string): { script: string; kind: ts.ScriptKind } {
  if (language !== "vue" && language !== "svelte" && language !== "astro") {
    if (path.endsWith(".tsx")) return { script: text, kind: ts.ScriptKind.TSX };
    return { script: text, kind: language === "typescript" ? ts.ScriptKind.TS : ts.ScriptKind.JSX };
  }
  const component = extractComponentScript(language, text);
  const typed = component.isJsx ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const plain = component.isJsx ? ts.ScriptKind.JSX : ts.ScriptKind.JS;
  return { script: component.text, kind: component.isTypeScript ? typed : plain };
}

/** `parseDiagnostics` is not in the public types, but it is the only place where a syntax-only parse keeps its errors. */
function firstError(source: ts.SourceFile): string | null {
  const diagnostics: unknown = Reflect.get(source, "parseDiagnostics");
  if (!Array.isArray(diagnostics) || diagnostics.length === 0) return null;
  const first: unknown = diagnostics[0];
  if (typeof first !== "object" || first === null) return null;
  const start: unknown = Reflect.get(first, "start");
  const message: unknown = Reflect.get(first, "messageText");
  const line = typeof start === "number" ? source.getLineAndCharacterOfPosition(start).line + 1 : 1;
  return `${line}: ${typeof message === "string" ? message : "syntax error"}`;
}
