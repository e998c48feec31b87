import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import type { ExportRow, ImportRow } from "../rows.js";
import { addRows } from "../fact-set.js";
import { requiredModule } from "./calls.js";
import { calleeText, lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { memberName, unwrap } from "./syntax.js";
import { isFunctionLike } from "./scope.js";

/** What a file exports, for the linker. */
export interface ModuleFacts {
  readonly exports: Map<string, NotedOrigin>;
  readonly stars: string[];
  isCommonJs: boolean;
  isModule: boolean;
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
  ];
  readonly module: ModuleFacts = { exports: new Map(), stars: [], isCommonJs: false, isModule: false };
  readonly #model: FileModel;

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
    else if (isDeclarationStatement(node)) this.#exportedDeclaration(node);
  }

  #importDeclaration(node: ts.ImportDeclaration): void {
    this.module.isModule = true;
    if (!ts.isStringLiteral(node.moduleSpecifier)) return;
    const specifier = node.moduleSpecifier.text;
    const { importClause: clause } = node;
    const isType = clause?.isTypeOnly === true;
    if (!clause) return this.#add(node, { specifier, imported: null, local: null, kind: "import", isType: false });
    if (clause.name)
      this.#add(clause.name, { specifier, imported: "default", local: clause.name.text, kind: "import", isType });
    const bindings = clause.namedBindings;
    if (!bindings) return undefined;
    if (ts.isNamespaceImport(bindings)) {
      return this.#add(bindings, { specifier, imported: "*", local: bindings.name.text, kind: "import", isType });
    }
    for (const element of bindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      this.#add(element, {
        specifier,
        imported,
        local: element.name.text,
        kind: "import",
        isType: isType || element.isTypeOnly,
      });
    }
    if (bindings.elements.length === 0)
      this.#add(node, { specifier, imported: null, local: null, kind: "import", isType });
    return undefined;
  }

  #importEquals(node: ts.ImportEqualsDeclaration): void {
    const { moduleReference } = node;
    if (!ts.isExternalModuleReference(moduleReference) || !ts.isStringLiteralLike(moduleReference.expression)) return;
    this.module.isModule = true;
    const specifier = moduleReference.expression.text;
    this.#add(node, { specifier, imported: "*", local: node.name.text, kind: "require", isType: node.isTypeOnly });
  }

  #exportDeclaration(node: ts.ExportDeclaration): void {
    this.module.isModule = true;
    const specifier =
      node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : null;
    const { exportClause: clause } = node;
    if (!clause) {
      if (specifier === null) return;
      this.module.stars.push(specifier);
      this.#add(node, { specifier, imported: "*", local: null, kind: "reexport", isType: node.isTypeOnly });
      this.#export(node, { name: "*", local: null, kind: "star", specifier });
      return;
    }
    if (ts.isNamespaceExport(clause)) {
      if (specifier === null) return;
      this.#add(node, { specifier, imported: "*", local: null, kind: "reexport", isType: node.isTypeOnly });
      this.#export(node, { name: clause.name.text, local: null, kind: "reexport", specifier });
      this.module.exports.set(clause.name.text, imported(specifier, "*"));
      return;
    }
    for (const element of clause.elements)
      this.#exportSpecifier(element, specifier, node.isTypeOnly || element.isTypeOnly);
  }

  #exportSpecifier(element: ts.ExportSpecifier, specifier: string | null, isType: boolean): void {
    const local = (element.propertyName ?? element.name).text;
    const name = element.name.text;
    if (specifier !== null) {
      this.#add(element, { specifier, imported: local, local: null, kind: "reexport", isType });
      this.#export(element, { name, local, kind: isType ? "type" : "reexport", specifier });
      this.module.exports.set(name, imported(specifier, local));
      return;
    }
    this.#export(element, { name, local, kind: isType ? "type" : "variable", specifier: null });
    const binding = this.#model.finder.scopeAt(element)?.lookup(local);
    if (binding) this.module.exports.set(name, this.#model.finder.ofBinding(binding));
  }

  #exportAssignment(node: ts.ExportAssignment): void {
    this.module.isModule = true;
    if (node.isExportEquals === true) this.module.isCommonJs = true;
    this.#exportValue(node, "default", node.expression);
  }

  #exportValue(node: ts.Node, name: string, value: ts.Expression): void {
    const inner = unwrap(value);
    const functionId = isFunctionLike(inner) ? this.#model.finder.functionId(inner) : null;
    const kind = functionId === null ? "variable" : "function";
    this.#export(node, { name, local: ts.isIdentifier(inner) ? inner.text : null, kind, specifier: null, functionId });
    this.module.exports.set(name, this.#model.finder.of(inner));
  }

  #exportedDeclaration(node: DeclarationStatement): void {
    const modifiers = ts.getModifiers(node) ?? [];
    if (!modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword)) return;
    if (!ts.isSourceFile(node.parent)) return;
    this.module.isModule = true;
    const isDefault = modifiers.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword);
    if (ts.isVariableStatement(node)) {
      for (const declaration of node.declarationList.declarations) this.#exportPattern(declaration.name);
      return;
    }
    const local = node.name && ts.isIdentifier(node.name) ? node.name.text : null;
    const name = isDefault ? "default" : local;
    if (name === null) return;
    const functionId = ts.isFunctionDeclaration(node) && node.body ? this.#model.finder.functionId(node) : null;
    this.#export(node, { name, local, kind: exportKind(node), specifier: null, functionId });
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
    const functionId = origin?.origin.kind === "function" && origin.origin.steps.length === 0 ? origin.origin.id : null;
    this.#export(name, {
      name: name.text,
      local: name.text,
      kind: functionId === null ? "variable" : "function",
      specifier: null,
      functionId,
    });
    if (origin) this.module.exports.set(name.text, origin);
  }

  #require(node: ts.CallExpression, context: WalkContext): void {
    const found = requiredModule(this.#model, node);
    if (!found) return;
    const kind = found.isDynamic ? "dynamic" : "require";
    const inTry = context.inTry || isCaught(node);
    const base = { specifier: found.specifier, kind, isType: false, inTry, functionId: context.functionId };
    const names = requiredNames(node);
    if (names.length === 0) this.#add(node, { ...base, imported: "*", local: null });
    for (const { name, local } of names) this.#add(node, { ...base, imported: name, local });
  }

  #commonJs(node: ts.BinaryExpression): void {
    if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(node.left)) return;
    const target = calleeText(node.left);
    if (target === "module.exports") {
      this.module.isCommonJs = true;
      this.#exportValue(node, "default", node.right);
      const value = unwrap(node.right);
      if (ts.isObjectLiteralExpression(value)) this.#exportMembers(value);
    } else if (target.startsWith("exports.") || target.startsWith("module.exports.")) {
      this.module.isCommonJs = true;
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

  #add(node: ts.Node, row: NewImport): void {
    const { isType, inTry = false, functionId = null, ...rest } = row;
    const full: ImportRow = {
      ...rest,
      file: this.#model.path,
      line: lineOf(this.#model, node),
      is_type: isType,
      in_try: inTry,
      function_id: functionId,
      resolution: "unknown",
      resolved_file: null,
      package: null,
      is_exported: null,
    };
    addRows(this.#model.facts, "import", [full]);
  }

  #export(node: ts.Node, row: NewExport): void {
    const full: ExportRow = {
      file: this.#model.path,
      line: lineOf(this.#model, node),
      name: row.name,
      local: row.local,
      kind: row.kind,
      specifier: row.specifier,
      function_id: row.functionId ?? null,
      importers: 0,
    };
    addRows(this.#model.facts, "export", [full]);
  }
}

interface NewImport {
  readonly specifier: string;
  readonly imported: string | null;
  readonly local: string | null;
  readonly kind: string;
  readonly isType: boolean;
  readonly inTry?: boolean;
  readonly functionId?: number | null;
}

interface NewExport {
  readonly name: string;
  readonly local: string | null;
  readonly kind: string;
  readonly specifier: string | null;
  readonly functionId?: number | null;
}

const imported = (specifier: string, name: string): NotedOrigin => ({
  origin: { kind: "import", specifier, name, steps: [] },
  isTyped: false,
  isConditional: false,
});

type DeclarationStatement =
  | ts.VariableStatement
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.EnumDeclaration
  | ts.ModuleDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration;

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

/** Names a require or awaited import is destructured into. */
function requiredNames(node: ts.CallExpression): { name: string; local: string | null }[] {
  let current: ts.Node = node;
  while (ts.isAwaitExpression(current.parent) || ts.isParenthesizedExpression(current.parent)) current = current.parent;
  const { parent } = current;
  if (ts.isPropertyAccessExpression(parent)) return [{ name: parent.name.text, local: null }];
  if (!ts.isVariableDeclaration(parent)) return [];
  if (ts.isIdentifier(parent.name)) return [{ name: "*", local: parent.name.text }];
  if (!ts.isObjectBindingPattern(parent.name)) return [];
  return parent.name.elements.map((element) => ({
    name: element.propertyName
      ? ts.isIdentifier(element.propertyName)
        ? element.propertyName.text
        : "*"
      : nameOf(element.name),
    local: nameOf(element.name),
  }));
}

const nameOf = (name: ts.BindingName): string => (ts.isIdentifier(name) ? name.text : "*");

/** `import("x").catch(…)`. */
const isCaught = (node: ts.CallExpression): boolean =>
  ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === "catch";
