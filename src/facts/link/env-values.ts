import type { EnvReaderFunction } from "../code/env-code.js";
import {
  envTerm,
  fieldTerm,
  literalTerm,
  memberTerm,
  operation,
  resultTerm,
  UNKNOWN_TERM,
  type EnvTerm,
  type SchemaField,
  type SchemaLibrary,
} from "../code/env-terms.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "./code-graph.js";

type Ref = EnvTerm & { readonly kind: "ref" };

/** A term and the file whose imports and calls it speaks of. */
interface Located {
  readonly file: LinkedFile;
  readonly term: EnvTerm;
}

/** Longest walk through files. */
const MAX_HOPS = 12;

/** Readers by global function id. */
export type EnvReaders = ReadonlyMap<number, readonly EnvReaderFunction[]>;

/** Completes terms with what other files say. */
export class EnvValues {
  readonly #graph: CodeGraph;
  readonly #readers: EnvReaders;
  readonly #exports = new Map<string, Located | null>();

  constructor(graph: CodeGraph, readers: EnvReaders) {
    this.#graph = graph;
    this.#readers = readers;
  }

  /** The term without anything that other files could still tell. */
  resolve(file: LinkedFile, term: EnvTerm, hops = 0): EnvTerm {
    if (hops > MAX_HOPS) return UNKNOWN_TERM;
    if (term.kind === "operation") {
      return operation(term.operator, ...term.terms.map((part) => this.resolve(file, part, hops + 1)));
    }
    if (term.kind === "field") return this.#field(file, term, hops);
    if (term.kind === "call") return this.#call(file, term.callId);
    if (term.kind !== "ref") return term;
    const found = this.#locate(file, term, hops);
    return found ? this.resolve(found.file, found.term, hops + 1) : UNKNOWN_TERM;
  }

  /** Fields of a schema and of the schemas of other files that are part of it. */
  fieldsOf(file: LinkedFile, schema: EnvTerm, hops = 0): readonly SchemaField[] {
    if (hops > MAX_HOPS) return [];
    if (schema.kind === "ref") {
      const found = this.#locate(file, schema, hops);
      return found ? this.fieldsOf(found.file, found.term, hops + 1) : [];
    }
    if (schema.kind !== "schema") return [];
    const named = new Map<string, SchemaField>();
    for (const base of schema.bases)
      for (const field of this.fieldsOf(file, base, hops + 1)) named.set(field.name, field);
    for (const field of schema.fields) named.set(field.name, field);
    return [...named.values()];
  }

  /** Library that made a schema; zod, which most use, where it cannot be told. */
  libraryOf(file: LinkedFile, schema: EnvTerm): SchemaLibrary {
    if (schema.kind === "schema") return schema.library;
    const found = schema.kind === "ref" ? this.#locate(file, schema, 0) : null;
    return found?.term.kind === "schema" ? found.term.library : "zod";
  }

  #field(file: LinkedFile, term: EnvTerm & { readonly kind: "field" }, hops: number): EnvTerm {
    const field = this.fieldsOf(file, term.of.schema, hops + 1).find((one) => one.name === term.name);
    return field ? fieldTerm(field, term.of.names) : UNKNOWN_TERM;
  }

  /** The variables that a call of a reader names. */
  namesAt(call: LinkedCall, reader: EnvReaderFunction): string[] {
    const { record, file } = call;
    const args =
      reader.shape === "rest"
        ? record.arguments.slice(reader.index)
        : record.arguments.slice(reader.index, reader.index + 1);
    const found: string[] = [];
    for (const argument of args) {
      if (reader.shape === "list") {
        found.push(...stringsIn(argument.json));
      } else if (argument.kind === "string") {
        found.push(argument.text);
      } else if (argument.origin) {
        const text = this.#graph.resolve(file, argument.origin);
        if (text.kind === "text" && text.base === null) found.push(text.text);
      }
    }
    return found.filter((name) => /^\w+$/.test(name)).map((name) => reader.prefix + name + reader.suffix);
  }

  /** `requireEnv("X")`: the variable, with the reader's own default. */
  #call(file: LinkedFile, callId: number): EnvTerm {
    const call = this.#graph.call(callId + file.callOffset);
    const [reader] = this.#readers.get(call?.row.target_function_id ?? 0) ?? [];
    if (!call || !reader) return UNKNOWN_TERM;
    const names = this.namesAt(call, reader);
    if (names.length === 0) return UNKNOWN_TERM;
    const { kind, value } = reader.fallback;
    const isGiven = reader.fallbackIndex !== null && call.record.arguments.length > reader.fallbackIndex;
    const variable = envTerm(names, reader.isStrict && !isGiven && kind === "none");
    return kind === "literal" || kind === "empty" ? operation("??", variable, literalTerm(value)) : variable;
  }

  #locate(file: LinkedFile, ref: Ref, hops: number): Located | null {
    if (hops > MAX_HOPS) return null;
    const target = this.#graph.target(file, ref.specifier);
    if (target.resolvedFile === null) return null;
    const [first, ...rest] = ref.steps;
    // The whole module: its members are its exports, or those of what it exports as a whole.
    if (ref.name === "*" && first?.startsWith(".") === true) {
      const member = this.#exported(target.resolvedFile, first.slice(1), hops + 1);
      if (member) return this.#walk(member, rest, hops + 1);
    }
    const found = this.#exported(target.resolvedFile, ref.name === "*" ? "default" : ref.name, hops + 1);
    return found ? this.#walk(found, ref.steps, hops + 1) : null;
  }

  #walk(start: Located, steps: readonly string[], hops: number): Located | null {
    let { term } = start;
    for (const [index, step] of steps.entries()) {
      if (term.kind === "ref")
        return this.#locate(start.file, { ...term, steps: [...term.steps, ...steps.slice(index)] }, hops + 1);
      term = step === "()" ? resultTerm(term) : memberTerm(term, step.slice(1));
    }
    return { file: start.file, term };
  }

  #exported(path: string, name: string, hops: number): Located | null {
    const key = `${path}\0${name}`;
    const known = this.#exports.get(key);
    if (known !== undefined) return known;
    // Set first: files that re-export each other in a circle answer nothing.
    this.#exports.set(key, null);
    const found = this.#findExport(path, name, hops);
    this.#exports.set(key, found);
    return found;
  }

  #findExport(path: string, name: string, hops: number): Located | null {
    const file = this.#graph.files.get(path);
    if (!file || hops > MAX_HOPS) return null;
    const own = file.code.env.exports.get(name);
    if (own) return { file, term: own };
    const origin = file.code.exports.get(name)?.origin;
    if (origin?.kind === "import") return this.#locate(file, { ...origin, kind: "ref" }, hops + 1);
    for (const specifier of file.code.stars) {
      const target = this.#graph.target(file, specifier);
      const found = target.resolvedFile === null ? null : this.#exported(target.resolvedFile, name, hops + 1);
      if (found) return found;
    }
    return null;
  }
}

/** The strings of a JSON array; empty for anything else. */
function stringsIn(json: string | null): string[] {
  if (json === null) return [];
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}
