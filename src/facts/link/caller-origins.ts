import type { NotedOrigin } from "../code/file-code.js";
import { callersOf } from "./callers.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "./code-graph.js";
import type { Resolved } from "./resolved.js";

/** Callers of callers. */
const MAX_HOPS = 3;

/** More callers than these are not looked at: what a function is given so often is no client. */
const MAX_CALLERS = 60;

type FromPackage = Resolved & { kind: "package" | "builtin" };

/**
 * Says what an untyped parameter holds by what the callers pass: `list(supabase)` makes `function list(db)` a user of
 * supabase-js. Only when every caller that can be followed passes the same thing; tests pass doubles and are left out.
 */
export class CallerOrigins {
  readonly #graph: CodeGraph;
  readonly #callers: ReadonlyMap<number, readonly LinkedCall[]>;

  /** Needs the targets of calls: link them first. */
  constructor(graph: CodeGraph) {
    this.#graph = graph;
    this.#callers = callersOf(graph, ({ role }) => role !== "test");
  }

  /** What a value is, parameters followed to the callers. */
  resolve(file: LinkedFile, origin: NotedOrigin): Resolved {
    const resolved = this.#graph.resolve(file, origin);
    return this.#passed(resolved, MAX_HOPS) ?? resolved;
  }

  #passed(resolved: Resolved, hops: number): FromPackage | null {
    if (resolved.kind === "package" || resolved.kind === "builtin") return resolved;
    if (resolved.kind !== "parameter" || hops === 0) return null;
    const callers = this.#callers.get(resolved.functionId) ?? [];
    if (callers.length > MAX_CALLERS) return null;
    let common: FromPackage | null = null;
    for (const caller of callers) {
      const argument = caller.record.arguments[resolved.index]?.origin;
      if (!argument) continue;
      const given = this.#given(caller.file, argument, resolved.steps, hops);
      if (given === "else") return null;
      if (given === null) continue;
      if (common && (common.package !== given.package || common.kind !== given.kind)) return null;
      common ??= given;
    }
    return common && { ...common, isLinked: true, isConditional: true };
  }

  /** A package's value, one of the project's own (`else`), or null when it cannot be told. */
  #given(file: LinkedFile, argument: NotedOrigin, steps: readonly string[], hops: number): FromPackage | "else" | null {
    const value = { ...argument, origin: { ...argument.origin, steps: [...argument.origin.steps, ...steps] } };
    const resolved = this.#graph.resolve(file, value);
    const isOwn = resolved.kind === "file" || resolved.kind === "function" || resolved.kind === "global";
    return isOwn ? "else" : this.#passed(resolved, hops - 1);
  }
}
