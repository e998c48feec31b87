/** Calls whose value is that of a function they are given: caches, memoisers, hooks, promises, transactions. */
import { ts } from "ts-morph";
import type { NotedOrigin } from "./file-code.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";
import { unwrap } from "./syntax.js";

/** A function that a call gives back, or whose result it gives back. */
export interface StandIn {
  readonly value: ts.Expression;
  readonly isCalled: boolean;
}

/** They return the function they are given, made to run once or to remember: React's cache, lodash's once … */
const SAME_FUNCTION = /^(cache|once|memoi[sz]e\w*|unstable_cache|useCallback|pMemoize)$/;
/** They return what the function returns: React's useMemo, `remember("db", () => …)`, `singleton(…)`. */
const SAME_RESULT = /^(useMemo|remember|singleton|lazyInit)$/;
const OWNERS = /^(React|react|_|lodash)$/;

/** The function whose place a call's value takes; null for any other call. */
export function standsFor(node: ts.CallExpression): StandIn | null {
  const name = helperName(node.expression);
  if (name === null) return null;
  const isSame = SAME_FUNCTION.test(name);
  if (!isSame && !SAME_RESULT.test(name)) return null;
  const value = node.arguments.find((argument) => isFunctionLike(unwrap(argument)));
  return value ? { value, isCalled: !isSame } : null;
}

/** `useState(value)`, `useState(() => value)`: the state it begins with; null for any other call. */
export function initialState(expression: ts.Expression): StandIn | null {
  const node = unwrap(expression);
  if (!ts.isCallExpression(node) || helperName(node.expression) !== "useState") return null;
  const [value] = node.arguments;
  return value ? { value, isCalled: isFunctionLike(unwrap(value)) } : null;
}

/** `useRef(value).current`: the value; null for any other expression. */
export function firstReference(expression: ts.Expression): ts.Expression | null {
  const node = unwrap(expression);
  if (!ts.isCallExpression(node) || helperName(node.expression) !== "useRef") return null;
  return node.arguments[0] ?? null;
}

function helperName(callee: ts.Expression): string | null {
  if (ts.isIdentifier(callee)) return callee.text;
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return null;
  return OWNERS.test(callee.expression.text) ? callee.name.text : null;
}

/** `pgSchema("x").table("t", …)`, `createTable("t", …)` of pgTableCreator: every call makes a table of its own. */
export function definesTable(node: ts.CallExpression, made: NotedOrigin): boolean {
  const { origin } = made;
  if (origin.kind !== "import" || !origin.specifier.startsWith("drizzle-orm/")) return false;
  if (origin.name.endsWith("TableCreator")) return origin.steps.length === 2;
  return (
    ts.isPropertyAccessExpression(node.expression) && /^(table|view|materializedView)$/.test(node.expression.name.text)
  );
}

/** They hand the client itself to their callback, bound to one transaction. */
const TRANSACTION = /^(\$?transaction|begin)$/;

/**
 * What the first parameter of a function written in place stands for: `x.then((value) => …)` gives what x promises,
 * `db.transaction((tx) => …)` a client like db. Null for any other function.
 */
export function receiverOfCallback(node: FunctionNode): ts.Expression | null {
  const call = node.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  const { name, expression: receiver } = call.expression;
  if (name.text === "then") return call.arguments[0] === node ? receiver : null;
  if (TRANSACTION.test(name.text)) return receiver;
  // Kysely: db.transaction().execute((trx) => …)
  const isExecute = name.text === "execute" && ts.isCallExpression(receiver);
  if (!isExecute || !ts.isPropertyAccessExpression(receiver.expression)) return null;
  return TRANSACTION.test(receiver.expression.name.text) ? receiver.expression.expression : null;
}

/** `dataSource.getRepository(User)`: the class whose rows it holds. */
export function repositoryArgument(node: ts.CallExpression): ts.Expression | null {
  const { expression: callee } = node;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : "";
  return /^get(Tree|Mongo)?Repository$/.test(name) ? (node.arguments[0] ?? null) : null;
}
