import { addRows, type FactSet } from "../../fact-set.js";
import type { Argument } from "../../code/file-code.js";
import type { MiddlewareRow, RouteRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { frameworkOf } from "./frameworks.js";
import { controllerPrefixes } from "./nest.js";
import { functionIn, mark, readObject } from "./routes.js";

const MOUNTING = new Set([
  "use",
  "register",
  "addHook",
  "route",
  "mount",
  "basePath",
  "setGlobalPrefix",
  "useGlobalGuards",
]);

/** Middleware and mounted routers: app.use(…), fastify.register(…), app.route("/x", sub), addHook(…). */
export function collectMiddleware(graph: CodeGraph, facts: FactSet): void {
  for (const call of graph.calls) {
    const { row } = call;
    if (row.kind !== "call" || !MOUNTING.has(row.method)) continue;
    const framework = frameworkOf(call) ?? (row.package?.startsWith("@nestjs/") ? "nest" : null);
    if (framework === null || (row.method === "route" && framework !== "hono")) continue;
    addRows(facts, "middleware", middlewareOf(graph, call, framework));
  }
  for (const file of graph.files.values()) {
    if (/(^|\/)(src\/)?(middleware|proxy)\.[jt]s$/.test(file.path) && file.code.exports.size > 0) {
      addRows(facts, "middleware", [fileMiddleware(file.path)]);
    }
  }
}

const fileMiddleware = (path: string): MiddlewareRow => ({
  file: path,
  line: 1,
  framework: "next",
  path: null,
  name: "middleware",
  module: null,
  call_id: null,
  router: null,
  target_file: null,
});

function middlewareOf(graph: CodeGraph, call: LinkedCall, framework: string): MiddlewareRow[] {
  const { row, record } = call;
  const [first] = record.arguments;
  const hasPath = first?.kind === "string" && row.method !== "addHook";
  const path = hasPath ? first.text : prefixOption(call);
  const mounted = record.arguments.filter(
    (argument, position) => !(position === 0 && first?.kind === "string") && argument.kind !== "object",
  );
  if (mounted.length === 0) return [mountRow(call, framework, path, null)];
  return mounted.map((argument) => {
    mark(functionIn(graph, call, argument), "middleware");
    return { ...mountRow(call, framework, path, argument), ...originOf(graph, call, argument) };
  });
}

function prefixOption(call: LinkedCall): string | null {
  const { prefix } = readObject(call.row.options);
  return typeof prefix === "string" ? prefix : null;
}

function mountRow(call: LinkedCall, framework: string, path: string | null, argument: Argument | null): MiddlewareRow {
  const name =
    argument === null
      ? call.row.method
      : argument.kind === "function"
        ? "(function)"
        : argument.text.replace(/\(.*$/s, "");
  return {
    file: call.row.file,
    line: argument?.line ?? call.row.line,
    framework,
    path,
    name: name.slice(0, 80),
    module: null,
    call_id: argument?.callId === null || argument === null ? call.row.id : argument.callId + call.file.callOffset,
    router: call.row.root,
    target_file: null,
  };
}

/** Package of what is mounted, or the project's file it is imported from. */
function originOf(
  graph: CodeGraph,
  call: LinkedCall,
  argument: Argument,
): Pick<MiddlewareRow, "module" | "target_file"> {
  if (!argument.origin) return { module: null, target_file: null };
  const resolved = graph.resolve(call.file, argument.origin);
  const { origin } = argument.origin;
  const target = origin.kind === "import" ? graph.target(call.file, origin.specifier).resolvedFile : null;
  const module =
    resolved.kind === "package" || resolved.kind === "builtin" ? (resolved.package ?? resolved.specifier) : null;
  return { module, target_file: target };
}

/** Longest chain of routers mounted on routers. */
const MAX_MOUNTS = 6;

/** Fills in full paths: mounts, prefixes, controllers and the global prefix of Nest. */
export function resolvePaths(graph: CodeGraph, facts: FactSet): void {
  const mounts = facts.middleware ?? [];
  const byFile = groupBy(mounts, (row) => row.target_file);
  const byName = groupBy(mounts, (row) => (row.target_file === null ? `${row.file}\0${row.name}` : null));
  const controllers = controllerPrefixes(graph);
  const globalPrefix =
    graph.calls.find(({ row }) => row.method === "setGlobalPrefix" && row.argument_1_kind === "string")?.row
      .argument_1 ?? "";

  const prefixOf = (file: string, router: string | null, depth: number): string => {
    if (depth > MAX_MOUNTS) return "";
    const mount = byName.get(`${file}\0${router ?? ""}`)?.[0] ?? byFile.get(file)?.[0];
    if (!mount || (mount.file === file && mount.router === router)) return "";
    return join(prefixOf(mount.file, mount.router, depth + 1), mount.path ?? "");
  };
  for (const route of facts.route ?? []) {
    if (route.full_path !== null || route.path === null) continue;
    route.full_path =
      route.framework === "nest"
        ? nestPath(route, globalPrefix, controllers)
        : join(prefixOf(route.file, route.router, 0), route.path);
  }
}

const nestPath = (route: RouteRow, globalPrefix: string, controllers: ReadonlyMap<string, string>): string =>
  join(join(globalPrefix, controllers.get(`${route.file}\0${route.router ?? ""}`) ?? ""), route.path ?? "");

/** Joins two path parts with one slash; parameters in braces become :name. */
function join(prefix: string, path: string): string {
  const joined = `/${prefix}/${path}`.replace(/\/+/g, "/").replace(/\{(\w+)\}/g, ":$1");
  return joined.length > 1 && joined.endsWith("/") ? joined.slice(0, -1) : joined;
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
