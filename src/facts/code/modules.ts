import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { calleeText, type Collector, type FileModel, type WalkContext } from "./model.js";
import { addExport, addImport } from "./module-rows.js";
import { isCaught, requiredModule, takenNames } from "./required-module.js";
import { memberName, unwrap } from "./syntax.js";

/** What a file exports, for the linker. */
export interface ModuleFacts {
  readonly exports: Map<string, NotedOrigin>;
  readonly stars: string[];
  isCommonJs: boolean;
  isModule: boolean;
  /** Local names that an export list hands on as values. */
  readonly handedOn: Set<string>;
}

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
  #usesCommonJs = false;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    if (ts.isImportDeclaration(node)) this.#importDeclaration(node);
    else if (ts.isImportEqualsDeclaration(node)) this.#importEquals(node);
    else if (ts.isExportDeclaration(node)) this.#exportDeclaration(node);
    else if (ts.isExportAssignment(node)) this.#exportAssignment(node);
    else if (ts.isCallExpression(node)) this.#require(node, context);
    else if (ts.isBinaryExpression(node)) this.#commonJs(node);
    else if (ts.isIdentifier(node)) this.#moduleName(node);
    else if (isDeclarationStatement(node)) this.#exportedDeclaration(node);
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
    if (ts.isSourceFile(node.parent) && hasExportKeyword(node)) this.#exportedAlias(node);
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

  /** `export import fs = require("fs")`, `export import Inner = Outer.Inner`. */
  #exportedAlias(node: ts.ImportEqualsDeclaration): void {
    this.module.isModule = true;
    const name = node.name.text;
    const binding = this.#model.finder.binding(node.name);
    addExport(this.#model, node, { name, local: name, kind: node.isTypeOnly ? "type" : "variable", specifier: null });
    if (binding) this.module.exports.set(name, this.#model.finder.ofBinding(binding));
  }

  #exportDeclaration(node: ts.ExportDeclaration): void {
    // Inside `declare module "x"` an export is that module's.
    if (!ts.isSourceFile(node.parent)) return;
    this.module.isModule = true;
    const specifier =
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
    const { exportClause: clause } = node;
    if (!clause || ts.isNamespaceExport(clause)) {
      if (specifier !== null) this.#exportAll(node, specifier, clause?.name.text ?? null);
      return;
    }
    for (const element of clause.elements)
      this.#exportSpecifier(element, specifier, node.isTypeOnly || element.isTypeOnly);
  }

  #exportSpecifier(element: ts.ExportSpecifier, specifier: string | null, isType: boolean): void {
    const local = (element.propertyName ?? element.name).text;
    const name = element.name.text;
    if (specifier !== null) {
      addImport(this.#model, element, { specifier, imported: local, local: null, kind: "reexport", isType });
      addExport(this.#model, element, { name, local, kind: isType ? "type" : "reexport", specifier });
      this.module.exports.set(name, imported(specifier, local));
      return;
    }
    const binding = this.#model.finder.scopeAt(element)?.lookup(local);
    const origin = binding ? this.#model.finder.ofBinding(binding) : null;
    const functionId = isType ? null : functionIdOf(origin);
    const kind = isType ? "type" : functionId === null ? "variable" : "function";
    addExport(this.#model, element, { name, local, kind, specifier: null, functionId });
    if (!isType) this.module.handedOn.add(local);
    if (origin) this.module.exports.set(name, origin);
  }

  /** `export * from` and `export * as name from`. */
  #exportAll(node: ts.ExportDeclaration, specifier: string, name: string | null): void {
    const { isTypeOnly: isType } = node;
    addImport(this.#model, node, { specifier, imported: "*", local: null, kind: "reexport", isType });
    if (name === null) {
      this.module.stars.push(specifier);
      addExport(this.#model, node, { name: "*", local: null, kind: "star", specifier });
    } else {
      addExport(this.#model, node, { name, local: null, kind: "reexport", specifier });
      this.module.exports.set(name, imported(specifier, "*"));
    }
  }

  #exportAssignment(node: ts.ExportAssignment): void {
    if (!ts.isSourceFile(node.parent)) return;
    this.module.isModule = true;
    if (node.isExportEquals === true) this.module.isCommonJs = true;
    this.#exportValue(node, "default", node.expression);
  }

  #exportValue(node: ts.Node, name: string, value: ts.Expression): void {
    const inner = unwrap(value);
    const origin = this.#model.finder.of(inner);
    const functionId = functionIdOf(origin);
    addExport(this.#model, node, {
      name,
      local: ts.isIdentifier(inner) ? inner.text : null,
      kind: functionId === null ? "variable" : "function",
      specifier: null,
      functionId,
    });
    this.module.exports.set(name, origin);
  }

  #exportedDeclaration(node: DeclarationStatement): void {
    if (!hasExportKeyword(node) || !ts.isSourceFile(node.parent)) return;
    this.module.isModule = true;
    const isDefault = ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) this.#exportPattern(declaration.name);
      return;
    }
    const local = node.name && ts.isIdentifier(node.name) ? node.name.text : null;
    const name = isDefault ? "default" : local;
    if (name === null) return;
    const functionId = ts.isFunctionDeclaration(node) && node.body ? this.#model.finder.functionId(node) : null;
    addExport(this.#model, node, { name, local, kind: exportKind(node), specifier: null, functionId });
    const origin = this.#declared(node, local);
    if (origin) this.module.exports.set(name, origin);
  }

  #declared(node: ts.Node, local: string | null): NotedOrigin | null {
    if (ts.isFunctionDeclaration(node) && node.body) {
      const id = this.#model.finder.functionId(node);
      return { origin: { kind: "function", id, steps: [] }, isTyped: false, isConditional: false };
    }
    const binding = local === null ? null : this.#model.finder.scopeAt(node.parent)?.lookup(local);
    return binding ? this.#model.finder.ofBinding(binding) : null;
  }

  #exportPattern(name: ts.BindingName): void {
    if (!ts.isIdentifier(name)) {
      for (const element of name.elements) if (ts.isBindingElement(element)) this.#exportPattern(element.name);
      return;
    }
    const binding = this.#model.finder.binding(name);
    const origin = binding ? this.#model.finder.ofBinding(binding) : null;
    const functionId = functionIdOf(origin);
    addExport(this.#model, name, {
      name: name.text,
      local: name.text,
      kind: functionId === null ? "variable" : "function",
      specifier: null,
      functionId,
    });
    if (origin) this.module.exports.set(name.text, origin);
  }

  #require(node: ts.CallExpression, context: WalkContext): void {
    this.#asynchronousModule(node);
    const found = requiredModule(this.#model, node);
    if (!found) return;
    const kind = found.isDynamic ? "dynamic" : "require";
    if (!found.isDynamic) this.#usesCommonJs = true;
    const inTry = context.inTry || isCaught(node);
    const base = { specifier: found.specifier, kind, isType: false, inTry, functionId: context.functionId };
    for (const { name, local } of takenNames(node)) addImport(this.#model, node, { ...base, imported: name, local });
  }

  /** `define([…], factory)`: what the factory returns is what is exported. */
  #asynchronousModule({ expression: callee }: ts.CallExpression): void {
    if (ts.isIdentifier(callee) && callee.text === "define" && !this.#model.finder.binding(callee))
      this.module.isCommonJs = true;
  }

  #commonJs(node: ts.BinaryExpression): void {
    if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(node.left)) return;
    const target = calleeText(node.left);
    if (target === "module.exports") {
      this.#exportValue(node, "default", node.right);
      const value = unwrap(node.right);
      if (ts.isObjectLiteralExpression(value)) this.#exportMembers(value);
    } else if (target.startsWith("exports.") || target.startsWith("module.exports.")) {
      this.#exportValue(node, node.left.name.text, node.right);
    }
  }

  #exportMembers(value: ts.ObjectLiteralExpression): void {
    for (const property of value.properties) {
      if (ts.isShorthandPropertyAssignment(property)) this.#exportValue(property, property.name.text, property.name);
      else if (ts.isPropertyAssignment(property))
        this.#exportValue(property, memberName(property.name), property.initializer);
    }
  }
}

const imported = (specifier: string, name: string): NotedOrigin => ({
  origin: { kind: "import", specifier, name, steps: [] },
  isTyped: false,
  isConditional: false,
});

/** The function of this file that a value is; null for every other value. */
const functionIdOf = (noted: NotedOrigin | null): number | null =>
  noted?.origin.kind === "function" && noted.origin.steps.length === 0 ? noted.origin.id : null;

type DeclarationStatement =
  | ts.VariableStatement
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration;

const hasExportKeyword = (node: ts.HasModifiers): boolean =>
  ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;

/** False for keys and members that only share the name. */
const isValueName = ({ parent }: ts.Identifier): boolean =>
  !ts.isPropertyAssignment(parent) && !ts.isBindingElement(parent) && !ts.isMethodDeclaration(parent);

const isDeclarationStatement = (node: ts.Node): node is DeclarationStatement =>
  ts.isVariableStatement(node) ||
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isModuleDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node);

function exportKind(node: DeclarationStatement): string {
  if (ts.isFunctionDeclaration(node)) return "function";
  if (ts.isClassDeclaration(node)) return "class";
  return ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ? "type" : "variable";
}
