/** WHERE and ON as filters on the columns of single tables. */
import type { A_Expr, Node, SubLink } from "libpg-query";
import { functionName, literalOf, operatorOf, patternOf, withoutCast } from "./sql-nodes.js";
import type { ScopeColumn, SqlFilter, TableScope } from "./table-scope.js";

/** Postgres's operators by PostgREST's names. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["=", "eq"],
  ["<>", "neq"],
  ["!=", "neq"],
  ["<", "lt"],
  ["<=", "lte"],
  [">", "gt"],
  [">=", "gte"],
  ["~~", "like"],
  ["!~~", "not.like"],
  ["~~*", "ilike"],
  ["!~~*", "not.ilike"],
  ["~", "match"],
  ["~*", "imatch"],
  ["!~", "not.match"],
  ["!~*", "not.imatch"],
  ["@@", "fts"],
  ["@>", "contains"],
  ["<@", "containedBy"],
  ["&&", "overlaps"],
]);

/** The same comparison with its sides exchanged. */
const TURNED: ReadonlyMap<string, string> = new Map([
  ["lt", "gt"],
  ["lte", "gte"],
  ["gt", "lt"],
  ["gte", "lte"],
  ["contains", "containedBy"],
  ["containedBy", "contains"],
]);

const JSON_STEP = /^(->>?|#>>?)$/;

/** A column as one side of a comparison. */
interface Operand extends ScopeColumn {
  readonly function?: string;
}

/** Reads subqueries that stand in conditions. */
export type ReadSubquery = (query: Node, scope: TableScope) => void;

export class ConditionReader {
  readonly #scope: TableScope;
  readonly #readSubquery: ReadSubquery;

  constructor(scope: TableScope, readSubquery: ReadSubquery) {
    this.#scope = scope;
    this.#readSubquery = readSubquery;
  }

  /** `prefix` says inside what the condition stands: "or.", "not.". */
  read(node: Node | undefined, prefix = ""): void {
    if (!node) return;
    if ("BoolExpr" in node) {
      const kind = node.BoolExpr.boolop;
      const inner =
        kind === "OR_EXPR" ? `or.${prefix.replace("or.", "")}` : kind === "NOT_EXPR" ? `${prefix}not.` : prefix;
      for (const part of node.BoolExpr.args ?? []) this.read(part, inner);
    } else if ("A_Expr" in node) this.#comparison(node.A_Expr, prefix);
    else if ("NullTest" in node) {
      const isNull = node.NullTest.nulltesttype === "IS_NULL";
      this.#add(this.#operand(node.NullTest.arg), `${prefix}${isNull ? "is" : "not.is"}`, { value: null });
    } else if ("BooleanTest" in node) {
      const { arg, booltesttype: test } = node.BooleanTest;
      const isValue = test === "IS_TRUE" || test === "IS_FALSE";
      this.#add(this.#operand(arg), `${prefix}is`, isValue ? { value: test === "IS_TRUE" } : {});
    } else if ("SubLink" in node) this.#subquery(node.SubLink, prefix);
    else if ("ColumnRef" in node) this.#add(this.#operand(node), `${prefix}eq`, { value: true });
    else if ("ParamRef" in node) this.#scope.markOpen();
    else this.subqueries(node);
  }

  /** Subqueries anywhere inside of a node. */
  subqueries(node: unknown): void {
    if (Array.isArray(node)) {
      for (const each of node) this.subqueries(each);
    } else if (isObject(node)) {
      for (const [key, value] of Object.entries(node)) {
        if (key === "subselect" && isNode(value)) this.#readSubquery(value, this.#scope);
        else this.subqueries(value);
      }
    }
  }

  #subquery({ subLinkType, testexpr, subselect }: SubLink, prefix: string): void {
    if (subselect) this.#readSubquery(subselect, this.#scope);
    if (subLinkType === "ANY_SUBLINK") this.#add(this.#operand(testexpr), `${prefix}in`, {});
  }

  #comparison(expression: A_Expr, prefix: string): void {
    const { lexpr, rexpr } = expression;
    const left = this.#operand(lexpr);
    const right = this.#operand(rexpr);
    this.subqueries(lexpr);
    this.subqueries(rexpr);
    if (left && right) {
      if (left.table === right.table) return;
      this.#add(left, `${prefix}join`, {});
      this.#add(right, `${prefix}join`, {});
      return;
    }
    // A column of a subquery, or one that may belong to several tables.
    if ((left && isColumn(rexpr)) || (right && isColumn(lexpr))) {
      this.#add(left ?? right, `${prefix}join`, {});
      return;
    }
    for (const operator of operatorsOf(expression)) {
      const turned = TURNED.get(operator) ?? operator;
      // $1 = ANY(tags)
      if (right && expression.kind === "AEXPR_OP_ANY") this.#add(right, `${prefix}contains`, {});
      else if (right) this.#add(right, prefix + turned, valueOf(lexpr));
      else this.#add(left, prefix + operator, details(operator, rexpr));
    }
  }

  #add(operand: Operand | null, operator: string, more: Partial<SqlFilter>): void {
    if (!operand || operand.column === "*") return;
    const { table, column } = operand;
    const around = operand.function === undefined ? {} : { function: operand.function };
    table.filters.push({ column, operator, ...more, ...around });
  }

  /** A column, also inside a cast, a function or a step into JSON. */
  #operand(node: Node | undefined): Operand | null {
    const bare = node && withoutCast(node);
    if (!bare) return null;
    if ("ColumnRef" in bare) return this.#scope.column(bare.ColumnRef);
    if ("FuncCall" in bare) return this.#inside(functionName(bare.FuncCall), bare.FuncCall.args ?? []);
    if ("CoalesceExpr" in bare) return this.#inside("coalesce", bare.CoalesceExpr.args ?? []);
    if ("A_Expr" in bare) return this.#calculated(bare.A_Expr);
    return null;
  }

  /** `data->>'key'` in PostgREST's notation; `price * 2` as a function of the column. */
  #calculated({ name, lexpr, rexpr }: A_Expr): Operand | null {
    const operator = operatorOf(name);
    const left = this.#operand(lexpr);
    const key = literalOf(rexpr);
    if (left && JSON_STEP.test(operator)) {
      const isKnown = typeof key === "string" || typeof key === "number";
      return isKnown ? { ...left, column: `${left.column}${operator}${key}` } : { ...left, function: operator };
    }
    const right = this.#operand(rexpr);
    const only = left && right ? null : (left ?? right);
    return only && { ...only, function: operator };
  }

  #inside(name: string, args: readonly Node[]): Operand | null {
    const columns = args.flatMap((argument) => this.#operand(argument) ?? []);
    const [only] = columns;
    return columns.length === 1 && only ? { ...only, function: name } : null;
  }
}

const isColumn = (node: Node | undefined): boolean => node !== undefined && "ColumnRef" in withoutCast(node);

function operatorsOf({ kind, name }: A_Expr): string[] {
  const written = operatorOf(name);
  switch (kind) {
    case "AEXPR_IN":
    case "AEXPR_OP_ANY":
      return [written === "<>" ? "not.in" : written === "=" ? "in" : (OPERATORS.get(written) ?? written)];
    case "AEXPR_OP_ALL":
      return [written === "<>" ? "not.in" : (OPERATORS.get(written) ?? written)];
    case "AEXPR_BETWEEN":
    case "AEXPR_BETWEEN_SYM":
      return ["gte", "lte"];
    case "AEXPR_NOT_BETWEEN":
    case "AEXPR_NOT_BETWEEN_SYM":
      return ["not.gte", "not.lte"];
    case "AEXPR_DISTINCT":
      return ["isDistinct"];
    case "AEXPR_NOT_DISTINCT":
      return ["not.isDistinct"];
    case "AEXPR_SIMILAR":
      return ["match"];
    default:
      return [OPERATORS.get(written) ?? written];
  }
}

function details(operator: string, right: Node | undefined): Partial<SqlFilter> {
  const pattern = operator.endsWith("like") ? patternOf(right) : undefined;
  return pattern === undefined ? valueOf(right) : { ...valueOf(right), pattern };
}

function valueOf(node: Node | undefined): Partial<SqlFilter> {
  const value = literalOf(node);
  return value === undefined ? {} : { value };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Whatever stands under `subselect` is a statement's node. */
const isNode = (value: unknown): value is Node => isObject(value);
