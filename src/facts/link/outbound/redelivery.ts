import type { FunctionRow, FunctionUseRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { activityFiles } from "./activities.js";
import type { UsesByFunction } from "./gateways.js";

/** Packages that call what they are given, and again when it fails. */
const RUNS_AGAIN = /^(@upstash\/(qstash|workflow)|inngest|@trigger\.dev\/sdk|@hatchet-dev\/typescript-sdk)$/;

/** A step of a durable run: Cloudflare Workflows' `step.do("send", …)`, Inngest's `step.run("send", …)`. */
const STEP = /(^|\.)step\.(do|run)$/;

/** They ask whether a message comes from a queue that sends it again until it is taken. */
const VERIFIES_PACKAGE = "@upstash/qstash";
const VERIFIES = /^verify/;

/** A route's check, the helper that it calls, and the wrapper around both. */
const MAX_VERIFY_HOPS = 2;
const MAX_CALLER_HOPS = 3;

/** Work that a queue delivers, and delivers again when it fails. */
export class Redelivery {
  readonly #graph: CodeGraph;
  readonly #uses: UsesByFunction;
  /** Functions that check that they were called by such a queue, and those around them. */
  readonly #verifying = new Set<number>();
  readonly #activities: ReadonlySet<string>;
  readonly #known = new Map<number, boolean>();

  constructor(graph: CodeGraph, uses: UsesByFunction) {
    this.#graph = graph;
    this.#uses = uses;
    this.#activities = activityFiles(graph);
    for (const { row } of graph.calls) {
      if (row.package === VERIFIES_PACKAGE && row.kind === "call" && VERIFIES.test(row.method))
        this.#markVerifying(row.function_id, MAX_VERIFY_HOPS);
    }
  }

  /** Whether a call runs only in such work. */
  covers(call: LinkedCall): boolean {
    return this.#isGiven(call) || this.#isCovered(call.row.function_id, MAX_CALLER_HOPS);
  }

  /** Whether such work is one of the ways to a call, and learns that it failed. */
  isReachable(call: LinkedCall): boolean {
    return this.#isReachable(call, MAX_CALLER_HOPS, new Set());
  }

  #isReachable(call: LinkedCall, hops: number, seen: Set<number>): boolean {
    if (!this.#letsErrorsOut(call)) return false;
    if (this.#isGiven(call)) return true;
    for (const owner of this.#graph.around(call.row.function_id)) {
      if (this.#isWork(owner)) return true;
      if (hops === 0 || seen.has(owner.id)) continue;
      seen.add(owner.id);
      if (this.#usesOf(owner).some((use) => this.#isReachableBy(use, hops - 1, seen))) return true;
    }
    return false;
  }

  #isReachableBy(use: FunctionUseRow, hops: number, seen: Set<number>): boolean {
    const call = use.call_id === null ? undefined : this.#graph.call(use.call_id);
    if (!call || use.kind === "reference") return false;
    if (use.kind === "call") return this.#isReachable(call, hops, seen);
    // `export const send = makeSend(sendMail)` among the activities.
    return this.#runsAgain(call) || (use.caller_id === null && this.#activities.has(use.file));
  }

  #letsErrorsOut({ row }: LinkedCall): boolean {
    // A promise that is handed to another function may fail there.
    if (row.has_catch || (row.result === "argument" && !row.is_awaited)) return false;
    return !row.in_try || this.#graph.function(row.function_id)?.has_throw === true;
  }

  #isWork = ({ id, handler, file, is_exported: isExported }: FunctionRow): boolean =>
    handler === "queue" || this.#verifying.has(id) || (isExported && this.#activities.has(file));

  #usesOf = ({ id }: FunctionRow): readonly FunctionUseRow[] =>
    (this.#uses.get(id) ?? []).filter(({ file }) => this.#graph.files.get(file)?.info.role === "app");

  #markVerifying(id: number | null, hops: number): void {
    for (const { id: owner } of this.#graph.around(id)) {
      if (this.#verifying.has(owner)) continue;
      this.#verifying.add(owner);
      if (hops === 0) continue;
      for (const use of this.#uses.get(owner) ?? []) {
        if (use.kind === "call") this.#markVerifying(use.caller_id, hops - 1);
      }
    }
  }

  /** The functions around a call are given to a queue, or to a wrapper that checks for one. */
  #isGiven({ record, file }: LinkedCall): boolean {
    return record.enclosingCalls.some(({ callId }) => this.#runsAgain(this.#graph.call(callId + file.callOffset)));
  }

  #runsAgain(taker: LinkedCall | undefined): boolean {
    if (!taker) return false;
    const { package: name, target_function_id: target, callee } = taker.row;
    return (
      STEP.test(callee) || (name !== null && RUNS_AGAIN.test(name)) || (target !== null && this.#verifying.has(target))
    );
  }

  #isCovered(id: number | null, hops: number): boolean {
    for (const owner of this.#graph.around(id)) {
      if (this.#isWork(owner)) return true;
      if (hops > 0 && this.#isUsedOnlyThere(owner, hops)) return true;
    }
    return false;
  }

  #isUsedOnlyThere(owner: FunctionRow, hops: number): boolean {
    const known = this.#known.get(owner.id);
    if (known !== undefined) return known;
    // Functions that call each other are what the others say.
    this.#known.set(owner.id, false);
    const uses = this.#usesOf(owner);
    const isOnly =
      uses.length > 0 &&
      uses.every((use) => {
        const call = use.call_id === null ? undefined : this.#graph.call(use.call_id);
        if (!call) return false;
        if (use.kind === "argument" && this.#runsAgain(call)) return true;
        return use.kind !== "reference" && (this.#isGiven(call) || this.#isCovered(use.caller_id, hops - 1));
      });
    this.#known.set(owner.id, isOnly);
    return isOnly;
  }
}
