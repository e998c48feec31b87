/** Parts that the catalogue queries share: which schemas count, and what belongs to an extension. */

/**
 * Schemas that Supabase makes in every project. `auth` and `storage` are ordinary names elsewhere, so they only count where
 * Supabase's roles show that this is one.
 */
const PLATFORM_SCHEMAS =
  "auth,storage,realtime,_realtime,vault,graphql,graphql_public,extensions,pgbouncer,pgsodium,pgsodium_masks,pgtle,cron,net,supabase_functions,supabase_migrations,_analytics,_supavisor";

/** Schemas worth looking at, and whether they are the project's own. */
export const SPACE = `
  space AS (
    SELECT n.oid, n.nspname::text AS name, n.nspowner, n.nspacl,
      n.oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_namespace'::regclass AND deptype = 'e')
      OR (n.nspname::text = ANY ('{${PLATFORM_SCHEMAS}}'::text[])
          AND EXISTS (SELECT FROM pg_roles WHERE rolname IN ('supabase_admin', 'service_role'))) AS is_system
    FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  )`;

/** True for an object of this catalogue that CREATE EXTENSION made. */
export const isMember = (catalog: string, oid: string): string =>
  `${oid} IN (SELECT objid FROM pg_depend WHERE classid = '${catalog}'::regclass AND deptype = 'e')`;
