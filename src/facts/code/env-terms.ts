/**
 * What an expression has to do with the environment, as a tree that survives without its source text: the linker puts
 * in what other files say, and asks what the expression is when a variable is not set. Pure and serialisable.
 */

import type { EnvDefault } from "./env-use.js";

export type TermLiteral = string | number | boolean | null | undefined;

export type EnvTerm =
  /** Does not depend on the environment, or nobody can tell. */
  | { readonly kind: "unknown" }
  | { readonly kind: "literal"; readonly value: TermLiteral }
  /** A variable's value; several names when the expression stands in a loop over them. */
  | { readonly kind: "env"; readonly names: readonly string[]; readonly isAlwaysSet: boolean }
  /** Something of another file: import and the members and calls (`.name`, `()`) from there on. */
  | { readonly kind: "ref"; readonly specifier: string; readonly name: string; readonly steps: readonly string[] }
  /** A call with a literal name, by its local id: an environment read when the function called is a reader. */
  | { readonly kind: "call"; readonly callId: number }
  | { readonly kind: "operation"; readonly operator: TermOperator; readonly terms: readonly EnvTerm[] }
  | ObjectTerm
  /** The object that holds every variable. */
  | { readonly kind: "environment"; readonly reader: string }
  | { readonly kind: "function"; readonly returns: EnvTerm }
  | SchemaTerm
  | ParsedTerm
  /** A member of a parsed environment whose schema stands in another file. */
  | { readonly kind: "field"; readonly of: ParsedTerm; readonly name: string };

/** An object literal, or the static side of a class. */
export interface ObjectTerm {
  readonly kind: "object";
  readonly members: Readonly<Record<string, EnvTerm>>;
  /** What it spreads; the last one wins. */
  readonly bases: readonly EnvTerm[];
}

export type SchemaLibrary =
  | "zod"
  | "yup"
  | "joi"
  | "valibot"
  | "arktype"
  | "envalid"
  | "class-validator"
  | "json-schema";

/** An object schema. */
export interface SchemaTerm {
  readonly kind: "schema";
  readonly library: SchemaLibrary;
  readonly fields: readonly SchemaField[];
  /** Schemas of other files that are part of it. */
  readonly bases: readonly EnvTerm[];
}

/** What a schema makes of the environment. */
export interface ParsedTerm {
  readonly kind: "parsed";
  readonly schema: EnvTerm;
  /** Variable behind every field, where a caller picks them: `parse({ port: process.env.PORT })`. */
  readonly names: Readonly<Record<string, string>> | null;
}

/** One variable that a schema names. */
export interface SchemaField {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly isOptional: boolean;
  readonly fallback: EnvDefault;
  /** What comes out is not the variable's text. */
  readonly isConverted: boolean;
}

export type TermOperator =
  | "!"
  | "&&"
  | "||"
  | "??"
  | "?:"
  | "==="
  | "!=="
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "typeof"
  | "Boolean"
  | "String"
  | "Number"
  /** First term within the literals that follow. */
  | "in"
  /** A string's method; terms are the string and the method's arguments. `?.` versions yield undefined on nothing. */
  | `.${string}`
  | `?.${string}`
  | "template"
  /** An array's method with a callback; the term is what the callback answers for one element. */
  | "filter"
  | "some"
  | "every"
  | "find"
  /** A list that gets an element when the term is true. */
  | "collect";

export const UNKNOWN_TERM: EnvTerm = { kind: "unknown" };
export const literalTerm = (value: TermLiteral): EnvTerm => ({ kind: "literal", value });
export const envTerm = (names: readonly string[], isAlwaysSet = false): EnvTerm => ({
  kind: "env",
  names,
  isAlwaysSet,
});

/** An operation on terms; unknown when none of them has to do with the environment. */
export function operation(operator: TermOperator, ...terms: readonly EnvTerm[]): EnvTerm {
  return terms.some(isTelling) ? { kind: "operation", operator, terms } : UNKNOWN_TERM;
}

/** Depends on the environment, or may once other files are known. */
export const isTelling = (term: EnvTerm): boolean => term.kind !== "unknown" && term.kind !== "literal";

/**
 * Stands for the variable whose name a parameter holds. What is found out about it holds for every name that the
 * function is called with; it is no variable itself.
 */
export const parameterName = (functionId: number, index: number): string => `\0${functionId}:${index}`;
export const isParameterName = (name: string): boolean => name.startsWith("\0");

/** A member of what a term is. */
export function memberTerm(term: EnvTerm, name: string): EnvTerm {
  if (term.kind === "object") return objectMember(term, name);
  if (term.kind === "environment") return envTerm([name]);
  if (term.kind === "ref") return { ...term, steps: [...term.steps, `.${name}`] };
  // The schema's own members lead to itself: `schema.shape`.
  if (term.kind === "schema") return name === "shape" || name === "entries" ? term : UNKNOWN_TERM;
  return term.kind === "parsed" ? parsedMember(term, name) : UNKNOWN_TERM;
}

function objectMember(term: ObjectTerm, name: string): EnvTerm {
  const own = Object.hasOwn(term.members, name) ? term.members[name] : undefined;
  if (own) return own;
  for (const base of term.bases.toReversed()) {
    const found = memberTerm(base, name);
    if (isTelling(found)) return found;
  }
  return UNKNOWN_TERM;
}

function parsedMember(term: ParsedTerm, name: string): EnvTerm {
  const { schema } = term;
  const field = schema.kind === "schema" ? schema.fields.find((one) => one.name === name) : undefined;
  if (field) return fieldTerm(field, term.names);
  const mayBeElsewhere = schema.kind === "ref" || (schema.kind === "schema" && schema.bases.length > 0);
  return mayBeElsewhere ? { kind: "field", of: term, name } : UNKNOWN_TERM;
}

/** The value of one field of a parsed environment. */
export function fieldTerm(field: SchemaField, names: ParsedTerm["names"]): EnvTerm {
  const variable = names === null ? field.name : names[field.name];
  if (variable === undefined) return UNKNOWN_TERM;
  const { kind, value } = field.fallback;
  // Without a required variable nothing runs.
  if (!field.isOptional) return envTerm([variable], true);
  if (kind === "none") return envTerm([variable]);
  const isKnown = (kind === "literal" || kind === "empty") && !(field.isConverted && field.fallback.isText);
  const literal = field.fallback.isText ? value : typedLiteral(value);
  return operation("??", envTerm([variable]), isKnown ? literalTerm(literal) : UNKNOWN_TERM);
}

function typedLiteral(value: string | null): TermLiteral {
  if (value === "true" || value === "false") return value === "true";
  return value === null || value === "" ? value : Number(value);
}

/** What calling a term without arguments yields. */
export function resultTerm(term: EnvTerm): EnvTerm {
  if (term.kind === "function") return term.returns;
  return term.kind === "ref" ? { ...term, steps: [...term.steps, "()"] } : UNKNOWN_TERM;
}

/** The variables a condition depends on, in the order they appear; parameters that hold a variable's name included. */
export function namesIn(term: EnvTerm): Set<string> {
  const names = new Set<string>();
  const visit = (current: EnvTerm): void => {
    if (current.kind === "env") for (const name of current.names) names.add(name);
    else if (current.kind === "operation") current.terms.forEach(visit);
  };
  visit(term);
  return names;
}

/** Needs other files before it can be judged. */
export function isOpen(term: EnvTerm): boolean {
  if (term.kind === "ref" || term.kind === "call" || term.kind === "field") return true;
  return term.kind === "operation" && term.terms.some(isOpen);
}
