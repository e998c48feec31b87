import type { FunctionRow } from "../rows.js";
import type { CodeGraph, LinkedCall } from "./code-graph.js";
import { isRunOption, WRAPPER_KINDS, type WrapperKind, type WrapperModules } from "./wrapper-modules.js";

const RETRY_NAME = /retr(y|ies|ying|iable)|backoff|resilien/i;
/** What an answer says of its request. Any other field that a loop waits for is the progress of somebody's work. */
const TELLS_FAILURE = new Set(["ok", "status", "statusCode", "error", "errors", "success"]);
/** Whose `status` is that of a job. */
const POLL_NAME = /poll|^(wait|until)(?![a-z])|await[A-Z]/i;
const BREAKER_NAME = /circuit|breaker/i;
const LIMIT_NAME = /rate.?limit|throttl|limiter|semaphore|bulkhead/i;
export const TIMEOUT_NAME = /timeout|time.?limit|deadline/i;

/** Members of an options parameter that are the function to run. */
const RUN_MEMBER =
  /^(fn|func|function|operation|task|action|callback|cb|run|execute|request|handler|job|thunk|attempt|call)$/;

/** Takes a function only to call it back later. */
const REGISTERS = /^(on[A-Z]?|set|add|subscribe|register|use)([A-Z]|$)/;

/** Rounds of "a wrapper that calls a wrapper". */
const MAX_ROUNDS = 3;

/** Where a function calls one of its own parameters. */
interface Run {
  readonly call: LinkedCall;
  /** Position of the parameter. */
  readonly index: number;
}

/**
 * Marks the project's own retry, breaker, rate-limit and timeout helpers: functions that run a function they are
 * given in such a way, by their shape or by handing it on to a package or another helper that does.
 */
export function markWrappers(graph: CodeGraph, modules: WrapperModules): void {
  const runs = parameterRuns(graph);
  const again = functionsRunAgain(graph);
  for (const [id, own] of runs) {
    const row = graph.function(id);
    if (row) row.is_wrapper = kindByShape(graph, row, own, again);
  }
  const positions = new Map([...runs].map(([id, own]) => [id, new Set(own.map(({ index }) => index))]));
  for (let round = 0; round < MAX_ROUNDS; round++) {
    for (const [id, own] of runs) {
      const row = graph.function(id);
      if (row?.is_wrapper === null) row.is_wrapper = kindByDelegation(graph, own, modules);
    }
    for (const call of graph.calls) markHandingOn(graph, call, modules, positions);
  }
}

/** What a call does with the functions it is given: nothing special, or run them as a wrapper does. */
export function wrapperKindsOf(graph: CodeGraph, call: LinkedCall, modules: WrapperModules): readonly WrapperKind[] {
  const target = graph.function(call.row.target_function_id);
  if (!target) return modules.kindsOf(call.row);
  const kind = WRAPPER_KINDS.find((known) => known === target.is_wrapper);
  return kind === undefined ? [] : [kind];
}

/** Functions that call themselves once more after a failure. */
export function functionsRunAgain(graph: CodeGraph): Set<number> {
  const again = new Set<number>();
  for (const { row, record, file } of graph.calls) {
    if (row.target_function_id === null) continue;
    const [nearest] = record.enclosingCalls;
    const isInCatch = row.in_catch || graph.call((nearest?.callId ?? -1) + file.callOffset)?.row.method === "catch";
    if (isInCatch && graph.isInside(row.function_id, row.target_function_id)) again.add(row.target_function_id);
  }
  return again;
}

/** Calls of a function's own parameters (`fn()`, `options.fn()`), by the function that has the parameter. */
function parameterRuns(graph: CodeGraph): Map<number, Run[]> {
  const runs = new Map<number, Run[]>();
  for (const call of graph.calls) {
    const { parameter } = call.record;
    if (!parameter || call.row.kind !== "call" || !isFunctionName(call.row.callee)) continue;
    const id = parameter.functionId + call.file.functionOffset;
    const run = { call, index: parameter.index };
    const known = runs.get(id);
    if (known) known.push(run);
    else runs.set(id, [run]);
  }
  return runs;
}

/** `fn`, or `options.fn`: a member under another name is a method of what was passed. */
function isFunctionName(text: string): boolean {
  const [, member, ...deeper] = text.split(".");
  return deeper.length === 0 && (member === undefined || RUN_MEMBER.test(member));
}

function kindByShape(
  graph: CodeGraph,
  row: FunctionRow,
  runs: readonly Run[],
  again: ReadonlySet<number>,
): WrapperKind | null {
  const name = row.name ?? "";
  // A callback without a name (a promise's executor) is nobody's helper.
  if (REGISTERS.test(name) || (name === "" && !row.is_exported)) return null;
  if (runs.some(({ call }) => isRetried(graph, row, call, again))) return "retry";
  const names = `${row.class_name ?? ""}.${name}`;
  if (BREAKER_NAME.test(names)) return "breaker";
  // A limiter that does not wait refuses: it guards what comes in, not what goes out.
  if (LIMIT_NAME.test(names) && row.has_delay) return "rate-limit";
  return TIMEOUT_NAME.test(name) ? "timeout" : null;
}

/** Runs again what failed: in a loop around a try, or by calling itself after a failure. */
function isRetried(graph: CodeGraph, owner: FunctionRow, run: LinkedCall, again: ReadonlySet<number>): boolean {
  const { loop } = run.record;
  if (loop === "items") return false;
  const isGuarded = run.row.in_try || run.row.has_catch;
  if (RETRY_NAME.test(`${owner.class_name ?? ""}.${owner.name ?? ""}`)) return isGuarded || loop !== "none";
  if (loop === "attempts") return isGuarded || (owner.has_delay && looksAtStatus(owner, run));
  if (loop === "counter") return isGuarded && owner.has_delay;
  return isGuarded && [...graph.around(run.row.function_id)].some(({ id }) => again.has(id));
}

/** Without a try it is the status of the answer that says whether to go on; a poller goes on after a success. */
function looksAtStatus(owner: FunctionRow, { record: { resultUse: use } }: LinkedCall): boolean {
  if (POLL_NAME.test(owner.name ?? "")) return false;
  return [...use.membersRead, ...use.taken.map(({ property }) => property)].some((name) => TELLS_FAILURE.has(name));
}

/** `const withRetry = (fn) => pRetry(() => fn())` */
function kindByDelegation(graph: CodeGraph, runs: readonly Run[], modules: WrapperModules): WrapperKind | null {
  for (const { call: run } of runs) {
    for (const { callId, property } of run.record.enclosingCalls) {
      const call = graph.call(callId + run.file.callOffset);
      const [kind] = call && isRunOption(property) ? wrapperKindsOf(graph, call, modules) : [];
      if (kind !== undefined) return kind;
    }
  }
  return null;
}

/** `const withRetry = (fn) => pRetry(fn)`: hands its parameter on, where a function is expected. */
function markHandingOn(
  graph: CodeGraph,
  call: LinkedCall,
  modules: WrapperModules,
  positions: Map<number, Set<number>>,
): void {
  const [kind] = wrapperKindsOf(graph, call, modules);
  if (kind === undefined) return;
  const { target_function_id: target } = call.row;
  for (const [position, { parameter, text }] of call.record.arguments.entries()) {
    const isRun = target === null ? position === 0 : positions.get(target)?.has(position) === true;
    if (!isRun || !parameter || !isFunctionName(text)) continue;
    const owner = graph.function(parameter.functionId + call.file.functionOffset);
    if (owner?.is_wrapper !== null) continue;
    owner.is_wrapper = kind;
    const known = positions.get(owner.id);
    if (known) known.add(parameter.index);
    else positions.set(owner.id, new Set([parameter.index]));
  }
}
