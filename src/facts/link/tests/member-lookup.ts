import type { NotedOrigin, Origin, Shape } from "../../code/file-code.js";
import { isKnownName } from "../../code/python/builtin-names.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";
import { dirOf } from "../paths.js";

/** What became of looking for a member. */
export interface Member {
  readonly outcome: "found" | "missing" | "unknown";
  /** The project's file that has it, or should. */
  readonly file: string | null;
  /** Of a missing one: what is there instead. */
  readonly names: readonly string[];
}

const UNKNOWN: Member = { outcome: "unknown", file: null, names: [] };
const MAX_HOPS = 12;

/** Looks for members of the project's own modules, classes and objects. Only what can be read whole lacks something for sure. */
export class MemberLookup {
  readonly #graph: CodeGraph;
  readonly #dynamic = new Map<string, boolean>();
  #known: ReadonlySet<string> | null = null;

  constructor(graph: CodeGraph) {
    this.#graph = graph;
  }

  /** `app.mail.Mailer.send`: the longest part that is a module, and what is looked for in it. */
  dotted(file: LinkedFile, text: string): { readonly found: Member; readonly member: string } {
    const names = text.split(".");
    const last = names.at(-1) ?? text;
    for (let end = names.length; end > 0; end--) {
      const { resolvedFile, resolution } = this.#graph.target(file, names.slice(0, end).join("."));
      const rest = names.slice(end);
      if (resolvedFile !== null) {
        if (rest.length === 0) return { found: { outcome: "found", file: resolvedFile, names: [] }, member: last };
        const found = this.#inModule(resolvedFile, rest, 0);
        if (found.outcome !== "missing") return { found, member: last };
        if (this.#isDoubtful(file, names.slice(0, end), resolvedFile)) return { found: UNKNOWN, member: last };
        return { found, member: this.#missingOf(resolvedFile, rest) };
      }
      if (resolution === "package" || resolution === "builtin") return { found: UNKNOWN, member: last };
    }
    return { found: UNKNOWN, member: last };
  }

  /** Members behind a value of a file. */
  member(file: LinkedFile, noted: NotedOrigin, names: readonly string[]): Member {
    return noted.isTyped || noted.isConditional ? UNKNOWN : this.#follow(file, noted.origin, names, 0);
  }

  /**
   * The tests have a folder of the same name, a folder inside a package is named as a package from elsewhere (hc/apprise is not
   * `apprise`), or a package has a value of the name of one of its modules.
   */
  #isDoubtful(file: LinkedFile, names: readonly string[], found: string): boolean {
    if (this.#graph.files.get(found)?.info.role !== "app") return true;
    const start = `/${found}`.lastIndexOf(`/${names.join("/")}`);
    if (start > 0 && this.#graph.files.has(`${found.slice(0, start - 1)}/__init__.py`)) return true;
    return names.slice(0, -1).some((_, at) => {
      const outer = this.#graph.target(file, names.slice(0, at + 1).join(".")).resolvedFile;
      return this.#graph.files.get(outer ?? "")?.code.exports.has(names[at + 1] ?? "") === true;
    });
  }

  /** Of a path of several names the one that is not there. */
  #missingOf(path: string, names: readonly string[]): string {
    for (let end = 1; end < names.length; end++)
      if (this.#inModule(path, names.slice(0, end), 0).outcome === "missing") return names[end - 1] ?? "";
    return names.at(-1) ?? "";
  }

  #follow(file: LinkedFile, origin: Origin, names: readonly string[], hops: number): Member {
    if (hops > MAX_HOPS) return UNKNOWN;
    if (origin.kind === "shape") return this.#inShape(file, origin.id, origin.steps, names, hops);
    if (origin.kind !== "import") return UNKNOWN;
    const isMade = origin.steps.at(-1) === "new";
    const steps = isMade ? origin.steps.slice(0, -1) : origin.steps;
    if (steps.some((step) => !step.startsWith("."))) return UNKNOWN;
    const path = [...(origin.name === "*" ? [] : [origin.name]), ...steps.map((step) => step.slice(1))];
    return this.#imported(file, origin.specifier, path, isMade ? ["new"] : [], names, hops + 1);
  }

  /** `made`: "new" where an instance of what the path leads to is meant. */
  #imported(
    file: LinkedFile,
    specifier: string,
    path: readonly string[],
    made: readonly string[],
    names: readonly string[],
    hops: number,
  ): Member {
    const isPython = file.info.language === "python";
    const [first] = path;
    const inner = isPython && first !== undefined ? `${specifier}${specifier.endsWith(".") ? "" : "."}${first}` : null;
    const submodule = inner === null ? null : this.#graph.target(file, inner).resolvedFile;
    const target = this.#graph.target(file, specifier).resolvedFile;
    // A package's own value goes before its module of the same name.
    const isOwn = this.#graph.files.get(target ?? "")?.code.exports.has(first ?? "") === true;
    if (inner !== null && submodule !== null && !isOwn)
      return this.#imported(file, inner, path.slice(1), made, names, hops + 1);
    if (target === null || hops > MAX_HOPS) return UNKNOWN;
    if (path.length === 0 && made.length > 0) return UNKNOWN;
    if (path.length === 0) return this.#inModule(target, names, hops);
    const { exports } = this.#graph.files.get(target)?.code ?? {};
    const value = exports?.get(first ?? "");
    const owner = this.#graph.files.get(target);
    if (owner === undefined || value === undefined || value.isTyped || value.isConditional) return UNKNOWN;
    const steps = [...value.origin.steps, ...path.slice(1).map((name) => `.${name}`), ...made];
    return this.#follow(owner, { ...value.origin, steps }, names, hops + 1);
  }

  #inModule(path: string, names: readonly string[], hops: number): Member {
    const file = this.#graph.files.get(path);
    const [first, ...rest] = names;
    if (file === undefined || first === undefined || hops > MAX_HOPS) return UNKNOWN;
    if (file.info.language !== "python") {
      const has = rest.length > 0 ? null : this.#graph.hasExport(path, first);
      const outcome = has === null ? "unknown" : has ? "found" : "missing";
      return { outcome, file: path, names: (file.code.facts.export ?? []).map(({ name }) => name) };
    }
    const value = file.code.exports.get(first);
    if (value === undefined) return this.#absent(file, first, rest, hops);
    if (rest.length === 0) return { outcome: "found", file: path, names: [] };
    return value.isTyped || value.isConditional ? UNKNOWN : this.#follow(file, value.origin, rest, hops + 1);
  }

  #absent(file: LinkedFile, name: string, rest: readonly string[], hops: number): Member {
    if (rest.length === 0 && (isKnownName(name) || /^__\w+__$/.test(name)))
      return { outcome: "found", file: file.path, names: [] };
    if (file.path.endsWith("/__init__.py")) {
      const inner = this.#ofFolder(dirOf(file.path), [name, ...rest], hops);
      if (inner !== UNKNOWN) return inner;
    }
    if (this.#isDynamic(file)) return UNKNOWN;
    for (const specifier of file.code.stars) {
      const target = this.#graph.target(file, specifier).resolvedFile;
      if (target === null) return UNKNOWN;
      const found = this.#inModule(target, [name, ...rest], hops + 1);
      if (found.outcome !== "missing") return found;
    }
    return { outcome: "missing", file: file.path, names: [...file.code.exports.keys()] };
  }

  /** A package's modules and folders are its members once they are loaded; a folder needs no `__init__.py` for that. */
  #ofFolder(folder: string, names: readonly string[], hops: number): Member {
    const [name, ...rest] = names;
    if (name === undefined || hops > MAX_HOPS) return UNKNOWN;
    const inner = `${folder}/${name}`;
    const module = [`${inner}.py`, `${inner}/__init__.py`].find((path) => this.#graph.files.has(path));
    if (module === undefined && !this.#folders().has(inner)) return UNKNOWN;
    if (rest.length === 0) return { outcome: "found", file: module ?? `${inner}/`, names: [] };
    if (module !== undefined) return this.#inModule(module, rest, hops + 1);
    const found = this.#ofFolder(inner, rest, hops + 1);
    return found === UNKNOWN ? { outcome: "missing", file: `${inner}/`, names: [] } : found;
  }

  /** Folders with Python in them, directly or further down. */
  #folders(): ReadonlySet<string> {
    if (this.#known !== null) return this.#known;
    const found = new Set<string>();
    for (const path of this.#graph.files.keys()) {
      if (!path.endsWith(".py")) continue;
      for (let dir = dirOf(path); dir !== "" && !found.has(dir); dir = dirOf(dir)) found.add(dir);
    }
    this.#known = found;
    return found;
  }

  /** Modules that make names while they run, and those that were not understood. */
  #isDynamic(file: LinkedFile): boolean {
    const known = this.#dynamic.get(file.path);
    if (known !== undefined) return known;
    const isDynamic =
      file.info.parse_error !== null ||
      file.info.role === "generated" ||
      file.code.exports.has("__getattr__") ||
      file.code.calls.some(({ row }) =>
        /^(?:globals|setattr|exec|locals|vars|sys\.modules\.\w+|importlib\.import_module|lazy_import\w*)$/.test(
          row.callee,
        ),
      );
    this.#dynamic.set(file.path, isDynamic);
    return isDynamic;
  }

  #inShape(file: LinkedFile, id: number, steps: readonly string[], names: readonly string[], hops: number): Member {
    const shape = file.code.shapes.get(id);
    const [name, ...rest] = names;
    if (shape === undefined || name === undefined || hops > MAX_HOPS || this.#isDynamic(file)) return UNKNOWN;
    const [step, ...left] = steps;
    if (step === "new" || step === ".prototype")
      return shape.instance === null ? UNKNOWN : this.#inShape(file, shape.instance, left, names, hops + 1);
    if (step !== undefined) {
      const member = step.startsWith(".") ? shape.members.get(step.slice(1)) : undefined;
      if (member === undefined || member.isTyped || member.isConditional) return UNKNOWN;
      return this.#follow(file, { ...member.origin, steps: [...member.origin.steps, ...left] }, names, hops + 1);
    }
    if (shape.members.has(name)) return rest.length === 0 ? { outcome: "found", file: file.path, names: [] } : UNKNOWN;
    return this.#inherited(file, shape, names, hops);
  }

  #inherited(file: LinkedFile, shape: Shape, names: readonly string[], hops: number): Member {
    if (shape.isOpen === true || shape.members.has("__getattr__") || /^__\w+__$/.test(names[0] ?? "")) return UNKNOWN;
    const { base } = shape;
    if (base === null || isRoot(base.origin))
      return { outcome: "missing", file: file.path, names: [...shape.members.keys()] };
    if (base.isTyped || base.isConditional) return UNKNOWN;
    const found = this.#follow(file, base.origin, names, hops + 1);
    return found.outcome === "missing"
      ? { ...found, file: file.path, names: [...shape.members.keys(), ...found.names] }
      : found;
  }
}

/** `class Mail(object)`, `class Mail(ABC)`: they add nothing. */
const isRoot = (origin: Origin): boolean =>
  (origin.kind === "global" && origin.name === "object") ||
  (origin.kind === "import" && origin.specifier === "abc" && origin.name === "ABC");
