import type { FactSet } from "../../fact-set.js";
import type { MiddlewareRow, RouteRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { isLimiterName } from "./limiter-names.js";
import type { Limiter, RequestLimiters } from "./request-limiters.js";

/** Frameworks whose middleware is a file that runs before every request of its package. */
const PLACED = new Set(["next", "sveltekit", "astro", "nuxt"]);

/** Limiters that stand before whole groups of routes: app.use(limiter), fastify.register(rateLimit), middleware.ts. */
export class StandingLimiters {
  readonly #graph: CodeGraph;
  readonly #limiters: RequestLimiters;
  readonly #standing: readonly MiddlewareRow[];
  /** All middleware that is a handler of its own, and no router. */
  readonly #plain: readonly MiddlewareRow[];
  /** Files whose routers another file mounts, with the places. */
  readonly #mounts = new Map<string, MiddlewareRow[]>();
  readonly #mountedFrom = new Map<string, MiddlewareRow[]>();
  readonly #routed: ReadonlySet<string>;

  constructor(graph: CodeGraph, limiters: RequestLimiters, facts: FactSet) {
    this.#graph = graph;
    this.#limiters = limiters;
    const rows = (facts.middleware ?? []).filter(({ file }) => graph.files.get(file)?.info.role === "app");
    this.#routed = new Set((facts.route ?? []).map(({ file }) => file));
    for (const row of rows) {
      if (row.target_file === null) continue;
      push(this.#mounts, row.target_file, row);
      push(this.#mountedFrom, row.file, row);
    }
    this.#standing = rows.filter((row) => this.#limits(row));
    this.#plain = rows.filter((row) => row.target_file === null || !this.#routed.has(row.target_file));
  }

  /** Middleware that every request of a route passes. */
  rowsBefore(route: RouteRow): readonly MiddlewareRow[] {
    return this.#plain.filter((row) => this.#covers(row, route));
  }

  /** The limiter that stands before a route; null when there is none. */
  before(route: RouteRow): Limiter | null {
    const found = this.#standing.find((row) => this.#covers(row, route));
    return found ? { name: found.name, file: found.file, line: found.line } : null;
  }

  #limits(row: MiddlewareRow): boolean {
    const call = this.#graph.call(row.call_id);
    // { global: false }: only the routes that ask for it.
    if (row.module === "@fastify/rate-limit" && /"global":false/.test(call?.row.options ?? "")) return false;
    if (this.#limiters.isPackage(row.module)) return true;
    const isRouter = row.target_file !== null && this.#routed.has(row.target_file);
    if (row.module === null && !isRouter && isLimiterName(row.name)) return true;
    const handler = this.#graph.function(row.handler_id);
    // A plugin runs once; what is inside it has rows of its own.
    if (handler?.handler === "middleware" && this.#limiters.limiterIn(handler.id) !== null) return true;
    return this.#limiters.makesLimiter(call?.row.target_function_id ?? null);
  }

  #covers(row: MiddlewareRow, route: RouteRow): boolean {
    const file = this.#graph.files.get(row.file);
    const isSamePackage = file?.info.package_dir === this.#graph.files.get(route.file)?.info.package_dir;
    if (PLACED.has(row.framework)) return isSamePackage && row.framework === route.framework;
    const path = row.path === null ? "" : row.path.replace(/\/?\*+$|\/$/, "");
    // One call hangs both in: app.use("/auth", limiter, authRouter).
    const beside = (this.#mountedFrom.get(row.file) ?? []).filter(({ line }) => line === row.line);
    if (beside.some(({ target_file: target }) => this.#leadsTo(target, route.file, new Set()))) return true;
    const isMounted = this.#mounts.has(row.file) && (this.#routed.has(row.file) || this.#mountedFrom.has(row.file));
    if (!isMounted) return isBelow(route.full_path ?? route.path, path);
    if (route.file === row.file)
      return (row.router === null || route.router === row.router) && isBelow(route.path, path);
    return (this.#mountedFrom.get(row.file) ?? []).some(
      (mount) => isBelow(mount.path ?? "", path) && this.#leadsTo(mount.target_file, route.file, new Set([row.file])),
    );
  }

  /** Whether the routes of a file are mounted, directly or not, by another one. */
  #leadsTo(from: string | null, to: string, seen: Set<string>): boolean {
    if (from === null || seen.has(from)) return false;
    if (from === to) return true;
    seen.add(from);
    return (this.#mountedFrom.get(from) ?? []).some(({ target_file: next }) => this.#leadsTo(next, to, seen));
  }
}

/** Whether a path lies below another one; a path that is not known may lie anywhere. */
const isBelow = (path: string | null, prefix: string): boolean =>
  prefix === "" || path === null || path === prefix || path.startsWith(`${prefix}/`);

function push<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
