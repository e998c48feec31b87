import { ts } from "ts-morph";
import type { Language } from "../../shared/repository.js";

export interface ParsedSource {
  readonly source: ts.SourceFile;
  /** First syntax error as "line: message"; null when there is none. */
  readonly error: string | null;
}

/** Languages whose code facts come from this parser. */
export const isCodeLanguage = (language: Language): boolean =>
  language === "typescript" ||
  language === "javascript" ||
  language === "vue" ||
  language === "svelte" ||
  language === "astro";

/** Parses one file with the TypeScript parser: syntax only, no program. Single-file components keep their line numbers. */
export function parseSource(path: string, language: Language, text: string): ParsedSource {
  const script = language === "typescript" || language === "javascript" ? text : scriptOf(language, text);
  const source = ts.createSourceFile(path, script, ts.ScriptTarget.Latest, true, scriptKindOf(path, language, text));
  return { source, error: firstError(source) };
}

function scriptKindOf(path: string, language: Language, text: string): ts.ScriptKind {
  if (path.endsWith(".tsx")) return ts.ScriptKind.TSX;
  if (language === "typescript") return ts.ScriptKind.TS;
  if (language === "javascript") return ts.ScriptKind.JSX;
  return /<script\b[^>]*\blang=["']tsx?["']/.test(text) || language === "astro" ? ts.ScriptKind.TS : ts.ScriptKind.JS;
}

/** Blanks everything but the code of a component, so that positions hold. */
function scriptOf(language: Language, text: string): string {
  const blocks: [number, number][] = [];
  if (language === "astro") {
    const front = /^\s*---\r?\n([\s\S]*?)\r?\n---/.exec(text);
    if (front?.[1] !== undefined) {
      const start = text.indexOf(front[1]);
      blocks.push([start, start + front[1].length]);
    }
  }
  const script = /<script\b[^>]*>([\s\S]*?)<\/script>/g;
  for (let match = script.exec(text); match !== null; match = script.exec(text)) {
    const body = match[1] ?? "";
    const start = match.index + match[0].indexOf(">") + 1;
    blocks.push([start, start + body.length]);
  }
  let out = "";
  let position = 0;
  for (const [start, end] of blocks) {
    out += blank(text.slice(position, start)) + text.slice(start, end);
    position = end;
  }
  return out + blank(text.slice(position));
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

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
