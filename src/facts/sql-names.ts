/** Names in SQL that Postgres is to run. */

/** Words that Postgres takes for a name only in quotes, or not everywhere without. */
const RESERVED = new Set(
  `all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char character check
  coalesce collate collation column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user dec decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
  freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect interval into is isnull join
  lateral leading least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif numeric offset
  on only or order out outer overlaps overlay placing position precision primary real references returning right row select session_user
  setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing treat trim true union unique
  user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement`.split(/\s+/),
);

/** A name as Postgres writes it: in quotes where it must be. */
export const quoteName = (name: string): string =>
  /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;

/** Postgres cuts longer names, in bytes. */
const LONGEST_NAME = 63;

/** A name made of parts, like Postgres's own for indexes and keys: `orders_customer_id_idx`. What is too long is cut before the suffix. */
export function joinName(parts: readonly string[], suffix: string): string {
  const most = LONGEST_NAME - Buffer.byteLength(suffix) - 1;
  let stem = parts.join("_");
  while (Buffer.byteLength(stem) > most) stem = stem.slice(0, -1);
  return `${stem.replace(/_+$/, "")}_${suffix}`;
}
