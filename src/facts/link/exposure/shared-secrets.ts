import type { FactSet } from "../../fact-set.js";
import type { RouteRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import type { RequestLimiters } from "./request-limiters.js";

const SHARED_SECRET = /(CRON|JOBS?|WEBHOOK)_?(SECRET|KEY|TOKEN)|SIGNING_(SECRET|KEY)/;
/** These are also sent to others. */
const SENT_SECRET = /(INTERNAL(_API)?|REVALIDAT\w*|DRAFT|PREVIEW)_(SECRET|KEY|TOKEN)/;
/** What a caller is compared with, where a comparison is all that is made of it. */
const COMPARED_SECRET = /(SECRET|PASSWORD|TOKEN|(^|_)(API|ACCESS|AUTH|SERVICE|ADMIN|INTERNAL|SERVER)_?KEY)$/;
const SAFE_COMPARE = /^(timingSafeEqual|(safe|secure|constantTime)_?(Compare|Equals?))$/i;
/** Functions that ask for the one key that all callers share, and not for a user's. */
const CHECK = /^(check|verify|validate|require|assert|ensure|is|has|with)\w*(internal|api_?key|secret)/i;

/** Knows the routes that answer only who knows a secret of this deployment: schedulers, and the other services of the product. */
export class SharedSecrets {
  readonly #graph: CodeGraph;
  readonly #limiters: RequestLimiters;
  /** Functions that read a secret which a scheduler or another service sends along, or compare one with what was sent. */
  readonly #asking = new Set<number>();
  /** Functions that are called to compare it. */
  readonly #checks = new Set<number>();

  constructor(graph: CodeGraph, limiters: RequestLimiters, facts: FactSet) {
    this.#graph = graph;
    this.#limiters = limiters;
    const refusing = refusingFunctions(facts);
    for (const { function_id: id, name, usage, compared_to: literal } of facts.env_read ?? []) {
      if (id === null || name === null) continue;
      const isAsked = usage === "condition" || usage === "comparison";
      const isCompared = usage === "comparison" && literal === null && refusing.has(id) && COMPARED_SECRET.test(name);
      if (SHARED_SECRET.test(name) || (isAsked && SENT_SECRET.test(name)) || isCompared) this.#asking.add(id);
    }
    for (const { row } of graph.calls) {
      if (row.function_id === null) continue;
      // env().CRON_SECRET
      if (row.result === "property" && SHARED_SECRET.test(row.result_names ?? "")) this.#asking.add(row.function_id);
      const name = graph.function(row.function_id)?.name ?? "";
      if (SAFE_COMPARE.test(row.method) && CHECK.test(name)) this.#checks.add(row.function_id);
    }
  }

  /** Whether a function asks for it, itself or through a function that it calls before it comes to the route. */
  isAsked(functionId: number | null, route: RouteRow): boolean {
    if (functionId === null) return false;
    if ([...this.#asking].some((id) => this.#graph.isInside(id, functionId))) return true;
    const fn = this.#graph.function(functionId);
    // One handler that tells the paths apart: what stands below a branch does not guard it.
    const isBranch = fn?.file === route.file && fn.line < route.line && route.line <= fn.end_line;
    return this.#limiters.reachedFrom(functionId).calls.some(({ hops, call: { row } }) => {
      if (hops > 0 || row.target_function_id === null || !this.#checks.has(row.target_function_id)) return false;
      return !isBranch || row.line < route.line;
    });
  }
}

/** Functions that answer who may not: 401, 403. */
export const refusingFunctions = (facts: FactSet): Set<number> =>
  new Set((facts.http_status ?? []).flatMap((row) => (isRefusal(row.status) ? (row.function_id ?? []) : [])));

const isRefusal = (status: number): boolean => status === 401 || status === 403;
