/** What a TypeORM `where` asks of the columns of one table. */
import { isRecord, type Json } from "./argument-values.js";
import { listOf } from "./prisma-filters.js";
import type { Filter } from "./query-draft.js";
import type { Entity } from "./typeorm-entities.js";

/** Operators of TypeORM by PostgREST's names. */
const OPERATORS: ReadonlyMap<string, readonly string[]> = new Map([
  ["Equal", ["eq"]],
  ["In", ["in"]],
  ["Any", ["in"]],
  ["Like", ["like"]],
  ["ILike", ["ilike"]],
  ["MoreThan", ["gt"]],
  ["MoreThanOrEqual", ["gte"]],
  ["LessThan", ["lt"]],
  ["LessThanOrEqual", ["lte"]],
  ["Between", ["gte", "lte"]],
  ["IsNull", ["is"]],
  ["ArrayContains", ["contains"]],
  ["ArrayContainedBy", ["containedBy"]],
  ["ArrayOverlap", ["overlaps"]],
]);
const CALL = /^(\w+)\(([\s\S]*)$/;
const PATTERN = /^\s*["'`](%?)[^"'`]*?(%?)["'`]\s*\)/;
/** Puts SQL, or several operators, into the place of a value. */
const OTHER = /^(Raw|And|Or|JsonContains)$/;

export class TypeormWhere {
  readonly filters: Filter[] = [];
  /** There may be more conditions: some are computed, or about other tables. */
  isOpen = false;
  readonly #entity: Entity;

  constructor(entity: Entity) {
    this.#entity = entity;
  }

  /** `{ email }`, or alternatives: `[{ email }, { phone }]`. */
  read(where: Json | undefined): this {
    if (where === undefined) return this;
    const parts = listOf(where);
    const prefix = parts.length > 1 ? "or." : "";
    for (const part of parts) {
      if (isRecord(part) && !("$" in part)) this.#readObject(part, prefix);
      else this.isOpen = true;
    }
    return this;
  }

  /** The key, or several: `delete(id)`, `delete([a, b])`. */
  readKey(operator: "eq" | "in", value?: string | number | boolean | null): this {
    const column = this.#entity.key === null ? null : (this.#entity.columns.get(this.#entity.key) ?? null);
    if (column === null) this.isOpen = true;
    else this.filters.push(value === undefined || value === null ? { column, operator } : { column, operator, value });
    return this;
  }

  #readObject(where: { [key: string]: Json }, prefix: string): void {
    for (const [field, value] of Object.entries(where)) {
      const column = this.#entity.columns.get(field);
      if (typeof column === "string") this.readColumn(column, value, prefix);
      // A relation, an embedded object, or what is spread.
      else if (!this.#readRelation(field, value, prefix)) this.isOpen = true;
    }
  }

  /** `{ author: { id } }` compares the column that holds the key. */
  #readRelation(field: string, value: Json, prefix: string): boolean {
    const relation = this.#entity.relations.get(field);
    if (!relation || relation.column === null || !isRecord(value) || "$" in value) return false;
    const [key, ...more] = Object.keys(value);
    if (key === undefined || more.length > 0 || key !== relation.entity.key) return false;
    this.readColumn(relation.column, value[key] ?? null, prefix);
    return true;
  }

  readColumn(column: string, value: Json, prefix: string): void {
    if (isRecord(value) && typeof value.$ === "string") this.#readComputed(column, value.$, prefix);
    // TypeORM leaves out what is null or undefined.
    else if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      this.filters.push({ column, operator: `${prefix}eq`, value });
    else if (value !== null) this.filters.push({ column, operator: `${prefix}eq` });
  }

  #readComputed(column: string, text: string, prefix: string): void {
    const [, name = "", rest = ""] = CALL.exec(text) ?? [];
    if (OTHER.test(name)) {
      this.isOpen = true;
      return;
    }
    if (name === "Not") {
      this.#readComputed(column, rest, `${prefix}not.`);
      return;
    }
    const operators = OPERATORS.get(name) ?? ["eq"];
    for (const operator of operators) {
      const pattern = operator.endsWith("like") ? patternOf(rest) : undefined;
      const value = operator === "is" ? { value: null } : {};
      const full = `${prefix}${operator}`.replace(/not\.eq$/, "neq");
      this.filters.push({ column, operator: full, ...value, ...(pattern === undefined ? {} : { pattern }) });
    }
  }
}

function patternOf(text: string): Filter["pattern"] {
  const [, before, after] = PATTERN.exec(text) ?? [];
  if (before === "%") return after === "%" ? "contains" : "ends";
  return after === "%" ? "starts" : undefined;
}
