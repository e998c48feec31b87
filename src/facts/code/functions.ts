import { ts } from "ts-morph";
import type { FunctionRow } from "../rows.js";
import type { ParameterReference } from "./file-code.js";
import { isLoop } from "./loops.js";
import { calleeText, endLineOf, lineOf, rootOf, type FileModel } from "./model.js";
import { memberName } from "./syntax.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";

/** Row of one function, before its body was looked at. */
export function describeFunction(model: FileModel, node: FunctionNode, parentId: number | null): FunctionRow {
  return {
    id: model.finder.functionId(node),
    file: model.path,
    line: lineOf(model, node),
    end_line: endLineOf(model, node),
    name: functionName(node),
    class_name: classNameOf(node),
    kind: kindOfFunction(node),
    parent_id: parentId,
    is_async: (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword),
    is_exported: isExported(node),
    parameters_json: JSON.stringify(
      node.parameters.map((parameter) => (ts.isIdentifier(parameter.name) ? parameter.name.text : "{…}")),
    ),
    decorators_json: JSON.stringify(decoratorNames(node)),
    has_loop: false,
    has_try: false,
    has_delay: false,
    has_throw: false,
    has_own_flag: hasOwnFlag(node),
    calls_parameter: false,
    is_wrapper: null,
    handler: isDurable(node) ? "queue" : null,
    in_handler: false,
  };
}

/** `if (isRunning) return; isRunning = true;` among the first statements. */
function hasOwnFlag(node: FunctionNode): boolean {
  if (!node.body || !ts.isBlock(node.body)) return false;
  const first = node.body.statements.slice(0, 4);
  const flags = first
    .filter((statement) => ts.isIfStatement(statement))
    .filter(({ thenStatement }) => /^\{?[^{}]*\breturn\b/.test(thenStatement.getText()))
    .map(({ expression }) => expression.getText());
  const isSet = (flag: string): boolean => first.some((statement) => statement.getText() === `${flag} = true;`);
  return flags.some(isSet);
}

/** `"use step"` and `"use workflow"`: a durable runtime runs the function, and again when it throws. */
function isDurable(node: FunctionNode): boolean {
  const [first] = node.body && ts.isBlock(node.body) ? node.body.statements : [];
  if (!first || !ts.isExpressionStatement(first) || !ts.isStringLiteral(first.expression)) return false;
  return /^use (step|workflow)$/.test(first.expression.text);
}

/** Class of a method, or of a field that holds a function. */
function classNameOf(node: FunctionNode): string | null {
  const owner = ts.isPropertyDeclaration(node.parent) ? node.parent.parent : node.parent;
  if (!ts.isClassLike(owner)) return null;
  if (owner.name) return owner.name.text;
  const holder = owner.parent;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name.text : null;
}

function kindOfFunction(node: FunctionNode): string {
  if (ts.isArrowFunction(node)) return "arrow";
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isMethodDeclaration(node)) return "method";
  return ts.isGetAccessorDeclaration(node) || ts.isSetAccessorDeclaration(node) ? "accessor" : "function";
}

/** Its own name, or that of the variable, property, class field or export it is assigned to. */
export function functionName(node: FunctionNode): string | null {
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (!ts.isArrowFunction(node) && node.name) {
    return ts.isIdentifier(node.name) ? node.name.text : memberName(node.name);
  }
  let current: ts.Node = node;
  while (ts.isParenthesizedExpression(current.parent) || ts.isAsExpression(current.parent)) current = current.parent;
  const { parent } = current;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return memberName(parent.name);
  if (ts.isExportAssignment(parent)) return "default";
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const text = calleeText(parent.left);
    return text.slice(text.lastIndexOf(".") + 1);
  }
  return null;
}

function isExported(node: FunctionNode): boolean {
  let current: ts.Node = node;
  while (!ts.isSourceFile(current)) {
    // A function inside another function is not exported by the outer one's keyword.
    if (current !== node && isFunctionLike(current)) return false;
    if (ts.isExportAssignment(current)) return true;
    if (
      ts.canHaveModifiers(current) &&
      ts.getModifiers(current)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)
    ) {
      return true;
    }
    current = current.parent;
  }
  return false;
}

function decoratorNames(node: FunctionNode): string[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).map(({ expression }) =>
    calleeText(ts.isCallExpression(expression) ? expression.expression : expression),
  );
}

const DELAY =
  /^(setTimeout|sleep|delay|wait|pause|backoff|timeout|wait(For|Before)\w*(Retry|Attempt|Delay|Backoff)|\w*(Sleep|Delay|Backoff|WaitFor))$/;

/** Records what a node says about the function it stands in. `row` is that function's, `rows` all by id. */
export function observeBody(
  model: FileModel,
  node: ts.Node,
  row: FunctionRow,
  rows: ReadonlyMap<number, FunctionRow>,
): void {
  if (isLoop(node)) row.has_loop = true;
  else if (ts.isTryStatement(node) && node.catchClause) row.has_try = true;
  else if (ts.isThrowStatement(node)) row.has_throw = true;
  else if (ts.isCallExpression(node)) observeCall(model, node, row, rows);
}

function observeCall(
  model: FileModel,
  node: ts.CallExpression,
  row: FunctionRow,
  rows: ReadonlyMap<number, FunctionRow>,
): void {
  const callee = calleeText(node.expression);
  if (DELAY.test(callee.slice(callee.lastIndexOf(".") + 1))) {
    // `new Promise((resolve) => setTimeout(resolve, ms))` delays the function around it.
    for (let current: FunctionRow | undefined = row; current; current = rows.get(current.parent_id ?? -1))
      current.has_delay = true;
  }
  if (!ts.isIdentifier(node.expression)) return;
  const called = rows.get(parameterOf(model, node.expression)?.functionId ?? -1);
  if (called) called.calls_parameter = true;
}

/** The parameter that an expression is, or begins with: `fn`, `options.fn`; null when it is none. */
export function parameterOf(model: FileModel, expression: ts.Expression): ParameterReference | null {
  const root = rootOf(expression);
  if (!ts.isIdentifier(root)) return null;
  const binding = model.finder.binding(root);
  if (binding?.kind !== "parameter") return null;
  let current: ts.Node = binding.node;
  while (ts.isBindingElement(current) || isBindingPattern(current)) current = current.parent;
  if (!ts.isParameter(current) || !isFunctionLike(current.parent)) return null;
  const functionId = model.finder.functionId(current.parent);
  return { functionId, index: current.parent.parameters.indexOf(current) };
}

const isBindingPattern = (node: ts.Node): node is ts.BindingPattern =>
  ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);
