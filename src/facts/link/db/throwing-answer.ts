import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { loopAround } from "./query-draft.js";

/** They run the queries that they are given: prisma.$transaction([…]), db.batch([…]). */
const RUNS_MANY = /^(\$transaction|batch)$/;

/** What becomes of the answer of a client that throws when a query fails: there is no error to forget. */
export function finishThrowing(graph: CodeGraph, row: DbQueryRow, calls: readonly LinkedCall[]): void {
  row.is_error_checked = true;
  row.is_awaited = calls.some(({ record, file }) => {
    const outer = record.argumentOf === null ? undefined : graph.call(record.argumentOf + file.callOffset);
    return record.resultUse.isAwaited || (outer !== undefined && RUNS_MANY.test(outer.row.method));
  });
  row.is_forgiven = calls.some(({ record }) => record.resultUse.isForgiven);
  Object.assign(row, loopAround(calls));
}
