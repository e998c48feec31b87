/** Who holds the value of a call: how long a client lives that is made here. */
import { ts } from "ts-morph";
import type { IdentifierReads } from "./identifier-reads.js";
import { calleeText, rootOf, type FileModel } from "./model.js";
import { isFunctionLike, type Binding, type Scope } from "./scope.js";
import { isTransparent } from "./syntax.js";

/**
 * - module: made while the file is loaded;
 * - outer: kept in a variable, member or collection that outlives the function, or by a helper that remembers;
 * - closed: ended by the function that made it (`.end()`, `.quit()`, `using`);
 * - instance: a member of `this`;
 * - returned: the caller holds it;
 * - passed: given to a function of the project or put somewhere that cannot be followed;
 * - local: dies, or is forgotten, with the function.
 */
export type Holder = "module" | "outer" | "closed" | "instance" | "returned" | "passed" | "local";

/** From what settles the question to what leaves it open. */
const ORDER: readonly Holder[] = ["module", "outer", "closed", "instance", "returned", "passed", "local"];

/** Variables that only hand a value on to the next one. */
const MAX_DEPTH = 5;

const CLOSERS =
  /^(end|quit|disconnect|\$disconnect|close|closeAll|release|destroy|terminate|shutdown|stop|dispose|Symbol\.asyncDispose)$/;
/** They give back what they are called on. */
const FLUENT =
  /^(on|once|connect|\$connect|\$extends|\$on|setMaxListeners|unref|duplicate|initialize|asPromise|catch)$/;
/** Helpers that make a value once and remember it. */
const REMEMBERS = /^(cache|once|memo|memoi[sz]e\w*|unstable_cache|useMemo|useState|useRef|remember|singleton|lazy\w*)$/;
const COLLECTS = /^(set|push|add|unshift|register|provide)$/;

/** Who holds what a call gives. */
export function holderOf(model: FileModel, node: ts.Expression, reads: IdentifierReads): Holder {
  return new HolderFinder(model, reads).of(node, 0);
}

class HolderFinder {
  readonly #model: FileModel;
  readonly #reads: IdentifierReads;
  /** Variables whose holders are known: in `a = a || b` they lead to each other again and again. */
  readonly #followed = new Set<Binding>();

  constructor(model: FileModel, reads: IdentifierReads) {
    this.#model = model;
    this.#reads = reads;
  }

  of(start: ts.Node, depth: number): Holder {
    if (depth > MAX_DEPTH) return "passed";
    if (functionAround(start) === null) return "module";
    if (isRemembered(start)) return "outer";
    let node = start;
    while (isSameValue(node.parent, node)) node = node.parent;
    const { parent } = node;
    if (ts.isVariableDeclaration(parent)) return this.#declared(parent, depth);
    if (ts.isBinaryExpression(parent)) return parent.right === node ? this.#assigned(parent.left, depth) : "local";
    if (ts.isPropertyAccessExpression(parent)) return this.#member(parent, depth);
    if (isReturn(parent, node)) return "returned";
    if (isArgument(parent, node)) return this.#argument(parent, depth);
    if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent) || ts.isSpreadAssignment(parent))
      return this.of(parent.parent, depth + 1);
    if (ts.isArrayLiteralExpression(parent)) return this.of(parent, depth + 1);
    if (ts.isPropertyDeclaration(parent)) return "instance";
    return "local";
  }

  /** `x.connect()` gives x back, `x.end()` ends it, and anything else only uses it. */
  #member(access: ts.PropertyAccessExpression, depth: number): Holder {
    const call = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) return "local";
    if (CLOSERS.test(access.name.text)) return "closed";
    return FLUENT.test(access.name.text) ? this.of(call, depth) : "local";
  }

  #declared(declaration: ts.VariableDeclaration, depth: number): Holder {
    const kind: ts.NodeFlags = declaration.parent.flags & ts.NodeFlags.BlockScoped;
    if (kind === ts.NodeFlags.Using || kind === ts.NodeFlags.AwaitUsing) return "closed";
    return ts.isIdentifier(declaration.name) ? this.#named(declaration.name, depth) : "passed";
  }

  #named(name: ts.Identifier, depth: number): Holder {
    const binding = this.#reads.binding(name);
    if (binding) {
      if (this.#followed.has(binding)) return "local";
      this.#followed.add(binding);
    }
    const holders = new Set(this.#reads.of(name).map((read) => this.of(read, depth + 1)));
    return ORDER.find((holder) => holders.has(holder)) ?? "local";
  }

  #assigned(left: ts.Expression, depth: number): Holder {
    if (ts.isIdentifier(left)) {
      const binding = this.#model.finder.binding(left);
      if (!binding || functionScope(binding.scope) !== functionScope(this.#model.finder.scopeAt(left))) return "outer";
      return this.#named(left, depth);
    }
    const root = rootOf(left);
    if (root.kind === ts.SyntaxKind.ThisKeyword) return "instance";
    if (!ts.isIdentifier(root)) return "passed";
    const binding = this.#model.finder.binding(root);
    if (!binding) return "outer"; // globalThis.x, global.x, module.exports
    if (binding.kind === "parameter") return "passed";
    return functionScope(binding.scope) === functionScope(this.#model.finder.scopeAt(left)) ? "passed" : "outer";
  }

  /** A package only wraps what it is given (`drizzle(pool)`); what the project's own functions do with it is their affair. */
  #argument(call: ts.CallExpression | ts.NewExpression, depth: number): Holder {
    const callee = call.expression;
    const text = calleeText(callee);
    if (ts.isPropertyAccessExpression(callee) && COLLECTS.test(callee.name.text)) {
      const root = rootOf(callee);
      const binding = ts.isIdentifier(root) ? this.#model.finder.binding(root) : null;
      const isOwn = binding && functionScope(binding.scope) === functionScope(this.#model.finder.scopeAt(callee));
      if (root.kind === ts.SyntaxKind.ThisKeyword) return "instance";
      return isOwn ? "passed" : "outer";
    }
    if (REMEMBERS.test(text.slice(text.lastIndexOf(".") + 1))) return "outer";
    const { origin } = this.#model.finder.of(callee);
    const isPackage = origin.kind === "import" && /^(@[a-z0-9][\w.-]*\/)?[a-z0-9]/.test(origin.specifier);
    return isPackage ? this.of(call, depth + 1) : "passed";
  }
}

/** The value itself, waited for, chosen, cast or assigned in passing. */
function isSameValue(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isAwaitExpression(parent) || isTransparent(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (!ts.isBinaryExpression(parent)) return false;
  const operator = parent.operatorToken.kind;
  return operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
}

const isReturn = (parent: ts.Node, node: ts.Node): boolean =>
  ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);

const isArgument = (parent: ts.Node, node: ts.Node): parent is ts.CallExpression | ts.NewExpression =>
  (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node;

function functionAround(node: ts.Node): ts.Node | null {
  let current = node.parent;
  while (!isFunctionLike(current)) {
    // A static field is filled while the class is loaded; an instance's for every instance.
    if (ts.isPropertyDeclaration(current)) return isStaticField(current) ? null : current;
    if (ts.isSourceFile(current)) return null;
    current = current.parent;
  }
  return current;
}

const isStaticField = (node: ts.PropertyDeclaration): boolean =>
  (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword);

/** `cache(() => new Pool())`: inside a function that a helper runs once. */
function isRemembered(node: ts.Node): boolean {
  for (let owner = functionAround(node); owner; owner = functionAround(owner)) {
    const call = owner.parent;
    if (!ts.isCallExpression(call) || call.expression === owner) return false;
    const text = calleeText(call.expression);
    if (REMEMBERS.test(text.slice(text.lastIndexOf(".") + 1))) return true;
  }
  return false;
}

function functionScope(scope: Scope | null): Scope | null {
  let current = scope;
  while (current && !current.isFunction) current = current.parent;
  return current;
}
