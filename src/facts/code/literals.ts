import { ts } from "ts-morph";
import type { LiteralRow } from "../rows.js";
import { addRows } from "../fact-set.js";
import { calleeText, lineOf, templateText, type Collector, type FileModel, type WalkContext } from "./model.js";
import { holderOf, NO_HOLDER } from "./literal-holder.js";
import { handsOn, isFallback, memberName } from "./syntax.js";

/** Ids, paths, URLs, versions, header values: no white space, and a sign that it is not a plain word. */
const INTERESTING = /^(?=.*[-./:_\d=])[\x21-\x7e]{3,300}$/;
/** Ids as short as they get: o1, v2. */
const SHORT_ID = /^[a-z]\d$/;
/** Names that say something by themselves. */
const SIGNAL = /^SIG[A-Z]+$/;
const URL_LIKE = /^https?:\/\/\S{3,300}/;

/** Whether a string could matter to a rule. */
export const isInteresting = (value: string): boolean =>
  INTERESTING.test(value) || URL_LIKE.test(value) || SIGNAL.test(value) || SHORT_ID.test(value);

// Beside those, `output: "export"` of a framework's configuration: pages without a server.

/** Contexts in which a literal can be part of a larger object or array. */
const HELD: ReadonlySet<string> = new Set(["property", "array", "default"]);

/** String literals that rules may ask for, with the place they stand in. */
export class LiteralCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.NoSubstitutionTemplateLiteral,
    ts.SyntaxKind.TemplateExpression,
  ];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return;
    const value = ts.isTemplateExpression(node) ? templateText(node) : node.text;
    const isMode = value === "export" && this.#model.role === "config";
    if (!isMode && !isInteresting(value)) return;
    const place = placeOf(node);
    if (!place || (isMode && place.key !== "output")) return;
    const call = context.argumentOf;
    const row: LiteralRow = {
      file: this.#model.path,
      line: lineOf(this.#model, node),
      value,
      context: place.context,
      key: place.key,
      ...(HELD.has(place.context) ? holderOf(node) : NO_HOLDER),
      callee: call ? calleeText(call.expression) : null,
      call_id: call ? this.#model.callId(call) : null,
      function_id: context.functionId,
    };
    addRows(this.#model.facts, "literal", [row]);
  }
}

interface LiteralPlace {
  readonly context: string;
  readonly key: string | null;
}

/** Where a literal stands; null for imports, JSX attributes, types' module names and directives. */
function placeOf(node: ts.Expression): LiteralPlace | null {
  let current: ts.Node = node;
  while (handsOn(current.parent)) current = current.parent;
  const { parent } = current;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent))
    return null;
  if (ts.isJsxAttribute(parent) || ts.isJsxExpression(parent) || ts.isExpressionStatement(parent)) return null;
  if (ts.isLiteralTypeNode(parent)) return { context: "type", key: null };
  if (ts.isPropertyAssignment(parent)) {
    if (parent.name === current) return { context: "key", key: null };
    return { context: "property", key: keyPath(parent) };
  }
  if (ts.isComputedPropertyName(parent) || ts.isElementAccessExpression(parent)) return { context: "key", key: null };
  if (ts.isBinaryExpression(parent)) return binaryPlace(parent, current);
  if (ts.isVariableDeclaration(parent))
    return { context: "variable", key: ts.isIdentifier(parent.name) ? parent.name.text : null };
  if (ts.isPropertyDeclaration(parent)) return { context: "variable", key: memberName(parent.name) };
  if (ts.isEnumMember(parent)) return { context: "variable", key: memberName(parent.name) };
  if (ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return { context: "default", key: ts.isIdentifier(parent.name) ? parent.name.text : null };
  }
  if (ts.isArrayLiteralExpression(parent)) return { context: "array", key: keyOfArray(parent) };
  if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) return { context: "return", key: null };
  if (ts.isCaseClause(parent)) return { context: "case", key: null };
  if (ts.isTemplateSpan(parent)) return { context: "template", key: null };
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== current) {
    return defaultPlace(parent) ?? { context: "argument", key: null };
  }
  return { context: "other", key: null };
}

function binaryPlace(parent: ts.BinaryExpression, current: ts.Node): LiteralPlace {
  const operator = parent.operatorToken.kind;
  if (isFallback(parent)) {
    return { context: "default", key: parent.right === current ? keyOfDefault(parent) : null };
  }
  if (operator === ts.SyntaxKind.EqualsToken && ts.isExpression(parent.left)) {
    return { context: "variable", key: calleeText(parent.left) };
  }
  const isComparison =
    operator === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    operator === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    operator === ts.SyntaxKind.EqualsEqualsToken ||
    operator === ts.SyntaxKind.ExclamationEqualsToken ||
    operator === ts.SyntaxKind.InKeyword;
  return { context: isComparison ? "comparison" : "other", key: null };
}

/** `z.string().default("y")`: what a schema fills in, for the property or constant it describes. */
function defaultPlace(call: ts.CallExpression | ts.NewExpression): LiteralPlace | null {
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== "default") return null;
  let chain: ts.Node = call;
  while (isChainLink(chain.parent) || handsOn(chain.parent)) chain = chain.parent;
  const key = receiverOf(chain);
  return key === null ? null : { context: "default", key };
}

const isChainLink = (node: ts.Node): boolean => ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);

/** `a || process.env.X || "y"`: the property or variable that receives it, else what comes first. */
function keyOfDefault(node: ts.BinaryExpression): string {
  let whole: ts.Node = node;
  while (handsOn(whole.parent) || isFallback(whole.parent)) whole = whole.parent;
  return receiverOf(whole) ?? calleeText(firstOperand(node));
}

function firstOperand(node: ts.BinaryExpression): ts.Expression {
  let { left } = node;
  while (ts.isBinaryExpression(left) && isFallback(left)) ({ left } = left);
  return left;
}

/** The property, variable or member that a whole expression is assigned to; null when it is none. */
function receiverOf(node: ts.Node): string | null {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return keyPath(parent);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyDeclaration(parent)) return memberName(parent.name);
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && parent.right === node ? calleeText(parent.left) : null;
}

const keyOfArray = (node: ts.ArrayLiteralExpression): string | null => {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return keyPath(parent);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : null;
};

/** Dotted names from the outermost object literal to this property. */
function keyPath(property: ts.PropertyAssignment): string {
  const names = [memberName(property.name)];
  let current: ts.Node = property.parent;
  for (;;) {
    const { parent } = current;
    if (ts.isPropertyAssignment(parent)) {
      names.unshift(memberName(parent.name));
      current = parent.parent;
    } else if (handsOn(parent)) {
      current = parent;
    } else {
      break;
    }
  }
  return names.join(".");
}
