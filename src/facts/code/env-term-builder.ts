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
import { BINARY, CONVERSIONS, isListMethod, TEXT_METHODS, type ListMethod } from "./env-term-operators.js";
import {
  answerOf,
  fieldTermOf,
  functionTerm,
  objectTerm,
  staticTerm,
  type BuildTerm,
} from "./env-term-declarations.js";
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
} from "./env-terms.js";
import { calleeText } from "./model.js";
import { importOrigin } from "./import-origin.js";
import { isFunctionLike, type Binding, type FunctionNode } from "./scope.js";
import { isRequireCall } from "./syntax.js";

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
/** Functions that call each other without arguments could be walked for ever. */
const MAX_STEPS = 3000;

/** Turns expressions of one file into terms: through consts, destructuring, members, fields and helper functions. */
export class TermBuilder {
  readonly #env: EnvFile;
  readonly #bindings = new Map<Binding, EnvTerm>();
  readonly #inProgress = new Set<ts.Node>();
  /** Times that a walk was ended by a cycle or its length. */
  #cuts = 0;
  /** Expressions looked at for the present question. */
  #steps = 0;
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
    if (depth === 0) this.#steps = 0;
    if (depth > MAX_DEPTH || ++this.#steps > MAX_STEPS) {
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
    if (ts.isObjectLiteralExpression(node)) return objectTerm(node, this.#inside(depth));
    return isFunctionLike(node) ? functionTerm(node, this.#inside(depth)) : this.#environment(node);
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

  #inside(depth: number): BuildTerm {
    return (expression) => this.of(expression, depth + 1);
  }

  /** A class that describes the environment, or the static members of another one. */
  #class(node: ts.ClassLikeDeclaration, depth: number): EnvTerm {
    const schema = describeClass(this.#env, node);
    return schema && looksLikeEnv(schema.fields) ? schema : staticTerm(node, this.#inside(depth));
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
    if (ts.isFunctionDeclaration(node)) return functionTerm(node, this.#inside(depth));
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
    if (owner.kind === ts.SyntaxKind.ThisKeyword) return fieldTermOf(owner, name, this.#inside(depth));
    const term = this.of(owner, depth + 1);
    if (HOLDERS.has(term.kind)) return memberTerm(term, name);
    if (!isTelling(term)) return this.#environment(node);
    return operation(node.questionDotToken ? `?.${name}` : `.${name}`, term);
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
    if (isListMethod(method) && argument) {
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
  #overList(method: ListMethod, callback: FunctionNode, depth: number): EnvTerm {
    const answer = answerOf(callback);
    if (!answer) return UNKNOWN_TERM;
    return operation(method, this.of(answer, depth + 1));
  }
}
