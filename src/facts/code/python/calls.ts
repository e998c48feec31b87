/** Calls of a Python file as rows, with what the linker needs. Keyword arguments are a call's options. */
import { argumentColumns } from "../argument-columns.js";
import type { CallRow } from "../../rows.js";
import { UNLINKED } from "../calls.js";
import type { Argument, ArgumentKind, CallRecord, NotedOrigin, ReceiverScope, ResultUse } from "../file-code.js";
import { isStatement, type SqlText } from "../sql-text.js";
import { isKnownName } from "./builtin-names.js";
import type { Place, PythonFile, Use } from "./model.js";
import type { Call, CallArgument, Expression } from "./syntax.js";
import { calleeText, jsonOf, literalValue, rootOf, textOf } from "./written.js";

const MAX_CALLEE = 200;
const MAX_TEXT = 20_000;

export function describeCall(file: PythonFile, call: Call, place: Place, use: Use): CallRecord {
  const { callee } = call;
  const root = rootOf(callee);
  const rootName = root.kind === "name" ? root.name : null;
  const origin = file.origins.of(callee, place.scope);
  const nameFrom = callee.kind === "member" ? callee.nameFrom : callee.from;
  const text = calleeText(callee);
  const positional = call.arguments.filter(({ name, isSpread }) => name === null && !isSpread);
  const described = positional.map(({ value }) => describeArgument(file, value, place));
  const binding = rootName === null ? null : place.scope.lookup(rootName);
  const isBound = rootName === null || binding !== null;
  const row: CallRow = {
    id: file.origins.callId(call),
    file: file.path,
    line: file.lineAt(nameFrom),
    column: columnAt(file.text, nameFrom),
    end_line: file.lineAt(call.to),
    function_id: place.functionId,
    kind: origin.origin.kind === "shape" && origin.origin.steps.length === 0 ? "new" : "call",
    callee: text.length > MAX_CALLEE ? `…${text.slice(1 - MAX_CALLEE)}` : text,
    root: rootName,
    method: callee.kind === "member" ? callee.name : text.slice(text.lastIndexOf(".") + 1),
    origin: origin.origin.kind === "shape" || origin.origin.kind === "text" ? "local" : origin.origin.kind,
    ...UNLINKED,
    is_typed: origin.isTyped,
    is_conditional_origin: origin.isConditional,
    is_declared: isBound || (rootName !== null && isKnownName(rootName)),
    is_guarded: false,
    is_optional: false,
    argument_count: call.arguments.length,
    ...argumentColumns(described),
    ...optionsOf(file, call.arguments, place),
    spreads_json: null,
    names_json: JSON.stringify(call.arguments.flatMap(({ value }) => namesIn(value))),
    is_awaited: use.isAwaited,
    is_returned: use.result === "returned",
    result: use.result,
    result_names: use.names.length > 0 ? JSON.stringify(use.names) : null,
    held: place.isRemembered && /^(?:local|returned)$/.test(use.held) ? "outer" : use.held,
    is_chain_end: use.result !== "chained",
    chain_json: null,
    has_catch: false,
    in_try: place.inTry,
    in_catch: place.inCatch,
    in_finally: place.inFinally,
    in_main: place.inMain,
    in_case: false,
    in_loop: place.loop !== "none",
    catch_effect: place.catchEffect,
    in_parallel: place.inParallel,
  };
  return {
    row,
    isBound,
    origin,
    arguments: described,
    named: call.arguments.flatMap(({ name, value }) =>
      name === null ? [] : [{ name, value: describeArgument(file, value, place) }],
    ),
    spreads: [],
    chain: null,
    receiverScope: receiverScope(root, binding, place),
    parameter: parameterOf(origin),
    resultUse: resultUse(use, place),
    continues: null,
    enclosingCalls: place.enclosing,
    argumentOf: place.argumentOf,
    loop: place.loop,
    range: null,
    decorated: null,
    queryObject: null,
    sqlText: sqlTextOf(file, call),
  };
}

const parameterOf = ({ origin }: NotedOrigin): Argument["parameter"] =>
  origin.kind === "parameter" ? { functionId: origin.functionId, index: origin.index } : null;

/** One positional argument. */
export function describeArgument(file: PythonFile, value: Expression, place: Place): Argument {
  const literal = literalValue(value);
  const isStructure = value.kind === "dictionary" || value.kind === "sequence";
  const isOpen = literal === undefined || (value.kind === "string" && value.holes.length > 0);
  const origin = isOpen ? file.origins.of(value, place.scope) : null;
  return {
    kind: kindOf(value),
    text: literal === undefined ? textOf(file.text, value) : String(literal).slice(0, 200),
    line: file.lineAt(value.from),
    origin,
    parameter: origin === null ? null : parameterOf(origin),
    functionId: value.kind === "lambda" ? file.origins.functionId(value) : null,
    callId: value.kind === "call" ? file.origins.callId(value) : null,
    json: isStructure ? JSON.stringify(jsonOf(value, file.text)) : null,
  };
}

const KINDS: Partial<Record<Expression["kind"], ArgumentKind>> = {
  number: "number",
  boolean: "boolean",
  none: "null",
  dictionary: "object",
  sequence: "array",
  lambda: "function",
  name: "identifier",
  call: "call",
  member: "member",
  index: "member",
  starred: "spread",
};

/** A name, and the names in the holes of an f-string: `f"failed: {error}"`. */
function namesIn(value: Expression): string[] {
  if (value.kind === "name") return [value.name];
  return value.kind === "string" ? value.holes.flatMap(namesIn) : [];
}

export function kindOf(value: Expression): ArgumentKind {
  if (value.kind === "string") return value.holes.length > 0 ? "template" : "string";
  return KINDS[value.kind] ?? "other";
}

/** `f(timeout=3, **more)` as JSON. */
function optionsOf(
  file: PythonFile,
  given: readonly CallArgument[],
  place: Place,
): Pick<CallRow, "options" | "options_kind"> {
  const named = given.filter(({ name }) => name !== null);
  // `f(**options)`: a starred argument that is no list. The two look alike here; both may hold anything.
  const isOpen = given.some(({ isSpread }) => isSpread);
  if (named.length === 0) return { options: null, options_kind: isOpen ? "dynamic" : "none" };
  const entries = named.map(({ name, value }) => [name ?? "", jsonOf(constantOf(value, place), file.text)] as const);
  return { options: JSON.stringify(Object.fromEntries(entries)), options_kind: isOpen ? "open" : "literal" };
}

const CONSTANTS: ReadonlySet<Expression["kind"]> = new Set(["string", "number", "boolean", "none", "sequence"]);

/** What a name stands for that is given one plain value, once. */
function constantOf(value: Expression, { scope }: Place): Expression {
  const binding = value.kind === "name" ? scope.lookup(value.name) : null;
  if (binding === null || binding.kind !== "variable" || binding.values.length !== 1) return value;
  const [given] = binding.values;
  return given && CONSTANTS.has(given.kind) ? given : value;
}

function receiverScope(root: Expression, binding: ReturnType<Place["scope"]["lookup"]>, place: Place): ReceiverScope {
  if (root.kind !== "name") return "unknown";
  if (binding === null) return "global";
  if (binding.kind === "import") return "imported";
  if (binding.kind === "parameter") {
    const isSelf = binding.parameter?.index === 0 && binding.scope.ownerClass !== null;
    return isSelf && place.functionId !== null ? "this" : "parameter";
  }
  return binding.scope.kind === "module" ? "module" : "local";
}

const resultUse = (use: Use, { isForgiven }: Place): ResultUse => ({
  taken: [],
  membersRead: [],
  escape: use.result === "returned" ? "returned" : use.result === "ignored" ? null : "passed",
  isAwaited: use.isAwaited,
  absence: null,
  isForgiven,
  isBestEffort: isForgiven && use.result === "ignored",
});

/** A statement among the first arguments, as it is written: a string, or what `text("…")` is given. */
function sqlTextOf(file: PythonFile, call: Call): SqlText | null {
  for (const [argument, { value, name }] of call.arguments.slice(0, 2).entries()) {
    if (name !== null || value.kind !== "string") continue;
    if (value.text.length > MAX_TEXT || !isStatement(value.text)) continue;
    const parts = value.text.split("${}");
    return { argument, line: file.lineAt(value.from), parts, holes: parts.slice(1).map(() => null) };
  }
  return null;
}

function columnAt(text: string, offset: number): number {
  return offset - text.lastIndexOf("\n", offset - 1);
}
