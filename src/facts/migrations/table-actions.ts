import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, CreateStmt, Node } from "libpg-query";
import { actionOf, type StatementAction } from "./action.js";
import { defaultKind, typeText, writtenName, type WrittenName } from "./sql-nodes.js";

/** CREATE TABLE: the table, then its columns; nobody waits for what is done to a table that is just made. */
export function createTableActions({
  relation,
  tableElts,
  if_not_exists: isConditional,
}: CreateStmt): StatementAction[] {
  const table = writtenName(relation);
  const parts = (tableElts ?? []).flatMap((node) => {
    if ("ColumnDef" in node) return [columnAction(table, node.ColumnDef)];
    return "Constraint" in node ? [constraintAction(table, node.Constraint)] : [];
  });
  return [actionOf("create-table", { ...on(table), isConditional: isConditional === true }), ...parts];
}

const on = ({ schema, name }: WrittenName): Pick<StatementAction, "schema" | "table"> => ({ schema, table: name });

/** ALTER TABLE: one action for each of its commands that matters to those who use the table meanwhile. */
export function alterTableActions({ relation, cmds, objtype }: AlterTableStmt): StatementAction[] {
  if (objtype !== undefined && objtype !== "OBJECT_TABLE") return [];
  const table = writtenName(relation);
  return (cmds ?? []).flatMap((node) =>
    "AlterTableCmd" in node ? (commandAction(table, node.AlterTableCmd) ?? []) : [],
  );
}

function commandAction(table: WrittenName, command: AlterTableCmd): StatementAction | StatementAction[] | null {
  const { subtype, def, name = null, missing_ok: isConditional, behavior } = command;
  const more = {
    ...on(table),
    name,
    isConditional: isConditional === true,
    isCascade: behavior === "DROP_CASCADE",
  };
  switch (subtype) {
    case "AT_AddColumn":
      return def && "ColumnDef" in def ? addColumnActions(table, def.ColumnDef, isConditional === true) : null;
    case "AT_AlterColumnType":
      return def && "ColumnDef" in def
        ? actionOf("change-type", { ...more, type: typeText(def.ColumnDef.typeName), detail: usingOf(def.ColumnDef) })
        : null;
    case "AT_AddConstraint":
      return def && "Constraint" in def ? constraintAction(table, def.Constraint) : null;
    case "AT_DetachPartition":
      return actionOf("detach-partition", { ...more, isConcurrent: isConcurrentDetach(def) });
    case "AT_DropColumn":
      return actionOf("drop-column", more);
    case "AT_SetNotNull":
      return actionOf("set-not-null", more);
    case "AT_DropNotNull":
      return actionOf("drop-not-null", more);
    case "AT_ValidateConstraint":
      return actionOf("validate-constraint", more);
    case "AT_DropConstraint":
      return actionOf("drop-constraint", more);
    default:
      return null;
  }
}

/** A column and what is checked of the rows that are there. A foreign key of a column without a default has nothing to check. */
function addColumnActions(table: WrittenName, column: ColumnDef, isConditional: boolean): StatementAction[] {
  const added = { ...columnAction(table, column), isConditional };
  const checked = (column.constraints ?? [])
    .flatMap((node) => ("Constraint" in node ? [constraintAction(table, node.Constraint)] : []))
    .filter(({ detail }) => detail !== null && detail !== "not-null")
    .filter(({ detail }) => detail !== "foreign-key" || added.defaultKind !== "none")
    .map((constraint) => ({ ...constraint, name: constraint.name ?? added.name, isConditional }));
  return [added, ...checked];
}

const usingOf = ({ raw_default: using }: ColumnDef): string | null => (using === undefined ? null : "using");

const isConcurrentDetach = (def: Node | undefined): boolean =>
  def !== undefined && "PartitionCmd" in def && def.PartitionCmd.concurrent === true;

function columnAction(table: WrittenName, column: ColumnDef): StatementAction {
  const constraints = (column.constraints ?? []).flatMap((node) => ("Constraint" in node ? [node.Constraint] : []));
  const has = (...kinds: readonly string[]): boolean =>
    constraints.some(({ contype }) => contype !== undefined && kinds.includes(contype));
  const written = constraints.find(({ contype }) => contype === "CONSTR_DEFAULT")?.raw_expr;
  const type = typeText(column.typeName);
  return actionOf("add-column", {
    ...on(table),
    name: column.colname ?? null,
    type,
    detail: has("CONSTR_GENERATED") ? "generated" : has("CONSTR_IDENTITY") ? "identity" : null,
    isRequired: has("CONSTR_NOTNULL", "CONSTR_PRIMARY"),
    defaultKind: written ? defaultKind(written) : isSelfFilling(type) || has("CONSTR_IDENTITY") ? "volatile" : "none",
  });
}

const isSelfFilling = (type: string | null): boolean => /^(small|big)?serial[248]?$/.test(type ?? "");

const CONSTRAINT_KINDS: Partial<Record<NonNullable<Constraint["contype"]>, string>> = {
  CONSTR_CHECK: "check",
  CONSTR_FOREIGN: "foreign-key",
  CONSTR_UNIQUE: "unique",
  CONSTR_PRIMARY: "primary-key",
  CONSTR_EXCLUSION: "exclusion",
  CONSTR_NOTNULL: "not-null",
};

function constraintAction(table: WrittenName, constraint: Constraint): StatementAction {
  const { contype, conname = null, skip_validation: isNotValid, indexname } = constraint;
  return actionOf("add-constraint", {
    ...on(table),
    name: conname,
    detail: (contype && CONSTRAINT_KINDS[contype]) ?? null,
    isNotValid: isNotValid === true,
    usesIndex: indexname !== undefined && indexname !== "",
  });
}
