import type { DbQueryRow } from "../../rows.js";
import type { LinkedCall } from "../code-graph.js";

/** A query while its calls are being gathered. */
export interface QueryDraft {
  readonly row: DbQueryRow;
  /** Every call made on it, in source order; the first begins it. */
  readonly calls: LinkedCall[];
}

/** What a filter compares; the value only when it is a literal. */
export interface Filter {
  readonly column: string;
  readonly operator: string;
  readonly value?: string | number | boolean | null;
  /** Of `like`: where in the text what is looked for may stand. */
  readonly pattern?: "contains" | "starts" | "ends";
  /** Around the column: `lower(email) = …`. */
  readonly function?: string;
}

/** The loops around a query: those of the first of its calls that stands in one. */
export function loopAround(calls: readonly LinkedCall[]): Pick<DbQueryRow, "in_loop" | "loop" | "loop_over"> {
  const range = calls.find(({ row }) => row.in_loop)?.record.range ?? null;
  return { in_loop: range !== null, loop: range?.kind ?? "none", loop_over: range?.over ?? null };
}

/** A query of which only the place is known. `line` is that of the call that names the target. */
export function newQueryRow(call: LinkedCall, client: string, line: number): DbQueryRow {
  const { row } = call;
  return {
    id: 0,
    file: row.file,
    line,
    function_id: row.function_id,
    call_id: row.id,
    client,
    dialect: null,
    target_kind: "table",
    target: null,
    schema: null,
    operation: "unknown",
    columns_json: null,
    columns_text: null,
    filters_json: "[]",
    is_open: false,
    is_name_open: false,
    order_json: "[]",
    row_limit: null,
    is_single: false,
    count_mode: null,
    is_head: false,
    again: null,
    result_names: null,
    is_error_checked: null,
    absent_data: null,
    is_forgiven: false,
    is_awaited: false,
    ...loopAround([call]),
    loop_query_id: null,
  };
}
