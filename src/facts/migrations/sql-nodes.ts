/** Small questions to the trees of Postgres's own parser (libpg-query). */
import type { A_Const, Node, RangeVar, TypeName } from "libpg-query";

/** A table as it is written: names without quotes, as Postgres folds them. */
export interface WrittenName {
  readonly schema: string | null;
  readonly name: string | null;
}

export const writtenName = (relation: RangeVar | undefined): WrittenName => ({
  schema: relation?.schemaname ?? null,
  name: relation?.relname ?? null,
});

/** `a.b` as a list of strings, as in DROP TABLE and in names of types. */
export function nameOfList(nodes: readonly Node[] | undefined): WrittenName {
  const parts = stringsOf(nodes);
  return { schema: parts.length > 1 ? (parts.at(-2) ?? null) : null, name: parts.at(-1) ?? null };
}

export const stringsOf = (nodes: readonly Node[] | undefined): string[] =>
  (nodes ?? []).flatMap((node) => ("String" in node && node.String.sval !== undefined ? [node.String.sval] : []));

/** What a name is called in DDL: the parser says int4, bpchar, varchar. */
export function typeText(type: TypeName | undefined): string | null {
  if (type === undefined) return null;
  const parts = stringsOf(type.names).filter((part) => part !== "pg_catalog");
  if (parts.length === 0) return null;
  const limits = (type.typmods ?? []).map((node) => ("A_Const" in node ? constantText(node.A_Const) : null) ?? "?");
  const size = limits.length > 0 ? `(${limits.join(",")})` : "";
  return `${parts.join(".")}${size}${"[]".repeat(type.arrayBounds?.length ?? 0)}`;
}

/** A number or a string as text; null for everything else. */
export function constantText({ ival, fval, sval }: A_Const): string | null {
  // The parser leaves a zero out.
  if (ival !== undefined) return String(ival.ival ?? 0);
  return fval?.fval ?? sval?.sval ?? null;
}

/** How often a default is worked out: once for all rows, or for each of them. */
export type DefaultKind = "constant" | "volatile" | "unknown";

/** Functions of Postgres that answer the same within a statement. */
const STABLE =
  /^(now|current_timestamp|transaction_timestamp|statement_timestamp|timezone|date_trunc|to_char|to_timestamp|make_interval|make_date|jsonb?_build_(object|array)|array|coalesce|lower|upper|concat|current_setting|uid|jwt|role|email)$/;
const VOLATILE =
  /^(gen_random_uuid|uuid_generate_v\d\w*|uuidv[47]|random|clock_timestamp|timeofday|nextval|gen_random_bytes|gen_salt|nanoid|gen_ulid|ulid_generate)$/;

/** Judged by the functions in it; one that is not Postgres's own is unknown. */
export function defaultKind(expression: Node): DefaultKind {
  const names = functionsIn(expression);
  if (names.some((name) => VOLATILE.test(name))) return "volatile";
  return names.every((name) => STABLE.test(name)) ? "constant" : "unknown";
}

function functionsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]: [string, unknown]) => {
    const own = key === "funcname" && Array.isArray(part) ? lastString(part) : null;
    return own === null ? functionsIn(part) : [own];
  });
}

const lastString = (parts: readonly unknown[]): string | null => {
  const last = parts.at(-1);
  if (typeof last !== "object" || last === null || !("String" in last)) return null;
  const text = last.String;
  return typeof text === "object" && text !== null && "sval" in text && typeof text.sval === "string"
    ? text.sval
    : null;
};
