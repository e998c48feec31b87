/** Objects that say what to ask a database for: `{ where: { … }, orderBy, take }`. They go deeper than other options. */
import { ts } from "ts-morph";
import { constantOf, literalOf, literalValue } from "./arguments.js";
import { textOf, type FileModel } from "./model.js";
import { memberName, returnedExpressions, unwrap } from "./syntax.js";
import { isFunctionLike } from "./scope.js";

/**
 * A value of such an object. What is no literal is {"$": source text}, with the local id of the call that makes it; an object
 * that takes over what another one holds has a member "..." for what that may be.
 */
export type QueryValue =
  | string
  | number
  | boolean
  | null
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };

const MAX_NESTING = 12;
const MAX_ITEMS = 40;
const MAX_TEXT = 80;

/** Methods of Prisma's models, of Drizzle's relational queries and of TypeORM's repositories. */
const OBJECT_QUERY =
  /^(find(Many|(First|Unique)(OrThrow)?|(AndCount)?(By)?|One(By)?(OrFail)?)|exists?(By)?|countBy|save|insert|soft(Delete|Remove)|restore|(in|de)crement|(create|update)(Many(AndReturn)?)?|upsert|delete(Many)?|count|aggregate|groupBy)$/;

/**
 * JSON of the object that a call named like a query is given first, or right after a class, written in place or in a const of this file; null for
 * anything else. Whether it is a query, the linker says.
 */
export function queryObjectOf(model: FileModel, call: ts.Node): string | null {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  const [first, second] = call.arguments;
  // `manager.find(User, { … })`
  const argument = first && second && ts.isIdentifier(first) && /^[A-Z]/.test(first.text) ? second : first;
  if (!argument || !OBJECT_QUERY.test(call.expression.name.text)) return null;
  const node = literalOf(constantOf(model, argument));
  return ts.isObjectLiteralExpression(node) ? JSON.stringify(members(model, node, 0)) : null;
}

function valueOf(model: FileModel, expression: ts.Expression, depth: number): QueryValue | undefined {
  const node = literalOf(isFilledLater(model, expression) ? expression : constantOf(model, expression));
  if (ts.isIdentifier(node) && node.text === "undefined") return undefined;
  const literal = ts.isTemplateExpression(node) ? undefined : literalValue(node);
  if (literal !== undefined) return literal;
  if (depth < MAX_NESTING) {
    if (ts.isObjectLiteralExpression(node)) return members(model, node, depth);
    if (ts.isArrayLiteralExpression(node)) return items(model, node, depth);
    const only = ts.isConditionalExpression(node) ? onlyBranch(node) : null;
    if (only) return valueOf(model, only, depth + 1);
  }
  const text = textOf(model, node, MAX_TEXT);
  const made = madeBy(node);
  return made ? { $: text, call: model.callId(made) } : { $: text };
}

/** `const where = {}; where.teamId = …`: what stands in the constant is only the beginning. */
function isFilledLater(model: FileModel, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node)) return false;
  const scope = model.finder.binding(node)?.scope.node;
  return (
    scope !== undefined &&
    new RegExp(`\\b${node.text.replaceAll("$", "\\$")}(\\??\\.\\w+|\\[[^\\]]+\\])+\\s*=[^=>]`).test(
      scope.getText(model.source),
    )
  );
}

/** The call that gives a value, or that a function written in place returns. */
function madeBy(node: ts.Expression): ts.CallExpression | null {
  if (ts.isCallExpression(node)) return node;
  if (!isFunctionLike(node) || !("body" in node) || !node.body) return null;
  if (ts.isBlock(node.body)) {
    const returned = returnedExpressions(node.body).map(unwrap);
    const [only] = returned;
    return returned.length === 1 && only && ts.isCallExpression(only) ? only : null;
  }
  const body = ts.isExpression(node.body) ? unwrap(node.body) : null;
  return body && ts.isCallExpression(body) ? body : null;
}

/** `x ? { … } : undefined`: what is asked when it is asked; null when both branches ask. */
function onlyBranch(node: ts.ConditionalExpression): ts.Expression | null {
  if (isNothing(node.whenFalse)) return node.whenTrue;
  return isNothing(node.whenTrue) ? node.whenFalse : null;
}

function isNothing(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return node.text === "undefined";
  return ts.isObjectLiteralExpression(node) && node.properties.length === 0;
}

function items(model: FileModel, node: ts.ArrayLiteralExpression, depth: number): QueryValue[] {
  const found: QueryValue[] = [];
  for (const element of node.elements.slice(0, MAX_ITEMS)) {
    const spread = ts.isSpreadElement(element) ? literalOf(constantOf(model, alternative(element.expression))) : null;
    const value = spread === null ? valueOf(model, element, depth + 1) : undefined;
    if (spread && ts.isArrayLiteralExpression(spread)) found.push(...items(model, spread, depth + 1));
    else if (value !== undefined) found.push(value);
  }
  return found;
}

function members(model: FileModel, node: ts.ObjectLiteralExpression, depth: number): { [key: string]: QueryValue } {
  const found: { [key: string]: QueryValue } = {};
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      for (const part of spreadParts(property.expression)) Object.assign(found, spreadMembers(model, part, depth));
      continue;
    }
    const name = property.name ? memberName(property.name) : "";
    if (name === "" || name === "__proto__") continue;
    const value = memberValue(model, property, depth);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

function spreadMembers(model: FileModel, expression: ts.Expression, depth: number): { [key: string]: QueryValue } {
  const node = literalOf(constantOf(model, expression));
  if (depth < MAX_NESTING && ts.isObjectLiteralExpression(node)) return members(model, node, depth + 1);
  return isNothing(node) ? {} : { "...": textOf(model, node, MAX_TEXT) };
}

function memberValue(model: FileModel, property: ts.ObjectLiteralElementLike, depth: number): QueryValue | undefined {
  if (ts.isPropertyAssignment(property)) return valueOf(model, property.initializer, depth + 1);
  if (ts.isShorthandPropertyAssignment(property)) return valueOf(model, property.name, depth + 1);
  return { $: "(function)" };
}

/** `...(x && { … })` */
function alternative(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  const isAnd = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd ? alternative(node.right) : node;
}

/** What a spread may add: `...(x && { … })`, `...(x ? { … } : { … })`. */
function spreadParts(expression: ts.Expression): ts.Expression[] {
  const node = alternative(expression);
  return ts.isConditionalExpression(node) ? [...spreadParts(node.whenTrue), ...spreadParts(node.whenFalse)] : [node];
}
