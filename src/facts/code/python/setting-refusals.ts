/** What Python's code does not accept as a secret: `if SECRET_KEY == "dev": raise …`, pydantic's validators. */
import { addRows } from "../../fact-set.js";
import { refusedSettings, secretsNamed, type Refusal } from "../refused-settings.js";
import type { Place, PythonFile } from "./model.js";
import type { FunctionStatement, Statement } from "./syntax.js";
import { calleeText } from "./written.js";

const REFUSES =
  /\braise\b|\b(?:sys\.exit|os\._exit|exit|quit)\(|\b(?:errors|problems|issues|missing|invalid)\.append\(/;
const VALIDATOR = /(?:^|\.)(?:field_)?validator(?:\(\))?$/;

export function noteSettingRefusals(file: PythonFile, statement: Statement, place: Place): void {
  if (statement.kind === "if") {
    for (const { condition, body } of statement.branches) {
      if (condition === null) continue;
      const own = file.text.slice(condition.from, condition.to);
      refuse(file, statement, place, { condition: own, branch: sourceOf(file, body) }, null);
    }
  } else if (statement.kind === "for") {
    // for name in ("SECRET_KEY", "JWT_SECRET"): if getattr(settings, name) in KNOWN: raise …
    const { from, to } = statement.iterable;
    const branch = sourceOf(file, statement.body);
    const names = statement.iterable.kind === "sequence" ? secretsNamed(file.text.slice(from, to)) : [];
    if (names.length > 0) refuse(file, statement, place, { condition: `secret: ${branch}`, branch }, names);
  } else if (statement.kind === "function") {
    const names = validatedFields(file, statement);
    const branch = sourceOf(file, statement.body);
    if (names.length > 0) refuse(file, statement, place, { condition: `secret: ${branch}`, branch }, names);
  }
}

/** Fields of pydantic's models that a function is there to judge. */
const validatedFields = (file: PythonFile, { decorators }: FunctionStatement): readonly string[] =>
  decorators.flatMap((decorator) =>
    decorator.kind === "call" && VALIDATOR.test(calleeText(decorator.callee))
      ? secretsNamed(file.text.slice(decorator.from, decorator.to).replace(/["']/g, " "))
      : [],
  );

function sourceOf(file: PythonFile, body: readonly Statement[]): string {
  const [first] = body;
  return first === undefined ? "" : file.text.slice(first.from, body.at(-1)?.to);
}

function refuse(
  file: PythonFile,
  statement: Statement,
  place: Place,
  refusal: Refusal,
  known: readonly string[] | null,
): void {
  if (!REFUSES.test(refusal.branch)) return;
  const condition = [place.condition, refusal.condition].filter((each) => each !== null).join(" and ");
  const named = refusedSettings({ ...refusal, condition });
  if (named.length === 0) return;
  const line = file.lineAt(statement.from);
  const rows = (known ?? named).map((name) => ({ file: file.path, line, name }));
  addRows(file.facts, "setting_refusal", rows);
}
