import { ts } from "ts-morph";
import {
  definesTable,
  firstReference,
  initialState,
  receiverOfCallback,
  repositoryArgument,
  standsFor,
  type StandIn,
} from "./call-values.js";
import type { NotedOrigin, Shape } from "./file-code.js";
import { isKnownGlobal } from "./globals.js";
import { importOrigin } from "./import-origin.js";
import { advance, conditional, isKnown, LOCAL, madeBy, noted, repositoryOf, typed, UNKNOWN } from "./noted-origin.js";
import { returnOrigin } from "./return-origin.js";
import { isRequireCall, unwrap } from "./syntax.js";
import { isFunctionLike, type Binding, type FunctionNode, type RootScope, type Scope, type Scopes } from "./scope.js";
import { isNamedShape, ShapeBuilder, type OriginSource } from "./shapes.js";
import { concatenationOrigin, literalText, templateOrigin } from "./text-origin.js";
import { TypeOrigins } from "./type-origins.js";

/** Longest chain of variables, members and calls that is followed within one file. */
const MAX_DEPTH = 24;

/**
 * Says where values of one file come from: through variables, destructuring, `new`, factories, class fields,
 * typed parameters and default values. What crosses files is left as an import with steps.
 */
export class OriginFinder implements OriginSource {
  readonly returns = new Map<number, NotedOrigin>();
  readonly #functionIds = new Map<ts.Node, number>();
  readonly #shapes = new ShapeBuilder(this);
  readonly #types = new TypeOrigins(this, this.#shapes);
  readonly #scopes: Scopes;
  readonly #root: RootScope;
  readonly #callId: (node: ts.Node) => number;
  readonly #inProgress = new Set<ts.Node>();
  readonly #bindings = new Map<Binding, NotedOrigin>();
  readonly #expressions = new Map<ts.Node, NotedOrigin>();

  constructor(scopes: Scopes, root: RootScope, callId: (node: ts.Node) => number) {
    this.#scopes = scopes;
    this.#root = root;
    this.#callId = callId;
  }

  /** Classes, objects and types met so far. */
  get shapes(): ReadonlyMap<number, Shape> {
    return this.#shapes.shapes;
  }

  /** Local id of a function; ids are given out on first sight. */
  functionId(node: FunctionNode): number {
    let id = this.#functionIds.get(node);
    if (id === undefined) {
      id = this.#functionIds.size + 1;
      this.#functionIds.set(node, id);
    }
    return id;
  }

  /** Innermost scope around a node. */
  scopeAt(node: ts.Node): Scope | null {
    let current: ts.Node | undefined = node;
    while (current) {
      const scope = this.#scopes.get(current);
      if (scope) return scope;
      current = current.parent;
    }
    return null;
  }

  /** Declaration an identifier means; null when it is not declared in this file. */
  binding(identifier: ts.Identifier): Binding | null {
    return this.scopeAt(identifier)?.lookup(identifier.text) ?? null;
  }

  /** Origin of any expression. */
  of(expression: ts.Expression, depth = 0): NotedOrigin {
    if (depth > MAX_DEPTH) return UNKNOWN;
    const node = unwrap(expression);
    const cached = this.#expressions.get(node);
    if (cached) return cached;
    const isOutermost = this.#inProgress.size === 0 && depth < MAX_DEPTH / 2;
    const found = this.#ofNode(node, depth);
    if (isOutermost) this.#expressions.set(node, found);
    return found;
  }

  #ofNode(node: ts.Expression, depth: number): NotedOrigin {
    if (ts.isIdentifier(node)) return this.#ofIdentifier(node, depth);
    if (node.kind === ts.SyntaxKind.ThisKeyword) return this.#ofThis(node);
    if (node.kind === ts.SyntaxKind.SuperKeyword) return advance(this.#ofThis(node));
    if (ts.isPropertyAccessExpression(node)) return this.#ofMember(node, depth);
    if (ts.isElementAccessExpression(node)) return this.#ofElement(node, depth);
    if (ts.isCallExpression(node)) return this.#ofCall(node, depth);
    if (ts.isNewExpression(node)) {
      return madeBy(advance(this.of(node.expression, depth + 1), "new"), this.#callId(node));
    }
    if (ts.isTaggedTemplateExpression(node)) return advance(this.of(node.tag, depth + 1), "()");
    if (ts.isAsExpression(node)) return this.#ofAssertion(node, depth);
    if (ts.isConditionalExpression(node)) return this.#either([node.whenTrue, node.whenFalse], depth);
    if (ts.isBinaryExpression(node)) return this.#ofBinary(node, depth);
    if (ts.isStringLiteralLike(node)) return literalText(node.text);
    if (ts.isTemplateExpression(node)) return templateOrigin(node, (part) => this.of(part, depth + 1));
    if (isFunctionLike(node)) return noted({ kind: "function", id: this.functionId(node), steps: [] });
    if (ts.isClassExpression(node) || ts.isObjectLiteralExpression(node)) {
      return noted({ kind: "shape", id: this.#shapes.idOf(node), steps: [] });
    }
    return LOCAL;
  }

  /** Origin of a value declared with this type. */
  ofType(type: ts.TypeNode | undefined, depth = 0): NotedOrigin {
    return depth > MAX_DEPTH ? UNKNOWN : this.#types.ofType(type, depth);
  }

  /** Origin of a value whose type has this name, as it is known at `at`. */
  ofTypeName(name: ts.EntityName | ts.Expression, at: ts.Node, depth = 0): NotedOrigin {
    return depth > MAX_DEPTH ? UNKNOWN : this.#types.ofTypeName(name, at, depth);
  }

  /** Origin of a parameter, by its type or as "parameter n of function f". */
  ofParameter(parameter: ts.ParameterDeclaration, depth = 0): NotedOrigin {
    const byType = this.ofType(parameter.type, depth + 1);
    if (isKnown(byType)) return typed(byType);
    if (parameter.initializer) {
      const byDefault = this.of(parameter.initializer, depth + 1);
      if (isKnown(byDefault)) return conditional(byDefault);
    }
    const owner = parameter.parent;
    if (!isFunctionLike(owner)) return UNKNOWN;
    const index = owner.parameters.indexOf(parameter);
    const receiver = index === 0 ? receiverOfCallback(owner) : null;
    const passed = receiver ? this.of(receiver, depth + 1) : UNKNOWN;
    if (isKnown(passed)) return passed;
    return noted({ kind: "parameter", functionId: this.functionId(owner), index, steps: [] });
  }

  /** What this file puts on the global object: `global.db = …`. The platform's own names are left out. */
  globals(): Map<string, NotedOrigin> {
    const found = new Map<string, NotedOrigin>();
    for (const [name, values] of this.#root.globalMembers) {
      if (isKnownGlobal(name, { language: "typescript" })) continue;
      const value = values.map((each) => this.of(each)).find(isKnown);
      if (value) found.set(name, value);
    }
    return found;
  }

  /** Computes what every function seen so far returns. Call once, after the walk. */
  finishReturns(functions: Iterable<FunctionNode>): void {
    for (const node of functions) {
      const found = returnOrigin(node, this, this.#shapes);
      if (isKnown(found)) this.returns.set(this.functionId(node), found);
    }
  }

  #ofIdentifier(node: ts.Identifier, depth: number): NotedOrigin {
    const binding = this.binding(node);
    return binding ? this.ofBinding(binding, depth + 1) : this.#ofGlobal(node.text, depth);
  }

  /** A name that is not declared: something of the platform, or what this file puts there (`db = …`). */
  #ofGlobal(name: string, depth: number): NotedOrigin {
    for (const value of this.#root.undeclared.get(name) ?? []) {
      const found = this.#guarded(value, () => this.of(value, depth + 1));
      if (isKnown(found)) return found;
    }
    return noted({ kind: "global", name, steps: [] });
  }

  #ofMember(node: ts.PropertyAccessExpression, depth: number): NotedOrigin {
    const reference = node.name.text === "current" ? firstReference(node.expression) : null;
    if (reference) return this.of(reference, depth + 1);
    return advance(this.of(node.expression, depth + 1), `.${node.name.text}`);
  }

  /** Origin of a declared name. */
  ofBinding(binding: Binding, depth = 0): NotedOrigin {
    const cached = this.#bindings.get(binding);
    if (cached) return cached;
    // Never part of a cycle: a shape is known by its id before its members are looked at.
    if (isNamedShape(binding.node)) return noted({ kind: "shape", id: this.#shapes.idOf(binding.node), steps: [] });
    if (depth > MAX_DEPTH || this.#inProgress.has(binding.node)) return UNKNOWN;
    // Inside a cycle an answer can be cut short; only an answer that began outside any is kept.
    const isOutermost = this.#inProgress.size === 0;
    this.#inProgress.add(binding.node);
    try {
      const found = this.#ofDeclaration(binding, depth);
      if (isOutermost) this.#bindings.set(binding, found);
      return found;
    } finally {
      this.#inProgress.delete(binding.node);
    }
  }

  #ofDeclaration(binding: Binding, depth: number): NotedOrigin {
    const { node } = binding;
    if (binding.kind === "import") return importOrigin(node);
    if (ts.isBindingElement(node)) return this.#ofBindingElement(node, binding, depth);
    if (ts.isVariableDeclaration(node)) return this.#ofVariable(node, binding, depth);
    if (ts.isParameter(node)) return this.ofParameter(node, depth);
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) {
      return node.body ? noted({ kind: "function", id: this.functionId(node), steps: [] }) : LOCAL;
    }
    return LOCAL;
  }

  #ofVariable(node: ts.VariableDeclaration, binding: Binding, depth: number): NotedOrigin {
    if (node.initializer) {
      const found = this.of(node.initializer, depth + 1);
      if (isKnown(found) && (binding.isConst || binding.assignments.length === 0)) return found;
      if (isKnown(found)) return conditional(found);
    }
    for (const value of binding.assignments) {
      const found = this.of(value, depth + 1);
      if (isKnown(found)) return conditional(found, binding.assignments.length > 1);
    }
    const byType = this.ofType(node.type, depth + 1);
    return isKnown(byType) ? typed(byType) : node.initializer ? LOCAL : UNKNOWN;
  }

  /** `const { a: { b } } = value`: members of the value, outermost first. */
  #ofBindingElement(node: ts.BindingElement, binding: Binding, depth: number): NotedOrigin {
    const steps: string[] = [];
    let current: ts.Node = node;
    while (ts.isBindingElement(current)) {
      const pattern: ts.Node = current.parent;
      if (ts.isArrayBindingPattern(pattern)) return advance(this.#ofState(pattern, current, depth), ...steps);
      if (!ts.isObjectBindingPattern(pattern) || current.dotDotDotToken) return LOCAL;
      const name = current.propertyName ?? current.name;
      if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return LOCAL;
      steps.unshift(`.${name.text}`);
      current = pattern.parent;
    }
    if (ts.isParameter(current)) return advance(this.ofParameter(current, depth + 1), ...steps);
    if (!ts.isVariableDeclaration(current) || !current.initializer) return LOCAL;
    if (binding.kind === "catch") return LOCAL;
    return advance(this.of(current.initializer, depth + 1), ...steps);
  }

  /** `const [client] = useState(() => createClient())`. */
  #ofState(pattern: ts.ArrayBindingPattern, element: ts.BindingElement, depth: number): NotedOrigin {
    const declaration = pattern.parent;
    if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return LOCAL;
    const state = pattern.elements[0] === element ? initialState(declaration.initializer) : null;
    return state ? this.#ofStandIn(state, depth) : LOCAL;
  }

  #ofStandIn({ value, isCalled }: StandIn, depth: number): NotedOrigin {
    const found = this.of(value, depth + 1);
    return isCalled ? advance(found, "()") : found;
  }

  #ofThis(node: ts.Node): NotedOrigin {
    let current: ts.Node | undefined = node.parent;
    while (current) {
      if (ts.isClassLike(current)) return noted({ kind: "shape", id: this.#shapes.idOf(current), steps: ["new"] });
      if (ts.isFunctionDeclaration(current) || ts.isFunctionExpression(current)) return UNKNOWN;
      if (ts.isMethodDeclaration(current) && ts.isObjectLiteralExpression(current.parent)) {
        return noted({ kind: "shape", id: this.#shapes.idOf(current.parent), steps: [] });
      }
      current = current.parent;
    }
    return UNKNOWN;
  }

  #ofElement(node: ts.ElementAccessExpression, depth: number): NotedOrigin {
    const { argumentExpression: argument } = node;
    return ts.isStringLiteralLike(argument)
      ? advance(this.of(node.expression, depth + 1), `.${argument.text}`)
      : UNKNOWN;
  }

  #ofCall(node: ts.CallExpression, depth: number): NotedOrigin {
    if (isRequireCall(node)) {
      const [argument] = node.arguments;
      if (
        argument &&
        ts.isStringLiteralLike(argument) &&
        !(ts.isIdentifier(node.expression) && this.binding(node.expression))
      ) {
        return noted({ kind: "import", specifier: argument.text, name: "*", steps: [] });
      }
    }
    const standIn = standsFor(node);
    if (standIn) return this.#ofStandIn(standIn, depth);
    const called = advance(this.of(node.expression, depth + 1), "()");
    const entity = repositoryArgument(node);
    const made = entity ? repositoryOf(called, this.of(entity, depth + 1)) : called;
    // The first call makes the client; calls on an instance, or on what a call gave, only use it.
    const isUse = made.madeBy !== undefined || made.origin.steps.includes("new");
    return isUse && !definesTable(node, made) ? made : madeBy(made, this.#callId(node));
  }

  #ofAssertion(node: ts.AsExpression, depth: number): NotedOrigin {
    const found = this.of(node.expression, depth + 1);
    if (isKnown(found) && found.origin.kind !== "parameter" && found.origin.kind !== "global") return found;
    const byType = this.ofType(node.type, depth + 1);
    return isKnown(byType) ? typed(byType) : found;
  }

  #ofBinary(node: ts.BinaryExpression, depth: number): NotedOrigin {
    const operator = node.operatorToken.kind;
    if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) {
      return this.#either([node.left, node.right], depth);
    }
    if (RIGHT_SIDE.has(operator)) return this.of(node.right, depth + 1);
    if (operator !== ts.SyntaxKind.PlusToken) return LOCAL;
    return concatenationOrigin(node, (part) => this.of(part, depth + 1)) ?? LOCAL;
  }

  /**
   * First alternative that leads to an import, a function or a shape; caches on globalThis give way to what fills
   * them, and whatever is not known before it runs gives way to a text.
   */
  #either(expressions: readonly ts.Expression[], depth: number): NotedOrigin {
    let fallback = LOCAL;
    for (const expression of expressions) {
      const found = this.of(expression, depth + 1);
      const { kind } = found.origin;
      if (kind === "import" || kind === "function" || kind === "shape") return conditional(found);
      const isEmpty = found.origin.kind === "text" && found.origin.text === "" && found.origin.base === null;
      if (isKnown(found) && !isEmpty) fallback = conditional(found);
    }
    return fallback;
  }

  #guarded(node: ts.Node, compute: () => NotedOrigin): NotedOrigin {
    if (this.#inProgress.has(node)) return UNKNOWN;
    this.#inProgress.add(node);
    try {
      return compute();
    } finally {
      this.#inProgress.delete(node);
    }
  }
}

/** Operators whose value is, or may be, their right side. */
const RIGHT_SIDE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/** Says less than a declared type: a member of an object, a parameter, something on the global object. */
