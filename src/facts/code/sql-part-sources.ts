/** What a value that stands in the text of SQL is made of. */
import { ts } from "ts-morph";
import { literalValue } from "./arguments.js";
import type { OriginFinder } from "./origin.js";
import { unwrap } from "./syntax.js";

/** Text made of other text, and of constants. */
const DERIVES =
  /^(trim|trimStart|trimEnd|toString|toLowerCase|toUpperCase|replace|replaceAll|slice|substring|concat|padStart|padEnd)$/;

/** What the expression derives from, constants left out; nothing where it is no derivation, or more is done to it. */
export function sourcesOf(expression: ts.Expression, finder: OriginFinder): ts.Expression[] {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    const binding = finder.binding(node);
    const declaration = binding?.node;
    if (!binding || binding.assignments.length > 0 || !declaration || !ts.isVariableDeclaration(declaration)) return [];
    const { name, initializer } = declaration;
    if (!ts.isIdentifier(name) || !initializer) return [];
    const value = unwrap(initializer);
    return isDerivation(value) ? sourcesOf(value, finder) : ts.isIdentifier(value) ? [value] : [];
  }
  return partsOf(node).filter((each) => !isConstant(unwrap(each)));
}

/** `flag.replace("_on", "_at")`, itself or as the value of a variable. */
export function isDerived(expression: ts.Expression, finder: OriginFinder): boolean {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node)) return ts.isCallExpression(node) && isDerivation(node);
  const declaration = finder.binding(node)?.node;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  const value = declaration.initializer ? unwrap(declaration.initializer) : null;
  return value !== null && ts.isCallExpression(value) && isDerivation(value);
}

const isConstant = (node: ts.Expression): boolean =>
  ts.isRegularExpressionLiteral(node) || (literalValue(node) !== undefined && !ts.isTemplateExpression(node));

const isDerivation = (node: ts.Expression): boolean => partsOf(node).length > 0;

function partsOf(node: ts.Expression): readonly ts.Expression[] {
  if (ts.isTemplateExpression(node)) return node.templateSpans.map((span) => span.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [node.left, node.right];
  if (!ts.isCallExpression(node)) return [];
  const callee = unwrap(node.expression);
  if (ts.isIdentifier(callee) && callee.text === "String") return node.arguments;
  return ts.isPropertyAccessExpression(callee) && DERIVES.test(callee.name.text)
    ? [callee.expression, ...node.arguments]
    : [];
}

/** The name that a value is asked by: `sort`, or of `req.query.sort` the last member. */
export function rootName(expression: ts.Expression): string | null {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return rootName(node.expression.expression);
  return null;
}
