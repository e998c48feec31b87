import type { FactSet } from "../../fact-set.js";
import type { FunctionRow } from "../../rows.js";
import type { CallWalk, Reached } from "../call-walk.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { answersWith, countedRefusals, type Refusal } from "./refusals.js";
import { isLimitingCallee, isPackageLimiting } from "./limiter-names.js";
import { throttledFolders } from "./nest-guards.js";

/** A limiter, by its name and place. */
export interface Limiter {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

const MAX_HOPS = 4;
const NOTHING: Reached = { calls: [], functions: new Set() };

/** Knows what limits the requests that a server receives: packages, and the project's own counters. */
export class RequestLimiters {
  readonly #graph: CodeGraph;
  readonly #walk: CallWalk;
  readonly #packages: ReadonlySet<string>;
  /** Answers with status 429, and others that say so in words after a count. */
  readonly #refusals: readonly Refusal[];
  /** Answers that say that a quota is used up. */
  readonly #unpaid: readonly Refusal[];
  readonly #reached = new Map<number, Reached>();
  readonly #throttled: ReadonlySet<string>;

  constructor(graph: CodeGraph, walk: CallWalk, facts: FactSet) {
    this.#graph = graph;
    this.#walk = walk;
    const roles = (facts.module_role ?? []).filter(({ role }) => role === "rate-limit");
    this.#packages = new Set(roles.map(({ module }) => module));
    this.#refusals = [...answersWith(facts, 429), ...countedRefusals(graph)];
    this.#unpaid = answersWith(facts, 402);
    this.#throttled = throttledFolders(graph, facts);
  }

  /** Whether what NestJS's throttler is told in this file is counted: `@Throttle()` only says how often. */
  isThrottled(file: string): boolean {
    return this.#throttled.has(this.#graph.files.get(file)?.info.package_dir ?? "");
  }

  isPackage(name: string | null): boolean {
    return name !== null && this.#packages.has(name);
  }

  /** What a function gets to, closures and functions of the project included. */
  reachedFrom(functionId: number | null): Reached {
    if (functionId === null) return NOTHING;
    const known = this.#reached.get(functionId) ?? this.#walk.from(functionId, MAX_HOPS);
    this.#reached.set(functionId, known);
    return known;
  }

  /** The limiter that a request passes when it runs this function. */
  limiterIn(functionId: number | null): Limiter | null {
    const reached = this.reachedFrom(functionId);
    const limiting = reached.calls.find(({ call }) => this.isLimiting(call));
    if (limiting) return limiterOf(limiting.call);
    return this.#answerIn(reached, this.#refusals);
  }

  /** A quota that is asked before what costs money: whoever has used it up is refused with 402. */
  quotaIn(functionId: number | null): Limiter | null {
    return this.#answerIn(this.reachedFrom(functionId), this.#unpaid);
  }

  #answerIn(reached: Reached, answers: readonly Refusal[]): Limiter | null {
    return answers.find(({ functionId }) => this.#isReached(reached, functionId)) ?? null;
  }

  /** Whether a call counts a request against a limit. */
  isLimiting({ row }: LinkedCall): boolean {
    if (this.isPackage(row.package)) return isPackageLimiting(row.method);
    if (row.kind !== "call" || row.origin === "package" || row.origin === "builtin" || row.origin === "global")
      return false;
    return isLimitingCallee(row.callee, row.method) && !isOutbound(this.#graph.function(row.target_function_id));
  }

  /** `const loginLimit = (max) => rateLimit({ max })`: makes a limiter of a package. */
  makesLimiter(functionId: number | null): boolean {
    return this.reachedFrom(functionId).calls.some(
      ({ call: { row } }) => row.function_id === functionId && row.is_returned && this.isPackage(row.package),
    );
  }

  #isReached(reached: Reached, functionId: number | null): boolean {
    for (const row of this.#graph.around(functionId)) if (reached.functions.has(row.id)) return true;
    return false;
  }
}

export const limiterOf = ({ row }: LinkedCall): Limiter => ({ name: row.callee, file: row.file, line: row.line });

/** A function that waits, or runs what it is given, slows down what goes out. */
const isOutbound = (target: FunctionRow | undefined): boolean =>
  target !== undefined && (target.has_delay || target.is_wrapper !== null);
