import type { RouteRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { ROUTE_METHODS } from "../web/frameworks.js";
import { isLimiterName } from "./limiter-names.js";
import type { Limiter, RequestLimiters } from "./request-limiters.js";

/** Finds the limiter that a route brings along: a handler before its own, a wrapper, a guard, an option, or the handler's own call. */
export class RouteLimits {
  readonly #graph: CodeGraph;
  readonly #limiters: RequestLimiters;
  /** Calls that register a route, by file and line. */
  readonly #registering = new Map<string, LinkedCall[]>();

  constructor(graph: CodeGraph, limiters: RequestLimiters) {
    this.#graph = graph;
    this.#limiters = limiters;
    for (const call of graph.calls) {
      if (!ROUTE_METHODS.has(call.row.method) && call.row.method !== "route" && call.row.method !== "on") continue;
      const key = `${call.row.file}:${call.row.line}`;
      this.#registering.set(key, [...(this.#registering.get(key) ?? []), call]);
    }
  }

  of(route: RouteRow): Limiter | null {
    const here = { file: route.file, line: route.line };
    // Without a guard that counts nobody is refused.
    const isCounted = route.framework !== "nest" || this.#limiters.isThrottled(route.file);
    const names = namesOf(route.middleware_json).filter((name) => name !== "Throttle" || isCounted);
    const named = names.find(isLimiterName);
    if (named !== undefined) return { name: named, ...here };
    for (const call of this.#registering.get(`${route.file}:${route.line}`) ?? []) {
      const found = this.#inRegistration(call);
      if (found) return found;
    }
    for (const name of names) {
      const found = this.#inWrapper(route, name);
      if (found) return found;
    }
    return this.#limiters.limiterIn(route.handler_id);
  }

  /** Names of the handlers, guards and wrappers that the route itself puts before its own. */
  namesBefore(route: RouteRow): readonly string[] {
    return namesOf(route.middleware_json);
  }

  /** Functions of the project that the route itself puts before its own. */
  functionsBefore(route: RouteRow): readonly number[] {
    const calls = this.#registering.get(`${route.file}:${route.line}`) ?? [];
    return calls.flatMap(({ file, record }) =>
      record.arguments.slice(0, -1).flatMap(({ origin }) => {
        const resolved = origin ? this.#graph.resolve(file, origin) : null;
        return resolved?.kind === "function" ? [resolved.id] : [];
      }),
    );
  }

  #inRegistration(call: LinkedCall): Limiter | null {
    const { row, record, file } = call;
    const here = { file: row.file, line: row.line };
    // { config: { rateLimit: { max: 5 } } } of Fastify
    if (/"(rateLimit|rate-limit)"/.test(row.options ?? "")) return { name: "config.rateLimit", ...here };
    for (const argument of record.arguments.slice(0, -1)) {
      if (!argument.origin) continue;
      const resolved = this.#graph.resolve(file, argument.origin);
      if (resolved.kind === "package" && this.#limiters.isPackage(resolved.package))
        return { name: argument.text.slice(0, 60), ...here };
      const found = resolved.kind === "function" ? this.#limiters.limiterIn(resolved.id) : null;
      if (found) return found;
    }
    return null;
  }

  /** `export const POST = withWorkspace(async () => …)`: what the wrapper does before it runs the handler. */
  #inWrapper(route: RouteRow, name: string): Limiter | null {
    const file = this.#graph.files.get(route.file);
    const call = file
      ? this.#graph.callsIn(file).find(({ row }) => row.function_id === null && row.callee === name)
      : undefined;
    return this.#limiters.limiterIn(call?.row.target_function_id ?? null);
  }
}

function namesOf(json: string): string[] {
  const value: unknown = JSON.parse(json);
  return Array.isArray(value) ? value.filter((name: unknown) => typeof name === "string") : [];
}
