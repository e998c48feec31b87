import { addRows, type FactSet } from "../../fact-set.js";
import type { RouteRow } from "../../rows.js";
import type { Argument } from "../../code/file-code.js";
import { functionIn, functionNamed, mark, readObject, textOfExpression } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { ROUTE_METHODS } from "./frameworks.js";
import { nestRoutes } from "./nest.js";
import type { Routers } from "./routers.js";

/** A route with the router it was registered on. */
export interface KeyedRoute {
  readonly row: RouteRow;
  readonly key: string;
  readonly call: LinkedCall;
}

/** Routes registered by calls: app.get(…), router.route(…).post(…), fastify.route({…}), @Get(…). */
export function collectRoutes(graph: CodeGraph, routers: Routers, facts: FactSet): KeyedRoute[] {
  const collector = new RouteCollector(graph, routers);
  const found = graph.calls.flatMap((call) => collector.routesOf(call));
  addRows(
    facts,
    "route",
    found.map(({ row }) => row),
  );
  return found;
}

interface RouteParts {
  readonly framework: string;
  readonly method: string;
  readonly path: string | null;
  readonly handlers: readonly Argument[];
}

class RouteCollector {
  readonly #graph: CodeGraph;
  readonly #routers: Routers;
  /** Path of `router.route("/x")` for the calls chained on it, by call id. */
  readonly #chained = new Map<number, string | null>();

  constructor(graph: CodeGraph, routers: Routers) {
    this.#graph = graph;
    this.#routers = routers;
    for (const call of graph.calls) this.#addChain(call);
  }

  routesOf(call: LinkedCall): KeyedRoute[] {
    const { row } = call;
    if (row.kind !== "call") return [];
    if (call.record.decorated) return nestRoutes(this.#graph, call);
    const described = this.#describedRoute(call);
    if (described) return [described];
    const framework = this.#routers.frameworkOf(call);
    if (framework === null) return [];
    if (row.method === "route") return this.#objectRoutes(call, framework);
    if (row.method === "on" && framework === "hono") return this.#onRoutes(call);
    return this.#methodRoute(call, framework);
  }

  /** `.route("/x").get(…).post(…)`: each call behind takes its path from the one call. */
  #addChain({ record, file }: LinkedCall): void {
    let path: string | null | undefined;
    for (const link of record.chain ?? []) {
      const [argument] = link.arguments;
      if (link.method === "route" && link.arguments.length === 1) {
        path = argument?.kind === "string" || argument?.kind === "template" ? argument.text : null;
      } else if (path !== undefined) {
        this.#chained.set(link.callId + file.callOffset, path);
      }
    }
  }

  /** app.get("/x", …middleware, handler) */
  #methodRoute(call: LinkedCall, framework: string): KeyedRoute[] {
    const { row, record } = call;
    if (!ROUTE_METHODS.has(row.method)) return [];
    const chained = this.#chained.get(row.id);
    const hasOwnPath = chained === undefined || row.argument_1_kind === "string";
    const path = hasOwnPath ? this.#pathOf(call) : chained;
    const handlers = record.arguments.slice(hasOwnPath ? 1 : 0);
    if (path === undefined || handlers.length === 0) return [];
    // An HTTP client takes a path and an object as well.
    if (row.origin === "parameter" && !handlers.some(mayHandle)) return [];
    const method = row.method === "del" ? "DELETE" : row.method.toUpperCase();
    return [this.#keyed(call, { framework, path, handlers, method })];
  }

  /** The path as far as it is known; null when it is computed, undefined when this is no route at all. */
  #pathOf(call: LinkedCall): string | null | undefined {
    const [first] = call.record.arguments;
    const text = first ? textOf(this.#graph, call, first) : null;
    if (text !== null) return /^[/*]|^$/.test(text) ? text : undefined;
    const mayBePath =
      first?.kind === "identifier" || first?.kind === "member" || first?.kind === "regex" || first?.kind === "array";
    // `map.get(key, fallback)` looks the same: without a literal path, the receiver must be known.
    return mayBePath && call.row.origin === "package" ? null : undefined;
  }

  /** app.on(["GET", "POST"], "/x", handler) */
  #onRoutes(call: LinkedCall): KeyedRoute[] {
    const [methods, path, ...handlers] = call.record.arguments;
    if (!methods || !path || handlers.length === 0) return [];
    const text = textOf(this.#graph, call, path);
    return namesOf(methods).map((method) =>
      this.#keyed(call, { framework: "hono", path: text, handlers, method: method.toUpperCase() }),
    );
  }

  /** app.openapi(createRoute({ method, path }), handler), and helpers of the project that pass both on. */
  #describedRoute(call: LinkedCall): KeyedRoute | null {
    const [route, ...handlers] = call.record.arguments;
    if (!route?.origin || handlers.length === 0) return null;
    const resolved = this.#graph.resolve(call.file, route.origin);
    if (resolved.kind !== "package" || resolved.symbol !== "createRoute" || resolved.package !== "@hono/zod-openapi")
      return null;
    const { method, path } = readObject(this.#graph.call(resolved.madeBy)?.row.options ?? null);
    if (typeof method !== "string") return null;
    return this.#keyed(call, {
      framework: "hono",
      method: method.toUpperCase(),
      path: typeof path === "string" ? path : null,
      handlers,
    });
  }

  /** fastify.route({ method, url, handler }) and server.route([{ method, path, handler }]) of hapi. */
  #objectRoutes(call: LinkedCall, framework: string): KeyedRoute[] {
    return objectsOf(call).flatMap((options) => {
      const path = options["url"] ?? options["path"];
      if (path === undefined || options["method"] === undefined) return [];
      const keyed = this.#keyed(call, {
        framework,
        method: "ALL",
        path: typeof path === "string" ? path : null,
        handlers: [],
      });
      this.#fillHandler(call, keyed.row, options);
      return methodsOf(options["method"]).map((method) => ({ ...keyed, row: { ...keyed.row, method } }));
    });
  }

  #keyed(call: LinkedCall, parts: RouteParts): KeyedRoute {
    const handlers = parts.handlers.filter(({ kind }) => kind !== "object");
    const before = handlers.slice(0, -1);
    for (const argument of before) mark(functionIn(this.#graph, call, argument), "middleware");
    const last = handlers.at(-1);
    const handler = last ? functionIn(this.#graph, call, last) : null;
    mark(handler, "route");
    const options = readObject(parts.handlers.find(({ kind }) => kind === "object")?.json ?? null);
    const row: RouteRow = {
      file: call.row.file,
      line: call.row.line,
      framework: parts.framework,
      method: parts.method,
      path: parts.path,
      full_path: null,
      handler_id: handler?.id ?? null,
      handler: last ? nameOf(last) : null,
      middleware_json: JSON.stringify([...hooksIn(options), ...before.flatMap(namesOf)]),
      router: call.row.root,
    };
    if (!last) this.#fillHandler(call, row, options);
    return { row, key: this.#routers.receiverKey(call), call };
  }

  /** The handler that stands in an object of options, and the hooks beside it. */
  #fillHandler(call: LinkedCall, row: RouteRow, options: Record<string, unknown>): void {
    const text = textOfExpression(options["handler"]);
    const { functions } = call.file.code;
    const inline = functions.find(
      (each) => each.name === "handler" && each.line >= call.row.line && each.end_line <= call.row.end_line,
    );
    const handler = inline ?? (text === null ? null : functionNamed(this.#graph, call.file, text));
    mark(handler, "route");
    row.handler_id = handler?.id ?? null;
    row.handler = inline ? "(function)" : text;
    const hooks = hooksIn(options);
    if (hooks.length > 0) row.middleware_json = JSON.stringify(hooks);
  }
}

/** A function, or options that hold one. */
const mayHandle = ({ kind, json }: Argument): boolean =>
  MAY_BE_FUNCTION.has(kind) || Object.hasOwn(readObject(json), "handler");

const MAY_BE_FUNCTION: ReadonlySet<string> = new Set(["function", "identifier", "member", "call", "array"]);

/** Text of a path: a literal, or a constant that can be followed to one; null when it is computed. */
export function textOf(graph: CodeGraph, call: LinkedCall, argument: Argument): string | null {
  if (argument.kind === "string") return argument.text;
  if (argument.origin) {
    const resolved = graph.resolve(call.file, argument.origin);
    if (resolved.kind === "text" && resolved.base === null) return resolved.text;
  }
  return argument.kind === "template" ? argument.text : null;
}

const nameOf = (argument: Argument): string =>
  argument.kind === "function" ? "(function)" : argument.text.slice(0, 80);

/** Names of one argument, or of the items of an array. */
function namesOf(argument: Argument): string[] {
  if (argument.kind !== "array" || argument.json === null) return [nameOf(argument)];
  return namesOfValue(JSON.parse(argument.json));
}

function namesOfValue(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item: unknown) => namesOfValue(item));
  const name = typeof value === "string" ? value : textOfExpression(value);
  return name === null ? [] : [name.slice(0, 80)];
}

const HOOKS = ["preHandler", "onRequest", "preValidation", "beforeHandle", "pre"];

/** Handlers that an object of route options puts before the route's own. */
function hooksIn(options: Record<string, unknown>): string[] {
  const nested = [options["config"], options["options"]].flatMap((value) =>
    typeof value === "object" && value !== null ? HOOKS.map((hook): unknown => Reflect.get(value, hook)) : [],
  );
  return [...HOOKS.map((hook) => options[hook]), ...nested].flatMap(namesOfValue);
}

const methodsOf = (value: unknown): string[] => {
  const names = (Array.isArray(value) ? value : [value]).filter((name: unknown) => typeof name === "string");
  return names.length === 0 ? ["ALL"] : names.map((name) => (name === "*" ? "ALL" : name.toUpperCase()));
};

/** The objects that a call describes routes with: one, or an array of them. */
function objectsOf(call: LinkedCall): Record<string, unknown>[] {
  const [first] = call.record.arguments;
  const items: unknown = first?.kind === "array" && first.json !== null ? JSON.parse(first.json) : null;
  if (!Array.isArray(items)) return [readObject(call.row.options)];
  return items.flatMap((item: unknown) => (typeof item === "object" && item !== null ? [{ ...item }] : []));
}
