/** Which tables a statement touches, and what it asks of each. */
import type {
  DeleteStmt,
  InsertStmt,
  JoinExpr,
  MergeStmt,
  Node,
  RangeFunction,
  RangeVar,
  SelectStmt,
  UpdateStmt,
  WithClause,
} from "libpg-query";
import { ConditionReader } from "./read-condition.js";
import {
  countsOn,
  functionName,
  functionSchema,
  isBuiltIn,
  isSystemTable,
  knownName,
  literalOf,
  stringOf,
  withoutCast,
} from "./sql-nodes.js";
import { TableScope, type TouchedTable } from "./table-scope.js";

type Names = ReadonlySet<string>;

/**
 * Tables of the database in the order in which they are named: one for every mention, WITH queries and Postgres's own
 * tables left out. Nothing for statements that touch no table.
 */
export function touchedTables(statements: readonly Node[]): TouchedTable[] {
  const reader = new StatementReader();
  for (const statement of statements) reader.read(statement, new Set(), null);
  return reader.found;
}

class StatementReader {
  readonly found: TouchedTable[] = [];

  read(node: Node, ctes: Names, parent: TableScope | null): void {
    if ("SelectStmt" in node) this.#select(node.SelectStmt, ctes, parent);
    else if ("InsertStmt" in node) this.#insert(node.InsertStmt, ctes, parent);
    else if ("UpdateStmt" in node) this.#update(node.UpdateStmt, ctes, parent);
    else if ("DeleteStmt" in node) this.#delete(node.DeleteStmt, ctes, parent);
    else if ("MergeStmt" in node) this.#merge(node.MergeStmt, ctes, parent);
    else if ("CallStmt" in node && node.CallStmt.funccall) this.#function({ FuncCall: node.CallStmt.funccall });
    else if ("TruncateStmt" in node) {
      for (const relation of node.TruncateStmt.relations ?? []) {
        if (!("RangeVar" in relation)) continue;
        const table = this.#target(relation.RangeVar, "delete", new TableScope(ctes, parent));
        if (table) table.columns = null;
      }
    }
  }

  /** Reads WITH queries; returns the names that hide tables from now on. */
  #with(clause: WithClause | undefined, ctes: Names, parent: TableScope | null): Names {
    if (!clause) return ctes;
    const names = new Set(ctes);
    for (const cte of clause.ctes ?? []) {
      if (!("CommonTableExpr" in cte)) continue;
      const { ctename = "", ctequery } = cte.CommonTableExpr;
      const inner = new Set(names);
      if (clause.recursive === true) inner.add(ctename);
      if (ctequery) this.read(ctequery, inner, parent);
      names.add(ctename);
    }
    return names;
  }

  #select(statement: SelectStmt, outer: Names, parent: TableScope | null): void {
    const ctes = this.#with(statement.withClause, outer, parent);
    if (statement.larg || statement.rarg) {
      if (statement.larg) this.#select(statement.larg, ctes, parent);
      if (statement.rarg) this.#select(statement.rarg, ctes, parent);
      return;
    }
    const scope = new TableScope(ctes, parent);
    const conditions = this.#conditions(scope);
    for (const from of statement.fromClause ?? []) this.#from(from, scope);
    this.#outputs(statement, scope);
    conditions.read(statement.whereClause);
    conditions.subqueries([statement.groupClause, statement.havingClause, statement.valuesLists]);
    this.#order(statement, scope);
    this.#limit(statement, scope);
  }

  #conditions(scope: TableScope): ConditionReader {
    return new ConditionReader(scope, (query, around) => this.read(query, around.ctes, around));
  }

  #from(node: Node, scope: TableScope): void {
    if ("RangeVar" in node) this.#target(node.RangeVar, "select", scope);
    else if ("JoinExpr" in node) this.#join(node.JoinExpr, scope);
    else if ("RangeSubselect" in node) {
      const { subquery, alias } = node.RangeSubselect;
      if (subquery) this.read(subquery, scope.ctes, scope);
      scope.addOther(alias?.aliasname ?? "");
    } else if ("RangeFunction" in node) this.#rangeFunction(node.RangeFunction, scope);
    else if ("RangeTableSample" in node && node.RangeTableSample.relation)
      this.#from(node.RangeTableSample.relation, scope);
    else scope.addOther("");
  }

  #join({ larg, rarg, quals, usingClause }: JoinExpr, scope: TableScope): void {
    if (larg) this.#from(larg, scope);
    const before = scope.tables.length;
    if (rarg) this.#from(rarg, scope);
    this.#conditions(scope).read(quals);
    const using = (usingClause ?? []).flatMap((name) => knownName(stringOf(name)) ?? []);
    // The column is in both; of several tables on the left it is not said which one has it.
    const sides = scope.tables.length === 2 ? scope.tables : scope.tables.slice(before);
    for (const column of using) for (const table of sides) table.filters.push({ column, operator: "join" });
  }

  #rangeFunction({ functions, alias }: RangeFunction, scope: TableScope): void {
    for (const each of functions ?? []) {
      // A list of the call and its column definitions.
      const [call] = "List" in each ? (each.List.items ?? []) : [];
      if (call) this.#function(call);
      this.#conditions(scope).subqueries(call);
    }
    scope.addOther(alias?.aliasname ?? "");
  }

  #function(node: Node): void {
    if (!("FuncCall" in node) || isBuiltIn(node.FuncCall)) return;
    const { FuncCall: call } = node;
    const named = (call.args ?? []).flatMap((each) => ("NamedArgExpr" in each ? (each.NamedArgExpr.name ?? []) : []));
    this.found.push({
      ...blank("rpc", call.location),
      kind: "function",
      schema: functionSchema(call),
      name: knownName(functionName(call)),
      columns: named.length === (call.args?.length ?? 0) ? named : null,
    });
  }

  /** A table under its name or alias; null for what is none of the database's own. */
  #target(relation: RangeVar, operation: TouchedTable["operation"], scope: TableScope): TouchedTable | null {
    const { relname = "", schemaname } = relation;
    const alias = relation.alias?.aliasname ?? relname;
    const isCte = schemaname === undefined && scope.ctes.has(relname);
    if (isCte || isSystemTable(relation)) {
      scope.addOther(alias);
      return null;
    }
    const name = knownName(relname);
    const schema = knownName(schemaname);
    const isSchemaOpen = schemaname !== undefined && schema === null;
    const table = { ...blank(operation, relation.location), schema, name, isSchemaOpen };
    scope.add(alias, table);
    this.found.push(table);
    return table;
  }

  #outputs({ targetList = [], fromClause = [], distinctClause }: SelectStmt, scope: TableScope): void {
    const values = targetList.flatMap((target) => ("ResTarget" in target ? (target.ResTarget.val ?? []) : []));
    const [only] = values;
    if (fromClause.length === 0) for (const value of values) this.#function(withoutCast(value));
    for (const value of [...values, ...(distinctClause ?? [])]) this.#columns(value, scope);
    const isCount = values.length === 1 && only !== undefined && isCountCall(withoutCast(only));
    if (isCount && scope.only) scope.only.isCount = true;
  }

  /** Columns that an expression reads; subqueries are read on their own. */
  #columns(value: Node, scope: TableScope): void {
    if ("ParamRef" in value) {
      for (const table of scope.tables) table.columns = null;
      return;
    }
    this.#conditions(scope).subqueries(value);
    for (const node of within(value)) {
      if (!("ColumnRef" in node)) continue;
      const isStar = node.ColumnRef.fields?.length === 1 && "A_Star" in (node.ColumnRef.fields[0] ?? {});
      if (isStar) for (const table of scope.tables) addColumn(table, "*");
      const column = isStar ? null : scope.column(node.ColumnRef);
      if (column) addColumn(column.table, column.column);
    }
  }

  #order({ sortClause = [], targetList = [] }: SelectStmt, scope: TableScope): void {
    const outputs = new Map<string, Node | undefined>();
    for (const target of targetList) {
      if ("ResTarget" in target && target.ResTarget.name !== undefined)
        outputs.set(target.ResTarget.name, target.ResTarget.val);
    }
    for (const sort of sortClause) {
      const by = "SortBy" in sort ? sort.SortBy.node : undefined;
      if (by && "ParamRef" in by) scope.markOpen();
      // A name of the output stands for what it names.
      const name = by && "ColumnRef" in by ? by.ColumnRef.fields?.map(stringOf).join(".") : undefined;
      const meant = name !== undefined && outputs.has(name) ? outputs.get(name) : by;
      const column = meant && "ColumnRef" in meant ? scope.column(meant.ColumnRef) : null;
      column?.table.order.push(column.column);
    }
  }

  #limit({ limitCount }: SelectStmt, scope: TableScope): void {
    if (!limitCount) return;
    const count = literalOf(limitCount);
    if (typeof count !== "number") scope.markOpen();
    else if (scope.only) scope.only.limit = count;
  }

  #insert(statement: InsertStmt, outer: Names, parent: TableScope | null): void {
    const ctes = this.#with(statement.withClause, outer, parent);
    const scope = new TableScope(ctes, parent);
    const conflict = statement.onConflictClause;
    const isUpsert = conflict?.action === "ONCONFLICT_UPDATE";
    const table = statement.relation && this.#target(statement.relation, isUpsert ? "upsert" : "insert", scope);
    if (table) table.columns = targetNames(statement.cols);
    if (table && countsOn(conflict?.targetList)) table.again = "counts";
    if (table && conflict?.action === "ONCONFLICT_NOTHING") table.again = "skips";
    if (statement.selectStmt) this.read(statement.selectStmt, ctes, null);
  }

  #update(statement: UpdateStmt, outer: Names, parent: TableScope | null): void {
    const scope = new TableScope(this.#with(statement.withClause, outer, parent), parent);
    const table = statement.relation && this.#target(statement.relation, "update", scope);
    for (const from of statement.fromClause ?? []) this.#from(from, scope);
    if (table) table.columns = targetNames(statement.targetList);
    if (table && countsOn(statement.targetList)) table.again = "counts";
    const conditions = this.#conditions(scope);
    conditions.read(statement.whereClause);
    conditions.subqueries(statement.targetList);
  }

  #delete(statement: DeleteStmt, outer: Names, parent: TableScope | null): void {
    const scope = new TableScope(this.#with(statement.withClause, outer, parent), parent);
    const table = statement.relation && this.#target(statement.relation, "delete", scope);
    if (table) table.columns = null;
    for (const from of statement.usingClause ?? []) this.#from(from, scope);
    this.#conditions(scope).read(statement.whereClause);
  }

  #merge(statement: MergeStmt, outer: Names, parent: TableScope | null): void {
    const scope = new TableScope(this.#with(statement.withClause, outer, parent), parent);
    const table = statement.relation && this.#target(statement.relation, "upsert", scope);
    if (table) table.columns = null;
    if (statement.sourceRelation) this.#from(statement.sourceRelation, scope);
    this.#conditions(scope).read(statement.joinCondition);
  }
}

const blank = (operation: TouchedTable["operation"], location: number | undefined): TouchedTable => ({
  kind: "table",
  schema: null,
  name: null,
  isSchemaOpen: false,
  operation,
  location: location ?? 0,
  columns: [],
  filters: [],
  order: [],
  limit: null,
  isCount: false,
  again: null,
  isOpen: false,
});

function addColumn({ columns }: TouchedTable, column: string): void {
  if (columns && !columns.includes(column)) columns.push(column);
}

/** Columns that are written; null when one is computed, or when none is named (all in their order). */
function targetNames(targets: readonly Node[] | undefined): string[] | null {
  const names = (targets ?? []).map((target) => ("ResTarget" in target ? knownName(target.ResTarget.name) : null));
  const known = names.filter((name) => name !== null);
  return known.length === 0 || known.length < names.length ? null : [...new Set(known)];
}

const isCountCall = (node: Node): boolean => "FuncCall" in node && functionName(node.FuncCall) === "count";

/** A node and the nodes inside of it, subqueries left out. */
function* within(node: object): Generator<Node> {
  if (isNode(node)) yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key !== "subselect" && isObject(value)) yield* within(value);
  }
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
/** Every node is an object with its kind as the only key. */
const isNode = (value: object): value is Node => "ColumnRef" in value || "ParamRef" in value;
