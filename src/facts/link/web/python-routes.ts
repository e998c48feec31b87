/** Routes of FastAPI, Starlette, Flask and Quart: decorators on functions, with the prefixes of the routers around them. */
import { addRows, type FactSet } from "../../fact-set.js";
import type { CallRow, RouteRow } from "../../rows.js";
import { mark, readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { joinPaths } from "./join-paths.js";

const FRAMEWORKS: ReadonlyMap<string, string> = new Map([
  ["fastapi", "fastapi"],
  ["starlette", "starlette"],
  ["flask", "flask"],
  ["quart", "flask"],
  ["flask_restx", "flask"],
  ["apiflask", "flask"],
]);
const METHODS = /^(?:get|post|put|patch|delete|options|head)$/;
/** Decorators that name their methods in an option, GET without one. */
const WITH_METHODS = /^(?:route|api_route)$/;
const SOCKETS = /^(?:websocket|websocket_route)$/;
/** Routers mounted on routers, and places of one router that are listed. */
const MAX_MOUNTS = 8;
const MAX_PLACES = 12;

interface Mount {
  /** Call that made the router on which it is mounted. */
  readonly parent: number;
  /** Null when it is computed. */
  readonly prefix: string | null;
}

type Prefix = string | null;

/** Adds a row for every route and place at which its router is mounted, and marks the handlers. */
export function collectPythonRoutes(graph: CodeGraph, facts: FactSet): void {
  const mounts = new Map<number, Mount[]>();
  for (const call of graph.calls) addMount(graph, call, mounts);
  const rows = graph.calls.flatMap((call) => routesOf(graph, call, mounts));
  addRows(facts, "route", rows);
}

const frameworkOf = (row: CallRow): string | null =>
  row.origin === "package" && row.client_id !== null ? (FRAMEWORKS.get(row.package ?? "") ?? null) : null;

/** `app.include_router(router, prefix="/x")`, `app.register_blueprint(blueprint, url_prefix="/x")`, `app.mount("/x", other)` */
function addMount(graph: CodeGraph, call: LinkedCall, mounts: Map<number, Mount[]>): void {
  const { row, record } = call;
  if (!/^(?:include_router|register_blueprint|mount)$/.test(row.method) || frameworkOf(row) === null) return;
  const isMount = row.method === "mount";
  const argument = record.arguments[isMount ? 1 : 0];
  if (argument?.origin === null || argument === undefined || row.client_id === null) return;
  const child = graph.resolve(call.file, argument.origin);
  if (child.kind !== "package" || child.madeBy === null) return;
  const options = readObject(row.options);
  const given: unknown = isMount ? row.argument_1 : (options["prefix"] ?? options["url_prefix"] ?? "");
  const mount: Mount = { parent: row.client_id, prefix: typeof given === "string" ? given : null };
  const known = mounts.get(child.madeBy);
  if (known) known.push(mount);
  else mounts.set(child.madeBy, [mount]);
}

function routesOf(graph: CodeGraph, call: LinkedCall, mounts: ReadonlyMap<number, readonly Mount[]>): RouteRow[] {
  const { row, record } = call;
  const framework = frameworkOf(row);
  const functionId = record.decorated?.functionId ?? null;
  if (framework === null || functionId === null || row.client_id === null) return [];
  const methods = methodsOf(row);
  if (methods.length === 0) return [];
  const handler = graph.function(functionId + call.file.functionOffset);
  mark(handler, "route");
  const path = row.argument_1_kind === "string" ? row.argument_1 : row.argument_count === 0 ? "" : null;
  const base: RouteRow = {
    file: row.file,
    line: row.line,
    framework,
    method: "",
    path,
    full_path: null,
    handler_id: handler?.id ?? null,
    handler: handler?.name ?? null,
    middleware_json: JSON.stringify(dependenciesOf(row)),
    router: row.root,
  };
  const prefixes = prefixesOf(graph, row.client_id, mounts, 0);
  return methods.flatMap((method) =>
    prefixes.slice(0, MAX_PLACES).map((prefix) => ({
      ...base,
      method,
      full_path: prefix === null || path === null ? null : joinPaths(prefix, plainParameters(path)),
    })),
  );
}

function methodsOf(row: CallRow): string[] {
  if (METHODS.test(row.method)) return [row.method.toUpperCase()];
  if (SOCKETS.test(row.method)) return ["WS"];
  if (!WITH_METHODS.test(row.method)) return [];
  const { methods } = readObject(row.options);
  const named = Array.isArray(methods) ? methods.filter((method) => typeof method === "string") : [];
  return named.length === 0 ? ["GET"] : named.map((method) => method.toUpperCase());
}

/** `dependencies=[Depends(require_user)]`, as it is written. */
function dependenciesOf(row: CallRow): string[] {
  const { dependencies } = readObject(row.options);
  const given: unknown[] = Array.isArray(dependencies) ? dependencies : [];
  return given.flatMap((value) => {
    const text: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "$") : null;
    return typeof text === "string" ? [text] : [];
  });
}

/** What stands before the paths of a router: its own prefix, and those of every place at which it is mounted. */
function prefixesOf(
  graph: CodeGraph,
  maker: number,
  mounts: ReadonlyMap<number, readonly Mount[]>,
  depth: number,
): Prefix[] {
  const options = readObject(graph.call(maker)?.row.options ?? null);
  const given: unknown = options["prefix"] ?? options["url_prefix"] ?? "";
  const own: Prefix = typeof given === "string" ? given : null;
  const places = mounts.get(maker) ?? [];
  if (places.length === 0 || depth > MAX_MOUNTS) return [own];
  return places.flatMap((place) =>
    prefixesOf(graph, place.parent, mounts, depth + 1).map((outer) =>
      outer === null || place.prefix === null || own === null ? null : `${outer}/${place.prefix}/${own}`,
    ),
  );
}

/** Flask's `<int:id>` and FastAPI's `{id:path}` as `:id`. */
const plainParameters = (path: string): string =>
  path.replace(/<(?:\w+(?:\([^)]*\))?:)?(\w+)>/g, ":$1").replace(/\{(\w+):\w+\}/g, ":$1");
