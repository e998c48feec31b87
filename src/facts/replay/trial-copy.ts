/** A copy of a table with its indexes and with rows in it, so that the planner has something to weigh. */
import type { ReplayDatabase } from "./engine.js";

/** In the session's own schema: nothing of the project's can have this place. */
export const COPY = "pg_temp.prodcheck_trial";

/** Enough for the planner to prefer a good index, and few enough to write in a moment. */
const ROWS = 10_000;
/** Different values of a column of which nothing else is known: twenty rows have the same. */
const VALUES = 500;

export interface CopiedColumn {
  /** As SQL writes it. */
  readonly type: string;
  /** False: every value is NULL, because nothing is known of how to make one. */
  readonly isFilled: boolean;
  /** The value that one row in a hundred is below, as text, and the one that one in a hundred is above. */
  readonly low: string;
  readonly high: string;
}

export const ident = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly base: string;
  readonly is_required: boolean;
  /** The last column of a unique index. */
  readonly is_unique: boolean;
  readonly is_indexed: boolean;
  readonly is_primary: boolean;
  /** The values that a CHECK or an enum allows; null: any. */
  readonly allowed: string[] | null;
}

const columnsQuery = (table: string): string => `
  SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type, coalesce(b.typname, t.typname)::text AS base,
    a.attnotnull AS is_required,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indkey[i.indnkeyatts - 1] = a.attnum) AS is_unique,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND a.attnum = ANY (i.indkey)) AS is_indexed,
    EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)) AS is_primary,
    coalesce(
      (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
      (SELECT array_agg(m[1]) FROM pg_constraint c, regexp_matches(pg_get_constraintdef(c.oid), '''([^'']*)''::(?:text|character varying|bpchar)', 'g') AS m
       WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum] AND pg_get_constraintdef(c.oid) ~ ' = ANY ')) AS allowed
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
  WHERE a.attrelid = ${literal(table)}::regclass AND a.attnum > 0 AND NOT a.attisdropped`;

/**
 * Makes the copy and fills the columns that its indexes or these queries ask about. Constraints are left behind, NOT NULL too.
 * Throws the server's error.
 */
export async function fillCopy(
  db: ReplayDatabase,
  { schema, table }: { readonly schema: string; readonly table: string },
  wanted: readonly string[],
): Promise<Map<string, CopiedColumn>> {
  const original = `${ident(schema)}.${ident(table)}`;
  const { rows: columns } = await db.query<ColumnRow>(columnsQuery(original));
  const optional = columns.filter(({ is_required, is_primary }) => is_required && !is_primary);
  await db.exec(`DROP TABLE IF EXISTS ${COPY}; CREATE TEMP TABLE prodcheck_trial (LIKE ${original} INCLUDING INDEXES)`);
  for (const { name } of optional) await db.exec(`ALTER TABLE ${COPY} ALTER COLUMN ${ident(name)} DROP NOT NULL`);
  // What the other columns take up.
  await db.exec(`ALTER TABLE ${COPY} ADD COLUMN prodcheck_rest text`);
  const values = new Map<string, string>();
  for (const [at, column] of columns.entries()) {
    const isAsked = column.is_indexed || wanted.includes(column.name);
    const value = isAsked ? valueOf(column, at) : null;
    if (value !== null) values.set(column.name, `${value}::${column.type}`);
  }
  const names = [...values.keys()].map(ident);
  await db.exec(`
    INSERT INTO ${COPY} (${[...names, "prodcheck_rest"].join(", ")})
    SELECT ${[...values.values(), "repeat('x', 120)"].join(", ")} FROM generate_series(1, ${ROWS}) AS g
    ON CONFLICT DO NOTHING`);
  await db.exec(`ANALYZE ${COPY}`);
  const copied = new Map<string, CopiedColumn>();
  for (const { name, type } of columns) {
    const edges = values.has(name) && wanted.includes(name) ? await edgesOf(db, name) : { low: "", high: "" };
    copied.set(name, { type, isFilled: values.has(name), ...edges });
  }
  return copied;
}

async function edgesOf(db: ReplayDatabase, name: string): Promise<{ low: string; high: string }> {
  const at = (position: number): string =>
    `(SELECT ${ident(name)}::text FROM ${COPY} ORDER BY ${ident(name)} OFFSET ${position} LIMIT 1)`;
  try {
    const { rows } = await db.query<{ low: string | null; high: string | null }>(
      `SELECT ${at(ROWS / 100)} AS low, ${at(ROWS - ROWS / 100)} AS high`,
    );
    return { low: rows[0]?.low ?? "", high: rows[0]?.high ?? "" };
  } catch {
    // A type without an order: nobody asks for a range of it.
    return { low: "", high: "" };
  }
}

/** Makes the value of row `g`; null: of this type none is known. */
function valueOf({ base, is_unique: isUnique, allowed }: ColumnRow, at: number): string | null {
  if (allowed !== null && allowed.length > 0) {
    return `(ARRAY[${allowed.map(literal).join(", ")}]::text[])[1 + g % ${allowed.length}]`;
  }
  // Neighbours in the table differ, and so do columns.
  const mixed = `(g * 7919 + ${at * 31})`;
  const number = isUnique ? "g" : `(${mixed} % ${VALUES})`;
  const own = `(${mixed} % ${ROWS})`;
  if (base === "bool") return "(g % 2 = 0)";
  if (base === "uuid") return `md5(${number}::text)`;
  if (/^(?:text|varchar|bpchar|citext|name|int2|int4|int8|float4|float8|numeric)$/.test(base)) return number;
  if (/^timestamp(?:tz)?$/.test(base)) return `(timestamp '2026-01-01' - ${own} * interval '1 hour')`;
  if (base === "date") return `(date '2026-01-01' - ${own} / 24)`;
  if (base === "tsvector") return `to_tsvector('simple', 'word' || ${number})`;
  if (base === "jsonb" || base === "json") return "'{}'";
  return base === "inet" ? `(inet '10.0.0.0' + ${number})` : null;
}
