/** Routes of Django and its REST framework: `urlpatterns` of urls.py, with what includes them, and registered view sets. */
import type { Argument } from "../../../code/file-code.js";
import type { FunctionRow, RouteRow } from "../../../rows.js";
import { mark, readObject } from "../../argument-function.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../../code-graph.js";
import { joinPaths } from "../join-paths.js";
import { argumentText, namedArgument } from "./argument-text.js";
import { beforeHandler, plainParameters } from "./decorated-routes.js";

const PATTERNS = /^(?:path|re_path|url)$/;
const VERBS = /^(?:get|post|put|patch|delete|head|options)$/;
const MAX_DEPTH = 6;

/** Actions of a view set: their method, and whether they are about one object. */
const ACTIONS: ReadonlyMap<string, readonly [string, boolean]> = new Map([
  ["list", ["GET", false]],
  ["create", ["POST", false]],
  ["retrieve", ["GET", true]],
  ["update", ["PUT", true]],
  ["partial_update", ["PATCH", true]],
  ["destroy", ["DELETE", true]],
]);

interface Inclusion {
  readonly from: string;
  readonly prefix: string | null;
}

interface Registration {
  readonly call: LinkedCall;
  readonly prefix: string | null;
}

export function djangoRoutes(graph: CodeGraph): RouteRow[] {
  return new DjangoRoutes(graph).rows();
}

class DjangoRoutes {
  readonly #graph: CodeGraph;
  readonly #patterns: readonly LinkedCall[];
  /** Where lists of patterns are included, by the list. */
  readonly #inclusions = new Map<string, Inclusion[]>();
  /** View sets by the call that made the router. */
  readonly #registered = new Map<number, Registration[]>();

  constructor(graph: CodeGraph) {
    this.#graph = graph;
    this.#patterns = graph.calls.filter(({ row }) => isPattern(row.method, row.package));
    if (this.#patterns.length === 0) return;
    for (const call of this.#patterns) this.#include(call);
    for (const call of graph.calls) {
      const { row, record } = call;
      if (row.method !== "register" || row.package !== "rest_framework" || row.client_id === null) continue;
      const [first] = record.arguments;
      const given = first ?? namedArgument(call, "prefix");
      const prefix = given === undefined ? "" : argumentText(graph, call.file, given);
      push(this.#registered, row.client_id, { call, prefix });
    }
  }

  rows(): RouteRow[] {
    return this.#patterns.flatMap((call) => {
      const own = this.#pathOf(call);
      const view = call.record.arguments[1] ?? namedArgument(call, "view");
      if (view === undefined) return [];
      const routers = this.#routersIn(call, view);
      if (routers !== null) return this.#routerRows(call, own, routers);
      if (isInclude(this.#graph, call, view)) return [];
      return this.#viewsOf(call.file, view).flatMap(({ handler, method }) => this.#rowsAt(call, own, method, handler));
    });
  }

  #rowsAt(call: LinkedCall, path: string | null, method: string, handler: FunctionRow | null): RouteRow[] {
    mark(handler, "route");
    return this.#prefixesOf(listOf(call), 0).map((prefix) => ({
      file: call.row.file,
      line: call.row.line,
      framework: "django",
      method,
      path,
      full_path: prefix === null || path === null ? null : joinPaths(prefix, path),
      handler_id: handler?.id ?? null,
      handler: handler?.name ?? call.row.argument_2,
      middleware_json: JSON.stringify(this.#before(handler)),
      router: null,
    }));
  }

  /** Decorators of the view, and what its class says about who may ask: permission_classes, throttle_classes. */
  #before = (handler: FunctionRow | null): string[] => beforeHandler(this.#graph, handler);

  #pathOf(call: LinkedCall): string | null {
    const given = call.record.arguments[0] ?? namedArgument(call, "route");
    const text = given === undefined ? null : argumentText(this.#graph, call.file, given);
    if (text === null) return null;
    return call.row.method === "path" ? plainParameters(text) : plainExpression(text);
  }

  /** `path("api/", include("shop.urls"))` */
  #include(call: LinkedCall): void {
    const inner = innerCall(this.#graph, call, call.record.arguments[1]);
    if (inner?.row.method !== "include") return;
    const [what] = inner.record.arguments;
    const from = listOf(call);
    const prefix = this.#pathOf(call);
    if (what?.kind === "identifier") push(this.#inclusions, `${call.file.path}\0${what.text}`, { from, prefix });
    const named = what?.kind === "string" ? what.text : /^\(?["']([\w.]+)["']/.exec(what?.text ?? "")?.[1];
    if (named === undefined) return;
    const target = this.#graph.target(call.file, named).resolvedFile;
    if (target !== null) push(this.#inclusions, target, { from, prefix });
  }

  #prefixesOf(list: string, depth: number): (string | null)[] {
    const places = this.#inclusions.get(list) ?? [];
    if (places.length === 0 || depth > MAX_DEPTH) return [""];
    return places.flatMap((place) =>
      this.#prefixesOf(place.from, depth + 1).map((outer) =>
        outer === null || place.prefix === null ? null : `${outer}/${place.prefix}`,
      ),
    );
  }

  /** View sets behind `include(router.urls)`; null when it includes no router. */
  #routersIn(call: LinkedCall, view: Argument): readonly Registration[] | null {
    const inner = innerCall(this.#graph, call, view);
    const what = inner?.row.method === "include" ? inner.record.arguments[0] : undefined;
    if (!inner || !what?.origin || !what.text.endsWith(".urls")) return null;
    const resolved = this.#graph.resolve(call.file, what.origin);
    if (resolved.kind !== "package" || resolved.package !== "rest_framework") return null;
    return this.#registered.get(resolved.madeBy ?? -1) ?? [];
  }

  #routerRows(call: LinkedCall, own: string | null, routers: readonly Registration[]): RouteRow[] {
    return routers.flatMap(({ call: registration, prefix }) => {
      const base = own === null || prefix === null ? null : `${own}/${plainExpression(prefix)}`;
      const [, viewSet] = registration.record.arguments;
      const place = { ...call, row: { ...call.row, file: registration.row.file, line: registration.row.line } };
      return this.#actionsOf(registration.file, viewSet).flatMap(({ method, path, handler }) =>
        this.#rowsAt({ ...place, file: call.file }, base === null ? null : `${base}${path}`, method, handler),
      );
    });
  }

  #actionsOf(
    file: LinkedFile,
    viewSet: Argument | undefined,
  ): { method: string; path: string; handler: FunctionRow | null }[] {
    const owner = viewSet ? this.#classOf(file, viewSet.text) : null;
    // What a base class answers cannot be told without it; a list and single objects is what most do.
    if (owner === null)
      return [
        { method: "ALL", path: "", handler: null },
        { method: "ALL", path: "/:pk", handler: null },
      ];
    const rows = [...ACTIONS].map(([name, [method, isOne]]) => {
      const handler = owner.methods.find((each) => each.name === name) ?? null;
      return { method, path: isOne ? "/:pk" : "", handler };
    });
    for (const extra of owner.methods) rows.push(...this.#extraActions(owner.file, extra));
    return rows;
  }

  /** `@action(detail=True, methods=["post"])` */
  #extraActions(
    file: LinkedFile,
    handler: FunctionRow,
  ): { method: string; path: string; handler: FunctionRow | null }[] {
    const decorator = this.#graph
      .callsIn(file)
      .find(
        ({ row, record }) =>
          row.method === "action" && record.decorated?.functionId === handler.id - file.functionOffset,
      );
    if (!decorator) return [];
    const { detail, methods, url_path: named } = readObject(decorator.row.options);
    const verbs = Array.isArray(methods) ? methods.filter((each) => typeof each === "string") : ["get"];
    const name = typeof named === "string" ? plainExpression(named) : (handler.name ?? "");
    return verbs.map((verb) => ({
      method: verb.toUpperCase(),
      path: `${detail === true ? "/:pk" : ""}/${name}`,
      handler,
    }));
  }

  /** A view's functions with their methods: `views.index`, `OrderView.as_view()`. */
  #viewsOf(file: LinkedFile, view: Argument): { handler: FunctionRow | null; method: string }[] {
    const className = /^([\w.]+)\.as_view\(/.exec(view.text)?.[1];
    if (className !== undefined) {
      const methods = this.#classOf(file, className)?.methods.filter(({ name }) => VERBS.test(name ?? "")) ?? [];
      if (methods.length === 0) return [{ handler: null, method: "ALL" }];
      return methods.map((handler) => ({ handler, method: (handler.name ?? "").toUpperCase() }));
    }
    const handler = this.#graph.functionOf(file, view.origin);
    return this.#methodsOf(handler).map((method) => ({ handler, method }));
  }

  /** `@api_view(["GET"])`, `@require_http_methods(["GET"])`, `@require_POST`; all without one. */
  #methodsOf(handler: FunctionRow | null): string[] {
    const file = handler === null ? undefined : this.#graph.files.get(handler.file);
    if (handler === null || file === undefined) return ["ALL"];
    const named = /require_(GET|POST)\b/.exec(handler.decorators_json)?.[1];
    if (named !== undefined) return [named];
    const decorator = this.#graph
      .callsIn(file)
      .find(
        ({ row, record }) =>
          /^(?:api_view|require_http_methods)$/.test(row.method) &&
          record.decorated?.functionId === handler.id - file.functionOffset,
      );
    const json = decorator?.record.arguments[0]?.json ?? null;
    const listed: unknown = json === null ? null : JSON.parse(json);
    return Array.isArray(listed) && listed.length > 0 ? listed.map(String) : ["ALL"];
  }

  /** A class by its name in a file, followed through the import. */
  #classOf(file: LinkedFile, text: string): { file: LinkedFile; methods: readonly FunctionRow[] } | null {
    const name = text.slice(text.lastIndexOf(".") + 1);
    const [head = ""] = text.split(".");
    const row = (file.code.facts.import ?? []).find(({ local }) => local === head);
    const found = row === undefined ? file : this.#importedFile(file, row.specifier, row.imported, text.includes("."));
    if (found === undefined) return null;
    const className = row !== undefined && !text.includes(".") ? (row.imported ?? name) : name;
    const methods = found.code.functions.filter((each) => each.class_name === className);
    return { file: found, methods };
  }

  #importedFile(
    file: LinkedFile,
    specifier: string,
    imported: string | null,
    isModule: boolean,
  ): LinkedFile | undefined {
    const inner = `${specifier}${specifier.endsWith(".") ? "" : "."}${imported ?? ""}`;
    const path = this.#graph.target(file, isModule && imported !== "*" ? inner : specifier).resolvedFile;
    return path === null ? undefined : this.#graph.files.get(path);
  }
}

/** The list of patterns that a call stands in: the file's path for its `urlpatterns`, with a name for all others. */
function listOf({ file, row }: LinkedCall): string {
  const names: unknown = JSON.parse(row.result_names ?? "[]");
  const name: unknown = Array.isArray(names) ? names[0] : undefined;
  return typeof name === "string" && name !== "urlpatterns" ? `${file.path}\0${name}` : file.path;
}

const isPattern = (method: string, name: string | null): boolean => name === "django" && PATTERNS.test(method);

function innerCall(graph: CodeGraph, call: LinkedCall, argument: Argument | undefined): LinkedCall | undefined {
  const id = argument?.callId ?? null;
  return id === null ? undefined : graph.call(id + call.file.callOffset);
}

const isInclude = (graph: CodeGraph, call: LinkedCall, view: Argument): boolean =>
  innerCall(graph, call, view)?.row.method === "include" || view.text.endsWith(".urls");

/** `^users/(?P<pk>\d+)/$` as `users/:pk/`. */
const plainExpression = (text: string): string =>
  text
    .replace(/\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)/g, ":$1")
    .replace(/^\^|\$$/g, "")
    .replaceAll("\\", "");

function push<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}
