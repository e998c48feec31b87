import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { calleeText, type FileModel } from "./model.js";
import { addExport, addImport } from "./module-rows.js";
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

/** What a file exports: declarations, lists, assignments to `module.exports`. Re-exports are imports as well. */
export class ExportReader {
  readonly #model: FileModel;
  readonly #module: ModuleFacts;

  constructor(model: FileModel, module: ModuleFacts) {
    this.#model = model;
    this.#module = module;
  }

  /** `export import fs = require("fs")`, `export import Inner = Outer.Inner`. */
  alias(node: ts.ImportEqualsDeclaration): void {
    this.#module.isModule = true;
    const name = node.name.text;
    const binding = this.#model.finder.binding(node.name);
    addExport(this.#model, node, { name, local: name, kind: node.isTypeOnly ? "type" : "variable", specifier: null });
    if (binding) this.#module.exports.set(name, this.#model.finder.ofBinding(binding));
  }

  declaration(node: ts.ExportDeclaration): void {
    // Inside `declare module "x"` an export is that module's.
    if (!ts.isSourceFile(node.parent)) return;
    this.#module.isModule = true;
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
      this.#module.exports.set(name, imported(specifier, local));
      return;
    }
    const binding = this.#model.finder.scopeAt(element)?.lookup(local);
    const origin = binding ? this.#model.finder.ofBinding(binding) : null;
    const functionId = isType ? null : functionIdOf(origin);
    const kind = isType ? "type" : functionId === null ? "variable" : "function";
    addExport(this.#model, element, { name, local, kind, specifier: null, functionId });
    if (!isType) this.#module.handedOn.add(local);
    if (origin) this.#module.exports.set(name, origin);
  }

  /** `export * from` and `export * as name from`. */
  #exportAll(node: ts.ExportDeclaration, specifier: string, name: string | null): void {
    const { isTypeOnly: isType } = node;
    addImport(this.#model, node, { specifier, imported: "*", local: null, kind: "reexport", isType });
    if (name === null) {
      this.#module.stars.push(specifier);
      addExport(this.#model, node, { name: "*", local: null, kind: "star", specifier });
    } else {
      addExport(this.#model, node, { name, local: null, kind: "reexport", specifier });
      this.#module.exports.set(name, imported(specifier, "*"));
    }
  }

  assignment(node: ts.ExportAssignment): void {
    if (!ts.isSourceFile(node.parent)) return;
    this.#module.isModule = true;
    if (node.isExportEquals === true) this.#module.isCommonJs = true;
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
    this.#module.exports.set(name, origin);
  }

  exportedDeclaration(node: DeclarationStatement): void {
    if (!hasExportKeyword(node) || !ts.isSourceFile(node.parent)) return;
    this.#module.isModule = true;
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
    if (origin) this.#module.exports.set(name, origin);
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
    if (origin) this.#module.exports.set(name.text, origin);
  }

  commonJs(node: ts.BinaryExpression): void {
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

export const hasExportKeyword = (node: ts.HasModifiers): boolean =>
  ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true;

export const isDeclarationStatement = (node: ts.Node): node is DeclarationStatement =>
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
