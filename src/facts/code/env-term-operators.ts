import { ts } from "ts-morph";
import type { TermOperator } from "./env-terms.js";

/** Operators of the language that are operators of terms. */
export const BINARY: ReadonlyMap<ts.SyntaxKind, TermOperator> = new Map<ts.SyntaxKind, TermOperator>([
  [ts.SyntaxKind.AmpersandAmpersandToken, "&&"],
  [ts.SyntaxKind.BarBarToken, "||"],
  [ts.SyntaxKind.QuestionQuestionToken, "??"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "==="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.EqualsEqualsToken, "=="],
  [ts.SyntaxKind.ExclamationEqualsToken, "!="],
  [ts.SyntaxKind.LessThanToken, "<"],
  [ts.SyntaxKind.LessThanEqualsToken, "<="],
  [ts.SyntaxKind.GreaterThanToken, ">"],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">="],
]);
/** Functions that turn a value into another one. */
export const CONVERSIONS: ReadonlyMap<string, TermOperator> = new Map<string, TermOperator>([
  ["Boolean", "Boolean"],
  ["String", "String"],
  ["Number", "Number"],
  ["parseInt", "Number"],
  ["parseFloat", "Number"],
  ["Number.parseInt", "Number"],
]);
/** Methods of strings that are followed. */
export const TEXT_METHODS = new Set([
  "trim",
  "toLowerCase",
  "toUpperCase",
  "toString",
  "startsWith",
  "endsWith",
  "includes",
  "match",
  "split",
  "indexOf",
]);
/** Methods of lists whose callback is followed. */
export type ListMethod = "filter" | "some" | "every" | "find";
const LIST_METHODS: ReadonlySet<string> = new Set<ListMethod>(["filter", "some", "every", "find"]);
export const isListMethod = (method: string): method is ListMethod => LIST_METHODS.has(method);
