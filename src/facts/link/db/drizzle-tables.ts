/** Tables that Drizzle is told about: `pgTable("users", { id: uuid("id") })`. */
import { UNTOLD_COLUMN } from "../../models/untold-column.js";
import type { Argument } from "../../code/file-code.js";
import { addRows, type FactSet } from "../../fact-set.js";
import type { DbModelColumnRow, DbModelRow } from "../../rows.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import type { Resolved } from "../resolved.js";
import { isRecord, nameOf, parseJson } from "./argument-values.js";
import { snakeCase } from "./snake-case.js";

export interface DrizzleTable {
  readonly call: LinkedCall;
  readonly kind: "table" | "view";
  readonly name: string;
  readonly schema: string | null;
  readonly dialect: string;
  /** Database's names by field. A field that a helper makes is left out. */
  readonly columns: ReadonlyMap<string, string>;
}

/** A column as a value of the code; the field is null for the table itself. */
export interface DrizzleColumn {
  readonly table: DrizzleTable;
  readonly field: string | null;
}

const PACKAGE = "drizzle-orm";
const DIALECTS: ReadonlyMap<string, string> = new Map([
  ["pg", "postgresql"],
  ["mysql", "mysql"],
  ["sqlite", "sqlite"],
  ["singlestore", "singlestore"],
]);
const MAKER = /^(pg|mysql|sqlite|singlestore)(Table|View|MaterializedView|Schema|TableCreator)$/;
/** Builders of columns; a column without a name of its own has that of its field. */
const BUILDER =
  /^(\w+\.)?(text|varchar|char|integer|int|smallint|bigint|serial|smallserial|bigserial|boolean|timestamp|date|time|interval|json|jsonb|uuid|numeric|decimal|real|doublePrecision|double|float|mediumint|tinyint|datetime|year|binary|varbinary|blob|inet|cidr|macaddr|macaddr8|point|line|geometry|bit|halfvec|vector|sparsevec|bytea|\w*[eE]num)\(/;
const NAMED = /^[\w.]+\(\s*(["'`])([^"'`]+)\1/;

export class DrizzleTables {
  readonly #graph: CodeGraph;
  readonly #byCall = new Map<number, DrizzleTable>();
  /** By the name under which a file exports it; null when two tables have it. */
  readonly #byName = new Map<string, DrizzleTable | null>();

  constructor(graph: CodeGraph, facts: FactSet) {
    this.#graph = graph;
    const isSnakeCase = graph.calls.some(
      ({ row }) =>
        row.package === PACKAGE && row.symbol === "drizzle" && /"casing":"snake_case"/.test(row.options ?? ""),
    );
    const files = new Set<LinkedFile>();
    for (const call of graph.calls) {
      const table = this.#define(call, isSnakeCase);
      if (!table) continue;
      this.#byCall.set(call.row.id, table);
      files.add(call.file);
      addModel(facts, table);
    }
    for (const file of files) this.#nameExports(file);
  }

  get isEmpty(): boolean {
    return this.#byCall.size === 0;
  }

  /** `db.query.users`: the table that is exported by this name. */
  named(name: string): DrizzleTable | null {
    return this.#byName.get(name) ?? null;
  }

  /** The table, or its column, that an argument is. */
  of(file: LinkedFile, argument: Argument | undefined): DrizzleColumn | null {
    return argument?.origin ? this.resolve(this.#graph.resolve(file, argument.origin)) : null;
  }

  resolve(value: Resolved, hops = 0): DrizzleColumn | null {
    if (value.kind !== "package" || value.package !== PACKAGE || value.madeBy === null) return null;
    const field = value.members.find((member) => !BETWEEN.has(member)) ?? null;
    const table = this.#byCall.get(value.madeBy);
    if (table) return { table, field };
    // alias(users, "u")
    const maker = this.#graph.call(value.madeBy);
    const isAlias = maker !== undefined && /^(alias|aliasedTable)$/.test(value.symbol) && hops === 0;
    const aliased = isAlias ? this.of(maker.file, maker.record.arguments[0]) : null;
    return aliased && { table: aliased.table, field };
  }

  #nameExports(file: LinkedFile): void {
    for (const [name, noted] of file.code.exports) {
      const found = this.resolve(this.#graph.resolve(file, noted));
      if (!found || found.field !== null) continue;
      const known = this.#byName.get(name);
      const isSame = known === undefined || (known?.name === found.table.name && known.schema === found.table.schema);
      this.#byName.set(name, isSame ? found.table : null);
    }
  }

  #define(call: LinkedCall, isSnakeCase: boolean): DrizzleTable | null {
    const { row, record, file } = call;
    if (row.kind !== "call" || row.package !== PACKAGE || row.symbol === null) return null;
    const [, dialect = "", kind = ""] = MAKER.exec(row.symbol) ?? [];
    const isMade = kind === "Schema" ? /^(table|view|materializedView)$/.test(row.path ?? "") : row.path === null;
    const [first, fields] = record.arguments;
    const name = isMade ? nameOf(this.#graph, file, first) : null;
    if (name === null || dialect === "") return null;
    // The creator itself is given a function, not a name.
    const full = kind === "TableCreator" ? this.#created(call, name) : name;
    if (full === null) return null;
    return {
      call,
      kind: /view/i.test(kind + (row.path ?? "")) ? "view" : "table",
      name: full,
      schema: kind === "Schema" ? this.#schemaOf(call) : null,
      dialect: DIALECTS.get(dialect) ?? dialect,
      columns: columnsOf(fields, isSnakeCase),
    };
  }

  /** `pgSchema("auth").table(…)`, in one expression or through a constant. */
  #schemaOf({ row, record, file }: LinkedCall): string | null {
    const link = record.chain?.find(({ method }) => MAKER.test(method));
    if (link) return nameOf(this.#graph, file, link.arguments[0]);
    const maker = this.#makerNamed(file, row.root, "Schema");
    return maker ? nameOf(this.#graph, maker.file, maker.record.arguments[0]) : null;
  }

  /** `pgTableCreator((name) => `shop_${name}`)`: the name with what the creator puts around it. */
  #created({ row, file }: LinkedCall, name: string): string | null {
    const maker = this.#makerNamed(file, row.root, "TableCreator");
    const around = maker && this.#graph.argumentFunction(maker, 0);
    const text = around && maker.file.code.returns.get(around.id - maker.file.functionOffset)?.origin;
    if (text?.kind !== "text" || text.base !== null) return null;
    return text.text.split("${}").length === 2 ? text.text.replace("${}", name) : null;
  }

  /** The call in this file that made the value under a name. */
  #makerNamed(file: LinkedFile, name: string | null, kind: string): LinkedCall | undefined {
    return this.#graph.callsIn(file).find(({ row }) => {
      const isMaker = row.package === PACKAGE && row.path === null && row.symbol?.endsWith(kind) === true;
      return isMaker && row.method === row.symbol && (row.result_names ?? "").includes(`"${name ?? ""}"`);
    });
  }
}

/** They lead from a table to its columns, or from a definition to itself. */
const BETWEEN = new Set(["table", "view", "materializedView", "enableRLS", "as", "existing"]);

function columnsOf(fields: Argument | undefined, isSnakeCase: boolean): Map<string, string> {
  const columns = new Map<string, string>();
  const json = parseJson(fields?.json ?? null);
  if (!isRecord(json)) return columns;
  for (const [field, value] of Object.entries(json)) {
    const text = isRecord(value) && typeof value.$ === "string" ? value.$ : "";
    const named = NAMED.exec(text)?.[2];
    if (named !== undefined) columns.set(field, named);
    else if (BUILDER.test(text)) columns.set(field, isSnakeCase ? snakeCase(field) : field);
  }
  return columns;
}

function addModel(facts: FactSet, { call, kind, name, schema, dialect, columns }: DrizzleTable): void {
  const id = (facts.db_model?.length ?? 0) + 1;
  const { file, line } = call.row;
  const model: DbModelRow = { id, file, line, client: "drizzle", name, kind, schema, target: name, dialect };
  const rows = [...columns].map(([field, column_name]): DbModelColumnRow => {
    return { ...UNTOLD_COLUMN, model_id: id, field, column_name };
  });
  addRows(facts, "db_model", [model]);
  addRows(facts, "db_model_column", rows);
}
