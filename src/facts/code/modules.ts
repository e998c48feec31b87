import { ts } from "ts-morph";
import { isFunctionLike } from "./scope.js";
import { ExportReader, hasExportKeyword, isDeclarationStatement, type ModuleFacts } from "./exports.js";
import type { Collector, FileModel, WalkContext } from "./model.js";
import { addImport } from "./module-rows.js";
import { isCaught, requiredModule, takenNames } from "./required-module.js";

/** Imports, requires, dynamic imports, re-exports and exports of one file. */
export class ModuleCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.ImportDeclaration,
    ts.SyntaxKind.ImportEqualsDeclaration,
    ts.SyntaxKind.ExportDeclaration,
    ts.SyntaxKind.ExportAssignment,
    ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.VariableStatement,
    ts.SyntaxKind.FunctionDeclaration,
    ts.SyntaxKind.ClassDeclaration,
    ts.SyntaxKind.EnumDeclaration,
    ts.SyntaxKind.ModuleDeclaration,
    ts.SyntaxKind.InterfaceDeclaration,
    ts.SyntaxKind.TypeAliasDeclaration,
    ts.SyntaxKind.Identifier,
  ];
  readonly module: ModuleFacts = {
    exports: new Map(),
    stars: [],
    isCommonJs: false,
    isModule: false,
    handedOn: new Set(),
  };
  readonly #model: FileModel;
  readonly #exports: ExportReader;
  #usesCommonJs = false;

  constructor(model: FileModel) {
    this.#model = model;
    this.#exports = new ExportReader(model, this.module);
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isImportDeclaration(node)) this.#importDeclaration(node);
    else if (ts.isImportEqualsDeclaration(node)) this.#importEquals(node);
    else if (ts.isExportDeclaration(node)) this.#exports.declaration(node);
    else if (ts.isExportAssignment(node)) this.#exports.assignment(node);
    else if (ts.isCallExpression(node)) this.#require(node, context);
    else if (ts.isBinaryExpression(node)) this.#exports.commonJs(node);
    else if (ts.isIdentifier(node)) this.#moduleName(node);
    else if (isDeclarationStatement(node)) this.#exports.exportedDeclaration(node);
  }

  finish(): void {
    // `if (typeof module !== "undefined") module.exports = x` stands in scripts of pages as well.
    const isTested = ["module", "exports", "require", "define"].some((name) => this.#model.testedNames.has(name));
    if (this.#usesCommonJs && !isTested) this.module.isModule = true;
  }

  /** `module.exports` and `exports` in any form: what they are given is not always to be seen. */
  #moduleName(node: ts.Identifier): void {
    if (node.text !== "exports" && node.text !== "module") return;
    const { parent } = node;
    if (node.text === "module") {
      const isExports = ts.isPropertyAccessExpression(parent) && parent.name.text === "exports";
      if (!isExports && !ts.isElementAccessExpression(parent)) return;
    } else if (ts.isPropertyAccessExpression(parent) && parent.name === node) return;
    if (!isValueName(node) || this.#model.finder.binding(node)) return;
    this.module.isCommonJs = true;
    this.#usesCommonJs = true;
  }

  #importDeclaration(node: ts.ImportDeclaration): void {
    const isAmbient = !ts.isSourceFile(node.parent);
    if (!isAmbient) this.module.isModule = true;
    if (!ts.isStringLiteral(node.moduleSpecifier)) return undefined;
    const specifier = node.moduleSpecifier.text;
    const { importClause: clause } = node;
    const isType = clause?.isTypeOnly === true || isAmbient;
    if (!clause)
      return addImport(this.#model, node, { specifier, imported: null, local: null, kind: "import", isType: false });
    if (clause.name)
      addImport(this.#model, clause.name, {
        specifier,
        imported: "default",
        local: clause.name.text,
        kind: "import",
        isType,
      });
    const bindings = clause.namedBindings;
    if (!bindings) return undefined;
    if (ts.isNamespaceImport(bindings)) {
      return addImport(this.#model, bindings, {
        specifier,
        imported: "*",
        local: bindings.name.text,
        kind: "import",
        isType,
      });
    }
    for (const element of bindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      addImport(this.#model, element, {
        specifier,
        imported,
        local: element.name.text,
        kind: "import",
        isType: isType || element.isTypeOnly,
      });
    }
    if (bindings.elements.length === 0)
      addImport(this.#model, node, { specifier, imported: null, local: null, kind: "import", isType });
    return undefined;
  }

  #importEquals(node: ts.ImportEqualsDeclaration): void {
    const { moduleReference } = node;
    if (ts.isSourceFile(node.parent) && hasExportKeyword(node)) this.#exports.alias(node);
    if (!ts.isExternalModuleReference(moduleReference) || !ts.isStringLiteralLike(moduleReference.expression)) return;
    this.module.isModule = true;
    const specifier = moduleReference.expression.text;
    addImport(this.#model, node, {
      specifier,
      imported: "*",
      local: node.name.text,
      kind: "require",
      isType: node.isTypeOnly,
    });
  }

  #require(node: ts.CallExpression, context: WalkContext): void {
    this.#asynchronousModule(node);
    const found = requiredModule(this.#model, node);
    if (!found) return;
    const kind = found.isDynamic ? "dynamic" : "require";
    if (!found.isDynamic) this.#usesCommonJs = true;
    const inTry = context.inTry || isCaught(node) || (!found.isDynamic && isUniversal(node));
    const isChoice = found.isDynamic && isInCase(node);
    const base = { specifier: found.specifier, kind, isType: false, inTry, isChoice, functionId: context.functionId };
    for (const { name, local } of takenNames(node)) addImport(this.#model, node, { ...base, imported: name, local });
  }

  /** `define([…], factory)`: what the factory returns is what is exported. */
  #asynchronousModule({ expression: callee }: ts.CallExpression): void {
    if (ts.isIdentifier(callee) && callee.text === "define" && !this.#model.finder.binding(callee))
      this.module.isCommonJs = true;
  }
}

/** Inside a `case` of the same function. */
function isInCase(node: ts.Node): boolean {
  for (let current = node; !isFunctionLike(current) && !ts.isSourceFile(current); current = current.parent) {
    if (ts.isCaseClause(current.parent)) return current.parent.expression !== current;
  }
  return false;
}

const LOADER_NAMES = /^(define|exports|module|require)$/;

/** `if (typeof exports === "object") … require("x")`: where that is no CommonJS, the module finds it in another way. */
function isUniversal(node: ts.Node): boolean {
  for (let current = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    const isBranch = (ts.isIfStatement(parent) || ts.isConditionalExpression(parent)) && current !== testOf(parent);
    if (isBranch && asksForLoader(testOf(parent))) return true;
  }
  return false;
}

const testOf = (node: ts.IfStatement | ts.ConditionalExpression): ts.Expression =>
  ts.isIfStatement(node) ? node.expression : node.condition;

function asksForLoader(node: ts.Node): boolean {
  if (ts.isTypeOfExpression(node)) return ts.isIdentifier(node.expression) && LOADER_NAMES.test(node.expression.text);
  return ts.forEachChild(node, asksForLoader) ?? false;
}

/** False for keys and members that only share the name. */
const isValueName = ({ parent }: ts.Identifier): boolean =>
  !ts.isPropertyAssignment(parent) && !ts.isBindingElement(parent) && !ts.isMethodDeclaration(parent);
