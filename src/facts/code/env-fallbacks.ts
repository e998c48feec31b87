import { ts } from "ts-morph";
import { initializerOf } from "./env-keys.js";
import { peel } from "./env-objects.js";
import type { FileModel } from "./model.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";

const CONVERSION = /^(Number|String|BigInt|(Number\.)?parse(Int|Float))$/;
const FALLBACK_NAME = /^(fallback|fall_?back|def(ault)?|otherwise)|(Default|Fallback)$|default(Value)?$/i;
/** Helpers of other files whose names say that they turn text into a number or a switch. */
const PARSER =
  /^(parse|read|to|as|get|env|coerce)\w*(Int|Integer|Num|Number|Float|Bool|Boolean|Port|Ms|OrDefault|WithDefault|OrFallback)$/;

/** The variable under `Number(X)`, `parseInt(X, 10)` and `X.trim()`. */
export function convertedIdentifier(expression: ts.Expression): ts.Identifier | null {
  const node = peel(expression);
  if (ts.isIdentifier(node)) return node;
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusToken ? convertedIdentifier(node.operand) : null;
  }
  if (!ts.isCallExpression(node)) return null;
  if (ts.isPropertyAccessExpression(node.expression) && node.arguments.length === 0)
    return convertedIdentifier(node.expression.expression);
  const [first] = node.arguments;
  return first && CONVERSION.test(node.expression.getText()) ? convertedIdentifier(first) : null;
}

/** `X ? X : "default"`: what stands in for X; null for any other choice. */
export function chosenFallback(node: ts.ConditionalExpression): { name: ts.Identifier; other: ts.Expression } | null {
  const name = peel(node.condition);
  if (!ts.isIdentifier(name) || convertedIdentifier(node.whenTrue)?.text !== name.text) return null;
  return { name, other: node.whenFalse };
}

/** The second argument of `parsePositiveInt(process.env.SIZE, 128)`, where the helper answers it for a missing first. */
export function helperFallback(model: FileModel, call: ts.CallExpression, value: ts.Expression): ts.Expression | null {
  const [first, second] = call.arguments;
  const { expression: callee } = call;
  if (first !== value || !second || !ts.isIdentifier(callee)) return null;
  const helper = functionOf(model, callee);
  if (helper) return answersSecond(helper) ? second : null;
  return PARSER.test(callee.text) && callee.text !== "parseInt" ? second : null;
}

function functionOf(model: FileModel, callee: ts.Identifier): FunctionNode | null {
  const node = model.finder.binding(callee)?.node;
  if (node && isFunctionLike(node)) return node;
  const value = initializerOf(model, callee);
  const inner = value ? peel(value) : null;
  return inner && isFunctionLike(inner) ? inner : null;
}

function answersSecond({ parameters, body }: FunctionNode): boolean {
  const name = parameters[1]?.name;
  if (!name || !ts.isIdentifier(name) || !body) return false;
  if (FALLBACK_NAME.test(name.text)) return true;
  return new RegExp(`(return|[?:|]|=>)\\s*${name.text}\\b`).test(body.getText());
}
