/** Whether Postgres would use an index: asked on a copy of its table that has rows. */
import { z } from "zod";
import type { ReplayDatabase } from "./engine.js";
import { COPY, fillCopy, ident, literal, type CopiedColumn } from "./trial-copy.js";

/** A query of the code, as far as an index matters to it. */
export interface TrialQuery {
  /** Operators as in db_query. */
  readonly filters: readonly { readonly column: string; readonly operator: string }[];
  readonly order: readonly string[];
  readonly limit: number | null;
}

/** An index that is there and that these queries are meant to use. */
export interface IndexTrial {
  readonly id: string;
  readonly schema: string;
  readonly table: string;
  readonly index: string;
  readonly queries: readonly TrialQuery[];
}

export interface IndexVerdict {
  readonly id: string;
  /** Null when it could not be tried. */
  readonly isUsed: boolean | null;
  readonly reason: string;
}

/** For all tables together, in milliseconds; one takes a tenth of a second to a second. */
const MOST_TIME = 45_000;

const untried = (id: string, reason: string): IndexVerdict => ({ id, isUsed: null, reason });

/**
 * Asks for the plan of each query with the index and without it. The index is of use when the plan reads it and costs a fifth less
 * than the one without. Values are parameters, as they are for the code that asks: Postgres plans for any of them. Leaves nothing
 * behind. Never throws for what the database answers.
 */
export async function tryIndexes(db: ReplayDatabase, trials: readonly IndexTrial[]): Promise<IndexVerdict[]> {
  const verdicts: IndexVerdict[] = [];
  const tables = new Map<string, IndexTrial[]>();
  for (const trial of trials) {
    const key = JSON.stringify([trial.schema, trial.table]);
    tables.set(key, [...(tables.get(key) ?? []), trial]);
  }
  const end = performance.now() + MOST_TIME;
  for (const group of tables.values()) {
    const hasTime = performance.now() < end;
    verdicts.push(...(hasTime ? await tryTable(db, group) : group.map(({ id }) => untried(id, "the time was up"))));
  }
  return verdicts;
}

async function tryTable(db: ReplayDatabase, trials: readonly IndexTrial[]): Promise<IndexVerdict[]> {
  const [first] = trials;
  if (first === undefined) return [];
  try {
    const wanted = trials.flatMap(({ queries }) =>
      queries.flatMap(({ filters, order }) => [...filters.map(({ column }) => column), ...order]),
    );
    const columns = await fillCopy(db, first, wanted);
    const verdicts: IndexVerdict[] = [];
    for (const trial of trials) verdicts.push(await tryIndex(db, trial, trials, columns));
    return verdicts;
  } catch (error) {
    if (isPanic(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return trials.map(({ id }) => untried(id, reason));
  } finally {
    await db.exec(`DROP TABLE IF EXISTS ${COPY}`);
  }
}

const isPanic = (error: unknown): boolean =>
  error instanceof Error && (error.name === "RuntimeError" || Reflect.get(error, "severity") === "PANIC");

/** An index on a column with two values saves a tenth, and every write pays for it. */
const WORTH_IT = 0.8;
/** The cost of a handful of pages: nothing is to be gained. */
const QUICK = 20;

async function tryIndex(
  db: ReplayDatabase,
  { id, schema, table, index, queries }: IndexTrial,
  all: readonly IndexTrial[],
  columns: ReadonlyMap<string, CopiedColumn>,
): Promise<IndexVerdict> {
  const copies = await copiesOf(db, schema, table);
  const own = copies.get(index);
  if (own === undefined) return untried(id, "the index is not there");
  // Other new indexes would take its place.
  const others = all.flatMap((other) => (other.index === index ? [] : (copies.get(other.index) ?? [])));
  const explained = queries.flatMap((query) => explainOf(query, columns) ?? []);
  if (explained.length === 0) return untried(id, "none of its columns can be filled with values");
  const withIndex = await plansWithout(db, others, explained);
  const without = await plansWithout(db, [...others, own], explained);
  const isUsed = withIndex.some((plan, at) => {
    const before = without[at]?.cost ?? 0;
    return plan.indexes.has(own) && before > QUICK && plan.cost <= WORTH_IT * before;
  });
  return {
    id,
    isUsed,
    reason: isUsed ? "the plan reads it" : `${describe(withIndex[0])}; without it ${describe(without[0])}`,
  };
}

const describe = (plan: Plan | undefined): string =>
  plan === undefined ? "no plan" : `${plan.kind}, cost ${Math.round(plan.cost)}`;

/** Names of the copy's indexes by those of the table's: they are the same behind USING. */
async function copiesOf(db: ReplayDatabase, schema: string, table: string): Promise<Map<string, string>> {
  const { rows } = await db.query<{ name: string; copy: string }>(`
    SELECT o.relname::text AS name, c.relname::text AS copy
    FROM pg_index own JOIN pg_class o ON o.oid = own.indexrelid
    JOIN pg_index copied ON copied.indrelid = '${COPY}'::regclass
      AND split_part(pg_get_indexdef(copied.indexrelid), ' USING ', 2) = split_part(pg_get_indexdef(own.indexrelid), ' USING ', 2)
      AND copied.indisunique = own.indisunique
    JOIN pg_class c ON c.oid = copied.indexrelid
    WHERE own.indrelid = ${literal(`${ident(schema)}.${ident(table)}`)}::regclass`);
  return new Map(rows.map(({ name, copy }) => [name, copy]));
}

interface Plan {
  readonly kind: string;
  readonly cost: number;
  readonly indexes: ReadonlySet<string>;
}

/** Plans as they are when these indexes do not exist. */
async function plansWithout(db: ReplayDatabase, indexes: readonly string[], queries: readonly string[]) {
  await db.exec("BEGIN");
  try {
    for (const name of indexes)
      await db.exec(
        `ALTER TABLE ${COPY} DROP CONSTRAINT IF EXISTS ${ident(name)}; DROP INDEX IF EXISTS pg_temp.${ident(name)}`,
      );
    const plans: Plan[] = [];
    for (const sql of queries) {
      // Not as a query, whose parameters would have to be given.
      plans.push(readPlan(await db.exec(`EXPLAIN (GENERIC_PLAN, FORMAT JSON) ${sql}`)));
    }
    return plans;
  } finally {
    await db.exec("ROLLBACK");
  }
}

const nodeSchema = z.looseObject({
  "Node Type": z.string(),
  "Total Cost": z.number(),
  "Index Name": z.string().optional(),
  get Plans() {
    return z.array(nodeSchema).optional();
  },
});
type PlanNode = z.output<typeof nodeSchema>;
const rowSchema = z.object({ "QUERY PLAN": z.tuple([z.object({ Plan: nodeSchema })]) });
const answerSchema = z.tuple([z.object({ rows: z.tuple([rowSchema]) })]);

function readPlan(answer: unknown): Plan {
  const root = answerSchema.parse(answer)[0].rows[0]["QUERY PLAN"][0].Plan;
  const indexes = new Set<string>();
  const kinds: string[] = [];
  const visit = (node: PlanNode): void => {
    kinds.push(node["Node Type"]);
    if (node["Index Name"] !== undefined) indexes.add(node["Index Name"]);
    for (const part of node.Plans ?? []) visit(part);
  };
  visit(root);
  return { kind: kinds.join(" of "), cost: root["Total Cost"], indexes };
}

const RANGES: ReadonlyMap<string, "low" | "high"> = new Map([
  ["gt", "high"],
  ["gte", "high"],
  ["lt", "low"],
  ["lte", "low"],
]);
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ["gt", ">"],
  ["gte", ">="],
  ["lt", "<"],
  ["lte", "<="],
  ["neq", "<>"],
]);

/** The query with parameters; null when nothing is known of what it filters by. */
function explainOf({ filters, order, limit }: TrialQuery, columns: ReadonlyMap<string, CopiedColumn>): string | null {
  let parameters = 0;
  const conditions = filters.flatMap(({ column: name, operator }) => {
    const column = columns.get(name);
    if (column === undefined || !column.isFilled) return [];
    const left = ident(name);
    if (operator === "is") return [`${left} IS NULL`];
    const range = RANGES.get(operator);
    // For a parameter Postgres assumes a third of the table; what is asked for is its newest or oldest part.
    if (range !== undefined) return [`${left} ${SYMBOLS.get(operator)} ${literal(column[range])}::${column.type}`];
    if (/(?:^|\.)(?:textSearch|fts|plfts|phfts|wfts|@@)$/.test(operator))
      return [`${left} @@ $${++parameters}::tsquery`];
    if (operator === "in") return [`${left} = ANY ($${++parameters}::${column.type}[])`];
    if (operator === "eq" || operator === "join") return [`${left} = $${++parameters}::${column.type}`];
    return operator === "neq" ? [`${left} <> $${++parameters}::${column.type}`] : [];
  });
  if (conditions.length === 0) return null;
  const sorted = order.filter((name) => columns.has(name)).map(ident);
  const orderBy = sorted.length === 0 ? "" : ` ORDER BY ${sorted.join(", ")}`;
  return `SELECT * FROM ${COPY} WHERE ${conditions.join(" AND ")}${orderBy}${limit === null ? "" : ` LIMIT ${limit}`}`;
}
