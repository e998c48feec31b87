import type { FactSet } from "../../fact-set.js";
import type { RouteRow } from "../../rows.js";
import { readObject } from "../argument-function.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { joinPaths } from "./join-paths.js";
import type { AutoloadFolder, Mount } from "./mounts.js";
import { NestPrefixes } from "./nest.js";
import type { Routers } from "./routers.js";
import type { KeyedRoute } from "./routes.js";

/** Longest chain of routers mounted on routers. */
const MAX_MOUNTS = 8;
/** A router mounted at more places than this is listed at the first ones. */
const MAX_PLACES = 12;

/** A prefix; null when a part of it is computed. */
type Prefix = string | null;

/**
 * Fills in full paths: mounts, plugin prefixes, autoloaded folders, controllers. A router that is mounted at several
 * places serves every one of them: its routes get a row for each.
 */
export class FullPaths {
  readonly #graph: CodeGraph;
  readonly #routers: Routers;
  readonly #byKey = new Map<string, Mount[]>();
  readonly #byFile = new Map<string, Mount[]>();
  readonly #autoloads: readonly AutoloadFolder[];
  readonly #own = new Map<string, Prefix>();
  readonly #basePaths = new Map<string, Prefix>();
  readonly #memo = new Map<string, readonly Prefix[]>();

  constructor(graph: CodeGraph, routers: Routers, mounts: readonly Mount[], autoloads: readonly AutoloadFolder[]) {
    this.#graph = graph;
    this.#routers = routers;
    this.#autoloads = autoloads;
    for (const mount of mounts) {
      push(this.#byKey, mount.key, mount);
      if (mount.targetFile !== null) push(this.#byFile, mount.targetFile, mount);
    }
    for (const call of graph.calls) this.#addOwnPrefix(call);
  }

  /** `router.prefix("/x")` of Koa, `app.basePath("/x")` of Hono. */
  #addOwnPrefix(call: LinkedCall): void {
    const { row } = call;
    if ((row.method !== "prefix" && row.method !== "basePath") || row.argument_count !== 1) return;
    if (this.#routers.frameworkOf(call) === null) return;
    const text = row.argument_1_kind === "string" ? row.argument_1 : null;
    if (row.method === "prefix") this.#own.set(this.#routers.receiverKey(call), text);
    else this.#basePaths.set(this.#routers.receiverKey(call), text);
  }

  /** Fills in the rows' full paths, and adds rows for further mounts. */
  fill(routes: readonly KeyedRoute[], facts: FactSet): void {
    const nest = new NestPrefixes(this.#graph);
    for (const route of routes) {
      const [first = null, ...others] = route.key.startsWith("nest:") ? nest.pathsOf(route) : this.#pathsOf(route);
      route.row.full_path = first;
      for (const path of others) (facts.route ??= []).push({ ...route.row, full_path: path } satisfies RouteRow);
    }
  }

  #pathsOf({ row, key, call }: KeyedRoute): Prefix[] {
    const { path } = row;
    if (path === null) return [null];
    const base = /(^|\.)basePath\./.test(call.row.path ?? "") ? (this.#basePaths.get(key) ?? null) : "";
    return this.#prefixesOf(key, row.file, 0).map((prefix) =>
      prefix === null || base === null ? null : joinPaths(prefix, joinPaths(base, path)),
    );
  }

  #prefixesOf(key: string, file: string, depth: number): readonly Prefix[] {
    const known = this.#memo.get(`${key}\0${file}`);
    if (known) return known;
    if (depth > MAX_MOUNTS) return [""];
    // A router that is mounted below itself would never end.
    this.#memo.set(`${key}\0${file}`, [""]);
    const found = this.#compute(key, file, depth);
    this.#memo.set(`${key}\0${file}`, found);
    return found;
  }

  #compute(key: string, file: string, depth: number): Prefix[] {
    const own = this.#ownPrefix(key);
    const above = [...this.#mountedAt(key, depth), ...this.#handedIn(key, file, depth)];
    const byPlace = above.length > 0 ? above : this.#byFileName(key, file, depth);
    const all = byPlace.length > 0 ? byPlace : [""];
    return unique(all.map((prefix) => (prefix === null || own === null ? null : joinPaths(prefix, own)))).slice(
      0,
      MAX_PLACES,
    );
  }

  #ownPrefix(key: string): Prefix {
    const set = this.#own.get(key);
    if (set !== undefined) return set;
    const [kind, id] = key.split(":");
    if (kind !== "made") return "";
    const { prefix } = readObject(this.#graph.call(Number(id))?.row.options ?? null);
    return prefix === undefined ? "" : typeof prefix === "string" ? prefix : null;
  }

  #mountedAt(key: string, depth: number): Prefix[] {
    return (this.#byKey.get(key) ?? []).flatMap((mount) => this.#below(mount, depth));
  }

  #below(mount: Mount, depth: number): Prefix[] {
    const file = this.#fileOfKey(mount.container);
    return this.#prefixesOf(mount.container, file, depth + 1).map((prefix) =>
      prefix === null || mount.path === null ? null : joinPaths(prefix, mount.path),
    );
  }

  /** A parameter: what callers hand in, and where a plugin is registered. */
  #handedIn(key: string, file: string, depth: number): Prefix[] {
    const [kind, functionId, index] = key.split(":");
    if (kind !== "param") return [];
    const byCaller = this.#routers
      .handedIn(key)
      .flatMap((handed) => this.#prefixesOf(handed, this.#fileOfKey(handed), depth + 1));
    if (index !== "0") return byCaller;
    const byPlugin = this.#mountedAt(`fn:${functionId}`, depth);
    if (byCaller.length + byPlugin.length > 0) return [...byCaller, ...byPlugin];
    return this.#autoloaded(file, depth);
  }

  /** `routes/users/_id/index.ts` of an autoloaded folder is served below /users/:id. */
  #autoloaded(file: string, depth: number): Prefix[] {
    const found = this.#autoloads.find(({ folder }) => file.startsWith(`${folder}/`));
    if (!found) return [];
    const folders = file
      .slice(found.folder.length + 1)
      .split("/")
      .slice(0, -1);
    const place = folders.map((name) => name.replace(/^_/, ":")).join("/");
    return this.#prefixesOf(found.container, this.#fileOfKey(found.container), depth + 1).map((prefix) =>
      prefix === null || found.prefix === null ? null : joinPaths(prefix, joinPaths(found.prefix, place)),
    );
  }

  /** A router that could not be followed is taken for the one thing that is imported from its file. */
  #byFileName(key: string, file: string, depth: number): Prefix[] {
    if (!key.startsWith("name:")) return [];
    const mounts = (this.#byFile.get(file) ?? []).filter((mount) => mount.key.startsWith("name:"));
    return mounts.flatMap((mount) => (mount.container === key ? [] : this.#below(mount, depth)));
  }

  #fileOfKey(key: string): string {
    const [kind, id = ""] = key.split(":");
    if (kind === "made") return this.#graph.call(Number(id))?.row.file ?? "";
    if (kind === "param") return this.#graph.function(Number(id))?.file ?? "";
    return id;
  }
}

/** Makes the default exports of autoloaded files plugins, so that their parameter is known for an app. */
export function addAutoloadedPlugins(graph: CodeGraph, routers: Routers, autoloads: readonly AutoloadFolder[]): void {
  if (autoloads.length === 0) return;
  for (const file of graph.files.values()) {
    if (!autoloads.some(({ folder }) => file.path.startsWith(`${folder}/`))) continue;
    const plugin = graph.functionOf(file, file.code.exports.get("default") ?? null);
    if (plugin) routers.addPlugin(plugin);
  }
}

const unique = (items: readonly Prefix[]): Prefix[] => [...new Set(items)];

function push<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
