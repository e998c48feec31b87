import { addRows, type FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { collectDrizzleQueries } from "./drizzle.js";
import { collectPrismaQueries } from "./prisma.js";
import { followReturnedData } from "./returned-absence.js";
import { collectSqlQueries } from "./sql-queries.js";
import { collectSupabaseQueries } from "./supabase.js";

/** Finds the queries of one client library. Ids are given out later. */
type QueryCollector = (graph: CodeGraph, facts: FactSet) => readonly DbQueryRow[];

/** One collector for each client; all fill the same table. */
const COLLECTORS: readonly QueryCollector[] = [
  collectSupabaseQueries,
  collectSqlQueries,
  collectPrismaQueries,
  collectDrizzleQueries,
];

/** Turns linked calls into what the code asks of a database. */
export function collectDbQueries(graph: CodeGraph, facts: FactSet): void {
  let id = 0;
  for (const collect of COLLECTORS) {
    const rows = collect(graph, facts);
    for (const row of rows) row.id = ++id;
    followReturnedData(graph, rows);
    addRows(facts, "db_query", rows);
  }
}
