/** Queries of TypeORM's query builder, as far as their conditions are plain: `.where("u.email = :email", { email })`. */
import type { Argument, ChainLink } from "../../code/file-code.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph } from "../code-graph.js";
import { literalOf, parseJson } from "./argument-values.js";
import { type ChainQuery, chainQueries } from "./chain-queries.js";
import { SQL_OPERATORS, textIn } from "./named-tables.js";
import { newQueryRow, type Filter } from "./query-draft.js";
import { finishThrowing } from "./throwing-answer.js";
import type { Entity, EntityRelation, TypeormEntities } from "./typeorm-entities.js";
import type { TypeormReceivers } from "./typeorm-receivers.js";
import { writtenColumns } from "./typeorm-columns.js";

const START = "createQueryBuilder";
const JOIN = /^(left|inner)Join(And(Select|MapOne|MapMany))?$/;
const WRITES: ReadonlyMap<string, string> = new Map([
  ["update", "update"],
  ["delete", "delete"],
  ["insert", "insert"],
  ["softDelete", "update"],
  ["restore", "update"],
]);
/** They send it. */
const END =
  /^(getMany|getOne|getOneOrFail|getManyAndCount|getCount|getExists|getRawOne|getRawMany|getRawAndEntities|execute|stream)$/;
/** `u.email = :email`, `u.id IN (:...ids)`, `u.deletedAt IS NULL`, `p.userId = u.id` */
const CONDITION =
  /^(?:"?(\w+)"?\.)?"?(\w+)"?\s*(?:(is(?:\s+not)?)\s+null|(=|!=|<>|<=?|>=?|i?like|(?:not\s+)?in)\s*(.+))$/i;
const VALUE = /^\(?\s*(:(?:\.\.\.)?\w+|'([^']*)'|-?\d+(?:\.\d+)?|true|false)\s*\)?$/i;
const COLUMN = /^"?(\w+)"?\."?(\w+)"?(?:\s+as\s+"?\w+"?)?$/i;

interface Table {
  readonly entity: Entity;
  readonly row: DbQueryRow;
  readonly filters: Filter[];
}

const isStart = (links: readonly ChainLink[]): boolean => links.some(({ method }) => method === START);

export function collectBuilderQueries(
  graph: CodeGraph,
  entities: TypeormEntities,
  receivers: TypeormReceivers,
): DbQueryRow[] {
  const rows: DbQueryRow[] = [];
  for (const query of chainQueries(graph, isStart)) {
    const found = new BuilderQuery(graph, entities, receivers, query).rows();
    for (const row of found) finishThrowing(graph, row, query.calls);
    rows.push(...found);
  }
  return rows;
}

class BuilderQuery {
  readonly #graph: CodeGraph;
  readonly #entities: TypeormEntities;
  readonly #receivers: TypeormReceivers;
  readonly #query: ChainQuery;
  readonly #tables = new Map<string, Table>();
  #isOpen = false;

  constructor(graph: CodeGraph, entities: TypeormEntities, receivers: TypeormReceivers, query: ChainQuery) {
    this.#graph = graph;
    this.#entities = entities;
    this.#receivers = receivers;
    this.#query = query;
  }

  rows(): DbQueryRow[] {
    const { links } = this.#query;
    for (const link of links) this.#nameTable(link);
    const main = this.#main;
    if (!main) return [];
    for (const link of links) this.#read(link, main);
    // Whoever it is handed to may add to it.
    if (!links.some(({ method }) => END.test(method))) this.#isOpen = true;
    return [...this.#tables.values()].map(({ row, filters }) => {
      row.filters_json = JSON.stringify(filters);
      row.is_open ||= this.#isOpen;
      row.call_id = this.#query.calls.at(-1)?.row.id ?? row.call_id;
      return row;
    });
  }

  get #main(): Table | null {
    const [first] = this.#tables.values();
    return first ?? null;
  }

  #nameTable({ method, arguments: args, callId, line }: ChainLink): void {
    const { file } = this.#query;
    const [first, second] = args;
    if (method === START) {
      const call = this.#graph.call(callId + file.callOffset);
      const found = call ? this.#receivers.of(call) : null;
      if (found) this.#add(found.entity, textIn(args[found.skipped]), line, "select");
      return;
    }
    const operation = WRITES.get(method);
    if (operation !== undefined && this.#main) this.#main.row.operation = operation;
    const isNaming = method === "from" || method === "into" || operation !== undefined;
    const entity = isNaming ? this.#receivers.argument(file, first) : null;
    const write = this.#query.links.map((link) => WRITES.get(link.method)).find((each) => each !== undefined);
    if (entity && !this.#main) this.#add(entity, textIn(second), line, write ?? "select");
  }

  #add(entity: Entity, alias: string | null, line: number, operation: string): void {
    const [begin] = this.#query.calls;
    const name = alias ?? entity.target;
    if (!begin || this.#tables.has(name)) return;
    const { target, schema, dialect } = entity;
    const row = { ...newQueryRow(begin, "typeorm", line), operation, target, schema, dialect };
    this.#tables.set(name, { entity, row, filters: [] });
  }

  #read({ method, arguments: args, line }: ChainLink, main: Table): void {
    const [first] = args;
    if (method === "where" || method === "andWhere" || method === "orWhere")
      this.#where(textIn(first), method === "orWhere" ? "or." : "");
    else if (JOIN.test(method)) this.#join(method.includes("Map") ? args.slice(1) : args, line, method.includes("And"));
    else if (method === "orderBy" || method === "addOrderBy") this.#order(textIn(first));
    else if (method === "take" || method === "limit") this.#limit(main.row, first);
    else if (method === "getOne" || method === "getOneOrFail" || method === "getRawOne") main.row.row_limit ??= 1;
    else if (method === "getCount" || method === "getExists") countRows(main.row);
    else if (method === "set" || method === "values") main.row.columns_json = writtenColumns(main.entity, first);
    else if (method === "orUpdate") main.row.operation = "upsert";
    else if (/where|having|^(setFindOptions|whereInIds|relation|of)$/i.test(method)) this.#isOpen = true;
    else if (method === "select" || method === START) this.#select(method, main, first);
    else if (method === "addSelect") this.#addSelect(first);
  }

  /** The whole row, unless it says which columns: `select(["u.id", "u.name"])`. */
  #select(method: string, main: Table, first: Argument | undefined): void {
    if (main.row.operation !== "select") return;
    if (method === START || !first) {
      main.row.columns_json = '["*"]';
      return;
    }
    const list = parseJson(first.json);
    const names = Array.isArray(list) ? list : [textIn(first)];
    const columns = names.map((name) => (typeof name === "string" ? this.#column(name) : null));
    const own = columns.flatMap((found) => (found?.table === main ? [found.column] : []));
    main.row.columns_json = columns.includes(null) ? null : JSON.stringify(own);
  }

  /** Columns of tables that are joined without being read: `addSelect(["h.id", "h.town"])`. */
  #addSelect(first: Argument | undefined): void {
    const list = parseJson(first?.json ?? null);
    for (const name of Array.isArray(list) ? list : [textIn(first)]) {
      const found = typeof name === "string" ? this.#column(name) : null;
      const known = parseJson(found?.table.row.columns_json ?? null);
      if (found && Array.isArray(known) && !known.includes("*"))
        found.table.row.columns_json = JSON.stringify([...known, found.column]);
    }
  }

  /** `leftJoin("u.posts", "p")`, `innerJoin(Post, "p", "p.userId = u.id")` */
  #join([first, second, third]: readonly Argument[], line: number, isRead: boolean): void {
    const text = textIn(first);
    const alias = textIn(second);
    const [, owner = "", field = ""] = COLUMN.exec(text ?? "") ?? [];
    const from = this.#tables.get(owner);
    const relation = from?.entity.relations.get(field);
    const entity =
      relation?.entity ??
      (text === null ? this.#receivers.argument(this.#query.file, first) : this.#entities.named(text));
    if (!entity || alias === null) return;
    this.#add(entity, alias, line, "select");
    const joined = this.#tables.get(alias);
    if (joined) joined.row.columns_json = isRead ? '["*"]' : "[]";
    if (joined && from && relation) relate(from, joined, relation);
    if (third) this.#where(textIn(third), "", true);
  }

  /** Conditions joined by AND; anything with more to it leaves the query open. */
  #where(text: string | null, prefix: string, isJoin = false): void {
    const parts = text === null || /\bor\b|\bbetween\b|\bselect\b/i.test(text) ? [] : text.trim().split(/\s+and\s+/i);
    if (parts.length === 0 && !isJoin) this.#isOpen = true;
    for (const part of parts) if (!this.#condition(part, prefix) && !isJoin) this.#isOpen = true;
  }

  #condition(text: string, prefix: string): boolean {
    const [, alias, name = "", nothing, operator = "", operand = ""] = CONDITION.exec(text.trim()) ?? [];
    const left = name === "" ? null : this.#column(alias === undefined ? name : `${alias}.${name}`);
    if (!left) return false;
    if (nothing !== undefined) {
      const isNot = /not/i.test(nothing);
      left.table.filters.push({ column: left.column, operator: `${prefix}${isNot ? "not.is" : "is"}`, value: null });
      return true;
    }
    const right = COLUMN.test(operand.trim()) ? this.#column(operand.trim()) : null;
    if (right) {
      for (const { table, column } of [left, right]) table.filters.push({ column, operator: `${prefix}join` });
      return true;
    }
    const known = SQL_OPERATORS.get(operator.toLowerCase().replace(/\s+/g, " "));
    const [, value, quoted] = VALUE.exec(operand.trim()) ?? [];
    if (known === undefined || value === undefined) return false;
    const literal = literalIn(value, quoted);
    const filter = { column: left.column, operator: `${prefix}${known}` };
    left.table.filters.push(literal === undefined ? filter : { ...filter, value: literal });
    return true;
  }

  #order(text: string | null): void {
    const found = text === null ? null : this.#column(text);
    if (!found) {
      this.#isOpen = true;
      return;
    }
    const known = parseJson(found.table.row.order_json);
    found.table.row.order_json = JSON.stringify([...(Array.isArray(known) ? known : []), found.column]);
  }

  #limit(row: DbQueryRow, count: Argument | undefined): void {
    const limit = literalOf(count);
    if (typeof limit === "number") row.row_limit = limit;
    else this.#isOpen = true;
  }

  /** A property of an entity, or its column as the database calls it; without an alias that of the only table. */
  #column(text: string): { readonly table: Table; readonly column: string } | null {
    const [, alias, name = text] = COLUMN.exec(text) ?? [];
    const table = alias === undefined ? (this.#tables.size === 1 ? this.#main : null) : this.#tables.get(alias);
    if (!table) return null;
    const { columns, relations } = table.entity;
    const isColumn = [...columns.values(), ...[...relations.values()].map(({ column }) => column)].includes(name);
    const column = columns.get(name) ?? relations.get(name)?.column ?? (isColumn ? name : null);
    return column === null ? null : { table, column };
  }
}

/** A joined table is looked up by its key, or by the column that holds this one's. */
function relate(from: Table, joined: Table, relation: EntityRelation): void {
  const { key, columns } = joined.entity;
  const own = key === null ? null : columns.get(key);
  const back = [...joined.entity.relations.values()].filter(
    ({ entity, column }) => entity === from.entity && column !== null,
  );
  const foreign = relation.column === null ? (back.length === 1 ? back[0]?.column : null) : own;
  if (relation.column !== null) from.filters.push({ column: relation.column, operator: "join" });
  if (typeof foreign === "string") joined.filters.push({ column: foreign, operator: "join" });
  else joined.row.is_open = true;
}

function countRows(row: DbQueryRow): void {
  row.count_mode = "exact";
  row.is_head = true;
  row.columns_json = "[]";
}

function literalIn(value: string, quoted: string | undefined): string | number | boolean | undefined {
  if (quoted !== undefined) return quoted;
  if (value.startsWith(":")) return undefined;
  return /^(true|false)$/i.test(value) ? /^true$/i.test(value) : Number(value);
}
