import { extractCode, type ExtractedCode } from "#src/facts/code/extract-code.js";
import type { CallRow, ExportRow, FunctionRow, GlobalNameRow, ImportRow, LiteralRow } from "#src/facts/rows.js";
import type { Role } from "#src/shared/repository.js";
import { classifyLanguage } from "#src/sources/language.js";

/** What one file says. */
export const extractSample = (text: string, path = "src/app.ts", role: Role = "app"): ExtractedCode =>
  extractCode({ path, language: classifyLanguage(path), role }, text);

export const callsOf = (text: string, path?: string): CallRow[] =>
  extractSample(text, path).code.calls.map(({ row }) => row);

/** The one call with this callee. */
export function callOf(text: string, callee: string, path?: string): CallRow {
  const calls = callsOf(text, path);
  const found = calls.filter((call) => call.callee === callee);
  const [call] = found;
  if (call && found.length === 1) return call;
  throw new Error(`${found.length} calls of ${callee} among ${calls.map((row) => row.callee).join(", ")}`);
}

/** The one function with this name. */
export function functionOf(text: string, name: string, path?: string): FunctionRow {
  const found = extractSample(text, path).code.functions.filter((row) => row.name === name);
  const [row] = found;
  if (row && found.length === 1) return row;
  throw new Error(`${found.length} functions called ${name}`);
}

export const importsOf = (text: string, path?: string): ImportRow[] =>
  extractSample(text, path).code.facts.import ?? [];
export const exportsOf = (text: string, path?: string): ExportRow[] =>
  extractSample(text, path).code.facts.export ?? [];
export const literalsOf = (text: string, path?: string): LiteralRow[] =>
  extractSample(text, path).code.facts.literal ?? [];
export const globalNamesOf = (text: string, path?: string, role?: Role): GlobalNameRow[] =>
  extractSample(text, path, role).code.facts.global_name ?? [];

/** Roots of calls that the file neither declares nor imports, in order. */
export const unboundIn = (text: string, path?: string): string[] =>
  extractSample(text, path)
    .code.calls.filter(({ isBound }) => !isBound)
    .map(({ row }) => row.root ?? "");
