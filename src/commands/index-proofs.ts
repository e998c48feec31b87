/** What must be asked of Postgres before an index is proposed: would it be used by the very queries it is meant for? */
import { z } from "zod";
import type { FactSet } from "../facts/fact-set.js";
import type { IndexTrial, IndexVerdict, TrialQuery } from "../facts/replay/index-trial.js";
import type { DbQueryRow } from "../facts/rows.js";
import type { Finding } from "../shared/result.js";

const NAME = String.raw`("(?:[^"]|"")+"|[\w$]+)`;
/** As rules write it; of an index on expressions nothing can be tried. */
const CREATE_INDEX = new RegExp(
  String.raw`^CREATE INDEX (?:CONCURRENTLY )?(?:IF NOT EXISTS )?${NAME} ON ${NAME}\.${NAME} (?:USING gin )?\(([\w$", ]+)\);$`,
  "gm",
);
const UNQUALIFIED = new RegExp(String.raw`^(CREATE INDEX .* ON )${NAME} (?=\(|USING)`, "gm");

/** The rules whose indexes serve a known query: of the code, or Postgres's own for a foreign key. */
const TRIED: ReadonlySet<string> = new Set(["unindexed-filter", "unindexed-text-search", "unindexed-foreign-key"]);

/** The trials of all indexes that these findings propose. A trial's id is its finding's fingerprint. */
export function indexTrials(findings: readonly Finding[], facts: FactSet): IndexTrial[] {
  const queries = new Map<string, DbQueryRow[]>();
  for (const query of facts.db_query ?? []) {
    const place = `${query.file}:${query.line}`;
    queries.set(place, [...(queries.get(place) ?? []), query]);
  }
  return findings.filter(({ rule }) => TRIED.has(rule)).flatMap((finding) => trialsOf(finding, queries));
}

function trialsOf(finding: Finding, queries: ReadonlyMap<string, readonly DbQueryRow[]>): IndexTrial[] {
  const sql = (finding.ddl ?? "").replaceAll(UNQUALIFIED, "$1public.$2 ");
  return [...sql.matchAll(CREATE_INDEX)].map(([, index = "", schema = "", table = "", columns = ""]) => {
    const name = unquoted(table);
    const asked = [finding, ...finding.locations]
      .flatMap(({ file, line }) => queries.get(`${file}:${line}`) ?? [])
      .filter((query) => query.target === name);
    return {
      id: finding.fingerprint,
      schema: unquoted(schema),
      table: name,
      index: unquoted(index),
      queries: finding.rule === "unindexed-foreign-key" ? [keyQuery(columns)] : asked.map(toTrialQuery),
    };
  });
}

/** What Postgres asks when a row that the key points to goes away. */
const keyQuery = (columns: string): TrialQuery => ({
  filters: columns.split(", ").map((column) => ({ column: unquoted(column), operator: "eq" })),
  order: [],
  limit: null,
});

const filtersSchema = z.array(z.object({ column: z.string().nullish(), operator: z.string() }));
const orderSchema = z.array(z.string());

function toTrialQuery({ filters_json: filters, order_json: order, row_limit: limit }: DbQueryRow): TrialQuery {
  return {
    filters: filtersSchema
      .parse(JSON.parse(filters))
      .flatMap(({ column, operator }) => (typeof column === "string" ? [{ column, operator }] : [])),
    order: orderSchema.parse(JSON.parse(order)),
    limit,
  };
}

const unquoted = (name: string): string =>
  name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();

/** Why a proposal is left out, by fingerprint: an index of it that no plan reads. */
export const unusedIndexes = (verdicts: readonly IndexVerdict[]): Map<string, string> =>
  new Map(verdicts.flatMap(({ id, isUsed, reason }) => (isUsed === false ? [[id, reason] as const] : [])));
