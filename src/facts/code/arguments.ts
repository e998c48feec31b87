import { ts } from "ts-morph";
import type { Argument, ArgumentKind, NotedOrigin } from "./file-code.js";
import type { IdentifierReads } from "./identifier-reads.js";
import { calleeText, lineOf, templateText, textOf, type FileModel } from "./model.js";
import { memberName, unwrap } from "./syntax.js";
import { parameterOf } from "./functions.js";
import { isFunctionLike } from "./scope.js";

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Longest text of an argument; the origin of a longer literal holds more of it. */
const MAX_TEXT = 200;
const MAX_NESTING = 3;
const MAX_ITEMS = 40;

/** Value of a literal; undefined for anything else. */
export function literalValue(node: ts.Expression): string | number | boolean | null | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isTemplateExpression(node)) return templateText(node);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (isSignedNumber(node)) return Number(node.getText());
  return undefined;
}

const isSignedNumber = (node: ts.Expression): boolean =>
  ts.isPrefixUnaryExpression(node) &&
  ts.isNumericLiteral(node.operand) &&
  (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.PlusToken);

/** Name of the environment variable that an expression reads directly; null otherwise. */
export function envNameOf(expression: ts.Expression): string | null {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node)) return isEnvObject(node.expression) ? node.name.text : null;
  if (ts.isElementAccessExpression(node) && isEnvObject(node.expression)) {
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null;
  }
  if (ts.isCallExpression(node) && /^(Deno|Bun)\.env\.get$/.test(calleeText(node.expression))) {
    const [argument] = node.arguments;
    return argument && ts.isStringLiteralLike(argument) ? argument.text : null;
  }
  return null;
}

const ENV_OBJECTS = /^(globalThis\.|global\.)?(process\.env|process\[env\]|import\.meta\.env|Bun\.env)$/;

/** True for process.env, process['env'], import.meta.env, Bun.env. */
export const isEnvObject = (expression: ts.Expression): boolean => {
  const node = unwrap(expression);
  if (ts.isPropertyAccessExpression(node) && node.name.text === "env" && ts.isMetaProperty(node.expression))
    return true;
  return ENV_OBJECTS.test(calleeText(node));
};

/** Takes away type assertions from what is written in place: `{ a: 1 } as Options`. */
export function literalOf(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isAsExpression(node)) return node;
  const inner = literalOf(node.expression);
  const isWritten = literalValue(inner) !== undefined || isFunctionLike(inner);
  return isWritten || ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) ? inner : node;
}

export function kindOf(expression: ts.Expression): ArgumentKind {
  if (ts.isSpreadElement(expression)) return "spread";
  const node = literalOf(expression);
  if (ts.isStringLiteralLike(node)) return "string";
  if (ts.isTemplateExpression(node)) return "template";
  if (ts.isNumericLiteral(node) || isSignedNumber(node)) return "number";
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return "boolean";
  if (node.kind === ts.SyntaxKind.NullKeyword) return "null";
  if (ts.isObjectLiteralExpression(node)) return "object";
  if (ts.isArrayLiteralExpression(node)) return "array";
  if (isFunctionLike(node)) return "function";
  if (envNameOf(node) !== null) return "env";
  if (ts.isIdentifier(node)) return "identifier";
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return "call";
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return "member";
  if (ts.isRegularExpressionLiteral(node)) return "regex";
  return "other";
}

/** One argument as far as it is a literal; for files of which no more is asked. */
export function literalArgument(model: FileModel, expression: ts.Expression): Argument {
  const value = literalValue(unwrap(ts.isSpreadElement(expression) ? expression.expression : expression));
  return {
    kind: kindOf(expression),
    text: value === undefined ? "" : String(value).slice(0, 200),
    line: lineOf(model, expression),
    origin: null,
    functionId: null,
    callId: null,
    parameter: null,
    json: null,
  };
}

/** Everything about one argument. Described once: the call and the end of its chain both show it. */
export function describeArgument(model: FileModel, expression: ts.Expression): Argument {
  const known = described.get(expression);
  if (known) return known;
  const argument = describe(model, expression);
  described.set(expression, argument);
  return argument;
}

const described = new WeakMap<ts.Expression, Argument>();

function describe(model: FileModel, expression: ts.Expression): Argument {
  const kind = kindOf(expression);
  const node = literalOf(ts.isSpreadElement(expression) ? expression.expression : expression);
  const value = literalValue(node);
  const text = value === undefined ? textOf(model, node) : String(value).slice(0, MAX_TEXT);
  const isCut = value !== undefined && String(value).length > MAX_TEXT;
  return {
    kind,
    text,
    line: lineOf(model, node),
    origin: isCut || WITH_ORIGIN.has(kind) || passesNames(node) ? model.finder.of(node) : null,
    parameter: kind === "identifier" || kind === "member" ? parameterOf(model, node) : null,
    functionId: isFunctionLike(node) ? model.finder.functionId(node) : null,
    callId: ts.isCallExpression(node) || ts.isNewExpression(node) ? model.callId(node) : null,
    json: kind === "object" || kind === "array" ? JSON.stringify(toJson(model, node, 0)) : null,
  };
}

/** Literals say what they are themselves, except where they begin with something else. */
const WITH_ORIGIN: ReadonlySet<ArgumentKind> = new Set([
  "identifier",
  "member",
  "call",
  "spread",
  "function",
  "template",
  "env",
  "other",
]);

/** An object that hands on named values, as in `run({ db, logger: log })`: its members are worth following. */
const passesNames = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) &&
  node.properties.some(
    (property) =>
      ts.isShorthandPropertyAssignment(property) ||
      (ts.isPropertyAssignment(property) && ts.isIdentifier(property.initializer)),
  );

/** JSON of an expression: literals as they are, everything else as {"$": source text}. */
export function toJson(model: FileModel, expression: ts.Expression, depth: number): JsonValue {
  const node = literalOf(expression);
  const value = literalValue(node);
  if (value !== undefined) return value;
  if (depth < MAX_NESTING && ts.isArrayLiteralExpression(node)) {
    return node.elements.slice(0, MAX_ITEMS).map((element) => toJson(model, element, depth + 1));
  }
  if (depth < MAX_NESTING && ts.isObjectLiteralExpression(node)) return objectJson(model, node, depth);
  return { $: textOf(model, node, 120) };
}

function objectJson(model: FileModel, node: ts.ObjectLiteralExpression, depth: number): { [key: string]: JsonValue } {
  const out: { [key: string]: JsonValue } = {};
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property)) {
      const name = memberName(property.name);
      if (name !== "") out[name] = toJson(model, constantOf(model, property.initializer), depth + 1);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      out[property.name.text] = toJson(model, constantOf(model, property.name), depth + 1);
    } else if (ts.isMethodDeclaration(property) || ts.isGetAccessorDeclaration(property)) {
      const name = memberName(property.name);
      if (name !== "") out[name] = { $: "(function)" };
    }
  }
  return out;
}

/** A const of this file that holds a literal, looked up; the expression itself otherwise. */
export function constantOf(model: FileModel, expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  if (!ts.isIdentifier(node)) return expression;
  const binding = model.finder.binding(node);
  if (!binding?.isConst || !ts.isVariableDeclaration(binding.node) || !binding.node.initializer) return expression;
  if (!ts.isIdentifier(binding.node.name)) return expression;
  const value = literalOf(binding.node.initializer);
  const isLiteral = literalValue(value) !== undefined || ts.isObjectLiteralExpression(value);
  return isLiteral ? value : expression;
}

export interface Options {
  readonly json: string | null;
  readonly kind: "none" | "literal" | "open" | "dynamic";
}

/** The last object argument of a call, looked up when it is a const of this file. */
export function optionsOf(model: FileModel, args: readonly ts.Expression[], reads: IdentifierReads): Options {
  let hasDynamic = false;
  for (const argument of args.toReversed()) {
    const node = literalOf(constantOf(model, argument));
    if (!ts.isObjectLiteralExpression(node)) {
      hasDynamic ||= mayBeObject(model, argument);
      continue;
    }
    const isOpen =
      node.properties.some((each) => isOpenProperty(each) || isFilledLater(each, reads)) || isChanged(argument, reads);
    const json = JSON.stringify(objectJson(model, node, 0));
    return { json, kind: hasDynamic ? "dynamic" : isOpen ? "open" : "literal" };
  }
  return { json: null, kind: hasDynamic ? "dynamic" : "none" };
}

const isOpenProperty = (property: ts.ObjectLiteralElementLike): boolean =>
  ts.isSpreadAssignment(property) || (property.name !== undefined && ts.isComputedPropertyName(property.name));

/** `{ config: settings }`, where `settings.timeout = 1` stands elsewhere. */
const isFilledLater = (property: ts.ObjectLiteralElementLike, reads: IdentifierReads): boolean =>
  ts.isPropertyAssignment(property) && isChanged(property.initializer, reads);

/** A callback by name is no options object; any other variable may be one. */
function mayBeObject(model: FileModel, argument: ts.Expression): boolean {
  const kind = kindOf(argument);
  if (kind === "member" || kind === "call" || kind === "spread" || kind === "other") return true;
  if (kind !== "identifier") return false;
  const constant = literalOf(constantOf(model, argument));
  return literalValue(constant) === undefined && model.finder.of(argument).origin.kind !== "function";
}

/** `options.timeout = 1` or `Object.assign(options, …)` after the const was written. */
function isChanged(argument: ts.Expression, reads: IdentifierReads): boolean {
  const node = unwrap(argument);
  if (!ts.isIdentifier(node)) return false;
  return reads.of(node).some(isWrittenTo);
}

function isWrittenTo(read: ts.Identifier): boolean {
  let current: ts.Node = read;
  while (isMemberAccess(current.parent) && current.parent.expression === current) current = current.parent;
  const { parent } = current;
  if (ts.isBinaryExpression(parent) && parent.left === current && current !== read)
    return (
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  return (
    ts.isCallExpression(parent) && parent.arguments[0] === read && calleeText(parent.expression) === "Object.assign"
  );
}

const isMemberAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

/** Spreads inside the object arguments of a call, with what they spread. */
export function spreadsOf(
  model: FileModel,
  args: readonly ts.Expression[],
): { text: string; kind: string; origin: NotedOrigin }[] {
  const found: { text: string; kind: string; origin: NotedOrigin }[] = [];
  const visit = (node: ts.Expression, depth: number): void => {
    const value = unwrap(node);
    if (ts.isArrayLiteralExpression(value) && depth < 2)
      for (const element of value.elements) visit(element, depth + 1);
    if (!ts.isObjectLiteralExpression(value)) return;
    for (const property of value.properties) {
      // Some clients take what they write a level deeper: { data: { … } }, { $set: { … } }.
      if (ts.isPropertyAssignment(property) && depth < 2) visit(property.initializer, depth + 1);
      if (!ts.isSpreadAssignment(property)) continue;
      const spread = unwrap(property.expression);
      found.push({ text: textOf(model, spread, 80), kind: spreadKind(model, spread), origin: model.finder.of(spread) });
    }
  };
  for (const argument of args) visit(argument, 0);
  return found;
}

/** this | env | parameter | object | unknown here; the linker turns clients and requests into `client` and `request`. */
function spreadKind(model: FileModel, node: ts.Expression): string {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return "this";
  if (isEnvObject(node)) return "env";
  const { origin } = model.finder.of(node);
  if (origin.kind === "parameter") return "parameter";
  return origin.kind === "local" || origin.kind === "shape" ? "object" : "unknown";
}

/** Identifiers that appear in the arguments, without duplicates. */
export function namesIn(args: readonly ts.Expression[]): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isFunctionLike(node)) return;
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const argument of args) visit(argument);
  return [...names].slice(0, MAX_ITEMS);
}
