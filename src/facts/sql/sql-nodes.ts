/** What single nodes of Postgres's syntax tree say. */
import type { A_Const, ColumnRef, FuncCall, Node, RangeVar } from "libpg-query";
import { UNKNOWN_PART } from "./complete-sql.js";

export type SqlLiteral = string | number | boolean | null;

/** A name as far as it is known; null when a part of it is computed. */
export const knownName = (name: string | undefined): string | null =>
  name === undefined || name === "" || name.includes(UNKNOWN_PART) ? null : name;

export const stringOf = (node: Node): string => ("String" in node ? (node.String.sval ?? "") : "");

/** `alias.column` as its parts; `*` for a star; null when it is something else, or computed. */
export function columnParts(ref: ColumnRef): string[] | null {
  const parts = (ref.fields ?? []).map((field) => ("A_Star" in field ? "*" : stringOf(field)));
  return parts.some((part) => knownName(part) === null) ? null : parts;
}

/** Casts and collations change nothing about which column or literal it is. */
export function withoutCast(node: Node): Node {
  let current = node;
  for (;;) {
    if ("TypeCast" in current && current.TypeCast.arg) current = current.TypeCast.arg;
    else if ("CollateClause" in current && current.CollateClause.arg) current = current.CollateClause.arg;
    else return current;
  }
}

/** Value of a literal; undefined for anything else, and for text with a computed part. */
export function literalOf(node: Node | undefined): SqlLiteral | undefined {
  const bare = node && withoutCast(node);
  if (!bare || !("A_Const" in bare)) return undefined;
  const value = constant(bare.A_Const);
  return typeof value === "string" && value.includes(UNKNOWN_PART) ? undefined : value;
}

function constant(node: A_Const): SqlLiteral | undefined {
  if (node.isnull === true) return null;
  if (node.ival) return node.ival.ival ?? 0;
  if (node.fval) return Number(node.fval.fval ?? 0);
  if (node.boolval) return node.boolval.boolval ?? false;
  return node.sval ? (node.sval.sval ?? "") : undefined;
}

/** What a pattern is made of, computed parts as one sign: `'%' || $1 || '%'`. */
function patternText(node: Node): string {
  const bare = withoutCast(node);
  if ("A_Const" in bare) return String(constant(bare.A_Const) ?? "");
  if ("A_Expr" in bare && operatorOf(bare.A_Expr.name) === "||" && bare.A_Expr.lexpr && bare.A_Expr.rexpr)
    return patternText(bare.A_Expr.lexpr) + patternText(bare.A_Expr.rexpr);
  if ("FuncCall" in bare && functionName(bare.FuncCall) === "concat")
    return (bare.FuncCall.args ?? []).map(patternText).join("");
  return UNKNOWN_PART;
}

/** Where in a text a LIKE pattern looks; undefined when it is computed as a whole. */
export function patternOf(node: Node | undefined): "contains" | "starts" | "ends" | undefined {
  const text = node ? patternText(node) : "";
  if (text === "" || text === UNKNOWN_PART) return undefined;
  const isOpenBefore = /^[%_]/.test(text);
  const isOpenAfter = text.endsWith("%");
  if (isOpenBefore) return isOpenAfter ? "contains" : "ends";
  return isOpenAfter ? "starts" : undefined;
}

export const operatorOf = (name: readonly Node[] | undefined): string => stringOf(name?.at(-1) ?? EMPTY);

const EMPTY: Node = { String: { sval: "" } };

export const functionName = (call: FuncCall): string => stringOf(call.funcname?.at(-1) ?? EMPTY);

/** Schema of a function; null when it is not written. */
export const functionSchema = (call: FuncCall): string | null =>
  (call.funcname?.length ?? 0) > 1 ? stringOf(call.funcname?.[0] ?? EMPTY) : null;

/** Postgres's own tables describe the database; they hold nothing of the application's. */
export const isSystemTable = ({ schemaname, relname = "" }: RangeVar): boolean =>
  schemaname === "pg_catalog" ||
  schemaname === "information_schema" ||
  (schemaname === undefined && relname.startsWith("pg_"));

/** Functions of Postgres itself, as they are called without a table or in its place. */
const BUILT_IN =
  /^(pg_|json|array_|string_|regexp_|to_|current_|inet_|lo_|row_|date_|time|txid_|gen_random_|uuid|cast|generate_s|unnest|set_config|version|now|nextval|currval|setval|lastval|count|sum|min|max|avg|coalesce|greatest|least|exists|length|lower|upper|md5|encode|decode|random|clock_timestamp|statement_timestamp|transaction_timestamp|has_|age|extract|concat|format|xml|ts_|plainto_|websearch_|phraseto_|crypt|gen_salt|digest|hmac|round|floor|ceil|power|abs|mod)/;

export const isBuiltIn = (call: FuncCall): boolean =>
  functionSchema(call) === "pg_catalog" || (functionSchema(call) === null && BUILT_IN.test(functionName(call)));

/** `SET used = used + 1`, `SET balance = balance - $1`: a column becomes what it was, more or less. */
export const countsOn = (targets: readonly Node[] | undefined): boolean =>
  (targets ?? []).some((target) => {
    if (!("ResTarget" in target) || target.ResTarget.val === undefined) return false;
    const { val, name } = target.ResTarget;
    if (!("A_Expr" in val) || !/^[+-]$/.test(operatorOf(val.A_Expr.name))) return false;
    return name !== undefined && JSON.stringify(val.A_Expr.lexpr ?? null).includes(`"sval":"${name}"`);
  });
