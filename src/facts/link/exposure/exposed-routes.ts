import { addRows, type FactSet } from "../../fact-set.js";
import type { ExposedRouteRow, FunctionRow, RouteRow } from "../../rows.js";
import type { CallWalk, Reached } from "../call-walk.js";
import type { CodeGraph } from "../code-graph.js";
import { authLibraryOf, authServiceIn, authServiceOf, isDelegated, type AuthLibrary } from "./auth-services.js";
import { collectRequestLimits } from "./request-limits.js";
import { EmptyAnswers } from "./empty-answers.js";
import { HandlerCosts } from "./handler-costs.js";
import { RequestLimiters, type Limiter } from "./request-limiters.js";
import { isAuthCatchAll, isSignInName, purposeOf, type Purpose } from "./route-purpose.js";
import { RouteCallers } from "./route-callers.js";
import { RouteLimits } from "./route-limits.js";
import { StandingLimiters } from "./standing-limiters.js";

/** What deployed apps answer from outside, with what limits it. Needs routes, deployed apps and outbound calls. */
export function collectExposedRoutes(graph: CodeGraph, walk: CallWalk, facts: FactSet): void {
  const limiters = new RequestLimiters(graph, walk, facts);
  addRows(facts, "request_limit", collectRequestLimits(graph, limiters, facts));
  const collector = new ExposedRoutes(graph, limiters, facts);
  for (const { dir } of facts.deployed_app ?? []) addRows(facts, "exposed_route", collector.of(dir));
}

type Place = Pick<ExposedRouteRow, "app_dir" | "file" | "line" | "method" | "path" | "is_followed" | "is_guarded">;

class ExposedRoutes {
  readonly #graph: CodeGraph;
  readonly #facts: FactSet;
  readonly #limiters: RequestLimiters;
  readonly #standing: StandingLimiters;
  readonly #limits: RouteLimits;
  readonly #handlerCosts: HandlerCosts;
  readonly #callers: RouteCallers;
  readonly #empty: EmptyAnswers;
  readonly #scheduled: ReadonlySet<string>;
  /** Calls that ask another server. */
  readonly #outbound: ReadonlySet<number>;
  /** Calls that ask a server over HTTP, without an SDK. */
  readonly #requests: ReadonlySet<number>;
  readonly #queries: ReadonlySet<number | null>;

  constructor(graph: CodeGraph, limiters: RequestLimiters, facts: FactSet) {
    this.#graph = graph;
    this.#facts = facts;
    this.#limiters = limiters;
    this.#standing = new StandingLimiters(graph, limiters, facts);
    this.#limits = new RouteLimits(graph, limiters);
    this.#handlerCosts = new HandlerCosts(graph, facts);
    this.#callers = new RouteCallers(graph, limiters, this.#standing, this.#limits, facts);
    this.#empty = new EmptyAnswers(facts);
    const crons = (facts.deploy_setting ?? []).filter(({ key }) => key === "cron");
    this.#scheduled = new Set(crons.flatMap(({ service }) => service ?? []));
    const outbound = facts.outbound_call ?? [];
    this.#outbound = new Set(outbound.map(({ call_id: id }) => id));
    this.#requests = new Set(outbound.filter(({ category }) => category === "http").map(({ call_id: id }) => id));
    this.#queries = new Set((facts.db_query ?? []).map(({ call_id: id }) => id));
  }

  of(dir: string): ExposedRouteRow[] {
    const parts = (this.#facts.deployed_part ?? []).filter((row) => row.app_dir === dir);
    const dirs = new Set(parts.map((row) => row.part_dir));
    const isPart = (file: string): boolean => {
      const info = this.#graph.files.get(file)?.info;
      return info?.role === "app" && dirs.has(info.package_dir ?? "");
    };
    const library = authLibraryOf(this.#graph, this.#limiters, this.#facts, dirs);
    const service = authServiceOf(this.#graph, this.#facts, dirs);
    const routes = (this.#facts.route ?? []).filter((row) => row.method !== "WS" && isPart(row.file));
    const actions = this.#graph.functions.filter((row) => row.handler === "server-action" && isPart(row.file));
    const rows = [
      ...routes.map((row) => this.#route(dir, row, library)),
      ...actions.map((row) => this.#action(dir, row)),
    ];
    return rows.map((row) => (row.purpose === "auth" ? { ...row, auth_service: row.auth_service ?? service } : row));
  }

  #route(dir: string, route: RouteRow, library: AuthLibrary | null): ExposedRouteRow {
    const path = route.full_path ?? route.path;
    const reached = this.#limiters.reachedFrom(route.handler_id);
    const said = this.#purposeOf(route, path, library);
    const purpose = said === "api" && this.#empty.isOf(route.handler_id, reached) ? "empty" : said;
    const isLibrary = library !== null && purpose !== "page" && path !== null && isAuthCatchAll(path);
    const limiter = this.#standing.before(route) ?? this.#limits.of(route) ?? (isLibrary ? library.limiter : null);
    const isElsewhere = this.#isForwarded(path, reached) || (purpose === "auth" && this.#isDelegated(reached));
    const isFollowed = isLibrary || (route.handler_id !== null && !isElsewhere);
    const isPaid = purpose === "api" && this.#handlerCosts.costOf(reached) !== null;
    const place = {
      app_dir: dir,
      file: route.file,
      line: route.line,
      method: route.method,
      path,
      is_followed: isFollowed,
      is_guarded: this.#callers.isGuarded(route),
    };
    const quota = isPaid ? this.#limiters.quotaIn(route.handler_id) : null;
    return this.#row(place, purpose, limiter ?? quota, reached, isLibrary ? library.limitedBy : null);
  }

  #purposeOf(route: RouteRow, path: string | null, library: AuthLibrary | null): Purpose {
    if (path !== null && this.#scheduled.has(path)) return "job";
    if (path !== null && isAuthCatchAll(path)) {
      if (route.method === "GET") return "page";
      if (library?.takesSecrets !== false) return "auth";
      return library.sendsMail ? "api" : "page";
    }
    const purpose = path === null ? "api" : purposeOf(path, route.method);
    if (purpose === "auth") return this.#callers.knownPurpose(route) ?? "auth";
    return purpose === "api" ? (this.#callers.signedPurpose(route) ?? "api") : purpose;
  }

  /** The handler asks another server for a path with the same end: what limits it stands there. */
  #isForwarded(path: string | null, reached: Reached): boolean {
    const end = path?.split("/").findLast((part) => /^[a-z]/i.test(part));
    if (end === undefined || !reached.calls.some(({ call }) => this.#outbound.has(call.row.id))) return false;
    const target = new RegExp(`/${end.replaceAll(/[^\\w-]/g, ".")}(?![\\w-])`);
    return reached.calls.some(({ hops, call: { row } }) => hops === 0 && target.test(row.argument_1 ?? ""));
  }

  #isDelegated(reached: Reached): boolean {
    return isDelegated(
      reached,
      (id) => this.#requests.has(id),
      (id) => this.#queries.has(id),
    );
  }

  #action(dir: string, action: FunctionRow): ExposedRouteRow {
    const name = action.name ?? "(action)";
    const reached = this.#limiters.reachedFrom(action.id);
    const place = {
      app_dir: dir,
      file: action.file,
      line: action.line,
      method: "ACTION",
      path: name,
      is_followed: !(isSignInName(name) && this.#isDelegated(reached)),
      is_guarded: this.#callers.asksWho(action.id),
    };
    const providers = isSignInName(name) ? providersAsked(reached) : [];
    const isElsewhere = providers.length > 0 && !providers.some((each) => /credential|password|otp/i.test(each));
    const purpose = isSignInName(name) && !isElsewhere ? "auth" : "api";
    const row = this.#row(place, purpose, this.#limiters.limiterIn(action.id), reached, null);
    return isElsewhere && providers.some((each) => MAIL_PROVIDER.test(each)) ? { ...row, cost: "mail" } : row;
  }

  #row(
    place: Place,
    purpose: Purpose,
    limiter: Limiter | null,
    reached: Reached,
    library: string | null,
  ): ExposedRouteRow {
    const service = purpose === "auth" ? (library ?? authServiceIn(reached)) : null;
    return {
      ...place,
      purpose,
      limited_by: limiter === null ? null : `${limiter.name} (${limiter.file}:${limiter.line})`,
      auth_service: service,
      cost: this.#handlerCosts.costOf(reached),
    };
  }
}

const MAIL_PROVIDER = /^(e?mail|nodemailer|resend|sendgrid|postmark|mailgun|magic-?link)$/i;

/** `signIn("github")`: where a sign-in goes on. */
const providersAsked = (reached: Reached): string[] =>
  reached.calls.flatMap(({ call: { row } }) =>
    row.method === "signIn" && row.argument_1_kind === "string" ? (row.argument_1 ?? []) : [],
  );
