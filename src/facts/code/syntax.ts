import { ts } from "ts-morph";
import { isFunctionLike } from "./scope.js";

/** Takes away parentheses, `await`, `!`, `satisfies` and type assertions to const. */
export function unwrap(expression: ts.Expression): ts.Expression {
  let node = expression;
  for (;;) {
    if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node)) {
      node = node.expression;
    } else if (ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) {
      node = node.expression;
    } else if (ts.isAsExpression(node) && ts.isTypeReferenceNode(node.type) && node.type.getText() === "const") {
      node = node.expression;
    } else {
      return node;
    }
  }
}

/** Stands around an expression without changing its value, as far as what becomes of it is concerned. */
export const isTransparent = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isVoidExpression(node);

export const isRequireCall = (node: ts.CallExpression): boolean =>
  (ts.isIdentifier(node.expression) && node.expression.text === "require") ||
  node.expression.kind === ts.SyntaxKind.ImportKeyword;

export const isStatic = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) &&
  (ts.getModifiers(member) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword);

/** Text of a property name; "" when it is computed. */
export function memberName(name: ts.PropertyName): string {
  if (ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name) || ts.isPrivateIdentifier(name)) {
    return name.text;
  }
  return "";
}

/** Expressions of the return statements of one body, nested functions left out. */
export function returnedExpressions(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node)) {
      if (node.expression) found.push(node.expression);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** What hands a value on as it is: parentheses, assertions, the branches of a condition. */
export const handsOn = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  ts.isConditionalExpression(node) ||
  ts.isNonNullExpression(node);

/** `a || b`, `a ?? b` */
export const isFallback = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);

/** What a file exports by this expression is used by whoever imports it, not here: `module.exports = { a, b }`, `export default a`. */
export function isHandedOut(node: ts.Node): boolean {
  let current = node;
  const { parent: property } = node;
  const isMember = ts.isShorthandPropertyAssignment(property) || ts.isPropertyAssignment(property);
  if (isMember && ts.isObjectLiteralExpression(property.parent)) current = property.parent;
  const { parent } = current;
  if (ts.isExportAssignment(parent)) return current === node;
  if (!ts.isBinaryExpression(parent) || parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return parent.right === current && /^(module\.)?exports(\.\w+)?$/.test(parent.left.getText());
}

const PARENT = /\bmodule\.parent\b/;
const OWN_ADDRESS = /\bimport\.meta\.(?:url|filename)\b/;
const NEGATED = /!==?|^[\s(]*!/;

const asksForStart = (text: string): boolean =>
  PARENT.test(text) ||
  /\brequire\.main\b|\bimport\.meta\.main\b/.test(text) ||
  (OWN_ADDRESS.test(text) && /\bprocess\.argv\b/.test(text));

/**
 * Which branch of an `if` runs only where the file was started, not loaded by another: that of `require.main === module` and of
 * `import.meta.url === pathToFileURL(process.argv[1]).href`, the other one of `module.parent`. Null where it asks for something else.
 */
export function branchOfStart(condition: ts.Expression): "then" | "else" | null {
  const text = condition.getText();
  if (!asksForStart(text)) return null;
  // What stands beside it, NODE_ENV !== "test", says nothing of its sense.
  const asked = text.split(/&&|\|\|/).find(asksForStart) ?? text;
  const isPresence = PARENT.test(asked) && !/[^!=]={2,3}[^=]/.test(asked);
  return NEGATED.test(asked) === isPresence ? "then" : "else";
}
