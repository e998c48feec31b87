import { TABLE_REFERENCES, type TableName, type TableRows } from "./rows.js";

/** Rows by table: what every extractor returns. Ids are local to the set; `mergeFacts` makes them unique. */
export type FactSet = { [T in TableName]?: TableRows[T][] };

/** Adds rows to one table of a set. */
export function addRows<T extends TableName>(facts: FactSet, table: T, rows: readonly TableRows[T][]): void {
  const existing: TableRows[T][] | undefined = facts[table];
  if (existing) for (const row of rows) existing.push(row);
  else Object.assign(facts, { [table]: [...rows] });
}

/** Id counters of a merged set; one per audit. */
export interface IdOffsets {
  readonly next: Map<TableName, number>;
}

export const newIdOffsets = (): IdOffsets => ({ next: new Map() });

/**
 * Moves every row of `part` into `target`, shifting ids so that they stay unique.
 * Local ids start at 1 in every part. The rows are changed in place.
 */
export function mergeFacts(target: FactSet, part: FactSet, offsets: IdOffsets): void {
  const base = new Map(offsets.next);
  for (const table of tableNames(part)) {
    const rows: object[] = part[table] ?? [];
    for (const [column, owner] of Object.entries(TABLE_REFERENCES[table])) {
      const shift = base.get(owner) ?? 0;
      for (const row of rows) shiftColumn(row, column, shift);
      if (column === "id") offsets.next.set(table, shift + rows.length);
    }
    moveRows(target, part, table);
  }
}

const tableNames = (facts: FactSet): TableName[] => {
  const names: TableName[] = [];
  for (const name in facts) if (isTableName(name)) names.push(name);
  return names;
};

const isTableName = (name: string): name is TableName => Object.hasOwn(TABLE_REFERENCES, name);

function shiftColumn(row: object, column: string, shift: number): void {
  const value: unknown = Reflect.get(row, column);
  if (typeof value === "number") Reflect.set(row, column, value + shift);
}

function moveRows<T extends TableName>(target: FactSet, part: FactSet, table: T): void {
  const rows: TableRows[T][] | undefined = part[table];
  if (rows) addRows(target, table, rows);
}
