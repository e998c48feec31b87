import { ts } from "ts-morph";
import type { EnvReaderFunction } from "./env-code.js";
import type { EnvFile } from "./env-file.js";
import type { ParameterKey } from "./env-keys.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import { describeDefault, NO_DEFAULT, useOf, type EnvDefault, type EnvUse } from "./env-use.js";
import type { FunctionNode } from "./scope.js";

/** Describes the function whose parameter names the variable that is read. */
export function describeReader(env: EnvFile, key: ParameterKey, use: EnvUse): EnvReaderFunction {
  const { owner, index, shape, prefix, suffix } = key;
  const fallbackIndex = fallbackIndexOf(env, owner, index);
  const parameter = fallbackIndex === null ? undefined : owner.parameters[fallbackIndex];
  const own = parameter?.initializer ? describeDefault(env.model, parameter.initializer, env.testsFor([])) : NO_DEFAULT;
  return {
    functionId: env.model.finder.functionId(owner),
    index,
    shape,
    prefix,
    suffix,
    fallbackIndex,
    fallback: fallbackIndex === null && use.fallback.kind !== "expression" ? use.fallback : own,
    isStrict: use.fallback.isThrown,
  };
}

/** The other parameter that a reader answers instead of a missing variable. */
function fallbackIndexOf(env: EnvFile, owner: FunctionNode, index: number): number | null {
  let found: number | null = null;
  const visit = (node: ts.Node): void => {
    if (found !== null) return;
    if (ts.isIdentifier(node) && isAnswer(node)) {
      const binding = env.model.finder.binding(node);
      const parameter = binding?.kind === "parameter" ? parameterOf(binding.node) : null;
      const position = parameter ? owner.parameters.indexOf(parameter) : -1;
      if (position >= 0 && position !== index) found = position;
    }
    ts.forEachChild(node, visit);
  };
  if (owner.body) visit(owner.body);
  return found;
}

function parameterOf(node: ts.Node): ts.ParameterDeclaration | null {
  let current = node;
  while (ts.isBindingElement(current)) current = current.parent.parent;
  return ts.isParameter(current) ? current : null;
}

/** The identifier is what a function falls back to: behind `||` or `??`, in a ternary, assigned or returned. */
function isAnswer(node: ts.Identifier): boolean {
  let current: ts.Node = node;
  while (ts.isPropertyAccessExpression(current.parent) && current.parent.expression === current)
    current = current.parent;
  while (ts.isAsExpression(current.parent) || ts.isNonNullExpression(current.parent)) current = current.parent;
  const { parent } = current;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === current;
  if (ts.isConditionalExpression(parent)) return parent.condition !== current;
  if (!ts.isBinaryExpression(parent) || parent.right !== current) return false;
  const { kind } = parent.operatorToken;
  // `if (value === undefined) value = fallback`
  if (kind === ts.SyntaxKind.EqualsToken) return ts.isIdentifier(parent.left);
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

/** A call that names a variable may be one of a reader: what becomes of its value is noted for the linker. */
export function noteCallUse(env: EnvFile, node: ts.CallExpression): void {
  if (!node.arguments.some(namesVariable)) return;
  const text = node.getText();
  const isNaming = (other: ts.Expression): boolean => {
    const call = peel(other);
    return env.accessOf(call) !== null || (ts.isCallExpression(call) && call.arguments.some(namesVariable));
  };
  const use = useOf(env.model, node, { isSame: (other) => peel(other).getText() === text, isEnv: isNaming });
  env.model.env.uses.set(env.model.callId(node), use);
}

function namesVariable(argument: ts.Expression): boolean {
  const node = peel(argument);
  if (ts.isArrayLiteralExpression(node)) return node.elements[0] !== undefined && namesVariable(node.elements[0]);
  return ts.isStringLiteralLike(node) && UPPER_SNAKE.test(node.text);
}

/** Keeps the stronger of two descriptions of one function. */
export function mergeReaders(one: EnvReaderFunction, other: EnvReaderFunction): EnvReaderFunction {
  const fallback: EnvDefault = one.fallback.kind === "none" ? other.fallback : one.fallback;
  return {
    ...one,
    fallback,
    isStrict: one.isStrict || other.isStrict,
    fallbackIndex: one.fallbackIndex ?? other.fallbackIndex,
  };
}
