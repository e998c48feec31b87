/** Rows of a query that names tables and columns as text: `"orders as o"`, `"o.total"`. */
import type { Argument } from "../../code/file-code.js";
import type { DbQueryRow } from "../../rows.js";
import type { LinkedCall } from "../code-graph.js";
import { isRecord, literalOf, parseJson } from "./argument-values.js";
import { type Filter, newQueryRow } from "./query-draft.js";

/** SQL's operators by PostgREST's names. */
export const SQL_OPERATORS: ReadonlyMap<string, string> = new Map([
  ["=", "eq"],
  ["==", "eq"],
  ["!=", "neq"],
  ["<>", "neq"],
  ["<", "lt"],
  ["<=", "lte"],
  [">", "gt"],
  [">=", "gte"],
  ["in", "in"],
  ["not in", "not.in"],
  ["is", "is"],
  ["is not", "not.is"],
  ["like", "like"],
  ["not like", "not.like"],
  ["ilike", "ilike"],
  ["not ilike", "not.ilike"],
  ["@>", "contains"],
  ["<@", "containedBy"],
  ["&&", "overlaps"],
  ["@@", "fts"],
]);

const TABLE = /^(?:([\w$]+)\.)?([\w$]+)(?:\s+(?:as\s+)?([\w$]+))?$/i;
const COLUMN = /^(?:([\w$]+\.)*?([\w$]+)\.)?([\w$]+|\*)(?:\s+as\s+\S+)?$/i;

interface NamedTable {
  readonly row: DbQueryRow;
  readonly filters: Filter[];
  readonly columns: string[];
  readonly order: string[];
}

/** A literal text; null for anything else. */
export const textIn = (argument: Argument | undefined): string | null =>
  argument?.kind === "string" ? argument.text : null;

/** How the names of a query are meant. */
export interface Naming {
  /** What a name of the code is in the database. */
  readonly nameOf: (name: string) => string;
  /** Names of WITH queries: no tables. */
  readonly others: ReadonlySet<string>;
}

const AS_WRITTEN: Naming = { nameOf: (name) => name, others: new Set() };

export class NamedTables {
  readonly #call: LinkedCall;
  readonly #client: string;
  readonly #naming: Naming;
  #hasComputedColumns = false;
  readonly #byAlias = new Map<string, NamedTable>();
  /** Something other than a table is among them: columns without an alias may be its own. */
  #hasOther = false;

  constructor(call: LinkedCall, client: string, naming: Naming = AS_WRITTEN) {
    this.#call = call;
    this.#client = client;
    this.#naming = naming;
  }

  /** The row of the table that the query is about. */
  get main(): DbQueryRow | null {
    const [first] = this.#byAlias.values();
    return first?.row ?? null;
  }

  add(argument: Argument | undefined, line: number, operation: string): void {
    const [, schema, target, alias] = TABLE.exec(textIn(argument) ?? "") ?? [];
    if (target === undefined || this.#naming.others.has(target)) {
      this.#hasOther = true;
      return;
    }
    const names = { target: this.#naming.nameOf(target), schema: schema ?? null };
    const row = { ...newQueryRow(this.#call, this.#client, line), operation, ...names };
    this.#byAlias.set(alias ?? target, { row, filters: [], columns: [], order: [] });
  }

  filter(name: string | null, operator: string, prefix: string, value?: Argument): void {
    const found = this.#column(name);
    const known = SQL_OPERATORS.get(operator.toLowerCase());
    if (!found || known === undefined) {
      this.markOpen();
      return;
    }
    const literal = literalOf(value);
    const isIs = literal === null && known === "eq";
    const filter = { column: found.column, operator: prefix + (isIs ? "is" : known) };
    found.table.filters.push(literal === undefined ? filter : { ...filter, value: literal });
  }

  /** Columns of two tables that are compared. */
  join(...names: readonly (string | null)[]): void {
    for (const name of names) {
      const found = this.#column(name);
      found?.table.filters.push({ column: found.column, operator: "join" });
    }
  }

  /** Columns that are read; null when they are computed. */
  select(name: string | null): void {
    if (name === null) this.#hasComputedColumns = true;
    if (name === "*") for (const table of this.#byAlias.values()) table.columns.push("*");
    const found = name === "*" ? null : this.#column(name);
    found?.table.columns.push(found.column);
  }

  order(name: string | null): void {
    const found = this.#column(name);
    if (found) found.table.order.push(found.column);
    else this.markOpen();
  }

  limit(count: Argument | undefined): void {
    const limit = literalOf(count);
    if (typeof limit === "number" && this.main) this.main.row_limit = limit;
    else this.markOpen();
  }

  /** What is written: keys of an object, or of a list of them. */
  write(values: Argument | undefined): void {
    const json = parseJson(values?.json ?? null);
    const objects = (Array.isArray(json) ? json : [json]).filter(isRecord);
    const fields = [...new Set(objects.flatMap((each) => Object.keys(each)))];
    if (!this.main || fields.length === 0 || fields.includes("$")) return;
    this.main.columns_json = JSON.stringify(fields.map((field) => this.#naming.nameOf(field)));
  }

  markOpen(): void {
    for (const { row } of this.#byAlias.values()) row.is_open = true;
  }

  rows(): DbQueryRow[] {
    return [...this.#byAlias.values()].map(({ row, filters, columns, order }) => {
      row.filters_json = JSON.stringify(filters);
      row.order_json = JSON.stringify(order);
      const isKnown = row.operation === "select" && !this.#hasComputedColumns;
      if (isKnown) row.columns_json = JSON.stringify([...new Set(columns)]);
      return row;
    });
  }

  #column(name: string | null): { readonly table: NamedTable; readonly column: string } | null {
    const [, , alias, column] = COLUMN.exec(name ?? "") ?? [];
    if (column === undefined) return null;
    const isAlone = this.#byAlias.size === 1 && !this.#hasOther;
    const [only] = this.#byAlias.values();
    const table = alias === undefined ? (isAlone ? only : undefined) : this.#byAlias.get(alias);
    return table ? { table, column: this.#naming.nameOf(column) } : null;
  }
}
