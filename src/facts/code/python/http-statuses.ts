/** HTTP statuses that Python answers with: HTTPException(503), JSONResponse(…, status_code=503), `return body, 503`, abort(503). */
import { addRows } from "../../fact-set.js";
import type { Place, PythonFile } from "./model.js";
import type { Expression, Statement } from "./syntax.js";
import { calleeText } from "./written.js";

/** Calls that answer with a status among their positional arguments. */
const ANSWERING = /(?:^|\.)(?:HTTPException|HttpException|abort|make_response|\w*Response|\w*HTTPError|\w*Exception)$/;
const NAMED_ARGUMENT = /^(?:status|status_code|code)$/;
const BY_NAME: ReadonlyMap<string, number> = new Map([
  ["HttpResponseServerError", 500],
  ["HttpResponseBadRequest", 400],
  ["ServiceUnavailable", 503],
  ["InternalServerError", 500],
]);
const PHRASES: ReadonlyMap<string, number> = new Map([
  ["OK", 200],
  ["MULTI_STATUS", 207],
  ["BAD_REQUEST", 400],
  ["UNAUTHORIZED", 401],
  ["FORBIDDEN", 403],
  ["NOT_FOUND", 404],
  ["TOO_MANY_REQUESTS", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["BAD_GATEWAY", 502],
  ["SERVICE_UNAVAILABLE", 503],
  ["GATEWAY_TIMEOUT", 504],
]);
/** Where another answer had this status: `if response.status_code == 429`. */
const RELAYED = /\b(?:status|status_code|code)\b/;

export function noteStatusOfCall(file: PythonFile, call: Expression & { kind: "call" }, place: Place): void {
  const callee = calleeText(call.callee);
  const named = BY_NAME.get(callee.slice(callee.lastIndexOf(".") + 1));
  if (named !== undefined) add(file, call, place, named, callee);
  const isAnswering = ANSWERING.test(callee);
  for (const { name, value } of call.arguments) {
    const isStatus = name === null ? isAnswering : NAMED_ARGUMENT.test(name);
    for (const status of isStatus ? statusesIn(value) : []) add(file, value, place, status, callee);
  }
}

/** `return {"status": "down"}, 503`; `response.status_code = 503`, `status = 503`. */
export function noteStatusOfStatement(file: PythonFile, statement: Statement, place: Place): void {
  if (statement.kind === "return" && statement.value?.kind === "sequence") {
    for (const item of statement.value.items.slice(1)) {
      for (const status of statusesIn(item)) add(file, item, place, status, "return");
    }
  }
  if (statement.kind !== "assign" || statement.value === null) return;
  const [target] = statement.targets;
  const name = target?.kind === "member" || target?.kind === "name" ? target.name : "";
  if (!/^(?:status|status_code|http_status|code)$/.test(name)) return;
  for (const status of statusesIn(statement.value)) add(file, statement.value, place, status, name);
}

/** `503`, `status.HTTP_503_SERVICE_UNAVAILABLE`, `HTTPStatus.OK if ok else 503`. */
function statusesIn(value: Expression): number[] {
  if (value.kind === "conditional") return [...statusesIn(value.whenTrue), ...statusesIn(value.whenFalse)];
  if (value.kind === "number") return inRange(Number(value.text));
  const name = value.kind === "member" || value.kind === "name" ? value.name : "";
  const numbered = /^HTTP_(\d{3})/.exec(name)?.[1];
  if (numbered !== undefined) return inRange(Number(numbered));
  if (name === "value" && value.kind === "member") return statusesIn(value.object);
  const phrase = PHRASES.get(name);
  return phrase === undefined ? [] : [phrase];
}

const inRange = (status: number): number[] => (status >= 200 && status <= 599 ? [status] : []);

function add(file: PythonFile, node: Expression, place: Place, status: number, via: string): void {
  const condition = place.condition ?? "";
  addRows(file.facts, "http_status", [
    {
      file: file.path,
      line: file.lineAt(node.from),
      function_id: place.functionId,
      status,
      in_catch: place.inCatch,
      is_relayed: RELAYED.test(condition) && condition.includes(String(status)),
      via,
    },
  ]);
}
