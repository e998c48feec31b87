/** The SELECTs about the server: extensions, sequences, settings, counters, statements. */
import { SPACE } from "./catalog-space.js";

/** Settings that every role may see and that say nothing about the machine: no paths, no addresses, no commands. */
const SETTINGS = `
  autovacuum autovacuum_analyze_scale_factor autovacuum_freeze_max_age autovacuum_max_workers autovacuum_naptime autovacuum_vacuum_scale_factor
  checkpoint_timeout deadlock_timeout default_statistics_target default_text_search_config default_transaction_isolation effective_cache_size
  fsync full_page_writes idle_in_transaction_session_timeout idle_session_timeout jit lock_timeout log_connections log_lock_waits
  log_min_duration_statement log_statement maintenance_work_mem max_connections max_locks_per_transaction max_parallel_workers_per_gather
  max_prepared_transactions max_replication_slots max_slot_wal_keep_size max_wal_size max_worker_processes password_encryption random_page_cost
  row_security server_version shared_buffers ssl statement_timeout superuser_reserved_connections synchronous_commit
  TimeZone track_activities track_counts track_io_timing transaction_timeout wal_level work_mem`
  .trim()
  .split(/\s+/)
  .join(",");

/** reset_val is what a new session gets; setting is what this transaction has set for itself. */
const SERVER_SETTINGS = `
  SELECT name, reset_val AS value, unit, reset_val IS NOT DISTINCT FROM boot_val AS is_default
  FROM pg_settings WHERE name = ANY ('{${SETTINGS}}'::text[]) AND reset_val IS NOT NULL`;

const EXTENSIONS = `
  SELECT coalesce(a.name, e.extname)::text AS name, e.extversion AS version, a.default_version AS available_version, n.nspname::text AS schema
  FROM pg_available_extensions a FULL JOIN pg_extension e ON e.extname = a.name LEFT JOIN pg_namespace n ON n.oid = e.extnamespace`;

/**
 * Asking for a sequence's last value locks it until the transaction ends, and the lock table is shared with everybody who
 * uses the database. So only those that can run out within a lifetime are asked, the fullest tables first.
 */
const MOST_ASKED_SEQUENCES = 1000;

const SEQUENCES = `
  WITH ${SPACE}, sequence AS (
    SELECT s.name AS schema, c.oid, c.relname::text AS name, format_type(q.seqtypid, NULL) AS type,
      tn.nspname || '.' || t.relname AS owner_table, a.attname::text AS owner_column,
      q.seqincrement::float8 AS increment, q.seqmax::float8 AS maximum, q.seqcycle AS is_cycling,
      row_number() OVER (ORDER BY q.seqmax > 2147483647 AND coalesce(a.atttypid, 0) NOT IN ('int4'::regtype, 'int2'::regtype), t.reltuples DESC NULLS LAST) AS rank,
      q.seqmax <= 2147483647 OR coalesce(a.atttypid, 0) IN ('int4'::regtype, 'int2'::regtype) AS is_narrow
    FROM pg_sequence q JOIN pg_class c ON c.oid = q.seqrelid JOIN space s ON s.oid = c.relnamespace
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
      AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    LEFT JOIN pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
  )
  SELECT schema, name, type, owner_table, owner_column, increment, maximum,
    CASE WHEN is_narrow AND rank <= ${MOST_ASKED_SEQUENCES} AND has_sequence_privilege(oid, 'SELECT,USAGE')
      THEN pg_sequence_last_value(oid) END::float8 AS last_value, is_cycling
  FROM sequence`;

/** numbackends is open to everybody; what the sessions of others do is not. */
const DATABASE = `
  SELECT d.datname::text AS name, pg_encoding_to_char(d.encoding)::text AS encoding, d.datcollate::text AS collation,
    (SELECT sum(numbackends)::int FROM pg_stat_database) AS connections,
    CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') THEN
      (SELECT count(*)::int FROM pg_stat_activity WHERE state LIKE 'idle in transaction%') END AS idle_in_transaction,
    nullif(d.datconnlimit, -1) AS connection_limit, age(d.datfrozenxid)::float8 AS transaction_age,
    c.deadlocks::float8 AS deadlocks, (extract(epoch FROM now() - c.stats_reset) / 86400)::float8 AS counted_days,
    (SELECT coalesce(json_agg(setting ORDER BY setting), '[]')
     FROM pg_db_role_setting r CROSS JOIN LATERAL unnest(r.setconfig) AS setting WHERE r.setrole = 0 AND r.setdatabase = d.oid)::text AS settings_json
  FROM pg_database d LEFT JOIN pg_stat_database c ON c.datid = d.oid
  WHERE d.datname = current_database()`;

const DAYS_SINCE = (one: string, other: string): string =>
  `(extract(epoch FROM now() - greatest(${one}(c.oid), ${other}(c.oid))) / 86400)::float8`;

const TABLE_ACTIVITY = `
  WITH ${SPACE}
  SELECT s.name AS schema, c.relname::text AS "table",
    pg_stat_get_live_tuples(c.oid)::float8 AS live_rows, pg_stat_get_dead_tuples(c.oid)::float8 AS dead_rows,
    pg_stat_get_mod_since_analyze(c.oid)::float8 AS changed_rows, pg_stat_get_numscans(c.oid)::float8 AS sequential_scans,
    (SELECT coalesce(sum(pg_stat_get_numscans(i.indexrelid)), 0) FROM pg_index i WHERE i.indrelid = c.oid)::float8 AS index_scans,
    ${DAYS_SINCE("pg_stat_get_last_vacuum_time", "pg_stat_get_last_autovacuum_time")} AS vacuumed_days,
    ${DAYS_SINCE("pg_stat_get_last_analyze_time", "pg_stat_get_last_autoanalyze_time")} AS analyzed_days,
    CASE WHEN c.relfrozenxid <> '0'::xid THEN age(c.relfrozenxid)::float8 END AS transaction_age
  FROM pg_class c JOIN space s ON s.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'm')`;

export const UPKEEP_QUERIES = {
  pg_extension: EXTENSIONS,
  pg_sequence: SEQUENCES,
  pg_setting: SERVER_SETTINGS,
  pg_database: DATABASE,
  pg_table_activity: TABLE_ACTIVITY,
} as const;

/** Ends every statement that prodcheck sends: what stands before a statement, pg_stat_statements does not keep. */
export const OWN_MARK = "/* prodcheck */";

/** Statements that took most time. CREATE ROLE … PASSWORD and the like keep their literals there, so only queries are read. */
export const statementsQuery = (schema: string): string => `
  SELECT left(query, 4000) AS query, calls::float8 AS calls, total_exec_time::float8 AS total_ms, mean_exec_time::float8 AS mean_ms,
    rows::float8 AS rows, shared_blks_read::float8 AS blocks_read
  FROM "${schema.replaceAll('"', '""')}".pg_stat_statements
  WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND query ~* '^\\s*(select|insert|update|delete|merge|with)\\M'
    AND strpos(query, '${OWN_MARK}') = 0
  ORDER BY total_exec_time DESC LIMIT 500`;
