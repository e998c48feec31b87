import { ts } from "ts-morph";
import { isTransparent, peel } from "./env-objects.js";
import type { EnvUse, Expectation } from "./env-use.js";
import { memberName } from "./syntax.js";

const ENV_OBJECTS = /^(experimental__)?runtimeEnv(Strict)?$/;
const OAUTH_KEYS = /^client_?(id|secret)$/i;
const OAUTH_NAMES = /_CLIENT_(ID|SECRET)$/;
/** So many entries that are calls make a list of providers. */
const FEWEST_PROVIDERS = 2;

/** Corrects the use of a variable by what its surroundings expect. */
export function expectedUse(node: ts.Expression, names: readonly string[], use: EnvUse): EnvUse {
  if (use.usage === "comparison" || use.usage === "condition") return { ...use, isAsserted: false };
  if (use.isAsserted && isExportedConstant(node)) return { ...use, isAsserted: false };
  const isPlain = use.usage === "value" || use.usage === "argument" || use.usage === "property";
  if (!isPlain || use.isAsserted || use.fallback.kind !== "none" || use.fallback.isThrown) return use;
  return { ...use, usage: expectationOf(node, names) ?? use.usage };
}

/** `export const PLAN_ID = process.env.PLAN_ID!` only quiets the compiler: what needs it is decided where the constant is used. */
function isExportedConstant(start: ts.Expression): boolean {
  let { parent } = start;
  while (isTransparent(parent)) ({ parent } = parent);
  if (!ts.isVariableDeclaration(parent) || !ts.isVariableStatement(parent.parent.parent)) return false;
  const statement = parent.parent.parent;
  return (
    ts.isSourceFile(statement.parent) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
  );
}

function expectationOf(start: ts.Expression, names: readonly string[]): Expectation | null {
  let current: ts.Expression = start;
  for (;;) {
    const { parent } = current;
    if (isTransparent(parent)) current = parent;
    else if (isOptionalMember(parent, current)) return "optional";
    else if (ts.isBinaryExpression(parent) && parent.left === current && isFallback(parent)) {
      // `?? null`: whoever uses it is told that there may be nothing.
      return isNothing(parent.right) ? "optional" : null;
    } else if (ts.isArrayLiteralExpression(parent)) return isCandidate(parent, start) ? "choice" : null;
    else return ts.isPropertyAssignment(parent) ? ofProperty(parent, names) : null;
  }
}

/** `[process.env.A, process.env.B]`: which of them there are is seen where the list is gone through. */
function isCandidate({ elements }: ts.ArrayLiteralExpression, start: ts.Expression): boolean {
  const object = objectOf(start);
  return object !== null && elements.filter((element) => objectOf(peel(element)) === object).length > 1;
}

const objectOf = (node: ts.Expression): string | null =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node.expression.getText() : null;

const MAY_BE_MISSING = /\.(optional|default|nullish|nullable|catch|prefault)\(/;

/** `z.string().parse(process.env.X)`: throws when there is nothing. */
export function isParsed(start: ts.Expression): boolean {
  let current: ts.Node = start;
  while (isTransparent(current.parent)) current = current.parent;
  const call = current.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: schema, name } = call.expression;
  return /^parse(Async)?$/.test(name.text) && ts.isCallExpression(schema) && !MAY_BE_MISSING.test(schema.getText());
}

/** `process.env.X?.trim()` */
const isOptionalMember = (parent: ts.Node, current: ts.Expression): boolean =>
  (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
  parent.expression === current &&
  parent.questionDotToken !== undefined;

const isFallback = ({ operatorToken }: ts.BinaryExpression): boolean =>
  operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken || operatorToken.kind === ts.SyntaxKind.BarBarToken;

function isNothing(expression: ts.Expression): boolean {
  const node = peel(expression);
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

function ofProperty(property: ts.PropertyAssignment, names: readonly string[]): Expectation | null {
  const key = memberName(property.name);
  const object = property.parent;
  const holder = object.parent;
  if (names.includes(key)) return "mirror";
  if (ts.isPropertyAssignment(holder) && ENV_OBJECTS.test(memberName(holder.name))) return "mirror";
  if (OAUTH_KEYS.test(key) && names.every((name) => OAUTH_NAMES.test(name))) return "choice";
  if (ts.isCallExpression(holder) && isOneOfSeveral(holder)) return "choice";
  return isTypedOptional(property, key) ? "optional" : null;
}

/** `password?: string` in a type of the same file: whoever uses the setting is told that there may be none. */
const isTypedOptional = (node: ts.Node, key: string): boolean =>
  /^\w+$/.test(key) && new RegExp(`(^|[;{,\\n])\\s*(readonly )?${key}\\?:`).test(node.getSourceFile().text);

/** The call makes one of several providers: an entry of a list or an object of calls. */
function isOneOfSeveral(call: ts.CallExpression): boolean {
  const { parent } = call;
  const entries = ts.isArrayLiteralExpression(parent)
    ? [...parent.elements]
    : ts.isPropertyAssignment(parent)
      ? parent.parent.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? [peel(one.initializer)] : []))
      : [];
  return entries.filter((entry) => ts.isCallExpression(entry)).length >= FEWEST_PROVIDERS;
}
