/** Postgres's own parser (WebAssembly). It takes a tenth of a second to load, and is loaded when there is SQL to parse. */
import type { Node, ParseResult } from "libpg-query";

type Parser = (text: string) => ParseResult;

let parser: Parser | null = null;

/** Needed once, before anything is parsed. */
export async function loadSqlParser(): Promise<void> {
  if (parser !== null) return;
  const { loadModule, parseSync } = await import("libpg-query");
  await loadModule();
  parser = parseSync;
}

export const isSqlParserLoaded = (): boolean => parser !== null;

/** @throws what Postgres says about the text, with `sqlDetails.cursorPosition`. */
export function parseSql(text: string): ParseResult {
  if (parser === null) throw new Error("The SQL parser was not loaded.");
  return parser(text);
}

/** Statements of a text; where it does not parse, the position at which Postgres stopped (-1 when it does not say). */
export function tryParseSql(text: string): readonly Node[] | number {
  try {
    return (parseSql(text).stmts ?? []).flatMap(({ stmt }) => stmt ?? []);
  } catch (error) {
    return positionOf(error);
  }
}

function positionOf(error: unknown): number {
  const details: unknown = typeof error === "object" && error !== null ? Reflect.get(error, "sqlDetails") : null;
  const position: unknown =
    typeof details === "object" && details !== null ? Reflect.get(details, "cursorPosition") : null;
  return typeof position === "number" ? position : -1;
}
