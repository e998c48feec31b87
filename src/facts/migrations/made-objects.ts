/** What one statement makes, renames or drops, read from the tree of Postgres's parser. Pure. */
import type { MadeObject, ObjectChange, ObjectKind, ObjectName } from "./migration.js";

/** The line of a byte in the text that was parsed. */
type LineOf = (location: number) => number;

/** A node of the parser's tree; the numbers and names in it are looked at before they are used. */
type Node = Readonly<Record<string, unknown>>;

/** Names of a statement's objects, as far as they stand in it: what DO blocks and functions make is not seen. */
export function objectChanges(statement: unknown, lineOf: LineOf): readonly ObjectChange[] {
  const [kind, body] = Object.entries(nodeOf(statement))[0] ?? [];
  if (kind === undefined) return [];
  const node = nodeOf(body);
  switch (kind) {
    case "CreateStmt":
      return madeTable(node, lineOf);
    case "CreateForeignTableStmt":
      return madeTable(nodeOf(node["base"]), lineOf);
    case "CreateTableAsStmt":
      return [made(relationName(node["objtype"] === "OBJECT_MATVIEW" ? "view" : "table", nodeOf(node["into"])["rel"]))];
    case "AlterTableStmt":
      return alteredTable(node, lineOf);
    case "IndexStmt":
      return [made(indexName(node))];
    case "ViewStmt":
      return [made(relationName("view", node["view"]))];
    case "CreateSeqStmt":
      return [made(relationName("sequence", node["sequence"]))];
    case "CreatePolicyStmt":
      return [made(partName("policy", node["table"], textOf(node["policy_name"])))];
    case "CreateTrigStmt":
      return [made(partName("trigger", node["relation"], textOf(node["trigname"])))];
    case "CreateFunctionStmt":
      return [made(listName("function", node["funcname"]))];
    case "CreateExtensionStmt":
      return [made({ kind: "extension", schema: null, table: null, name: textOf(node["extname"]) })];
    case "DropStmt":
      return droppedObjects(node);
    case "RenameStmt":
      return renamedObject(node);
    case "AlterObjectSchemaStmt":
      return movedTable(node);
    default:
      return [];
  }
}

function madeTable(node: Node, lineOf: LineOf): ObjectChange[] {
  const relation = node["relation"];
  const changes: ObjectChange[] = [made(relationName("table", relation))];
  for (const element of listOf(node["tableElts"])) changes.push(...tableElement(relation, nodeOf(element), lineOf));
  return changes;
}

function tableElement(relation: unknown, element: Node, lineOf: LineOf): ObjectChange[] {
  const column = nodeOf(element["ColumnDef"]);
  if (column["colname"] === undefined) {
    const constraint = nodeOf(element["Constraint"]);
    return constraint["contype"] === undefined ? [] : [madeConstraint(relation, constraint, null, lineOf)];
  }
  const name = textOf(column["colname"]);
  const changes: ObjectChange[] = [made(partName("column", relation, name), lineAt(column, lineOf))];
  for (const each of listOf(column["constraints"])) {
    const constraint = nodeOf(nodeOf(each)["Constraint"]);
    if (SUFFIX[textOf(constraint["contype"])] !== undefined)
      changes.push(madeConstraint(relation, constraint, name, lineOf));
  }
  return changes;
}

/** How Postgres ends the names that it gives. */
const SUFFIX: Readonly<Record<string, string>> = {
  CONSTR_PRIMARY: "pkey",
  CONSTR_UNIQUE: "key",
  CONSTR_FOREIGN: "fkey",
  CONSTR_CHECK: "check",
  CONSTR_EXCLUSION: "excl",
};

function madeConstraint(relation: unknown, constraint: Node, column: string | null, lineOf: LineOf): ObjectChange {
  const table = relationName("table", relation);
  const type = textOf(constraint["contype"]);
  const own = [...listOf(constraint["fk_attrs"]), ...listOf(constraint["keys"])].map(stringOf);
  const columns = type === "CONSTR_PRIMARY" ? [] : own.length > 0 ? own : column === null ? [] : [column];
  const name = textOf(constraint["conname"]) || [table.name, ...columns, SUFFIX[type] ?? ""].join("_");
  return made(partName("constraint", relation, name), lineAt(constraint, lineOf));
}

function alteredTable(node: Node, lineOf: LineOf): ObjectChange[] {
  const relation = node["relation"];
  return listOf(node["cmds"]).flatMap((each): ObjectChange[] => {
    const command = nodeOf(nodeOf(each)["AlterTableCmd"]);
    const name = textOf(command["name"]);
    switch (command["subtype"]) {
      case "AT_AddColumn":
      case "AT_AddConstraint":
        return tableElement(relation, nodeOf(command["def"]), lineOf);
      case "AT_DropColumn":
        return [dropped(partName("column", relation, name))];
      case "AT_DropConstraint":
        return [dropped(partName("constraint", relation, name))];
      default:
        return [];
    }
  });
}

/** The index's own name, or the one that Postgres gives it as long as that is free. */
function indexName(node: Node): ObjectName {
  const table = relationName("table", node["relation"]);
  const columns = listOf(node["indexParams"]).map(
    (each) => textOf(nodeOf(nodeOf(each)["IndexElem"])["name"]) || "expr",
  );
  const name = textOf(node["idxname"]) || [table.name, ...columns, "idx"].join("_");
  return { kind: "index", schema: table.schema, table: null, name };
}

const KINDS: Readonly<Record<string, ObjectKind>> = {
  OBJECT_TABLE: "table",
  OBJECT_FOREIGN_TABLE: "table",
  OBJECT_VIEW: "view",
  OBJECT_MATVIEW: "view",
  OBJECT_SEQUENCE: "sequence",
  OBJECT_INDEX: "index",
  OBJECT_POLICY: "policy",
  OBJECT_TRIGGER: "trigger",
  OBJECT_COLUMN: "column",
  OBJECT_TABCONSTRAINT: "constraint",
  OBJECT_FUNCTION: "function",
  OBJECT_PROCEDURE: "function",
  OBJECT_EXTENSION: "extension",
};

function droppedObjects(node: Node): ObjectChange[] {
  const kind = KINDS[textOf(node["removeType"])];
  if (kind === undefined) return [];
  return listOf(node["objects"]).map((each) => {
    const item = nodeOf(each);
    const names = listOf(nodeOf(item["List"])["items"] ?? nodeOf(item["ObjectWithArgs"])["objname"]);
    if (kind === "extension") return dropped({ kind, schema: null, table: null, name: stringOf(item) });
    if (kind !== "policy" && kind !== "trigger") return dropped(listName(kind, names));
    const table = listName("table", names.slice(0, -1));
    return dropped({ kind, schema: table.schema, table: table.name, name: stringOf(names.at(-1)) });
  });
}

function renamedObject(node: Node): ObjectChange[] {
  const kind = KINDS[textOf(node["renameType"])];
  const relation = node["relation"];
  if (kind === undefined || relation === undefined) return [];
  const name = textOf(node["newname"]);
  const part = textOf(node["subname"]);
  const object = part === "" ? relationName(kind, relation) : partName(kind, relation, part);
  return [{ action: "rename", object, to: { ...object, name } }];
}

function movedTable(node: Node): ObjectChange[] {
  const kind = KINDS[textOf(node["objectType"])];
  if (kind === undefined || node["relation"] === undefined) return [];
  const object = relationName(kind, node["relation"]);
  return [{ action: "rename", object, to: { ...object, schema: textOf(node["newschema"]) } }];
}

const made = (object: ObjectName, line: number | null = null): MadeObject => ({ action: "make", object, line });
const dropped = (object: ObjectName): ObjectChange => ({ action: "drop", object });

/** Without a schema, a name is taken to be in `public`: the first of the search path that migrations start with. */
function relationName(kind: ObjectKind, relation: unknown): ObjectName {
  const node = nodeOf(relation);
  return { kind, schema: textOf(node["schemaname"]) || "public", table: null, name: textOf(node["relname"]) };
}

function partName(kind: ObjectKind, relation: unknown, name: string): ObjectName {
  const table = relationName("table", relation);
  return { kind, schema: table.schema, table: table.name, name };
}

function listName(kind: ObjectKind, names: unknown): ObjectName {
  const parts = listOf(names).map(stringOf);
  return { kind, schema: parts.at(-2) ?? "public", table: null, name: parts.at(-1) ?? "" };
}

function lineAt(node: Node, lineOf: LineOf): number | null {
  const location = node["location"];
  return typeof location === "number" && location >= 0 ? lineOf(location) : null;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;
const nodeOf = (value: unknown): Node => (isNode(value) ? value : {});
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const stringOf = (value: unknown): string => textOf(nodeOf(nodeOf(value)["String"])["sval"]);
