import { ts } from "ts-morph";
import type { NotedOrigin, Origin, Shape } from "./file-code.js";
import { aliasOf, isRequireCall, isStatic, memberName, returnedExpressions, unwrap } from "./syntax.js";
import { isFunctionLike, type Binding, type FunctionNode, type Scope, type Scopes } from "./scope.js";
import { concatenationOrigin, literalText, templateOrigin } from "./text-origin.js";

const UNKNOWN: NotedOrigin = { origin: { kind: "unknown", steps: [] }, isTyped: false, isConditional: false };
const LOCAL: NotedOrigin = { origin: { kind: "local", steps: [] }, isTyped: false, isConditional: false };

/** Longest chain of variables, members and calls that is followed within one file. */
const MAX_DEPTH = 24;

const note = (origin: Origin): NotedOrigin => ({ origin, isTyped: false, isConditional: false });
const typed = (noted: NotedOrigin): NotedOrigin => ({ ...noted, isTyped: true });

/** The same value, some steps further on. */
export function advance(noted: NotedOrigin, ...steps: string[]): NotedOrigin {
  const { origin } = noted;
  return steps.length === 0 ? noted : { ...noted, origin: { ...origin, steps: [...origin.steps, ...steps] } };
}

const isKnown = (noted: NotedOrigin): boolean => noted.origin.kind !== "unknown" && noted.origin.kind !== "local";

/**
 * Says where values of one file come from: through variables, destructuring, `new`, factories, class fields,
 * typed parameters and default values. What crosses files is left as an import with steps.
 */
export class OriginFinder {
  readonly shapes = new Map<number, Shape>();
  readonly returns = new Map<number, NotedOrigin>();
  readonly #functionIds = new Map<ts.Node, number>();
  readonly #shapeIds = new Map<ts.Node, number>();
  readonly #scopes: Scopes;
  readonly #callId: (node: ts.Node) => number;
  readonly #inProgress = new Set<ts.Node>();
  readonly #bindings = new Map<Binding, NotedOrigin>();
  readonly #expressions = new Map<ts.Node, NotedOrigin>();

  constructor(scopes: Scopes, callId: (node: ts.Node) => number) {
    this.#scopes = scopes;
    this.#callId = callId;
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
    if (ts.isPropertyAccessExpression(node)) return advance(this.of(node.expression, depth + 1), `.${node.name.text}`);
    if (ts.isElementAccessExpression(node)) return this.#ofElement(node, depth);
    if (ts.isCallExpression(node)) return this.#ofCall(node, depth);
    if (ts.isNewExpression(node)) {
      return { ...advance(this.of(node.expression, depth + 1), "new"), madeBy: this.#callId(node) };
    }
    if (ts.isTaggedTemplateExpression(node)) return advance(this.of(node.tag, depth + 1), "()");
    if (ts.isAsExpression(node)) return this.#ofAssertion(node, depth);
    if (ts.isConditionalExpression(node)) return this.#either([node.whenTrue, node.whenFalse], depth);
    if (ts.isBinaryExpression(node)) return this.#ofBinary(node, depth);
    if (ts.isStringLiteralLike(node)) return literalText(node.text);
    if (ts.isTemplateExpression(node)) return templateOrigin(node, (part) => this.of(part, depth + 1));
    if (isFunctionLike(node)) return note({ kind: "function", id: this.functionId(node), steps: [] });
    if (ts.isClassExpression(node) || ts.isObjectLiteralExpression(node)) {
      return note({ kind: "shape", id: this.#shape(node), steps: [] });
    }
    return LOCAL;
  }

  /** Origin of a value declared with this type. */
  ofType(type: ts.TypeNode | undefined, depth = 0): NotedOrigin {
    if (!type || depth > MAX_DEPTH) return UNKNOWN;
    if (ts.isParenthesizedTypeNode(type)) return this.ofType(type.type, depth + 1);
    if (ts.isUnionTypeNode(type) || ts.isIntersectionTypeNode(type)) {
      for (const part of type.types) {
        const found = this.ofType(part, depth + 1);
        if (isKnown(found)) return found;
      }
      return UNKNOWN;
    }
    if (ts.isTypeQueryNode(type)) return ts.isIdentifier(type.exprName) ? this.of(type.exprName, depth + 1) : UNKNOWN;
    if (ts.isTypeLiteralNode(type)) return typed(note({ kind: "shape", id: this.#shape(type), steps: [] }));
    if (ts.isTypeReferenceNode(type)) return this.#ofTypeReference(type, depth);
    return UNKNOWN;
  }

  /** Origin of a parameter, by its type or as "parameter n of function f". */
  ofParameter(parameter: ts.ParameterDeclaration, depth = 0): NotedOrigin {
    const byType = this.ofType(parameter.type, depth + 1);
    if (isKnown(byType)) return typed(byType);
    if (parameter.initializer) {
      const byDefault = this.of(parameter.initializer, depth + 1);
      if (isKnown(byDefault)) return { ...byDefault, isConditional: true };
    }
    const owner = parameter.parent;
    if (!isFunctionLike(owner)) return UNKNOWN;
    const index = owner.parameters.indexOf(parameter);
    return note({ kind: "parameter", functionId: this.functionId(owner), index, steps: [] });
  }

  /** Computes what every function seen so far returns. Call once, after the walk. */
  finishReturns(functions: Iterable<FunctionNode>): void {
    for (const node of functions) {
      const noted = this.#returnOf(node);
      if (isKnown(noted)) this.returns.set(this.functionId(node), noted);
    }
  }

  #ofIdentifier(node: ts.Identifier, depth: number): NotedOrigin {
    const binding = this.binding(node);
    if (!binding) return note({ kind: "global", name: node.text, steps: [] });
    return this.ofBinding(binding, depth + 1);
  }

  /** Origin of a declared name. */
  ofBinding(binding: Binding, depth = 0): NotedOrigin {
    const cached = this.#bindings.get(binding);
    if (cached) return cached;
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
      return node.body ? note({ kind: "function", id: this.functionId(node), steps: [] }) : LOCAL;
    }
    if (ts.isClassLike(node) || ts.isEnumDeclaration(node)) {
      return note({ kind: "shape", id: this.#shape(node), steps: [] });
    }
    return LOCAL;
  }

  #ofVariable(node: ts.VariableDeclaration, binding: Binding, depth: number): NotedOrigin {
    if (node.initializer) {
      const found = this.of(node.initializer, depth + 1);
      if (isKnown(found) && (binding.isConst || binding.assignments.length === 0)) return found;
      if (isKnown(found)) return { ...found, isConditional: true };
    }
    for (const value of binding.assignments) {
      const found = this.of(value, depth + 1);
      if (isKnown(found)) return { ...found, isConditional: binding.assignments.length > 1 };
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

  #ofThis(node: ts.Node): NotedOrigin {
    let current: ts.Node | undefined = node.parent;
    while (current) {
      if (ts.isClassLike(current)) return note({ kind: "shape", id: this.#shape(current), steps: ["new"] });
      if (ts.isFunctionDeclaration(current) || ts.isFunctionExpression(current)) return UNKNOWN;
      if (ts.isMethodDeclaration(current) && ts.isObjectLiteralExpression(current.parent)) {
        return note({ kind: "shape", id: this.#shape(current.parent), steps: [] });
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
        return note({ kind: "import", specifier: argument.text, name: "*", steps: [] });
      }
    }
    const made = advance(this.of(node.expression, depth + 1), "()");
    // The first call makes the client; calls on an instance, or on what a call gave, only use it.
    const isUse = made.madeBy !== undefined || made.origin.steps.includes("new");
    return isUse ? made : { ...made, madeBy: this.#callId(node) };
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
    const isSimple = operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.CommaToken;
    if (isSimple || operator === ts.SyntaxKind.EqualsToken || operator === ts.SyntaxKind.QuestionQuestionEqualsToken) {
      return this.of(node.right, depth + 1);
    }
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
      if (kind === "import" || kind === "function" || kind === "shape") return { ...found, isConditional: true };
      const isEmpty = found.origin.kind === "text" && found.origin.text === "" && found.origin.base === null;
      if (isKnown(found) && !isEmpty) fallback = { ...found, isConditional: true };
    }
    return fallback;
  }

  #ofTypeReference(type: ts.TypeReferenceNode, depth: number): NotedOrigin {
    const name = ts.isIdentifier(type.typeName) ? type.typeName : type.typeName.left;
    if (!ts.isIdentifier(name)) return UNKNOWN;
    const members = ts.isQualifiedName(type.typeName) ? [`.${type.typeName.right.text}`] : [];
    const [argument] = type.typeArguments ?? [];
    const binding = this.scopeAt(type)?.lookup(name.text) ?? null;
    if (!binding) {
      if (TRANSPARENT_TYPES.has(name.text)) return this.ofType(argument, depth + 1);
      if (name.text === "ReturnType") return advance(this.ofType(argument, depth + 1), "()");
      if (name.text === "InstanceType") return advance(this.ofType(argument, depth + 1), "new");
      return UNKNOWN;
    }
    if (binding.kind === "import") return typed(advance(importOrigin(binding.node), ...members, "new"));
    if (binding.kind === "class") return typed(advance(this.ofBinding(binding, depth + 1), "new"));
    if (ts.isTypeAliasDeclaration(binding.node))
      return this.#guarded(binding.node, () => this.ofType(aliasOf(binding.node), depth + 1));
    if (ts.isInterfaceDeclaration(binding.node)) {
      return typed(note({ kind: "shape", id: this.#shape(binding.node), steps: [] }));
    }
    return UNKNOWN;
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

  #shape(node: ShapeNode): number {
    const known = this.#shapeIds.get(node);
    if (known !== undefined) return known;
    const id = this.#shapeIds.size + 1;
    this.#shapeIds.set(node, id);
    if (ts.isClassLike(node)) this.#addClass(id, node);
    else this.shapes.set(id, { members: this.#membersOf(node), instance: null, base: this.#baseOf(node) });
    return id;
  }

  #addClass(id: number, node: ts.ClassLikeDeclaration): void {
    const members = new Map<string, NotedOrigin>();
    const instanceMembers = new Map<string, NotedOrigin>();
    // The instance's id lives outside the map of nodes: negative ids cannot clash with those given to nodes.
    const instance = -id;
    const clause = node.heritageClauses?.find((heritage) => heritage.token === ts.SyntaxKind.ExtendsKeyword);
    const parent = clause?.types[0]?.expression;
    // Registered before its members are looked at: a method may refer to the class.
    const base = parent ? this.#guarded(node, () => this.of(parent, 1)) : null;
    this.shapes.set(id, { members, instance, base });
    this.shapes.set(instance, { members: instanceMembers, instance: null, base: base ? advance(base, "new") : null });
    for (const member of node.members) this.#addMember(member, members, instanceMembers);
  }

  #addMember(member: ts.ClassElement, statics: Map<string, NotedOrigin>, instance: Map<string, NotedOrigin>): void {
    const target = isStatic(member) ? statics : instance;
    if (ts.isPropertyDeclaration(member)) {
      const found = member.initializer ? this.of(member.initializer, 1) : UNKNOWN;
      target.set(memberName(member.name), isKnown(found) ? found : typed(this.ofType(member.type, 1)));
    } else if (ts.isMethodDeclaration(member) && member.body) {
      target.set(memberName(member.name), note({ kind: "function", id: this.functionId(member), steps: [] }));
    } else if (ts.isGetAccessorDeclaration(member) && member.body) {
      target.set(memberName(member.name), note({ kind: "function", id: this.functionId(member), steps: ["()"] }));
    } else if (ts.isConstructorDeclaration(member)) {
      this.#addConstructor(member, instance);
    }
  }

  /** Parameter properties, and `this.x = …` in the constructor. */
  #addConstructor(node: ts.ConstructorDeclaration, members: Map<string, NotedOrigin>): void {
    for (const parameter of node.parameters) {
      if ((parameter.modifiers?.length ?? 0) > 0 && ts.isIdentifier(parameter.name)) {
        members.set(parameter.name.text, this.ofParameter(parameter, 1));
      }
    }
    for (const statement of node.body?.statements ?? []) {
      if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
      const { left, operatorToken, right } = statement.expression;
      const isOwn = ts.isPropertyAccessExpression(left) && left.expression.kind === ts.SyntaxKind.ThisKeyword;
      if (!isOwn || operatorToken.kind !== ts.SyntaxKind.EqualsToken) continue;
      const found = this.of(right, 1);
      if (isKnown(found) || !members.has(left.name.text)) members.set(left.name.text, found);
    }
  }

  #membersOf(node: Exclude<ShapeNode, ts.ClassLikeDeclaration>): Map<string, NotedOrigin> {
    const members = new Map<string, NotedOrigin>();
    if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        const name = property.name ? memberName(property.name) : null;
        if (name === null) continue;
        if (ts.isPropertyAssignment(property)) members.set(name, this.of(property.initializer, 1));
        else if (ts.isShorthandPropertyAssignment(property)) members.set(name, this.of(property.name, 1));
        else if (ts.isMethodDeclaration(property)) {
          members.set(name, note({ kind: "function", id: this.functionId(property), steps: [] }));
        } else if (ts.isGetAccessorDeclaration(property)) {
          members.set(name, note({ kind: "function", id: this.functionId(property), steps: ["()"] }));
        }
      }
    } else if (ts.isInterfaceDeclaration(node) || ts.isTypeLiteralNode(node)) {
      for (const member of node.members) {
        if (ts.isPropertySignature(member)) members.set(memberName(member.name), typed(this.ofType(member.type, 1)));
      }
    }
    return members;
  }

  #baseOf(node: ShapeNode): NotedOrigin | null {
    if (!ts.isObjectLiteralExpression(node)) return null;
    const spread = node.properties.find((property) => ts.isSpreadAssignment(property));
    return spread && ts.isSpreadAssignment(spread) ? this.of(spread.expression, 1) : null;
  }

  #returnOf(node: FunctionNode): NotedOrigin {
    const byType = this.ofType(node.type);
    if (!node.body) return byType;
    if (!ts.isBlock(node.body)) {
      const found = this.of(node.body);
      return isKnown(found) ? found : byType;
    }
    let result = UNKNOWN;
    let count = 0;
    for (const expression of returnedExpressions(node.body)) {
      const found = this.of(expression);
      if (!isKnown(found)) continue;
      count++;
      const isBetter = result.origin.kind === "unknown" || result.origin.kind === "global";
      if (isBetter) result = found;
    }
    if (!isKnown(result)) return byType;
    return count > 1 ? { ...result, isConditional: true } : result;
  }
}

type ShapeNode =
  | ts.ClassLikeDeclaration
  | ts.ObjectLiteralExpression
  | ts.InterfaceDeclaration
  | ts.TypeLiteralNode
  | ts.EnumDeclaration;

/** Types that stand for what they wrap. */
const TRANSPARENT_TYPES = new Set([
  "Promise",
  "Awaited",
  "Readonly",
  "Partial",
  "Required",
  "NonNullable",
  "Pick",
  "Omit",
]);

/** Origin of an imported name. */
export function importOrigin(node: ts.Node): NotedOrigin {
  if (ts.isImportEqualsDeclaration(node)) {
    const { moduleReference } = node;
    return ts.isExternalModuleReference(moduleReference) && ts.isStringLiteralLike(moduleReference.expression)
      ? note({ kind: "import", specifier: moduleReference.expression.text, name: "*", steps: [] })
      : LOCAL;
  }
  let declaration: ts.Node = node;
  while (!ts.isImportDeclaration(declaration)) {
    if (ts.isSourceFile(declaration)) return UNKNOWN;
    declaration = declaration.parent;
  }
  if (!ts.isStringLiteral(declaration.moduleSpecifier)) return UNKNOWN;
  const specifier = declaration.moduleSpecifier.text;
  if (ts.isImportSpecifier(node)) {
    return note({ kind: "import", specifier, name: (node.propertyName ?? node.name).text, steps: [] });
  }
  return note({ kind: "import", specifier, name: ts.isNamespaceImport(node) ? "*" : "default", steps: [] });
}
