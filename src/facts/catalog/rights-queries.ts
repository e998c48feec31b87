/** The SELECTs about who may do what. */
import { isMember, SPACE } from "./catalog-space.js";

/** Rights that an access list gives to others than the owner, as one row per role. */
const granted = (acl: string, owner: string, columns: string): string => `
  SELECT ${columns}, CASE WHEN g.grantee = 0 THEN 'public' ELSE pg_get_userbyid(g.grantee)::text END AS grantee,
    json_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type)::text AS privileges_json
  FROM object o CROSS JOIN LATERAL aclexplode(${acl}) AS g
  WHERE g.grantee <> ${owner} GROUP BY 1, 2, 3, 4, 5`;

const GRANTS = `
  WITH ${SPACE}, object AS (
    SELECT 'schema' AS kind, name AS schema, name, '' AS detail, nspowner AS owner, nspacl AS acl FROM space
    UNION ALL
    SELECT CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'view' WHEN 'S' THEN 'sequence' ELSE 'table' END,
      s.name, c.relname::text, '', c.relowner, c.relacl
    FROM pg_class c JOIN space s ON s.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL
    SELECT 'column', s.name, c.relname::text, a.attname::text, c.relowner, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN space s ON s.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT 'function', s.name, p.proname::text, pg_get_function_identity_arguments(p.oid), p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc p JOIN space s ON s.oid = p.pronamespace
    WHERE NOT (p.prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('c', 'internal')) AND ${isMember("pg_proc", "p.oid")})
  )
  ${granted("o.acl", "o.owner", "o.kind AS object_kind, o.schema, o.name, o.detail")}`;

const ROLES = `
  SELECT r.rolname::text AS name, r.rolsuper AS is_superuser, r.rolcanlogin AS can_login, r.rolbypassrls AS bypasses_rls,
    r.rolcreaterole AS can_create_role, r.rolcreatedb AS can_create_database, r.rolinherit AS inherits,
    nullif(r.rolconnlimit, -1) AS connection_limit,
    (SELECT coalesce(json_agg(DISTINCT pg_get_userbyid(m.roleid)::text), '[]') FROM pg_auth_members m WHERE m.member = r.oid)::text AS member_of_json,
    (SELECT coalesce(json_agg(setting ORDER BY setting), '[]')
     FROM pg_db_role_setting d CROSS JOIN LATERAL unnest(d.setconfig) AS setting
     WHERE d.setrole = r.oid AND d.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))::text AS settings_json
  FROM pg_roles r
  WHERE r.rolname !~ '^pg_'`;

export const RIGHTS_QUERIES = { pg_grant: GRANTS, pg_role: ROLES } as const;
