/** What the calls of a supabase-js query say, one by one: `.select("a", { count })`, `.eq("id", 1)`, `.limit(5)` … */
import type { Argument } from "../../code/file-code.js";
import type { DbQueryRow } from "../../rows.js";
import type { CodeGraph, LinkedFile } from "../code-graph.js";
import { isRecord, type Json, literalOf, nameOf, parseJson, textOf } from "./argument-values.js";
import type { Filter } from "./query-draft.js";
import { selectColumns } from "./select-columns.js";

/** One call of a query's chain. */
export interface QueryLink {
  readonly method: string;
  readonly line: number;
  readonly arguments: readonly Argument[];
  /** JSON of the call's last object argument, constants looked up. */
  readonly options: string | null;
  readonly file: LinkedFile;
}

/** Filters that name their column first. */
const FILTERS = new Set(
  `eq neq gt gte lt lte like ilike likeAllOf likeAnyOf ilikeAllOf ilikeAnyOf is isDistinct in contains containedBy
  rangeGt rangeGte rangeLt rangeLte rangeAdjacent overlaps textSearch fts plfts phfts wfts regexMatch regexIMatch`.split(
    /\s+/,
  ),
);

/** `column.operator.` at the start of an alternative. */
const ALTERNATIVE = /(?:^|[,(])\s*([\w"]+)\.((?:not\.)?[a-z]+)\./g;

const WRITES = new Set(["insert", "update", "upsert"]);

/** Reads the links of one query into its row, in order. */
export class PostgrestReader {
  readonly #graph: CodeGraph;
  readonly #row: DbQueryRow;
  readonly #filters: Filter[] = [];
  readonly #order: string[] = [];

  constructor(graph: CodeGraph, row: DbQueryRow) {
    this.#graph = graph;
    this.#row = row;
  }

  read(link: QueryLink): void {
    const { method } = link;
    if (FILTERS.has(method)) this.#filter(link, method, link.arguments[0], link.arguments[1]);
    else if (method === "select") this.#select(link);
    else if (WRITES.has(method)) this.#write(link);
    else if (method === "delete") this.#operation("delete", link);
    else if (method === "single" || method === "maybeSingle") this.#row.is_single = true;
    else this.#readRest(link);
    this.#row.filters_json = JSON.stringify(this.#filters);
    this.#row.order_json = JSON.stringify(this.#order);
  }

  #readRest(link: QueryLink): void {
    const [first, second, third] = link.arguments;
    switch (link.method) {
      case "not":
        return this.#filter(link, `not.${operatorOf(second)}`, first, third);
      case "filter":
        return this.#filter(link, operatorOf(second), first, third);
      case "match":
        return this.#match(parseJson(link.options));
      case "or":
        return this.#or(textOf(this.#graph, link.file, first));
      case "order":
        return this.#orderBy(link);
      case "limit":
        return this.#limit(literalOf(first));
      case "range":
        return this.#range(literalOf(first), literalOf(second));
      default:
        return undefined;
    }
  }

  /** `.select(columns, { count, head })`; behind a write it only names what comes back. */
  #select(link: QueryLink): void {
    this.#options(link, 1);
    if (this.#row.operation !== "unknown") return;
    this.#row.operation = "select";
    const [columns] = link.arguments;
    const text = columns && columns.kind !== "object" ? textOf(this.#graph, link.file, columns) : "*";
    this.#row.columns_text = text;
    const parsed = text === null ? null : selectColumns(text);
    this.#row.columns_json = parsed && JSON.stringify(parsed);
  }

  #write(link: QueryLink): void {
    this.#operation(link.method, link);
    const [values] = link.arguments;
    const isOnly = link.arguments.length === 1;
    const written = parseJson(values?.json ?? (isOnly ? link.options : null));
    this.#row.columns_json = written === null ? null : JSON.stringify(writtenColumns(written));
  }

  #operation(operation: string, link: QueryLink): void {
    this.#row.operation = operation;
    this.#options(link, operation === "delete" ? 0 : 1);
  }

  #options(link: QueryLink, position: number): void {
    if (link.arguments.length > position) readCountOptions(this.#row, parseJson(link.options));
  }

  #filter(link: QueryLink, operator: string, column: Argument | undefined, value: Argument | undefined): void {
    const name = nameOf(this.#graph, link.file, column);
    if (name === null) {
      this.#row.is_open = true;
      return;
    }
    const literal = literalOf(value);
    this.#filters.push(literal === undefined ? { column: name, operator } : { column: name, operator, value: literal });
  }

  #match(values: Json | null): void {
    if (!isRecord(values)) return;
    for (const [column, value] of Object.entries(values)) {
      const isLiteral = typeof value !== "object";
      this.#filters.push(isLiteral ? { column, operator: "eq", value } : { column, operator: "eq" });
    }
  }

  /** `.or("status.eq.open,and(owner.is.null,…)")`: the columns, each as one of several alternatives. */
  #or(text: string | null): void {
    for (const [, column = "", operator = ""] of text?.matchAll(ALTERNATIVE) ?? []) {
      this.#filters.push({ column: column.replaceAll('"', ""), operator: `or.${operator}` });
    }
  }

  #orderBy(link: QueryLink): void {
    const options = parseJson(link.options);
    const isForeign = isRecord(options) && ("foreignTable" in options || "referencedTable" in options);
    const column = nameOf(this.#graph, link.file, link.arguments[0]);
    if (!isForeign && column !== null) this.#order.push(column);
  }

  #limit(count: ReturnType<typeof literalOf>): void {
    if (typeof count === "number") this.#row.row_limit = count;
    else this.#row.is_open = true;
  }

  #range(from: ReturnType<typeof literalOf>, to: ReturnType<typeof literalOf>): void {
    if (typeof from === "number" && typeof to === "number") this.#row.row_limit = to - from + 1;
    else this.#row.is_open = true;
  }
}

/** `{ count: "exact", head: true }`; null stands for options that are not known before the code runs. */
export function readCountOptions(row: DbQueryRow, options: Json | null): void {
  const count = isRecord(options) ? options["count"] : {};
  if (typeof count === "string") row.count_mode = count;
  else if (count !== undefined && count !== null) row.count_mode = "computed";
  if (isRecord(options) && options["head"] === true) row.is_head = true;
}

const operatorOf = (argument: Argument | undefined): string =>
  argument?.kind === "string" && argument.text !== "" ? argument.text : "unknown";

/** Columns that object literals write; what is spread or computed is not among them. */
export function writtenColumns(values: Json): string[] {
  const rows = Array.isArray(values) ? values : [values];
  return [...new Set(rows.flatMap((row) => (isRecord(row) && !("$" in row) ? Object.keys(row) : [])))];
}
