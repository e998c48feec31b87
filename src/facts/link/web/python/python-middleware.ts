import type { FunctionRow, MiddlewareRow } from "../../../rows.js";
import { mark } from "../../argument-function.js";
import type { CodeGraph, LinkedCall } from "../../code-graph.js";
import { frameworkOf } from "./mounts.js";

/** Decorators under which a function runs before every request. */
const BEFORE = /(?:^|\.)(?:middleware|before_request|before_app_request)$/;

/** `app.add_middleware(SlowAPIMiddleware)`, `@app.middleware("http")`, `@app.before_request`. */
export function pythonMiddleware(graph: CodeGraph): MiddlewareRow[] {
  const decorated = graph.functions.filter((row) => row.decorators_json !== "[]" && isBefore(row.decorators_json));
  return [
    ...graph.calls.flatMap((call) => added(graph, call) ?? []),
    ...decorated.flatMap((row) => decoratedRow(graph, row)),
  ];
}

function isBefore(decorators: string): boolean {
  const names: unknown = JSON.parse(decorators);
  return Array.isArray(names) && names.some((name) => typeof name === "string" && BEFORE.test(name));
}

function added(graph: CodeGraph, call: LinkedCall): MiddlewareRow | null {
  const { row, record, file } = call;
  const [first] = record.arguments;
  if (row.method !== "add_middleware" || first === undefined) return null;
  const resolved = first.origin === null ? null : graph.resolve(file, first.origin);
  const dispatch = graph.functions.find((each) => each.class_name === first.text && each.name === "dispatch");
  if (resolved?.kind === "file") mark(dispatch, "middleware");
  return {
    ...placeOf(call, frameworkOf(row)),
    name: first.text,
    module: resolved?.kind === "package" ? resolved.package : null,
    handler_id: resolved?.kind === "file" ? (dispatch?.id ?? null) : null,
  };
}

function decoratedRow(graph: CodeGraph, handler: FunctionRow): MiddlewareRow[] {
  if (graph.files.get(handler.file)?.info.language !== "python") return [];
  mark(handler, "middleware");
  const { file, line, id, name } = handler;
  const place = { file, line, framework: "fastapi", path: null, call_id: null, router: null, target_file: null };
  return [{ ...place, name: name ?? "middleware", module: null, handler_id: id }];
}

const placeOf = (
  { row }: LinkedCall,
  framework: string | null,
): Omit<MiddlewareRow, "name" | "module" | "handler_id"> => ({
  file: row.file,
  line: row.line,
  framework: framework ?? "fastapi",
  path: null,
  call_id: row.id,
  router: row.root,
  target_file: null,
});
