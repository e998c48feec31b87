/** Whether Postgres writes a table anew when the type of a column changes. Each answer was tried on a server. */

interface Type {
  readonly base: string;
  /** Length, or precision and scale. */
  readonly limits: readonly number[];
  readonly isArray: boolean;
}

const SERIALS: Readonly<Record<string, string>> = {
  serial: "int4",
  serial4: "int4",
  bigserial: "int8",
  serial8: "int8",
  smallserial: "int2",
  serial2: "int2",
};

/** A type as `typeText` writes it. */
function typeOf(text: string): Type {
  const [, name = text, limits = "", array = ""] = /^([^([]+)(?:\(([^)]*)\))?((?:\[\])*)$/.exec(text) ?? [];
  return {
    base: SERIALS[name] ?? name.replace(/^public\./, ""),
    limits: limits === "" ? [] : limits.split(",").map(Number),
    isArray: array !== "",
  };
}

/** Changes after which the bytes of a value are the same. */
const SAME_BYTES = new Set([
  "cidr>inet",
  "bit>varbit",
  "int4>oid",
  "xml>text",
  "citext>text",
  "text>citext",
  "varchar>citext",
]);

/** Types with a limit that may only grow; of times it counts digits of a second, of which there are six. */
const LIMITED: Readonly<Record<string, number>> = {
  varchar: Infinity,
  varbit: Infinity,
  numeric: Infinity,
  timestamp: 6,
  timestamptz: 6,
  time: 6,
  timetz: 6,
  interval: 6,
};

/** What a column of an unknown type may have been without the table being written anew. */
const MAY_STAY = new Set([...Object.keys(LIMITED), "text", "citext", "inet", "oid"]);

/** Postgres's own types; all others are the project's: enums nearly always, domains now and then. */
const OWN =
  /^(?:bool|int[248]|float[48]|numeric|money|text|varchar|bpchar|char|name|citext|uuid|jsonb?|xml|bytea|date|time|timetz|timestamp|timestamptz|interval|inet|cidr|macaddr8?|bit|varbit|oid|tsvector|tsquery|hstore|ltree|point|line|lseg|box|path|polygon|circle|\w*range|vector|halfvec|sparsevec|geometry|geography)$/;

/** True when the table is written anew (or read as a whole), false when not; null when that cannot be told. */
export function rewritesTable(from: string | null, to: string, hasUsing: boolean): boolean | null {
  const next = typeOf(to);
  if (from === null) return MAY_STAY.has(next.base) || !OWN.test(next.base) ? null : true;
  const old = typeOf(from);
  // An enum that was made anew under its old name.
  if (old.base === next.base && !OWN.test(old.base) && hasUsing) return true;
  if (
    from === to ||
    (old.base === next.base && old.limits.join() === next.limits.join() && old.isArray === next.isArray)
  )
    return false;
  if (old.isArray || next.isArray) return true;
  // A domain keeps the values of its type, and needs no USING.
  if (!OWN.test(old.base) || !OWN.test(next.base)) return hasUsing ? true : null;
  if (SAME_BYTES.has(`${old.base}>${next.base}`)) return false;
  if (old.base === "text" && next.base === "varchar") return next.limits.length > 0;
  if (old.base === "varchar" && next.base === "text") return false;
  // The same where the session's time zone is UTC, as long as no digits are lost.
  if (/^timestamp(tz)?$/.test(old.base) && /^timestamp(tz)?$/.test(next.base) && old.base !== next.base)
    return losesDigits(old, next) ? true : null;
  return old.base !== next.base || losesDigits(old, next);
}

function losesDigits(old: Type, next: Type): boolean {
  const most = LIMITED[next.base];
  if (most === undefined) return true;
  const [length = most, scale] = next.limits;
  const [oldLength = most, oldScale] = old.limits;
  return length < oldLength || (next.limits.length > 0 && scale !== oldScale);
}
