import { addRows, type FactSet } from "../fact-set.js";
import type { StatementAction } from "./action.js";
import type { Migration, MigrationStatement } from "./migration.js";
import { rewritesTable } from "./type-change.js";

/** Adds what every statement does, in the order in which the migrations are applied. */
export function addActionRows(facts: FactSet, migrations: readonly Migration[]): void {
  const trail = new Trail();
  for (const migration of migrations) {
    trail.beginFile(migration);
    for (const [at, statement] of migration.statements.entries()) {
      const isNew = statement.actions[0]?.action === "create-table";
      for (const [part, action] of statement.actions.entries())
        addActionRow(facts, migration.file, at + 1, statement, action, trail, isNew && part > 0);
    }
  }
}

function addActionRow(
  facts: FactSet,
  file: string,
  position: number,
  { line }: MigrationStatement,
  action: StatementAction,
  trail: Trail,
  /** A column or constraint that comes with its table, or does not come at all. */
  isPart: boolean,
): void {
  const oldType = action.action === "change-type" ? trail.typeOf(action) : null;
  const row = {
    file,
    line,
    position,
    action: action.action,
    schema: action.schema,
    table_name: action.table,
    name: action.name,
    detail: action.detail,
    type: action.type,
    old_type: oldType,
    is_rewrite:
      action.action === "change-type" && action.type !== null
        ? rewritesTable(oldType, action.type, action.detail === "using")
        : null,
    is_concurrent: action.isConcurrent,
    is_not_valid: action.isNotValid,
    uses_index: action.usesIndex,
    is_cascade: action.isCascade,
    is_conditional: action.isConditional,
    is_required: action.isRequired,
    default_kind: action.defaultKind,
    on_new_table: isPart || trail.isNew(action),
    in_transaction: trail.inTransaction,
  };
  trail.add(action);
  addRows(facts, "migration_action", [row]);
}

/** What the statements before have made. */
class Trail {
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

  add(action: StatementAction): void {
    const key = tableKey(action);
    if (action.action === "begin") this.#isOpen = true;
    else if (action.action === "commit" || action.action === "rollback") this.#isOpen = false;
    else if (action.action === "create-table") {
      // IF NOT EXISTS makes nothing where an earlier file has made it.
      if (!this.#tables.has(key)) this.#fresh.add(key);
      this.#tables.add(key);
    } else if (action.action === "drop-table") this.#tables.delete(key);
    else if (action.action === "rename-table") this.#rename(key, tableKey({ ...action, table: action.detail }));
    else if (action.type !== null) this.#types.set(columnKey(action), action.type);
  }

  #rename(from: string, to: string): void {
    for (const names of [this.#tables, this.#fresh]) if (names.delete(from)) names.add(to);
    for (const [column, type] of this.#types) {
      if (column.startsWith(`${from}.`)) this.#types.set(to + column.slice(from.length), type);
    }
  }
}

const tableKey = ({ schema, table }: StatementAction): string => `${schema ?? "public"}.${table ?? ""}`;
const columnKey = (action: StatementAction): string => `${tableKey(action)}.${action.name ?? ""}`;
