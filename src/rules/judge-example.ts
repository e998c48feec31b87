import type { Place, RuleOutcome, RuleRow } from "../shared/rule.js";
import { parseExpectedPlace, type ExpectedPlace } from "./expected-place.js";
import type { BadExample, GoodExample } from "./rule-file.js";

export const EXAMPLE_VERDICTS = ["ok", "missing", "noisy", "wrong place", "wrong answer", "error"] as const;
/**
 * missing: a bad place was not reported. noisy: something was reported that must not be. wrong place: reported in the
 * right file, at another line. wrong answer: a good example got another answer than it asks for. error: it could not run.
 */
export type ExampleVerdict = (typeof EXAMPLE_VERDICTS)[number];

/** One thing that is wrong with an example. */
export interface ExampleProblem {
  readonly verdict: Exclude<ExampleVerdict, "ok">;
  readonly text: string;
}

/** Compares what a rule said about a good example with what the example asks for. */
export function judgeGoodExample(example: GoodExample, outcome: RuleOutcome): ExampleProblem[] {
  if (outcome.status === "error") return [broken(outcome)];
  const noisy = failingRows(outcome).map((row) => noise(row, placesOf(row)));
  if (noisy.length > 0 || example.status === undefined || outcome.status === example.status) return noisy;
  return [{ verdict: "wrong answer", text: `expected ${example.status}; ${describeAnswer(outcome)}` }];
}

/** Compares what a rule said about a bad example with the places the example names. */
export function judgeBadExample(example: BadExample, outcome: RuleOutcome): ExampleProblem[] {
  if (outcome.status === "error") return [broken(outcome)];
  const rows = failingRows(outcome);
  const expected = example.findings.map(parseExpectedPlace);
  const missing = expected.filter((place) => !rows.some((row) => meets(row, place)));
  const extra = rows.flatMap((row) => unexpectedPlaces(row, expected).map((place) => ({ row, place })));
  const problems: ExampleProblem[] = [];
  for (const place of missing) {
    const neighbour = extra.findIndex((other) => place.kind === "line" && other.place?.file === place.file);
    const [moved] = neighbour === -1 ? [] : extra.splice(neighbour, 1);
    if (moved === undefined)
      problems.push({ verdict: "missing", text: `expected ${showExpected(place)}; ${describeAnswer(outcome)}` });
    else
      problems.push({
        verdict: "wrong place",
        text: `expected ${showExpected(place)}, reported ${showPlace(moved.place, moved.row)}: ${moved.row.message}`,
      });
  }
  for (const { row, place } of extra) problems.push(noise(row, [place]));
  return problems;
}

const broken = (outcome: RuleOutcome): ExampleProblem => ({
  verdict: "error",
  text: outcome.reason ?? "the rule broke",
});

const failingRows = (outcome: RuleOutcome): readonly RuleRow[] => outcome.rows.filter((row) => row.status === "fail");

/** Every place of a row; null stands for a row that names only an object. */
function placesOf(row: RuleRow): readonly (Place | null)[] {
  if (row.locations.length > 0) return row.locations;
  return row.file === null ? [null] : [{ file: row.file, line: row.line }];
}

const meets = (row: RuleRow, expected: ExpectedPlace): boolean =>
  expected.kind === "object" ? row.object === expected.name : placesOf(row).some((place) => isAt(place, expected));

function isAt(place: Place | null, expected: ExpectedPlace): boolean {
  if (place === null || expected.kind === "object" || place.file !== expected.file) return false;
  return expected.kind === "file" || place.line === expected.line;
}

/** A row whose object is named is expected as a whole; otherwise each of its places must be named. */
function unexpectedPlaces(row: RuleRow, expected: readonly ExpectedPlace[]): (Place | null)[] {
  if (expected.some((place) => place.kind === "object" && place.name === row.object)) return [];
  return placesOf(row).filter((place) => !expected.some((each) => isAt(place, each)));
}

const noise = (row: RuleRow, places: readonly (Place | null)[]): ExampleProblem => ({
  verdict: "noisy",
  text: `reported ${places.map((place) => showPlace(place, row)).join(", ")}: ${row.message}`,
});

function showExpected(place: ExpectedPlace): string {
  if (place.kind === "object") return `object:${place.name}`;
  return place.kind === "file" ? place.file : `${place.file}:${place.line}`;
}

function showPlace(place: Place | null, row: RuleRow): string {
  if (place === null) return `object:${row.object ?? ""}`;
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}

/** What the rule answered instead, so that its author sees whether the SELECT found the thing at all. */
function describeAnswer(outcome: RuleOutcome): string {
  if (outcome.status === "not-applicable") return "the SELECT returned no rows";
  if (outcome.reason !== null) return `the answer was ${outcome.status}: ${outcome.reason}`;
  const rows = outcome.rows.slice(0, 5).map(
    (row) =>
      `${row.status} ${placesOf(row)
        .map((place) => showPlace(place, row))
        .join(", ")}`,
  );
  return `the rows were ${rows.join("; ")}${outcome.rows.length > rows.length ? "; …" : ""}`;
}
