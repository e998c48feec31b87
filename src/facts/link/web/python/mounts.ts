/** Where the routers and blueprints of FastAPI and Flask are mounted, and so what stands before their paths. */
import type { Argument } from "../../../code/file-code.js";
import type { CallRow } from "../../../rows.js";
import type { CodeGraph, LinkedCall } from "../../code-graph.js";
import { argumentText, namedArgument } from "./argument-text.js";

const FRAMEWORKS: ReadonlyMap<string, string> = new Map([
  ["fastapi", "fastapi"],
  ["starlette", "starlette"],
  ["fastapi_utils", "fastapi"],
  ["fastapi_router_controller", "fastapi"],
  ["ninja", "ninja"],
  ["flask", "flask"],
  ["quart", "flask"],
  ["flask_restx", "flask"],
  ["flask_restful", "flask"],
  ["flask_smorest", "flask"],
  ["flask_openapi3", "flask"],
  ["apiflask", "flask"],
]);
const MOUNTING = /^(?:include_router|register_blueprint|register_api|add_namespace|add_router|mount)$/;
/** Routers mounted on routers. */
const MAX_DEPTH = 8;

/** Null: a part of it is computed. */
export type Prefix = string | null;

interface Mount {
  /** Call that made the router on which it is mounted; null: an application that came in from elsewhere. */
  readonly parent: number | null;
  readonly prefix: Prefix;
  /** It stands in place of the router's own prefix, as Flask has it. */
  readonly isInstead: boolean;
  readonly call: LinkedCall;
}

/** The framework whose application or router a call is made on; null for all other calls. */
export const frameworkOf = (row: CallRow): string | null =>
  row.origin === "package" && (row.client_id !== null || row.is_typed)
    ? (FRAMEWORKS.get(row.package ?? "") ?? null)
    : null;

export class PythonMounts {
  readonly #graph: CodeGraph;
  /** By the call that made the router. */
  readonly #mounts = new Map<number, Mount[]>();

  constructor(graph: CodeGraph) {
    this.#graph = graph;
    for (const call of graph.calls) if (MOUNTING.test(call.row.method)) this.#add(call);
  }

  /** What stands before the paths of a router: its own prefix, and those of every place at which it is mounted. */
  prefixesOf(maker: number | null, depth = 0): Prefix[] {
    if (maker === null) return [""];
    const own = this.#ownPrefix(maker);
    const places = this.#mounts.get(maker) ?? [];
    if (places.length === 0 || depth > MAX_DEPTH) return [own];
    return places.flatMap((place) =>
      this.prefixesOf(place.parent, depth + 1).map((outer) => {
        const inner = place.isInstead ? "" : own;
        return outer === null || place.prefix === null || inner === null ? null : `${outer}/${place.prefix}/${inner}`;
      }),
    );
  }

  /** The calls that make a router and mount it, and those of the routers around it: what they are given holds for its routes. */
  callsAround(maker: number | null, depth = 0): LinkedCall[] {
    const made = this.#graph.call(maker);
    if (maker === null || made === undefined || depth > MAX_DEPTH) return [];
    const places = this.#mounts.get(maker) ?? [];
    return [made, ...places.flatMap((place) => [place.call, ...this.callsAround(place.parent, depth + 1)])];
  }

  /** `app.include_router(router, prefix="/x")`, `app.register_blueprint(blueprint, url_prefix="/x")`, `app.mount("/x", other)` */
  #add(call: LinkedCall): void {
    const { row, record } = call;
    const isPathFirst = row.method === "mount" || row.method === "add_router";
    const argument = record.arguments[isPathFirst ? 1 : 0] ?? namedArgument(call, "router", "app", "blueprint");
    const child = argument === undefined ? null : this.#makerOf(call, argument);
    if (child === null) return;
    const given = isPathFirst ? record.arguments[0] : namedArgument(call, "prefix", "url_prefix", "path");
    const mount: Mount = {
      parent: frameworkOf(row) === null ? null : row.client_id,
      prefix: given === undefined ? "" : argumentText(this.#graph, call.file, given),
      isInstead: given !== undefined && /^(?:register_blueprint|add_namespace)$/.test(row.method),
      call,
    };
    const known = this.#mounts.get(child);
    if (known) known.push(mount);
    else this.#mounts.set(child, [mount]);
  }

  #makerOf(call: LinkedCall, { origin }: Argument): number | null {
    if (origin === null) return null;
    const child = this.#graph.resolve(call.file, origin);
    return child.kind === "package" && FRAMEWORKS.has(child.package ?? "") ? child.madeBy : null;
  }

  #ownPrefix(maker: number): Prefix {
    const made = this.#graph.call(maker);
    if (made === undefined) return "";
    const given = namedArgument(made, "prefix", "url_prefix", "path");
    if (given !== undefined) return argumentText(this.#graph, made.file, given);
    // Namespace("orders") of flask-restx stands at /orders.
    return made.row.method === "Namespace" && made.row.package === "flask_restx" ? (made.row.argument_1 ?? "") : "";
  }
}
