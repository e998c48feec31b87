/** What `require("x")` and `import("x")` load, and which names are taken from it. */
import { ts } from "ts-morph";
import type { FileModel } from "./model.js";
import { isRequireCall, memberName } from "./syntax.js";

export interface RequiredModule {
  readonly specifier: string;
  readonly isDynamic: boolean;
}

export interface TakenName {
  /** Exported name; * for the whole module. */
  readonly name: string;
  readonly local: string | null;
}

const WHOLE: readonly TakenName[] = [{ name: "*", local: null }];

/** The module that a call loads; null when it loads none, or one that is computed. */
export function requiredModule(model: FileModel, node: ts.CallExpression): RequiredModule | null {
  if (!isRequireCall(node)) return null;
  const [argument] = node.arguments;
  if (!argument || !ts.isStringLiteralLike(argument)) return null;
  const isDynamic = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  // A parameter called `require` is another loader's; what createRequire makes is Node's.
  if (!isDynamic && ts.isIdentifier(node.expression) && model.finder.binding(node.expression)) {
    const made = model.finder.of(node.expression).origin;
    const isNodes = made.kind === "import" && (made.name === "createRequire" || made.steps[0] === ".createRequire");
    if (!isNodes) return null;
  }
  return { specifier: argument.text, isDynamic };
}

/** Names that a require or an import() takes from its module, by destructuring, by member, or in `.then()`. */
export function takenNames(node: ts.CallExpression): readonly TakenName[] {
  const isPromise = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  let current: ts.Node = node;
  let isAwaited = false;
  while (ts.isAwaitExpression(current.parent) || ts.isParenthesizedExpression(current.parent)) {
    current = current.parent;
    isAwaited ||= ts.isAwaitExpression(current);
  }
  const { parent } = current;
  if (isPromise && !isAwaited) return takenInThen(parent);
  if (ts.isPropertyAccessExpression(parent)) return [{ name: parent.name.text, local: null }];
  if (ts.isVariableDeclaration(parent)) return takenBy(parent.name);
  return WHOLE;
}

/** `import("x").then(({ a }) => a)`, `import("x").then((m) => m.a)`. */
function takenInThen(member: ts.Node): readonly TakenName[] {
  if (!ts.isPropertyAccessExpression(member) || member.name.text !== "then") return WHOLE;
  const call = member.parent;
  const callback = ts.isCallExpression(call) ? call.arguments[0] : undefined;
  if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return WHOLE;
  const [parameter] = callback.parameters;
  if (!parameter) return WHOLE;
  if (!ts.isIdentifier(parameter.name)) return takenBy(parameter.name).map(({ name }) => ({ name, local: null }));
  return membersOf(callback.body, parameter.name.text) ?? WHOLE;
}

/** Members that are read of a name; null when it is used in any other way. */
function membersOf(body: ts.Node, variable: string): TakenName[] | null {
  const names = new Set<string>();
  let isWhole = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === variable) {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(parent) && parent.expression === node) names.add(parent.name.text);
      else isWhole = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return isWhole || names.size === 0 ? null : [...names].map((name) => ({ name, local: null }));
}

function takenBy(pattern: ts.BindingName): readonly TakenName[] {
  if (ts.isIdentifier(pattern)) return [{ name: "*", local: pattern.text }];
  if (ts.isArrayBindingPattern(pattern) || pattern.elements.length === 0) return WHOLE;
  return pattern.elements.map((element) => {
    const local = ts.isIdentifier(element.name) ? element.name.text : null;
    if (element.dotDotDotToken) return { name: "*", local };
    const name = element.propertyName ? memberName(element.propertyName) : (local ?? "");
    return { name: name === "" ? "*" : name, local };
  });
}

/** `import("x").catch(…)`, `import("x").then(…, fallback)`: it may fail. */
export function isCaught(node: ts.CallExpression): boolean {
  let current: ts.Node = node;
  for (;;) {
    const member: ts.Node = current.parent;
    if (!ts.isPropertyAccessExpression(member) || member.expression !== current) return false;
    const call: ts.Node = member.parent;
    if (!ts.isCallExpression(call) || call.expression !== member) return false;
    if (member.name.text === "catch" || (member.name.text === "then" && call.arguments.length > 1)) return true;
    current = call;
  }
}
