import type { RouteRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { mark, readObject } from "./routes.js";

const NEST_METHODS: ReadonlyMap<string, string> = new Map([
  ["Get", "GET"],
  ["Post", "POST"],
  ["Put", "PUT"],
  ["Patch", "PATCH"],
  ["Delete", "DELETE"],
  ["All", "ALL"],
  ["Options", "OPTIONS"],
  ["Head", "HEAD"],
]);

/** A NestJS route decorator as a route; null for every other decorator. */
export function nestRoute(graph: CodeGraph, call: LinkedCall): RouteRow | null {
  const { row, record } = call;
  const method = NEST_METHODS.get(row.method);
  if (method === undefined || row.package !== "@nestjs/common" || !record.decorated) return null;
  const { functionId, className } = record.decorated;
  const handler = functionId === null ? undefined : graph.function(functionId + call.file.functionOffset);
  if (!handler) return null;
  mark(handler, "route");
  const path = row.argument_1_kind === "string" ? row.argument_1 : row.argument_count === 0 ? "" : null;
  return {
    file: row.file,
    line: row.line,
    framework: "nest",
    method,
    path,
    full_path: null,
    handler_id: handler.id,
    handler: handler.name,
    middleware_json: "[]",
    router: className,
  };
}

/** Prefixes of controllers by file and class: @Controller("x"), @Controller({ path: "x" }). */
export function controllerPrefixes(graph: CodeGraph): Map<string, string> {
  const prefixes = new Map<string, string>();
  for (const { row, record } of graph.calls) {
    if (row.method !== "Controller" || row.package !== "@nestjs/common" || !record.decorated) continue;
    const { path } = readObject(row.options);
    const prefix = row.argument_1_kind === "string" ? (row.argument_1 ?? "") : typeof path === "string" ? path : "";
    prefixes.set(`${row.file}\0${record.decorated.className ?? ""}`, prefix);
  }
  return prefixes;
}
