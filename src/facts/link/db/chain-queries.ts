/** Queries that are built by calling method after method, in one expression or through a variable. */
import type { ChainLink } from "../../code/file-code.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { inSourceOrder } from "./source-order.js";

/** A promise's own members wait for a query; they are no part of it. */
const SETTLING = new Set(["then", "catch", "finally"]);

export interface ChainQuery {
  readonly file: LinkedFile;
  /** The end of every expression that adds to it; the first begins it. */
  readonly calls: LinkedCall[];
  readonly links: ChainLink[];
}

/** Whether a chain of calls, by its end, begins a query. */
type BeginsQuery = (links: readonly ChainLink[], end: LinkedCall) => boolean;

/** Chains that begin a query. What is called on a variable that holds one is added to it. */
export function chainQueries(graph: CodeGraph, isStart: BeginsQuery): ChainQuery[] {
  const queries: ChainQuery[] = [];
  const byCall = new Map<number, ChainQuery>();
  for (const call of inSourceOrder(graph)) {
    const { row, record, file } = call;
    if (row.kind !== "call" || !row.is_chain_end || SETTLING.has(row.method)) continue;
    const continued = record.continues === null ? undefined : byCall.get(record.continues + file.callOffset);
    const links = linksOf(call);
    const query = continued ?? (isStart(links, call) ? newQuery(file, queries) : undefined);
    if (!query) continue;
    query.calls.push(call);
    query.links.push(...links);
    byCall.set(row.id, query);
  }
  return queries;
}

function newQuery(file: LinkedFile, queries: ChainQuery[]): ChainQuery {
  const query: ChainQuery = { file, calls: [], links: [] };
  queries.push(query);
  return query;
}

function linksOf({ row, record, file }: LinkedCall): ChainLink[] {
  const { method, line } = row;
  const own: ChainLink = { method, line, callId: row.id - file.callOffset, arguments: record.arguments };
  return (record.chain ?? [own]).filter((link) => !SETTLING.has(link.method));
}
