import type { FactSet } from "../../fact-set.js";
import type { CallRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import type { Limiter } from "./request-limiters.js";

/** A place that turns a request away because there were too many. */
export interface Refusal extends Limiter {
  readonly functionId: number | null;
}

/** Answers with a status that pass no error of somebody else on. */
export const answersWith = (facts: FactSet, status: number): Refusal[] =>
  (facts.http_status ?? []).flatMap((row) =>
    row.status === status && !row.in_catch && !row.is_relayed
      ? [{ name: `an answer with status ${status}`, file: row.file, line: row.line, functionId: row.function_id }]
      : [],
  );

const TOO_MANY = /too[ _-]?many|rate[ _-]?limit|slow down|try again (later|in)/i;
/** Calls by which a table or a store is asked how often something happened. */
const COUNTING = /^(\$?count\w*|estimatedDocumentCount|findAndCountAll|aggregate|zcard|zcount|llen|incr\w*)$/i;
const NO_ANSWER = /^(console|log|logger|this\.logger|Sentry)\b/;

/** Limiters made by hand: the function counts what it has stored, and refuses with words instead of status 429. */
export function countedRefusals(graph: CodeGraph): Refusal[] {
  const counting = new Set(
    graph.calls.flatMap(({ row }) => (COUNTING.test(row.method) ? (row.function_id ?? []) : [])),
  );
  return graph.calls.flatMap(({ row }) =>
    row.function_id !== null && counting.has(row.function_id) && saysTooMany(row)
      ? [{ name: `${row.callee} after a count`, file: row.file, line: row.line, functionId: row.function_id }]
      : [],
  );
}

const saysTooMany = (row: CallRow): boolean =>
  !row.in_catch &&
  !NO_ANSWER.test(row.callee) &&
  (row.result === "thrown" || row.is_returned || row.result === "ignored") &&
  TOO_MANY.test(`${row.argument_1 ?? ""} ${row.options ?? ""}`);
