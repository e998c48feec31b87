import type { FactSet } from "../../fact-set.js";
import type { CodeGraph } from "../code-graph.js";
import { collectEdgeFunctions } from "./edge-functions.js";
import { collectFileRoutes } from "./file-routes.js";
import { collectFrameworkMiddleware } from "./framework-middleware.js";
import { addAutoloadedPlugins, FullPaths } from "./full-paths.js";
import { collectAutoloads, collectMounts } from "./mounts.js";
import { collectPythonWeb } from "./python/python-web.js";
import { Routers } from "./routers.js";
import { collectRoutes } from "./routes.js";
import { collectServers } from "./servers.js";
import { collectUrlRoutes } from "./url-routes.js";

/** Everything about HTTP: routes with their full paths, middleware, and the places where servers start. */
export function collectWeb(graph: CodeGraph, facts: FactSet): void {
  const routers = new Routers(graph, facts.package ?? []);
  const autoloads = collectAutoloads(graph, routers);
  addAutoloadedPlugins(graph, routers, autoloads);
  const routes = collectRoutes(graph, routers, facts);
  const mounts = collectMounts(graph, routers, facts);
  new FullPaths(graph, routers, mounts, autoloads).fill(routes, facts);
  collectFileRoutes(graph, facts);
  collectFrameworkMiddleware(graph, facts);
  collectUrlRoutes(graph, facts);
  collectEdgeFunctions(graph, facts);
  collectPythonWeb(graph, facts);
  collectServers(graph, routers, facts);
}
