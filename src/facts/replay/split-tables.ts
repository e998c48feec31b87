import { addRows, type FactSet } from "../fact-set.js";
import type { MigrationActionRow, MigrationGapRow } from "../rows.js";

interface MadeTable {
  readonly schema: string;
  readonly table: string;
  /** Where a folder makes it first. */
  readonly file: string;
  readonly line: number;
  readonly columns: Set<string>;
}

/**
 * Notes the tables that two folders make with different columns. They belong to different databases, or one folder has taken the
 * place of the other: which one the code asks is not known, and only the first was applied.
 */
export function addSplitTables(facts: FactSet): void {
  const folderOf = new Map((facts.migration_file ?? []).map(({ path, folder }) => [path, folder]));
  const tables = new Map<string, Map<string, MadeTable>>();
  for (const action of facts.migration_action ?? []) {
    const name = action.table_name;
    if (name === null) continue;
    const schema = action.schema ?? "public";
    const key = JSON.stringify([schema, name]);
    const byFolder = tables.get(key) ?? new Map<string, MadeTable>();
    const folder = folderOf.get(action.file) ?? "";
    const made = byFolder.get(folder);
    if (made) follow(made.columns, action);
    else if (action.action === "create-table") {
      byFolder.set(folder, { schema, table: name, file: action.file, line: action.line, columns: new Set() });
      tables.set(key, byFolder);
    }
  }
  const gaps = [...tables.values()].flatMap((byFolder) => gapOf([...byFolder.values()]) ?? []);
  addRows(facts, "migration_gap", gaps);
}

function follow(columns: Set<string>, { action, name, detail }: MigrationActionRow): void {
  if (name === null) return;
  if (action === "add-column") columns.add(name);
  if (action === "drop-column" || action === "rename-column") columns.delete(name);
  if (action === "rename-column" && detail !== null) columns.add(detail);
}

function gapOf([first, ...others]: readonly MadeTable[]): MigrationGapRow | null {
  const other = others.find(({ columns }) => first !== undefined && !isSame(first.columns, columns));
  if (other === undefined) return null;
  const { schema, table, file, line } = other;
  return { schema, table, kind: null, file, line };
}

const isSame = (left: ReadonlySet<string>, right: ReadonlySet<string>): boolean =>
  left.size === right.size && [...left].every((name) => right.has(name));
