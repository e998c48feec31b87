import { ts } from "ts-morph";

export const isLoop = (node: ts.Node): node is ts.IterationStatement =>
  ts.isForStatement(node) ||
  ts.isForOfStatement(node) ||
  ts.isForInStatement(node) ||
  ts.isWhileStatement(node) ||
  ts.isDoStatement(node);

/** The part of a loop's head that runs once; a condition runs every time. */
export function startOfLoop(node: ts.IterationStatement): ts.Node | undefined {
  if (ts.isForStatement(node)) return node.initializer;
  return ts.isForOfStatement(node) || ts.isForInStatement(node) ? node.expression : undefined;
}

/** A loop over items, one that counts, or one that counts attempts: told by what stands in its head. */
export function loopKind(node: ts.IterationStatement): "items" | "counter" | "attempts" {
  const head = loopHead(node);
  if (ts.isForInStatement(node)) return "items";
  if (ts.isForOfStatement(node))
    return /attempt|backoff|delays\b/i.test(head) || isOfDelays(node) ? "attempts" : "items";
  if (/\.(length|size)\b|\.next\(/.test(head)) return "items";
  return /attempt|retr(y|ie)|tries\b/i.test(head) ? "attempts" : "counter";
}

/** `for (const delay of [100, 500, 2000])` */
function isOfDelays({ initializer, expression }: ts.ForOfStatement): boolean {
  if (!/\b(delay|wait|pause|attempt|retry|backoff)/i.test(initializer.getText())) return false;
  return (
    ts.isIdentifier(expression) ||
    (ts.isArrayLiteralExpression(expression) && expression.elements.every(ts.isNumericLiteral))
  );
}

function loopHead(node: ts.IterationStatement): string {
  if (ts.isForStatement(node)) return [node.initializer, node.condition].map((part) => part?.getText() ?? "").join(";");
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return node.expression.getText();
  return ts.isWhileStatement(node) || ts.isDoStatement(node) ? node.expression.getText() : "";
}
