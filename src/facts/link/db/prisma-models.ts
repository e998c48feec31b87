/** Models of the repository's Prisma schemas, each with its database's names. */
import type { FactSet } from "../../fact-set.js";
import type { DbModelColumnRow, DbModelRow } from "../../rows.js";
import { parseJson } from "./argument-values.js";

/** A relation field: `posts Post[]`, `author User @relation(fields: [authorId], references: [id])`. */
export interface Relation {
  readonly model: PrismaModel;
  /** Columns of this table and of the other one that are equal; none when a table stands between the two. */
  readonly pairs: readonly { readonly local: string; readonly foreign: string }[];
}

export class PrismaModel {
  readonly row: DbModelRow;
  readonly fields: DbModelColumnRow[] = [];
  /** Columns by field. */
  readonly columns = new Map<string, string>();
  readonly relations = new Map<string, Relation>();

  constructor(row: DbModelRow) {
    this.row = row;
  }
}

/** One schema: its models by name, in one file or in a folder of them. */
interface Schema {
  /** Folder of its datasource. */
  readonly dir: string;
  readonly dialect: string | null;
  readonly models: Map<string, PrismaModel>;
}

interface Candidate {
  readonly model: PrismaModel;
  readonly dir: string;
}

/** Finds the model that `prisma.orderItem` means. */
export class PrismaModels {
  readonly #byAccessor = new Map<string, Candidate[]>();

  constructor(facts: FactSet) {
    for (const schema of schemasOf(facts)) {
      for (const model of schema.models.values()) this.#add(schema, model);
    }
  }

  has(accessor: string): boolean {
    return this.#byAccessor.has(accessor);
  }

  /** `near` is the file that makes the client, or uses it: of several schemas the nearest is meant. */
  find(accessor: string, near: string): PrismaModel | null {
    let best: Candidate | null = null;
    for (const each of this.#byAccessor.get(accessor) ?? []) if (!best || isBetter(each, best, near)) best = each;
    return best?.model ?? null;
  }

  #add(schema: Schema, model: PrismaModel): void {
    linkFields(schema, model);
    const { name } = model.row;
    const accessor = name.slice(0, 1).toLowerCase() + name.slice(1);
    const known = this.#byAccessor.get(accessor) ?? [];
    known.push({ model, dir: schema.dir });
    this.#byAccessor.set(accessor, known);
  }
}

/** Of schemas for several databases, side by side, the one for Postgres. */
function isBetter(each: Candidate, best: Candidate, near: string): boolean {
  const difference = sharedFolders(each.dir, near) - sharedFolders(best.dir, near);
  if (difference !== 0) return difference > 0;
  return each.model.row.dialect === "postgresql" && best.model.row.dialect !== "postgresql";
}

function sharedFolders(dir: string, path: string): number {
  const parts = path.split("/");
  let shared = 0;
  for (const part of dir.split("/")) {
    if (parts[shared] !== part) break;
    shared++;
  }
  return shared;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function schemasOf(facts: FactSet): Schema[] {
  const schemas = new Map<string, Schema>();
  const byId = new Map<number, PrismaModel>();
  const sources = (facts.db_datasource ?? []).filter(({ client }) => client === "prisma");
  for (const row of facts.db_model ?? []) {
    if (row.client !== "prisma") continue;
    const source = datasourceOf(row.file, sources);
    // Without a datasource in sight the files of a folder are one schema.
    const key = source?.file ?? folderOf(row.file);
    const dir = folderOf(source?.file ?? row.file);
    const schema = schemas.get(key) ?? { dir, dialect: source?.dialect ?? null, models: new Map() };
    schemas.set(key, schema);
    const model = new PrismaModel(row);
    schema.models.set(row.name, model);
    byId.set(row.id, model);
  }
  for (const column of facts.db_model_column ?? []) byId.get(column.model_id)?.fields.push(column);
  return [...schemas.values()];
}

/** The datasource of its own file, else of the nearest folder around it. */
function datasourceOf<T extends { readonly file: string }>(file: string, sources: readonly T[]): T | undefined {
  let best = sources.find((source) => source.file === file);
  if (best) return best;
  for (const source of sources) {
    const dir = folderOf(source.file);
    const isAround = dir === "" || file.startsWith(`${dir}/`);
    if (isAround && (!best || dir.length > folderOf(best.file).length)) best = source;
  }
  return best;
}

/** Says which fields are relations, and to what. */
function linkFields(schema: Schema, model: PrismaModel): void {
  model.row.dialect = schema.dialect;
  for (const field of model.fields) {
    const other = schema.models.get(typeName(field));
    if (!other) {
      if (field.column_name !== null) model.columns.set(field.field, field.column_name);
      continue;
    }
    field.relation = other.row.name;
    field.column_name = null;
    model.relations.set(field.field, { model: other, pairs: pairsOf(model, field, other) });
  }
}

const typeName = (field: DbModelColumnRow): string => (field.type ?? "").replace(/[[\]?]/g, "");

function pairsOf(model: PrismaModel, field: DbModelColumnRow, other: PrismaModel): Relation["pairs"] {
  if (field.local_json !== null) return columnPairs(model, field, other);
  const back = other.fields.find(
    (each) =>
      each.local_json !== null && typeName(each) === model.row.name && each.relation_name === field.relation_name,
  );
  if (!back) return [];
  return columnPairs(other, back, model).map(({ local, foreign }) => ({ local: foreign, foreign: local }));
}

/** The side that holds the other's key names both. */
function columnPairs(owner: PrismaModel, field: DbModelColumnRow, other: PrismaModel): Relation["pairs"] {
  const foreign = namesOf(field.foreign_json);
  return namesOf(field.local_json).flatMap((name, index) => {
    const target = foreign[index];
    return target === undefined ? [] : [{ local: columnOf(owner, name), foreign: columnOf(other, target) }];
  });
}

const columnOf = (model: PrismaModel, field: string): string =>
  model.fields.find((each) => each.field === field)?.column_name ?? field;

function namesOf(json: string | null): string[] {
  const names = parseJson(json);
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}
