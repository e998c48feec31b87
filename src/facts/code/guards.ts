import { ts } from "ts-morph";
import type { EnvFile } from "./env-file.js";
import { peel } from "./env-objects.js";
import { isTelling, operation, type EnvTerm } from "./env-terms.js";
import { isTested } from "./env-use.js";
import { describeBranch, type Branch } from "./guard-effects.js";
import type { GuardDraft } from "./guard-rows.js";
import { lineOf, textOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { isFunctionLike } from "./scope.js";

/** One condition and what it decides. */
export interface Decision {
  readonly draft: GuardDraft;
  /** The condition as one term. */
  readonly term: EnvTerm;
  readonly branch: Branch;
  readonly elseBranch: Branch | null;
}

interface Shape {
  readonly condition: readonly ts.Expression[];
  readonly joint: "&&" | "||";
  readonly branch: ts.Statement | ts.Expression;
  readonly otherwise: ts.Statement | ts.Expression | null;
  readonly isInverted: boolean;
}

/** Finds the branches whose condition depends on the environment, or may once other files are known. */
export class GuardCollector implements Collector {
  readonly #env: EnvFile;
  readonly #model: FileModel;
  readonly #report: (decision: Decision) => void;

  constructor(env: EnvFile, report: (decision: Decision) => void) {
    this.#env = env;
    this.#model = env.model;
    this.#report = report;
  }

  visit(node: ts.Node, context: WalkContext): void {
    const shape = shapeOf(node);
    if (!shape) return;
    const terms = shape.condition.map((operand) => this.#env.terms.of(operand));
    if (!terms.some(isTelling)) return;
    const { functionName } = context;
    const branch = describeBranch(this.#model, shape.branch, functionName);
    const elseBranch = shape.otherwise ? describeBranch(this.#model, shape.otherwise, functionName) : null;
    const draft: GuardDraft = {
      row: {
        file: this.#model.path,
        line: lineOf(this.#model, node),
        function_id: context.functionId,
        function_name: functionName,
        condition: this.#condition(shape),
        effect: branch.effect,
        effect_text: branch.text,
        end_line: branch.endLine,
        nested_refusal: branch.refusal,
        calls_json: JSON.stringify(branch.calls),
        has_else: elseBranch !== null,
        else_effect: elseBranch?.effect ?? null,
        else_end_line: elseBranch?.endLine ?? null,
        else_refusal: elseBranch?.refusal ?? null,
        else_calls_json: JSON.stringify(elseBranch?.calls ?? []),
        in_handler: false,
      },
      operands: shape.condition.map((operand, index) => ({
        text: textOf(this.#model, operand),
        term: terms[index] ?? { kind: "unknown" },
      })),
      joint: shape.joint,
      isInverted: shape.isInverted,
      isStatement: ts.isExpressionStatement(node.parent),
    };
    const term = terms.reduce((left, right) => operation(shape.joint, left, right));
    this.#report({ draft, term, branch, elseBranch });
  }

  #condition(shape: Shape): string {
    const [first] = shape.condition;
    const last = shape.condition.at(-1);
    if (!first || !last) return "";
    if (first === last) return textOf(this.#model, first);
    return shape.condition
      .map((operand) => textOf(this.#model, operand))
      .join(` ${shape.joint} `)
      .slice(0, 200);
  }
}

function shapeOf(node: ts.Node): Shape | null {
  if (ts.isIfStatement(node)) {
    return {
      ...operandsOf(node.expression),
      branch: node.thenStatement,
      otherwise: node.elseStatement ?? null,
      isInverted: false,
    };
  }
  if (ts.isConditionalExpression(node)) {
    // `x ? x : "default"` is a default, not a decision.
    if (peel(node.condition).getText() === peel(node.whenTrue).getText()) return null;
    return { ...operandsOf(node.condition), branch: node.whenTrue, otherwise: node.whenFalse, isInverted: false };
  }
  return ts.isBinaryExpression(node) ? shapeOfLogic(node) : null;
}

/** `condition && act()` and `condition || act()`. */
function shapeOfLogic(node: ts.BinaryExpression): Shape | null {
  const joint = jointOf(node);
  if (joint === null || isPartOfChain(node) || isTested(node) || !isBranch(peel(node.right))) return null;
  const condition = flatten(node.left, joint);
  return { condition, joint, branch: node.right, otherwise: null, isInverted: joint === "||" };
}

function operandsOf(expression: ts.Expression): { condition: ts.Expression[]; joint: "&&" | "||" } {
  const node = withoutParentheses(expression);
  const joint = ts.isBinaryExpression(node) ? jointOf(node) : null;
  return joint === null ? { condition: [expression], joint: "&&" } : { condition: flatten(node, joint), joint };
}

function flatten(expression: ts.Expression, joint: "&&" | "||"): ts.Expression[] {
  const node = withoutParentheses(expression);
  if (!ts.isBinaryExpression(node) || jointOf(node) !== joint) return [expression];
  return [...flatten(node.left, joint), ...flatten(node.right, joint)];
}

const jointOf = (node: ts.BinaryExpression): "&&" | "||" | null => {
  if (node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return "&&";
  return node.operatorToken.kind === ts.SyntaxKind.BarBarToken ? "||" : null;
};

function withoutParentheses(expression: ts.Expression): ts.Expression {
  let node = expression;
  while (ts.isParenthesizedExpression(node)) node = node.expression;
  return node;
}

/** An inner `a && b` of `a && b && act()`. */
const isPartOfChain = (node: ts.BinaryExpression): boolean =>
  ts.isBinaryExpression(node.parent) && jointOf(node.parent) === jointOf(node) && node.parent.left === node;

/** Something that happens or is made, not one more test. */
const isBranch = (node: ts.Expression): boolean =>
  ts.isCallExpression(node) ||
  ts.isNewExpression(node) ||
  ts.isJsxElement(node) ||
  ts.isJsxSelfClosingElement(node) ||
  ts.isJsxFragment(node) ||
  ts.isObjectLiteralExpression(node) ||
  ts.isArrayLiteralExpression(node) ||
  isFunctionLike(node) ||
  (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken);
