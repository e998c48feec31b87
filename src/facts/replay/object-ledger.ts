import type { ObjectChange, ObjectName } from "../migrations/migration.js";
import type { MigrationObjectRow } from "../rows.js";

type Place = Pick<MigrationObjectRow, "file" | "line">;

/** Kinds that a second CREATE replaces; of a table, IF NOT EXISTS leaves the first. */
const REPLACED: ReadonlySet<string> = new Set(["function", "view", "policy", "trigger", "index"]);

/** Which statement made each object that is still there when all migrations are applied. */
export class ObjectLedger {
  readonly #made = new Map<string, { readonly object: ObjectName; readonly place: Place }>();

  /** Takes note of a statement that was applied. */
  apply(changes: readonly ObjectChange[], statement: Place): void {
    for (const change of changes) {
      if (change.action === "make") {
        const key = keyOf(change.object);
        if (this.#made.has(key) && !REPLACED.has(change.object.kind)) continue;
        this.#made.set(key, {
          object: change.object,
          place: { file: statement.file, line: change.line ?? statement.line },
        });
      } else if (change.action === "drop") this.#drop(change.object);
      else this.#rename(change.object, change.to);
    }
  }

  /** One row per object. */
  rows(): MigrationObjectRow[] {
    return [...this.#made.values()].map(({ object, place }) => ({ ...object, ...place }));
  }

  #drop(object: ObjectName): void {
    this.#made.delete(keyOf(object));
    if (object.kind !== "table") return;
    // Indexes are not known by their table; one that is gone with it is asked for by nobody.
    for (const [key, made] of this.#made) if (isPartOf(made.object, object)) this.#made.delete(key);
  }

  #rename(from: ObjectName, to: ObjectName): void {
    const moved = this.#made.get(keyOf(from));
    if (!moved) return;
    this.#made.delete(keyOf(from));
    this.#made.set(keyOf(to), { ...moved, object: to });
    if (from.kind !== "table") return;
    const parts = [...this.#made.values()].filter((made) => isPartOf(made.object, from));
    for (const { object } of parts) this.#rename(object, { ...object, schema: to.schema, table: to.name });
  }
}

const keyOf = ({ kind, schema, table, name }: ObjectName): string => JSON.stringify([kind, schema, table, name]);

const isPartOf = (part: ObjectName, table: ObjectName): boolean =>
  part.table === table.name && part.schema === table.schema;
