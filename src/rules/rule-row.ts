import type { SqlRow, SqlValue } from "../facts/store.js";
import { compareText } from "../shared/compare-text.js";
import {
  CONFIDENCES,
  SEVERITIES,
  type Confidence,
  type Place,
  type RowStatus,
  type RuleRow,
  type Severity,
} from "../shared/rule.js";
import type { CompiledRule } from "./compile.js";
import { renderMessage } from "./message.js";

/** A row that breaks the row contract: the rule's fault, never the repository's. */
export class RowError extends Error {
  override readonly name = "RowError";
}

const ROW_STATUSES = ["pass", "fail", "unknown"] as const satisfies readonly RowStatus[];

/**
 * Reads one result row of a rule's SELECT.
 * @throws RowError when a column does not hold what the row contract says.
 */
export function readRow(row: SqlRow, rule: CompiledRule): RuleRow {
  const status = readStatus(row["status"]);
  const file = readText(row, "file");
  const line = readLine(row["line"]);
  const object = readText(row, "object");
  if (file === null && object === null)
    throw new RowError(
      "the row has neither a file nor an object. An aggregate without GROUP BY gives a row even when it found nothing: add HAVING count(*) > 0",
    );
  if (file === null && line !== null) throw new RowError("the row has a line but no file");
  const evidence = readText(row, "evidence");
  const grouped = readLocations(row["locations"]);
  const own = ownPlace(file, line, grouped);
  return {
    status,
    file,
    line: own?.line ?? null,
    object,
    subject: readText(row, "subject"),
    severity: readOneOf<Severity>(row, "severity", SEVERITIES),
    confidence: readOneOf<Confidence>(row, "confidence", CONFIDENCES),
    evidence,
    locations: withOwnFirst(grouped, own),
    ddl: readText(row, "ddl"),
    message: status === "fail" ? renderMessage(rule.message, row) : (evidence ?? ""),
  };
}

function readStatus(value: SqlValue | undefined): RowStatus {
  const status = ROW_STATUSES.find((known) => known === value);
  if (status !== undefined) return status;
  const hint = value === null ? ". A CASE without ELSE gives NULL" : "";
  throw new RowError(`status is ${show(value)}; it must be 'pass', 'fail' or 'unknown'${hint}`);
}

function readText(row: SqlRow, column: string): string | null {
  const value = row[column] ?? null;
  if (value === null || (typeof value === "string" && value !== "")) return value;
  if (value === "") throw new RowError(`${column} is empty; use NULL where there is none`);
  // Numbers are fine as a subject (a version, a port); a file that is a number is a slip.
  if (column !== "file" && (typeof value === "number" || typeof value === "bigint")) return String(value);
  throw new RowError(`${column} is ${show(value)}; it must be text`);
}

function readLine(value: SqlValue | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === "number" && Number.isInteger(value) && value >= 1) return value;
  throw new RowError(`line is ${show(value)}; it must be a whole number from 1 on, or NULL`);
}

function readOneOf<T extends string>(row: SqlRow, column: string, known: readonly T[]): T | null {
  const value = row[column] ?? null;
  if (value === null) return null;
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw new RowError(`${column} is ${show(value)}; it must be ${known.join(", ")}, or NULL for the rule's own`);
}

const LOCATIONS_SHAPE = `locations must be a JSON array of {"file", "line"}: json_group_array(json_object('file', file, 'line', line))`;

/** Every place that the row's `locations` names, once, by file and line. */
function readLocations(value: SqlValue | undefined): Place[] {
  if (value === null || value === undefined) return [];
  const places = new Map<string, Place>();
  for (const entry of parseArray(value)) {
    const place = readPlace(entry);
    places.set(placeKey(place), place);
  }
  return [...places.values()].sort(comparePlaces);
}

/**
 * A row's own place. A grouping rule may name the file alone; then the first of its places in that file is the line.
 */
function ownPlace(file: string | null, line: number | null, grouped: readonly Place[]): Place | null {
  if (file === null) return null;
  return { file, line: line ?? grouped.find((place) => place.file === file && place.line !== null)?.line ?? null };
}

/** The row's own place first, then the others; empty when the rule does not group. */
function withOwnFirst(grouped: readonly Place[], own: Place | null): readonly Place[] {
  if (own === null || grouped.length === 0) return grouped;
  return [
    own,
    ...grouped.filter((place) => place.file !== own.file || (place.line !== own.line && place.line !== null)),
  ];
}

function parseArray(value: SqlValue): readonly unknown[] {
  if (typeof value !== "string") throw new RowError(LOCATIONS_SHAPE);
  try {
    const parsed: unknown = JSON.parse(value);
    if (Array.isArray(parsed)) return parsed;
  } catch {
    // Reported below, with the shape it should have had.
  }
  throw new RowError(LOCATIONS_SHAPE);
}

function readPlace(entry: unknown): Place {
  if (typeof entry !== "object" || entry === null) throw new RowError(LOCATIONS_SHAPE);
  const file: unknown = Reflect.get(entry, "file");
  const line: unknown = Reflect.get(entry, "line") ?? null;
  if (typeof file !== "string" || file === "") throw new RowError(LOCATIONS_SHAPE);
  if (line !== null && !(typeof line === "number" && Number.isInteger(line) && line >= 1))
    throw new RowError(LOCATIONS_SHAPE);
  return { file, line };
}

const placeKey = ({ file, line }: Place): string => `${file}\n${line ?? ""}`;

/** By file, then line; a place without a line comes first. */
export const comparePlaces = (a: Place, b: Place): number =>
  compareText(a.file, b.file) || (a.line ?? 0) - (b.line ?? 0);

const show = (value: SqlValue | undefined): string =>
  value === null || value === undefined
    ? "NULL"
    : typeof value === "string"
      ? `'${value.slice(0, 60)}'`
      : String(value);
