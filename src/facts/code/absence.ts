/** What happens where a value is missing that a call should have given. */
import { ts } from "ts-morph";
import { isFunctionLike } from "./scope.js";
import { isTransparent } from "./syntax.js";
import {
  conditionAround,
  exits,
  forbids,
  refuses,
  refusesAfter,
  sayNothing,
  writes,
  writesAfter,
} from "./branch-effects.js";

/**
 * - trusted: no value is taken for "there is none", and the code goes on to write or to allow;
 * - stops: the code throws, answers with an error or gives up;
 * - returned: the caller gets null, or an empty default, for an answer;
 * - used: shown, or put to some other use.
 */
export type Absence = "trusted" | "stops" | "returned" | "used";

/** From what matters most to what matters least, where a value is read more than once. */
const ORDER: readonly Absence[] = ["trusted", "stops", "returned", "used"];

/** Variables that are made of the value, and of those again. */
const MAX_DEPTH = 3;

export type FindReads = (name: ts.Identifier) => readonly ts.Node[];

/** The worst of two. */
export function worstAbsence(a: Absence | null, b: Absence | null): Absence | null {
  return ORDER.find((each) => each === a || each === b) ?? null;
}

/**
 * What missing data leads to, by everything that reads it; null when nothing does.
 * @param isTruthy the names stand for something that is true without the value: `const isNew = !row`
 */
export function absenceOf(reads: readonly ts.Node[], find: FindReads, depth = 0, isTruthy = false): Absence | null {
  let worst: Absence | null = null;
  for (const read of reads) {
    const found = absenceAt(read, find, depth, isTruthy);
    worst = worstAbsence(worst, found);
    // What comes after a guard has the value.
    if (found === "stops") break;
  }
  return worst;
}

/** A value on its way out of the expressions around it. */
interface Climb {
  node: ts.Node;
  /** Without the data it is true. */
  isTruthy: boolean;
  /** A missing value passes without a noise: `?.`, `??`, `||`. */
  isSilent: boolean;
  /** Something that is yes or no. */
  isBoolean: boolean;
}

function absenceAt(read: ts.Node, find: FindReads, depth: number, isTruthy: boolean): Absence {
  const climb: Climb = { node: read, isTruthy, isSilent: false, isBoolean: false };
  while (stepOut(climb));
  const { parent } = climb.node;
  const condition = conditionAround(climb.node);
  if (condition) return ofBranches(condition, climb.isTruthy);
  if (ts.isVariableDeclaration(parent) && parent.initializer === climb.node && ts.isIdentifier(parent.name)) {
    if (depth >= MAX_DEPTH) return "used";
    return absenceOf(find(parent.name), find, depth + 1, climb.isTruthy) ?? "used";
  }
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === climb.node)) {
    const filter = filterAround(parent);
    if (filter) return ofFilter(filter, climb.isTruthy, find, depth);
    return climb.isBoolean ? "used" : "returned";
  }
  return climb.isSilent && isWritten(climb.node) ? "trusted" : "used";
}

/** One step out of what still says the same about the value. */
function stepOut(climb: Climb): boolean {
  const { node } = climb;
  const { parent } = node;
  if (isTransparent(parent) || ts.isAwaitExpression(parent)) {
    climb.node = parent;
  } else if (isPart(parent, node)) {
    climb.isSilent ||= ts.isPropertyAccessExpression(parent) && parent.questionDotToken !== undefined;
    climb.node = parent;
  } else if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) {
    climb.isTruthy = !climb.isTruthy;
    climb.isBoolean = true;
    climb.node = parent;
  } else if (ts.isConditionalExpression(parent) && parent.condition === node && !conditionalWrites(parent)) {
    Object.assign(climb, { isSilent: true, isTruthy: false, isBoolean: false });
    climb.node = parent;
  } else if (isContainer(parent, node)) {
    climb.node = parent;
  } else if (isSoughtIn(parent, node)) {
    Object.assign(climb, { isTruthy: false, isBoolean: true });
    climb.node = parent;
  } else if (ts.isBinaryExpression(parent)) {
    return outOfBinary(climb, parent);
  } else {
    return false;
  }
  return true;
}

/** `x.y`, `x[0]`, `x.map(…)`, `x.has(…)` */
const isPart = (parent: ts.Node, node: ts.Node): boolean =>
  (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) &&
  parent.expression === node;

const CONTAINER = /^(Set|Map|Number|Boolean|String|parseInt|parseFloat|Math\.\w+|Object\.\w+|Array\.from)$/;

/** `new Set(x)`, `Number(x)`, `Math.max(0, x)` */
const isContainer = (parent: ts.Node, node: ts.Node): boolean =>
  (ts.isNewExpression(parent) || ts.isCallExpression(parent)) &&
  parent.expression !== node &&
  CONTAINER.test(parent.expression.getText());

/** `["owner", "admin"].includes(x)` */
const isSoughtIn = (parent: ts.Node, node: ts.Node): boolean =>
  ts.isCallExpression(parent) && parent.expression !== node && /\.(includes|has)$/.test(parent.expression.getText());

const conditionalWrites = (node: ts.ConditionalExpression): boolean => writes(node.whenTrue) || writes(node.whenFalse);

function outOfBinary(climb: Climb, parent: ts.BinaryExpression): boolean {
  const { SyntaxKind: kind } = ts;
  const operator = parent.operatorToken.kind;
  const isRight = parent.right === climb.node;
  const other = isRight ? parent.left : parent.right;
  if (operator === kind.QuestionQuestionToken || operator === kind.BarBarToken) {
    // `!row || row.x`: a condition; `rows || []`: a default.
    climb.isSilent = true;
    climb.isBoolean ||= other.kind === kind.TrueKeyword || other.kind === kind.FalseKeyword;
  } else if (operator === kind.EqualsEqualsEqualsToken || operator === kind.EqualsEqualsToken) {
    climb.isTruthy = isNothing(other) !== climb.isTruthy;
    climb.isBoolean = true;
  } else if (operator === kind.ExclamationEqualsEqualsToken || operator === kind.ExclamationEqualsToken) {
    climb.isTruthy = isNothing(other) === climb.isTruthy;
    climb.isBoolean = true;
  } else if (operator === kind.GreaterThanToken || operator === kind.GreaterThanEqualsToken) {
    climb.isTruthy = isRight !== climb.isTruthy;
    climb.isBoolean = true;
  } else if (operator === kind.LessThanToken || operator === kind.LessThanEqualsToken) {
    climb.isTruthy = isRight === climb.isTruthy;
    climb.isBoolean = true;
  } else if (!COMBINES.has(operator)) {
    return false;
  }
  climb.node = parent;
  return true;
}

const COMBINES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
]);

const isNothing = (node: ts.Expression): boolean =>
  node.kind === ts.SyntaxKind.NullKeyword ||
  node.kind === ts.SyntaxKind.FalseKeyword ||
  (ts.isIdentifier(node) && node.text === "undefined") ||
  (ts.isNumericLiteral(node) && node.text === "0");

/** What an `if` does when the data is missing, and when it is there. */
function ofBranches(statement: ts.IfStatement | ts.ConditionalExpression, isTakenWithout: boolean): Absence {
  const [first, second] = ts.isIfStatement(statement)
    ? [statement.thenStatement, statement.elseStatement]
    : [statement.whenTrue, statement.whenFalse];
  const without = isTakenWithout ? first : second;
  const withData = isTakenWithout ? second : first;
  // Whoever is not known to be an admin has to show a right.
  if (without && forbids(without)) return "stops";
  if (without && writes(without)) return "trusted";
  if (without && exits(without)) {
    const said = sayNothing(without);
    return said === "success" ? "trusted" : said === "none" ? "returned" : "stops";
  }
  // Found: refused or done already. Not found, or not asked: on with it.
  if (withData && !without && refuses(withData)) return refusesAfter(statement) ? "used" : "trusted";
  if (withData && !without && exits(withData) && writesAfter(statement)) return "trusted";
  return "used";
}

const WRITING = /\.(insert|update|upsert|rpc)$/;

/** An entry of a log says what was done, and nothing is decided by it: `.from("role_audit").insert(…)`. */
const LOGGING = /\bfrom\(\s*["'`](?:\w*[_-])?(?:logs?|audits?|activity|activities)(?:[_-]\w*)?["'`]\s*\)\s*\.insert$/;

/** A value in what a query writes: `.update({ credits: (row?.credits ?? 0) - 1 })`. */
function isWritten(value: ts.Node): boolean {
  let node = value;
  while (!ts.isStatement(node) && !isFunctionLike(node) && !ts.isSourceFile(node)) {
    const { parent } = node;
    if (ts.isCallExpression(parent) && parent.expression !== node) {
      const callee = parent.expression.getText();
      return WRITING.test(callee) && !LOGGING.test(callee);
    }
    node = parent;
  }
  return false;
}

/** What is left of a list: all of it, when nothing was found that would take something out. */
function ofFilter(call: ts.CallExpression, isWhole: boolean, find: FindReads, depth: number): Absence {
  if (depth >= MAX_DEPTH) return "used";
  const found = absenceAt(call, find, depth + 1, isWhole);
  return found === "used" && isWhole && writesAfter(call) ? "trusted" : found;
}

/** Of a callback's `return`, or its arrow: the `filter` it is given to. */
function filterAround(node: ts.Node): ts.CallExpression | null {
  const call = outerOf(node);
  return ts.isCallExpression(call) && call.expression.getText().endsWith(".filter") ? call : null;
}

function outerOf(node: ts.Node): ts.Node {
  let current = node;
  while (!isFunctionLike(current) && !ts.isSourceFile(current)) current = current.parent;
  return ts.isSourceFile(current) ? current : current.parent;
}
