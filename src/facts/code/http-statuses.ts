import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { calleeText, lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";
import { isFunctionLike } from "./scope.js";
import { memberName } from "./syntax.js";

/** Names of statuses in HttpStatus, StatusCodes and their like. */
const NAMED: ReadonlyMap<string, number> = new Map([
  ["OK", 200],
  ["CREATED", 201],
  ["ACCEPTED", 202],
  ["NO_CONTENT", 204],
  ["MULTI_STATUS", 207],
  ["BAD_REQUEST", 400],
  ["UNAUTHORIZED", 401],
  ["FORBIDDEN", 403],
  ["NOT_FOUND", 404],
  ["CONFLICT", 409],
  ["UNPROCESSABLE_ENTITY", 422],
  ["FAILED_DEPENDENCY", 424],
  ["TOO_MANY_REQUESTS", 429],
  ["INTERNAL_SERVER_ERROR", 500],
  ["BAD_GATEWAY", 502],
  ["SERVICE_UNAVAILABLE", 503],
  ["GATEWAY_TIMEOUT", 504],
]);

/** Calls that answer with a status among their arguments. */
const ANSWERING =
  /^(status|sendStatus|code|writeHead|json|text|html|body|send|error|redirect|newResponse|respond\w*|Response|NextResponse|\w*Exception|\w*Error|createError|setResponseStatus|\w*[rR]esponse)$/;

/** Calls whose numbers are milliseconds, counts or sizes. */
const MEASURING =
  /timeout|delay|sleep|wait|interval|slice|substr|limit|take|resize|padStart|Math\.|random|round|range/i;

/** Statuses that code answers with: arguments of res.status(…), options { status }, assignments, named constants. */
export class HttpStatusCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.NumericLiteral, ts.SyntaxKind.PropertyAccessExpression];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    const status = statusOf(node);
    if (status === null) return;
    const via = viaOf(node, status);
    if (via === null) return;
    addRows(this.#model.facts, "http_status", [
      {
        file: this.#model.path,
        line: lineOf(this.#model, node),
        function_id: context.functionId,
        status,
        in_catch: context.inCatch,
        is_relayed: isRelayed(node, status),
        via,
      },
    ]);
  }
}

function statusOf(node: ts.Node): number | null {
  if (ts.isNumericLiteral(node)) {
    const value = Number(node.text);
    return Number.isInteger(value) && value >= 200 && value < 600 ? value : null;
  }
  if (!ts.isPropertyAccessExpression(node)) return null;
  const named = NAMED.get(node.name.text);
  return named !== undefined && /status/i.test(calleeText(node.expression)) ? named : null;
}

/** What carries the status; null when it is some other number. */
function viaOf(node: ts.Node, status: number): string | null {
  let current = node;
  while (isTransparent(current.parent, current)) current = current.parent;
  const { parent } = current;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    return parent.expression === current ? null : viaCall(calleeText(parent.expression), status);
  }
  if (ts.isPropertyAssignment(parent)) return viaName(memberName(parent.name), status);
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name) ? viaName(parent.name.text, status) : null;
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return viaName(calleeText(parent.left), status);
  }
  return null;
}

function viaCall(callee: string, status: number): string | null {
  if (ANSWERING.test(callee.slice(callee.lastIndexOf(".") + 1))) return callee;
  return status >= 400 && !MEASURING.test(callee) ? callee : null;
}

function viaName(name: string, status: number): string | null {
  if (/status(_?code)?$/i.test(name)) return name;
  return status >= 400 && /code$/i.test(name) ? name : null;
}

/**
 * `if (response.status === 429) return new Response(…, { status: 429 })`: what another server answered is handed on. What a limiter
 * of the project's own answered is not another server's.
 */
function isRelayed(node: ts.Node, status: number): boolean {
  for (
    let current = node;
    !isFunctionLike(current.parent) && !ts.isSourceFile(current.parent);
    current = current.parent
  ) {
    const asked = conditionOf(current);
    if (asked !== null && saysStatus(asked, status)) return true;
  }
  return false;
}

/** The condition under which a branch runs. */
function conditionOf(branch: ts.Node): string | null {
  const { parent } = branch;
  if (ts.isIfStatement(parent)) return parent.thenStatement === branch ? parent.expression.getText() : null;
  if (ts.isConditionalExpression(parent)) return parent.whenTrue === branch ? parent.condition.getText() : null;
  if (!ts.isCaseClause(parent) || parent.expression === branch) return null;
  return `${parent.parent.parent.expression.getText()} === ${parent.expression.getText()}`;
}

const OWN_LIMITER = /limit|throttl|quota|allowed/i;

function saysStatus(condition: string, status: number): boolean {
  const [, holder] =
    new RegExp(`([\\w.?]+)\\.(?:status|statusCode|status_code|code)\\s*===?\\s*${status}\\b`).exec(condition) ?? [];
  return holder !== undefined && !OWN_LIMITER.test(holder);
}

const isTransparent = (parent: ts.Node, child: ts.Node): boolean =>
  ts.isParenthesizedExpression(parent) ||
  ts.isAsExpression(parent) ||
  (ts.isConditionalExpression(parent) && parent.condition !== child) ||
  (ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.BarBarToken ||
      parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken));
