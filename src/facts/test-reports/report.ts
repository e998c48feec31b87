/** How much of one file the tests ran. */
export interface FileCoverage {
  /** As the report names it. */
  readonly path: string;
  readonly lines: number;
  readonly covered: number;
}

export interface CoverageReport {
  readonly format: "lcov" | "cobertura" | "clover" | "istanbul" | "istanbul-summary" | "coverage.py";
  /** YYYY-MM-DD; null when the report does not say. */
  readonly writtenOn: string | null;
  /** Folders that its paths are relative to. */
  readonly roots: readonly string[];
  readonly files: readonly FileCoverage[];
}

/** One test that did not pass. */
export interface TestOutcome {
  readonly name: string;
  /** Texts of the report that may name its file: a path, or a module with dots; the surest first. */
  readonly places: readonly string[];
  readonly status: "failed" | "skipped";
  /** First line of what it says. */
  readonly message: string | null;
}

export interface TestReport {
  readonly format: "junit" | "jest" | "pytest" | "playwright";
  readonly writtenOn: string | null;
  /** All of them, the ones that passed included. */
  readonly tests: number;
  readonly outcomes: readonly TestOutcome[];
}

/** A day of a time in seconds, milliseconds or text; null for anything else, and for what lies before such reports existed. */
export function dayOf(time: unknown): string | null {
  const date = asDate(time);
  if (date === null || Number.isNaN(date.getTime()) || date.getUTCFullYear() < 2005 || date.getUTCFullYear() > 2100)
    return null;
  return date.toISOString().slice(0, 10);
}

function asDate(time: unknown): Date | null {
  const number = typeof time === "string" && /^\d+(?:\.\d+)?$/.test(time) ? Number(time) : time;
  if (typeof number === "number") return new Date(number < 1e11 ? number * 1000 : number);
  return typeof number === "string" && number !== "" ? new Date(number.slice(0, 40)) : null;
}

/** The first line with something in it, as a table can hold it. */
export function firstLine(text: unknown): string | null {
  if (typeof text !== "string") return null;
  const line = text
    .slice(0, 2000)
    .split("\n")
    .find((candidate) => candidate.trim() !== "");
  return line?.trim().slice(0, 200) ?? null;
}
