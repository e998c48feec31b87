/** What a Prisma `where` asks of the columns of one table. */
import { isRecord, type Json } from "./argument-values.js";
import type { PrismaModel, Relation } from "./prisma-models.js";
import type { Filter } from "./query-draft.js";

/** A condition on another table: `where: { author: { email } }`. */
export interface RelationFilter {
  readonly relation: Relation;
  readonly where: Json;
}

/** Prisma's comparisons by PostgREST's names. */
const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["equals", "eq"],
  ["in", "in"],
  ["notIn", "not.in"],
  ["lt", "lt"],
  ["lte", "lte"],
  ["gt", "gt"],
  ["gte", "gte"],
  ["search", "fts"],
  ["has", "contains"],
  ["hasEvery", "contains"],
  ["hasSome", "overlaps"],
]);

const PATTERNS: ReadonlyMap<string, Filter["pattern"]> = new Map([
  ["contains", "contains"],
  ["startsWith", "starts"],
  ["endsWith", "ends"],
]);

/** Conditions on a list of related rows, or on one. */
const QUANTIFIERS = ["some", "every", "none", "is", "isNot"];

export class PrismaFilters {
  readonly filters: Filter[] = [];
  readonly relations: RelationFilter[] = [];
  /** There may be more conditions: some are computed. */
  isOpen = false;
  readonly #model: PrismaModel;

  constructor(model: PrismaModel) {
    this.#model = model;
  }

  /** Reads conditions; `prefix` says inside what they stand: "or.", "not.". */
  read(where: Json | null | undefined, prefix = ""): this {
    if (!isRecord(where)) return this;
    if ("$" in where || "..." in where) this.isOpen = true;
    for (const [key, value] of Object.entries(where)) {
      if (key === "AND") for (const part of listOf(value)) this.read(part, prefix);
      else if (key === "OR") for (const part of listOf(value)) this.read(part, `or.${prefix}`);
      else if (key === "NOT") for (const part of listOf(value)) this.read(part, `${prefix}not.`);
      else this.#readField(key, value, prefix);
    }
    return this;
  }

  #readField(field: string, value: Json, prefix: string): void {
    const column = this.#model.columns.get(field);
    const relation = this.#model.relations.get(field);
    if (column !== undefined) this.#readColumn(column, value, prefix);
    else if (relation) this.#readRelation(relation, value);
    // A unique key of several columns: { userId_orgId: { userId, orgId } }.
    else if (isRecord(value)) this.read(value, prefix);
  }

  #readRelation(relation: Relation, value: Json): void {
    if (!isRecord(value)) return;
    const quantified = QUANTIFIERS.filter((name) => name in value);
    for (const name of quantified) this.relations.push({ relation, where: value[name] ?? null });
    if (quantified.length === 0 && !("$" in value)) this.relations.push({ relation, where: value });
  }

  #readColumn(column: string, value: Json, prefix: string): void {
    if (value === null) this.#add(column, `${prefix}is`, null);
    else if (!isRecord(value)) this.#add(column, `${prefix}eq`, value);
    else if ("$" in value) this.#add(column, `${prefix}eq`);
    // Inside JSON.
    else if ("path" in value) this.filters.push({ column, operator: `${prefix}eq`, function: "#>>" });
    else
      for (const [name, operand] of Object.entries(value)) this.#readComparison(column, name, operand, value, prefix);
  }

  #readComparison(column: string, name: string, operand: Json, all: { [key: string]: Json }, prefix: string): void {
    const pattern = PATTERNS.get(name);
    const operator = OPERATORS.get(name);
    if (pattern) {
      const isInsensitive = all.mode === "insensitive";
      this.filters.push({ column, operator: `${prefix}${isInsensitive ? "ilike" : "like"}`, pattern });
    } else if (name === "not") {
      this.#readNot(column, operand, prefix);
    } else if (operator !== undefined) {
      this.#add(column, `${prefix}${operand === null && operator === "eq" ? "is" : operator}`, operand);
    }
  }

  #readNot(column: string, operand: Json, prefix: string): void {
    if (operand === null) this.#add(column, `${prefix}not.is`, null);
    else if (isRecord(operand) && !("$" in operand)) this.#readColumn(column, operand, `${prefix}not.`);
    else this.#add(column, `${prefix}neq`, operand);
  }

  #add(column: string, operator: string, value?: Json): void {
    const isLiteral = value !== undefined && (value === null || typeof value !== "object");
    this.filters.push(isLiteral ? { column, operator, value } : { column, operator });
  }
}

export const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
