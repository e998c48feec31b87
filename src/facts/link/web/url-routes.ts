import { addRows, type FactSet } from "../../fact-set.js";
import type { FunctionRow, LiteralRow, RouteRow } from "../../rows.js";
import { mark, readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { functionRoute } from "./function-route.js";

/** Calls away from the request handler in which a comparison of the URL still counts. */
const MAX_HOPS = 2;

const PATH = /^\/[\w.~:@%*/-]*$/;

/**
 * Routes of servers that look at the URL themselves: `if (req.url === "/health")`, `case "/health":`, and the `routes`
 * of Bun.serve. Their handler is the function in which the comparison stands.
 */
export function collectUrlRoutes(graph: CodeGraph, facts: FactSet): void {
  const inside = functionsOfServers(graph);
  const seen = new Set<string>();
  for (const literal of facts.literal ?? []) {
    const framework = literal.function_id === null ? undefined : inside.get(literal.function_id);
    if (framework === undefined || !isPathTest(literal)) continue;
    const key = `${literal.file}\0${literal.value}`;
    if (seen.has(key)) continue;
    seen.add(key);
    addRows(facts, "route", [urlRoute(literal, framework)]);
  }
  for (const call of graph.calls) {
    if (call.row.callee === "Bun.serve") addRows(facts, "route", bunRoutes(call));
  }
}

function isPathTest({ value, context, callee }: LiteralRow): boolean {
  if (!PATH.test(value)) return false;
  if (context === "comparison" || context === "case") return true;
  return context === "argument" && /(url|path(name)?)\.startsWith$/i.test(callee ?? "");
}

const urlRoute = ({ file, line, value, function_id }: LiteralRow, framework: string): RouteRow => ({
  file,
  line,
  framework,
  method: "ALL",
  path: value,
  full_path: value,
  handler_id: function_id,
  handler: null,
  middleware_json: "[]",
  router: null,
});

/** Functions that answer requests without a framework, those inside them, and those they call. */
function functionsOfServers(graph: CodeGraph): Map<number, string> {
  const found = new Map<number, string>();
  for (const call of graph.calls) {
    const framework = rawServer(call);
    if (framework === null) continue;
    const { row } = call;
    for (const each of call.file.code.functions) {
      if (isOptionOf(call, each)) found.set(each.id, framework);
    }
    for (let index = 0; index < row.argument_count; index++) {
      const handler = graph.argumentFunction(call, index);
      if (handler) found.set(handler.id, framework);
    }
  }
  for (const file of graph.files.values()) {
    const origin = file.code.exports.get("default")?.origin;
    const fetch = origin?.kind === "shape" ? file.code.shapes.get(origin.id)?.members.get("fetch") : undefined;
    const handler = graph.functionOf(file, fetch ?? null);
    if (handler) found.set(handler.id, "worker");
  }
  return spread(graph, found);
}

/** A function of an object of options: `Bun.serve({ fetch(request) {…} })`. */
const isOptionOf = ({ row }: LinkedCall, each: FunctionRow): boolean =>
  (each.name === "fetch" || each.name === "handler") && each.line >= row.line && each.end_line <= row.end_line;

function rawServer({ row }: LinkedCall): string | null {
  if (row.origin === "builtin" && row.method === "createServer") return "node-http";
  if (row.method === "on" && row.argument_1 === "request" && row.origin === "builtin") return "node-http";
  if (row.callee === "Bun.serve") return "bun";
  return row.callee === "Deno.serve" ? "deno" : null;
}

function spread(graph: CodeGraph, entries: ReadonlyMap<number, string>): Map<number, string> {
  const found = new Map(entries);
  for (let hop = 0; hop <= MAX_HOPS; hop++) {
    for (const row of graph.functions) {
      const framework = found.get(row.parent_id ?? -1);
      if (framework !== undefined && !found.has(row.id)) found.set(row.id, framework);
    }
    if (hop === MAX_HOPS || found.size === 0) break;
    const called = new Map<number, string>();
    for (const { row } of graph.calls) {
      const framework = found.get(row.function_id ?? -1);
      if (framework !== undefined && row.target_function_id !== null) called.set(row.target_function_id, framework);
    }
    for (const [id, framework] of called) if (!found.has(id)) found.set(id, framework);
  }
  return found;
}

/** `Bun.serve({ routes: { "/health": () => … } })` */
function bunRoutes(call: LinkedCall): RouteRow[] {
  const { row } = call;
  const { routes } = readObject(row.options);
  if (typeof routes !== "object" || routes === null) return [];
  return Object.keys(routes)
    .filter((path) => PATH.test(path))
    .map((path) => {
      const handler = call.file.code.functions.find(
        (each) => each.name === path && each.line >= row.line && each.end_line <= row.end_line,
      );
      mark(handler, "route");
      return functionRoute({ file: row.file, line: handler?.line ?? row.line, framework: "bun" }, path, handler);
    });
}
