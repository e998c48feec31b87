import type { Argument } from "../../code/file-code.js";
import type { FactSet } from "../../fact-set.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedCall } from "../code-graph.js";
import { isRecord, type Json, literalOf, parseJson } from "./argument-values.js";
import { collectBuilderQueries } from "./typeorm-builder.js";
import { type Entity, TypeormEntities } from "./typeorm-entities.js";
import { writtenColumns } from "./typeorm-columns.js";
import { TypeormReceivers } from "./typeorm-receivers.js";
import { declareMigrated } from "./typeorm-migrations.js";
import { TypeormWhere } from "./typeorm-where.js";
import { newQueryRow } from "./query-draft.js";
import { finishThrowing } from "./throwing-answer.js";

const CLIENT = "typeorm";

/** What a method does, and what it is given first: options with a `where`, conditions, rows, or a key or conditions. */
const METHODS: ReadonlyMap<string, readonly [string, "options" | "where" | "rows" | "criteria" | "keys" | "nothing"]> =
  new Map([
    ["find", ["select", "options"]],
    ["findAndCount", ["select", "options"]],
    ["findOne", ["select", "options"]],
    ["findOneOrFail", ["select", "options"]],
    ["count", ["select", "options"]],
    ["exist", ["select", "options"]],
    ["exists", ["select", "options"]],
    ["findBy", ["select", "where"]],
    ["findAndCountBy", ["select", "where"]],
    ["findOneBy", ["select", "where"]],
    ["findOneByOrFail", ["select", "where"]],
    ["findOneById", ["select", "criteria"]],
    ["findByIds", ["select", "keys"]],
    ["countBy", ["select", "where"]],
    ["existsBy", ["select", "where"]],
    ["save", ["upsert", "rows"]],
    ["insert", ["insert", "rows"]],
    ["upsert", ["upsert", "rows"]],
    ["update", ["update", "criteria"]],
    ["delete", ["delete", "criteria"]],
    ["softDelete", ["update", "criteria"]],
    ["restore", ["update", "criteria"]],
    ["increment", ["update", "where"]],
    ["decrement", ["update", "where"]],
    ["remove", ["delete", "nothing"]],
    ["softRemove", ["update", "nothing"]],
    ["clear", ["delete", "nothing"]],
  ] as const);

/** Without one of them an object is conditions, as TypeORM 0.2 allows: `findOne({ email })`. */
const OPTION =
  /^(where|order|relations|select|take|skip|cache|lock|withDeleted|loadEagerRelations|join|comment|loadRelationIds|relationLoadStrategy|transaction)$/;

/** Calls on repositories, entity managers and entities themselves. */
export function collectTypeormQueries(graph: CodeGraph, facts: FactSet): DbQueryRow[] {
  if (!(facts.dependency ?? []).some(({ name }) => name === "typeorm")) return [];
  const entities = new TypeormEntities(graph, facts, declareMigrated(graph, facts));
  if (entities.isEmpty) return [];
  const receivers = new TypeormReceivers(graph, entities);
  const rows: DbQueryRow[] = [];
  for (const call of graph.calls) {
    const method = call.row.kind === "call" ? METHODS.get(call.row.method) : undefined;
    const found = method ? receivers.of(call) : null;
    if (!method || !found) continue;
    const row = readQuery(call, found.entity, call.record.arguments.slice(found.skipped), method);
    finishThrowing(graph, row, [call]);
    rows.push(row);
  }
  return [...rows, ...collectBuilderQueries(graph, entities, receivers)];
}

function readQuery(
  call: LinkedCall,
  entity: Entity,
  args: readonly Argument[],
  [operation, kind]: readonly [string, string],
): DbQueryRow {
  const { target, schema, dialect } = entity;
  const row: DbQueryRow = { ...newQueryRow(call, CLIENT, call.row.line), operation, target, schema, dialect };
  const { method } = call.row;
  const [first, second] = args;
  const object = parseJson(call.record.queryObject);
  const where = new TypeormWhere(entity);
  if (operation === "select") row.columns_json = '["*"]';
  if (/^(count|exist)/.test(method)) {
    row.is_head = true;
    row.columns_json = "[]";
    row.count_mode = "exact";
  }
  if (method.startsWith("findOne")) row.row_limit = 1;
  if (kind === "options") readOptions(row, where, entity, first, object);
  else if (kind === "where") where.read(object ?? (first ? { $: first.text } : undefined));
  else if (kind === "keys") where.readKey("in");
  else if (kind === "criteria") readCriteria(where, first, object);
  else if (kind === "rows") row.columns_json = writtenColumns(entity, first);
  else if (method !== "clear") where.readKey("in");
  if (method === "update") row.columns_json = writtenColumns(entity, second);
  row.filters_json = JSON.stringify(where.filters);
  row.is_open ||= where.isOpen;
  return row;
}

/** `{ where, order, take, select }` */
function readOptions(
  row: DbQueryRow,
  where: TypeormWhere,
  entity: Entity,
  first: Argument | undefined,
  object: Json,
): void {
  if (!first) return;
  if (!isRecord(object)) {
    // TypeORM 0.2 is given the key itself; what a variable holds is not known.
    if (isKey(first) && row.row_limit === 1) where.readKey("eq", literalOf(first));
    else row.is_open = true;
    return;
  }
  const keys = Object.keys(object);
  if (keys.length > 0 && !keys.some((key) => OPTION.test(key) || key === "...")) {
    where.read(object);
    return;
  }
  where.read(object.where);
  row.order_json = JSON.stringify(orderedColumns(entity, object.order));
  if (typeof object.take === "number") row.row_limit ??= object.take;
  row.is_open ||= isRecord(object.take) || "..." in object || (isRecord(object.order) && "$" in object.order);
  if (object.select !== undefined) row.columns_json = selectedColumns(entity, object.select);
}

const isKey = ({ kind, text }: Argument): boolean =>
  kind === "string" ||
  kind === "number" ||
  (kind === "identifier" && /^(id|\w+Id)$/.test(text)) ||
  (kind === "member" && /\.(id|\w+Id)$/.test(text));

function readCriteria(where: TypeormWhere, first: Argument | undefined, object: Json): void {
  if (object !== null) where.read(object);
  else if (first?.kind === "array") where.readKey("in");
  else if (first && isKey(first)) where.readKey("eq", literalOf(first));
  else where.isOpen = true;
}

function orderedColumns(entity: Entity, order: Json | undefined): string[] {
  return isRecord(order) ? Object.keys(order).flatMap((field) => entity.columns.get(field) ?? []) : [];
}

/** `select: { id: true }`, `select: ["id"]`; null when it is computed. */
function selectedColumns(entity: Entity, select: Json): string | null {
  const isComputed = !Array.isArray(select) && (!isRecord(select) || "$" in select || "..." in select);
  if (isComputed) return null;
  const fields = Array.isArray(select) ? select : Object.keys(select).filter((field) => select[field] === true);
  const columns = fields.map((field) => (typeof field === "string" ? entity.columns.get(field) : null));
  return columns.includes(null) ? null : JSON.stringify(columns.filter((column) => column !== undefined));
}
