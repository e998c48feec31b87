/** Routes of FastAPI, Starlette, Flask and their kin: decorators on functions and classes, with the prefixes of the routers around them. */
import type { FunctionRow, RouteRow } from "../../../rows.js";
import { mark, readObject } from "../../argument-function.js";
import type { CodeGraph, LinkedCall } from "../../code-graph.js";
import { joinPaths } from "../join-paths.js";
import { argumentText, namedArgument } from "./argument-text.js";
import { frameworkOf, type PythonMounts } from "./mounts.js";

const METHODS = /^(?:get|post|put|patch|delete|options|head)$/;
/** Decorators that name their methods in an option, GET without one. */
const WITH_METHODS = /^(?:route|api_route|api_operation|add_api_route|add_url_rule|add_route|add_resource)$/;
const ADDING = /^add_/;
const SOCKETS = /^(?:websocket|websocket_route)$/;
/** Places of one router that are listed. */
const MAX_PLACES = 12;

/** A function that answers, and to what. */
interface Answering {
  readonly handler: FunctionRow | null;
  readonly methods: readonly string[];
}

/** A row for every route and place at which its router is mounted; marks the handlers. */
export function decoratedRoutes(graph: CodeGraph, mounts: PythonMounts): RouteRow[] {
  return graph.calls.flatMap((call) => routesOf(graph, call, mounts));
}

function routesOf(graph: CodeGraph, call: LinkedCall, mounts: PythonMounts): RouteRow[] {
  const { row, record, file } = call;
  if (!METHODS.test(row.method) && !WITH_METHODS.test(row.method) && !SOCKETS.test(row.method)) return [];
  const framework = frameworkOf(row);
  if (framework === null) return [];
  const answering = answeringIn(graph, call);
  if (answering.length === 0) return [];
  const given = record.arguments[row.method === "add_resource" ? 1 : 0] ?? namedArgument(call, "path", "rule");
  const path = given === undefined ? "" : argumentText(graph, file, given);
  const isOfClass = record.decorated?.functionId === null;
  const prefixes = mounts.prefixesOf(row.client_id);
  const around = mounts.callsAround(row.client_id).flatMap((each) => dependenciesOf(each));
  return answering.flatMap(({ handler, methods }) => {
    mark(handler, "route");
    const before = [...dependenciesOf(call), ...around, ...beforeHandler(graph, handler)];
    const base: RouteRow = {
      file: row.file,
      line: isOfClass && handler ? handler.line : row.line,
      framework,
      method: "",
      path,
      full_path: null,
      handler_id: handler?.id ?? null,
      handler: handler?.name ?? null,
      middleware_json: JSON.stringify([...new Set(before)]),
      router: row.root,
    };
    return methods.flatMap((method) =>
      prefixes.slice(0, MAX_PLACES).map((prefix) => ({
        ...base,
        method,
        full_path: prefix === null || path === null ? null : joinPaths(prefix, plainParameters(path)),
      })),
    );
  });
}

function answeringIn(graph: CodeGraph, call: LinkedCall): Answering[] {
  const { row, record, file } = call;
  const { decorated } = record;
  const functionId = decorated?.functionId ?? null;
  if (functionId !== null) {
    const handler = graph.function(functionId + file.functionOffset) ?? null;
    return [{ handler, methods: methodsOf(row.method, row.options) }];
  }
  if (decorated !== null) return answeringMethods(file.code.functions, decorated.className ?? "");
  if (!ADDING.test(row.method)) return [];
  if (row.method === "add_resource") return answeringMethods(file.code.functions, row.argument_1 ?? "");
  const view = record.arguments[row.method === "add_url_rule" ? 2 : 1] ?? namedArgument(call, "view_func", "endpoint");
  if (view === undefined || view.kind === "string") return [];
  return [{ handler: graph.functionOf(file, view.origin), methods: methodsOf(row.method, row.options) }];
}

/** `class Orders(Resource): def get(self): …` */
function answeringMethods(functions: readonly FunctionRow[], className: string): Answering[] {
  return functions
    .filter((row) => row.class_name === className && METHODS.test(row.name ?? ""))
    .map((handler) => ({ handler, methods: [(handler.name ?? "").toUpperCase()] }));
}

function methodsOf(method: string, options: string | null): string[] {
  if (METHODS.test(method)) return [method.toUpperCase()];
  if (SOCKETS.test(method)) return ["WS"];
  const { methods } = readObject(options);
  const named = Array.isArray(methods) ? methods.filter((each) => typeof each === "string") : [];
  return named.length === 0 ? ["GET"] : named.map((each) => each.toUpperCase());
}

/** `dependencies=[Depends(require_user)]`, without the `Depends`. */
function dependenciesOf({ row }: LinkedCall): string[] {
  const { dependencies } = readObject(row.options);
  const given: unknown[] = Array.isArray(dependencies) ? dependencies : [];
  return given.flatMap((value) => {
    const text: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "$") : null;
    return typeof text === "string" ? [text.replace(/^(?:\w+\.)?(?:Depends|Security)\((.*)\)$/s, "$1")] : [];
  });
}

/** What stands before a handler by its own parameters and decorators: `user = Depends(current_user)`, `@limiter.limit("5/minute")`. */
export function beforeHandler(graph: CodeGraph, handler: FunctionRow | null): string[] {
  const file = handler === null ? undefined : graph.files.get(handler.file);
  if (handler === null || file === undefined) return [];
  const id = handler.id - file.functionOffset;
  const asked = file.code.dependencies
    .filter(({ functionId }) => functionId === id)
    .flatMap(({ origin, text }) => [graph.functionOf(file, origin)?.name ?? "", text])
    .filter((name) => name !== "");
  const decorators: unknown = JSON.parse(handler.decorators_json);
  const others = Array.isArray(decorators) ? decorators.filter((name): name is string => typeof name === "string") : [];
  return [...asked, ...others.filter((name) => !isRouting(name))];
}

function isRouting(name: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return METHODS.test(last) || WITH_METHODS.test(last) || SOCKETS.test(last);
}

/** Flask's `<int:id>` and FastAPI's `{id:path}` as `:id`. */
export const plainParameters = (path: string): string =>
  path.replace(/<(?:\w+(?:\([^)]*\))?:)?(\w+)>/g, ":$1").replace(/\{(\w+):\w+\}/g, ":$1");
