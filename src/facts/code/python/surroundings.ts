/** What stands around an expression and protects it: a time limit, attempts, handlers that only log. */
import type { EnclosingCall } from "../file-code.js";
import type { Place, PythonFile } from "./model.js";
import type { Expression, Statement } from "./syntax.js";
import { calleeText } from "./written.js";

/** `async with asyncio.timeout(5):`, `with anyio.fail_after(5):` */
export const TIME_LIMIT = /(?:^|\.)(?:timeout|timeout_at|fail_after|fail_at|move_on_after|move_on_at)$/;
/** `for attempt in Retrying(…):`, `for attempt in stamina.retry_context(…):` */
export const RETRYING = /(?:^|\.)(?:(?:Async)?Retrying|retry_context)$/;

const LOGS =
  /(?:^|\.)(?:print|pass|log|debug|info|warn|warning|error|exception|critical|capture_exception|capture_message|print_exc)$/;

/** The call itself, when it is one that protects the block it opens. */
export function guardingCall(file: PythonFile, value: Expression, name: RegExp): EnclosingCall[] {
  if (value.kind !== "call" || !name.test(calleeText(value.callee))) return [];
  return [{ callId: file.origins.callId(value), property: null }];
}

/** Calls around the body of a lambda: the one it is given to, and those around it. */
export const enclosingOf = ({ argumentOf, enclosing }: Place): readonly EnclosingCall[] =>
  argumentOf === null ? enclosing : [{ callId: argumentOf, property: null }, ...enclosing];

/** Nothing but a line in a log, or not even that. */
export const onlyLogs = (body: readonly Statement[]): boolean => body.every(isLog);

function isLog(statement: Statement): boolean {
  if (statement.kind === "other") return statement.body.length === 0;
  if (statement.kind !== "expression") return false;
  const { value } = statement;
  return (
    value.kind === "string" || value.kind === "other" || (value.kind === "call" && LOGS.test(calleeText(value.callee)))
  );
}
