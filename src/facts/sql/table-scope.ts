import type { ColumnRef } from "libpg-query";
import { columnParts, type SqlLiteral } from "./sql-nodes.js";

/** What a statement asks of one column; operators by PostgREST's names. */
export interface SqlFilter {
  readonly column: string;
  readonly operator: string;
  readonly value?: SqlLiteral;
  readonly pattern?: "contains" | "starts" | "ends";
  readonly function?: string;
}

/** A table that a statement touches, or a function that it calls in the place of one. */
export interface TouchedTable {
  readonly kind: "table" | "function";
  readonly schema: string | null;
  /** Null when it is computed. */
  readonly name: string | null;
  /** It has a schema, and that is computed. */
  readonly isSchemaOpen: boolean;
  readonly operation: "select" | "insert" | "update" | "upsert" | "delete" | "rpc";
  /** Byte at which it is named. */
  readonly location: number;
  /** Null when they are computed. */
  columns: string[] | null;
  readonly filters: SqlFilter[];
  readonly order: string[];
  limit: number | null;
  isCount: boolean;
  /** What a second time does: an insert skips rows that are there (ON CONFLICT DO NOTHING), an update counts on (n = n + 1). */
  again: "skips" | "counts" | null;
  /** Conditions, order or limit are partly computed. */
  isOpen: boolean;
}

export interface ScopeColumn {
  readonly table: TouchedTable;
  /** Name, or "*". */
  readonly column: string;
}

/** The tables that one SELECT, UPDATE or DELETE names, under their aliases. */
export class TableScope {
  readonly tables: TouchedTable[] = [];
  /** Names of WITH queries that hide tables of the same name. */
  readonly ctes: ReadonlySet<string>;
  readonly #parent: TableScope | null;
  /** Null: something that is no table of the database, such as a subquery. */
  readonly #byAlias = new Map<string, TouchedTable | null>();

  constructor(ctes: ReadonlySet<string>, parent: TableScope | null) {
    this.ctes = ctes;
    this.#parent = parent;
  }

  add(alias: string, table: TouchedTable): void {
    this.#byAlias.set(alias, table);
    this.tables.push(table);
  }

  /** A subquery, a function, a WITH query. */
  addOther(alias: string): void {
    this.#byAlias.set(alias, null);
  }

  /** The only thing that columns without an alias can belong to; null when there are several. */
  get only(): TouchedTable | null {
    if (this.#byAlias.size === 0) return this.#parent?.only ?? null;
    return this.#byAlias.size === 1 ? (this.tables[0] ?? null) : null;
  }

  /** Table and name of a column; null when it cannot be told. */
  column(ref: ColumnRef): ScopeColumn | null {
    const parts = columnParts(ref);
    const column = parts?.at(-1);
    if (!parts || column === undefined) return null;
    if (parts.length === 1 && this.#isAlias(column)) return this.#wholeRow(column);
    const table = parts.length === 1 ? this.only : this.#named(parts.at(-2) ?? "");
    return table ? { table, column } : null;
  }

  #isAlias(name: string): boolean {
    return this.#byAlias.has(name) || (this.#parent !== null && this.#parent.#isAlias(name));
  }

  /** `json_agg(b) FROM boats b`: all that the row has. In a subquery it may as well be a column of the table that stands there. */
  #wholeRow(alias: string): ScopeColumn | null {
    const table = this.#byAlias.get(alias);
    return table ? { table, column: "*" } : null;
  }

  #named(alias: string): TouchedTable | null {
    const own = this.#byAlias.get(alias);
    if (own !== undefined) return own;
    return this.#parent ? this.#parent.#named(alias) : null;
  }

  /** A condition that is computed may ask about any of them. */
  markOpen(): void {
    for (const table of this.tables) table.isOpen = true;
  }
}
