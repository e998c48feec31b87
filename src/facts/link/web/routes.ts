import { addRows, type FactSet } from "../../fact-set.js";
import type { FunctionRow, RouteRow } from "../../rows.js";
import type { Argument } from "../../code/file-code.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { frameworkOf } from "./frameworks.js";
import { nestRoute } from "./nest.js";

const METHODS = new Set(["get", "post", "put", "patch", "delete", "del", "all", "options", "head"]);

/** Routes registered by calls: app.get(…), router.route(…).post(…), fastify.route({…}), @Get(…). */
export function collectRoutes(graph: CodeGraph, facts: FactSet): void {
  for (const call of graph.calls) {
    const route = routeOf(graph, call);
    if (route) addRows(facts, "route", [route]);
  }
}

function routeOf(graph: CodeGraph, call: LinkedCall): RouteRow | null {
  const { row } = call;
  if (row.kind !== "call") return null;
  if (call.record.decorated) return nestRoute(graph, call);
  const framework = frameworkOf(call);
  if (framework === null) return null;
  if (framework === "fastify" && row.method === "route") return objectRoute(graph, call);
  if (!METHODS.has(row.method)) return null;
  const handlers = call.record.arguments.slice(startOfHandlers(call));
  if (handlers.length === 0) return null;
  const path = pathOf(call);
  if (path === undefined) return null;
  return handlerRow(graph, call, {
    framework,
    path,
    handlers,
    method: row.method === "del" ? "DELETE" : row.method.toUpperCase(),
  });
}

/** `router.route("/x").get(…)` has its path one call earlier. */
const hasOwnPath = (call: LinkedCall): boolean =>
  !/(^|\.)route\.(\w+\.)*\w+$/.test(call.row.path ?? "") || call.row.argument_1_kind === "string";

const startOfHandlers = (call: LinkedCall): number => (hasOwnPath(call) ? 1 : 0);

/** The path as written; null when it is computed, undefined when this is no route at all. */
function pathOf(call: LinkedCall): string | null | undefined {
  if (!hasOwnPath(call)) return routePathOfChain(call);
  const [first] = call.record.arguments;
  if (first?.kind === "string" || first?.kind === "template")
    return first.text.startsWith("/") || first.text === "" || first.text === "*" ? first.text : undefined;
  const mayBePath =
    first?.kind === "identifier" || first?.kind === "member" || first?.kind === "regex" || first?.kind === "array";
  // `map.get(key, fallback)` looks the same: without a literal path, the receiver must be known.
  return mayBePath && call.row.origin === "package" ? null : undefined;
}

function routePathOfChain(call: LinkedCall): string | null {
  const link = call.record.chain?.find((each) => each.method === "route");
  const argument = link?.arguments[0];
  return argument?.kind === "string" ? argument.text : null;
}

interface RouteParts {
  readonly framework: string;
  readonly method: string;
  readonly path: string | null;
  readonly handlers: readonly Argument[];
}

function handlerRow(graph: CodeGraph, call: LinkedCall, parts: RouteParts): RouteRow {
  const before = parts.handlers.slice(0, -1);
  for (const argument of before) mark(functionIn(graph, call, argument), "middleware");
  const last = parts.handlers.at(-1);
  const handler = last ? functionIn(graph, call, last) : null;
  mark(handler, "route");
  return {
    file: call.row.file,
    line: call.row.line,
    framework: parts.framework,
    method: parts.method,
    path: parts.path,
    full_path: null,
    handler_id: handler?.id ?? null,
    handler: last ? nameOf(last) : null,
    middleware_json: JSON.stringify(before.map(nameOf)),
    router: call.row.root,
  };
}

const nameOf = (argument: Argument): string =>
  argument.kind === "function" ? "(function)" : argument.text.slice(0, 80);

/** Marks an entry point, unless something more particular is known of it. */
export function mark(row: FunctionRow | null | undefined, handler: string): void {
  if (row) row.handler ??= handler;
}

/** The function an argument is: written in place, by name, or inside a helper call such as asyncHandler(…). */
export function functionIn(graph: CodeGraph, call: LinkedCall, argument: Argument): FunctionRow | null {
  if (argument.functionId !== null) return graph.function(argument.functionId + call.file.functionOffset) ?? null;
  const direct = graph.functionOf(call.file, argument.origin);
  if (direct) return direct;
  const inner = argument.callId === null ? undefined : graph.call(argument.callId + call.file.callOffset);
  for (const each of inner?.record.arguments ?? []) {
    if (each.kind !== "function" && each.kind !== "identifier" && each.kind !== "member") continue;
    const found = inner ? functionIn(graph, inner, each) : null;
    if (found) return found;
  }
  return null;
}

/** fastify.route({ method, url, handler }) */
function objectRoute(graph: CodeGraph, call: LinkedCall): RouteRow | null {
  const options = readObject(call.row.options);
  const { url, method } = options;
  if (url === undefined || method === undefined) return null;
  const inline = graph.functions.find(
    (row) =>
      row.file === call.row.file &&
      row.name === "handler" &&
      row.line >= call.row.line &&
      row.end_line <= call.row.end_line,
  );
  mark(inline, "route");
  return {
    ...handlerRow(graph, call, {
      framework: "fastify",
      method: typeof method === "string" ? method.toUpperCase() : "ALL",
      path: typeof url === "string" ? url : null,
      handlers: [],
    }),
    handler_id: inline?.id ?? null,
    handler: inline ? "(function)" : null,
  };
}

/** Object of a call's options JSON; {} when there is none. */
export function readObject(json: string | null): Record<string, unknown> {
  if (json === null) return {};
  const value: unknown = JSON.parse(json);
  return typeof value === "object" && value !== null ? { ...value } : {};
}
