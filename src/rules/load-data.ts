import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { addRows, type FactSet } from "../facts/fact-set.js";
import type { TableRows } from "../facts/rows.js";
import { closestName } from "../shared/closest-name.js";
import { UserError } from "../shared/errors.js";
import { DATA_KEYS, DATA_TABLES, type DataTable } from "./data-tables.js";
import { readYaml, type YamlSource } from "../shared/read-yaml.js";

export interface LoadedData {
  readonly facts: FactSet;
  /** One per problem. A file with an error adds no rows: half a list of sunsets would answer "pass" for the other half. */
  readonly errors: readonly UserError[];
}

/**
 * Loads `<table>.yaml` of a data folder (rules/data) as fact tables: what varies by vendor or date. A table without a
 * file stays empty.
 */
export function loadData(folder: string): LoadedData {
  const facts: FactSet = {};
  const errors: UserError[] = [];
  for (const file of listDataFiles(folder, errors)) {
    const table = basename(file, ".yaml");
    if (isDataTable(table)) loadTable(table, file, facts, errors);
    else errors.push(unknownTable(table, file));
  }
  return { facts, errors };
}

function listDataFiles(folder: string, errors: UserError[]): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    return names.sort().map((name) => join(folder, name));
  } catch (cause) {
    errors.push(
      new UserError("The data folder cannot be read.", { where: folder, remedy: "Reinstall prodcheck.", cause }),
    );
    return [];
  }
}

const isDataTable = (name: string): name is DataTable => Object.hasOwn(DATA_TABLES, name);

function unknownTable(table: string, file: string): UserError {
  const known = Object.keys(DATA_TABLES);
  const nearest = closestName(table, known);
  return new UserError(`There is no data table "${table}".`, {
    where: file,
    remedy: nearest === null ? `Data tables: ${known.join(", ")}.` : `Did you mean "${nearest}.yaml"?`,
  });
}

function loadTable<T extends DataTable>(table: T, file: string, facts: FactSet, errors: UserError[]): void {
  const schema: z.ZodType<TableRows[T]> = DATA_TABLES[table];
  const list = z
    .array(schema)
    .describe(`The file is a list; an entry is a row of the table ${table}: see \`prodcheck facts\`.`);
  const result = readYaml(readFileSync(file, "utf8"), file, list, `the table "${table}"`);
  if (!result.isValid) {
    errors.push(...result.errors);
    return;
  }
  const repeated = findRepeated(table, result.value, result.source);
  if (repeated.length > 0) errors.push(...repeated);
  else addRows(facts, table, result.value);
}

function findRepeated<T extends DataTable>(table: T, rows: readonly TableRows[T][], source: YamlSource): UserError[] {
  const seen = new Map<string, number>();
  const errors: UserError[] = [];
  for (const [index, row] of rows.entries()) {
    const values = DATA_KEYS[table].map((column) => row[column]);
    const key = JSON.stringify(values);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else {
      const label = `${DATA_KEYS[table].join(", ")} ${values.filter((value) => value !== null).join(" ")}`;
      const remedy = `Remove one of them; the first is in line ${source.lineOf([first])}.`;
      errors.push(
        new UserError(`A second entry for ${label}.`, { where: `${source.file}:${source.lineOf([index])}`, remedy }),
      );
    }
  }
  return errors;
}
