/** What a loop goes through, and how long that may get. */
import { ts } from "ts-morph";
import { literalOf } from "./arguments.js";
import { isCapped } from "./loop-cap.js";
import { loopKind } from "./loops.js";
import { calleeText, textOf, type FileModel, type WalkContext } from "./model.js";
import { unwrap } from "./syntax.js";

export interface LoopRange {
  /** fixed: a list or a bound written in the code, or a count at which the loop stops; batches: parts of a list; counter: pages, a queue, for ever; attempts: tries. */
  readonly kind: "fixed" | "items" | "batches" | "counter" | "attempts";
  /** Source text of the list; null for what counts. */
  readonly over: string | null;
  /** Local id of the call that gave the list; null when that is not known. */
  readonly source: number | null;
}

/** Methods that are given a function and call it for every element. */
const ITERATION = /^(map|forEach|flatMap|filter|reduce|some|every|each|eachSeries|mapSeries|mapLimit|eachLimit|times)$/;
/** Methods of a list that give a list of its elements, or of what is made of each. */
const SAME_LENGTH =
  /^(map|filter|flatMap|sort|toSorted|reverse|toReversed|slice|splice|concat|flat|values|entries|keys|toArray)$/;
/** Functions that give what they are given as a list. */
const LISTING = /^(Object\.(keys|values|entries)|Array\.from|Array|Set|Map|structuredClone)$/;
const BATCH = /chunk|batch|slices|pages\b/i;
const MAX_TEXT = 80;
const MAX_STEPS = 8;

/** What surrounds the body of a loop. */
export function insideLoop(model: FileModel, node: ts.IterationStatement, context: WalkContext): WalkContext {
  return {
    ...context,
    inLoop: true,
    loop: loopKind(node),
    range: narrower(context.range, rangeOfLoop(model, node)),
  };
}

/** What surrounds a function written in place, as far as loops go: those around its call, and the call if it repeats the function. */
export function insideCallback(
  model: FileModel,
  call: ts.CallExpression | ts.NewExpression,
  { inLoop, loop, range }: WalkContext,
): Pick<WalkContext, "inLoop" | "loop" | "range"> {
  const callee = calleeText(call.expression);
  if (!ITERATION.test(callee.slice(callee.lastIndexOf(".") + 1))) return { inLoop, loop, range };
  return { inLoop: true, loop: "items", range: narrower(range, rangeOfCallback(model, call)) };
}

/** Of two loops the one that decides how often: a list counts for more than a bound, and a batch's elements for no more than the batch. */
function narrower(outer: LoopRange | null, inner: LoopRange): LoopRange {
  if (outer === null) return inner;
  if (inner.kind === "items") return outer.kind === "batches" ? outer : inner;
  return outer.kind === "items" ? outer : inner;
}

function rangeOfLoop(model: FileModel, node: ts.IterationStatement): LoopRange {
  const range = rangeOfHead(model, node);
  const isOpen = range.kind === "items" || range.kind === "counter";
  return isOpen && isCapped(node) ? { ...range, kind: "fixed" } : range;
}

function rangeOfHead(model: FileModel, node: ts.IterationStatement): LoopRange {
  if (ts.isForOfStatement(node) && loopKind(node) === "items") return rangeOf(model, node.expression);
  if (ts.isForInStatement(node)) return rangeOf(model, node.expression);
  const kind = loopKind(node) === "attempts" ? "attempts" : "counter";
  if (!ts.isForStatement(node) || kind === "attempts" || !node.condition) return { kind, over: null, source: null };
  return rangeOfCounter(model, node.condition, node.incrementor);
}

/** `for (let i = 0; i < rows.length; i++)` */
function rangeOfCounter(model: FileModel, condition: ts.Expression, step: ts.Expression | undefined): LoopRange {
  if (!ts.isBinaryExpression(condition)) return { kind: "counter", over: null, source: null };
  const bound = literalOf(unwrap(condition.right));
  if (step && ts.isBinaryExpression(step)) {
    const isByOne = ts.isNumericLiteral(step.right) && step.right.text === "1";
    if (!isByOne) return { kind: "batches", over: null, source: null };
  }
  if (ts.isPropertyAccessExpression(bound) && /^(length|size)$/.test(bound.name.text))
    return rangeOf(model, bound.expression);
  const isFixed = ts.isNumericLiteral(bound) || (ts.isIdentifier(bound) && isConstantName(bound.text));
  return { kind: isFixed ? "fixed" : "counter", over: null, source: null };
}

/** `rows.map(…)`, `async.eachLimit(rows, 5, …)` */
function rangeOfCallback(model: FileModel, call: ts.CallExpression | ts.NewExpression): LoopRange {
  const callee = call.expression;
  const [first] = call.arguments ?? [];
  const isFirst = first !== undefined && (call.arguments?.length ?? 0) > 1 && !isWrittenFunction(first);
  if (isFirst) return rangeOf(model, first);
  if (ts.isPropertyAccessExpression(callee)) return rangeOf(model, callee.expression);
  return { kind: "items", over: null, source: null };
}

const isWrittenFunction = (node: ts.Node): boolean => ts.isArrowFunction(node) || ts.isFunctionExpression(node);

function rangeOf(model: FileModel, expression: ts.Expression): LoopRange {
  const over = textOf(model, expression, MAX_TEXT);
  if (BATCH.test(over)) return { kind: "batches", over, source: null };
  const list = listBehind(model, expression, MAX_STEPS);
  const source = list && (ts.isCallExpression(list) || ts.isTaggedTemplateExpression(list)) ? model.callId(list) : null;
  return { kind: list === null ? "fixed" : "items", over, source };
}

/** Where a list comes from: a call, or the expression that cannot be followed; null when its length is written in the code. */
function listBehind(model: FileModel, expression: ts.Expression, steps: number): ts.Expression | null {
  const node = unwrapList(expression);
  if (steps === 0) return node;
  if (ts.isArrayLiteralExpression(node)) return listOfLiteral(model, node, steps);
  if (ts.isObjectLiteralExpression(node)) return node.properties.some(ts.isSpreadAssignment) ? node : null;
  if (ts.isIdentifier(node)) return listOfName(model, node, steps);
  if (ts.isPropertyAccessExpression(node)) {
    return isConstantName(node.name.text) ? null : listBehind(model, node.expression, steps - 1);
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return listOfCall(model, node, steps);
  return node;
}

function listOfLiteral(model: FileModel, node: ts.ArrayLiteralExpression, steps: number): ts.Expression | null {
  const spread = node.elements.find(ts.isSpreadElement);
  return spread ? listBehind(model, spread.expression, steps - 1) : null;
}

function listOfCall(model: FileModel, node: ts.CallExpression | ts.NewExpression, steps: number): ts.Expression | null {
  const callee = node.expression;
  const [first] = node.arguments ?? [];
  if (first && LISTING.test(calleeText(callee)))
    return isFixedLength(first) ? null : listBehind(model, first, steps - 1);
  if (!ts.isPropertyAccessExpression(callee) || !SAME_LENGTH.test(callee.name.text)) return node;
  const last = node.arguments?.[1];
  if (callee.name.text === "slice" && last && (ts.isNumericLiteral(last) || isConstantName(last.getText())))
    return null;
  return listBehind(model, callee.expression, steps - 1);
}

/** `Array.from({ length: 5 })` */
const isFixedLength = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) && /\blength:\s*(\d+|[A-Z][A-Z0-9_]+)\s*[,}]/.test(node.getText());

/** What a name stands for here: its initial value, or that of what it was destructured from. */
function listOfName(model: FileModel, node: ts.Identifier, steps: number): ts.Expression | null {
  if (isConstantName(node.text)) return null;
  const binding = model.finder.binding(node);
  let declaration: ts.Node | undefined = binding?.node;
  while (declaration && (ts.isBindingElement(declaration) || ts.isBindingName(declaration)))
    declaration = declaration.parent;
  if (declaration && ts.isEnumDeclaration(declaration)) return null;
  if (!binding || !declaration || !ts.isVariableDeclaration(declaration)) return node;
  const value = declaration.initializer ?? binding.assignments[0];
  // What starts empty is filled later.
  if (!value || (ts.isArrayLiteralExpression(value) && value.elements.length === 0)) return node;
  return listBehind(model, value, steps - 1);
}

/** CONSTANTS are written so because they are lists that somebody wrote down. */
const isConstantName = (name: string): boolean => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name) && name.length > 2;

/** Takes away what does not change how long a list is: assertions, waiting, and what is taken instead when it is missing. */
function unwrapList(expression: ts.Expression): ts.Expression {
  let node = literalOf(expression);
  for (;;) {
    if (ts.isAsExpression(node)) node = literalOf(node.expression);
    else if (ts.isBinaryExpression(node) && isDefaulting(node.operatorToken.kind)) node = literalOf(node.left);
    else return node;
  }
}

const isDefaulting = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
