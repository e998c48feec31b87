import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import type { CorsSettingRow } from "../rows.js";
import { CorsValues, isForOneEnvironment, isTrue } from "./cors-values.js";
import { lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { isFunctionLike } from "./scope.js";
import { memberName } from "./syntax.js";

const HEADER = /^access-control-allow-(origin|credentials)$/i;

/** A header that is set by hand: its value, and what holds it together with the others. */
interface SetHeader {
  readonly value: ts.Expression;
  readonly scope: ts.Node;
}

/** Who may call across origins: headers that are set by hand, and the `origin` of options that let cookies through. */
export class CorsSettingCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.PropertyAssignment,
    ts.SyntaxKind.ShorthandPropertyAssignment,
    ts.SyntaxKind.MethodDeclaration,
  ];
  readonly #model: FileModel;
  readonly #values: CorsValues;

  constructor(model: FileModel) {
    this.#model = model;
    this.#values = new CorsValues(model);
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isStringLiteral(node)) this.#visitHeader(node, context);
    else if (ts.isObjectLiteralElementLike(node)) this.#visitOption(node, context);
  }

  #visitHeader(node: ts.StringLiteral, context: WalkContext): void {
    const header = HEADER.exec(node.text)?.[1]?.toLowerCase();
    const set = header === undefined ? null : setHeaderOf(node);
    if (header === undefined || !set) return;
    const value = header === "credentials" ? credentialsOf(set.value) : this.#values.headerOf(set.value);
    this.#add(node, context, {
      via: "header",
      name: header,
      holder: null,
      value,
      scope_line: lineOf(this.#model, set.scope),
    });
  }

  #visitOption(node: ts.ObjectLiteralElementLike, context: WalkContext): void {
    if (node.name === undefined || memberName(node.name) !== "origin" || !ts.isObjectLiteralExpression(node.parent))
      return;
    const object = node.parent;
    const credentials = propertyOf(object, "credentials");
    if (!credentials || !ts.isPropertyAssignment(credentials) || !isTrue(credentials.initializer)) return;
    const value = ts.isPropertyAssignment(node)
      ? this.#values.optionOf(node.initializer)
      : ts.isMethodDeclaration(node)
        ? this.#values.functionOf(node)
        : ts.isShorthandPropertyAssignment(node)
          ? this.#values.optionOf(node.name)
          : "unknown";
    this.#add(node, context, {
      via: "option",
      name: "origin",
      holder: holderOf(object),
      value,
      scope_line: lineOf(this.#model, object),
    });
  }

  #add(node: ts.Node, context: WalkContext, row: Omit<CorsSettingRow, "file" | "line" | "function_id">): void {
    const isOpen = row.value === "reflected" || row.value === "star";
    addRows(this.#model.facts, "cors_setting", [
      {
        file: this.#model.path,
        line: lineOf(this.#model, node),
        function_id: context.functionId,
        ...row,
        value: isOpen && isForOneEnvironment(node) ? "environment" : row.value,
      },
    ]);
  }
}

const credentialsOf = (value: ts.Expression): string =>
  isTrue(value) ? "on" : ts.isStringLiteral(value) || value.kind === ts.SyntaxKind.FalseKeyword ? "off" : "unknown";

/** `setHeader(name, value)`, `headers[name] = value`, `{ [name]: value }`, `{ key: name, value }`, `[name, value]`. */
function setHeaderOf(node: ts.StringLiteral): SetHeader | null {
  const { parent } = node;
  if (ts.isCallExpression(parent)) {
    const [name, value] = parent.arguments;
    return name === node && value ? { value, scope: blockOf(parent) } : null;
  }
  if (ts.isPropertyAssignment(parent)) {
    if (parent.name === node) return { value: parent.initializer, scope: parent.parent };
    const value = /^(key|name)$/.test(memberName(parent.name)) ? propertyOf(parent.parent, "value") : undefined;
    return value && ts.isPropertyAssignment(value) ? { value: value.initializer, scope: parent.parent.parent } : null;
  }
  if (ts.isArrayLiteralExpression(parent)) {
    const [name, value] = parent.elements;
    return name === node && value ? { value, scope: parent.parent } : null;
  }
  const assignment = ts.isElementAccessExpression(parent) ? parent.parent : null;
  const isAssigned = assignment !== null && ts.isBinaryExpression(assignment) && assignment.left === parent;
  return isAssigned ? { value: assignment.right, scope: blockOf(assignment) } : null;
}

const propertyOf = (object: ts.ObjectLiteralExpression, name: string): ts.ObjectLiteralElementLike | undefined =>
  object.properties.find((each) => each.name !== undefined && memberName(each.name) === name);

/** The statements among which a node stands. */
function blockOf(node: ts.Node): ts.Node {
  let current = node;
  while (!ts.isBlock(current) && !ts.isSourceFile(current) && !isFunctionLike(current)) current = current.parent;
  return current;
}

/** The variable that an object is kept in. */
function holderOf(object: ts.ObjectLiteralExpression): string | null {
  let current: ts.Node = object;
  while (
    ts.isPropertyAssignment(current.parent) ||
    ts.isObjectLiteralExpression(current.parent) ||
    ts.isSatisfiesExpression(current.parent) ||
    ts.isAsExpression(current.parent)
  )
    current = current.parent;
  const { parent } = current;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : null;
}
