import type { CallRow, FunctionRow, HealthCheckRow, HttpStatusRow } from "../../rows.js";
import type { CallWalk, Reached, ReachedCall } from "../call-walk.js";
import type { CodeGraph } from "../code-graph.js";
import { frameworkOfPackage } from "../web/frameworks.js";
import type { DependencyModules } from "./dependency-modules.js";

/** What a health endpoint asks, and how an answer gets out. */
export type Answer = Pick<
  HealthCheckRow,
  "asks_json" | "unfollowed_json" | "failure_status" | "answers_207" | "lets_errors_out"
>;

const MAX_HOPS = 3;

/** Clients whose calls answer with an error instead of throwing it. */
const RESULT_CLIENTS = new Set(["@supabase/supabase-js", "@supabase/ssr", "@supabase/auth-helpers-nextjs"]);

/** Methods that ask a database, cache or service, on something whose origin is not known. */
const ASKING =
  /^(\$?queryRaw(Unsafe)?|\$executeRaw(Unsafe)?|query|execute|exec|raw|ping|prepare|first|command|authenticate|find(One|First|Many|Unique)?|count|select|isConnected|isReady|isHealthy|connect|getConnection|getStatus|checkConnection|check\w*|health\w*|verify\w*|test\w*Connection)$/i;
const CHECK_NAME = /check|ping|health|ready|connect|status|probe|test/i;

/** Answers of helpers that name an error status instead of numbering it. */
const REFUSING =
  /^(serviceUnavailable|serverUnavailable|internalServerError|internalError|badImplementation|badGateway)$/i;

/** Methods of SQLAlchemy that go to the database. */
const SQLALCHEMY_ASKS =
  /^(?:execute|exec|scalars?|stream|connect|begin|get|first|all|one|count|run_sync|exec_driver_sql)$/;

/** Reads handlers of health endpoints. */
export class HealthHandler {
  readonly #graph: CodeGraph;
  readonly #walk: CallWalk;
  readonly #modules: DependencyModules;
  readonly #statuses: ReadonlyMap<number, readonly HttpStatusRow[]>;

  constructor(
    graph: CodeGraph,
    walk: CallWalk,
    modules: DependencyModules,
    statuses: ReadonlyMap<number, readonly HttpStatusRow[]>,
  ) {
    this.#graph = graph;
    this.#walk = walk;
    this.#modules = modules;
    this.#statuses = statuses;
  }

  /** `name` stands for a handler that is no function of the project. */
  answerOf(handlerId: number | null, name: string): Answer {
    const handler = this.#graph.function(handlerId);
    if (!handler) return { ...NOTHING, unfollowed_json: JSON.stringify([name]) };
    const reached = this.#walk.from(handler.id, MAX_HOPS);
    const asked = reached.calls.filter(({ call }) => this.#asks(call.row));
    const names = new Set(asked.map(({ call }) => this.#modules.askedBy(call.row) ?? ""));
    for (const read of this.#reads(reached)) names.add(read);
    const unfollowed = reached.calls.filter(({ call }) => this.#mayAsk(call.row)).map(({ call }) => call.row.callee);
    const inside = this.#allFunctions(reached);
    const statuses = inside.flatMap(({ id }) => this.#statuses.get(id) ?? []);
    const isAsking = names.size + unfollowed.length > 0;
    const codes = statuses.filter((row) => isAsking || !row.in_catch).map(({ status }) => status);
    const refuses = reached.calls.some(({ call }) => REFUSING.test(call.row.method));
    return {
      asks_json: JSON.stringify([...names]),
      unfollowed_json: JSON.stringify([...new Set(unfollowed)]),
      failure_status: codes.find((code) => code >= 500) ?? codes.find(isRefusal) ?? (refuses ? 503 : null),
      answers_207: codes.includes(207),
      lets_errors_out: letsErrorsOut(asked, reached, inside),
    };
  }

  #asks(row: CallRow): boolean {
    const name = this.#modules.askedBy(row);
    // select(1), literal(1), make_session(): nothing is sent before the statement is executed.
    if (/^(?:sqlalchemy|sqlmodel|flask_sqlalchemy)$/.test(row.package ?? "") && !SQLALCHEMY_ASKS.test(row.method))
      return false;
    // terminus.check([]) has nobody to ask.
    return name !== null && !(name === "@nestjs/terminus" && row.argument_1 === "[]");
  }

  /** Calls by their name only. */
  #mayAsk(row: CallRow): boolean {
    // A class of Python: HealthReport(status="ok").
    if (row.file.endsWith(".py") && /^[A-Z]/.test(row.method)) return false;
    if (row.kind === "new" || row.target_function_id !== null || this.#modules.askedBy(row) !== null) return false;
    if (row.origin === "package") {
      // What plugins hang into an app belongs to somebody else: app.pg.query(…).
      const isDecoration = frameworkOfPackage(row.package) !== null && (row.path ?? "").includes(".");
      return (isDecoration ? ASKING : CHECK_NAME).test(row.method) && !ANSWERS.test(row.callee);
    }
    if (row.origin === "builtin" || row.origin === "global") return false;
    return ASKING.test(row.method) && !ANSWERS.test(row.callee);
  }

  /** Dependencies whose state is read without a call: `mongoose.connection.readyState`. */
  #reads(reached: Reached): string[] {
    const found: string[] = [];
    for (const file of this.#filesOf(reached)) {
      for (const { origin, callerId } of file.code.references) {
        if (callerId === null || !this.#isInside(reached, callerId + file.functionOffset)) continue;
        const resolved = this.#graph.resolve(file, origin);
        if (resolved.kind === "package" && this.#modules.has(resolved.package)) found.push(resolved.package ?? "");
      }
    }
    return found;
  }

  #filesOf(reached: Reached) {
    const paths = new Set([...reached.functions].map((id) => this.#graph.function(id)?.file ?? ""));
    return [...paths].flatMap((path) => this.#graph.files.get(path) ?? []);
  }

  #isInside(reached: Reached, functionId: number): boolean {
    for (let owner = this.#graph.function(functionId); owner; owner = this.#graph.function(owner.parent_id)) {
      if (reached.functions.has(owner.id)) return true;
    }
    return false;
  }

  /** The functions in reach, with the closures inside them. */
  #allFunctions(reached: Reached): FunctionRow[] {
    return this.#filesOf(reached).flatMap((file) =>
      file.code.functions.filter((row) => this.#isInside(reached, row.id)),
    );
  }
}

const NOTHING: Answer = {
  asks_json: "[]",
  unfollowed_json: "[]",
  failure_status: null,
  answers_207: false,
  lets_errors_out: false,
};

/** Client errors that say nothing of the service: not signed in, not found, wrong method, too many requests. */
const isRefusal = (code: number): boolean => code >= 400 && ![401, 403, 404, 405, 429].includes(code);

/** Receivers that answer the request, or write a log. */
const ANSWERS = /^(_?res|response|_?reply|NextResponse|Response|logger|log|console|this\.logger)\b/;

/** Nothing stands between an error of what is asked and whoever asked, or a catch hands it on. */
function letsErrorsOut(asked: readonly ReachedCall[], reached: Reached, inside: readonly FunctionRow[]): boolean {
  const throwing = asked.filter(({ call }) => !RESULT_CLIENTS.has(call.row.package ?? ""));
  if (throwing.some(({ isCaught }) => !isCaught)) return true;
  if (asked.length === 0) return false;
  if (inside.some((row) => row.has_throw)) return true;
  return reached.calls.some(({ call }) => {
    const { row } = call;
    return (
      (row.callee === "next" && row.argument_count > 0) || row.callee === "Promise.reject" || row.callee === "reject"
    );
  });
}
