/** `and(eq(users.id, id), gt(users.age, 18))`: what Drizzle's operators ask of columns. */
import type { Argument } from "../../code/file-code.js";
import type { CodeGraph, LinkedCall, LinkedFile } from "../code-graph.js";
import { literalOf } from "./argument-values.js";
import type { DrizzleTable, DrizzleTables } from "./drizzle-tables.js";
import type { Filter } from "./query-draft.js";

/** Drizzle's operators by PostgREST's names. */
const OPERATORS: ReadonlyMap<string, readonly string[]> = new Map([
  ["eq", ["eq"]],
  ["ne", ["neq"]],
  ["gt", ["gt"]],
  ["gte", ["gte"]],
  ["lt", ["lt"]],
  ["lte", ["lte"]],
  ["like", ["like"]],
  ["notLike", ["not.like"]],
  ["ilike", ["ilike"]],
  ["notIlike", ["not.ilike"]],
  ["inArray", ["in"]],
  ["notInArray", ["not.in"]],
  ["isNull", ["is"]],
  ["isNotNull", ["not.is"]],
  ["between", ["gte", "lte"]],
  ["notBetween", ["not.gte", "not.lte"]],
  ["arrayContains", ["contains"]],
  ["arrayContained", ["containedBy"]],
  ["arrayOverlaps", ["overlaps"]],
]);

const PATTERN = /^(%?)[^%].*?(%?)$/;

export class DrizzleConditions {
  readonly #found = new Map<DrizzleTable, Filter[]>();
  /** A part is computed. */
  isOpen = false;
  readonly #graph: CodeGraph;
  readonly #tables: DrizzleTables;
  /** What the first parameter of a callback stands for: `where: (users, { eq }) => …`. */
  readonly #own: DrizzleTable | null;

  constructor(graph: CodeGraph, tables: DrizzleTables, own: DrizzleTable | null) {
    this.#graph = graph;
    this.#tables = tables;
    this.#own = own;
  }

  /** What is asked of one table. */
  of(table: DrizzleTable): readonly Filter[] {
    return this.#found.get(table) ?? [];
  }

  /** Reads an argument that is a condition: an operator called in place, or kept in a variable. */
  readArgument(file: LinkedFile, argument: Argument, prefix = ""): void {
    const call =
      argument.callId === null ? this.#kept(file, argument) : this.#graph.call(argument.callId + file.callOffset);
    if (call) this.read(call, prefix);
    else if (argument.text !== "undefined") this.isOpen = true;
  }

  read(call: LinkedCall, prefix = ""): void {
    const { row, record, file } = call;
    // Given by a callback, or handed on by a module of the project, an operator may come from nowhere that is known.
    const isOperator = row.package === null || row.package === "drizzle-orm";
    if (isOperator && /^(and|or|not)$/.test(row.method)) {
      const inner = row.method === "and" ? prefix : row.method === "or" ? `or.${prefix}` : `${prefix}not.`;
      for (const argument of record.arguments) this.readArgument(file, argument, inner);
    } else if (isOperator && OPERATORS.has(row.method)) this.#compare(call, prefix);
    else this.isOpen = true;
  }

  /** `const filter = eq(…); … .where(filter)` */
  #kept(file: LinkedFile, argument: Argument): LinkedCall | undefined {
    if (argument.kind !== "identifier" || !argument.origin) return undefined;
    const value = this.#graph.resolve(file, argument.origin);
    return value.kind === "package" ? this.#graph.call(value.madeBy) : undefined;
  }

  #compare({ row, record, file }: LinkedCall, prefix: string): void {
    const [first, second] = record.arguments;
    const left = this.column(file, first);
    const right = this.column(file, second);
    if (!left) {
      this.isOpen = true;
      return;
    }
    if (right) {
      if (left.table === right.table) return;
      for (const { table, column } of [left, right]) this.#add(table, { column, operator: `${prefix}join` });
      return;
    }
    const value = row.method.startsWith("is") ? null : literalOf(second);
    for (const operator of OPERATORS.get(row.method) ?? []) {
      const pattern = operator.endsWith("like") ? patternOf(second) : undefined;
      this.#add(left.table, {
        column: left.column,
        operator: prefix + operator,
        ...(value === undefined ? {} : { value }),
        ...(pattern === undefined ? {} : { pattern }),
      });
    }
  }

  #add(table: DrizzleTable, filter: Filter): void {
    const known = this.#found.get(table);
    if (known) known.push(filter);
    else this.#found.set(table, [filter]);
  }

  /** Table and database's name of a column; null for anything else. */
  column(file: LinkedFile, argument: Argument | undefined): { table: DrizzleTable; column: string } | null {
    const found = this.#tables.of(file, argument) ?? this.#ofCallback(file, argument);
    const column = found && found.field !== null ? found.table.columns.get(found.field) : undefined;
    return found && column !== undefined ? { table: found.table, column } : null;
  }

  #ofCallback(file: LinkedFile, argument: Argument | undefined): { table: DrizzleTable; field: string | null } | null {
    const value = argument?.origin ? this.#graph.resolve(file, argument.origin) : null;
    if (!this.#own || value?.kind !== "parameter" || value.index !== 0 || value.steps.length !== 1) return null;
    return { table: this.#own, field: value.steps[0]?.slice(1) ?? null };
  }
}

function patternOf(argument: Argument | undefined): Filter["pattern"] {
  if (argument?.kind !== "string" && argument?.kind !== "template") return undefined;
  const [, before, after] = PATTERN.exec(argument.text) ?? [];
  if (before === "%") return after === "%" ? "contains" : "ends";
  return after === "%" ? "starts" : undefined;
}
