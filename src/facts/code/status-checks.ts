import { ts } from "ts-morph";
import { addRows } from "../fact-set.js";
import { calleeText, lineOf, type Collector, type FileModel, type WalkContext } from "./model.js";

const HOLDS_STATUS = /status|code|err|\bstatuses\b|retr/i;
const LIMIT_NAME =
  /^(RateLimit\w*|TooManyRequests\w*|ThrottlingException|is(RateLimit\w*|Throttl\w*|TooManyRequests\w*)|TOO_MANY_REQUESTS)$/;
const TEXT_429 = /\b429\b|rate.?limit|too many requests|quota.?exceeded|resource.?exhausted/i;

/** Places that look at an error status: `error.status === 429`, `case 503:`, `[429, 503].includes(status)`, `instanceof RateLimitError`. */
export class StatusCheckCollector implements Collector {
  readonly kinds = [ts.SyntaxKind.NumericLiteral, ts.SyntaxKind.Identifier, ts.SyntaxKind.StringLiteral];
  readonly #model: FileModel;

  constructor(model: FileModel) {
    this.#model = model;
  }

  visit(node: ts.Node, context: WalkContext): void {
    const status = statusOf(node);
    if (status === null) return;
    addRows(this.#model.facts, "status_check", [
      { file: this.#model.path, line: lineOf(this.#model, node), function_id: context.functionId, status },
    ]);
  }
}

function statusOf(node: ts.Node): number | null {
  if (ts.isNumericLiteral(node)) {
    const status = Number(node.text);
    return status >= 400 && status < 600 && isAskedFor(node) ? status : null;
  }
  if (ts.isStringLiteral(node))
    return TEXT_429.test(node.text) && node.text.length < 60 && isSearchedFor(node) ? 429 : null;
  return ts.isIdentifier(node) && LIMIT_NAME.test(node.text) && !isDeclared(node) ? 429 : null;
}

/** Compared, a case, or in a list that holds statuses. */
function isAskedFor(node: ts.NumericLiteral): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) {
    const other = parent.left === node ? parent.right : parent.left;
    return COMPARISONS.has(parent.operatorToken.kind) && HOLDS_STATUS.test(other.getText());
  }
  if (ts.isCaseClause(parent)) return HOLDS_STATUS.test(parent.parent.parent.expression.getText());
  return ts.isArrayLiteralExpression(parent) && HOLDS_STATUS.test(aroundList(parent));
}

/** What a list is called, or what is asked of it. */
function aroundList(list: ts.ArrayLiteralExpression): string {
  let { parent }: { parent: ts.Node } = list;
  while (ts.isNewExpression(parent) || ts.isAsExpression(parent) || ts.isParenthesizedExpression(parent))
    parent = parent.parent;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return ts.isPropertyAccessExpression(parent) ? parent.parent.getText().slice(0, 200) : "";
}

/** `message.includes("rate limit")`, `error.code === "rate_limit_exceeded"` */
function isSearchedFor(node: ts.StringLiteral): boolean {
  const { parent } = node;
  if (ts.isCallExpression(parent))
    return /\.(includes|startsWith|match|test|indexOf)$/.test(calleeText(parent.expression));
  return ts.isBinaryExpression(parent) ? COMPARISONS.has(parent.operatorToken.kind) : ts.isCaseClause(parent);
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanToken,
]);

const isDeclared = ({ parent }: ts.Identifier): boolean =>
  ts.isImportSpecifier(parent) ||
  ts.isImportClause(parent) ||
  ts.isClassDeclaration(parent) ||
  ts.isFunctionDeclaration(parent) ||
  ts.isVariableDeclaration(parent) ||
  ts.isExportSpecifier(parent) ||
  ts.isMethodDeclaration(parent) ||
  ts.isNewExpression(parent);
