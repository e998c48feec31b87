/** Queries made through supabase-js: `client.from("t").select().eq(…)`, `.rpc("f")`, `storage.from("bucket").upload(…)`. */
import type { ChainLink } from "../../code/file-code.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { nameOf, parseJson } from "./argument-values.js";
import { finishQuery } from "./query-answer.js";
import { PostgrestReader, readCountOptions, writtenColumns, type QueryLink } from "./postgrest-links.js";
import { newQueryRow, type QueryDraft } from "./query-draft.js";
import { inSourceOrder } from "./source-order.js";

const PACKAGE = /^@supabase\/|^@nuxtjs\/supabase$/;
const CLIENT = "supabase-js";

/** Nuxt imports them by itself. */
const NUXT_HELPERS = new Set(["useSupabaseClient", "serverSupabaseClient", "serverSupabaseServiceRole"]);

/** A promise's own members wait for a query; they are no part of it. */
const SETTLING = new Set(["then", "catch", "finally"]);
const BEGINS = new Set(["from", "rpc"]);
/** What follows `.from("t")` on a PostgREST client. */
const TABLE_CALLS = new Set(["select", "insert", "update", "upsert", "delete"]);

/** What a bucket's methods do; those that only compute an address are left out. */
const BUCKET_OPERATIONS: ReadonlyMap<string, string> = new Map([
  ["upload", "insert"],
  ["uploadToSignedUrl", "insert"],
  ["update", "update"],
  ["move", "update"],
  ["copy", "insert"],
  ["remove", "delete"],
  ["download", "select"],
  ["list", "select"],
  ["info", "select"],
  ["exists", "select"],
  ["createSignedUrl", "select"],
  ["createSignedUrls", "select"],
  ["createSignedUploadUrl", "insert"],
]);

/** One row for every query, whether it stands in one expression or goes on through a variable. */
export function collectSupabaseQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  const isDependency = (facts.dependency ?? []).some((row) => PACKAGE.test(row.name));
  const collector = new SupabaseQueries(graph, isDependency);
  for (const call of inSourceOrder(graph)) collector.add(call);
  return collector.rows();
}

class SupabaseQueries {
  readonly #graph: CodeGraph;
  /** Without the dependency, a name alone says nothing. */
  readonly #isDependency: boolean;
  readonly #drafts = new Set<QueryDraft>();
  /** By the id of the call whose value a variable may hold. */
  readonly #byCall = new Map<number, QueryDraft>();
  readonly #readers = new Map<QueryDraft, PostgrestReader>();

  constructor(graph: CodeGraph, isDependency: boolean) {
    this.#graph = graph;
    this.#isDependency = isDependency;
  }

  add(call: LinkedCall): void {
    const { row, record, file } = call;
    if (row.kind !== "call" || !row.is_chain_end || SETTLING.has(row.method)) return;
    const links = this.#linksOf(call);
    const start = links.findIndex((link) => BEGINS.has(link.method));
    if (start !== -1 && this.#isClient(call, links, start)) {
      this.#begin(call, links, start);
    } else if (record.continues !== null) {
      const draft = this.#byCall.get(record.continues + file.callOffset);
      if (draft) this.#goOn(draft, call, links);
    }
  }

  /** A query that goes on through a variable; `const users = client.from("users")` begins one at every use. */
  #goOn(draft: QueryDraft, call: LinkedCall, links: readonly QueryLink[]): void {
    const first = links[0];
    const isStart = first !== undefined && (TABLE_CALLS.has(first.method) || draft.row.target_kind === "bucket");
    if (!isStart || draft.calls.length !== 1 || draft.row.operation !== "unknown") {
      this.#continue(draft, call, links);
      return;
    }
    const { target, schema, target_kind: kind } = draft.row;
    const row = { ...newRow(call, first.line), target, schema, target_kind: kind };
    this.#continue(this.#draft(row), call, links);
    this.#drafts.delete(draft);
  }

  #draft(row: DbQueryRow): QueryDraft {
    const draft: QueryDraft = { row, calls: [] };
    this.#drafts.add(draft);
    this.#readers.set(draft, new PostgrestReader(this.#graph, row));
    return draft;
  }

  rows(): DbQueryRow[] {
    return [...this.#drafts].map((draft) => finishQuery(this.#graph, draft));
  }

  #linksOf({ row, record, file }: LinkedCall): QueryLink[] {
    const own: ChainLink = {
      method: row.method,
      line: row.line,
      callId: row.id - file.callOffset,
      arguments: record.arguments,
    };
    return (record.chain ?? [own])
      .filter((link) => !SETTLING.has(link.method))
      .map((link) => ({
        method: link.method,
        line: link.line,
        arguments: link.arguments,
        options: this.#graph.call(link.callId + file.callOffset)?.row.options ?? null,
        file,
      }));
  }

  #isClient({ row }: LinkedCall, links: readonly QueryLink[], start: number): boolean {
    const begin = links[start];
    if (!begin || begin.arguments.length === 0) return false;
    if (row.package !== null && PACKAGE.test(row.package)) return true;
    if (row.origin === "global" && NUXT_HELPERS.has(row.symbol ?? "")) return true;
    if (!this.#isDependency || row.origin === "builtin") return false;
    // The origin stayed unknown (a context, a decorator, an untyped field). The name and the form of the chain together
    // leave no doubt: no other client is called supabase and asked like this.
    const receiver = row.callee.slice(0, Math.max(row.callee.search(/\.(from|rpc)(\(|$)/), 0));
    const isNamed = /supabase/i.test(receiver) && begin.arguments[0]?.kind === "string";
    const next = links[start + 1]?.method;
    const isTable = begin.method === "from" && next !== undefined && TABLE_CALLS.has(next);
    return isNamed && (isTable || begin.method === "rpc" || isBucket(row.callee));
  }

  #begin(call: LinkedCall, links: readonly QueryLink[], start: number): void {
    const begin = links[start];
    if (!begin) return;
    const row = newRow(call, begin.line);
    row.target = nameOf(this.#graph, begin.file, begin.arguments[0]);
    const schema = links.slice(0, start).find((link) => link.method === "schema");
    row.schema = nameOf(this.#graph, begin.file, schema?.arguments[0]);
    if (begin.method === "rpc") describeRpc(row, begin);
    else if (isBucket(call.row.path ?? call.row.callee)) row.target_kind = "bucket";
    this.#continue(this.#draft(row), call, links.slice(start + 1));
  }

  #continue(draft: QueryDraft, call: LinkedCall, links: readonly QueryLink[]): void {
    draft.calls.push(call);
    this.#byCall.set(call.row.id, draft);
    for (const link of links) {
      if (draft.row.target_kind === "bucket") {
        draft.row.operation = BUCKET_OPERATIONS.get(link.method) ?? draft.row.operation;
      } else {
        this.#readers.get(draft)?.read(link);
      }
    }
  }
}

const newRow = (call: LinkedCall, line: number): DbQueryRow => ({
  ...newQueryRow(call, CLIENT, line),
  dialect: "postgresql",
});

/** `storage.from("bucket")`, in a callee's text or in the members that lead to it. */
const isBucket = (text: string): boolean => /(^|\.)storage(\(\))?\.from\b/.test(text);

function describeRpc(row: DbQueryRow, link: QueryLink): void {
  row.target_kind = "function";
  row.operation = "rpc";
  const [, values] = link.arguments;
  const written = parseJson(values?.json ?? (link.arguments.length === 2 ? link.options : null));
  row.columns_json = written === null ? (values ? null : "[]") : JSON.stringify(writtenColumns(written));
  if (link.arguments.length > 2) readCountOptions(row, parseJson(link.options));
}
