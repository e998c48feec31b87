import type { FunctionReference } from "../file-code.js";
import type { Place, PythonFile } from "./model.js";
import type { Scope } from "./scopes.js";
import type { Expression } from "./syntax.js";

/** Where a module or a function begins. */
export const startOf = (scope: Scope, functionId: number | null): Place => ({
  scope,
  functionId,
  loop: "none",
  inTry: false,
  inCatch: false,
  inFinally: false,
  inParallel: false,
  condition: null,
  inMain: false,
  catchEffect: null,
  isForgiven: false,
  isRemembered: false,
  enclosing: [],
  argumentOf: null,
});

/** Names that an assignment binds. */
export const namesOf = (target: Expression): string[] => {
  if (target.kind === "name") return [target.name];
  return target.kind === "sequence" ? target.items.flatMap(namesOf) : [];
};

export const memberName = (target: Expression | undefined): string | null =>
  target?.kind === "member" ? target.name : null;

/** A function that is handed on instead of being called. */
export function functionReferences(
  { origins, lineAt }: PythonFile,
  expression: Expression & { kind: "name" },
  { scope, argumentOf, functionId }: Place,
): FunctionReference[] {
  const origin = origins.of(expression, scope);
  const { kind } = origin.origin;
  if (kind !== "function" && kind !== "import" && kind !== "shape") return [];
  if (scope.lookup(expression.name)?.kind === "parameter") return [];
  const isArgument = argumentOf !== null;
  return [
    {
      origin,
      line: lineAt(expression.from),
      kind: isArgument ? "argument" : "reference",
      callId: argumentOf,
      callerId: functionId,
    },
  ];
}
