/** What becomes of the value of a call: taken apart, looked at, handed on, or dropped. */
import { ts } from "ts-morph";
import { absenceOf, worstAbsence, type Absence } from "./absence.js";
import { isForgiven } from "./branch-effects.js";
import { isBestEffort } from "./logged-use.js";
import type { ResultUse, TakenProperty } from "./file-code.js";
import type { IdentifierReads } from "./identifier-reads.js";
import { calleeText } from "./model.js";
import { isFunctionLike, type Binding, type FunctionNode } from "./scope.js";
import { isTransparent } from "./syntax.js";

/** What a database client's answer holds besides its error. */
const ANSWER = /^(data|count)$/;

/** Variables that only hand a value on to the next variable. */
const MAX_DEPTH = 6;

const NOTHING: ResultUse = {
  taken: [],
  membersRead: [],
  escape: null,
  isAwaited: false,
  absence: null,
  isForgiven: false,
  isBestEffort: false,
};
const PASSED: ResultUse = { ...NOTHING, escape: "passed" };

/** What is done with a call's value, in this expression and through the names it is bound to. */
export function resultUseOf(node: ts.Expression, reads: IdentifierReads): ResultUse {
  const use = new UseFinder(reads).of(node, 0);
  const hasForgiving = use.isAwaited && isForgiven(node);
  const hasNoUse = ts.isCallExpression(node) && isBestEffort(node, reads);
  return hasForgiving || hasNoUse ? { ...use, isForgiven: hasForgiving, isBestEffort: hasNoUse } : use;
}

/** The value itself, or one element of the array that Promise.all makes of it. */
interface Place {
  readonly node: ts.Node;
  readonly isAwaited: boolean;
  /** Position in the array literal given to Promise.all. */
  readonly element: number | null;
  /** One of many: the values are spread over an array that a map builds. */
  readonly isMany: boolean;
}

class UseFinder {
  readonly #reads: IdentifierReads;
  /** Variables whose reads are counted: in `a = a || b` they lead to each other again and again. */
  readonly #followed = new Set<Binding>();

  constructor(reads: IdentifierReads) {
    this.#reads = reads;
  }

  of(node: ts.Node, depth: number): ResultUse {
    let place: Place | null = { node, isAwaited: false, element: null, isMany: false };
    for (;;) {
      const next: Place | null = outwards(place);
      if (!next) break;
      place = next;
    }
    const use = this.#at(place, depth);
    return place.isAwaited ? { ...use, isAwaited: true } : use;
  }

  /** The use made by the node around a value. */
  #at(place: Place, depth: number): ResultUse {
    const { node } = place;
    const { parent } = node;
    if (ts.isExpressionStatement(parent)) return NOTHING;
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return this.#bound(parent.name, place, depth);
    if (isTest(parent, node)) return NOTHING;
    if (ts.isBinaryExpression(parent)) return this.#assigned(parent, place, depth);
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) return this.#member(parent, place, depth);
    if (ts.isCallExpression(parent) && parent.expression !== node && isBackground(parent)) {
      return { ...NOTHING, isAwaited: true };
    }
    if (ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression)) {
      return { ...NOTHING, membersRead: [parent.argumentExpression.text] };
    }
    const callback = returningFunction(node);
    if (callback) return isDropped(callback) ? NOTHING : { ...NOTHING, escape: "returned" };
    return PASSED;
  }

  #member(access: ts.PropertyAccessExpression, place: Place, depth: number): ResultUse {
    const name = access.name.text;
    const call = access.parent;
    if (name !== "then" || !ts.isCallExpression(call) || call.expression !== access) {
      if (place.element !== null || place.isMany) return PASSED;
      const absence = ANSWER.test(name) ? this.#absence([access]) : null;
      return { ...NOTHING, taken: [{ property: name, isRead: true, absence }], membersRead: [name] };
    }
    const [handler] = call.arguments;
    if (!handler || !isFunctionLike(handler)) return { ...PASSED, isAwaited: true };
    const [parameter] = handler.parameters;
    const use = parameter ? this.#bound(parameter.name, place, depth) : NOTHING;
    return { ...use, isAwaited: true };
  }

  #assigned(parent: ts.BinaryExpression, place: Place, depth: number): ResultUse {
    const { left, operatorToken, right } = parent;
    if (right !== place.node || !isAssignment(operatorToken.kind)) return PASSED;
    if (ts.isIdentifier(left)) return this.#named(left, place, depth);
    if (!ts.isObjectLiteralExpression(left) || place.element !== null || place.isMany) return PASSED;
    const taken = left.properties.map((property) => {
      const target = ts.isShorthandPropertyAssignment(property)
        ? property.name
        : ts.isPropertyAssignment(property)
          ? property.initializer
          : null;
      const name = property.name && ts.isIdentifier(property.name) ? property.name.text : "";
      return this.#taken(name, target);
    });
    return { ...NOTHING, taken };
  }

  /** The names of a declaration, a parameter or a pattern. */
  #bound(name: ts.BindingName, place: Place, depth: number): ResultUse {
    if (ts.isIdentifier(name)) return this.#named(name, place, depth);
    if (ts.isArrayBindingPattern(name)) {
      if (place.element === null) return PASSED;
      const element = name.elements[place.element];
      const hasRest = name.elements.some((each) => ts.isBindingElement(each) && each.dotDotDotToken !== undefined);
      if (!element || !ts.isBindingElement(element)) return hasRest ? PASSED : NOTHING;
      return element.dotDotDotToken ? PASSED : this.#bound(element.name, { ...place, element: null }, depth);
    }
    return place.element !== null || place.isMany ? PASSED : this.#pattern(name);
  }

  #pattern(pattern: ts.ObjectBindingPattern): ResultUse {
    const taken = pattern.elements.map((element) => {
      const property = element.propertyName ?? element.name;
      const name = ts.isIdentifier(property) || ts.isStringLiteral(property) ? property.text : "";
      return this.#taken(name, element.name);
    });
    const hasRest = pattern.elements.some((element) => element.dotDotDotToken !== undefined);
    return { ...NOTHING, taken, escape: hasRest ? "passed" : null };
  }

  #taken(property: string, target: ts.Node | null): TakenProperty {
    if (!target || !ts.isIdentifier(target)) return { property, isRead: true, absence: null };
    const reads = this.#readsOf(target);
    return { property, isRead: reads.length > 0, absence: ANSWER.test(property) ? this.#absence(reads) : null };
  }

  #absence = (reads: readonly ts.Node[]): Absence | null => absenceOf(reads, (name) => this.#readsOf(name));

  /** Everything that is done with a variable. */
  #named(name: ts.Identifier, place: Place, depth: number): ResultUse {
    if (depth >= MAX_DEPTH) return PASSED;
    const binding = this.#reads.binding(name);
    if (binding) {
      if (this.#followed.has(binding)) return NOTHING;
      this.#followed.add(binding);
    }
    const reads = this.#readsOf(name);
    const isPlain = place.element === null && !place.isMany;
    if (!isPlain) return reads.length > 0 ? PASSED : NOTHING;
    const use = reads.map((read) => this.of(read, depth + 1)).reduce(merge, NOTHING);
    return place.isAwaited && depth === 0 ? { ...use, absence: this.#absence(reads) } : use;
  }

  /** Later reads of a declared name; `x = …` is none. */
  #readsOf(name: ts.Identifier): ts.Identifier[] {
    return this.#reads.of(name).filter((candidate) => !isWrite(candidate));
  }
}

/** One step out of what only waits for a value or chooses it; null where something is done with it. */
function outwards(place: Place): Place | null {
  const { node } = place;
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return { ...place, node: parent, isAwaited: true };
  if (isTransparent(parent) || isBranch(parent, node)) return { ...place, node: parent };
  const settled = settledCall(node);
  if (settled) return { ...place, node: settled, isAwaited: true };
  if (ts.isArrayLiteralExpression(parent) && isPromiseAll(parent.parent) && place.element === null) {
    return { ...place, node: parent.parent, element: parent.elements.findIndex((element) => element === node) };
  }
  const mapped = mappedBy(node);
  if (mapped && isPromiseAll(mapped.parent)) return { ...place, node: mapped.parent, isMany: true };
  return null;
}

/** `x.catch(…)`, `x.finally(…)`, `x.then()`, `Promise.resolve(x)`: the call that gives the same value. */
function settledCall(node: ts.Node): ts.CallExpression | null {
  const access = node.parent;
  if (ts.isCallExpression(access) && access.expression !== node) {
    return calleeText(access.expression) === "Promise.resolve" ? access : null;
  }
  if (!ts.isPropertyAccessExpression(access) || access.expression !== node) return null;
  const call = access.parent;
  if (!ts.isCallExpression(call) || call.expression !== access) return null;
  const name = access.name.text;
  const isSame = name === "catch" || name === "finally" || (name === "then" && call.arguments.length === 0);
  return isSame ? call : null;
}

/** One of the values of `a ? x : y`, `a ?? x`, `a && x`, `(a, x)`. */
function isBranch(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (!ts.isBinaryExpression(parent)) return false;
  const operator = parent.operatorToken.kind;
  if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) return true;
  const isLast = operator === ts.SyntaxKind.AmpersandAmpersandToken || operator === ts.SyntaxKind.CommaToken;
  return isLast && parent.right === node;
}

const PROMISE_ALL = /^Promise\.(all|allSettled)$/;

const isPromiseAll = (node: ts.Node): node is ts.CallExpression =>
  ts.isCallExpression(node) && PROMISE_ALL.test(calleeText(node.expression));

/** The `items.map(…)` whose callback returns this value. */
function mappedBy(node: ts.Node): ts.CallExpression | null {
  const call = returningFunction(node)?.parent;
  return call && ts.isCallExpression(call) && memberOf(call) === "map" ? call : null;
}

/** The function that returns this value. */
function returningFunction(node: ts.Node): FunctionNode | null {
  const { parent } = node;
  if (ts.isArrowFunction(parent)) return parent.body === node ? parent : null;
  if (!ts.isReturnStatement(parent)) return null;
  let current: ts.Node = parent;
  while (!isFunctionLike(current)) {
    if (ts.isSourceFile(current)) return null;
    current = current.parent;
  }
  return current;
}

/** Callbacks whose value nobody looks at. */
const DROPPING = /^(forEach|setTimeout|setInterval|setImmediate|queueMicrotask|useEffect|after|startTransition)$/;

function isDropped(callback: FunctionNode): boolean {
  const call = callback.parent;
  return ts.isCallExpression(call) && call.expression !== callback && DROPPING.test(memberOf(call));
}

/** `ctx.waitUntil(promise)`, Next.js `after(promise)`: runs it behind the answer and drops what it gives. */
const isBackground = (call: ts.CallExpression): boolean => /^(waitUntil|after)$/.test(memberOf(call));

function memberOf(call: ts.CallExpression): string {
  const text = calleeText(call.expression);
  return text.slice(text.lastIndexOf(".") + 1);
}

/** Only asks whether the value is there: `if (x)`, `!x`, `x === undefined`. */
function isTest(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return true;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (!ts.isBinaryExpression(parent)) return false;
  const operator = parent.operatorToken.kind;
  return COMPARISONS.has(operator) || (operator === ts.SyntaxKind.AmpersandAmpersandToken && parent.left === node);
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
]);

const isAssignment = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsToken ||
  kind === ts.SyntaxKind.QuestionQuestionEqualsToken ||
  kind === ts.SyntaxKind.BarBarEqualsToken;

const isWrite = (node: ts.Identifier): boolean =>
  ts.isBinaryExpression(node.parent) && node.parent.left === node && isAssignment(node.parent.operatorToken.kind);

const merge = (a: ResultUse, b: ResultUse): ResultUse => ({
  taken: [...a.taken, ...b.taken],
  membersRead: [...a.membersRead, ...b.membersRead],
  escape: a.escape === "passed" || b.escape === "passed" ? "passed" : (a.escape ?? b.escape),
  isAwaited: a.isAwaited || b.isAwaited,
  absence: worstAbsence(a.absence, b.absence),
  isForgiven: a.isForgiven || b.isForgiven,
  isBestEffort: a.isBestEffort && b.isBestEffort,
});
