import type { Expression, Parameter, Statement } from "./syntax.js";

/** The expressions that stand directly in a statement or expression, in source order; a nested body's are left to its statements. */
export function expressionsIn(node: Statement | Expression): readonly Expression[] {
  switch (node.kind) {
    case "expression":
    case "await":
    case "not":
    case "starred":
      return [node.value];
    case "assign":
      return present([...node.targets, node.annotation, node.value]);
    case "augment":
      return [node.target, node.value];
    case "function":
      return [...node.decorators, ...parameterParts(node.parameters), ...present([node.returns])];
    case "class":
      return [...node.decorators, ...node.arguments.map(({ value }) => value)];
    case "if":
      return present(node.branches.map(({ condition }) => condition));
    case "for":
      return [node.target, node.iterable];
    case "while":
      return [node.condition];
    case "try":
      return present(node.handlers.map(({ type }) => type));
    case "with":
      return node.items.flatMap(({ value, target }) => present([value, target]));
    case "return":
    case "raise":
      return present([node.value]);
    case "import":
      return [];
    default:
      return "values" in node ? node.values : partsOf(node);
  }
}

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case "member":
      return [node.object];
    case "index":
      return present([node.object, node.index]);
    case "call":
      return [node.callee, ...node.arguments.map(({ value }) => value)];
    case "string":
      return node.holes;
    case "sequence":
      return node.items;
    case "dictionary":
      return node.entries.flatMap(({ key, value }) => present([key, value]));
    case "lambda":
      return [...parameterParts(node.parameters), node.body];
    case "binary":
      return [node.left, node.right];
    case "conditional":
      return [node.condition, node.whenTrue, node.whenFalse];
    case "comprehension":
      return [
        ...node.clauses.flatMap(({ target, iterable, conditions }) => present([target, iterable, ...conditions])),
        ...node.elements,
      ];
    case "walrus":
      return [node.target, node.value];
    case "other":
      return node.parts;
    default:
      return [];
  }
}

/** The statement lists inside a statement. */
export function nestedStatements(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "function":
    case "class":
    case "with":
    case "other":
      return [statement.body];
    case "if":
      return statement.branches.map(({ body }) => body);
    case "for":
    case "while":
      return [statement.body, statement.otherwise];
    case "try":
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.ending];
    default:
      return [];
  }
}

const parameterParts = (parameters: readonly Parameter[]): Expression[] =>
  parameters.flatMap((parameter) => present([parameter.annotation, parameter.default]));

const present = (expressions: readonly (Expression | null)[]): Expression[] =>
  expressions.filter((expression) => expression !== null);
