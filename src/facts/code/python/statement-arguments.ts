import { addRows } from "../../fact-set.js";
import { kindOf } from "./calls.js";
import type { Place, PythonFile } from "./model.js";
import type { Call, Expression } from "./syntax.js";
import { literalValue, textOf } from "./written.js";

const RUNS = /^(?:execute|scalars?|stream)$/;
/** Names that stand for names. */
const MAX_HOPS = 3;

/** What `session.execute(query)` is given: where a name was set once, what it was set to. */
export function addStatementArgument(file: PythonFile, call: Call, place: Place): void {
  const { callee } = call;
  const [first] = call.arguments;
  if (callee.kind !== "member" || !RUNS.test(callee.name)) return;
  if (first === undefined || first.isSpread || (first.name !== null && first.name !== "statement")) return;
  const value = valueOf(first.value, place, 0);
  const literal = literalValue(value);
  addRows(file.facts, "statement_argument", [
    {
      call_id: file.origins.callId(call),
      line: file.lineAt(value.from),
      kind: isJoinedText(value) ? "string" : kindOf(value),
      text: literal === undefined ? textOf(file.text, value) : String(literal).slice(0, 200),
    },
  ]);
}

function valueOf(value: Expression, place: Place, hops: number): Expression {
  if (value.kind !== "name" || hops >= MAX_HOPS) return value;
  const binding = place.scope.lookup(value.name);
  if (binding === null || binding.kind !== "variable" || binding.values.length !== 1) return value;
  const [given] = binding.values;
  return given ? valueOf(given, { ...place, scope: binding.scope }, hops + 1) : value;
}

/** `"SELECT …" + table` and `"… %s" % name` */
function isJoinedText(value: Expression): boolean {
  if (value.kind === "string") return value.holes.length === 0;
  return value.kind === "binary" && /^[+%]$/.test(value.operator) && (isText(value.left) || isText(value.right));
}

const isText = (value: Expression): boolean => value.kind === "string" || isJoinedText(value);
