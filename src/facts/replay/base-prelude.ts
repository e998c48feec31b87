/**
 * Takes the engine's own superuser away from the migrations: they run as `postgres`, which may create everything that a
 * project needs, but reaches no file and no program. (The engine's files are in memory anyway.)
 */
export const BASE_PRELUDE = `
  CREATE ROLE replay_start SUPERUSER;
  SET SESSION AUTHORIZATION replay_start;
  ALTER ROLE postgres RENAME TO supabase_admin;
  CREATE ROLE postgres LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS;
  ALTER DATABASE postgres OWNER TO postgres;
  SET SESSION AUTHORIZATION supabase_admin;
  DROP ROLE replay_start;
  GRANT pg_read_all_stats, pg_monitor, pg_signal_backend, pg_create_subscription TO postgres WITH ADMIN OPTION;
`;

/** The engine's superuser, whose DDL no trigger of the project answers, for what a hosted server lets an ordinary role do and Postgres does not. */
export const AS_ADMIN = "SET SESSION AUTHORIZATION supabase_admin; SET event_triggers = off";
/** The role that runs migrations. */
export const AS_OWNER = "RESET event_triggers; SET SESSION AUTHORIZATION postgres";

/** A fresh session: settings of one file do not reach the next one. */
export const NEW_SESSION = [
  "DISCARD ALL",
  "SET SESSION AUTHORIZATION postgres",
  `SET search_path = "$user", public, extensions`,
  // Functions may be written before what they read.
  "SET check_function_bodies = off",
  // Who makes a role can give things to it, as a superuser could.
  "SET createrole_self_grant = 'set, inherit'",
  "SET client_min_messages = error",
] as const;
