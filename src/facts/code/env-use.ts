import { ts } from "ts-morph";
import { MASK, isSecretName, looksLikeSecretValue, maskSecrets } from "../../shared/secrets.js";
import { constantOf, literalValue } from "./arguments.js";
import { helperFallback } from "./env-fallbacks.js";
import { isTransparent, peel } from "./env-objects.js";
import { calleeText, type FileModel } from "./model.js";
import { isFunctionLike } from "./scope.js";

type PlainUsage = "value" | "condition" | "comparison" | "assignment" | "delete" | "argument" | "property";
/** The value may be missing, or its need is decided elsewhere. */
export type Expectation = "optional" | "mirror" | "choice";
export type EnvUsage = PlainUsage | Expectation;

/** What happens when a variable is not set. */
export interface EnvDefault {
  readonly kind: "none" | "literal" | "empty" | "expression" | "env";
  /** The literal as written; not yet masked. */
  readonly value: string | null;
  /** Instead of a value, something is thrown. */
  readonly isThrown: boolean;
  /** Written as a text, as the variable's value would be; a number or boolean is no secret. */
  readonly isText: boolean;
}

export interface EnvUse {
  readonly usage: EnvUsage;
  readonly fallback: EnvDefault;
  /** Asserted with `!`. */
  readonly isAsserted: boolean;
  readonly comparedTo: string | null;
}

export const NO_DEFAULT: EnvDefault = { kind: "none", value: null, isThrown: false, isText: true };
const THROWN: EnvDefault = { ...NO_DEFAULT, isThrown: true };

/** A default without a value of its own. */
export const valuelessDefault = (kind: EnvDefault["kind"]): EnvDefault => ({ ...NO_DEFAULT, kind });

/** A default that is a literal of the source. */
export function literalDefault(value: string | number | boolean): EnvDefault {
  const kind = value === "" ? "empty" : "literal";
  return { kind, value: String(value), isThrown: false, isText: typeof value === "string" };
}

/** Calls that turn a variable's text into a value and otherwise leave it alone. */
const CONVERSION =
  /^(Number|String|BigInt|Number\.parse(Int|Float)|parse(Int|Float)|JSON\.parse|decodeURIComponent|Math\.\w+)$/;
const TEXT_METHODS =
  /^(trim|trimEnd|trimStart|toLowerCase|toUpperCase|toLocaleLowerCase|toString|split|replace|replaceAll|slice|substring|substr|padStart|padEnd|at|map|filter|join|concat|normalize)$/;
const TESTING_METHODS = /^(startsWith|endsWith|includes|match|test|indexOf|localeCompare|has)$/;
const THROWING =
  /^(throw\w*|fail\w*|panic|die|abort|bail|missing\w*|required?\w*|invariant|assert\w*|raise\w*|process\.exit|unreachable)$/i;

/** What the climb asks about other expressions. */
export interface ReadTests {
  /** Reads the same variable again; how `x ? x : "default"` is told. */
  isSame(expression: ts.Expression): boolean;
  /** Reads any variable. */
  isEnv(expression: ts.Expression): boolean;
}

/** How the value of an expression is used, and what replaces it when it is missing. */
export function useOf(model: FileModel, start: ts.Expression, tests: ReadTests): EnvUse {
  const climb = new Climb(model, tests);
  const usage = climb.from(start);
  return { usage, fallback: climb.fallback, isAsserted: climb.isAsserted, comparedTo: climb.comparedTo };
}

/** Follows a value outwards through the operators around it. */
class Climb {
  fallback: EnvDefault = NO_DEFAULT;
  isAsserted = false;
  comparedTo: string | null = null;
  readonly #model: FileModel;
  readonly #tests: ReadTests;

  constructor(model: FileModel, tests: ReadTests) {
    this.#model = model;
    this.#tests = tests;
  }

  from(start: ts.Expression): EnvUsage {
    let current: ts.Expression = start;
    for (;;) {
      const step = this.#step(current, current.parent);
      if (typeof step === "string") return step;
      current = step;
    }
  }

  /** The next expression outwards, or how the value ends. */
  #step(current: ts.Expression, parent: ts.Node): ts.Expression | EnvUsage {
    if (isTransparent(parent)) {
      if (ts.isNonNullExpression(parent)) this.isAsserted = true;
      return parent;
    }
    if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      return this.#member(parent, current);
    if (ts.isCallExpression(parent)) return this.#argument(parent, current);
    if (ts.isPrefixUnaryExpression(parent)) {
      return parent.operator === ts.SyntaxKind.ExclamationToken ? "condition" : parent;
    }
    if (ts.isBinaryExpression(parent)) return this.#binary(parent, current);
    if (ts.isConditionalExpression(parent)) return this.#conditional(parent, current);
    return endOf(parent, current);
  }

  #member(
    parent: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    current: ts.Expression,
  ): ts.Expression | EnvUsage {
    if (parent.expression !== current) return "value";
    if (ts.isElementAccessExpression(parent)) return parent;
    const method = parent.name.text;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return method === "length" ? parent : "value";
    if (TESTING_METHODS.test(method)) {
      this.comparedTo = literalText(call.arguments[0]);
      return "comparison";
    }
    return TEXT_METHODS.test(method) ? call : "value";
  }

  #argument(parent: ts.CallExpression, current: ts.Expression): ts.Expression | EnvUsage {
    if (parent.expression === current) return "value";
    const callee = calleeText(parent.expression);
    if (CONVERSION.test(callee)) return parent;
    if (callee === "Boolean" || isAssertion(callee)) return "condition";
    const given = this.fallback === NO_DEFAULT ? helperFallback(this.#model, parent, current) : null;
    if (given) this.fallback = describeDefault(this.#model, given, this.#tests);
    if (ts.isPropertyAccessExpression(parent.expression) && TESTING_METHODS.test(parent.expression.name.text)) {
      const list = peel(parent.expression.expression);
      const only = ts.isArrayLiteralExpression(list) && list.elements.length === 1 ? list.elements[0] : undefined;
      this.comparedTo = literalText(only);
      return "comparison";
    }
    return "argument";
  }

  #binary(parent: ts.BinaryExpression, current: ts.Expression): ts.Expression | EnvUsage {
    const { left, right, operatorToken } = parent;
    switch (operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
        if (isTested(parent)) return "condition";
        return this.#withFallback(parent, left === current);
      case ts.SyntaxKind.QuestionQuestionToken:
        return this.#withFallback(parent, left === current);
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return left === current || isTested(parent) ? "condition" : parent;
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
        if (left !== current) return "value";
        this.fallback = describeDefault(this.#model, right, this.#tests);
        return "assignment";
      case ts.SyntaxKind.EqualsEqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      case ts.SyntaxKind.EqualsEqualsToken:
      case ts.SyntaxKind.ExclamationEqualsToken:
        this.comparedTo = literalText(left === current ? right : left);
        return "comparison";
      case ts.SyntaxKind.LessThanToken:
      case ts.SyntaxKind.LessThanEqualsToken:
      case ts.SyntaxKind.GreaterThanToken:
      case ts.SyntaxKind.GreaterThanEqualsToken:
      case ts.SyntaxKind.InKeyword:
        return "comparison";
      default:
        return "value";
    }
  }

  #withFallback(parent: ts.BinaryExpression, isLeft: boolean): ts.Expression {
    if (isLeft && this.fallback === NO_DEFAULT) {
      this.fallback = describeDefault(this.#model, parent.right, this.#tests);
    }
    return parent;
  }

  /** `x ? x : "default"`, `x !== undefined ? x : "default"`, `!x ? "default" : x`. */
  #conditional(parent: ts.ConditionalExpression, current: ts.Expression): ts.Expression | EnvUsage {
    if (parent.condition === current) return "condition";
    const other = parent.whenTrue === current ? parent.whenFalse : parent.whenTrue;
    if (this.fallback === NO_DEFAULT && isTestOf(parent.condition, this.#tests)) {
      this.fallback = describeDefault(this.#model, other, this.#tests);
    }
    return parent;
  }
}

/** Use of a value that no operator stands around. */
function endOf(parent: ts.Node, current: ts.Expression): EnvUsage {
  if (ts.isDeleteExpression(parent)) return "delete";
  if (ts.isTypeOfExpression(parent)) return "condition";
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return "condition";
  if (ts.isForStatement(parent)) return parent.condition === current ? "condition" : "value";
  if (ts.isSwitchStatement(parent) || ts.isCaseClause(parent)) return "comparison";
  if (ts.isNewExpression(parent)) return "argument";
  if (ts.isPropertyAssignment(parent) || ts.isJsxExpression(parent) || ts.isPropertyDeclaration(parent))
    return "property";
  return "value";
}

/** Describes what stands in for a missing variable. */
export function describeDefault(model: FileModel, expression: ts.Expression, tests: ReadTests): EnvDefault {
  const node = peel(constantOf(model, peel(expression)));
  const literal = literalValue(node);
  if (literal === null || (ts.isIdentifier(node) && node.text === "undefined")) return NO_DEFAULT;
  if (literal !== undefined) return literalDefault(literal);
  if (isEmptyCollection(node)) return literalDefault("");
  if (isThrowing(node)) return THROWN;
  const isEnv = tests.isEnv(node) || (isOr(node) && tests.isEnv(peel(node.left)));
  return valuelessDefault(isEnv ? "env" : "expression");
}

const isOr = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  (node.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
    node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);

const isEmptyCollection = (node: ts.Expression): boolean =>
  (ts.isArrayLiteralExpression(node) && node.elements.length === 0) ||
  (ts.isObjectLiteralExpression(node) && node.properties.length === 0);

/** `fail("…")` or `(() => { throw … })()`: never yields a value. */
function isThrowing(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node)) return false;
  const callee = peel(node.expression);
  if (isFunctionLike(callee)) {
    const { body } = callee;
    return (
      body !== undefined && ts.isBlock(body) && body.statements.some((statement) => ts.isThrowStatement(statement))
    );
  }
  const text = calleeText(callee);
  return THROWING.test(text) || THROWING.test(text.slice(text.lastIndexOf(".") + 1));
}

export const isAssertion = (callee: string): boolean =>
  /^(tiny)?invariant$|^(assert|assert\.ok|assert\.equal|assert\.strict|ok|assertIsDefined|assertExists|assertDefined|nullthrows)$/.test(
    callee,
  );

/** True when an && or || decides a branch instead of yielding a value. */
export function isTested(node: ts.Expression): boolean {
  let current: ts.Node = node;
  for (;;) {
    const { parent } = current;
    if (ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent)) return true;
    if (ts.isConditionalExpression(parent)) return parent.condition === current;
    if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
    if (ts.isCallExpression(parent)) return calleeText(parent.expression) === "Boolean";
    const isLogical =
      ts.isBinaryExpression(parent) &&
      (parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
        parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken);
    if (isLogical && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.left === current)
      return true;
    if (!isLogical && !ts.isParenthesizedExpression(parent)) return false;
    current = parent;
  }
}

/** A test for being set of the same variable. */
function isTestOf(condition: ts.Expression, tests: ReadTests): boolean {
  const node = peel(condition);
  if (tests.isSame(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return isTestOf(node.operand, tests);
  if (ts.isTypeOfExpression(node)) return tests.isSame(peel(node.expression));
  if (ts.isPropertyAccessExpression(node) && node.name.text === "length") return tests.isSame(peel(node.expression));
  if (ts.isBinaryExpression(node)) return isTestOf(node.left, tests);
  if (!ts.isCallExpression(node)) return false;
  return node.arguments.some((argument) => tests.isSame(peel(argument)));
}

function literalText(node: ts.Expression | undefined): string | null {
  if (!node) return null;
  const value = literalValue(peel(node));
  return value === undefined || value === null ? null : String(value);
}

const LONGEST_MASK = 40;
/** Says nothing about a secret, whatever the variable is called. */
const SWITCH = /^(true|false|yes|no|on|off|[01])$/i;

/** A default as it may be stored beside the variable of this name. */
export const harmlessDefault = (name: string | null, fallback: EnvDefault): string | null =>
  fallback.isText ? harmlessLiteral(name, fallback.value) : fallback.value;

const STAND_IN =
  /\b(build|ci|skip|test(ing)?)[\s_-]?(time)?[\s_-]?(placeholder|dummy|only|value|key|secret)\b|^(placeholder|dummy|unused|undefined|not[\s_-]?set|missing|unset|none|n\/a|stub|mock|fake|noop)([\s_-]\w*)*$|[\s_-](placeholder|dummy|stub|for[\s_-]build)$/i;

/** A literal that stands in where nothing is signed with it: a build that only has to load the file. */
export const isStandIn = (fallback: EnvDefault): boolean => fallback.isText && STAND_IN.test(fallback.value ?? "");

/** A literal as it may be stored beside the variable of this name. */
export function harmlessLiteral(name: string | null, value: string | null): string | null {
  if (value === null || value === "" || SWITCH.test(value)) return value;
  if (name !== null && isSecretName(name)) return MASK.repeat(Math.min(value.length, LONGEST_MASK));
  const masked = maskSecrets(value);
  if (masked.includes(MASK)) return masked;
  return looksLikeSecretValue(value) ? MASK.repeat(Math.min(value.length, LONGEST_MASK)) : value;
}
