import { ts } from "ts-morph";
import { isTransparent, memberName } from "./syntax.js";

export type CallNode = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

export const isCallNode = (node: ts.Node): node is CallNode =>
  ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node);

export interface CallUse {
  readonly isAwaited: boolean;
  readonly isReturned: boolean;
  readonly isChained: boolean;
  readonly hasCatch: boolean;
  readonly result: string;
  readonly names: readonly string[];
}

/** Follows a call outwards: chained on, awaited, bound to names, returned, passed on, or ignored. */
export function describeUse(node: CallNode): CallUse {
  let current: ts.Node = node;
  let isAwaited = false;
  let isChained = false;
  let hasCatch = false;
  for (;;) {
    const parent: ts.Node = current.parent;
    if (ts.isAwaitExpression(parent)) isAwaited = true;
    else if (isMemberOf(parent, current)) {
      const outer: ts.Node = parent.parent;
      if (!ts.isCallExpression(outer) || outer.expression !== parent) {
        return {
          isAwaited,
          isReturned: false,
          isChained,
          hasCatch,
          result: isChained ? "chained" : "property",
          names: [parent.name.text],
        };
      }
      // .then/.catch/.finally only wait for the value: the call before them is still the chain's end.
      const handler = parent.name.text;
      if (handler === "catch" || (handler === "then" && outer.arguments.length > 1)) hasCatch = true;
      if (handler !== "then" && handler !== "catch" && handler !== "finally") isChained = true;
      current = outer;
      continue;
    } else if (!isTransparent(parent)) {
      break;
    }
    current = parent;
  }
  const { result, names } = resultOf(current);
  return {
    isAwaited,
    isReturned: result === "returned",
    isChained,
    hasCatch,
    result: isChained ? "chained" : result,
    names,
  };
}

const isMemberOf = (parent: ts.Node, child: ts.Node): parent is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(parent) && parent.expression === child;

function resultOf(current: ts.Node): { result: string; names: string[] } {
  const { parent } = current;
  if (ts.isExpressionStatement(parent)) return { result: "ignored", names: [] };
  if (ts.isVariableDeclaration(parent)) return bound(parent.name);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const { left } = parent;
    if (ts.isIdentifier(left)) return { result: "variable", names: [left.text] };
    if (ts.isObjectLiteralExpression(left)) {
      return {
        result: "destructured",
        names: left.properties.map((property) => property.name).map((name) => (name ? memberName(name) : "")),
      };
    }
    return { result: "property", names: [] };
  }
  if (ts.isThrowStatement(parent)) return { result: "thrown", names: [] };
  if (ts.isReturnStatement(parent)) return { result: "returned", names: [] };
  if (ts.isArrowFunction(parent) && parent.body === current) return { result: "returned", names: [] };
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== current) {
    return { result: "argument", names: [] };
  }
  const isTest = ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isPrefixUnaryExpression(parent);
  if (isTest || ts.isWhileStatement(parent) || ts.isBinaryExpression(parent)) return { result: "condition", names: [] };
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return { result: "property", names: [] };
  return { result: "other", names: [] };
}

function bound(name: ts.BindingName): { result: string; names: string[] } {
  if (ts.isIdentifier(name)) return { result: "variable", names: [name.text] };
  const names: string[] = [];
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    const property = element.propertyName ?? element.name;
    if (ts.isIdentifier(property)) names.push(property.text);
  }
  return { result: "destructured", names };
}
