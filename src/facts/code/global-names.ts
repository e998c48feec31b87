import { ts } from "ts-morph";
import globals from "globals";
import { addRows } from "../fact-set.js";
import { isKnownGlobal } from "./globals.js";
import { calleeText, lineOf, type Collector, type FileModel } from "./model.js";
import { memberName, unwrap } from "./syntax.js";

/** The scope that all scripts share, under its names. */
const GLOBAL_OBJECT = /^(globalThis|window|self|global|top|parent|root|frames|GLOBAL)$/;
/** Keys of a configuration object whose value lists global names. */
const CONFIG_KEYS = new Set(["globals", "define", "predef"]);
const CONFIG_CALLS = /(^|\.)(ProvidePlugin|DefinePlugin|EnvironmentPlugin|inject)$/;

/** Names that a file puts into the global scope or expects there, and those whose existence it asks about. */
export class GlobalNameCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.ModuleDeclaration,
    ts.SyntaxKind.BinaryExpression,
    ts.SyntaxKind.CallExpression,
    ts.SyntaxKind.NewExpression,
    ts.SyntaxKind.PropertyAssignment,
    ts.SyntaxKind.TypeOfExpression,
    ts.SyntaxKind.PropertyAccessExpression,
    ts.SyntaxKind.ElementAccessExpression,
  ];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node): void {
    if (ts.isModuleDeclaration(node)) this.#augmentation(node);
    else if (ts.isBinaryExpression(node)) this.#binary(node);
    else if (ts.isTypeOfExpression(node)) this.#tested(node.expression);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.#call(node);
    else if (ts.isPropertyAssignment(node)) this.#configured(node);
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const name = this.#globalMember(node);
      if (name === null) return;
      this.#model.testedNames.add(name);
      // Whoever sets it may do so by a computed name; `window.location` needs nobody.
      if (!isWritten(node) && !isKnownGlobal(name, this.#model)) this.#add(name, "read", lineOf(this.#model, node));
    }
  }

  finish(): void {
    const { text } = this.#model.source;
    for (const match of text.matchAll(NAME_COMMENT)) {
      const list = (match[2] ?? "").replace(/\s--\s[\s\S]*$|:\s*\w+/g, "");
      const names = list.match(/[\w$-]+/g) ?? [];
      const all = match[1] === "eslint-env" ? names.flatMap(namesOfEnvironment) : names;
      for (const name of all) this.#add(name, "comment", lineAt(this.#model.source, match.index));
    }
  }

  /** `declare global { … }`. */
  #augmentation(node: ts.ModuleDeclaration): void {
    const isGlobal = (node.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
    if (!isGlobal || !node.body || !ts.isModuleBlock(node.body)) return;
    for (const statement of node.body.statements)
      for (const { name, at } of declaredNames(statement)) this.#add(name, "declared", lineOf(this.#model, at));
  }

  #binary(node: ts.BinaryExpression): void {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.InKeyword) {
      if (ts.isStringLiteralLike(node.left) && this.#isGlobalObject(node.right))
        this.#model.testedNames.add(node.left.text);
      return;
    }
    if (isAssignment(operator)) this.#assigned(node.left);
  }

  #assigned(target: ts.Expression): void {
    const node = unwrap(target);
    if (ts.isIdentifier(node)) {
      if (!this.#model.finder.binding(node)) this.#add(node.text, "assigned", lineOf(this.#model, node));
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const name = this.#globalMember(node);
      if (name !== null) this.#add(name, "assigned", lineOf(this.#model, node));
    } else if (ts.isArrayLiteralExpression(node)) {
      for (const element of node.elements) this.#assigned(ts.isSpreadElement(element) ? element.expression : element);
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isShorthandPropertyAssignment(property)) this.#assigned(property.name);
        else if (ts.isPropertyAssignment(property)) this.#assigned(property.initializer);
      }
    }
  }

  #tested(expression: ts.Expression): void {
    const node = unwrap(expression);
    if (ts.isIdentifier(node)) this.#model.testedNames.add(node.text);
  }

  /** `Object.assign(globalThis, { a, b })`, `Object.defineProperty(window, "a", …)`, bundlers' plugins. */
  #call(node: ts.CallExpression | ts.NewExpression): void {
    const callee = calleeText(node.expression);
    const [first, second] = node.arguments ?? [];
    if (!first) return;
    if (CONFIG_CALLS.test(callee)) {
      if (this.#model.role === "config" || this.#model.role === "script") this.#keys(first, "config");
    } else if (callee === "Object.assign" && second && this.#isGlobalObject(first)) this.#keys(second, "assigned");
    else if (/^(Object|Reflect)\.defineProperty$/.test(callee) && second && this.#isGlobalObject(first)) {
      if (ts.isStringLiteralLike(second)) this.#add(second.text, "assigned", lineOf(this.#model, second));
    }
  }

  #configured(node: ts.PropertyAssignment): void {
    if (this.#model.role !== "config") return;
    const key = memberName(node.name);
    if (CONFIG_KEYS.has(key)) this.#keys(node.initializer, "config");
    const value = unwrap(node.initializer);
    // Vite puts this import into every file.
    if (key === "jsxInject" && ts.isStringLiteralLike(value))
      for (const [name] of value.text.replace(/\bfrom\b.*/, "").matchAll(/(?!import\b|as\b)\b[\w$]+/g))
        this.#add(name, "config", lineOf(this.#model, node));
  }

  #keys(expression: ts.Expression, kind: string): void {
    const node = unwrap(expression);
    if (!ts.isObjectLiteralExpression(node)) return;
    for (const property of node.properties) {
      const name = property.name ? memberName(property.name) : "";
      this.#add(name, kind, lineOf(this.#model, property));
    }
  }

  #globalMember(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string | null {
    if (!this.#isGlobalObject(node.expression)) return null;
    if (ts.isPropertyAccessExpression(node)) return node.name.text;
    return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : null;
  }

  #isGlobalObject(expression: ts.Expression): boolean {
    const node = bare(expression);
    return ts.isIdentifier(node) && GLOBAL_OBJECT.test(node.text) && !this.#model.finder.binding(node);
  }

  #add(name: string, kind: string, line: number): void {
    if (/^[A-Za-z_$][\w$]*$/.test(name))
      addRows(this.#model.facts, "global_name", [{ file: this.#model.path, line, name, kind }]);
  }
}

const isAssignment = (operator: ts.SyntaxKind): boolean =>
  operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;

const isWritten = (node: ts.Node): boolean =>
  ts.isBinaryExpression(node.parent) && node.parent.left === node && isAssignment(node.parent.operatorToken.kind);

/** Top-level names of a script: every other script of the page or program sees them. */
export function addScriptNames(model: FileModel): void {
  const kind = model.source.isDeclarationFile ? "declared" : "script";
  for (const statement of model.source.statements)
    for (const { name, at } of declaredNames(statement))
      addRows(model.facts, "global_name", [{ file: model.path, line: lineOf(model, at), name, kind }]);
}

/** Lines for which the author switched off complaints about undefined names. */
export function waivedLinesOf(source: ts.SourceFile): FileModel["waivedLines"] {
  const lines = new Set<number>();
  let everythingFrom = Number.POSITIVE_INFINITY;
  for (const match of source.text.matchAll(WAIVER)) {
    const line = lineAt(source, match.index);
    const [, typescript, scope] = match;
    if (typescript === "nocheck") everythingFrom = 0;
    else if (typescript !== undefined || scope === "-next-line") lines.add(line + 1);
    else if (scope === "-line") lines.add(line);
    else everythingFrom = Math.min(everythingFrom, line);
  }
  return { has: (line) => line >= everythingFrom || lines.has(line) };
}

const WAIVER =
  /@ts-(ignore|expect-error|nocheck)\b|(?:es|ox)lint-disable(-next-line|-line)?(?=\s*(?:\*\/|\n|[^\n]*\bno-undef\b))/g;

const NAME_COMMENT = /\/\*\s*(globals?|exported|eslint-env)\s+((?:[^*]|\*(?!\/))*)\*\//g;

function namesOfEnvironment(environment: string): string[] {
  const known: object = globals;
  const names: unknown = Reflect.get(known, environment);
  return typeof names === "object" && names !== null ? Object.keys(names) : [];
}

const lineAt = (source: ts.SourceFile, position: number): number =>
  source.getLineAndCharacterOfPosition(position).line + 1;

/** `(window as any)` is window. */
function bare(expression: ts.Expression): ts.Expression {
  let node = unwrap(expression);
  while (ts.isAsExpression(node)) node = unwrap(node.expression);
  return node;
}

/** Names of values that a statement declares; types are none. */
function declaredNames(statement: ts.Statement): { name: string; at: ts.Node }[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((declaration) => boundNames(declaration.name));
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  if (!isNamed || !statement.name || !ts.isIdentifier(statement.name)) return [];
  return [{ name: statement.name.text, at: statement.name }];
}

function boundNames(name: ts.BindingName): { name: string; at: ts.Node }[] {
  if (ts.isIdentifier(name)) return [{ name: name.text, at: name }];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}
