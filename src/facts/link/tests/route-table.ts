import type { FactSet } from "../../fact-set.js";
import type { MiddlewareRow, RouteRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { RequestClient } from "./request-clients.js";
import type { RequestPath } from "./request-path.js";

/** Whether a route answers, as columns of test_request. */
export interface Found {
  readonly outcome: "served" | "missing" | "unknown";
  readonly reason: string | null;
  readonly nearest: string | null;
  readonly is_moved: boolean;
}

interface KnownRoute {
  readonly row: RouteRow;
  readonly segments: readonly string[];
}

/** Paths that frameworks and their usual companions answer without a route of the project. */
const BUILT_IN =
  /^\/(?:docs|redoc|openapi\.json|swagger|swagger-ui|api-docs|api-json|graphql|graphiql|trpc|api\/trpc|api\/auth|api\/graphql|admin|static|assets|public|media|uploads|favicon\.ico|robots\.txt|(?:opengraph|twitter)-image|(?:apple-)?icon|sitemap|manifest|metrics|_next|__debug__|socket\.io|\.well-known)(?:[/.]|$)/i;
const HARMLESS =
  /^(?:cors|helmet|compression|morgan|express|body-parser|cookie-parser|cookie-session|express-session|express-rate-limit|pino-http|multer|hpp|passport|@sentry\/.*|@fastify\/(?:cors|helmet|cookie|jwt|rate-limit|sensible|formbody|multipart|compress|session)|hono\/.*|koa-bodyparser|@koa\/(?:cors|bodyparser)|koa-logger|http-errors|(?:slowapi|starlette|fastapi|flask_cors|flask_limiter|asgi_correlation_id)(?:\..*)?)$/;
const ROUTER_LIKE = /rout|api|controller|handler|endpoint|proxy|static|serve|graphql|swagger|auth|mount|app\b/i;

/** The routes of the project, and what is known to be missing of them. */
export class RouteTable {
  readonly #routes: readonly KnownRoute[];
  /** Why the routes of a language are not all known; a prefix below which that is so, '' for everywhere. */
  readonly #gaps = new Map<string, { readonly prefix: string; readonly why: string }[]>();
  readonly #languages: ReadonlyMap<string, string>;

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#languages = new Map((facts.file ?? []).map(({ path, language }) => [path, worldOf(language)]));
    const rows = (facts.route ?? []).filter(({ method }) => method !== "WS");
    this.#routes = rows.flatMap((row) =>
      row.full_path === null
        ? []
        : spellings(catchAll(row) ?? row.full_path).map((path) => ({ row, segments: segmentsOf(path) })),
    );
    const roles = new Map((facts.file ?? []).map(({ path, role }) => [path, role]));
    for (const row of rows) if (row.full_path === null && roles.get(row.file) === "app") this.#noteComputed(row);
    for (const row of facts.middleware ?? []) if (roles.get(row.file) === "app") this.#noteMiddleware(row);
    for (const call of graph.calls)
      if (call.file.info.role === "app" || call.row.method === "mount") this.#noteCall(graph, call);
    for (const { name, file } of graph.functions)
      if (name === "rewrites" && /(?:^|\/)next\.config\./.test(file)) this.#gap(file, "", `${file} rewrites paths`);
  }

  find(path: RequestPath, { row }: LinkedCall, client: RequestClient): Found {
    const asked = segmentsOf(path.text);
    const served = this.#routes.filter((route) => matches(route, asked, path.isTail));
    const best =
      served.find(({ segments }) => !segments.some(isRest)) ??
      served.find(({ segments }) => !isRest(segments[0] ?? "*"));
    if (best) return { outcome: "served", reason: shown(best), nearest: null, is_moved: false };
    const [everything] = served;
    if (everything)
      return {
        outcome: "unknown",
        reason: `${shown(everything)} takes whatever is left`,
        nearest: null,
        is_moved: false,
      };
    const why = this.#doubt(path, asked, row.file, client);
    if (why !== null) return { outcome: "unknown", reason: why, nearest: null, is_moved: false };
    const moved = this.#routes.find(
      (route) => this.#worldOf(route.row.file) === this.#worldOf(row.file) && isMoved(route.segments, asked),
    );
    const nearest = moved?.row.full_path ?? this.#nearest(asked, row.file);
    return { outcome: "missing", reason: null, nearest, is_moved: moved !== undefined };
  }

  #doubt(path: RequestPath, asked: readonly string[], file: string, client: RequestClient): string | null {
    if (client.isOwnApp) return "the test puts an application of its own together";
    if (path.isTail) return "the beginning of its path is computed";
    if (asked.length === 0) return "the root may be answered by files or a proxy";
    if (BUILT_IN.test(path.text)) return "a framework or a package answers such paths";
    if (/\.\w{2,5}$/.test(path.text)) return "it may be a file";
    if (asked[0]?.includes("${}") === true) return "the beginning of its path is computed";
    const world = this.#worldOf(file);
    const own = this.#routes.filter(({ row }) => this.#worldOf(row.file) === world);
    if (own.length < 2) return "the routes of this application are not known";
    const gap = this.#gaps.get(world)?.find(({ prefix }) => prefix === "" || `${path.text}/`.startsWith(`${prefix}/`));
    if (gap) return gap.why;
    // A prefix that main.ts sets for all routes does not hold in a test's own application.
    const isNest = own.some(({ row }) => row.framework === "nest");
    if (isNest && own.some((route) => endsAlike(route.segments, asked)))
      return "a prefix for all routes may be set elsewhere";
    return client.isFetch ? "it may go to another server" : null;
  }

  #nearest(asked: readonly string[], file: string): string | null {
    let best: KnownRoute | null = null;
    let most = 0;
    for (const route of this.#routes) {
      if (this.#worldOf(route.row.file) !== this.#worldOf(file)) continue;
      const alike = likeness(route.segments, asked);
      if (alike <= most) continue;
      most = alike;
      best = route;
    }
    return best?.row.full_path ?? null;
  }

  #worldOf(file: string): string {
    return this.#languages.get(file) ?? "script";
  }

  #gap(file: string, prefix: string, why: string): void {
    const world = this.#worldOf(file);
    const known = this.#gaps.get(world) ?? [];
    known.push({ prefix, why });
    this.#gaps.set(world, known);
  }

  #noteComputed(row: RouteRow): void {
    this.#gap(row.file, "", `the path of a route is computed (${row.file}:${row.line})`);
  }

  /** What is mounted and is neither a router that was followed nor known to answer nothing. */
  #noteMiddleware(row: MiddlewareRow): void {
    if (row.target_file !== null || HARMLESS.test(row.module ?? "")) return;
    // app.add_middleware(…) stands before the routes and answers none of its own.
    if (this.#worldOf(row.file) === "python" && row.name.endsWith("Middleware")) return;
    const prefix = row.path === null || row.path === "/" || row.path === "*" ? "" : row.path.replace(/[/*]+$/, "");
    if (prefix === "" && !ROUTER_LIKE.test(row.name)) return;
    if (prefix === "" && row.handler_id !== null) return;
    const isKnown =
      prefix === "" ? false : this.#routes.some(({ row: route }) => route.full_path?.startsWith(`${prefix}/`) === true);
    if (isKnown && row.module === null) return;
    this.#gap(row.file, prefix, `what \`${row.name}\` answers is not known (${row.file}:${row.line})`);
  }

  /** Python's ways to add routes that are not decorators, and routers that could not be followed. */
  #noteCall(graph: CodeGraph, { row, record, file }: LinkedCall): void {
    if (file.info.language !== "python") return;
    if (
      /^(?:add_api_route|add_url_rule|add_route|add_resource|add_namespace|add_view|add_handler|mount)$/.test(
        row.method,
      )
    ) {
      const path = row.argument_1_kind === "string" ? (row.argument_1 ?? "") : "";
      const isMount = row.method === "mount";
      this.#gap(
        row.file,
        isMount ? path.replace(/\/+$/, "") : "",
        `\`${row.callee}\` adds routes that are not followed (${row.file}:${row.line})`,
      );
      return;
    }
    if (!/^(?:include_router|register_blueprint)$/.test(row.method)) return;
    const [router] = record.arguments;
    const found = router === undefined || router.origin === null ? null : graph.resolve(file, router.origin);
    if (found?.kind === "package" && found.madeBy !== null) return;
    const { prefix, url_prefix } = readObject(row.options);
    const given = prefix ?? url_prefix;
    this.#gap(
      row.file,
      typeof given === "string" ? given : "",
      `the router at ${row.file}:${row.line} is not followed`,
    );
  }
}

const shown = ({ row }: KnownRoute): string => `${row.full_path ?? ""} (${row.file}:${row.line})`;

const worldOf = (language: string): string => (language === "python" ? "python" : "script");

/** `{path:path}` takes the rest of a path. */
const catchAll = ({ path, full_path: full }: RouteRow): string | null =>
  full !== null && path !== null && /[{<](?:\w+:path|path:\w+)[}>]/.test(path) ? full.replace(/:\w+$/, "*") : null;

/** Optional parts of a path that are tried each with and without; every further one doubles the spellings. */
const MOST_OPTIONAL = 4;

/** `/pads/:pad{/:revision}/text` with and without what stands in braces. */
function spellings(path: string, left = MOST_OPTIONAL): readonly string[] {
  if (left === 0) return [path.replaceAll(/\{(\/[^{}]*)\}/g, "$1")];
  const optional = /\{(\/[^{}]*)\}/.exec(path);
  if (!optional) return [path];
  const [group, inner = ""] = optional;
  const [before, after] = [path.slice(0, optional.index), path.slice(optional.index + group.length)];
  return [...spellings(before + after, left - 1), ...spellings(before + inner + after, left - 1)];
}

const segmentsOf = (path: string): readonly string[] => path.split("/").filter((part) => part !== "");

const isParameter = (segment: string): boolean => /^[:[{<(*$]|\$\{\}/.test(segment) || /[:*(+]/.test(segment);
const isRest = (segment: string): boolean => /^\*|^\[\[?\.\.\.|[*+]$|\(\.\*\)|:path\b|^:\w+\*$/.test(segment);

const isAlike = (route: string, asked: string): boolean =>
  isParameter(route) || asked.includes("${}") || route.toLowerCase() === asked.toLowerCase();

function matches({ segments }: KnownRoute, asked: readonly string[], isTail: boolean): boolean {
  const rest = segments.findIndex(isRest);
  if (rest !== -1 && !isTail)
    return asked.length >= rest && segments.slice(0, rest).every((part, at) => isAlike(part, asked[at] ?? ""));
  const optional = segments.filter((part) => part.endsWith("?") || part.startsWith("[[")).length;
  if (isTail) return segments.length >= asked.length && endsAlike(segments, asked);
  if (asked.length > segments.length || asked.length < segments.length - optional) return false;
  return asked.every((part, at) => isAlike(segments[at] ?? "", part));
}

/** The end of the longer of the two is the other one. */
function endsAlike(route: readonly string[], asked: readonly string[]): boolean {
  const length = Math.min(route.length, asked.length);
  if (length === 0) return false;
  const [a, b] = [route.slice(-length), asked.slice(-length)];
  return (
    a.every((part, at) => isAlike(part, b[at] ?? "")) && a.some((part, at) => !isParameter(part) && part === b[at])
  );
}

/** The same path with more before it, or less: `/leads` and `/api/v1/leads`. */
const isMoved = (route: readonly string[], asked: readonly string[]): boolean =>
  route.length !== asked.length && endsAlike(route, asked);

/** How much two paths have in common, a part of a name half as much as a name. */
function likeness(route: readonly string[], asked: readonly string[]): number {
  let same = 0;
  for (const part of asked) {
    if (route.includes(part)) same++;
    else if (part.length > 3 && route.some((each) => each.includes(part) || (each.length > 3 && part.includes(each))))
      same += 0.6;
  }
  const last = route.at(-1) === asked.at(-1) ? 1 : 0;
  return (same + last) / Math.max(route.length, asked.length, 1);
}
