import { addRows, type FactSet } from "../../fact-set.js";
import type { ExportRow, FunctionRow, RouteRow } from "../../rows.js";
import { functionInside, mark } from "../argument-function.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";
import { bracketPlace, indexPlace, nitroPlace, remixPlace, type FilePlace } from "./file-paths.js";

/** A file whose place is its route. */
interface FileRouting {
  readonly framework: string;
  /** What its functions become in function.handler. */
  readonly handler: string;
  /** Path of the file within its package. */
  readonly file: RegExp;
  /** Exported names that answer requests. */
  readonly exports: RegExp;
  /** Dependencies of which the package must have one; null when the place says enough. */
  readonly packages: readonly string[] | null;
  readonly placeOf: (place: string) => FilePlace;
}

const HTTP_METHOD = /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|ALL)$/;
const NITRO = ["nuxt", "nuxt3", "nitro", "nitropack", "h3", "vinxi", "@solidjs/start"];
const REMIX = [
  "@remix-run/node",
  "@remix-run/react",
  "@remix-run/server-runtime",
  "@remix-run/cloudflare",
  "@remix-run/serve",
  "react-router",
  "@react-router/dev",
];

const ROUTINGS: readonly FileRouting[] = [
  {
    framework: "next",
    handler: "next-api",
    file: /^(?:.*?\/)?(?:src\/)?app\/(.*\/)?route\.[jt]sx?$/,
    exports: HTTP_METHOD,
    packages: null,
    placeOf: bracketPlace,
  },
  {
    framework: "next",
    handler: "next-api",
    file: /^(?:.*?\/)?(?:src\/)?pages\/(api\/.*)\.[jt]sx?$/,
    exports: /^default$/,
    packages: ["next"],
    placeOf: indexPlace,
  },
  {
    framework: "sveltekit",
    handler: "route",
    file: /^(?:.*?\/)?src\/routes\/(.*\/)?\+server\.[jt]s$/,
    exports: HTTP_METHOD,
    packages: null,
    placeOf: bracketPlace,
  },
  {
    framework: "sveltekit",
    handler: "route",
    file: /^(?:.*?\/)?src\/routes\/(.*\/)?\+page\.server\.[jt]s$/,
    exports: /^(load|actions)$/,
    packages: null,
    placeOf: bracketPlace,
  },
  {
    framework: "remix",
    handler: "route",
    file: /^(?:.*?\/)?app\/routes\/(.*)\.[jt]sx?$/,
    exports: /^(loader|action)$/,
    packages: REMIX,
    placeOf: remixPlace,
  },
  {
    framework: "astro",
    handler: "route",
    file: /^(?:.*?\/)?src\/pages\/(.*)\.[jt]s$/,
    exports: HTTP_METHOD,
    packages: ["astro"],
    placeOf: indexPlace,
  },
  {
    framework: "nuxt",
    handler: "route",
    file: /^(?:.*?\/)?server\/(api\/.*|routes\/.*)\.[jt]s$/,
    exports: /^default$/,
    packages: NITRO,
    placeOf: nitroPlace,
  },
  {
    framework: "medusa",
    handler: "route",
    file: /^(?:.*?\/)?src\/api\/(.*\/)?route\.[jt]s$/,
    exports: HTTP_METHOD,
    packages: ["@medusajs/medusa", "@medusajs/framework"],
    placeOf: bracketPlace,
  },
  {
    framework: "vercel",
    handler: "next-api",
    file: /^(api\/.*)\.[cm]?[jt]s$/,
    exports: /^(default|GET|POST|PUT|PATCH|DELETE)$/,
    packages: ["@vercel/node", "vercel"],
    placeOf: indexPlace,
  },
];

/** Routes that a file's place in the tree makes: Next.js, SvelteKit, Remix, Astro, Nuxt, Medusa, Vercel functions. */
export function collectFileRoutes(graph: CodeGraph, facts: FactSet): void {
  const dependencies = dependenciesByPackage(facts);
  for (const file of graph.files.values()) {
    const dir = file.info.package_dir ?? "";
    const place = dir === "" ? file.path : file.path.slice(dir.length + 1);
    const known = file.info.package_dir === null ? null : dependencies.get(dir);
    for (const routing of ROUTINGS) {
      const match = routing.file.exec(place);
      if (!match || !fits(graph, file, routing, known, dependencies.get(""))) continue;
      const rows = routesOfFile(graph, file, routing, routing.placeOf(match[1] ?? ""));
      addRows(facts, "route", rows);
      if (rows.length > 0) break;
    }
    markFrameworkFunctions(graph, file, known);
  }
}

function dependenciesByPackage(facts: FactSet): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { package_dir: dir, name } of facts.dependency ?? []) {
    const names = found.get(dir) ?? new Set();
    found.set(dir, names.add(name));
  }
  return found;
}

/** The package, or the root of its monorepo, depends on the framework. */
function fits(
  graph: CodeGraph,
  file: LinkedFile,
  routing: FileRouting,
  own: ReadonlySet<string> | null | undefined,
  root: ReadonlySet<string> | undefined,
): boolean {
  const { packages } = routing;
  if (packages === null || own === null) return true;
  if (packages.some((name) => own?.has(name) === true || root?.has(name) === true)) return true;
  // h3 handlers are made by a function that nobody imports.
  return routing.framework === "nuxt" && (makerOf(graph, file, "default")?.row.method ?? "").endsWith("EventHandler");
}

function routesOfFile(graph: CodeGraph, file: LinkedFile, routing: FileRouting, place: FilePlace): RouteRow[] {
  return (file.code.facts.export ?? [])
    .filter((row) => routing.exports.test(row.name) && row.kind !== "type")
    .flatMap((row) => {
      const handler = handlerOf(graph, file, row);
      if (routing.placeOf === indexPlace && handler && takesNoRequest(graph, handler)) return [];
      mark(handler, routing.handler);
      return {
        file: file.path,
        line: row.line,
        framework: routing.framework,
        method: place.method ?? methodOf(row.name),
        path: place.path,
        full_path: place.path,
        handler_id: handler?.id ?? null,
        handler: row.local ?? row.name,
        middleware_json: JSON.stringify(wrappersOf(graph, file, row)),
        router: null,
      };
    });
}

/** `export default findAccount` in a folder of routes: a helper that takes one thing, no request, and builds no answer. */
function takesNoRequest(graph: CodeGraph, handler: FunctionRow): boolean {
  const only = /^\["(\w+)"\]$/.exec(handler.parameters_json)?.[1];
  if (only === undefined || /^_|^(c|ctx|e|ev|event|context|input|props)$|req|res/i.test(only)) return false;
  return !graph.calls.some(({ row }) => row.function_id === handler.id && (row.root?.endsWith("Response") ?? false));
}

function methodOf(name: string): string {
  if (HTTP_METHOD.test(name)) return name;
  if (name === "action" || name === "actions") return "POST";
  return name === "loader" || name === "load" ? "GET" : "ALL";
}

/** The call whose value is exported: `export const GET = withAuth(…)`. */
function makerOf(graph: CodeGraph, file: LinkedFile, name: string): ReturnType<CodeGraph["call"]> {
  const madeBy = file.code.exports.get(name)?.madeBy;
  return madeBy === undefined ? undefined : graph.call(madeBy + file.callOffset);
}

/** The exported function, the one handed to the helper that makes the export, or the first of a group of form actions. */
function handlerOf(graph: CodeGraph, file: LinkedFile, row: ExportRow): FunctionRow | null {
  const direct = graph.function(row.function_id);
  if (direct) return direct;
  const maker = makerOf(graph, file, row.name);
  const wrapped = maker ? functionInside(graph, maker) : null;
  if (wrapped) return wrapped;
  const noted = file.code.exports.get(row.name) ?? null;
  return graph.functionOf(file, noted) ?? firstMember(graph, file, row.name);
}

/** `export const actions = { default: …, login: … }`: all of them are handlers. */
function firstMember(graph: CodeGraph, file: LinkedFile, name: string): FunctionRow | null {
  const origin = file.code.exports.get(name)?.origin;
  if (origin?.kind !== "shape" || origin.steps.length > 0) return null;
  const members = [...(file.code.shapes.get(origin.id)?.members.values() ?? [])];
  const functions = members.map((noted) => graph.functionOf(file, noted)).filter((row) => row !== null);
  for (const row of functions) mark(row, "route");
  return functions[0] ?? null;
}

/** Names of the helpers around an exported handler, outermost first. */
function wrappersOf(graph: CodeGraph, file: LinkedFile, row: ExportRow): string[] {
  const names: string[] = [];
  let call = makerOf(graph, file, row.name);
  while (call && names.length < 8) {
    names.push(call.row.callee);
    const inner = call.record.arguments.find(({ kind }) => kind === "call")?.callId;
    call = inner === undefined || inner === null ? undefined : graph.call(inner + file.callOffset);
  }
  return names;
}

/** Functions that the framework runs per request without a route of their own. */
function markFrameworkFunctions(
  graph: CodeGraph,
  file: LinkedFile,
  dependencies: ReadonlySet<string> | null | undefined,
): void {
  if (file.code.isServerActions) {
    for (const row of file.code.facts.export ?? []) mark(graph.function(row.function_id), "server-action");
  }
  if (dependencies?.has("next") !== true || !/(^|\/)pages\/.*\.[jt]sx?$/.test(file.path)) return;
  for (const row of file.code.facts.export ?? []) {
    if (row.name === "getServerSideProps") mark(handlerOf(graph, file, row), "next-api");
  }
}
