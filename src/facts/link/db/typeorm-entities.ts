/** Entities of TypeORM with the names that its naming strategy gives their tables and columns. */
import type { EntityCode, EntityMember, TypeormSource } from "../../code/typeorm-code.js";
import { addRows, type FactSet } from "../../fact-set.js";
import { UNTOLD_COLUMN } from "../../models/untold-column.js";
import type { DbModelColumnRow, DeclaredRelationRow } from "../../rows.js";
import { classKey, type CodeGraph, type LinkedFile } from "../code-graph.js";
import type { Resolved } from "../resolved.js";

/** `author: Author` with the column that holds the author's key. */
export interface EntityRelation {
  readonly entity: Entity;
  /** Null when the other side holds the key, or the name of the column is not known. */
  readonly column: string | null;
}

export interface Entity {
  readonly code: EntityCode;
  readonly file: LinkedFile;
  readonly target: string;
  readonly schema: string | null;
  readonly dialect: string | null;
  /** Database's names by field; null when the name is computed. */
  readonly columns: Map<string, string | null>;
  readonly relations: Map<string, EntityRelation>;
  /** The only field of the primary key; null when there are several, or none that is known. */
  readonly key: string | null;
}

interface Found {
  readonly file: LinkedFile;
  readonly code: EntityCode;
}

type Naming = TypeormSource["naming"];

/** Roles of files whose data sources are meant: `ormconfig.ts` is configuration. A test has one of its own. */
const ASKED: ReadonlySet<string> = new Set(["app", "config", "script"]);

/** Classes that a class extends. */
const MAX_PARENTS = 6;

export class TypeormEntities {
  readonly #graph: CodeGraph;
  readonly #classes = new Map<string, Found>();
  readonly #byKey = new Map<string, Entity>();
  /** By the name of the class, and of the table; null when two have it. */
  readonly #byName = new Map<string, Entity | null>();
  readonly #naming: Naming;

  /** `isMigrated`: migrations in TypeScript make or change the tables. */
  constructor(graph: CodeGraph, facts: FactSet, isMigrated: boolean) {
    this.#graph = graph;
    const sources: TypeormSource[] = [];
    for (const file of graph.files.values()) {
      for (const code of file.code.typeorm.entities) this.#classes.set(classKey(file, code.shapeId), { file, code });
      if (ASKED.has(file.info.role)) sources.push(...file.code.typeorm.sources);
    }
    this.#naming =
      onlyOf(
        sources.map(({ naming }) => naming).filter((naming) => naming !== "default"),
        "unknown",
      ) ?? "default";
    const dialect = onlyOf(
      sources.flatMap((source) => source.dialect ?? []),
      null,
    );
    for (const [key, found] of this.#classes) this.#add(key, found, dialect);
    for (const entity of this.#byKey.values()) this.#relate(entity);
    for (const entity of this.#byKey.values()) addModel(facts, entity);
    if (isMigrated || sources.some(({ isSynchronized }) => isSynchronized)) this.#declare(facts);
  }

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** The entity that a value is: its class, or an instance of it. */
  of(value: Resolved): Entity | null {
    return value.kind === "file" && value.classKey !== undefined ? (this.#byKey.get(value.classKey) ?? null) : null;
  }

  /** By the name of its class or table. */
  named(name: string): Entity | null {
    return this.#byName.get(name) ?? null;
  }

  #add(key: string, { file, code }: Found, dialect: string | null): void {
    const target = code.target ?? (code.target === null ? this.#tableOf(code.name) : null);
    if (code.kind === null || target === null) return;
    const members = this.#membersOf({ file, code }, 0);
    const columns = new Map<string, string | null>();
    for (const { field, column, relation } of members) {
      if (!relation) columns.set(field, column ?? (column === null ? this.#columnOf(field) : null));
    }
    const keys = members.filter(({ isPrimary }) => isPrimary);
    const [only] = keys;
    const entity: Entity = {
      code: { ...code, members },
      file,
      target,
      schema: code.schema,
      dialect,
      columns,
      relations: new Map(),
      key: keys.length === 1 && only ? only.field : null,
    };
    this.#byKey.set(key, entity);
    for (const name of new Set([code.name, target])) this.#byName.set(name, this.#byName.has(name) ? null : entity);
  }

  /** Its own members and those of the classes that it extends. */
  #membersOf({ file, code }: Found, depth: number): readonly EntityMember[] {
    const value = code.base && depth < MAX_PARENTS ? this.#graph.resolve(file, code.base) : null;
    const parent = value?.kind === "file" ? this.#classes.get(value.classKey ?? "") : undefined;
    if (!parent) return code.members;
    const own = new Set(code.members.map(({ field }) => field));
    return [...code.members, ...this.#membersOf(parent, depth + 1).filter(({ field }) => !own.has(field))];
  }

  #relate(entity: Entity): void {
    const { file, code } = entity;
    for (const { field, column, relation } of code.members) {
      if (!relation?.entity) continue;
      const other = this.of(this.#graph.resolve(file, relation.entity));
      if (!other) continue;
      const given = column === null ? this.#joinColumnOf(field, other.key) : (column ?? null);
      entity.relations.set(field, { entity: other, column: relation.isOwner ? given : null });
    }
  }

  /** TypeORM's DefaultNamingStrategy and the SnakeNamingStrategy of typeorm-naming-strategies agree on tables. */
  #tableOf(name: string): string | null {
    return this.#naming === "unknown" ? null : snakeCase(name);
  }

  #columnOf(field: string): string | null {
    if (this.#naming === "unknown") return null;
    return this.#naming === "snake" ? snakeCase(field) : field;
  }

  #joinColumnOf(field: string, key: string | null): string | null {
    if (key === null || this.#naming === "unknown") return null;
    return this.#naming === "snake" ? snakeCase(`${field}_${key}`) : camelCase(`${field}_${key}`);
  }

  /** Tables that are made when the application starts, or by migrations that are no SQL files. */
  #declare(facts: FactSet): void {
    const rows = [...this.#byKey.values()].map(({ file, code, schema, target }): DeclaredRelationRow => {
      const kind = code.kind ?? "table";
      return { file: file.path, line: code.line, kind, schema, name: target, columns_json: null, source: "code" };
    });
    addRows(facts, "declared_relation", rows);
  }
}

/** What all agree on; `otherwise` when they do not. */
function onlyOf<T>(values: readonly T[], otherwise: T): T | null {
  const [first = null, ...more] = new Set(values);
  return more.length > 0 ? otherwise : first;
}

/** As TypeORM does it: `APIKey` → api_key. */
const snakeCase = (name: string): string =>
  name
    .replace(/([A-Z])([A-Z])([a-z])/g, "$1_$2$3")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase();

/** As TypeORM does it: `author_id` → authorId, `parentNode_id` → parentNodeId. */
const camelCase = (name: string): string =>
  name.replace(
    /^([A-Z])|[\s\-_](\w)/g,
    (_, first?: string, next?: string) => next?.toUpperCase() ?? first?.toLowerCase() ?? "",
  );

function addModel(facts: FactSet, entity: Entity): void {
  const { code, file, target, schema, dialect, columns, relations, key } = entity;
  const id = (facts.db_model?.length ?? 0) + 1;
  const { name, line } = code;
  const kind = code.kind ?? "table";
  addRows(facts, "db_model", [{ id, file: file.path, line, client: "typeorm", name, kind, schema, target, dialect }]);
  const rows = code.members.map(({ field, type, isUnique }): DbModelColumnRow => {
    const relation = relations.get(field);
    return {
      ...UNTOLD_COLUMN,
      model_id: id,
      field,
      column_name: relation?.column ?? columns.get(field) ?? null,
      type,
      is_unique: isUnique || field === key,
      relation: relation?.entity.code.name ?? null,
    };
  });
  addRows(facts, "db_model_column", rows);
}
