import type { FactSet } from "../fact-set.js";

export interface RelationName {
  readonly schema: string;
  readonly name: string;
}

/** Tables that extensions put into `public`; nobody's data. */
const OF_EXTENSIONS: ReadonlySet<string> = new Set([
  "spatial_ref_sys",
  "geometry_columns",
  "geography_columns",
  "raster_columns",
  "raster_overviews",
  "pg_stat_statements",
  "pg_stat_statements_info",
]);

/**
 * A name that can stand in an address as one part of its path. Anything else (`rpc/…` above all, which would call a function) is
 * not asked.
 */
const ASKABLE = /^(?!\.+$)[\p{L}\p{N}_$ .-]{1,63}$/u;

/** Names of tables and views, each once, in the order they were first seen. */
export class NameList {
  readonly #names = new Map<string, RelationName>();

  add(schema: string | null, name: string | null): void {
    if (name === null || !ASKABLE.test(name) || OF_EXTENSIONS.has(name)) return;
    const relation = { schema: schema ?? "public", name };
    const key = JSON.stringify(relation);
    if (!this.#names.has(key)) this.#names.set(key, relation);
  }

  get names(): readonly RelationName[] {
    return [...this.#names.values()];
  }
}

const isPostgres = ({ dialect }: { readonly dialect: string | null }): boolean =>
  dialect === null || dialect === "postgresql";

/** What the code asks through supabase-js: these must be there, or its calls fail. */
export function namesOfApi({ db_query = [], file = [] }: FactSet): readonly RelationName[] {
  const list = new NameList();
  const app = new Set(file.filter(({ role }) => role === "app").map(({ path }) => path));
  for (const query of db_query) {
    if (query.client === "supabase-js" && query.target_kind === "table" && app.has(query.file)) {
      list.add(query.schema, query.target);
    }
  }
  return list.names;
}

/**
 * Every table and view that the repository and its catalogue name: what the code asks for first, by whichever client (a table that
 * only Prisma asks for is served by the API all the same), then the catalogue, then generated types.
 */
export function namesToAsk(facts: FactSet): readonly RelationName[] {
  const list = new NameList();
  for (const { schema, name } of namesOfApi(facts)) list.add(schema, name);
  for (const query of facts.db_query ?? []) {
    if (query.target_kind === "table" && isPostgres(query)) list.add(query.schema, query.target);
  }
  for (const table of facts.pg_table ?? []) {
    if (!table.is_system && table.kind !== "partition") list.add(table.schema, table.name);
  }
  for (const view of facts.pg_view ?? []) if (!view.is_system) list.add(view.schema, view.name);
  for (const model of facts.db_model ?? []) if (isPostgres(model)) list.add(model.schema, model.target);
  for (const { source, kind, schema, name } of facts.declared_relation ?? []) {
    if (source === "types" && kind !== "function") list.add(schema, name);
  }
  return list.names;
}

/** Storage buckets that the code names. */
export const bucketsToAsk = ({ db_query = [] }: FactSet): readonly string[] => [
  ...new Set(
    db_query.flatMap(({ target_kind, target }) =>
      target_kind === "bucket" && target !== null && ASKABLE.test(target) ? [target] : [],
    ),
  ),
];
