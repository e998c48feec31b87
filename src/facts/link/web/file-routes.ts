import { addRows, type FactSet } from "../../fact-set.js";
import type { ExportRow, RouteRow } from "../../rows.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";
import { mark } from "./routes.js";

/** A file whose place is its route. */
interface FileRouting {
  readonly framework: string;
  readonly handler: string;
  readonly file: RegExp;
  /** Exported names that answer requests; null for any method through the default export. */
  readonly exports: RegExp;
}

const HTTP_METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL)$/;

const ROUTINGS: readonly FileRouting[] = [
  {
    framework: "next",
    handler: "next-api",
    file: /^(?:.*\/)?(?:src\/)?app\/(.*\/)?route\.[jt]sx?$/,
    exports: HTTP_METHOD,
  },
  {
    framework: "next",
    handler: "next-api",
    file: /^(?:.*\/)?(?:src\/)?pages\/(api\/.*)\.[jt]sx?$/,
    exports: /^default$/,
  },
  {
    framework: "sveltekit",
    handler: "route",
    file: /^(?:.*\/)?src\/routes\/(.*\/)?\+server\.[jt]s$/,
    exports: HTTP_METHOD,
  },
  { framework: "remix", handler: "route", file: /^(?:.*\/)?app\/routes\/(.*)\.[jt]sx?$/, exports: /^(loader|action)$/ },
  { framework: "astro", handler: "route", file: /^(?:.*\/)?src\/pages\/(.*)\.[jt]s$/, exports: HTTP_METHOD },
  { framework: "nuxt", handler: "route", file: /^(?:.*\/)?server\/(api\/.*|routes\/.*)\.[jt]s$/, exports: /^default$/ },
];

/** Routes that a file's place in the tree makes: Next.js, SvelteKit, Remix, Astro, Nuxt. */
export function collectFileRoutes(graph: CodeGraph, facts: FactSet): void {
  for (const file of graph.files.values()) {
    for (const routing of ROUTINGS) {
      const match = routing.file.exec(file.path);
      if (!match) continue;
      for (const row of routesOfFile(graph, file, routing, match[1] ?? "")) addRows(facts, "route", [row]);
      break;
    }
    if (file.code.isServerActions) markExports(graph, file, "server-action");
  }
}

function routesOfFile(graph: CodeGraph, file: LinkedFile, routing: FileRouting, place: string): RouteRow[] {
  const path = `/${routePath(place)}`;
  return (file.code.facts.export ?? [])
    .filter((row) => routing.exports.test(row.name) && row.kind !== "type")
    .map((row) => {
      const handler = handlerOf(graph, file, row);
      mark(handler, routing.handler);
      return {
        file: file.path,
        line: row.line,
        framework: routing.framework,
        method: HTTP_METHOD.test(row.name)
          ? row.name
          : row.name === "action"
            ? "POST"
            : row.name === "loader"
              ? "GET"
              : "ALL",
        path,
        full_path: path,
        handler_id: handler?.id ?? null,
        handler: row.local ?? row.name,
        middleware_json: "[]",
        router: null,
      };
    });
}

/** The exported function, or the one handed to the helper that makes the export: `export const GET = withAuth(async …)`. */
function handlerOf(graph: CodeGraph, file: LinkedFile, row: ExportRow): ReturnType<CodeGraph["functionOf"]> {
  const direct = row.function_id === null ? null : (graph.function(row.function_id) ?? null);
  if (direct) return direct;
  const exported = graph.functionOf(file, file.code.exports.get(row.name) ?? null);
  if (exported) return exported;
  const inline = file.code.functions.filter(
    (each) => each.parent_id === null && each.line >= row.line && each.name === null,
  );
  return inline.find((each) => each.line - row.line <= 3) ?? null;
}

function markExports(graph: CodeGraph, file: LinkedFile, handler: string): void {
  for (const row of file.code.facts.export ?? []) mark(graph.function(row.function_id), handler);
}

/** `(shop)/users/[id]/` → `users/:id`. */
function routePath(place: string): string {
  return place
    .split("/")
    .filter((part) => part !== "" && part !== "index" && !/^\(.*\)$/.test(part) && !part.startsWith("@"))
    .map((part) =>
      part
        .replace(/^\[\[?\.\.\.(\w+)\]?\]$/, "*$1")
        .replace(/\[(\w+)\]/g, ":$1")
        .replace(/^\$(\w+)$/, ":$1"),
    )
    .join("/");
}
