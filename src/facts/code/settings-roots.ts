import { ts } from "ts-morph";
import type { FileModel } from "./model.js";

/** An import that a file uses otherwise than by its members. */
export interface HandedImport {
  readonly specifier: string;
  /** Exported name; default, or * for the whole module. */
  readonly name: string;
  /** Spread, passed on or looked through key by key; otherwise stored, returned or renamed. */
  readonly isGiven: boolean;
}

/** Names that a file hands on as a whole. By name alone: a shadowed one only makes the answer more careful. */
export class RootUses {
  readonly given = new Set<string>();
  readonly moved = new Set<string>();
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  note(node: ts.Identifier): void {
    let current: ts.Node = node;
    while (isWrapper(current.parent)) current = current.parent;
    const { parent } = current;
    if (isGivenAt(parent, current)) this.given.add(node.text);
    else if (isMovedAt(parent, current)) this.moved.add(node.text);
  }

  /** Imports among the names. */
  handedImports(): HandedImport[] {
    const found: HandedImport[] = [];
    for (const { local, specifier, name } of importsOf(this.#model.source)) {
      const isGiven = this.given.has(local);
      if (isGiven || this.moved.has(local)) found.push({ specifier, name, isGiven });
    }
    return found;
  }
}

const isWrapper = (node: ts.Node): boolean =>
  ts.isParenthesizedExpression(node) ||
  ts.isNonNullExpression(node) ||
  ts.isAsExpression(node) ||
  ts.isSatisfiesExpression(node);

function isGivenAt(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isElementAccessExpression(parent)) {
    return parent.expression === node && !ts.isStringLiteralLike(parent.argumentExpression);
  }
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) return parent.expression === node;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node && hasRest(parent.name);
  return (
    ts.isSpreadAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isJsxSpreadAttribute(parent) ||
    ts.isJsxExpression(parent)
  );
}

function isMovedAt(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node && ts.isIdentifier(parent.name);
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === node;
  if (ts.isBinaryExpression(parent))
    return parent.right === node && !/^(module\.)?exports\b/.test(parent.left.getText());
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  return (
    ts.isReturnStatement(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent)
  );
}

const hasRest = (name: ts.BindingName): boolean =>
  ts.isObjectBindingPattern(name) && name.elements.some((element) => element.dotDotDotToken !== undefined);

interface LocalImport {
  readonly local: string;
  readonly specifier: string;
  readonly name: string;
}

/** Names that statements of the file's top level import. */
function importsOf(source: ts.SourceFile): LocalImport[] {
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return ofDeclaration(statement);
    return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(ofRequire) : [];
  });
}

function ofDeclaration(node: ts.ImportDeclaration): LocalImport[] {
  const { importClause: clause, moduleSpecifier } = node;
  if (!clause || clause.isTypeOnly || !ts.isStringLiteral(moduleSpecifier)) return [];
  const specifier = moduleSpecifier.text;
  const found: LocalImport[] = clause.name ? [{ local: clause.name.text, specifier, name: "default" }] : [];
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) found.push({ local: bindings.name.text, specifier, name: "*" });
  if (bindings && ts.isNamedImports(bindings)) {
    for (const { name, propertyName } of bindings.elements)
      found.push({ local: name.text, specifier, name: (propertyName ?? name).text });
  }
  return found;
}

function ofRequire(node: ts.VariableDeclaration): LocalImport[] {
  const call = node.initializer;
  if (!call || !ts.isCallExpression(call) || !ts.isIdentifier(call.expression) || call.expression.text !== "require")
    return [];
  const [argument] = call.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return [];
  const specifier = argument.text;
  if (ts.isIdentifier(node.name)) return [{ local: node.name.text, specifier, name: "*" }];
  if (!ts.isObjectBindingPattern(node.name)) return [];
  return node.name.elements.flatMap(({ name, propertyName }) => {
    if (!ts.isIdentifier(name)) return [];
    const key = propertyName && ts.isIdentifier(propertyName) ? propertyName.text : name.text;
    return [{ local: name.text, specifier, name: key }];
  });
}

/** Of `this.key = value` the value: the field is written, not read. */
export function valueGivenToField({ parent, expression }: ts.PropertyAccessExpression): ts.Expression | null {
  if (expression.kind !== ts.SyntaxKind.ThisKeyword || !ts.isBinaryExpression(parent)) return null;
  const isGiven = parent.left.pos === expression.pos && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isGiven ? parent.right : null;
}
