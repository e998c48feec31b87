import type { FunctionRow } from "../../rows.js";
import { nestedStatements, expressionsIn } from "./children.js";
import type { PythonFile } from "./model.js";
import type { FunctionScopeOwner, Scope } from "./scopes.js";
import type { Expression, Statement } from "./syntax.js";
import { calleeText } from "./written.js";

const DELAY = /(?:^|\.)(?:sleep|wait|backoff|delay)$/i;

/** Row of one function or lambda. @param scope the one it stands in. */
export function describeFunction(
  file: PythonFile,
  owner: FunctionScopeOwner,
  scope: Scope,
  parentId: number | null,
): FunctionRow {
  const isMethod = scope.kind === "class";
  const name = owner.kind === "function" ? owner.name : null;
  const decorators = owner.kind === "function" ? owner.decorators : [];
  const parameters = owner.parameters.map((parameter) => parameter.name);
  const body = owner.kind === "function" ? bodyFacts(owner.body) : NOTHING;
  return {
    id: file.origins.functionId(owner),
    file: file.path,
    line: file.lineAt(owner.from),
    end_line: file.lineAt(owner.to),
    name,
    class_name: isMethod ? (scope.ownerClass?.name ?? null) : null,
    kind: owner.kind === "lambda" ? "arrow" : name === "__init__" ? "constructor" : isMethod ? "method" : "function",
    parent_id: parentId,
    is_async: owner.kind === "function" && owner.isAsync,
    is_exported: scope.kind === "module" && name !== null,
    parameters_json: JSON.stringify(isMethod ? parameters.slice(1) : parameters),
    decorators_json: JSON.stringify(
      decorators.map((decorator) => calleeText(decorator.kind === "call" ? decorator.callee : decorator)),
    ),
    ...body,
    calls_parameter: owner.kind === "function" && callsOneOf(owner.body, new Set(parameters)),
    is_wrapper: null,
    handler: null,
    in_handler: false,
  };
}

const NOTHING = { has_loop: false, has_try: false, has_delay: false, has_throw: false, has_own_flag: false };

/** What the body does itself, nested functions left out. */
function bodyFacts(statements: readonly Statement[]): typeof NOTHING {
  const facts = { ...NOTHING };
  for (const statement of ownStatements(statements)) {
    if (statement.kind === "for" || statement.kind === "while") facts.has_loop = true;
    if (statement.kind === "try" && statement.handlers.length > 0) facts.has_try = true;
    if (statement.kind === "raise") facts.has_throw = true;
    for (const call of callsIn(statement)) if (DELAY.test(calleeText(call.callee))) facts.has_delay = true;
  }
  return facts;
}

function callsOneOf(statements: readonly Statement[], names: ReadonlySet<string>): boolean {
  for (const statement of ownStatements(statements)) {
    for (const { callee } of callsIn(statement)) if (callee.kind === "name" && names.has(callee.name)) return true;
  }
  return false;
}

/** All statements of a body but those of nested functions and classes. */
function* ownStatements(statements: readonly Statement[]): Generator<Statement> {
  for (const statement of statements) {
    yield statement;
    if (statement.kind === "function" || statement.kind === "class") continue;
    for (const body of nestedStatements(statement)) yield* ownStatements(body);
  }
}

function* callsIn(node: Statement | Expression): Generator<Expression & { kind: "call" }> {
  for (const expression of expressionsIn(node)) {
    if (expression.kind === "lambda") continue;
    if (expression.kind === "call") yield expression;
    yield* callsIn(expression);
  }
}
