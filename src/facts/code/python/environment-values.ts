/** Values that come from the environment, as far as the code says what they are. */
import type { NotedOrigin, Origin } from "../file-code.js";
import type { ClassStatement, Expression } from "./syntax.js";

/** Functions that read the variable their first argument names, and fail without a default. */
export const STRICT_READERS =
  /^(?:decouple\.(?:config|Config)|environs\.Env|environ\.(?:Env|FileAwareEnv)|starlette\.config\.Config)/;
const READERS = /^os\.(?:getenv|environ\.get)$/;

/** "os.environ.get": the module and what follows, calls left out; "" for what comes from no module. */
export function pathOf({ origin }: NotedOrigin): string {
  if (origin.kind !== "import") return "";
  const members = origin.steps.flatMap((step) => (step.startsWith(".") ? [step.slice(1)] : []));
  return [origin.specifier, ...(origin.name === "*" ? [] : [origin.name]), ...members].join(".");
}

/** A variable of the environment, written as the linker knows it from JavaScript. */
export const variableOrigin = (name: string): Origin => ({
  kind: "global",
  name: "process",
  steps: [".env", `.${name}`],
});

/** What `os.getenv("X", "default")` gives: the default as far as there is one, else the variable; null for other calls. */
export function readValue(call: Expression & { kind: "call" }, callee: NotedOrigin): Expression | Origin | null {
  const path = pathOf(callee);
  if (!READERS.test(path) && !STRICT_READERS.test(path)) return null;
  const [first, second] = call.arguments;
  if (first === undefined || first.name !== null || first.value.kind !== "string") return null;
  const fallback =
    call.arguments.find(({ name }) => name === "default")?.value ?? (second?.name === null ? second.value : null);
  if (fallback?.kind === "string" && fallback.text !== "") return fallback;
  return variableOrigin(first.value.text);
}

/** Default of `Field(default, …)` or `Field(default=…)`; null for `Field(...)` and without one. */
export function fieldDefault(field: Expression & { kind: "call" }): Expression | null {
  const named = field.arguments.find(({ name }) => name === "default" || name === "default_factory");
  const value = named?.value ?? field.arguments.find(({ name, isSpread }) => name === null && !isSpread)?.value;
  return value === undefined || value.kind === "other" ? null : value;
}

const lastWord = (callee: Expression): string =>
  callee.kind === "member" ? callee.name : callee.kind === "name" ? callee.name : "";

/** `Field(…)`, `PrivateField(…)` */
export const isFieldCall = (value: Expression): value is Expression & { kind: "call" } =>
  value.kind === "call" && lastWord(value.callee).endsWith("Field");

/** Whether a class is one of pydantic's settings: its fields are variables. */
export const isSettings = (statement: ClassStatement, originOf: (base: Expression) => NotedOrigin): boolean =>
  statement.arguments.some(({ value }) => /(?:^|\.)BaseSettings$/.test(pathOf(originOf(value))));
