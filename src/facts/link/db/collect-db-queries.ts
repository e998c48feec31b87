import { addRows, type FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { collectDrizzleQueries } from "./drizzle.js";
import { collectKnexQueries } from "./knex.js";
import { collectKyselyQueries } from "./kysely.js";
import { collectPrismaQueries } from "./prisma.js";
import { linkLoops } from "./loop-queries.js";
import { followReturnedData } from "./returned-absence.js";
import { collectSqlQueries } from "./sql-queries.js";
import { collectSupabaseQueries } from "./supabase.js";
import { collectTypeormQueries } from "./typeorm.js";

/** Finds the queries of one client library. Ids are given out later. */
type QueryCollector = (graph: CodeGraph, facts: FactSet) => readonly DbQueryRow[];

/** One collector for each client; all fill the same table. */
const COLLECTORS: readonly QueryCollector[] = [
  collectSupabaseQueries,
  collectSqlQueries,
  collectPrismaQueries,
  collectDrizzleQueries,
  collectKyselyQueries,
  collectKnexQueries,
  collectTypeormQueries,
];

/** Turns linked calls into what the code asks of a database. */
export function collectDbQueries(graph: CodeGraph, facts: FactSet): void {
  let id = 0;
  for (const collect of COLLECTORS) {
    const rows = collect(graph, facts);
    for (const row of rows) row.id = ++id;
    fillDialects(facts, rows);
    followReturnedData(graph, rows);
    addRows(facts, "db_query", rows);
  }
  linkLoops(graph, facts.db_query ?? []);
}

/** What a client's models and datasources agree on holds for its other queries, too. */
function fillDialects(facts: FactSet, rows: readonly DbQueryRow[]): void {
  const dialects = new Map<string, string | null>();
  for (const { client, dialect } of [...(facts.db_datasource ?? []), ...(facts.db_model ?? [])]) {
    const isSame = !dialects.has(client) || dialects.get(client) === dialect;
    dialects.set(client, isSame ? dialect : null);
  }
  for (const row of rows) row.dialect ??= dialects.get(row.client) ?? null;
}
