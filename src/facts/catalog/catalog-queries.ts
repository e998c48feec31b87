/** The SELECT behind every catalogue table: one round trip per kind of object, for Postgres 13 to 18. */
import type { CatalogTable } from "./catalog-rows.js";
import { isMember, SPACE } from "./catalog-space.js";
import { RIGHTS_QUERIES } from "./rights-queries.js";
import { UPKEEP_QUERIES } from "./upkeep-queries.js";

/** Names of the columns with these numbers, in their order, as JSON. */
const columnNames = (relation: string, numbers: string): string => `
  (SELECT coalesce(json_agg(a.attname ORDER BY k.n), '[]') FROM unnest(${numbers}) WITH ORDINALITY AS k(number, n)
   JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number AND k.number > 0)::text`;

const ACTION = (column: string): string => `
  CASE WHEN c.contype = 'f' THEN CASE ${column} WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
    WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' END END`;

const SCHEMAS = `
  WITH ${SPACE}
  SELECT name, pg_get_userbyid(nspowner)::text AS owner, obj_description(oid, 'pg_namespace') AS comment, is_system
  FROM space`;

/** `reltuples` is -1 (0 before 14) until the first VACUUM or ANALYZE; the server's counters may know more. */
const TABLES = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS name,
    CASE WHEN c.relispartition AND c.relkind <> 'f' THEN 'partition' WHEN c.relkind = 'p' THEN 'partitioned' WHEN c.relkind = 'f' THEN 'foreign' ELSE 'table' END AS kind,
    (SELECT pn.nspname || '.' || pc.relname FROM pg_inherits i JOIN pg_class pc ON pc.oid = i.inhparent
     JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE i.inhrelid = c.oid AND i.inhseqno = 1) AS parent,
    pg_get_userbyid(c.relowner)::text AS owner, c.relpersistence = 'u' AS is_unlogged,
    c.relrowsecurity AS rls_enabled, c.relforcerowsecurity AS rls_forced,
    coalesce(
      nullif(greatest(c.reltuples, 0), 0)::float8,
      nullif(pg_stat_get_live_tuples(c.oid), 0)::float8,
      CASE WHEN coalesce(pg_stat_get_last_analyze_time(c.oid), pg_stat_get_last_autoanalyze_time(c.oid)) IS NOT NULL THEN 0 END) AS row_estimate,
    CASE WHEN c.relpages > 0 THEN
      (c.relpages + coalesce(t.relpages, 0))::float8 * current_setting('block_size')::float8 END AS bytes,
    obj_description(c.oid, 'pg_class') AS comment,
    s.is_system OR ${isMember("pg_class", "c.oid")} AS is_system
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
  WHERE c.relkind IN ('r', 'p', 'f')`;

const COLUMNS = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS "table",
    row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum)::int AS position, a.attname::text AS name,
    coalesce(e.typname, t.typname)::text AS type, tn.nspname::text AS type_schema,
    CASE coalesce(e.typtype, t.typtype) WHEN 'b' THEN 'base' WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain'
      WHEN 'c' THEN 'composite' WHEN 'p' THEN 'pseudo' ELSE 'range' END AS type_kind,
    e.oid IS NOT NULL AS is_array, format_type(a.atttypid, a.atttypmod) AS type_text,
    NOT a.attnotnull AS is_nullable, pg_get_expr(d.adbin, d.adrelid) AS default_expression,
    CASE a.attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END AS generated,
    CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
    o.description AS comment
  FROM pg_attribute a
  JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
  JOIN space s ON s.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
  JOIN pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_description o ON o.classoid = 'pg_class'::regclass AND o.objoid = a.attrelid AND o.objsubid = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT ${isMember("pg_class", "c.oid")}`;

const INDEXES = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS "table", x.relname::text AS name, m.amname::text AS method,
    (SELECT json_agg(coalesce(a.attname::text, pg_get_indexdef(i.indexrelid, k.n::int, false)) ORDER BY k.n)
     FROM unnest(i.indkey) WITH ORDINALITY AS k(number, n)
     LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
     WHERE k.n <= i.indnkeyatts)::text AS keys_json,
    ${columnNames("i.indrelid", "(i.indkey::int2[])[i.indnkeyatts:]")} AS included_json,
    pg_get_expr(i.indpred, i.indrelid) AS predicate,
    i.indisunique AS is_unique, i.indisprimary AS is_primary, i.indisvalid AND i.indisready AS is_valid,
    i.indexrelid IN (SELECT conindid FROM pg_constraint WHERE contype IN ('p', 'u', 'x')) AS is_constraint,
    x.relispartition AS is_partition,
    CASE WHEN x.relpages > 0 THEN x.relpages::float8 * current_setting('block_size')::float8 END AS bytes,
    pg_stat_get_numscans(i.indexrelid)::float8 AS scans, pg_get_indexdef(i.indexrelid) AS definition
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid JOIN pg_am m ON m.oid = x.relam
  JOIN pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p', 'm') JOIN space s ON s.oid = c.relnamespace`;

const INDEX_COLUMNS = `
  WITH ${SPACE}
  SELECT s.name AS schema, x.relname::text AS "index", k.n::int AS position, c.relname::text AS "table",
    a.attname::text AS column_name,
    CASE WHEN a.attname IS NULL THEN pg_get_indexdef(i.indexrelid, k.n::int, false) END AS expression,
    o.opcname::text AS operator_class, i.indoption[k.n::int - 1] & 1 = 1 AS is_descending
  FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
  JOIN pg_class c ON c.oid = i.indrelid AND c.relkind IN ('r', 'p', 'm') JOIN space s ON s.oid = c.relnamespace
  CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, n)
  LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number AND k.number > 0
  JOIN pg_opclass o ON o.oid = i.indclass[k.n::int - 1]
  WHERE k.n <= i.indnkeyatts`;

/** NOT NULL has constraints of its own since 18; they are left to pg_column, so that versions look alike. */
const CONSTRAINTS = `
  WITH ${SPACE}
  SELECT s.name AS schema, r.relname::text AS "table", c.conname::text AS name,
    CASE c.contype WHEN 'p' THEN 'primary' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign' WHEN 'c' THEN 'check' ELSE 'exclusion' END AS kind,
    ${columnNames("c.conrelid", "c.conkey")} AS columns_json,
    fn.nspname::text AS target_schema, f.relname::text AS target_table,
    CASE WHEN c.contype = 'f' THEN ${columnNames("c.confrelid", "c.confkey")} END AS target_columns_json,
    ${ACTION("c.confdeltype")} AS on_delete, ${ACTION("c.confupdtype")} AS on_update,
    c.convalidated AS is_validated, c.condeferrable AS is_deferrable,
    c.conparentid <> 0 OR c.coninhcount > 0 AS is_inherited, pg_get_constraintdef(c.oid) AS definition
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN space s ON s.oid = r.relnamespace
  LEFT JOIN pg_class f ON f.oid = c.confrelid AND c.contype = 'f' LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
  WHERE c.contype IN ('p', 'u', 'f', 'c', 'x')`;

const POLICIES = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS "table", p.polname::text AS name,
    CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update' WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
    (SELECT json_agg(role ORDER BY role) FROM (
       SELECT CASE WHEN r.oid = 0 THEN 'public' ELSE pg_get_userbyid(r.oid)::text END AS role FROM unnest(p.polroles) AS r(oid)) AS named)::text AS roles_json,
    p.polpermissive AS is_permissive,
    pg_get_expr(p.polqual, p.polrelid) AS using_expression, pg_get_expr(p.polwithcheck, p.polrelid) AS check_expression
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN space s ON s.oid = c.relnamespace`;

const FUNCTIONS = `
  WITH ${SPACE}
  SELECT s.name AS schema, p.proname::text AS name, pg_get_function_identity_arguments(p.oid) AS arguments,
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window' ELSE 'function' END AS kind,
    pg_get_function_result(p.oid) AS returns, l.lanname::text AS language,
    CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
    pg_get_userbyid(p.proowner)::text AS owner, p.prosecdef AS is_security_definer,
    (SELECT substr(setting, 13) FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search\\_path=%') AS search_path,
    p.pronargs - p.pronargdefaults AS required_arguments,
    (SELECT coalesce(json_agg(coalesce(p.proargnames[k], '') ORDER BY k), '[]')
     FROM generate_subscripts(coalesce(p.proargmodes, array_fill('i'::"char", ARRAY[p.pronargs::int])), 1) AS k
     WHERE coalesce(p.proargmodes[k], 'i') IN ('i', 'b', 'v'))::text AS argument_names_json,
    CASE WHEN l.lanname NOT IN ('c', 'internal') AND p.prokind <> 'a' THEN nullif(left(p.prosrc, 100000), '') END AS body,
    s.is_system OR ${isMember("pg_proc", "p.oid")} AS is_system
  FROM pg_proc p JOIN space s ON s.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
  WHERE NOT (l.lanname IN ('c', 'internal') AND ${isMember("pg_proc", "p.oid")})`;

const TRIGGERS = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS "table", t.tgname::text AS name,
    CASE WHEN t.tgtype & 64 <> 0 THEN 'instead of' WHEN t.tgtype & 2 <> 0 THEN 'before' ELSE 'after' END AS timing,
    (SELECT json_agg(event.name ORDER BY event.bit) FROM (VALUES (4, 'insert'), (8, 'delete'), (16, 'update'), (32, 'truncate')) AS event(bit, name)
     WHERE t.tgtype & event.bit <> 0)::text AS events_json,
    CASE WHEN t.tgtype & 1 <> 0 THEN 'row' ELSE 'statement' END AS level,
    fn.nspname::text AS function_schema, f.proname::text AS function, t.tgenabled <> 'D' AS is_enabled
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN space s ON s.oid = c.relnamespace
  JOIN pg_proc f ON f.oid = t.tgfoid JOIN pg_namespace fn ON fn.oid = f.pronamespace
  WHERE NOT t.tgisinternal`;

/** Writing a view's definition locks what it reads until the transaction ends, in a table shared with all sessions. */
const MOST_DEFINITIONS = 2000;

const VIEWS = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS name, pg_get_userbyid(c.relowner)::text AS owner, c.relkind = 'm' AS is_materialized,
    coalesce((SELECT option_value::boolean FROM pg_options_to_table(c.reloptions) WHERE option_name = 'security_invoker'), false) AS is_security_invoker,
    (SELECT coalesce(json_agg(DISTINCT rn.nspname || '.' || r.relname ORDER BY rn.nspname || '.' || r.relname), '[]')
     FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
     JOIN pg_class r ON r.oid = d.refobjid AND r.relkind IN ('r', 'p', 'f', 'v', 'm') JOIN pg_namespace rn ON rn.oid = r.relnamespace
     WHERE w.ev_class = c.oid)::text AS tables_json,
    CASE WHEN NOT ${isMember("pg_class", "c.oid")} AND row_number() OVER (ORDER BY s.is_system, c.oid) <= ${MOST_DEFINITIONS}
      THEN pg_get_viewdef(c.oid) END AS definition, obj_description(c.oid, 'pg_class') AS comment,
    s.is_system OR ${isMember("pg_class", "c.oid")} AS is_system
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('v', 'm')`;

const TYPES = `
  WITH ${SPACE}
  SELECT s.name AS schema, t.typname::text AS name,
    CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'composite' END AS kind,
    (SELECT coalesce(json_agg(e.enumlabel ORDER BY e.enumsortorder), '[]') FROM pg_enum e WHERE e.enumtypid = t.oid)::text AS labels_json,
    CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base_type
  FROM pg_type t JOIN space s ON s.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd') OR (t.typtype = 'c' AND c.relkind = 'c')) AND NOT ${isMember("pg_type", "t.oid")}`;

const STRUCTURE_QUERIES = {
  pg_schema: SCHEMAS,
  pg_table: TABLES,
  pg_column: COLUMNS,
  pg_index: INDEXES,
  pg_index_column: INDEX_COLUMNS,
  pg_constraint: CONSTRAINTS,
  pg_policy: POLICIES,
  pg_function: FUNCTIONS,
  pg_trigger: TRIGGERS,
  pg_view: VIEWS,
  pg_type: TYPES,
} as const;

/** All but pg_statement, whose columns live where its extension does. */
export const CATALOG_QUERIES: { readonly [T in Exclude<CatalogTable, "pg_statement">]: string } = {
  ...STRUCTURE_QUERIES,
  ...RIGHTS_QUERIES,
  ...UPKEEP_QUERIES,
};
