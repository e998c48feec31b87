import { addRows, type FactSet } from "../../fact-set.js";
import type { Argument } from "../../code/file-code.js";
import type { FunctionRow, MiddlewareRow } from "../../rows.js";
import { functionIn, mark, readObject, textOfExpression } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { MOUNT_METHODS } from "./frameworks.js";
import type { Routers } from "./routers.js";
import { textOf } from "./routes.js";

/** One router, plugin or handler hung into another. */
export interface Mount {
  /** Key of what is mounted: a router's, or `fn:<id>` of a function that gets the app handed in. */
  readonly key: string;
  /** Key of what it is mounted on. */
  readonly container: string;
  /** "" without a path; null when the path is computed. */
  readonly path: string | null;
  /** File of the mounted router, when it is imported. */
  readonly targetFile: string | null;
}

/** Middleware and mounted routers: app.use(…), fastify.register(…), app.route("/x", sub), addHook(…). */
export function collectMounts(graph: CodeGraph, routers: Routers, facts: FactSet): Mount[] {
  const mounts: Mount[] = [];
  for (const call of graph.calls) {
    const { row } = call;
    if (row.kind !== "call" || !MOUNT_METHODS.has(row.method)) continue;
    const framework = routers.frameworkOf(call) ?? (row.package?.startsWith("@nestjs/") ? "nest" : null);
    // `route` mounts in Hono; elsewhere it begins a route.
    if (framework === null || (row.method === "route" && (framework !== "hono" || row.argument_count < 2))) continue;
    const mounter = new Mounter(graph, routers, call, framework);
    addRows(facts, "middleware", mounter.rows());
    mounts.push(...mounter.mounts());
  }
  return mounts;
}

class Mounter {
  readonly #graph: CodeGraph;
  readonly #routers: Routers;
  readonly #call: LinkedCall;
  readonly #framework: string;
  readonly #path: string | null;
  readonly #mounted: readonly Argument[];

  constructor(graph: CodeGraph, routers: Routers, call: LinkedCall, framework: string) {
    this.#graph = graph;
    this.#routers = routers;
    this.#call = call;
    this.#framework = framework;
    const { path, hasPath } = this.#pathOf();
    this.#path = path;
    this.#mounted = call.record.arguments.filter(
      (argument, position) => !(position === 0 && hasPath) && argument.kind !== "object",
    );
  }

  /** The mount path: "" without one, null when it is computed. */
  #pathOf(): { path: string | null; hasPath: boolean } {
    const { row, record } = this.#call;
    const [first, second] = record.arguments;
    if (!first || row.method === "addHook") return { path: "", hasPath: row.method === "addHook" };
    const text = textOf(this.#graph, this.#call, first);
    if (text !== null) return { path: text, hasPath: true };
    if (first.kind === "template" || first.kind === "regex") return { path: null, hasPath: true };
    const isNamed = first.kind === "member" || first.kind === "identifier";
    if (isNamed && second && !this.#isMountable(first) && row.method !== "register")
      return { path: null, hasPath: true };
    return { path: this.#prefixOption(), hasPath: false };
  }

  /** A router, a function, or something of a package: no path. */
  #isMountable(argument: Argument): boolean {
    if (!argument.origin) return false;
    const { kind } = this.#graph.resolve(this.#call.file, argument.origin);
    return kind === "package" || kind === "function" || kind === "builtin" || kind === "parameter";
  }

  #prefixOption(): string | null {
    const { prefix } = readObject(this.#call.row.options);
    if (prefix === undefined) return "";
    return typeof prefix === "string" ? prefix : null;
  }

  rows(): MiddlewareRow[] {
    if (this.#mounted.length === 0) return [this.#row(null, null)];
    return this.#mounted.map((argument) => {
      const handler = functionIn(this.#graph, this.#call, argument);
      // A plugin runs once, when it is registered.
      if (this.#call.row.method !== "register" && this.#call.row.method !== "group") mark(handler, "middleware");
      return { ...this.#row(argument, handler), module: this.#moduleOf(argument) };
    });
  }

  mounts(): Mount[] {
    const container = this.#routers.receiverKey(this.#call);
    return this.#mounted.flatMap((argument) => {
      const mount = { container, path: this.#path, targetFile: this.#fileOf(argument) };
      const router = { ...mount, key: this.#routers.argumentKey(this.#call, argument) };
      const handler = pluginIn(this.#graph, this.#call, argument);
      return handler ? [router, { ...mount, key: `fn:${handler.id}` }] : [router];
    });
  }

  #row(argument: Argument | null, handler: FunctionRow | null): MiddlewareRow {
    const { row } = this.#call;
    const isInline = argument !== null && argument.callId !== null;
    return {
      file: row.file,
      line: argument?.line ?? row.line,
      framework: this.#framework,
      path: this.#path === "" ? null : this.#path,
      name: this.#nameOf(argument).slice(0, 80),
      module: null,
      call_id: isInline ? argument.callId + this.#call.file.callOffset : row.id,
      handler_id: handler?.id ?? null,
      router: row.root,
      target_file: argument === null ? null : this.#fileOf(argument),
    };
  }

  #nameOf(argument: Argument | null): string {
    if (argument === null) return this.#call.row.method;
    return argument.kind === "function" ? "(function)" : argument.text.replace(/\(.*$/s, "");
  }

  /** Package of what is mounted. */
  #moduleOf(argument: Argument): string | null {
    if (!argument.origin) return null;
    const resolved = this.#graph.resolve(this.#call.file, argument.origin);
    const isPackage = resolved.kind === "package" || resolved.kind === "builtin";
    return isPackage ? (resolved.package ?? resolved.specifier) : null;
  }

  /** The project's file that what is mounted is imported from. */
  #fileOf(argument: Argument): string | null {
    const origin = argument.origin?.origin;
    return origin?.kind === "import" ? this.#graph.target(this.#call.file, origin.specifier).resolvedFile : null;
  }
}

/** The function that gets the app handed in: a plugin in place, by name, or the default export of an import() or require(). */
function pluginIn(graph: CodeGraph, call: LinkedCall, argument: Argument): FunctionRow | null {
  const found = functionIn(graph, call, argument);
  const origin = argument.origin?.origin;
  if (found || origin?.kind !== "import" || origin.name !== "*") return found;
  const target = graph.files.get(graph.target(call.file, origin.specifier).resolvedFile ?? "");
  return target ? graph.functionOf(target, target.code.exports.get("default") ?? null) : null;
}

/** Folders whose files fastify-autoload registers, each with the app it registers them on. */
export interface AutoloadFolder {
  readonly folder: string;
  readonly container: string;
  readonly prefix: string | null;
}

const AUTOLOAD = new Set(["@fastify/autoload", "fastify-autoload"]);

/** `fastify.register(autoload, { dir: join(import.meta.dirname, "routes") })` */
export function collectAutoloads(graph: CodeGraph, routers: Routers): AutoloadFolder[] {
  return graph.calls.flatMap((call) => {
    const { row, record } = call;
    const [plugin] = record.arguments;
    if (row.method !== "register" || !plugin?.origin) return [];
    const resolved = graph.resolve(call.file, plugin.origin);
    if (resolved.kind !== "package" || !AUTOLOAD.has(resolved.package ?? "")) return [];
    const { dir, options } = readObject(row.options);
    const text = textOfExpression(dir) ?? (typeof dir === "string" ? dir : null);
    if (text === null) return [];
    const prefix: unknown =
      typeof options === "object" && options !== null ? Reflect.get(options, "prefix") : undefined;
    const folder = folderOf(row.file, text);
    return [
      {
        folder,
        container: routers.receiverKey(call),
        prefix: prefix === undefined ? "" : typeof prefix === "string" ? prefix : null,
      },
    ];
  });
}

/** Folder that `join(__dirname, "..", "routes")` means in a file. */
function folderOf(file: string, text: string): string {
  const parts = [...text.matchAll(/["'`]([^"'`]*)["'`]/g)].map((match) => match[1] ?? "");
  const named = (parts.length > 0 ? parts.join("/") : text).split("/");
  const folders = file.split("/").slice(0, -1);
  for (const part of named) {
    if (part === "..") folders.pop();
    else if (part !== "." && part !== "") folders.push(part);
  }
  return folders.join("/");
}
