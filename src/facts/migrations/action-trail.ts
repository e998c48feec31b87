import type { StatementAction } from "./action.js";
import type { Migration } from "./migration.js";

/** What the statements before have made. */
export class ActionTrail {
  /** Types of columns, by schema, table and column. */
  readonly #types = new Map<string, string>();
  readonly #tables = new Set<string>();
  /** Tables made in the file at hand: nobody uses them yet. */
  readonly #fresh = new Set<string>();
  #isOpen = false;
  #isWrapped: boolean | null = null;

  beginFile({ isTransactional }: Migration): void {
    this.#fresh.clear();
    this.#isOpen = false;
    this.#isWrapped = isTransactional;
  }

  get inTransaction(): boolean | null {
    return this.#isOpen || this.#isWrapped;
  }

  typeOf(action: StatementAction): string | null {
    return this.#types.get(columnKey(action)) ?? null;
  }

  isNew(action: StatementAction): boolean {
    return this.#fresh.has(tableKey(action));
  }

  hasTable(action: StatementAction): boolean {
    return this.#tables.has(tableKey(action));
  }

  /** Leaves out ADD COLUMN IF NOT EXISTS, with what belongs to it, where the column is there already: it does nothing. */
  withoutIdle(actions: readonly StatementAction[]): StatementAction[] {
    let isIdle = false;
    return actions.filter((action) => {
      if (action.action === "add-column") isIdle = action.isConditional && this.#types.has(columnKey(action));
      else if (action.action !== "add-constraint" || !action.isConditional) isIdle = false;
      return !isIdle;
    });
  }

  add(action: StatementAction): void {
    const key = tableKey(action);
    if (action.action === "begin") this.#isOpen = true;
    else if (action.action === "commit" || action.action === "rollback") this.#isOpen = false;
    else if (action.action === "create-table") {
      // IF NOT EXISTS makes nothing where an earlier file has made it.
      if (!this.#tables.has(key)) this.#fresh.add(key);
      this.#tables.add(key);
    } else if (action.action === "drop-table") this.#dropTable(key);
    else if (action.action === "drop-column") this.#types.delete(columnKey(action));
    else if (action.action === "rename-column") this.#renameColumn(action);
    else if (action.action === "rename-table") this.#rename(key, tableKey({ ...action, table: action.detail }));
    else if (action.type !== null) this.#types.set(columnKey(action), action.type);
  }

  #dropTable(key: string): void {
    this.#tables.delete(key);
    for (const column of this.#types.keys()) if (column.startsWith(`${key}.`)) this.#types.delete(column);
  }

  #renameColumn(action: StatementAction): void {
    const type = this.#types.get(columnKey(action));
    this.#types.delete(columnKey(action));
    if (type !== undefined) this.#types.set(columnKey({ ...action, name: action.detail }), type);
  }

  #rename(from: string, to: string): void {
    for (const names of [this.#tables, this.#fresh]) if (names.delete(from)) names.add(to);
    for (const [column, type] of this.#types) {
      if (!column.startsWith(`${from}.`)) continue;
      this.#types.delete(column);
      this.#types.set(to + column.slice(from.length), type);
    }
  }
}

const tableKey = ({ schema, table }: StatementAction): string => `${schema ?? "public"}.${table ?? ""}`;
const columnKey = (action: StatementAction): string => `${tableKey(action)}.${action.name ?? ""}`;
