import type { CallWrapperRow, FunctionRow, FunctionUseRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";
import { functionNamed } from "./argument-function.js";
import { isRunOption, WRAPPER_KINDS, type WrapperKind, type WrapperModules } from "./wrapper-modules.js";
import { functionsRunAgain, TIMEOUT_NAME, wrapperKindsOf } from "./wrapper-shapes.js";

interface Wrapper {
  readonly kind: WrapperKind;
  readonly wrapper: string;
  readonly functionId: number | null;
  readonly module: string | null;
  readonly hops: number;
}

type Use = Pick<FunctionUseRow, "kind" | "call_id">;

/** A name that is called in more places than these is everybody's: get, send, run. */
const MAX_BY_NAME = 12;

/** Callers that are followed: a helper's caller's caller. */
const MAX_HOPS = 3;

const DECORATORS: readonly (readonly [RegExp, WrapperKind])[] = [
  [/retr(y|ies|yable)|backoff/i, "retry"],
  [/circuit|breaker/i, "breaker"],
  [TIMEOUT_NAME, "timeout"],
];

const oneHopMore = (wrapper: Wrapper): Wrapper => ({ ...wrapper, hops: wrapper.hops + 1 });

/** Which calls are protected, directly or through up to three callers. */
export class WrapperFinder {
  readonly #graph: CodeGraph;
  readonly #modules: WrapperModules;
  readonly #uses: ReadonlyMap<number, readonly FunctionUseRow[]>;
  readonly #again: ReadonlySet<number>;
  #unresolved: ReadonlyMap<string, readonly LinkedCall[]> | null = null;
  /** By number of callers followed, then by function. */
  readonly #ofFunctions: readonly Map<number, readonly Wrapper[]>[];

  constructor(graph: CodeGraph, modules: WrapperModules, uses: ReadonlyMap<number, readonly FunctionUseRow[]>) {
    this.#graph = graph;
    this.#modules = modules;
    this.#uses = uses;
    this.#again = functionsRunAgain(graph);
    this.#ofFunctions = Array.from({ length: MAX_HOPS + 1 }, () => new Map<number, readonly Wrapper[]>());
  }

  /** Rows for every call into a package or over the network: the nearest wrapper of each kind. */
  rows(): CallWrapperRow[] {
    const rows: CallWrapperRow[] = [];
    for (const call of this.#graph.calls) {
      if (!leavesProject(call)) continue;
      const seen = new Set<string>();
      for (const found of this.#ofCall(call, MAX_HOPS)) {
        if (seen.has(found.kind)) continue;
        seen.add(found.kind);
        const { kind, wrapper, functionId, module, hops } = found;
        rows.push({ call_id: call.row.id, kind, wrapper, function_id: functionId, module, hops });
      }
    }
    return rows;
  }

  /** Wrappers around a call and around the functions it stands in, nearest first. */
  #ofCall(call: LinkedCall, hopsLeft: number): Wrapper[] {
    const found = [...this.#enclosing(call), ...this.#timeLimits(call), ...this.#ownLoop(call)];
    for (const owner of this.#graph.around(call.row.function_id)) found.push(...this.#ofFunction(owner, hopsLeft));
    return found.toSorted((a, b) => a.hops - b.hops);
  }

  /** Wrappers that are given the function around the call. */
  #enclosing(call: LinkedCall): Wrapper[] {
    return call.record.enclosingCalls.flatMap(({ callId, property }) =>
      isRunOption(property) ? this.#asWrapper(this.#graph.call(callId + call.file.callOffset)) : [],
    );
  }

  /** `withTimeout(client.call(), 5000)` and `Promise.race([client.call(), timer])`: limits on the promise itself. */
  #timeLimits(call: LinkedCall): Wrapper[] {
    const { argumentOf } = call.record;
    const outer = argumentOf === null ? undefined : this.#graph.call(argumentOf + call.file.callOffset);
    if (!outer) return [];
    const kind = "timeout";
    const target = this.#graph.function(outer.row.target_function_id);
    if (target && TIMEOUT_NAME.test(target.name ?? "")) {
      return [{ kind, wrapper: target.name ?? "", functionId: target.id, module: null, hops: 0 }];
    }
    const isRace = outer.row.callee === "Promise.race";
    const isLimit = isRace || this.#modules.kindsOf(outer.row).includes(kind);
    if (!isLimit) return [];
    return [{ kind, wrapper: outer.row.callee, functionId: null, module: outer.row.package, hops: 0 }];
  }

  /** A function that tries again itself: in a loop that counts attempts, or by calling itself after a failure. */
  #ownLoop({ row, record }: LinkedCall): Wrapper[] {
    const own = this.#graph.function(row.function_id);
    if (!own || record.loop === "items") return [];
    const owners = [...this.#graph.around(own.id)];
    const isGuarded = row.in_try || row.has_catch;
    const waits = owners.some((each) => each.has_delay);
    // Without a try it is the status of the answer that is looked at: `if (response.status === 429) { await sleep(); continue; }`.
    const isLoop =
      (record.loop === "attempts" && (isGuarded || waits)) || (record.loop === "counter" && isGuarded && waits);
    const isAgain = isGuarded && owners.some((each) => this.#again.has(each.id));
    if (!isLoop && !isAgain) return [];
    const named = owners.find((each) => each.name !== null);
    return [{ kind: "retry", wrapper: named?.name ?? "a loop", functionId: own.id, module: null, hops: 0 }];
  }

  /** What a call does to the functions it is given. */
  #asWrapper(call: LinkedCall | undefined): Wrapper[] {
    if (!call) return [];
    const target = this.#graph.function(call.row.target_function_id);
    return wrapperKindsOf(this.#graph, call, this.#modules).map((kind) => ({
      kind,
      wrapper: target?.name ?? call.row.callee,
      functionId: target?.id ?? null,
      module: target ? null : call.row.package,
      hops: 0,
    }));
  }

  /** Wrappers that stand around every use of a function. */
  #ofFunction(owner: FunctionRow, hopsLeft: number): readonly Wrapper[] {
    const known = this.#ofFunctions[hopsLeft]?.get(owner.id);
    if (known) return known;
    const found = [
      ...decoratorsOf(owner),
      ...this.#ownDecorators(owner),
      ...(hopsLeft > 0 ? this.#aroundUses(owner, hopsLeft - 1) : []),
    ];
    this.#ofFunctions[hopsLeft]?.set(owner.id, found);
    return found;
  }

  /** `@resilient()`: a decorator of the project's own that runs the function again. */
  #ownDecorators(owner: FunctionRow): Wrapper[] {
    const file = this.#graph.files.get(owner.file);
    if (owner.decorators_json === "[]" || file?.info.language !== "python") return [];
    const names: unknown = JSON.parse(owner.decorators_json);
    if (!Array.isArray(names)) return [];
    return names.flatMap((name: unknown) => {
      const target = typeof name === "string" ? functionNamed(this.#graph, file, name) : null;
      if (!target) return [];
      // def resilient(times): def decorator(fn): def wrapper(): …
      const inside = this.#graph.files.get(target.file)?.code.functions ?? [];
      const wrapping = inside.find((row) => row.is_wrapper !== null && this.#graph.isInside(row.id, target.id));
      const kind = WRAPPER_KINDS.find((known) => known === wrapping?.is_wrapper);
      if (kind === undefined) return [];
      return [{ kind, wrapper: `@${String(name)}`, functionId: target.id, module: null, hops: 0 }];
    });
  }

  #aroundUses(owner: FunctionRow, hopsLeft: number): Wrapper[] {
    const [first, ...others] = this.#relevantUses(owner).map((use) => this.#ofUse(use, hopsLeft));
    const isEverywhere = ({ kind }: Wrapper): boolean =>
      others.every((wrappers) => wrappers.some((other) => other.kind === kind));
    return (first ?? []).filter(isEverywhere).map(oneHopMore);
  }

  /** Where it is called or passed on; tests of application code, its own recursion and mere mentions say nothing. */
  #relevantUses(owner: FunctionRow): readonly Use[] {
    const isApp = this.#roleOf(owner.file) === "app";
    const found = (this.#uses.get(owner.id) ?? []).filter(
      (use) =>
        use.kind !== "reference" &&
        (!isApp || this.#roleOf(use.file) === "app") &&
        !this.#graph.isInside(use.caller_id, owner.id),
    );
    return found.length === 0 && owner.kind === "method" ? this.#callsByName(owner.name ?? "") : found;
  }

  /** `provider.load()` behind an interface: calls that can only be told by the method's name. */
  #callsByName(name: string): readonly Use[] {
    this.#unresolved ??= unresolvedCalls(this.#graph);
    const calls = this.#unresolved.get(name) ?? [];
    return calls.length > MAX_BY_NAME ? [] : calls.map(({ row }) => ({ kind: "call", call_id: row.id }));
  }

  #roleOf = (path: string): string => this.#graph.files.get(path)?.info.role ?? "app";

  #ofUse(use: Use, hopsLeft: number): Wrapper[] {
    const call = this.#graph.call(use.call_id);
    if (!call) return [];
    const given = use.kind === "argument" ? this.#asWrapper(call) : [];
    return [...given, ...this.#ofCall(call, hopsLeft)];
  }
}

/** Method calls of application code on values of the project, by name, whose target is not known. */
function unresolvedCalls(graph: CodeGraph): Map<string, LinkedCall[]> {
  const found = new Map<string, LinkedCall[]>();
  for (const call of graph.calls) {
    const { row, file } = call;
    const isOutside = row.origin === "package" || row.origin === "builtin" || row.origin === "global";
    if (row.target_function_id !== null || isOutside || file.info.role !== "app" || !row.callee.includes(".")) continue;
    const known = found.get(row.method);
    if (known) known.push(call);
    else found.set(row.method, [call]);
  }
  return found;
}

/** Calls into packages and built-ins, and over the network. */
function leavesProject({ row }: LinkedCall): boolean {
  if (row.origin === "package" || row.origin === "builtin") return true;
  return row.origin === "global" && (row.symbol === "fetch" || row.path === "fetch");
}

function decoratorsOf(owner: FunctionRow): Wrapper[] {
  if (owner.decorators_json === "[]") return [];
  const names: unknown = JSON.parse(owner.decorators_json);
  if (!Array.isArray(names)) return [];
  return names.flatMap((name) => {
    if (typeof name !== "string") return [];
    return DECORATORS.filter(([pattern]) => pattern.test(name)).map(([, kind]) => ({
      kind,
      wrapper: `@${name}`,
      functionId: null,
      module: null,
      hops: 0,
    }));
  });
}
