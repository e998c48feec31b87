import type { RouteRow } from "../../rows.js";
import { mark, readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { KeyedRoute } from "./routes.js";
import { joinPaths } from "./join-paths.js";

const NEST_METHODS: ReadonlyMap<string, string> = new Map([
  ["Get", "GET"],
  ["Post", "POST"],
  ["Put", "PUT"],
  ["Patch", "PATCH"],
  ["Delete", "DELETE"],
  ["All", "ALL"],
  ["Options", "OPTIONS"],
  ["Head", "HEAD"],
  ["Sse", "GET"],
]);

/** Packages whose decorators make routes of the methods of a class, with what serves them. */
const FRAMEWORKS: ReadonlyMap<string, string> = new Map([
  ["@nestjs/common", "nest"],
  ["@overnightjs/core", "express"],
]);

const GUARDS = new Set(["UseGuards", "UseInterceptors", "Throttle", "Middleware", "ClassMiddleware"]);

/** A route decorator of NestJS, or of OvernightJS, as routes, one for each of its paths; [] for every other decorator. */
export function nestRoutes(graph: CodeGraph, call: LinkedCall): KeyedRoute[] {
  const { row, record } = call;
  const method = NEST_METHODS.get(row.method);
  const framework = FRAMEWORKS.get(row.package ?? "");
  if (method === undefined || framework === undefined || !record.decorated) return [];
  const { functionId, className } = record.decorated;
  const handler = functionId === null ? undefined : graph.function(functionId + call.file.functionOffset);
  if (!handler) return [];
  mark(handler, "route");
  const base: RouteRow = {
    file: row.file,
    line: row.line,
    framework,
    method,
    path: null,
    full_path: null,
    handler_id: handler.id,
    handler: handler.name,
    middleware_json: JSON.stringify(guardsOf(graph, call, className)),
    router: className,
  };
  const key = `nest:${row.file}:${className ?? ""}`;
  return pathsOf(call).map((path) => ({ row: { ...base, path }, key, call }));
}

/** Paths of `@Get()`, `@Get("x")`, `@Get(["x", "y"])`, `@Controller({ path: "x" })`; null when computed. */
function pathsOf({ row, record }: LinkedCall): (string | null)[] {
  if (row.argument_count === 0) return [""];
  const [first] = record.arguments;
  if (first?.kind === "string") return [first.text];
  const value: unknown = first?.kind === "array" && first.json !== null ? JSON.parse(first.json) : null;
  const { path } = readObject(first?.kind === "object" ? row.options : null);
  const paths: unknown[] = Array.isArray(value) ? value : Array.isArray(path) ? path : [path ?? null];
  if (first?.kind === "object" && path === undefined) return [""];
  return paths.map((each) => (typeof each === "string" ? each : null));
}

/** Guards of the class and of the method: what stands before the handler. */
function guardsOf(graph: CodeGraph, { file, record }: LinkedCall, className: string | null): string[] {
  return graph
    .callsIn(file)
    .filter(({ row }) => GUARDS.has(row.method))
    .filter(({ record: other }) => {
      if (!other.decorated || other.decorated.className !== className) return false;
      return other.decorated.functionId === null || other.decorated.functionId === record.decorated?.functionId;
    })
    .flatMap(({ row, record: other }) =>
      row.method === "Throttle" ? ["Throttle"] : other.arguments.flatMap(({ text }) => namesIn(text)),
    );
}

/** `[isAuthenticated, isAdmin]` of OvernightJS, or one guard. */
const namesIn = (text: string): string[] =>
  text.startsWith("[")
    ? text
        .slice(1, -1)
        .split(",")
        .map((name) => name.trim().slice(0, 80))
    : [text.slice(0, 80)];

/** Prefixes of the controllers and of the application. */
export class NestPrefixes {
  /** By file and class. */
  readonly #controllers = new Map<string, readonly (string | null)[]>();
  /** By package folder. */
  readonly #global = new Map<string | null, { readonly prefix: string; readonly excluded: readonly string[] }>();

  /** Keys of the controllers that others are children of, by package folder and class of the child. */
  readonly #parents = new Map<string, string>();

  constructor(graph: CodeGraph) {
    for (const call of graph.calls) {
      const { row, record, file } = call;
      if (row.method === "Controller" && FRAMEWORKS.has(row.package ?? "") && record.decorated) {
        this.#controllers.set(`nest:${row.file}:${record.decorated.className ?? ""}`, pathsOf(call));
      }
      if (row.method === "ChildControllers" && record.decorated) {
        const parent = `nest:${row.file}:${record.decorated.className ?? ""}`;
        for (const [, child] of (record.arguments[0]?.text ?? "").matchAll(/new (\w+)/g)) {
          this.#parents.set(`${file.info.package_dir ?? ""}:${child}`, parent);
        }
      }
      if (row.method !== "setGlobalPrefix" || row.argument_1_kind !== "string") continue;
      this.#global.set(file.info.package_dir, { prefix: row.argument_1 ?? "", excluded: excludedIn(row.options) });
    }
  }

  /** Full paths of a route; null for one that is computed. */
  pathsOf({ row, key, call }: KeyedRoute): (string | null)[] {
    const { path } = row;
    const global = this.#global.get(call.file.info.package_dir);
    return this.#prefixesOf(key, call).map((prefix) => {
      if (prefix === null || path === null) return null;
      const own = joinPaths(prefix, path);
      return global && !global.excluded.includes(own) ? joinPaths(global.prefix, own) : own;
    });
  }

  /** Prefixes of a controller, below that of the controller it is a child of. */
  #prefixesOf(key: string, { file }: LinkedCall): readonly (string | null)[] {
    const own = this.#controllers.get(key) ?? [""];
    const name = key.slice(key.lastIndexOf(":") + 1);
    const parent = this.#parents.get(`${file.info.package_dir ?? ""}:${name}`);
    if (parent === undefined || parent === key) return own;
    const above = this.#controllers.get(parent) ?? [""];
    return above.flatMap((first) =>
      own.map((second) => (first === null || second === null ? null : joinPaths(first, second))),
    );
  }
}

/** `{ exclude: ["health", { path: "metrics", method }] }` */
function excludedIn(options: string | null): string[] {
  const { exclude } = readObject(options);
  if (!Array.isArray(exclude)) return [];
  return exclude.flatMap((item: unknown) => {
    if (typeof item === "string") return [joinPaths("", item)];
    const path: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "path") : null;
    return typeof path === "string" ? [joinPaths("", path)] : [];
  });
}
