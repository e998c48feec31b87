import { ts } from "ts-morph";
import { isTelling, literalTerm, operation, resultTerm, UNKNOWN_TERM, type EnvTerm } from "./env-terms.js";
import { isFunctionLike, type FunctionNode } from "./scope.js";
import { isStatic, memberName } from "./syntax.js";

/** Term of an expression, one step further in. */
export type BuildTerm = (expression: ts.Expression) => EnvTerm;

const MAX_MEMBERS = 300;
/** Most branches of one function body that are followed. */
const MAX_BRANCHES = 20;

/** An object literal, by those of its members that depend on the environment. */
export function objectTerm(node: ts.ObjectLiteralExpression, build: BuildTerm): EnvTerm {
  const members: Record<string, EnvTerm> = {};
  const bases: EnvTerm[] = [];
  for (const property of node.properties.slice(0, MAX_MEMBERS)) {
    const name = property.name ? memberName(property.name) : "";
    const term = propertyTerm(property, build);
    if (!isTelling(term) || name === "__proto__") continue;
    if (name !== "") members[name] = term;
    else if (ts.isSpreadAssignment(property)) bases.push(term);
  }
  const isEmpty = Object.keys(members).length === 0 && bases.length === 0;
  return isEmpty ? UNKNOWN_TERM : { kind: "object", members, bases };
}

function propertyTerm(property: ts.ObjectLiteralElementLike, build: BuildTerm): EnvTerm {
  if (ts.isPropertyAssignment(property)) return build(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return build(property.name);
  if (ts.isSpreadAssignment(property)) return build(property.expression);
  const method = functionTerm(property, build);
  return ts.isGetAccessorDeclaration(property) ? resultTerm(method) : method;
}

/** The static members of a class that depend on the environment. */
export function staticTerm(node: ts.ClassLikeDeclaration, build: BuildTerm): EnvTerm {
  const members: Record<string, EnvTerm> = {};
  for (const member of node.members) {
    if (!isStatic(member) || !member.name) continue;
    const term = memberTermOf(member, build);
    if (isTelling(term)) members[memberName(member.name)] = term;
  }
  return Object.keys(members).length > 0 ? { kind: "object", members, bases: [] } : UNKNOWN_TERM;
}

function memberTermOf(member: ts.ClassElement, build: BuildTerm): EnvTerm {
  if (ts.isPropertyDeclaration(member)) return member.initializer ? build(member.initializer) : UNKNOWN_TERM;
  if (!isFunctionLike(member)) return UNKNOWN_TERM;
  const term = functionTerm(member, build);
  return ts.isGetAccessorDeclaration(member) ? resultTerm(term) : term;
}

/** `this.name`: a field with an initial value, one that the constructor sets, a getter or a method. */
export function fieldTermOf(owner: ts.Node, name: string, build: BuildTerm): EnvTerm {
  let current: ts.Node = owner.parent;
  while (!ts.isClassLike(current)) {
    if (ts.isSourceFile(current) || ts.isFunctionDeclaration(current)) return UNKNOWN_TERM;
    current = current.parent;
  }
  for (const member of current.members) {
    if (ts.isConstructorDeclaration(member)) {
      const value = assignedField(member, name);
      if (value) return build(value);
    } else if (member.name && memberName(member.name) === name) {
      const term = memberTermOf(member, build);
      if (isTelling(term)) return term;
    }
  }
  return UNKNOWN_TERM;
}

/** Value that a constructor gives to a field. */
function assignedField(node: ts.ConstructorDeclaration, name: string): ts.Expression | null {
  for (const statement of node.body?.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, operatorToken, right } = statement.expression;
    const isField =
      operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isPropertyAccessExpression(left) &&
      left.expression.kind === ts.SyntaxKind.ThisKeyword;
    if (isField && left.name.text === name) return right;
  }
  return null;
}

/** A function that needs no arguments, by what it returns. */
export function functionTerm(node: FunctionNode, build: BuildTerm): EnvTerm {
  const needsArguments = node.parameters.some((parameter) => !parameter.initializer && !parameter.questionToken);
  if (needsArguments || !node.body) return UNKNOWN_TERM;
  const returns = ts.isBlock(node.body) ? returnedTerm(node.body.statements, build, 0) : build(node.body);
  return isTelling(returns) ? { kind: "function", returns } : UNKNOWN_TERM;
}

/** What a body returns, when it is made of consts, `if (…) return …` and a last `return`. */
function returnedTerm(statements: readonly ts.Statement[], build: BuildTerm, branches: number): EnvTerm {
  if (branches > MAX_BRANCHES) return UNKNOWN_TERM;
  for (const [index, statement] of statements.entries()) {
    if (ts.isReturnStatement(statement)) {
      return statement.expression ? build(statement.expression) : literalTerm(undefined);
    }
    if (ts.isIfStatement(statement)) return branchTerm(statement, statements.slice(index + 1), build, branches + 1);
    if (!ts.isVariableStatement(statement) && !ts.isFunctionDeclaration(statement)) return UNKNOWN_TERM;
  }
  return UNKNOWN_TERM;
}

function branchTerm(node: ts.IfStatement, rest: readonly ts.Statement[], build: BuildTerm, branches: number): EnvTerm {
  const otherwise = node.elseStatement ? statementsOf(node.elseStatement) : rest;
  return operation(
    "?:",
    build(node.expression),
    returnedTerm(statementsOf(node.thenStatement), build, branches),
    returnedTerm(otherwise, build, branches),
  );
}

const statementsOf = (statement: ts.Statement): readonly ts.Statement[] =>
  ts.isBlock(statement) ? statement.statements : [statement];

/** What a callback answers, when it is one expression. */
export function answerOf(callback: FunctionNode): ts.Expression | null {
  const { body } = callback;
  if (!body) return null;
  if (!ts.isBlock(body)) return body;
  const [statement] = body.statements;
  return statement && ts.isReturnStatement(statement) ? (statement.expression ?? null) : null;
}
