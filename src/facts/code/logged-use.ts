/** Whether anything but a log depends on what a call gives. */
import { ts } from "ts-morph";
import { isForgiven, onlyLogs, writesLog } from "./branch-effects.js";
import type { IdentifierReads } from "./identifier-reads.js";
import { isFunctionLike } from "./scope.js";
import { isTransparent } from "./syntax.js";

const MAX_DEPTH = 2;

/**
 * A call whose failure is written to a log at most: its value is dropped or only looked at to be logged, and either its
 * errors are caught for that, or it is not waited for.
 */
export function isBestEffort(node: ts.Expression, reads: IdentifierReads): boolean {
  const { outer, isCaught, isAwaited } = settled(node);
  if (ts.isExpressionStatement(outer.parent)) return isCaught || !isAwaited || isForgiven(node);
  if (!ts.isVariableDeclaration(outer.parent) || !ts.isIdentifier(outer.parent.name)) return false;
  const found = reads.of(outer.parent.name);
  return found.length > 0 && found.every((read) => isLogged(read, reads, 0));
}

/** The end of `await call().then(…).catch(log)`, and what it says about waiting and errors. */
function settled(node: ts.Expression): { outer: ts.Node; isCaught: boolean; isAwaited: boolean } {
  let outer: ts.Node = node;
  let isCaught = false;
  let isAwaited = false;
  for (;;) {
    const { parent } = outer;
    if (ts.isAwaitExpression(parent)) isAwaited = true;
    else if (ts.isPropertyAccessExpression(parent) && ts.isCallExpression(parent.parent)) {
      const [handler] = parent.parent.arguments;
      if (parent.name.text !== "catch" || !handler || !isLogger(handler)) return { outer, isCaught, isAwaited };
      isCaught = true;
      outer = parent.parent;
      continue;
    } else if (!isTransparent(parent)) return { outer, isCaught, isAwaited };
    outer = parent;
  }
}

/** `console.error`, `() => {}`, `(error) => log.error(error)` */
function isLogger(handler: ts.Expression): boolean {
  if (!isFunctionLike(handler)) return writesLog(handler.getText());
  const { body } = handler;
  return body !== undefined && (onlyLogs(body) || writesLog(body.getText()));
}

/** The value is only asked for whether it is well, and then for what to write into the log. */
function isLogged(read: ts.Node, reads: IdentifierReads, depth: number): boolean {
  let node = read;
  for (;;) {
    const { parent } = node;
    const isPart = (ts.isPropertyAccessExpression(parent) || ts.isCallExpression(parent)) && parent.expression === node;
    const isValue =
      isPart || isTransparent(parent) || ts.isAwaitExpression(parent) || ts.isPrefixUnaryExpression(parent);
    if (!isValue && !ts.isBinaryExpression(parent) && !ts.isTemplateSpan(parent) && !ts.isTemplateExpression(parent))
      break;
    node = parent;
  }
  const { parent } = node;
  if (ts.isIfStatement(parent) && parent.expression === node)
    return onlyLogs(parent.thenStatement) && (!parent.elseStatement || onlyLogs(parent.elseStatement));
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && depth < MAX_DEPTH)
    return reads.of(parent.name).every((each) => isLogged(each, reads, depth + 1));
  return isInLog(node);
}

function isInLog(value: ts.Node): boolean {
  for (let node = value; !ts.isStatement(node) && !isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    if (ts.isCallExpression(node.parent) && node.parent.expression !== node && writesLog(node.parent.getText()))
      return true;
  }
  return false;
}
