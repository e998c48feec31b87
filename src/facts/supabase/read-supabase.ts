import type { KeyRole, RelationAnswer, SupabaseConnection } from "../../shared/supabase-project.js";
import { compareText } from "../../shared/compare-text.js";
import { addRows, type FactSet } from "../fact-set.js";
import type { SupabaseRelationRow } from "../rows.js";
import { bucketsToAsk, NameList, namesOfApi, namesToAsk, type RelationName } from "./names-to-ask.js";

/** Requests that are under way at the same time: a small project answers these without noticing. */
const AT_ONCE = 4;

/** Buckets that are asked one by one; the code of an app names a handful. */
const MOST_BUCKETS = 50;

/**
 * Asks a live project what a stranger may read (with the anon key) and whether what the code asks for is there (with the service key),
 * and fills the supabase_* tables. What cannot be asked becomes a gap.
 * @param facts the repository and its catalogue: they say what to ask for
 * @throws UserError when the host does not answer, is no Supabase project or refuses a key
 */
export async function readSupabase(connection: SupabaseConnection, facts: FactSet, now: Date): Promise<FactSet> {
  const found: FactSet = {};
  let schemas: readonly string[] | null = null;
  for (const role of connection.roles) schemas = (await connection.findSchemas(role)) ?? schemas;
  const served = schemas ?? servedSchemas(facts);
  const described = await describeApi(connection, served, found);
  if (connection.roles.includes("anon")) {
    const names = new NameList();
    for (const { schema, name } of [...namesToAsk(facts), ...described]) names.add(schema, name);
    const open = names.names.filter(({ schema }) => served.includes(schema));
    await askRelations("anon", open, (each) => connection.countRows(each.schema, each.name), found);
    noteCatalogFunctions(facts, served, found);
  }
  if (connection.roles.includes("service")) {
    const names = namesOfApi(facts);
    await askRelations("service", names, (each) => connection.findRelation(each.schema, each.name), found);
  }
  await askBuckets(connection, facts, found);
  addRows(found, "supabase_project", [
    {
      host: connection.host,
      asked_at: `${now.toISOString().slice(0, 19)}Z`,
      asked_anon: connection.roles.includes("anon"),
      asked_service: connection.roles.includes("service"),
      schemas_json: schemas === null ? null : JSON.stringify(schemas),
      requests: connection.requests,
    },
  ]);
  return found;
}

/** What supabase/config.toml says that the API serves, where the API does not say it itself. */
function servedSchemas({ deploy_setting = [] }: FactSet): readonly string[] {
  const set = deploy_setting.find(({ kind, key }) => kind === "supabase" && key === "api.schemas");
  return set?.value?.split(" ").filter((name) => name !== "") ?? ["public"];
}

/** Adds the functions that the API says a stranger may call; returns the tables and views that it names to anybody who asked. */
async function describeApi(
  connection: SupabaseConnection,
  schemas: readonly string[],
  found: FactSet,
): Promise<RelationName[]> {
  const relations: RelationName[] = [];
  for (const role of connection.roles) {
    for (const schema of schemas.filter((name) => name !== "graphql_public")) {
      const description = await connection.describe(role, schema);
      if ("reason" in description) {
        addGap(found, "openapi", role, description.reason);
        break;
      }
      for (const name of description.relations) relations.push({ schema, name });
      if (role !== "anon") continue;
      addRows(
        found,
        "supabase_function",
        description.functions.map((name) => ({ schema, name, source: "openapi" })),
      );
    }
  }
  return relations;
}

/** Functions that the catalogue lets strangers call and that the API did not name, because it describes itself to nobody. */
function noteCatalogFunctions(facts: FactSet, served: readonly string[], found: FactSet): void {
  const known = new Set((found.supabase_function ?? []).map(({ schema, name }) => `${schema}.${name}`));
  const granted = new Set(
    (facts.pg_grant ?? [])
      .filter(({ object_kind, grantee }) => object_kind === "function" && (grantee === "anon" || grantee === "public"))
      .map(({ schema, name, detail }) => `${schema}.${name}(${detail})`),
  );
  for (const { schema, name, arguments: parameters, returns, is_system } of facts.pg_function ?? []) {
    if (is_system || returns === "trigger" || returns === "event_trigger" || !served.includes(schema)) continue;
    if (known.has(`${schema}.${name}`) || !granted.has(`${schema}.${name}(${parameters})`)) continue;
    known.add(`${schema}.${name}`);
    addRows(found, "supabase_function", [{ schema, name, source: "catalog" }]);
  }
}

/** Asks for each name, a few at a time; stops when the bounds of the asking are reached, and says how many were left. */
async function askRelations(
  role: KeyRole,
  names: readonly RelationName[],
  ask: (name: RelationName) => Promise<RelationAnswer>,
  found: FactSet,
): Promise<void> {
  const waiting = [...names];
  const rows: SupabaseRelationRow[] = [];
  let stopped: unknown = null;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && stopped === null; next = waiting.shift()) {
      try {
        rows.push(rowOf(role, next, await ask(next)));
      } catch (error) {
        stopped = error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  rows.sort((a, b) => compareText(a.schema, b.schema) || compareText(a.name, b.name));
  addRows(found, "supabase_relation", rows);
  const left = names.length - rows.length;
  if (left > 0) addGap(found, "relations", role, `${left} of ${names.length} were not asked: ${messageOf(stopped)}`);
}

const rowOf = (role: KeyRole, { schema, name }: RelationName, answer: RelationAnswer): SupabaseRelationRow => ({
  role,
  schema,
  name,
  answer: answer.answer,
  row_count: answer.rowCount,
  has_rows: answer.hasRows,
  code: answer.code,
});

async function askBuckets(connection: SupabaseConnection, facts: FactSet, found: FactSet): Promise<void> {
  const buckets = new Map<string, { is_public: boolean | null; is_listed: boolean }>();
  let isComplete = false;
  for (const role of connection.roles.toReversed()) {
    const listed = await connection.listBuckets(role);
    if ("reason" in listed) {
      addGap(found, "buckets", role, listed.reason);
      continue;
    }
    isComplete ||= role === "service";
    for (const { name, isPublic } of listed) {
      buckets.set(name, { is_public: isPublic, is_listed: role === "anon" });
    }
  }
  if (!isComplete) {
    for (const name of bucketsToAsk(facts).slice(0, MOST_BUCKETS)) {
      if (!buckets.has(name)) buckets.set(name, { is_public: await connection.isPublicBucket(name), is_listed: false });
    }
  }
  const rows = [...buckets].map(([name, bucket]) => ({ name, ...bucket }));
  addRows(
    found,
    "supabase_bucket",
    rows.sort((a, b) => compareText(a.name, b.name)),
  );
}

const addGap = (found: FactSet, subject: string, role: KeyRole, reason: string): void => {
  addRows(found, "supabase_gap", [{ subject, role, reason }]);
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "it stopped");
