import { ts } from "ts-morph";
import { calleeText } from "./model.js";

const CHOOSING = /\.(filter|some|find)$/;
const STOPPING = /\bthrow\b|process\.exit\(/;

/** A read that only asks whether a retired variable is still set, and stops the program when it is. */
export function isBan(read: ts.Expression): boolean {
  const test = presenceTest(read);
  const { parent } = test;
  if (ts.isIfStatement(parent)) return parent.expression === test && stops(parent);
  const callback = ts.isReturnStatement(parent) ? parent.parent.parent : parent;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  const call = callback.parent;
  if (!ts.isCallExpression(call) || !CHOOSING.test(calleeText(call.expression))) return false;
  if (ts.isIfStatement(call.parent)) return stops(call.parent);
  return ts.isVariableDeclaration(call.parent) && stopsFor(call.parent);
}

/** The read itself, or its comparison with nothing. */
function presenceTest(read: ts.Expression): ts.Expression {
  const { parent } = read;
  if (!ts.isBinaryExpression(parent) || parent.left !== read) return read;
  const { kind } = parent.operatorToken;
  const isUnequal =
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken || kind === ts.SyntaxKind.ExclamationEqualsToken;
  return isUnequal && /^(undefined|null|""|'')$/.test(parent.right.getText()) ? parent : read;
}

const stops = (node: ts.IfStatement): boolean => STOPPING.test(node.thenStatement.getText());

/** `const present = retired.filter(…); if (present.length > 0) throw …`. */
function stopsFor({ name, parent }: ts.VariableDeclaration): boolean {
  const block = parent.parent.parent;
  if (!ts.isIdentifier(name) || (!ts.isBlock(block) && !ts.isSourceFile(block))) return false;
  const tested = new RegExp(`^${name.text}(\\.length( (>|!==?) 0)?)?$`);
  return block.statements.some((one) => ts.isIfStatement(one) && tested.test(one.expression.getText()) && stops(one));
}
