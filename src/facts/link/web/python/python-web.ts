import { addRows, type FactSet } from "../../../fact-set.js";
import { mark } from "../../argument-function.js";
import type { CodeGraph } from "../../code-graph.js";
import { decoratedRoutes } from "./decorated-routes.js";
import { djangoRoutes } from "./django-routes.js";
import { PythonMounts } from "./mounts.js";
import { pythonMiddleware } from "./python-middleware.js";
import { pythonServers } from "./python-servers.js";

/** Everything about HTTP in Python: routes with their full paths, what stands before them, and the places where servers start. */
export function collectPythonWeb(graph: CodeGraph, facts: FactSet): void {
  // Each of them goes through every call.
  if (![...graph.files.values()].some(({ info }) => info.language === "python")) return;
  addRows(facts, "route", [...decoratedRoutes(graph, new PythonMounts(graph)), ...djangoRoutes(graph)]);
  addRows(facts, "middleware", pythonMiddleware(graph));
  addRows(facts, "server", pythonServers(graph));
  for (const file of graph.files.values()) {
    for (const { origin } of file.code.dependencies) mark(graph.functionOf(file, origin), "middleware");
  }
}
