import type { FactSet } from "../../fact-set.js";
import type { HealthCheckRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

/** A package that serves health endpoints of its own. */
interface HealthLibrary {
  readonly package: string;
  /** Options that name the path. */
  readonly pathIn: readonly string[];
  /** Options that hold the checks; null when the library waits to be told. */
  readonly checksIn: readonly string[] | null;
}

const LIBRARIES: readonly HealthLibrary[] = [
  { package: "@godaddy/terminus", pathIn: [], checksIn: ["healthChecks"] },
  { package: "lightship", pathIn: [], checksIn: null },
  { package: "@cloudnative/health", pathIn: [], checksIn: null },
  { package: "@cloudnative/health-connect", pathIn: [], checksIn: null },
  {
    package: "@fastify/under-pressure",
    pathIn: ["exposeStatusRoute", "exposeStatusRoute.url"],
    checksIn: ["healthCheck"],
  },
  { package: "under-pressure", pathIn: ["exposeStatusRoute", "exposeStatusRoute.url"], checksIn: ["healthCheck"] },
  { package: "fastify-healthcheck", pathIn: ["healthcheckUrl"], checksIn: [] },
  { package: "fastify-custom-healthcheck", pathIn: ["path"], checksIn: null },
  { package: "express-healthcheck", pathIn: [], checksIn: ["test"] },
  { package: "express-actuator", pathIn: ["basePath"], checksIn: ["customEndpoints"] },
  { package: "@hmcts/nodejs-healthcheck", pathIn: [], checksIn: ["checks", "readinessChecks"] },
];

/** Calls that put a health library to use. */
export function libraryChecks(graph: CodeGraph, facts: FactSet): HealthCheckRow[] {
  const rows = mountedLibraries(facts);
  const seen = new Set(rows.map((row) => `${row.file}\0${row.library}`));
  for (const call of graph.calls) {
    const library = libraryOf(graph, call);
    if (!library) continue;
    const path = pathOf(call, library);
    // under-pressure serves a route only when it is told to.
    if (path === null && library.pathIn.includes("exposeStatusRoute")) continue;
    const key = `${call.row.file}\0${library.package}`;
    if (seen.has(key)) continue;
    seen.add(key);
    rows.push(checkOf(call, library, path));
  }
  return rows;
}

/** The library that a call is made of, or that is registered by it. */
function libraryOf(graph: CodeGraph, call: LinkedCall): HealthLibrary | null {
  const { row, record } = call;
  const own = LIBRARIES.find((library) => library.package === row.package);
  if (own) return row.kind === "call" && row.path === null ? own : null;
  const [plugin] = record.arguments;
  if (row.method !== "register" || !plugin?.origin) return null;
  const resolved = graph.resolve(call.file, plugin.origin);
  const name = resolved.kind === "package" ? resolved.package : null;
  return LIBRARIES.find((library) => library.package === name) ?? null;
}

function pathOf(call: LinkedCall, library: HealthLibrary): string | null {
  const options = readObject(call.row.options);
  for (const name of library.pathIn) {
    const [first = "", second] = name.split(".");
    const value = options[first];
    const inner: unknown =
      second === undefined
        ? value
        : typeof value === "object" && value !== null
          ? Reflect.get(value, second)
          : undefined;
    if (typeof inner === "string") return inner;
    if (inner === true) return "/status";
  }
  return null;
}

function checkOf({ row }: LinkedCall, library: HealthLibrary, path: string | null): HealthCheckRow {
  const options = readObject(row.options);
  const asks = library.checksIn === null || library.checksIn.some((name) => options[name] !== undefined);
  const isOpen = row.options_kind === "open" || row.options_kind === "dynamic";
  return {
    file: row.file,
    line: row.line,
    path,
    kind: "health",
    library: library.package,
    handler_id: null,
    asks_json: JSON.stringify(asks ? [library.package] : []),
    unfollowed_json: JSON.stringify(!asks && isOpen ? [library.package] : []),
    failure_status: asks ? 503 : null,
    answers_207: false,
    lets_errors_out: asks,
  };
}

/** `app.use("/health", require("express-healthcheck")())` */
function mountedLibraries(facts: FactSet): HealthCheckRow[] {
  return (facts.middleware ?? []).flatMap((row) => {
    const library = LIBRARIES.find((each) => each.package === row.module);
    if (!library || row.path === null) return [];
    return [
      {
        file: row.file,
        line: row.line,
        path: row.path,
        kind: "health",
        library: library.package,
        handler_id: null,
        asks_json: JSON.stringify(library.checksIn === null ? [library.package] : []),
        unfollowed_json: "[]",
        failure_status: library.checksIn === null ? 503 : null,
        answers_207: false,
        lets_errors_out: library.checksIn === null,
      },
    ];
  });
}
