import type { FactSet } from "../../fact-set.js";
import type { RouteRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

/** Guards that ask who is there, by their names; others count requests or look at flags. */
const SIGN_IN_GUARD = /(auth(?!or)|jwt|session|login|signed_?in|passport|bearer|clerk|firebase)\w*guard$/i;
/** Decorators of packages that let strangers through. */
const OPEN_NAME =
  /^(is_?)?(public|unprotected|allow_?anon\w*|anonymous|skip_?auth\w*|no_?auth\w*)(_?(route|endpoint|api))?$/i;
/** Keys by which a guard asks whether strangers may pass. */
const FOR_STRANGERS = /public|anonym|skip|bypass|no_?auth|un_?auth|open|guest|allow|optional|exempt|ignore/i;

/** Guards that count requests, by their names: ThrottlerGuard, and what is made of it. */
export const COUNTING_GUARD = /(throttl|rate_?limit)\w*guard$/i;

/** Folders of the packages whose code names such a guard: elsewhere `@Throttle()` and its module only say how often, and nobody is refused. */
export const throttledFolders = (graph: CodeGraph, facts: FactSet): ReadonlySet<string> =>
  new Set(
    (facts.import ?? []).flatMap((row) => {
      const info = graph.files.get(row.file)?.info;
      const isCounting = !row.is_erased && info?.role === "app" && COUNTING_GUARD.test(row.imported ?? "");
      return isCounting ? [info.package_dir ?? ""] : [];
    }),
  );

/**
 * `{ provide: APP_GUARD, useClass: AuthGuard }`: NestJS asks who is there before every route, but for those whose method or class has
 * the decorator that the guard looks for.
 */
export class NestGuards {
  readonly #graph: CodeGraph;
  /** Decorators that let strangers through, and their keys, by folder of the package. */
  readonly #open = new Map<string, ReadonlySet<string>>();

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#graph = graph;
    const guarded = new Set(standingGuards(graph, facts).map((file) => this.#dirOf(file)));
    if (guarded.size > 0) {
      const decorators = openDecorators(graph);
      for (const dir of guarded) this.#open.set(dir, decorators);
    }
  }

  /** Whether a guard of the whole application stands before a route, and nothing says that strangers may pass. */
  isBefore(route: RouteRow): boolean {
    const open = route.framework === "nest" ? this.#open.get(this.#dirOf(route.file)) : undefined;
    const file = this.#graph.files.get(route.file);
    if (!open || !file) return false;
    const handler = this.#graph.function(route.handler_id);
    return !this.#graph.callsIn(file).some(({ row, record: { decorated } }) => {
      if (!decorated || decorated.className !== route.router) return false;
      const name = row.method === "SetMetadata" ? (row.argument_1 ?? "") : row.method;
      if (!open.has(name) && !OPEN_NAME.test(name)) return false;
      return decorated.functionId === null || decorated.functionId + file.functionOffset === handler?.id;
    });
  }

  #dirOf(file: string): string {
    return this.#graph.files.get(file)?.info.package_dir ?? "";
  }
}

/** Files that put a guard before every route: by a provider for APP_GUARD, or by app.useGlobalGuards(new AuthGuard()). */
function standingGuards(graph: CodeGraph, facts: FactSet): string[] {
  const imports = (facts.import ?? []).filter(
    (row) => !row.is_erased && graph.files.get(row.file)?.info.role === "app",
  );
  const providing = new Set(imports.filter(({ imported }) => imported === "APP_GUARD").map(({ file }) => file));
  const provided = imports.filter((row) => providing.has(row.file) && SIGN_IN_GUARD.test(row.imported ?? ""));
  const used = graph.calls.filter(({ row }) => row.method === "useGlobalGuards" && namesGuard(row.argument_1));
  return [...provided.map(({ file }) => file), ...used.map(({ row }) => row.file)];
}

const namesGuard = (text: string | null): boolean =>
  (text ?? "").split(/[^\w]+/).some((word) => SIGN_IN_GUARD.test(word));

/** `const Public = () => SetMetadata(IS_PUBLIC, true)` where a guard asks its reflector for IS_PUBLIC; or a decorator that is the key. */
function openDecorators(graph: CodeGraph): ReadonlySet<string> {
  const keys = new Set(
    graph.calls.flatMap(({ row }) =>
      /reflector/i.test(row.callee) && FOR_STRANGERS.test(row.argument_1 ?? "") ? (row.argument_1 ?? []) : [],
    ),
  );
  const makers = graph.calls.filter(({ row }) => row.method === "SetMetadata" && keys.has(row.argument_1 ?? ""));
  return new Set([...keys, ...makers.flatMap((call) => decoratorOf(graph, call))]);
}

const decoratorOf = (graph: CodeGraph, { row }: LinkedCall): string[] => {
  const name = graph.function(row.function_id)?.name;
  return name ? [name] : [];
};
