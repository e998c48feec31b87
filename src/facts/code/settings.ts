import { ts } from "ts-morph";
import { peel } from "./env-objects.js";
import { calleeText, lineOf, type Collector, type FileModel } from "./model.js";
import { RootUses, valueGivenToField, type HandedImport } from "./settings-roots.js";
import { functionName } from "./functions.js";
import { isFunctionLike } from "./scope.js";
import { memberName } from "./syntax.js";

/** One value of an object of settings: `secret` of `{ jwt: { secret: process.env.JWT_SECRET } }`. */
export interface Setting {
  /** Keys that lead to it: jwt, secret. */
  readonly path: readonly string[];
  readonly line: number;
  readonly endLine: number;
  readonly root: SettingRoot;
}

/** The object of settings itself. */
export interface SettingRoot {
  /** Variable that holds it; null where it is returned or exported without a name. */
  readonly name: string | null;
  /** Held by a namespace of Nest's configuration. */
  readonly isRegistered: boolean;
  /** An instance of a class: `this.key = process.env.KEY`. */
  readonly isInstance: boolean;
  /** Keys of the object, and those of its groups as `group.key`. */
  readonly keys: readonly string[];
  /** Spread, passed on or looked through key by key in its own file. */
  readonly isGiven: boolean;
  /** Stored, returned or renamed in its own file. */
  readonly isMoved: boolean;
}

/** What a file says about settings, and which members of whatever object it reads. Serialisable. */
export interface SettingCode {
  readonly settings: Setting[];
  /** Members that are read, by name. */
  readonly named: Set<string>;
  /** Those of them whose value is taken as it is, so that nobody knows what of it is used. */
  readonly whole: Set<string>;
  /** `group.key` of chains. */
  readonly pairs: Set<string>;
  /** Imports that are used other than by their members. */
  readonly handed: HandedImport[];
}

export const emptySettingCode = (): SettingCode => ({
  settings: [],
  named: new Set(),
  whole: new Set(),
  pairs: new Set(),
  handed: [],
});

/** A name, or several with dots between them, as `config.get("jwt.secret")` takes them. */
const KEY_PATH = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;
const LONGEST_KEY = 80;

/** Objects of settings that hold environment variables, and every member that a file reads. */
export class SettingCollector implements Collector {
  readonly kinds = [
    ts.SyntaxKind.PropertyAccessExpression,
    ts.SyntaxKind.ElementAccessExpression,
    ts.SyntaxKind.BindingElement,
    ts.SyntaxKind.StringLiteral,
    ts.SyntaxKind.NoSubstitutionTemplateLiteral,
    ts.SyntaxKind.PropertyAssignment,
    ts.SyntaxKind.Identifier,
  ];
  readonly #model: FileModel;
  readonly #roots: RootUses;
  readonly #leaves: { readonly node: ts.PropertyAssignment; readonly path: readonly string[]; readonly root: Root }[] =
    [];
  readonly #fields: { readonly node: ts.Node; readonly name: string }[] = [];
  readonly #mentionsEnv: boolean;

  constructor(model: FileModel) {
    this.#model = model;
    this.#roots = new RootUses(model);
    this.#mentionsEnv = /env/i.test(model.source.text);
  }

  visit(node: ts.Node): void {
    if (ts.isPropertyAccessExpression(node)) this.#member(node, node.name.text);
    else if (ts.isElementAccessExpression(node)) this.#element(node);
    else if (ts.isBindingElement(node)) this.#binding(node);
    else if (ts.isStringLiteralLike(node)) this.#text(node);
    else if (ts.isIdentifier(node)) this.#roots.note(node);
    else if (this.#mentionsEnv && ts.isPropertyAssignment(node)) this.#setting(node);
  }

  finish(): void {
    const { settings } = this.#model;
    const described = new Map<ts.Node, SettingRoot>();
    for (const { node, path, root } of this.#leaves) {
      const known = described.get(root.object) ?? this.#describe(root);
      described.set(root.object, known);
      const endLine = this.#model.source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
      settings.settings.push({ path, line: lineOf(this.#model, node), endLine, root: known });
    }
    const instance = { name: null, isRegistered: false, isInstance: true, keys: [], isGiven: false, isMoved: false };
    for (const { node, name } of this.#fields) {
      const endLine = this.#model.source.getLineAndCharacterOfPosition(node.getEnd()).line + 1;
      settings.settings.push({ path: [name], line: lineOf(this.#model, node), endLine, root: instance });
    }
    settings.handed.push(...this.#roots.handedImports());
  }

  #describe(root: Root): SettingRoot {
    const isGiven = root.name !== null && this.#roots.given.has(root.name);
    const isMoved = root.name !== null && this.#roots.moved.has(root.name);
    const prefix = root.namespace === null ? "" : `${root.namespace}.`;
    const keys = root.object.properties.flatMap((property) => keysOf(property, prefix));
    return { name: root.name, isRegistered: root.namespace !== null, isInstance: false, keys, isGiven, isMoved };
  }

  #member(node: ts.PropertyAccessExpression, name: string): void {
    const value = valueGivenToField(node);
    if (value !== null) {
      if (this.#mentionsEnv && READS_ENV.test(value.getText(this.#model.source)))
        this.#fields.push({ node: node.parent, name });
      return;
    }
    const { named, whole, pairs } = this.#model.settings;
    named.add(name);
    const use = outermost(node);
    if (isCallee(use)) return;
    if (isWhole(use)) whole.add(name);
    const owner = ownerName(node.expression);
    if (owner !== null) pairs.add(`${owner}.${name}`);
  }

  #element(node: ts.ElementAccessExpression): void {
    const { whole } = this.#model.settings;
    if (ts.isStringLiteralLike(node.argumentExpression)) return; // a string like any other
    const owner = ownerName(node.expression);
    if (owner !== null) whole.add(owner);
  }

  #binding(node: ts.BindingElement): void {
    const { named, whole, pairs } = this.#model.settings;
    const { parent } = node;
    if (!ts.isObjectBindingPattern(parent) || node.dotDotDotToken) return;
    const key = node.propertyName ?? node.name;
    const name = ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : null;
    if (name === null) return;
    named.add(name);
    if (!ts.isObjectBindingPattern(node.name) || hasRest(node.name)) whole.add(name);
    const holder = parent.parent;
    const owner = ts.isVariableDeclaration(holder) && holder.initializer ? ownerName(holder.initializer) : null;
    if (owner !== null) pairs.add(`${owner}.${name}`);
  }

  #text(node: ts.StringLiteralLike): void {
    const { text, parent } = node;
    if (text.length > LONGEST_KEY || !KEY_PATH.test(text)) return;
    if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent)) return;
    if (!text.includes(".") && isPlainWord(node)) return;
    const { named, whole, pairs } = this.#model.settings;
    const keys = text.split(".");
    for (const [index, key] of keys.entries()) {
      named.add(key);
      const before = keys[index - 1];
      if (before !== undefined) pairs.add(`${before}.${key}`);
    }
    whole.add(keys[keys.length - 1] ?? text);
  }

  #setting(node: ts.PropertyAssignment): void {
    const value = peel(node.initializer);
    if (ts.isObjectLiteralExpression(value) || ts.isFunctionLike(value)) return;
    if (!READS_ENV.test(value.getText(this.#model.source))) return;
    const found = rootOf(node);
    if (found && isForSettings(this.#model.path, found.root)) this.#leaves.push({ node, ...found });
  }
}

const READS_ENV = /\benv\b|["'][A-Z][A-Z0-9]*_[A-Z0-9_]+["']/;

/** A kind, a state or a name, which no object is asked for: `type === "saml"`, `{ method: "saml" }`, `case "saml":`. */
const isPlainWord = ({ parent }: ts.StringLiteralLike): boolean =>
  ts.isPropertyAssignment(parent) ||
  ts.isArrayLiteralExpression(parent) ||
  ts.isCaseClause(parent) ||
  ts.isJsxAttribute(parent) ||
  (ts.isCallExpression(parent) && calleeText(parent.expression) === "registerAs") ||
  (ts.isBinaryExpression(parent) && parent.operatorToken.kind !== ts.SyntaxKind.BarBarToken);

interface Root {
  readonly object: ts.ObjectLiteralExpression;
  readonly name: string | null;
  readonly namespace: string | null;
  /** Function that returns it. */
  readonly maker: string | null;
}

/** The keys that lead to a setting, and the object of settings; null where the object is made for something else. */
function rootOf(node: ts.PropertyAssignment): { readonly path: readonly string[]; readonly root: Root } | null {
  const path: string[] = [];
  let current: ts.Node = node;
  while (ts.isPropertyAssignment(current)) {
    const key = memberName(current.name);
    const object: ts.Node = current.parent;
    if (key === "" || !ts.isObjectLiteralExpression(object)) return null;
    path.unshift(key);
    const outer = outermost(object);
    if (!ts.isPropertyAssignment(outer.parent)) {
      const root = describeRoot(object, outer);
      if (root && root.namespace !== null) path.unshift(root.namespace);
      return root && { path, root };
    }
    current = outer.parent;
  }
  return null;
}

/** Structured data, options and answers look alike; an object of settings is called one, or stands in a file for them. */
const SETTINGS = /conf(ig)?|settings?|env(ironment)?s?\b|options/i;

const isForSettings = (path: string, { name, namespace, maker }: Root): boolean =>
  namespace !== null ||
  [path.slice(path.lastIndexOf("/") + 1), name, maker].some((text) => text !== null && SETTINGS.test(text));

function describeRoot(object: ts.ObjectLiteralExpression, outer: ts.Node): Root | null {
  const { parent } = outer;
  const nameless: Root = { object, name: null, namespace: null, maker: null };
  if (ts.isVariableDeclaration(parent))
    return ts.isIdentifier(parent.name) ? { ...nameless, name: parent.name.text } : null;
  if (ts.isExportAssignment(parent)) return { ...nameless, name: "default" };
  if (ts.isCallExpression(parent)) {
    return calleeText(parent.expression) === "Object.freeze" ? describeRoot(object, outermost(parent)) : null;
  }
  const maker = ts.isReturnStatement(parent) ? functionAround(parent) : ts.isArrowFunction(parent) ? parent : null;
  if (!maker) return null;
  const call = maker.parent;
  if (!ts.isCallExpression(call)) return isOption(maker) ? null : { ...nameless, maker: makerName(maker) };
  const [namespace] = call.arguments;
  if (calleeText(call.expression) !== "registerAs" || !namespace || !ts.isStringLiteralLike(namespace)) return null;
  return { ...nameless, namespace: namespace.text };
}

/** A function that somebody else is given to call: `useFactory: () => ({ … })`. */
const isOption = (node: ts.Node): boolean =>
  ts.isPropertyAssignment(node.parent) ||
  (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent)) ||
  ts.isJsxExpression(node.parent);

const makerName = (maker: ts.Node): string | null => (isFunctionLike(maker) ? functionName(maker) : null);

function functionAround(node: ts.Node): ts.Node | null {
  let current = node.parent;
  while (!ts.isSourceFile(current)) {
    if (ts.isFunctionLike(current)) return current;
    current = current.parent;
  }
  return null;
}

function keysOf(property: ts.ObjectLiteralElementLike, prefix: string): string[] {
  if (!property.name) return [];
  const key = memberName(property.name);
  if (key === "") return [];
  const own = [`${prefix}${key}`];
  const value = ts.isPropertyAssignment(property) ? peel(property.initializer) : null;
  if (!value || !ts.isObjectLiteralExpression(value) || prefix !== "") return own;
  return [...own, ...value.properties.flatMap((inner) => keysOf(inner, `${key}.`))];
}

/** The expression with everything around it that does not change it. */
function outermost(node: ts.Node): ts.Node {
  let current = node;
  while (
    ts.isParenthesizedExpression(current.parent) ||
    ts.isNonNullExpression(current.parent) ||
    ts.isAsExpression(current.parent) ||
    ts.isSatisfiesExpression(current.parent)
  )
    current = current.parent;
  return current;
}

const isCallee = (node: ts.Node): boolean => ts.isCallExpression(node.parent) && node.parent.expression === node;

/** Neither a member of it is read, nor is it taken apart. */
function isWhole(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression !== node;
  const isTakenApart = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name);
  return !isTakenApart || hasRest(parent.name);
}

const hasRest = (pattern: ts.BindingName): boolean =>
  ts.isObjectBindingPattern(pattern) && pattern.elements.some((element) => element.dotDotDotToken !== undefined);

/** `jwt` of `config.jwt`. */
function ownerName(expression: ts.Expression): string | null {
  const node = peel(expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  return ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)
    ? node.argumentExpression.text
    : null;
}
