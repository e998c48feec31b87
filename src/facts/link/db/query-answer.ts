/** What becomes of the answers of a client that answers `{ data, error }` instead of throwing. */
import { worstAbsence } from "../../code/absence.js";
import type { ResultUse } from "../../code/file-code.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { isErrorRead, namesRead } from "./error-use.js";
import { loopAround, type QueryDraft } from "./query-draft.js";

/** Adds up what the calls of one query do with its answer. */
export function finishQuery(graph: CodeGraph, { row, calls }: QueryDraft): DbQueryRow {
  const uses = calls.map((call) => answerUse(graph, call));
  const last = calls.find((call) => call.record.resultUse.isAwaited) ?? calls.at(-1);
  row.call_id = last?.row.id ?? row.call_id;
  row.is_awaited = uses.some((use) => use.isAwaited);
  Object.assign(row, loopAround(calls));
  row.absent_data = uses.flatMap(({ taken }) => taken.map(({ absence }) => absence)).reduce(worstAbsence, null);
  row.is_forgiven = calls.some(({ record }) => record.resultUse.isForgiven);
  // Before it is sent, whoever it is passed to may add to it.
  row.is_open ||= uses.some((use) => use.escape === "passed" && !use.isAwaited);
  const names = [...new Set(uses.flatMap(namesRead))];
  row.result_names = names.length > 0 ? JSON.stringify(names) : null;
  row.is_error_checked = row.operation === "unknown" ? null : isErrorChecked(uses, calls);
  return row;
}

/**
 * What is done with the answer of one call. A retry or time-limit helper of the project hands it on unchanged:
 * `const { data } = await withRetry(() => client.from("t").select())`, `withTimeout(client.from("t").select(), 5_000)`.
 */
function answerUse(graph: CodeGraph, { record, file }: LinkedCall): ResultUse {
  const use = record.resultUse;
  const outer =
    use.escape === "returned" ? record.enclosingCalls[0]?.callId : use.escape === null ? null : record.argumentOf;
  const wrapper = outer === null || outer === undefined ? undefined : graph.call(outer + file.callOffset);
  const target = graph.function(wrapper?.row.target_function_id);
  const isWrapper = target !== undefined && (target.is_wrapper !== null || TIME_LIMIT.test(target.name ?? ""));
  return wrapper && isWrapper ? wrapper.record.resultUse : use;
}

/** Helpers that race a promise against a clock; they are given no function and so look like no wrapper. */
const TIME_LIMIT = /timeout|deadline/i;

function isErrorChecked(uses: readonly ResultUse[], calls: readonly LinkedCall[]): boolean | null {
  if (calls.some((call) => throwsOnError(call))) return true;
  // `query = query.eq(…)` and a query kept in a variable say nothing by themselves; what is done with the answer does.
  const deciding = uses.filter((use) => use.isAwaited || use.escape !== null || uses.length === 1);
  const answers = new Set(deciding.map(isErrorRead));
  if (answers.has(false)) return false;
  return answers.has(true) ? true : null;
}

const throwsOnError = ({ row, record }: LinkedCall): boolean =>
  row.method === "throwOnError" || (record.chain ?? []).some((link) => link.method === "throwOnError");
