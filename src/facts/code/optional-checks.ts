import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { describeBranch } from "./guard-effects.js";
import { calleeText, lineOf, textOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { isFunctionLike } from "./scope.js";

/** What a request's signature is held in: signature, sig, hmacHeader, req.headers['x-hub-signature-256']. */
const SIGNATURE = /signature|(^|_|\b)sig(header|value)?$|hmac|-hub-|x_hub|digest$/i;
/** What compares it with what it should be, by its name. */
const VERIFIES =
  /verif|construct_?event|timing_?safe|hmac|valid\w*(signature|request|webhook)|unwrap$|safe_?(equal|compare)|genuine|authentic/i;
/** Verifiers that throw when the signature is wrong. */
const THROWS = /construct_?event(async)?$|unwrap$|verify(header|orthrow|webhook)\w*$/i;
const REFUSES: ReadonlySet<string> = new Set(["reject", "error", "throw"]);
const PASSES: ReadonlySet<string> = new Set(["next", "return-true"]);

/**
 * Checks of a signature that are left out while the request carries none: `if (signature) { if (!verify(body, signature)) … }`,
 * `if (signature && !verify(…)) return 401`, `if (!signature) return next()`.
 */
export class OptionalCheckCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.IfStatement];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, { functionId, functionName }: WalkContext): void {
    if (!ts.isIfStatement(node) || !this.#isOptional(node, functionName)) return;
    const condition = textOf(this.#model, node.expression);
    addRows(this.#model.facts, "optional_check", [
      { file: this.#model.path, line: lineOf(this.#model, node), function_id: functionId, condition },
    ]);
  }

  #isOptional(node: ts.IfStatement, functionName: string | null): boolean {
    const absent = operandsOf(node.expression, ts.SyntaxKind.BarBarToken).find(
      ({ name, isNot }) => isNot && isSigned(name),
    );
    if (absent) {
      const { effect, refusal } = describeBranch(this.#model, node.thenStatement, functionName);
      // `if (!signature) { if (isProduction) return 401; next(); }`
      return PASSES.has(effect) && refusal === null && VERIFIES.test(functionAround(node).getText());
    }
    const operands = operandsOf(node.expression, ts.SyntaxKind.AmpersandAmpersandToken);
    const carried = operands.find(({ name, isNot }) => !isNot && isSigned(name));
    if (!carried || isAskedElsewhere(node, carried.name)) return false;
    const branch = describeBranch(this.#model, node.thenStatement, functionName);
    const other = node.elseStatement ? describeBranch(this.#model, node.elseStatement, functionName) : null;
    if (other !== null && (REFUSES.has(other.effect) || other.refusal !== null)) return false;
    if (branch.refusal !== null) return branch.calls.some((callee) => VERIFIES.test(callee));
    if (REFUSES.has(branch.effect)) return operands.some(({ callee, isNot }) => isNot && VERIFIES.test(callee));
    return other !== null && branch.calls.some((callee) => THROWS.test(callee));
  }
}

interface Operand {
  /** Variable, member or header that is asked for; empty for anything else. */
  readonly name: string;
  readonly callee: string;
  readonly isNot: boolean;
}

const isSigned = (name: string): boolean => SIGNATURE.test(name);

function operandsOf(expression: ts.Expression, joint: ts.SyntaxKind): Operand[] {
  if (ts.isParenthesizedExpression(expression)) return operandsOf(expression.expression, joint);
  if (ts.isBinaryExpression(expression) && expression.operatorToken.kind === joint)
    return [...operandsOf(expression.left, joint), ...operandsOf(expression.right, joint)];
  if (ts.isPrefixUnaryExpression(expression) && expression.operator === ts.SyntaxKind.ExclamationToken)
    return [{ ...described(expression.operand), isNot: true }];
  return [{ ...described(expression), isNot: false }];
}

function described(expression: ts.Expression): Omit<Operand, "isNot"> {
  if (ts.isParenthesizedExpression(expression) || ts.isAwaitExpression(expression))
    return described(expression.expression);
  if (ts.isIdentifier(expression)) return { name: expression.text, callee: "" };
  if (ts.isPropertyAccessExpression(expression)) return { name: expression.name.text, callee: "" };
  if (ts.isElementAccessExpression(expression)) return { name: literalOf(expression.argumentExpression), callee: "" };
  if (!ts.isCallExpression(expression)) return { name: "", callee: "" };
  const callee = calleeText(expression.expression);
  const isHeader = /(^|\.)(get|header|getHeader)$/.test(callee);
  return { name: isHeader ? literalOf(expression.arguments[0]) : "", callee };
}

const literalOf = (node: ts.Expression | undefined): string => (node && ts.isStringLiteralLike(node) ? node.text : "");

/** The function around a node, or its file. */
function functionAround(node: ts.Node): ts.Node {
  let at = node.parent;
  while (!isFunctionLike(at) && !ts.isSourceFile(at)) at = at.parent;
  return at;
}

/** `if (!signature) return 401` stands in the same function. */
function isAskedElsewhere(node: ts.IfStatement, name: string): boolean {
  const around = functionAround(node);
  const body = around.getText();
  const [from, to] = [node.expression.getStart(), node.expression.end].map((at) => at - around.getStart());
  const rest = body.slice(0, from) + body.slice(to);
  const asked = name.replaceAll(/[^\w-]/g, ".");
  return new RegExp(
    `!\\s*(?:[\\w.]+(?:\\[['"]|\\(['"])?)?${asked}\\b(?!\\s*\\()|${asked}\\s*={2,3}\\s*(?:null|undefined|["'])`,
  ).test(rest);
}
