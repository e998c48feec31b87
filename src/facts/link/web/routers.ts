import type { Argument } from "../../code/file-code.js";
import type { FunctionRow, PackageRow } from "../../rows.js";
import { functionIn } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import type { Resolved } from "../resolved.js";
import { frameworkOfPackage, MOUNT_METHODS, ROUTE_METHODS, ROUTER_NAME } from "./frameworks.js";

/** Longest chain of functions that hand an app on to each other. */
const MAX_HANDOVERS = 4;

/**
 * Says which app or router a call speaks to, across files, so that routes can be joined with the mounts above them.
 * A router is known by the call that made it, by the parameter it comes in through, or by its name in a file.
 */
export class Routers {
  readonly #graph: CodeGraph;
  readonly #frameworks: ReadonlyMap<string, string | null>;
  readonly #callers = new Map<number, LinkedCall[]>();
  /** Functions that fastify.register() runs with an app of its own. */
  readonly #plugins = new Set<number>();

  constructor(graph: CodeGraph, packages: readonly PackageRow[]) {
    this.#graph = graph;
    this.#frameworks = new Map(packages.map((row) => [row.dir, row.framework]));
    for (const call of graph.calls) this.#add(call);
  }

  #add(call: LinkedCall): void {
    const { row } = call;
    if (row.target_function_id !== null) {
      const known = this.#callers.get(row.target_function_id);
      if (known) known.push(call);
      else this.#callers.set(row.target_function_id, [call]);
    }
    const [plugin] = call.record.arguments;
    if (row.method !== "register" || !plugin) return;
    if (row.package !== "fastify" && row.origin !== "parameter" && row.package !== null) return;
    const found = functionIn(this.#graph, call, plugin);
    if (found) this.#plugins.add(found.id);
  }

  /** Calls of a function of the project. */
  callersOf(functionId: number): readonly LinkedCall[] {
    return this.#callers.get(functionId) ?? [];
  }

  /** A function that gets an app of its own handed in: a plugin found by its place. */
  addPlugin(row: FunctionRow): void {
    this.#plugins.add(row.id);
  }

  /** Key of the app or router that a method is called on. */
  receiverKey(call: LinkedCall): string {
    const { row, record, file } = call;
    // A parameter stays one, even where its callers agree on what they pass: it may be mounted by each of them.
    const parameter = parameterKey(this.#graph.resolve(file, record.origin));
    if (parameter !== null) return parameter;
    if (row.client_id !== null) return `made:${row.client_id}`;
    const text = receiverText(row.callee);
    return this.#typedParameterKey(call, text) ?? `name:${file.path}:${text}`;
  }

  /** Key of the router that an argument is. */
  argumentKey(call: LinkedCall, argument: Argument): string {
    const byName = `name:${call.file.path}:${receiverText(argument.text)}`;
    if (!argument.origin) return byName;
    const resolved = this.#graph.resolve(call.file, argument.origin);
    if (resolved.kind === "package" && resolved.madeBy !== null) return `made:${resolved.madeBy}`;
    return parameterKey(resolved) ?? this.#typedParameterKey(call, argument.text) ?? byName;
  }

  /** A parameter whose type says what it is still comes from the callers. */
  #typedParameterKey(call: LinkedCall, text: string): string | null {
    const [root = "", ...rest] = text.split(".");
    for (let owner = this.#graph.function(call.row.function_id); owner; owner = this.#graph.function(owner.parent_id)) {
      const names: unknown = JSON.parse(owner.parameters_json);
      const index = Array.isArray(names) ? names.indexOf(root) : -1;
      if (index !== -1) return `param:${owner.id}:${index}:${rest.join(".")}`;
    }
    return null;
  }

  /** Keys of what callers hand in for a parameter key; [] for every other key. */
  handedIn(key: string): string[] {
    const [kind, functionId, index, members] = key.split(":");
    if (kind !== "param" || members !== "") return [];
    return this.callersOf(Number(functionId)).flatMap((call) => {
      const argument = call.record.arguments[Number(index)];
      return argument ? [this.argumentKey(call, argument)] : [];
    });
  }

  /** Framework of the app or router a method is called on; null when it is none. */
  frameworkOf(call: LinkedCall): string | null {
    const { row } = call;
    if (row.origin === "package") return frameworkOfPackage(row.package) ?? this.#byShape(call);
    if (row.origin !== "parameter") return this.#byShape(call);
    const key = this.receiverKey(call);
    const known = this.#frameworkOfKey(key, 0);
    if (known !== null) return known;
    const [, , , members] = key.split(":");
    return members === "" && row.root !== null && ROUTER_NAME.test(row.root) ? this.#guess(call, row.root) : null;
  }

  #frameworkOfKey(key: string, depth: number): string | null {
    const [kind, id, index] = key.split(":");
    if (kind === "made") return frameworkOfPackage(this.#graph.call(Number(id))?.row.package ?? null);
    if (kind !== "param" || depth > MAX_HANDOVERS) return null;
    if (index === "0" && this.#plugins.has(Number(id))) return "fastify";
    for (const handed of this.handedIn(key)) {
      const found = this.#frameworkOfKey(handed, depth + 1);
      if (found !== null) return found;
    }
    return null;
  }

  /** `router.get("/x", (req, res) => …)` on something that cannot be followed: name, path and handler all agree. */
  #byShape(call: LinkedCall): string | null {
    const { row, record } = call;
    if (row.origin === "builtin" || row.origin === "global" || !ROUTE_METHODS.has(row.method)) return null;
    const name = receiverText(row.callee).split(".").at(-1) ?? "";
    if (!ROUTER_NAME.test(name) || row.argument_1_kind !== "string") return null;
    const handler = record.arguments.at(-1);
    const parameters = handler?.functionId
      ? this.#graph.function(handler.functionId + call.file.functionOffset)?.parameters_json
      : undefined;
    return parameters !== undefined && /^\["_?(req|request|_)","_?(res|response|reply)"/.test(parameters)
      ? this.#guess(call, name)
      : null;
  }

  /** The framework its package is built on; Express when that is none of those that take routes. */
  #guess(call: LinkedCall, name: string): string {
    const framework = this.#frameworks.get(call.file.info.package_dir ?? "") ?? null;
    if (framework !== null && frameworkOfPackage(framework) !== null) return framework;
    return /fastify|instance/i.test(name) ? "fastify" : "express";
  }
}

/** `app` of `app.get().post`, `this.router` of `this.router.get`. */
function receiverText(callee: string): string {
  const before = callee.split("(", 1)[0] ?? "";
  const names = before.split(".");
  const end = names.findIndex((name, position) => position > 0 && isStep(name));
  return names.slice(0, end === -1 ? names.length : end).join(".");
}

const isStep = (name: string): boolean =>
  ROUTE_METHODS.has(name) || MOUNT_METHODS.has(name) || name === "on" || name === "openapi" || ROUTER_GIVING.has(name);

/** Members that hand on the router itself: router.routes(), app.fetch, router.middleware(). */
const ROUTER_GIVING = new Set(["routes", "middleware", "fetch", "callback", "allowedMethods", "listen"]);

function parameterKey(resolved: Resolved): string | null {
  if (resolved.kind !== "parameter") return null;
  const all = resolved.steps.filter((step) => step.startsWith(".")).map((step) => step.slice(1));
  const end = all.findIndex(isStep);
  const members = end === -1 ? all : all.slice(0, end);
  return `param:${resolved.functionId}:${resolved.index}:${members.join(".")}`;
}
