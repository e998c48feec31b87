import type { CallRecord, FileCode, NotedOrigin, Origin, Shape } from "../code/file-code.js";
import { mergeFacts, type FactSet, type IdOffsets } from "../fact-set.js";
import { generatedClient } from "./generated-clients.js";
import type { CallRow, FileRow, FunctionRow } from "../rows.js";
import { ExportIndex, outsideOf } from "./export-index.js";
import type { NotedInFile, Resolved, Trail } from "./resolved.js";

/** What an import specifier means, by the module resolver. */
export interface SpecifierTarget {
  readonly resolution: string;
  readonly resolvedFile: string | null;
  readonly package: string | null;
  readonly lookalike?: string;
  readonly missingPath?: string;
}

export type ResolveSpecifier = (fromFile: string, specifier: string) => SpecifierTarget;

/** One code file inside the graph. */
export interface LinkedFile {
  readonly path: string;
  readonly code: FileCode;
  readonly info: FileRow;
  /** Added to the file's local function ids to get global ones. */
  readonly functionOffset: number;
  readonly callOffset: number;
}

export interface LinkedCall {
  readonly row: CallRow;
  readonly record: CallRecord;
  readonly file: LinkedFile;
}

const UNKNOWN: Resolved = { kind: "unknown" };

/** Packages of Python that only hold others. */
const NAMESPACES = /^(google|google\.cloud|azure)$/;

/** Longest walk through files, factories and fields. */
const MAX_HOPS = 16;

/** What lies outside the repository behind a specifier; `npm:stripe@14` and https://esm.sh/stripe are package stripe. */
const membersOf = (steps: readonly string[]): string[] =>
  steps.filter((step) => step.startsWith(".")).map((step) => step.slice(1));

const makerOf = (file: LinkedFile, noted: NotedOrigin): number | null =>
  noted.madeBy === undefined ? null : noted.madeBy + file.callOffset;

/** Names a class by the id of its shape. */
export const classKey = ({ path }: Pick<LinkedFile, "path">, shapeId: number): string => `${path}#${shapeId}`;

const entityOf = ({ path }: LinkedFile, { of }: NotedOrigin): NotedInFile | null =>
  of === undefined ? null : { path, noted: of };

/** All code of a repository, with ids made global, and the walk from any value to where it comes from. */
export class CodeGraph {
  readonly files = new Map<string, LinkedFile>();
  /** By id − 1. */
  readonly calls: LinkedCall[] = [];
  /** By id − 1. */
  readonly functions: FunctionRow[] = [];
  readonly #resolveSpecifier: ResolveSpecifier;
  /** Not a WeakMap: it lives as long as its keys do, and weak keys make every full collection slower. */
  readonly #memo = new Map<Origin, Resolved>();
  readonly #exports: ExportIndex;
  /** What application files put on the global object. */
  readonly #globals = new Map<string, { readonly file: LinkedFile; readonly value: NotedOrigin }>();

  constructor(resolveSpecifier: ResolveSpecifier) {
    this.#resolveSpecifier = resolveSpecifier;
    this.#exports = new ExportIndex(this.files, resolveSpecifier);
  }

  /** Takes over one file: its rows go into `facts`, ids shifted. */
  add(code: FileCode, info: FileRow, facts: FactSet, offsets: IdOffsets): void {
    const file: LinkedFile = {
      path: code.path,
      code,
      info,
      functionOffset: offsets.next.get("function") ?? 0,
      callOffset: offsets.next.get("call") ?? 0,
    };
    this.files.set(code.path, file);
    if (info.role === "app") {
      for (const [name, value] of code.globals) if (!this.#globals.has(name)) this.#globals.set(name, { file, value });
    }
    const rows = code.calls.map((record) => record.row);
    mergeFacts(facts, { ...code.facts, function: [...code.functions], call: rows }, offsets);
    for (const row of code.functions) this.functions.push(row);
    for (const record of code.calls) this.calls.push({ row: record.row, record, file });
  }

  call(id: number | null | undefined): LinkedCall | undefined {
    return id === null || id === undefined ? undefined : this.calls[id - 1];
  }

  /** Calls of one file. */
  callsIn(file: LinkedFile): readonly LinkedCall[] {
    return this.calls.slice(file.callOffset, file.callOffset + file.code.calls.length);
  }

  function(id: number | null | undefined): FunctionRow | undefined {
    return id === null || id === undefined ? undefined : this.functions[id - 1];
  }

  /** A function and the functions around it, innermost first. */
  *around(id: number | null): Generator<FunctionRow> {
    for (let current = this.function(id); current; current = this.function(current.parent_id)) yield current;
  }

  /** Whether a function is another one, or stands inside it. */
  isInside(id: number | null, outer: number): boolean {
    for (const row of this.around(id)) if (row.id === outer) return true;
    return false;
  }

  target(file: LinkedFile, specifier: string): SpecifierTarget {
    return this.#resolveSpecifier(file.path, specifier);
  }

  /** Follows an origin of one file to the package, function or global it means. */
  resolve(file: LinkedFile, noted: NotedOrigin): Resolved {
    const known = this.#memo.get(noted.origin);
    if (known) return known;
    const { isTyped, isConditional } = noted;
    const trail = { isLinked: false, isTyped, isConditional, madeBy: makerOf(file, noted), of: entityOf(file, noted) };
    const resolved = this.#follow(file, noted.origin, trail, 0);
    this.#memo.set(noted.origin, resolved);
    return resolved;
  }

  /** The project's function that a value is; null when it is none. */
  functionOf(file: LinkedFile, noted: NotedOrigin | null): FunctionRow | null {
    if (!noted) return null;
    const resolved = this.resolve(file, noted);
    return resolved.kind === "function" ? (this.function(resolved.id) ?? null) : null;
  }

  /** The function passed as argument `index` of a call, written in place or by name. */
  argumentFunction(call: LinkedCall, index: number): FunctionRow | null {
    const argument = call.record.arguments[index];
    if (!argument) return null;
    if (argument.functionId !== null) return this.function(argument.functionId + call.file.functionOffset) ?? null;
    return this.functionOf(call.file, argument.origin);
  }

  /** Whether a file exports a name; null when it cannot be told. */
  hasExport(path: string, name: string): boolean | null {
    return this.#exports.has(path, name);
  }

  #follow(file: LinkedFile, origin: Origin, trail: Trail, hops: number): Resolved {
    if (hops > MAX_HOPS) return UNKNOWN;
    const { steps } = origin;
    switch (origin.kind) {
      case "import":
        return this.#followImport(file, origin, trail, hops);
      case "function":
        return this.#followFunction(file, origin.id, steps, trail, hops);
      case "shape":
        return this.#followShape(file, origin.id, steps, trail, hops);
      case "global":
        return this.#followGlobal(origin, trail, hops);
      case "text":
        return this.#followText(file, origin, trail, hops);
      case "parameter":
        return {
          kind: "parameter",
          functionId: origin.functionId + file.functionOffset,
          index: origin.index,
          steps,
        };
      default:
        return { kind: origin.kind };
    }
  }

  #continue(file: LinkedFile, noted: NotedOrigin, rest: readonly string[], trail: Trail, hops: number): Resolved {
    const origin = rest.length === 0 ? noted.origin : { ...noted.origin, steps: [...noted.origin.steps, ...rest] };
    const next = {
      isLinked: trail.isLinked,
      isTyped: trail.isTyped || noted.isTyped,
      isConditional: trail.isConditional || noted.isConditional,
      madeBy: makerOf(file, noted) ?? trail.madeBy,
      of: entityOf(file, noted) ?? trail.of,
    };
    return this.#follow(file, origin, next, hops + 1);
  }

  /** `global.db`: what a file of the application put there; else the platform's own. */
  #followGlobal(origin: Origin & { kind: "global" }, trail: Trail, hops: number): Resolved {
    const { name, steps } = origin;
    const [first, ...rest] = steps;
    const isObject = (name === "global" || name === "globalThis") && first?.startsWith(".") === true;
    const found = isObject ? this.#globals.get(first.slice(1)) : undefined;
    if (found) return this.#continue(found.file, found.value, rest, { ...trail, isLinked: true }, hops);
    return { kind: "global", name, members: membersOf(steps), steps, madeBy: trail.madeBy };
  }

  #followText(file: LinkedFile, origin: Origin & { kind: "text" }, trail: Trail, hops: number): Resolved {
    const { text, base, steps } = origin;
    if (steps.length > 0) return hops === 0 ? { kind: "local" } : { kind: "file", isLinked: trail.isLinked };
    if (base === null) return { kind: "text", text, base: null };
    const start = this.#continue(file, base, [], trail, hops);
    if (start.kind !== "text") return { kind: "text", text, base: start };
    return { kind: "text", text: start.text + text, base: start.base };
  }

  #followImport(file: LinkedFile, origin: Origin & { kind: "import" }, trail: Trail, hops: number): Resolved {
    const { specifier, name, steps } = origin;
    const target = this.#targetOf(file, origin);
    if (target.resolvedFile !== null) {
      const found = this.#followExport(target.resolvedFile, name, steps, { ...trail, isLinked: true }, hops + 1);
      return found ?? this.#followSubmodule(file, origin, trail, hops) ?? { kind: "file", isLinked: true };
    }
    const inside = target.resolution === "workspace" ? this.#followSubmodule(file, origin, trail, hops) : null;
    if (inside) return inside;
    const outside = outsideOf(target, specifier);
    if (!outside) return UNKNOWN;
    // `from google import genai`: what is installed is google.genai.
    if (name !== "*" && NAMESPACES.test(specifier) && file.info.language === "python")
      return this.#followImport(file, { ...origin, specifier: `${specifier}.${name}`, name: "*" }, trail, hops + 1);
    const [first, ...rest] = steps;
    const isDefaultMember = name === "*" && first === ".default";
    const isNamespaceMember = name === "*" && first?.startsWith(".") === true;
    const left = isNamespaceMember ? rest : steps;
    // Written out: an object that is put together from spreads takes several times the memory.
    const found: Resolved = {
      kind: outside.kind,
      specifier: outside.specifier,
      package: target.package,
      symbol: isDefaultMember ? "default" : isNamespaceMember ? first.slice(1) : name,
      members: membersOf(left),
      steps: left,
      isLinked: trail.isLinked,
      isTyped: trail.isTyped,
      isConditional: trail.isConditional,
      madeBy: trail.madeBy,
    };
    return trail.of ? { ...found, of: trail.of } : found;
  }

  /** Python's `from package import module`, and `package.module.name` of a plain import. */
  #followSubmodule(file: LinkedFile, origin: Origin & { kind: "import" }, trail: Trail, hops: number): Resolved | null {
    if (file.info.language !== "python" || hops > MAX_HOPS) return null;
    const { specifier, name, steps } = origin;
    const [first, ...rest] = steps;
    const isMember = name === "*" && first?.startsWith(".") === true;
    if (name === "*" && !isMember) return null;
    const inner = `${specifier}${specifier.endsWith(".") ? "" : "."}${isMember ? first.slice(1) : name}`;
    const { resolution, resolvedFile } = this.#resolveSpecifier(file.path, inner);
    if (resolvedFile === null && resolution !== "workspace") return null;
    const left = isMember ? rest : steps;
    return this.#followImport(file, { kind: "import", specifier: inner, name: "*", steps: left }, trail, hops + 1);
  }

  #targetOf(file: LinkedFile, { specifier, name, steps }: Origin & { kind: "import" }): SpecifierTarget {
    const target = this.#resolveSpecifier(file.path, specifier);
    const owner = target.resolvedFile === null ? undefined : this.files.get(target.resolvedFile);
    const taken = name === "*" ? (steps[0]?.slice(1) ?? "") : name;
    const isGenerated = target.resolvedFile === null ? null : owner?.info.role === "generated";
    return generatedClient(specifier, taken, target, isGenerated);
  }

  /** An exported name of a file, through re-exports and `export *`; null when it is not found. */
  #followExport(path: string, name: string, steps: readonly string[], trail: Trail, hops: number): Resolved | null {
    const file = this.files.get(path);
    if (!file || hops > MAX_HOPS) return null;
    const [first, ...rest] = steps;
    if (name === "*") {
      if (first?.startsWith(".") === true) {
        const member = this.#followExport(path, first.slice(1), rest, trail, hops + 1);
        if (member) return member;
      }
      const whole = file.code.exports.get("default");
      return whole && file.code.isCommonJs ? this.#continue(file, whole, steps, trail, hops) : null;
    }
    const source = this.#exports.sourceOf(path, name);
    if (!source) return null;
    if (source.specifier !== null) {
      const origin = { kind: "import", specifier: source.specifier, name, steps } as const;
      return this.#followImport(source.file, origin, trail, hops + 1);
    }
    const own = source.file.code.exports.get(name);
    return own ? this.#continue(source.file, own, steps, trail, hops) : null;
  }

  #followFunction(file: LinkedFile, id: number, steps: readonly string[], trail: Trail, hops: number): Resolved {
    const [first, ...rest] = steps;
    if (first === undefined) return { kind: "function", id: id + file.functionOffset, isLinked: trail.isLinked };
    if (first !== "()") return UNKNOWN;
    const returned = file.code.returns.get(id);
    if (!returned) return { kind: "file", isLinked: trail.isLinked };
    return this.#continue(file, returned, rest, trail, hops);
  }

  #followShape(file: LinkedFile, id: number, steps: readonly string[], trail: Trail, hops: number): Resolved {
    const shape = file.code.shapes.get(id);
    const [first, ...rest] = steps;
    if (!shape) return { kind: "file", isLinked: trail.isLinked };
    if (first === "new") return this.#followInstance(file, shape, rest, trail, hops);
    const found = this.#followMember(file, shape, steps, trail, hops);
    const isClass = first === undefined && found.kind === "file" && (id < 0 || shape.instance !== null);
    return isClass ? { ...found, classKey: classKey(file, Math.abs(id)) } : found;
  }

  /** `new` on a class leads to its instance; on an interface or object the typed value itself is meant. */
  #followInstance(file: LinkedFile, shape: Shape, rest: readonly string[], trail: Trail, hops: number): Resolved {
    if (shape.instance === null) return this.#followMember(file, shape, rest, trail, hops);
    return this.#follow(file, { kind: "shape", id: shape.instance, steps: rest }, trail, hops + 1);
  }

  #followMember(file: LinkedFile, shape: Shape, steps: readonly string[], trail: Trail, hops: number): Resolved {
    const [first, ...rest] = steps;
    const project = { kind: "file", isLinked: trail.isLinked } as const;
    if (first === undefined) {
      // A type that adds nothing to another one is that other one.
      const isAlias = shape.instance === null && shape.members.size === 0 && shape.base !== null;
      if (isAlias && shape.base) return this.#continue(file, shape.base, [], trail, hops);
      return shape.constructorId === null
        ? project
        : { ...project, constructorId: shape.constructorId + file.functionOffset };
    }
    if (!first.startsWith(".")) return UNKNOWN;
    const member = shape.members.get(first.slice(1));
    if (member && member.origin.kind !== "unknown") return this.#continue(file, member, rest, trail, hops);
    return shape.base ? this.#continue(file, shape.base, steps, trail, hops) : project;
  }
}
