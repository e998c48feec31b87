import type { FactSet } from "../../fact-set.js";
import type { CallRow, RouteRow } from "../../rows.js";
import type { Reached } from "../call-walk.js";
import type { CodeGraph } from "../code-graph.js";
import { loopbackOnly } from "./loopback-callers.js";
import type { RequestLimiters } from "./request-limiters.js";
import type { RouteLimits } from "./route-limits.js";
import type { Purpose } from "./route-purpose.js";
import { refusingFunctions, SharedSecrets } from "./shared-secrets.js";
import { NestGuards } from "./nest-guards.js";
import type { StandingLimiters } from "./standing-limiters.js";

const SIGNED_METHOD =
  /^(constructEvent(Async)?|verify\w*Signature\w*|validate\w*Signature\w*|validateRequest|verifyWebhook\w*|verifyWebHook\w*|unwrapWebhook|verify\w*Cron\w*)$/;
/** Middleware of the same meaning. */
const SIGNED_NAME =
  /(verif|validat|check)\w*(signature|webhook|slack|hmac|payload_?integrity)|(slack|stripe|webhook|github|hmac)\w*(signature|verif)/i;
/** Packages that answer one caller, and check that it is the one. */
const SIGNED_CALL =
  /^(svix|standardwebhooks|@octokit\/webhooks|discord-interactions) |^@upstash\/qstash (Receiver|verify)|^(inngest|@upstash\/workflow) serve|^uploadthing createRouteHandler|^@trigger\.dev\/\w+ create\w*Route/;

/** Names of middleware and wrappers that let only known callers through. */
const GUARD_NAME =
  /current_?(active_?)?(super_?)?(user|admin)|oauth2|bearer|superuser|auth(?!or\b|ors)|guard|protect|jwt|passport|permission|logged_?in|(require|ensure|check|verify|validate|with|is)_?\w*(user|login|session|admin|token|api_?key|role|scope|member|workspace)/i;
/** Calls that ask who is there, as the view identity_call has them. */
const IDENTITY =
  /^((get|require|validate|verify|check|fetch|load|use)(Server|Current|Auth|Authenticated|Api)*(Session|User|Auth|Authentication|Admin|Token|Jwt|IdToken|Key|Claims|Permissions?|Membership)|auth|currentUser|authenticate\w*|authori[sz]e\w*|jwtVerify|(require|ensure|assert)[A-Z]\w*(Session|User|Auth|Admin|Login|Permissions?|Member)|requireAuth\w*|with(Auth|Session|User|Admin)\w*)$/i;

/** Helpers that send away whoever is not of the service's own staff: requireAdmin(request). */
const STAFF = /^(require|ensure|assert)_?([A-Z]\w*)?(Admin|Staff|Operator)$/;

/** Guards of the same meaning. */
const STAFF_NAME =
  /^(require|ensure|assert|check|verify|is|only)_?(super_?)?admin(_?(user|only|guard))?$|^(super_?)?admin(_?auth)?_?(guard|only|middleware|required)$/i;
/** Guards that let through who has signed in before: the first that a handler asks, and not the sign-in itself. */
const SIGNED_IN =
  /^jwt_?(access_?)?(auth_?)?guard$|^(require|ensure|check)_?(auth(entication|enticated)?|session|sign(ed)?_?in|logged_?in|log_?in|user)$|^is_?(authenticated|logged_?in)$|^get_?current_?(active_?)?(super_?)?user$|^current_?(active_?)?user$|^(verify|authenticate|validate)_?(jwt|access_?token)$|^login_?required$|^jwt_?required$/i;
/** Calls in a handler that ask for the session of who is signed in. */
const SESSION = /^(getServerSession|currentUser|(get_?)?[cC]urrent_?[uU]ser|require_?(Auth|Session|User|SignIn))$/;
const SECOND_FACTOR = /otp|2fa|mfa|two-?factor|log-?in|sign-?in/i;

/** What a guard before the route left in the context: c.get("user"). */
const KNOWN_CALLER =
  /^(user|session|account|workspace|team|org(ani[sz]ation)?|tenant|member|auth|api_?key|jwt_?payload|claims|principal)(_?id)?$/i;

/** Who gets an answer from a route: one caller that proves who it is, people who are signed in, or anybody. */
export class RouteCallers {
  readonly #limiters: RequestLimiters;
  readonly #standing: StandingLimiters;
  readonly #limits: RouteLimits;
  readonly #secrets: SharedSecrets;
  readonly #nest: NestGuards;
  /** Functions that answer 401 or 403. */
  readonly #refusing: ReadonlySet<number>;
  /** Functions that answer only this machine. */
  readonly #loopback: ReadonlySet<number>;

  constructor(
    graph: CodeGraph,
    limiters: RequestLimiters,
    standing: StandingLimiters,
    limits: RouteLimits,
    facts: FactSet,
  ) {
    this.#limiters = limiters;
    this.#standing = standing;
    this.#limits = limits;
    this.#secrets = new SharedSecrets(graph, limiters, facts);
    this.#nest = new NestGuards(graph, facts);
    this.#refusing = refusingFunctions(facts);
    this.#loopback = loopbackOnly(facts);
  }

  /**
   * Who gets through to what a path says is for signing in, where that is nobody unknown: people who are signed in, before whom a guard
   * of the whole application stands, or the service's own staff. Other guards there may be the sign-in itself: LocalAuthGuard.
   */
  knownPurpose(route: RouteRow): Purpose | null {
    if (this.#isLocal(route)) return "admin";
    const { calls } = this.#limiters.reachedFrom(route.handler_id);
    if (calls.some(({ hops, call: { row } }) => hops === 0 && STAFF.test(row.method))) return "admin";
    if (this.#nest.isBefore(route)) return "api";
    // A second factor is asked for where the password alone is known: that can be guessed.
    if (SECOND_FACTOR.test(route.full_path ?? route.path ?? "")) return null;
    const names = this.#namesBefore(route).map((name) => name.replace(/\(.*$/s, "").replace(/^.*\./, ""));
    if (names.some((name) => STAFF_NAME.test(name))) return "admin";
    const refuses = route.handler_id !== null && this.#refusing.has(route.handler_id);
    const asksSession = refuses && calls.some(({ hops, call: { row } }) => hops === 0 && SESSION.test(row.method));
    return asksSession || names.some((name) => SIGNED_IN.test(name)) ? "api" : null;
  }

  /** A signature or a shared secret is checked, by the handler or before it: only one caller gets through. */
  signedPurpose(route: RouteRow): Purpose | null {
    if (this.#isLocal(route)) return "admin";
    const before = this.#functionsBefore(route);
    if (this.#namesBefore(route).some((name) => SIGNED_NAME.test(name))) return "webhook";
    if ([route.handler_id, ...before].some((id) => isSigned(this.#limiters.reachedFrom(id)))) return "webhook";
    return [route.handler_id, ...before].some((id) => this.#secrets.isAsked(id, route)) ? "job" : null;
  }

  /** Whether nobody gets an answer who is not signed in, as far as names and calls say so. */
  isGuarded(route: RouteRow): boolean {
    if (this.#nest.isBefore(route)) return true;
    if (this.#namesBefore(route).some((name) => GUARD_NAME.test(name))) return true;
    return [route.handler_id, ...this.#functionsBefore(route)].some((id) => this.asksWho(id));
  }

  /** Whether a function asks who is there, or sends somebody away. */
  asksWho(functionId: number | null): boolean {
    if (functionId !== null && this.#refusing.has(functionId)) return true;
    const { calls } = this.#limiters.reachedFrom(functionId);
    return calls.some(({ hops, call: { row } }) => hops <= 1 && (IDENTITY.test(row.method) || asksContext(row)));
  }

  /** Only who sits at the machine itself gets an answer. */
  #isLocal(route: RouteRow): boolean {
    return [route.handler_id, ...this.#functionsBefore(route)].some((id) => id !== null && this.#loopback.has(id));
  }

  #namesBefore(route: RouteRow): string[] {
    return [...this.#limits.namesBefore(route), ...this.#standing.rowsBefore(route).map(({ name }) => name)];
  }

  #functionsBefore(route: RouteRow): number[] {
    const standing = this.#standing.rowsBefore(route).flatMap((row) => row.handler_id ?? []);
    return [...this.#limits.functionsBefore(route), ...standing];
  }
}

const asksContext = (row: CallRow): boolean =>
  /^(get|var)$/.test(row.method) && KNOWN_CALLER.test(row.argument_1 ?? "");

const isSigned = (reached: Reached): boolean =>
  reached.calls.some(
    ({ hops, call: { row } }) =>
      hops <= 1 && (SIGNED_METHOD.test(row.method) || SIGNED_CALL.test(`${row.package ?? ""} ${row.symbol ?? ""}`)),
  );
