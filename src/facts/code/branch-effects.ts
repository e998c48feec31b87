/** What the branches of a condition do, as far as it matters to whoever asked for a value that is missing. */
import { ts } from "ts-morph";
import { isFunctionLike } from "./scope.js";

/** Queries that write, and functions that are called after something that is done once. */
const WRITE =
  /\.from\([^()]*\)\s*\.(insert|upsert|update|delete)\(|\.rpc\(|\b(insert|save|upsert|charge|grant|refund|enqueue|send|award)[A-Z]\w*\(|\bcreate(?!\w*(Client|Hash|Hmac|Cipher|Context|Url|URL|Error|Response|Logger|Element|Ref|Supabase|Server|Admin|Audit|Log)\w*\()[A-Z]\w*\(/;

export const writes = (node: ts.Node): boolean => WRITE.test(node.getText());

/** Whether the function around goes on to write something after this node. */
export function writesAfter(node: ts.Node): boolean {
  let owner = node;
  while (!isFunctionLike(owner) && !ts.isSourceFile(owner)) owner = owner.parent;
  return WRITE.test(owner.getSourceFile().text.slice(node.end, owner.end));
}

const LEAVES = /\b(redirect|permanentRedirect|notFound|forbidden|unauthorized|process\.exit|fail|error)\(/;

/** The branch leaves: throws, returns, goes on with the next, redirects. */
export function exits(branch: ts.Node): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  if (!last) return false;
  if (ts.isThrowStatement(last) || ts.isReturnStatement(last) || ts.isContinueStatement(last)) return true;
  return ts.isBreakStatement(last) || LEAVES.test(branch.getText());
}

const ERROR_STATUS = /\bstatus(Code)?\s*[(:=]\s*[45]\d\d\b|\b(success|ok|valid|allowed)\s*:\s*false\b|\berror\s*:/;

/** The branch says no: it throws, or answers with an error. */
export function refuses(branch: ts.Node): boolean {
  const statements = ts.isBlock(branch) ? branch.statements : [branch];
  return statements.some(
    (statement) =>
      ts.isThrowStatement(statement) || (ts.isReturnStatement(statement) && ERROR_STATUS.test(statement.getText())),
  );
}

const FORBIDDEN = /\bstatus(Code)?\s*[(:=]\s*40[13]\b|\b(Forbidden|Unauthorized)\w*\(/;

/** Somewhere in the branch it says that whoever asks has no right to it. */
export const forbids = (branch: ts.Node): boolean => FORBIDDEN.test(branch.getText());

/** What follows in the same block says no as well: the condition only chooses the words. */
export function refusesAfter(statement: ts.Node): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block)) return false;
  const rest = block.statements.filter((each) => each.pos >= statement.end);
  const last = rest.at(-1);
  return last !== undefined && refuses(last) && !rest.some(writes);
}

const SUCCESS = /\bstatus(Code)?\s*[(:=]\s*2\d\d\b|\b(success|ok|received|processed|allowed)\s*:\s*true\b/;
/** `{ recommendations: [] }`, `{ ok: true, sent: 0 }`: says that there was none. */
const EMPTY = /[:,{]\s*(?!err)\w+\s*:\s*(\[\]|0|null)\s*[,}]/;
const NONE = /^(null|undefined|0|""|''|\[\]|\{\}|new (Set|Map)\(\))$/;

/** What a branch that leaves answers: that all is well, that there is none, or something else. */
export function sayNothing(branch: ts.Node): "success" | "none" | "other" {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch;
  const answer = last && ts.isReturnStatement(last) ? last.expression : undefined;
  if (!answer) return "other";
  const text = answer.getText();
  if (EMPTY.test(text)) return "none";
  if (SUCCESS.test(text)) return "success";
  return NONE.test(text) ? "none" : "other";
}

/** The `if`, or `a ? b : c` that stands as a statement, that a value decides; null when it decides none. */
export function conditionAround(node: ts.Node): ts.IfStatement | ts.ConditionalExpression | null {
  const { parent } = node;
  if (ts.isIfStatement(parent) && parent.expression === node) return parent;
  return ts.isConditionalExpression(parent) && parent.condition === node ? parent : null;
}

const FAILED = /(^|[^!\w])\w*(error|err|failed|failure)\b/i;
const LOGS = /^(console|logger|log|this\.logger|Sentry|sentry|captureException|reportError|debug)\b/i;

/**
 * Whether whoever wrote a call meant it to fail without consequence: it stands in an error's own handling, or in a
 * `try` whose `catch` does nothing but log.
 */
export function isForgiven(node: ts.Node): boolean {
  for (let current = node; !isFunctionLike(current) && !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (ts.isCatchClause(parent) || isGivenNothing(parent)) return true;
    if (ts.isTryStatement(parent) && parent.tryBlock === current && parent.catchClause)
      return onlyLogs(parent.catchClause.block);
    if (ts.isIfStatement(parent) && parent.thenStatement === current && FAILED.test(parent.expression.getText()))
      return true;
  }
  return false;
}

/** `x.catch(() => null)`, `x.catch(() => ({ data: null }))`: the code goes on as after an empty answer. */
function isGivenNothing(access: ts.Node): boolean {
  const call = access.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name.text !== "catch" || !ts.isCallExpression(call))
    return false;
  const handler = call.expression === access ? call.arguments[0] : undefined;
  return handler !== undefined && ts.isArrowFunction(handler) && NOTHING_FOUND.test(handler.body.getText());
}

const NOTHING_FOUND = /^(null|\[\]|\(\s*\{\s*data: (null|\[\])(,\s*(error|count): \w+)*,?\s*\}( as \w+)?\s*\))$/;

/** The text of an expression that writes to a log. */
export const writesLog = (text: string): boolean => LOGS.test(text);

/** Every statement writes to a log, or gets ready what is written there. */
export const onlyLogs = (block: ts.Node): boolean =>
  (ts.isBlock(block) ? [...block.statements] : [block]).every(
    (statement) =>
      (ts.isExpressionStatement(statement) && LOGS.test(statement.expression.getText())) ||
      ts.isVariableStatement(statement) ||
      (ts.isReturnStatement(statement) && !statement.expression),
  );
