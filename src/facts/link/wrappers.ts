import type { CallRow, CallWrapperRow, FunctionRow, FunctionUseRow, WrapperModuleRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";

export type WrapperKind = "retry" | "breaker" | "rate-limit" | "timeout" | "queue";

interface Wrapper {
  readonly kind: string;
  readonly wrapper: string;
  readonly functionId: number | null;
  readonly module: string | null;
  readonly hops: number;
}

const RETRY_NAME = /retr(y|ies|ying)|backoff|attempt|resilien/i;
const BREAKER_NAME = /circuit|breaker/i;
const LIMIT_NAME = /rate.?limit|throttl/i;
const TIMEOUT_NAME = /timeout|deadline/i;

/** Rounds of "a wrapper that calls a wrapper". */
const MAX_HOPS = 3;

/** The packages that wrap (data table wrapper_module), asked by call. */
export class WrapperModules {
  readonly #byPackage = new Map<string, { readonly kind: string; readonly symbols: RegExp | null }[]>();

  constructor(rows: readonly WrapperModuleRow[]) {
    for (const { module, kind, symbols } of rows) {
      const entries = this.#byPackage.get(module) ?? [];
      entries.push({ kind, symbols: symbols === null ? null : new RegExp(`(?:^|\\.)(?:${symbols})$`, "u") });
      this.#byPackage.set(module, entries);
    }
  }

  /** What a call of a package does with the function it is given; several things for a package that combines them. */
  kindsOf(row: CallRow): string[] {
    if (row.origin !== "package" || row.package === null) return [];
    const name = row.path === null ? (row.symbol ?? "") : `${row.symbol ?? ""}.${row.path}`;
    const entries = this.#byPackage.get(row.package) ?? [];
    return entries.filter(({ symbols }) => symbols === null || symbols.test(name)).map(({ kind }) => kind);
  }
}

/** What a function and the functions inside it do. */
interface Shape {
  hasLoop: boolean;
  hasTry: boolean;
  hasDelay: boolean;
}

/**
 * Marks the project's own retry, breaker, rate-limit and timeout helpers: functions that run a function they are
 * given in such a way, by their shape or by handing it on to a package or another helper that does.
 */
export function markWrappers(graph: CodeGraph, wrapperModules: WrapperModules): void {
  const shapes = shapesOf(graph);
  for (const row of graph.functions) {
    if (row.calls_parameter) row.is_wrapper = kindByShape(row, shapes.get(row.id));
  }
  for (let round = 0; round < MAX_HOPS; round++) {
    for (const call of graph.calls) markDelegating(graph, call, wrapperModules);
  }
}

function shapesOf(graph: CodeGraph): Map<number, Shape> {
  const shapes = new Map<number, Shape>();
  for (const row of graph.functions) {
    for (let current: FunctionRow | undefined = row; current; current = graph.function(current.parent_id)) {
      const shape = shapes.get(current.id) ?? { hasLoop: false, hasTry: false, hasDelay: false };
      shape.hasLoop ||= row.has_loop;
      shape.hasTry ||= row.has_try;
      shape.hasDelay ||= row.has_delay;
      shapes.set(current.id, shape);
    }
  }
  return shapes;
}

function kindByShape(row: FunctionRow, shape: Shape | undefined): WrapperKind | null {
  if (!shape) return null;
  const name = row.name ?? "";
  if (shape.hasTry && shape.hasDelay && (shape.hasLoop || RETRY_NAME.test(name))) return "retry";
  if (RETRY_NAME.test(name) && shape.hasTry) return "retry";
  if (BREAKER_NAME.test(`${row.class_name ?? ""}.${name}`)) return "breaker";
  if (LIMIT_NAME.test(name)) return "rate-limit";
  return TIMEOUT_NAME.test(name) ? "timeout" : null;
}

/** `const withRetry = (fn) => pRetry(() => fn(), …)`: a function that passes its own parameter on to a wrapper. */
function markDelegating(graph: CodeGraph, call: LinkedCall, modules: WrapperModules): void {
  // A helper has one kind: the first its package does.
  const [kind] = wrapperKindsOf(graph, call, modules);
  if (kind === undefined) return;
  for (let owner = graph.function(call.row.function_id); owner; owner = graph.function(owner.parent_id)) {
    if (owner.is_wrapper !== null) continue;
    const passesParameter = call.record.arguments.some((argument) => {
      if (!argument.origin) return false;
      const resolved = graph.resolve(call.file, argument.origin);
      return resolved.kind === "parameter" && resolved.functionId === owner?.id;
    });
    if (owner.calls_parameter || passesParameter) owner.is_wrapper = kind;
  }
}

function wrapperKindsOf(graph: CodeGraph, call: LinkedCall, modules: WrapperModules): string[] {
  const target = graph.function(call.row.target_function_id);
  if (!target) return modules.kindsOf(call.row);
  return target.is_wrapper === null ? [] : [target.is_wrapper];
}

/** Which calls are protected, directly or through up to three callers. */
export class WrapperFinder {
  readonly #graph: CodeGraph;
  readonly #modules: WrapperModules;
  readonly #uses: ReadonlyMap<number, readonly FunctionUseRow[]>;
  /** By function and depth: what lies within reach depends on how many hops are left. */
  readonly #memo = new Map<string, readonly Wrapper[]>();

  constructor(graph: CodeGraph, modules: WrapperModules, uses: ReadonlyMap<number, readonly FunctionUseRow[]>) {
    this.#graph = graph;
    this.#modules = modules;
    this.#uses = uses;
  }

  /** Rows for every call into a package or over the network. */
  rows(): CallWrapperRow[] {
    const rows: CallWrapperRow[] = [];
    for (const call of this.#graph.calls) {
      const { row } = call;
      if (row.origin !== "package" && row.symbol !== "fetch") continue;
      const seen = new Set<string>();
      for (const found of this.#ofCall(call, 0)) {
        if (seen.has(found.kind)) continue;
        seen.add(found.kind);
        rows.push({
          call_id: row.id,
          kind: found.kind,
          wrapper: found.wrapper,
          function_id: found.functionId,
          module: found.module,
          hops: found.hops,
        });
      }
    }
    return rows;
  }

  #ofCall(call: LinkedCall, depth: number): Wrapper[] {
    const found = this.#enclosing(call, depth);
    const { row, record } = call;
    const own = this.#graph.function(row.function_id);
    if (own && record.loop === "counter" && row.in_try && own.has_delay) {
      found.push({ kind: "retry", wrapper: own.name ?? "retry loop", functionId: own.id, module: null, hops: depth });
    }
    for (let owner = own; owner; owner = this.#graph.function(owner.parent_id)) {
      found.push(...this.#decorators(owner, depth), ...this.#ofFunction(owner, depth));
    }
    return found;
  }

  /** Wrappers whose inline function, or whose argument list, holds the call. */
  #enclosing(call: LinkedCall, depth: number): Wrapper[] {
    const found: Wrapper[] = [];
    const { callOffset } = call.file;
    for (const id of call.record.enclosingCalls) {
      found.push(...this.#asWrappers(this.#graph.call(id + callOffset), depth));
    }
    const outer = call.record.argumentOf === null ? undefined : this.#graph.call(call.record.argumentOf + callOffset);
    const target = this.#graph.function(outer?.row.target_function_id);
    if (target && TIMEOUT_NAME.test(target.name ?? "")) {
      found.push({ kind: "timeout", wrapper: target.name ?? "", functionId: target.id, module: null, hops: depth });
    }
    return found;
  }

  #asWrappers(call: LinkedCall | undefined, depth: number): Wrapper[] {
    if (!call) return [];
    const target = this.#graph.function(call.row.target_function_id);
    return wrapperKindsOf(this.#graph, call, this.#modules).map((kind) => ({
      kind,
      wrapper: target?.name ?? call.row.callee,
      functionId: target?.id ?? null,
      module: target ? null : call.row.package,
      hops: depth,
    }));
  }

  #decorators(owner: FunctionRow, depth: number): Wrapper[] {
    const names: unknown = JSON.parse(owner.decorators_json);
    if (!Array.isArray(names)) return [];
    const found = names.find((name) => typeof name === "string" && RETRY_NAME.test(name));
    if (typeof found !== "string") return [];
    return [{ kind: "retry", wrapper: `@${found}`, functionId: null, module: null, hops: depth }];
  }

  /** Wrappers that stand around every use of a function. */
  #ofFunction(owner: FunctionRow, depth: number): readonly Wrapper[] {
    if (depth >= MAX_HOPS) return [];
    const key = `${owner.id}:${depth}`;
    const known = this.#memo.get(key);
    if (known) return known;
    this.#memo.set(key, []);
    const uses = (this.#uses.get(owner.id) ?? []).filter((use) => use.kind !== "reference");
    const perUse = uses.map((use) => this.#ofUse(use, depth + 1));
    const [first, ...others] = perUse;
    const common =
      first?.filter(({ kind }) => others.every((list) => list.some((wrapper) => wrapper.kind === kind))) ?? [];
    this.#memo.set(key, common);
    return common;
  }

  #ofUse(use: FunctionUseRow, depth: number): Wrapper[] {
    const call = this.#graph.call(use.call_id);
    if (!call) return [];
    return use.kind === "call" ? this.#ofCall(call, depth) : this.#asWrappers(call, depth);
  }
}
