import { ts } from "ts-morph";
import { literalValue } from "./arguments.js";
import type { EnvAccess } from "./env-access.js";
import { describeClass } from "./env-config-objects.js";
import type { EnvFile } from "./env-file.js";
import { stringsOf } from "./env-keys.js";
import { peel, UPPER_SNAKE } from "./env-objects.js";
import { libraryOf } from "./env-schema-fields.js";
import { schemaOf } from "./env-schema-terms.js";
import { looksLikeEnv } from "./env-schemas.js";
import {
  envTerm,
  isTelling,
  literalTerm,
  memberTerm,
  operation,
  parameterName,
  resultTerm,
  UNKNOWN_TERM,
  type EnvTerm,
  type TermOperator,
} from "./env-terms.js";
import { calleeText } from "./model.js";
import { importOrigin } from "./import-origin.js";
import { isFunctionLike, type Binding, type FunctionNode } from "./scope.js";
import { isRequireCall, isStatic, memberName } from "./syntax.js";

const BINARY: ReadonlyMap<ts.SyntaxKind, TermOperator> = new Map<ts.SyntaxKind, TermOperator>([
  [ts.SyntaxKind.AmpersandAmpersandToken, "&&"],
  [ts.SyntaxKind.BarBarToken, "||"],
  [ts.SyntaxKind.QuestionQuestionToken, "??"],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "==="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.EqualsEqualsToken, "=="],
  [ts.SyntaxKind.ExclamationEqualsToken, "!="],
  [ts.SyntaxKind.LessThanToken, "<"],
  [ts.SyntaxKind.LessThanEqualsToken, "<="],
  [ts.SyntaxKind.GreaterThanToken, ">"],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">="],
]);
const CONVERSIONS: ReadonlyMap<string, TermOperator> = new Map<string, TermOperator>([
  ["Boolean", "Boolean"],
  ["String", "String"],
  ["Number", "Number"],
  ["parseInt", "Number"],
  ["parseFloat", "Number"],
  ["Number.parseInt", "Number"],
]);
const TEXT_METHODS = new Set([
  "trim",
  "toLowerCase",
  "toUpperCase",
  "toString",
  "startsWith",
  "endsWith",
  "includes",
  "match",
  "split",
  "indexOf",
]);
const LIST_METHODS = new Set(["filter", "some", "every", "find"]);

/** Terms that have members of their own. */
const HOLDERS: ReadonlySet<EnvTerm["kind"]> = new Set<EnvTerm["kind"]>([
  "environment",
  "object",
  "ref",
  "parsed",
  "schema",
]);

/** Longest chain of consts, members and helpers that is followed. */
const MAX_DEPTH = 16;
const MAX_MEMBERS = 300;

/** Turns expressions of one file into terms: through consts, destructuring, members, fields and helper functions. */
export class TermBuilder {
  readonly #env: EnvFile;
  readonly #bindings = new Map<Binding, EnvTerm>();
  readonly #inProgress = new Set<ts.Node>();
  /** Times that a walk was ended by a cycle or its length. */
  #cuts = 0;
  /** Lists that collect an element when a variable is missing. */
  readonly #collected = new Map<Binding, EnvTerm>();

  constructor(env: EnvFile) {
    this.#env = env;
  }

  /** `if (!process.env.X) missing.push("X")`: from here on the list says whether X is set. */
  collect(list: ts.Expression, condition: EnvTerm): void {
    const binding = ts.isIdentifier(list) ? this.#env.model.finder.binding(list) : null;
    if (!binding || !isTelling(condition)) return;
    const before = this.#collected.get(binding);
    this.#collected.set(binding, before ? operation("||", before, condition) : condition);
  }

  of(expression: ts.Expression, depth = 0): EnvTerm {
    if (depth > MAX_DEPTH) {
      this.#cuts++;
      return UNKNOWN_TERM;
    }
    const node = peel(expression);
    if (ts.isIdentifier(node)) return this.#identifier(node, depth);
    const access = this.#env.accessOf(node);
    if (access) {
      const term = this.#access(access);
      return access.fallback ? operation("??", term, this.of(access.fallback, depth + 1)) : term;
    }
    if (ts.isTemplateExpression(node)) return this.#template(node, depth);
    const literal = literalValue(node);
    if (literal !== undefined) return literalTerm(literal);
    if (ts.isPrefixUnaryExpression(node)) return this.#prefix(node, depth);
    if (ts.isTypeOfExpression(node)) return operation("typeof", this.of(node.expression, depth + 1));
    if (ts.isBinaryExpression(node)) return this.#binary(node, depth);
    if (ts.isConditionalExpression(node)) {
      const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => this.of(part, depth + 1));
      return operation("?:", test ?? UNKNOWN_TERM, yes ?? UNKNOWN_TERM, no ?? UNKNOWN_TERM);
    }
    if (ts.isPropertyAccessExpression(node)) return this.#member(node, depth);
    if (ts.isElementAccessExpression(node)) {
      const { argumentExpression: key } = node;
      return ts.isStringLiteralLike(key) ? memberTerm(this.of(node.expression, depth + 1), key.text) : UNKNOWN_TERM;
    }
    if (ts.isCallExpression(node)) return this.#call(node, depth);
    if (ts.isObjectLiteralExpression(node)) return this.#object(node, depth);
    return isFunctionLike(node) ? this.#function(node, depth) : this.#environment(node);
  }

  /** Term of a declared name. */
  ofBinding(binding: Binding, depth = 0): EnvTerm {
    const known = this.#bindings.get(binding);
    if (known) return known;
    if (depth > MAX_DEPTH || this.#inProgress.has(binding.node)) {
      this.#cuts++;
      return UNKNOWN_TERM;
    }
    const cutsBefore = this.#cuts;
    this.#inProgress.add(binding.node);
    try {
      const term = this.#declared(binding, depth);
      // An answer that was cut short inside a cycle may be longer from elsewhere.
      if (this.#cuts === cutsBefore) this.#bindings.set(binding, term);
      return term;
    } finally {
      this.#inProgress.delete(binding.node);
    }
  }

  #access({ key, isAlwaysSet, isStrict }: EnvAccess): EnvTerm {
    if (key.kind === "names") return envTerm(key.names, isAlwaysSet || isStrict);
    if (key.kind === "computed") return UNKNOWN_TERM;
    return envTerm([parameterName(this.#env.model.finder.functionId(key.key.owner), key.key.index)]);
  }

  #identifier(node: ts.Identifier, depth: number): EnvTerm {
    const binding = this.#env.model.finder.binding(node);
    if (!binding) return node.text === "undefined" ? literalTerm(undefined) : UNKNOWN_TERM;
    const collected = this.#collected.get(binding);
    return collected ? operation("collect", collected) : this.ofBinding(binding, depth + 1);
  }

  #declared(binding: Binding, depth: number): EnvTerm {
    const { node } = binding;
    if (binding.kind === "import") return this.#imported(node);
    if (binding.assignments.length > 0) return UNKNOWN_TERM;
    if (ts.isBindingElement(node)) return this.#element(node, depth);
    if (ts.isParameter(node)) return node.initializer ? this.#environment(node.initializer) : UNKNOWN_TERM;
    if (ts.isVariableDeclaration(node)) return node.initializer ? this.of(node.initializer, depth + 1) : UNKNOWN_TERM;
    if (ts.isFunctionDeclaration(node)) return this.#function(node, depth);
    return ts.isClassLike(node) ? this.#class(node, depth) : UNKNOWN_TERM;
  }

  #imported(node: ts.Node): EnvTerm {
    if (ts.isImportSpecifier(node)) {
      const name = this.#env.objects.importedVariable(node);
      if (name !== null) return envTerm([name]);
    }
    const { origin } = importOrigin(node);
    if (origin.kind !== "import" || origin.specifier.startsWith("node:")) return UNKNOWN_TERM;
    return { kind: "ref", specifier: origin.specifier, name: origin.name, steps: [] };
  }

  /** `const { A = "x" } = process.env`, `const { isProd } = config`. */
  #element(node: ts.BindingElement, depth: number): EnvTerm {
    const name = node.propertyName ?? node.name;
    const pattern = node.parent;
    if (!ts.isObjectBindingPattern(pattern) || node.dotDotDotToken) return UNKNOWN_TERM;
    if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return UNKNOWN_TERM;
    const term = memberTerm(this.#patternValue(pattern, depth), name.text);
    return node.initializer && isTelling(term) ? operation("??", term, this.of(node.initializer, depth + 1)) : term;
  }

  #patternValue(pattern: ts.ObjectBindingPattern, depth: number): EnvTerm {
    const reader = this.#env.objects.readerOfPattern(pattern);
    if (reader !== null) return { kind: "environment", reader };
    const { parent } = pattern;
    if (ts.isBindingElement(parent)) return this.#element(parent, depth + 1);
    if (ts.isParameter(parent)) return UNKNOWN_TERM;
    return parent.initializer ? this.of(parent.initializer, depth + 1) : UNKNOWN_TERM;
  }

  #environment(node: ts.Expression): EnvTerm {
    const reader = this.#env.objects.readerOf(node);
    return reader === null ? UNKNOWN_TERM : { kind: "environment", reader };
  }

  #template(node: ts.TemplateExpression, depth: number): EnvTerm {
    const parts: EnvTerm[] = [literalTerm(node.head.text)];
    for (const span of node.templateSpans) {
      parts.push(this.of(span.expression, depth + 1), literalTerm(span.literal.text));
    }
    return operation("template", ...parts);
  }

  #prefix(node: ts.PrefixUnaryExpression, depth: number): EnvTerm {
    const term = this.of(node.operand, depth + 1);
    if (node.operator === ts.SyntaxKind.ExclamationToken) return operation("!", term);
    return node.operator === ts.SyntaxKind.PlusToken ? operation("Number", term) : UNKNOWN_TERM;
  }

  #binary(node: ts.BinaryExpression, depth: number): EnvTerm {
    const operator = BINARY.get(node.operatorToken.kind);
    if (operator !== undefined)
      return operation(operator, this.of(node.left, depth + 1), this.of(node.right, depth + 1));
    if (node.operatorToken.kind !== ts.SyntaxKind.InKeyword) return this.#environment(node);
    const name = peel(node.left);
    const isEnv = ts.isStringLiteralLike(name) && this.#env.objects.readerOf(node.right) !== null;
    return isEnv ? operation("!==", envTerm([name.text]), literalTerm(undefined)) : UNKNOWN_TERM;
  }

  #member(node: ts.PropertyAccessExpression, depth: number): EnvTerm {
    const name = node.name.text;
    const owner = peel(node.expression);
    if (owner.kind === ts.SyntaxKind.ThisKeyword) return this.#field(owner, name, depth);
    const term = this.of(owner, depth + 1);
    if (HOLDERS.has(term.kind)) return memberTerm(term, name);
    if (!isTelling(term)) return this.#environment(node);
    return operation(node.questionDotToken ? `?.${name}` : `.${name}`, term);
  }

  /** `this.name`: a field with an initial value, or one that the constructor sets. */
  #field(owner: ts.Node, name: string, depth: number): EnvTerm {
    let current: ts.Node = owner.parent;
    while (!ts.isClassLike(current)) {
      if (ts.isSourceFile(current) || ts.isFunctionDeclaration(current)) return UNKNOWN_TERM;
      current = current.parent;
    }
    for (const member of current.members) {
      if (ts.isConstructorDeclaration(member)) {
        const value = assignedField(member, name);
        if (value) return this.of(value, depth + 1);
      } else if (member.name && memberName(member.name) === name) {
        if (ts.isPropertyDeclaration(member) && member.initializer) return this.of(member.initializer, depth + 1);
        if (ts.isGetAccessorDeclaration(member)) return resultTerm(this.#function(member, depth));
        if (ts.isMethodDeclaration(member)) return this.#function(member, depth);
      }
    }
    return UNKNOWN_TERM;
  }

  #call(node: ts.CallExpression, depth: number): EnvTerm {
    const parsed = this.#env.schemaAt(node);
    if (parsed) return parsed.result;
    const schema = libraryOf(this.#env.model, node) === null ? null : schemaOf(this.#env, node);
    if (schema) return schema;
    const [first, second] = node.arguments;
    const callee = peel(node.expression);
    const conversion = CONVERSIONS.get(calleeText(callee));
    if (conversion !== undefined && first) return operation(conversion, this.of(first, depth + 1));
    if (calleeText(callee) === "Object.freeze" && first) return this.of(first, depth + 1);
    if (ts.isPropertyAccessExpression(callee)) {
      const found = this.#method(callee, first, depth);
      if (isTelling(found)) return found;
    }
    if (!first) return resultTerm(this.of(callee, depth + 1));
    const name = peel(first);
    if (ts.isStringLiteralLike(name) && isRequireCall(node) && ts.isIdentifier(callee)) {
      return { kind: "ref", specifier: name.text, name: "*", steps: [] };
    }
    if (ts.isStringLiteralLike(name) && UPPER_SNAKE.test(name.text)) {
      const read: EnvTerm = { kind: "call", callId: this.#env.model.callId(node) };
      const fallback = second ? literalValue(peel(second)) : undefined;
      return typeof fallback === "string" ? operation("??", read, literalTerm(fallback)) : read;
    }
    return this.#environment(node);
  }

  /** Methods of strings and lists. */
  #method(callee: ts.PropertyAccessExpression, argument: ts.Expression | undefined, depth: number): EnvTerm {
    const method = callee.name.text;
    if ((method === "includes" || method === "has") && argument) {
      const value = this.of(argument, depth + 1);
      const list = isTelling(value) ? stringsOf(this.#env.model, callee.expression) : null;
      if (list) return operation("in", value, ...list.map(literalTerm));
    }
    if (LIST_METHODS.has(method) && argument) {
      const callback = peel(argument);
      if (isFunctionLike(callback)) return this.#overList(method, callback, depth);
    }
    if (!TEXT_METHODS.has(method)) return UNKNOWN_TERM;
    const owner = this.of(callee.expression, depth + 1);
    if (!isTelling(owner) || HOLDERS.has(owner.kind)) return UNKNOWN_TERM;
    const terms = argument ? [owner, this.of(argument, depth + 1)] : [owner];
    return operation(callee.questionDotToken ? `?.${method}` : `.${method}`, ...terms);
  }

  /** `NAMES.filter((name) => !process.env[name])`. */
  #overList(method: string, callback: FunctionNode, depth: number): EnvTerm {
    const { body } = callback;
    const returned = body && ts.isBlock(body) ? onlyReturn(body) : body;
    if (!returned || ts.isBlock(returned)) return UNKNOWN_TERM;
    const term = this.of(returned, depth + 1);
    if (method === "filter" || method === "some" || method === "every" || method === "find")
      return operation(method, term);
    return UNKNOWN_TERM;
  }

  #object(node: ts.ObjectLiteralExpression, depth: number): EnvTerm {
    const members: Record<string, EnvTerm> = {};
    const bases: EnvTerm[] = [];
    for (const property of node.properties.slice(0, MAX_MEMBERS)) {
      const name = property.name ? memberName(property.name) : "";
      const term = this.#property(property, depth);
      if (!isTelling(term) || name === "__proto__") continue;
      if (name !== "") members[name] = term;
      else if (ts.isSpreadAssignment(property)) bases.push(term);
    }
    const isEmpty = Object.keys(members).length === 0 && bases.length === 0;
    return isEmpty ? UNKNOWN_TERM : { kind: "object", members, bases };
  }

  #property(property: ts.ObjectLiteralElementLike, depth: number): EnvTerm {
    if (ts.isPropertyAssignment(property)) return this.of(property.initializer, depth + 1);
    if (ts.isShorthandPropertyAssignment(property)) return this.of(property.name, depth + 1);
    if (ts.isMethodDeclaration(property)) return this.#function(property, depth);
    if (ts.isSpreadAssignment(property)) return this.of(property.expression, depth + 1);
    return ts.isGetAccessorDeclaration(property) ? resultTerm(this.#function(property, depth)) : UNKNOWN_TERM;
  }

  /** A class that describes the environment, or the static members of another one. */
  #class(node: ts.ClassLikeDeclaration, depth: number): EnvTerm {
    const schema = describeClass(this.#env, node);
    if (schema && looksLikeEnv(schema.fields)) return schema;
    const members: Record<string, EnvTerm> = {};
    for (const member of node.members) {
      if (!isStatic(member) || !member.name) continue;
      const term = ts.isPropertyDeclaration(member)
        ? member.initializer
          ? this.of(member.initializer, depth + 1)
          : UNKNOWN_TERM
        : isFunctionLike(member)
          ? this.#function(member, depth)
          : UNKNOWN_TERM;
      if (isTelling(term)) {
        members[memberName(member.name)] = ts.isGetAccessorDeclaration(member) ? resultTerm(term) : term;
      }
    }
    return Object.keys(members).length > 0 ? { kind: "object", members, bases: [] } : UNKNOWN_TERM;
  }

  /** A function that needs no arguments, by what it returns. */
  #function(node: FunctionNode, depth: number): EnvTerm {
    const isOpenCall = node.parameters.every(
      (parameter) => parameter.initializer !== undefined || parameter.questionToken !== undefined,
    );
    if (!isOpenCall || !node.body) return UNKNOWN_TERM;
    const returns = ts.isBlock(node.body)
      ? this.#statements(node.body.statements, depth + 1)
      : this.of(node.body, depth + 1);
    return isTelling(returns) ? { kind: "function", returns } : UNKNOWN_TERM;
  }

  /** What a body returns, when it is made of consts, `if (…) return …` and a last `return`. */
  #statements(statements: readonly ts.Statement[], depth: number): EnvTerm {
    if (depth > MAX_DEPTH) return UNKNOWN_TERM;
    for (const [index, statement] of statements.entries()) {
      if (ts.isReturnStatement(statement)) {
        return statement.expression ? this.of(statement.expression, depth + 1) : literalTerm(undefined);
      }
      if (!ts.isIfStatement(statement)) {
        if (ts.isVariableStatement(statement) || ts.isFunctionDeclaration(statement)) continue;
        return UNKNOWN_TERM;
      }
      const inner = ts.isBlock(statement.thenStatement)
        ? statement.thenStatement.statements
        : [statement.thenStatement];
      const rest = statement.elseStatement ? [statement.elseStatement] : statements.slice(index + 1);
      const flat = rest.flatMap((one) => (ts.isBlock(one) ? [...one.statements] : [one]));
      return operation(
        "?:",
        this.of(statement.expression, depth + 1),
        this.#statements(inner, depth + 1),
        this.#statements(flat, depth + 1),
      );
    }
    return UNKNOWN_TERM;
  }
}

/** Value that a constructor gives to a field. */
function assignedField(node: ts.ConstructorDeclaration, name: string): ts.Expression | null {
  for (const statement of node.body?.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, operatorToken, right } = statement.expression;
    const isField =
      operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(left) &&
      left.expression.kind === ts.SyntaxKind.ThisKeyword;
    if (isField && left.name.text === name) return right;
  }
  return null;
}

function onlyReturn(body: ts.Block): ts.Expression | undefined {
  const [statement] = body.statements;
  return statement && ts.isReturnStatement(statement) ? statement.expression : undefined;
}
