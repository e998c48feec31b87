import { addRows } from "../../fact-set.js";
import { isInteresting } from "../literals.js";
import type { Place, PythonFile } from "./model.js";
import type { Expression, Statement } from "./syntax.js";

export interface LiteralPlace {
  readonly context: "argument" | "property" | "variable" | "key" | "default";
  readonly key: string | null;
  readonly call: { readonly text: string; readonly id: number } | null;
}

/** What people write above a health check that asks nothing on purpose. */
const ASKS_NOTHING =
  /\bliveness\b|\bload[- ]?balancer|\b[AE]LB\b|\b(deliberate|intentional)(ly)?\b|\bon purpose\b|\bby design\b|\b(does|do) not (check|touch|query|ask|depend|hit)\b|\bwithout (checking|touching|asking|hitting)\b/i;

/** A docstring that gives the reason why its function asks nothing. */
export function noteDocstring(file: PythonFile, statement: Statement, place: Place): void {
  if (statement.kind !== "expression" || statement.value.kind !== "string" || place.functionId === null) return;
  const found = ASKS_NOTHING.exec(statement.value.text);
  if (!found) return;
  addRows(file.facts, "literal", [
    {
      file: file.path,
      line: file.lineAt(statement.value.from),
      value: found[0],
      context: "note",
      key: null,
      holder: null,
      in_array: false,
      siblings_json: null,
      callee: null,
      call_id: null,
      function_id: place.functionId,
    },
  ]);
}

/** A string that rules may ask for, with the place it stands in; elements of a list each. */
export function addLiteral(file: PythonFile, value: Expression, place: Place, at: LiteralPlace, inArray = false): void {
  if (value.kind === "sequence") {
    for (const item of value.items) addLiteral(file, item, place, at, true);
    return;
  }
  if (value.kind === "binary" && value.operator === "or") {
    // name = setting or "…": taken when nothing else is set.
    const isNamed = at.context === "variable" || at.context === "property";
    addLiteral(file, value.right, place, isNamed ? { ...at, context: "default" } : at, inArray);
    return;
  }
  if (value.kind !== "string" || !isInteresting(value.text)) return;
  addRows(file.facts, "literal", [
    {
      file: file.path,
      line: file.lineAt(value.from),
      value: value.text,
      context: inArray ? "array" : at.context,
      key: at.key,
      holder: inArray ? at.key : null,
      in_array: inArray,
      siblings_json: null,
      callee: at.call?.text ?? null,
      call_id: at.call?.id ?? null,
      function_id: place.functionId,
    },
  ]);
}

/** The key of what is set: `response.headers["X-Frame-Options"] = "DENY"`. */
export function addKeyLiteral(file: PythonFile, key: Expression | null, place: Place): void {
  if (key) addLiteral(file, key, place, { context: "key", key: null, call: null });
}

/** An entry of a dictionary: its key, and its value under that key. */
export function addEntryLiterals(file: PythonFile, key: Expression | null, value: Expression, place: Place): void {
  addKeyLiteral(file, key, place);
  addLiteral(file, value, place, { context: "property", key: key?.kind === "string" ? key.text : null, call: null });
}
