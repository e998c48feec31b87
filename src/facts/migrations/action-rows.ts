import { addRows, type FactSet } from "../fact-set.js";
import type { MigrationActionRow } from "../rows.js";
import type { StatementAction } from "./action.js";
import { ActionTrail } from "./action-trail.js";
import type { Migration } from "./migration.js";
import { rewritesTable } from "./type-change.js";

/** Adds what every statement does, in the order in which the migrations are applied. */
export function addActionRows(facts: FactSet, migrations: readonly Migration[]): void {
  const trail = new ActionTrail();
  for (const migration of migrations) {
    trail.beginFile(migration);
    for (const [at, statement] of migration.statements.entries()) {
      addStatement(facts, { file: migration.file, line: statement.line, position: at + 1 }, statement.actions, trail);
    }
  }
}

type Place = Pick<MigrationActionRow, "file" | "line" | "position">;

function addStatement(facts: FactSet, place: Place, actions: readonly StatementAction[], trail: ActionTrail): void {
  const [first] = actions;
  const table = first?.action === "create-table" ? first : null;
  const isRepeated = table !== null && trail.hasTable(table);
  for (const action of trail.withoutIdle(actions)) {
    // A column or constraint comes with its table, or does not come at all.
    const isPart = table !== null && action !== table;
    addRows(facts, "migration_action", [actionRow(place, action, trail, isPart)]);
    if (!(isPart && isRepeated)) trail.add(action);
  }
}

function actionRow(place: Place, action: StatementAction, trail: ActionTrail, isPart: boolean): MigrationActionRow {
  const oldType = action.action === "change-type" ? trail.typeOf(action) : null;
  return {
    ...place,
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
}
