import { ts } from "ts-morph";
import type { ResultUse } from "./file-code.js";
import type { IdentifierIndex } from "./calls.js";
import type { FileModel } from "./model.js";
import { memberName } from "./syntax.js";

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

const isTransparent = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isVoidExpression(node);

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

/** What becomes of the names a call's value is bound to; null when it is not bound to names. */
export function resultUseOf(model: FileModel, node: CallNode, names: IdentifierIndex): ResultUse | null {
  let current: ts.Node = node;
  while (isWaitingPart(current.parent, current)) current = current.parent;
  const { parent } = current;
  if (ts.isVariableDeclaration(parent) && parent.initializer === current)
    return useOfPattern(model, parent.name, names);
  if (
    ts.isBinaryExpression(parent) &&
    parent.right === current &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  ) {
    if (ts.isIdentifier(parent.left)) return useOfName(model, parent.left, names);
    return { taken: [], membersRead: [], escapes: true };
  }
  return null;
}

const isWaitingPart = (parent: ts.Node, child: ts.Node): boolean => {
  if (ts.isAwaitExpression(parent) || isTransparent(parent)) return true;
  return isMemberOf(parent, child) || (ts.isCallExpression(parent) && parent.expression === child);
};

function useOfPattern(model: FileModel, name: ts.BindingName, names: IdentifierIndex): ResultUse {
  if (ts.isIdentifier(name)) return useOfName(model, name, names);
  if (ts.isArrayBindingPattern(name)) return { taken: [], membersRead: [], escapes: true };
  const taken = name.elements.map((element) => {
    const property = element.propertyName ?? element.name;
    return {
      property: ts.isIdentifier(property) ? property.text : "",
      isRead: ts.isIdentifier(element.name) ? readsOf(model, element.name, names).length > 0 : true,
    };
  });
  return { taken, membersRead: [], escapes: name.elements.some((element) => element.dotDotDotToken !== undefined) };
}

function useOfName(model: FileModel, name: ts.Identifier, names: IdentifierIndex): ResultUse {
  const membersRead: string[] = [];
  let escapes = false;
  for (const read of readsOf(model, name, names)) {
    const { parent } = read;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === read) membersRead.push(parent.name.text);
    else if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
      membersRead.push(...bound(parent.name).names);
    else escapes = true;
  }
  return { taken: [], membersRead, escapes };
}

/** Later reads of a declared name. */
function readsOf(model: FileModel, name: ts.Identifier, names: IdentifierIndex): ts.Identifier[] {
  const binding = model.finder.binding(name);
  if (!binding) return [];
  return (names.get(name.text) ?? []).filter((candidate) => {
    if (candidate === name || isWrite(candidate)) return false;
    if (candidate.pos < binding.scope.node.pos || candidate.end > binding.scope.node.end) return false;
    return model.finder.binding(candidate) === binding;
  });
}

const isWrite = (node: ts.Identifier): boolean =>
  ts.isBinaryExpression(node.parent) &&
  node.parent.left === node &&
  node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
