/** Requests that tests send to the application, and whether one of its routes answers. */
import { addRows, type FactSet } from "../../fact-set.js";
import type { ExpectedStatusRow, TestRequestRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { RequestClients } from "./request-clients.js";
import { requestPath } from "./request-path.js";
import { RouteTable } from "./route-table.js";

/** Adds a row for each request of a test whose path is known. */
export function collectTestRequests(graph: CodeGraph, facts: FactSet): void {
  const clients = new RequestClients(graph, facts);
  const sent = graph.calls.flatMap((call) => {
    const client = call.file.info.role === "test" ? clients.of(call) : null;
    const path = client === null ? null : requestPath(graph, call, client);
    return client === null || path === null ? [] : [{ call, client, path }];
  });
  if (sent.length === 0) return;
  const routes = new RouteTable(graph, facts);
  const statuses = new Map<string, ExpectedStatusRow[]>();
  for (const row of facts.expected_status ?? []) {
    const known = statuses.get(row.file);
    if (known) known.push(row);
    else statuses.set(row.file, [row]);
  }
  const rows = sent.map(({ call, client, path }): TestRequestRow => {
    const { row, file } = call;
    return {
      file: row.file,
      line: row.line,
      call_id: row.id,
      function_id: row.function_id,
      package_dir: file.info.package_dir,
      client: client.name,
      method: client.method,
      path: path.text,
      expects: MADE_UP.test(path.text) ? "missing" : expectationOf(graph, call, statuses.get(row.file) ?? []),
      ...routes.find(path, call, client),
    };
  });
  addRows(facts, "test_request", rows);
}

const GONE: ReadonlySet<number> = new Set([404, 405, 410, 501]);
const ABOUT_ABSENCE =
  /40[45]|not[\s_-]?(?:found|exist|allowed|served|available)|does ?n[o']t exist|non-?_?exist|unknown|missing|invalid (?:route|path|url)|removed|no longer|disabled|unregistered|fallback|catch-?all/i;

/** `/nonexistent`, `/no-such-page`: nobody means a route by that. */
const MADE_UP =
  /(?:^|[/_-])(?:non-?_?exist\w*|no[_-]such[\w-]*|does[_-]?not[_-]?exist|doesnt-?exist|not[_-]?found|invalid[_-](?:path|route|endpoint)|unknown[_-](?:path|route|endpoint)|bogus|nope)(?:$|[/_-])/i;

/** What the test around a request says of the answer. */
function expectationOf(
  graph: CodeGraph,
  call: LinkedCall,
  statuses: readonly ExpectedStatusRow[],
): TestRequestRow["expects"] {
  const around = [...graph.around(call.row.function_id)];
  const test = around.find(({ name }) => name !== null && /^test/i.test(name));
  const titles = call.record.enclosingCalls.flatMap(({ callId }) => {
    const outer = graph.call(callId + call.file.callOffset)?.row;
    return outer !== undefined && /^(?:it|test|specify)\b/.test(outer.callee) ? [outer.argument_1 ?? ""] : [];
  });
  if (test === undefined && titles.length === 0) return "nothing";
  const name = [test?.name ?? "", ...titles].join(" ");
  const inner = new Set(around.map(({ id }) => id));
  const named = statuses.filter(
    (row) => row.function_id !== null && isIn(graph, row.function_id, inner, test?.id ?? call.row.function_id),
  );
  if (ABOUT_ABSENCE.test(name)) return "missing";
  const plain = named.filter((row) => !row.is_either);
  if (plain.some(({ status }) => status !== null && GONE.has(status))) return "missing";
  if (plain.some(({ status }) => status === null)) return "open";
  // What stands before the routes may refuse whatever is asked for: no key, a version that is not served.
  if (plain.length > 0 && plain.every(({ status }) => status !== null && status >= 400)) return "open";
  return named.length > plain.length ? "either" : "answer";
}

/** In one of the functions around the request, or inside the test. */
const isIn = (graph: CodeGraph, id: number, around: ReadonlySet<number>, test: number | null): boolean =>
  around.has(id) || (test !== null && graph.isInside(id, test));
