/** What callers make of data that a function of the project gives back missing: a failed query that reads as "none". */
import { worstAbsence, type Absence } from "../../code/absence.js";
import type { DbQueryRow } from "../../rows.js";
import { callersOf } from "../callers.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";

/** Functions that hand a query's answer on, one to the next. */
const MAX_HOPS = 2;

type Callers = ReadonlyMap<number, readonly LinkedCall[]>;

/** Asks the callers of every function that returns what it did not get. */
export function followReturnedData(graph: CodeGraph, rows: readonly DbQueryRow[]): void {
  const returned = rows.filter((row) => row.absent_data === "returned" && row.function_id !== null);
  if (returned.length === 0) return;
  const callers = callersOf(graph, ({ role }) => role === "app");
  for (const row of returned) row.absent_data = ofCallers(callers, row.function_id, MAX_HOPS) ?? "returned";
}

function ofCallers(callers: Callers, functionId: number | null, hops: number): Absence | null {
  if (functionId === null || hops === 0) return null;
  let worst: Absence | null = null;
  for (const { row, record } of callers.get(functionId) ?? []) {
    const { absence, escape } = record.resultUse;
    const isHandedOn = absence === "returned" || (absence === null && escape === "returned");
    const found = isHandedOn ? ofCallers(callers, row.function_id, hops - 1) : absence;
    worst = worstAbsence(worst, found ?? "returned");
  }
  return worst;
}
