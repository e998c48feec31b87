import type { Extension, Extensions } from "@electric-sql/pglite";

/** The extensions that the embedded engine can install, each loaded only when it is needed. file_fdw reads files: left out. */
const LOADERS: Readonly<Record<string, () => Promise<Extension>>> = {
  bloom: async () => (await import("@electric-sql/pglite/contrib/bloom")).bloom,
  btree_gin: async () => (await import("@electric-sql/pglite/contrib/btree_gin")).btree_gin,
  btree_gist: async () => (await import("@electric-sql/pglite/contrib/btree_gist")).btree_gist,
  citext: async () => (await import("@electric-sql/pglite/contrib/citext")).citext,
  cube: async () => (await import("@electric-sql/pglite/contrib/cube")).cube,
  dict_int: async () => (await import("@electric-sql/pglite/contrib/dict_int")).dict_int,
  dict_xsyn: async () => (await import("@electric-sql/pglite/contrib/dict_xsyn")).dict_xsyn,
  earthdistance: async () => (await import("@electric-sql/pglite/contrib/earthdistance")).earthdistance,
  fuzzystrmatch: async () => (await import("@electric-sql/pglite/contrib/fuzzystrmatch")).fuzzystrmatch,
  hstore: async () => (await import("@electric-sql/pglite/contrib/hstore")).hstore,
  intarray: async () => (await import("@electric-sql/pglite/contrib/intarray")).intarray,
  isn: async () => (await import("@electric-sql/pglite/contrib/isn")).isn,
  lo: async () => (await import("@electric-sql/pglite/contrib/lo")).lo,
  ltree: async () => (await import("@electric-sql/pglite/contrib/ltree")).ltree,
  moddatetime: async () => (await import("@electric-sql/pglite/contrib/moddatetime")).moddatetime,
  pg_stat_statements: async () => (await import("@electric-sql/pglite/contrib/pg_stat_statements")).pg_stat_statements,
  pg_trgm: async () => (await import("@electric-sql/pglite/contrib/pg_trgm")).pg_trgm,
  pgcrypto: async () => (await import("@electric-sql/pglite/contrib/pgcrypto")).pgcrypto,
  seg: async () => (await import("@electric-sql/pglite/contrib/seg")).seg,
  tablefunc: async () => (await import("@electric-sql/pglite/contrib/tablefunc")).tablefunc,
  tcn: async () => (await import("@electric-sql/pglite/contrib/tcn")).tcn,
  tsm_system_rows: async () => (await import("@electric-sql/pglite/contrib/tsm_system_rows")).tsm_system_rows,
  tsm_system_time: async () => (await import("@electric-sql/pglite/contrib/tsm_system_time")).tsm_system_time,
  unaccent: async () => (await import("@electric-sql/pglite/contrib/unaccent")).unaccent,
  "uuid-ossp": async () => (await import("@electric-sql/pglite/contrib/uuid_ossp")).uuid_ossp,
  vector: async () => (await import("@electric-sql/pglite-pgvector")).vector,
};

/** Extensions that others cannot do without. */
const REQUIRES: Readonly<Record<string, string>> = { earthdistance: "cube" };

interface Sign {
  readonly extension: string;
  /** What of it a project's SQL names. */
  readonly text: RegExp;
}

/** How SQL gives away an extension that it does not create. */
const SIGNS: readonly Sign[] = [
  { extension: "vector", text: /\b(?:vector|halfvec|sparsevec)\b|\bvector_\w+_ops\b/i },
  { extension: "pg_trgm", text: /\bg(?:in|ist)_trgm_ops\b|\b(?:word_)?similarity\b/i },
  { extension: "uuid-ossp", text: /\buuid_generate_v\d\w*|\buuid_nil\b/i },
  { extension: "pgcrypto", text: /\b(?:gen_salt|gen_random_bytes|crypt|digest|hmac|pgp_\w+)\b/i },
  { extension: "citext", text: /\bcitext\b/i },
  { extension: "hstore", text: /\bhstore\b/i },
  { extension: "ltree", text: /\bl(?:tree|query)\b/i },
  { extension: "unaccent", text: /\bunaccent\b/i },
  { extension: "moddatetime", text: /\bmoddatetime\b/i },
  {
    extension: "postgis",
    text: /\btype "?(?:[\w.]+\.)?(?:geometry|geography|box2d|box3d)"?|\bst_\w+\(|\bgeograph(?:y|ic)_ops\b|\bgist_geometry_ops\w*/i,
  },
  { extension: "pgjwt", text: /\bfunction (?:\w+\.)?(?:sign\(json|verify\(text, text)/i },
  { extension: "tablefunc", text: /\b(?:crosstab\w*|connectby|normal_rand)\(/i },
  { extension: "fuzzystrmatch", text: /\b(?:levenshtein\w*|soundex|d?metaphone\w*|daitch_mokotoff)\(/i },
  { extension: "earthdistance", text: /\b(?:ll_to_earth|earth_(?:distance|box))\(/i },
  { extension: "timescaledb", text: /\b(?:create_hypertable|time_bucket|add_(?:retention|compression)_policy)\(/i },
  { extension: "btree_gist", text: /data type \S+ has no default operator class for access method "gist"/i },
  { extension: "btree_gin", text: /data type \S+ has no default operator class for access method "gin"/i },
];

/** The extension that holds what Postgres did not find, by its message. */
export const missingExtension = (message: string): string | null =>
  SIGNS.find(({ text }) => text.test(message))?.extension ?? null;

/** Where a statement first names something of an extension, as an offset; 0 when only Postgres's message gives it away. */
export const firstUse = (name: string, sql: string): number =>
  Math.max(0, sql.search(SIGNS.find(({ extension }) => extension === name)?.text ?? /$^/));

const isNamed = (name: string, text: string): boolean =>
  text.includes(name) || SIGNS.some((sign) => sign.extension === name && sign.text.test(text));

/** Extensions of indexes that only Postgres's own message names. */
const WITH_INDEXES: Readonly<Record<string, RegExp>> = { btree_gist: /\bgist\b/i, btree_gin: /\bgin\b/i };

/** What the engine is started with: the extensions that the text of the migrations names, and the given ones. */
export async function loadExtensions(texts: readonly string[], always: readonly string[]): Promise<Extensions> {
  const wanted = new Set(always);
  for (const name of Object.keys(LOADERS)) {
    if (!texts.some((text) => isNamed(name, text) || WITH_INDEXES[name]?.test(text) === true)) continue;
    wanted.add(name);
    const required = REQUIRES[name];
    if (required !== undefined) wanted.add(required);
  }
  const loaded: Extensions = {};
  for (const name of wanted) {
    const load = LOADERS[name];
    if (load) loaded[name] = await load();
  }
  return loaded;
}

/** The extension that CREATE EXTENSION asks for. */
export function extensionOf(sql: string): string | null {
  const found = /^create\s+extension\s+(?:if\s+not\s+exists\s+)?(?:"([^"]+)"|([\w-]+))/i.exec(sql);
  return found?.[1] ?? found?.[2]?.toLowerCase() ?? null;
}
