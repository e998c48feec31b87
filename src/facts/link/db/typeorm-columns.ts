import type { Argument } from "../../code/file-code.js";
import { isRecord, parseJson } from "./argument-values.js";
import type { Entity } from "./typeorm-entities.js";

/** Columns of an object, or of a list of them, that is written in place; null for anything else. */
export function writtenColumns(entity: Entity, values: Argument | undefined): string | null {
  const json = parseJson(values?.json ?? null);
  const objects = (Array.isArray(json) ? json : [json]).filter(isRecord);
  const fields = new Set(objects.flatMap((each) => Object.keys(each)));
  if (objects.length === 0 || fields.has("$")) return null;
  const columns = [...fields].map((field) => entity.columns.get(field) ?? entity.relations.get(field)?.column);
  return JSON.stringify(columns.filter((column) => typeof column === "string"));
}
