import type { Argument } from "../../code/file-code.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";

/** Text of an argument, looked up across files when it is a constant; null when it is computed. */
export function textOf(graph: CodeGraph, file: LinkedFile, argument: Argument | undefined): string | null {
  if (!argument) return null;
  if (argument.origin) {
    const resolved = graph.resolve(file, argument.origin);
    if (resolved.kind === "text") return resolved.base === null ? resolved.text : null;
  }
  return argument.kind === "string" ? argument.text : null;
}

/** Like `textOf`, for text that goes into SQL names: null as soon as a part of it is computed. */
export function nameOf(graph: CodeGraph, file: LinkedFile, argument: Argument | undefined): string | null {
  const text = textOf(graph, file, argument);
  return text === null || text === "" || text.includes("${}") ? null : text;
}

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** JSON that the extractor wrote: literals, and {"$": source text} for anything else. */
export function parseJson(text: string | null): Json | null {
  if (text === null) return null;
  const value: unknown = JSON.parse(text);
  return isJson(value) ? value : null;
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    return true;
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === "object" && Object.values(value).every(isJson);
}

export const isRecord = (value: Json | null | undefined): value is { [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A literal number, string or boolean; undefined for anything else. */
export function literalOf(argument: Argument | undefined): string | number | boolean | null | undefined {
  if (!argument) return undefined;
  if (argument.kind === "string") return argument.text;
  if (argument.kind === "number") return Number(argument.text);
  if (argument.kind === "boolean") return argument.text === "true";
  return argument.kind === "null" ? null : undefined;
}
