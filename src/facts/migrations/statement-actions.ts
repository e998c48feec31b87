import type {
  AlterDomainStmt,
  AlterEnumStmt,
  CreateTableAsStmt,
  DropStmt,
  IndexStmt,
  Node,
  RenameStmt,
  TransactionStmt,
  VariableSetStmt,
} from "libpg-query";
import { actionOf, type Action, type StatementAction } from "./action.js";
import { constantText, nameOfList, writtenName } from "./sql-nodes.js";
import { alterTableActions, createTableActions } from "./table-actions.js";

/** What a statement does that somebody else may have to wait for, or cannot be undone; nothing for all other statements. */
export function statementActions(node: Node | undefined): readonly StatementAction[] {
  if (node === undefined) return [];
  if ("CreateStmt" in node) return createTableActions(node.CreateStmt);
  if ("CreateTableAsStmt" in node) return [createTableAsAction(node.CreateTableAsStmt)];
  if ("AlterTableStmt" in node) return alterTableActions(node.AlterTableStmt);
  if ("IndexStmt" in node) return [indexAction(node.IndexStmt)];
  if ("DropStmt" in node) return dropActions(node.DropStmt);
  if ("RenameStmt" in node) return renameActions(node.RenameStmt);
  if ("AlterEnumStmt" in node) return enumActions(node.AlterEnumStmt);
  if ("TransactionStmt" in node) return transactionActions(node.TransactionStmt);
  if ("VariableSetStmt" in node) return setActions(node.VariableSetStmt);
  return otherActions(node);
}

function otherActions(node: Node): readonly StatementAction[] {
  if ("TruncateStmt" in node) {
    const { relations, behavior } = node.TruncateStmt;
    return (relations ?? []).flatMap((relation) =>
      "RangeVar" in relation
        ? [actionOf("truncate", { ...tableOf(relation.RangeVar), isCascade: behavior === "DROP_CASCADE" })]
        : [],
    );
  }
  if ("CreateExtensionStmt" in node) {
    const { extname: name = null, if_not_exists: isConditional } = node.CreateExtensionStmt;
    return [actionOf("create-extension", { name, isConditional: isConditional === true })];
  }
  if ("ReindexStmt" in node) {
    const { relation, name, params } = node.ReindexStmt;
    const isConcurrent = (params ?? []).some((part) => "DefElem" in part && part.DefElem.defname === "concurrently");
    return [actionOf("reindex", { name: relation?.relname ?? name ?? null, isConcurrent })];
  }
  if ("AlterDomainStmt" in node) return domainActions(node.AlterDomainStmt);
  if ("DropdbStmt" in node) return [actionOf("drop-database", { name: node.DropdbStmt.dbname ?? null })];
  return writeActions(node);
}

function writeActions(node: Node): readonly StatementAction[] {
  if ("InsertStmt" in node) return [actionOf("write", { ...tableOf(node.InsertStmt.relation), detail: "insert" })];
  if ("UpdateStmt" in node) return [actionOf("write", { ...tableOf(node.UpdateStmt.relation), detail: "update" })];
  if ("DeleteStmt" in node) return [actionOf("write", { ...tableOf(node.DeleteStmt.relation), detail: "delete" })];
  return [];
}

const tableOf = (relation: Parameters<typeof writtenName>[0]): Pick<StatementAction, "schema" | "table"> => {
  const { schema, name } = writtenName(relation);
  return { schema, table: name };
};

/** CREATE TABLE … AS and CREATE MATERIALIZED VIEW: their rows are there at once, but nobody uses them yet. */
const createTableAsAction = ({ into, objtype, if_not_exists: isConditional }: CreateTableAsStmt): StatementAction =>
  actionOf("create-table", {
    ...tableOf(into?.rel),
    detail: objtype === "OBJECT_MATVIEW" ? "materialised" : null,
    isConditional: isConditional === true,
  });

/** ALTER DOMAIN … ADD CONSTRAINT: every column of the domain, in all tables. */
function domainActions({ subtype, typeName, def }: AlterDomainStmt): StatementAction[] {
  if (subtype !== "C") return [];
  const { schema, name } = nameOfList(typeName);
  const isNotValid = def !== undefined && "Constraint" in def && def.Constraint.skip_validation === true;
  return [actionOf("add-constraint", { schema, name, detail: "domain", isNotValid })];
}

const indexAction = (index: IndexStmt): StatementAction =>
  actionOf("create-index", {
    ...tableOf(index.relation),
    name: index.idxname === "" ? null : (index.idxname ?? null),
    detail: index.unique === true ? "unique" : null,
    isConcurrent: index.concurrent === true,
    isConditional: index.if_not_exists === true,
  });

const DROPS: Partial<Record<NonNullable<DropStmt["removeType"]>, Action>> = {
  OBJECT_INDEX: "drop-index",
  OBJECT_TABLE: "drop-table",
  OBJECT_SCHEMA: "drop-schema",
};

function dropActions({
  removeType,
  objects,
  behavior,
  missing_ok: isConditional,
  concurrent,
}: DropStmt): StatementAction[] {
  const action = removeType && DROPS[removeType];
  if (!action) return [];
  return (objects ?? []).map((object) => {
    const parts = "List" in object ? object.List.items : [object];
    const { schema, name } = nameOfList(parts);
    return actionOf(action, {
      schema,
      ...(action === "drop-table" ? { table: name } : { name }),
      isCascade: behavior === "DROP_CASCADE",
      isConditional: isConditional === true,
      isConcurrent: concurrent === true,
    });
  });
}

function renameActions({ renameType, relationType, relation, subname, newname }: RenameStmt): StatementAction[] {
  const detail = newname ?? null;
  if (renameType === "OBJECT_TABLE") return [actionOf("rename-table", { ...tableOf(relation), detail })];
  if (renameType !== "OBJECT_COLUMN" || relationType !== "OBJECT_TABLE") return [];
  return [actionOf("rename-column", { ...tableOf(relation), name: subname ?? null, detail })];
}

function enumActions({
  typeName,
  newVal,
  oldVal,
  newValNeighbor,
  skipIfNewValExists,
}: AlterEnumStmt): StatementAction[] {
  if (newVal === undefined || oldVal !== undefined) return [];
  const { schema, name } = nameOfList(typeName);
  const detail = newValNeighbor === undefined ? null : "placed";
  return [actionOf("add-enum-value", { schema, name, detail, isConditional: skipIfNewValExists === true })];
}

const TRANSACTIONS: Partial<Record<NonNullable<TransactionStmt["kind"]>, Action>> = {
  TRANS_STMT_BEGIN: "begin",
  TRANS_STMT_START: "begin",
  TRANS_STMT_COMMIT: "commit",
  TRANS_STMT_ROLLBACK: "rollback",
};

function transactionActions({ kind }: TransactionStmt): StatementAction[] {
  const action = kind && TRANSACTIONS[kind];
  return action ? [actionOf(action)] : [];
}

/** Settings with a plain value; a role's password is no setting. */
function setActions({ kind, name, args }: VariableSetStmt): StatementAction[] {
  if (kind !== "VAR_SET_VALUE" || name === undefined || !/^(lock|statement)_timeout$/.test(name)) return [];
  const value = args?.[0];
  return [actionOf("set", { name, detail: value && "A_Const" in value ? constantText(value.A_Const) : null })];
}
