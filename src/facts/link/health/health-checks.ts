import { addRows, type FactSet } from "../../fact-set.js";
import type { HealthCheckRow, HttpStatusRow, MiddlewareRow, RouteRow } from "../../rows.js";
import type { CallWalk } from "../call-walk.js";
import type { CodeGraph } from "../code-graph.js";
import { DependencyModules } from "./dependency-modules.js";
import { healthKind, type HealthKind } from "./health-paths.js";
import { libraryChecks } from "./health-libraries.js";
import { HealthHandler, type Answer } from "./health-handler.js";

/** Health endpoints, with what they ask and how the answer gets out. Needs routes, servers and deploy settings. */
export function collectHealthChecks(graph: CodeGraph, walk: CallWalk, facts: FactSet): void {
  const modules = new DependencyModules(facts);
  const handlers = new HealthHandler(graph, walk, modules, statusesByFunction(facts));
  const probed = probedPaths(facts);
  const rows: HealthCheckRow[] = [];
  for (const route of facts.route ?? []) {
    const kind = kindOfRoute(route, probed);
    if (kind) rows.push(routeCheck(route, kind, handlers.answerOf(route.handler_id, route.handler ?? "handler")));
  }
  for (const middleware of facts.middleware ?? []) {
    const kind = kindOfMiddleware(middleware);
    if (kind) rows.push(mountedCheck(middleware, kind, handlers));
  }
  addRows(facts, "health_check", [...rows, ...libraryChecks(graph, facts), ...staticChecks(facts)]);
}

function kindOfRoute(route: RouteRow, probed: ReadonlySet<string>): HealthKind | null {
  if (!/^(GET|HEAD|ALL)$/.test(route.method)) return null;
  const path = route.full_path ?? route.path;
  if (path === null) return null;
  return healthKind(path) ?? (probed.has(path) ? "health" : null);
}

/** `app.use("/health", (req, res) => …)`: a handler, no router. */
function kindOfMiddleware(row: MiddlewareRow): HealthKind | null {
  return row.path === null || row.handler_id === null || row.target_file !== null ? null : healthKind(row.path);
}

const routeCheck = (route: RouteRow, kind: HealthKind, answer: Answer): HealthCheckRow => ({
  file: route.file,
  line: route.line,
  path: route.full_path ?? route.path,
  kind,
  library: null,
  handler_id: route.handler_id,
  ...answer,
});

const mountedCheck = (row: MiddlewareRow, kind: HealthKind, handlers: HealthHandler): HealthCheckRow => ({
  file: row.file,
  line: row.line,
  path: row.path,
  kind,
  library: null,
  handler_id: row.handler_id,
  ...handlers.answerOf(row.handler_id, row.name),
});

/** `public/health.txt`: a file that a web server hands out. */
function staticChecks(facts: FactSet): HealthCheckRow[] {
  return (facts.file ?? []).flatMap(({ path }) => {
    const name = /(?:^|\/)(?:public|static)\/([\w.-]+)$/.exec(path)?.[1];
    const kind = name === undefined ? null : healthKind(name);
    if (!kind) return [];
    const nothing = { asks_json: "[]", unfollowed_json: "[]", failure_status: null, answers_207: false };
    return [
      {
        file: path,
        line: 1,
        path: `/${name}`,
        kind,
        library: null,
        handler_id: null,
        ...nothing,
        lets_errors_out: false,
      },
    ];
  });
}

/** Paths that deploy files ask: whatever they are called, they are health endpoints. */
function probedPaths(facts: FactSet): Set<string> {
  const paths = new Set<string>();
  for (const { key, value } of facts.deploy_setting ?? []) {
    if (!/(^|\.)healthcheck(\.(liveness|readiness|startup))?$/.test(key) || value === null) continue;
    const path = value.startsWith("/") ? value : /https?:\/\/[^/\s'"]+(\/[^\s'"?]*)/.exec(value)?.[1];
    if (path !== undefined && path !== "/") paths.add(path.replace(/\?.*$/, ""));
  }
  return paths;
}

function statusesByFunction(facts: FactSet): Map<number, HttpStatusRow[]> {
  const found = new Map<number, HttpStatusRow[]>();
  for (const row of facts.http_status ?? []) {
    if (row.function_id === null) continue;
    const known = found.get(row.function_id);
    if (known) known.push(row);
    else found.set(row.function_id, [row]);
  }
  return found;
}
