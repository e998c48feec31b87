/** SQL that code puts together while it runs: text with holes, made whole so that Postgres's parser can read it. */
import type { Node } from "libpg-query";
import { tryParseSql } from "./parse-sql.js";

/** Stands for what is not known before the code runs; Postgres takes it for a letter of a name. */
export const UNKNOWN_PART = "\uFFFC";
/** Parameters from this number on stand for holes. */
const FIRST_HOLE = 1000;

export interface CompleteSql {
  readonly statements: readonly Node[];
  readonly text: string;
  /** A hole may hold more of the statement than a value or a name. */
  readonly isOpen: boolean;
  /** Byte of the first hole that may hold WITH queries, at the head of the statement or among others; null where none can. */
  readonly withFrom: number | null;
}

/** What may stand in a hole, likeliest first. */
const FILLINGS: readonly ((parameter: string) => string)[] = [
  (parameter) => parameter,
  () => UNKNOWN_PART,
  () => "",
  (parameter) => `${UNKNOWN_PART} = ${parameter}`,
  (parameter) => `(${parameter})`,
  () => "DEFAULT VALUES",
  () => `, ${UNKNOWN_PART}`,
];

/** An alias that nobody expected, nothing at all, another item of a list. */
const MORE = new Set([1, 2, 6]);

const MAX_TRIES = 24;
const NAME_BEFORE = /(?:\b(?:from|join|into|update|truncate|table|only)\s+|\.|\w)$/i;
const NAME_AFTER = /^(?:\w|\.\w)/;

/**
 * Fills holes with a parameter, a name, nothing at all …, until the text parses: `FROM ${table}` can only be a name,
 * `SET ${sql(row)}` only an assignment. `known` are texts that are certain, by hole. Null when no filling makes it whole.
 */
export function completeSql(parts: readonly string[], known: readonly (string | null)[] = []): CompleteSql | null {
  const quotes = quotesBefore(parts);
  const choices = quotes.map((quote, hole): number => (quote === "" && isName(parts, hole) ? 1 : 0));
  const first = [...choices];
  const isMore = (choice: number, hole: number): boolean => MORE.has(choice) && choice !== first[hole];
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const { text, starts } = assemble(parts, (hole) => {
      if (quotes[hole] !== "") return UNKNOWN_PART;
      return known[hole] ?? FILLINGS[choices[hole] ?? 0]?.(`$${FIRST_HOLE + hole}`) ?? "";
    });
    const parsed = tryParseSql(text);
    if (typeof parsed !== "number") {
      const start = starts[choices.findIndex(isMore)];
      return { statements: parsed, text, isOpen: start !== undefined, withFrom: withFrom(text, start) };
    }
    const isFree = (hole: number): boolean => quotes[hole] === "" && (known[hole] ?? null) === null;
    const hole = starts.findLastIndex((start, index) => (parsed === -1 || start <= parsed) && isFree(index));
    if (hole === -1) return null;
    const next = nextChoice(choices[hole] ?? 0, first[hole] ?? 0);
    if (next === null) return null;
    choices[hole] = next;
  }
  return null;
}

const withFrom = (text: string, open: number | undefined): number | null => {
  if (open === undefined) return null;
  const before = text.slice(0, open);
  return /^\s*(with\b|$)/i.test(before) ? Buffer.byteLength(before) : null;
};

/** The fillings in turn, beginning with the one that was likeliest. */
function nextChoice(current: number, first: number): number | null {
  const next = (current + 1) % FILLINGS.length;
  return next === first ? null : next;
}

/** `FROM ${table}`, `${schema}.orders`, `prefix_${name}` */
const isName = (parts: readonly string[], hole: number): boolean =>
  NAME_BEFORE.test(parts[hole] ?? "") || NAME_AFTER.test(parts[hole + 1] ?? "");

function assemble(parts: readonly string[], fill: (hole: number) => string): { text: string; starts: number[] } {
  let [text = ""] = parts;
  const starts: number[] = [];
  for (const [hole, part] of parts.slice(1).entries()) {
    starts.push(text.length);
    text += fill(hole) + part;
  }
  return { text, starts };
}

/** Inside which quotes each hole stands; "" outside of any. */
function quotesBefore(parts: readonly string[]): string[] {
  const found: string[] = [];
  let quote = "";
  for (const part of parts.slice(0, -1)) {
    for (const char of part) {
      if (quote === "" && (char === "'" || char === '"')) quote = char;
      else if (char === quote) quote = "";
    }
    found.push(quote);
  }
  return found;
}
