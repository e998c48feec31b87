import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { type Json, parseJson } from "./argument-values.js";
import { PrismaModels } from "./prisma-models.js";
import { readPrismaQuery } from "./prisma-query.js";
import { finishThrowing } from "./throwing-answer.js";
import { newQueryRow } from "./query-draft.js";

const PACKAGE = /^@prisma\/|^\.prisma\/client$/;
const CLIENT = "prisma";

/** What a model's methods do. */
const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ["findMany", "select"],
  ["findFirst", "select"],
  ["findFirstOrThrow", "select"],
  ["findUnique", "select"],
  ["findUniqueOrThrow", "select"],
  ["count", "select"],
  ["aggregate", "select"],
  ["groupBy", "select"],
  ["create", "insert"],
  ["createMany", "insert"],
  ["createManyAndReturn", "insert"],
  ["update", "update"],
  ["updateMany", "update"],
  ["updateManyAndReturn", "update"],
  ["upsert", "upsert"],
  ["delete", "delete"],
  ["deleteMany", "delete"],
]);

/** Other things have methods of these names, too; on a receiver of unknown origin they need a telling name. */
const COMMON = new Set(["create", "update", "delete", "count", "upsert"]);
const TELLING = /prisma|^(db|tx|trx|database|client)$/i;

/** One row for the model that a call names, and one for every related model that it reads or asks about. */
export function collectPrismaQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  const isDependency = (facts.dependency ?? []).some(({ name }) => PACKAGE.test(name));
  if (!isDependency) return [];
  const models = new PrismaModels(facts);
  const rows: DbQueryRow[] = [];
  for (const call of graph.calls) {
    const operation = call.row.kind === "call" ? OPERATIONS.get(call.row.method) : undefined;
    const accessor = operation === undefined ? null : accessorOf(call, models);
    if (operation === undefined || accessor === null) continue;
    const near = graph.call(call.row.client_id)?.file.path ?? call.file.path;
    const row = { ...newQueryRow(call, CLIENT, call.row.line), operation };
    const model = models.find(accessor, near);
    const found = model ? readPrismaQuery(row, model, call.row.method, argumentOf(call)) : [row];
    for (const each of found) finishThrowing(graph, each, [call]);
    rows.push(...found);
  }
  return rows;
}

/** `user` of `prisma.user.findMany()`; null when the receiver is no Prisma client. */
function accessorOf({ row }: LinkedCall, models: PrismaModels): string | null {
  if (row.origin === "package") {
    const isPrisma = row.package !== null && PACKAGE.test(row.package);
    const [accessor] = (row.path ?? "").split(".").slice(-2, -1);
    return isPrisma && accessor !== undefined && !accessor.startsWith("$") ? accessor : null;
  }
  if (row.origin !== "parameter" && row.origin !== "unknown") return null;
  // The origin stayed unknown (a context, a decorator). A model of the schema and a method of Prisma's leave no doubt.
  const [accessor, receiver, before] = row.callee.split(".").toReversed().slice(1);
  if (accessor === undefined || receiver === undefined || !models.has(accessor)) return null;
  const isTelling = TELLING.test(receiver);
  const isDrizzle = receiver === "query" && before !== undefined;
  return isTelling || (!COMMON.has(row.method) && !isDrizzle && receiver !== "this") ? accessor : null;
}

/** The object it is given; null when it is computed. */
function argumentOf({ row, record }: LinkedCall): Json {
  return row.argument_count === 0 ? {} : parseJson(record.queryObject);
}
