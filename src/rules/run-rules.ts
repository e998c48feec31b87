import type { CollectedRow } from "../facts/rows.js";
import type { FactStore, SqlRow } from "../facts/store.js";
import { compareText } from "../shared/compare-text.js";
import {
  SEVERITIES,
  type Place,
  type RowStatus,
  type RuleOutcome,
  type RuleOutcomeStatus,
  type RuleRow,
} from "../shared/rule.js";
import { namesBehind } from "./asked-tables.js";
import { languagesOfFiles, understoodRows, type FileLanguages } from "./understood-rows.js";
import type { CompiledRule } from "./compile.js";
import { comparePlaces, readRow, RowError } from "./rule-row.js";
import { Watchdog } from "./watchdog.js";

/** A rule that returns more examined a cross product, not a repository. */
const MAX_ROWS = 200_000;

/** Time for one of the user's own rules, in milliseconds; the slowest that ships takes a second on 5,000 files. */
const MAX_MS = 60_000;

type Answer = Pick<RuleOutcome, "status" | "rows" | "reason">;

/**
 * Asks every rule. A rule that breaks answers `error`, and the others are asked all the same.
 * @param collected which inputs this audit had; a rule that needs another one answers `unknown`, or does not apply where nothing wants it.
 */
export function runRules(
  rules: readonly CompiledRule[],
  store: FactStore,
  collected: readonly CollectedRow[],
): RuleOutcome[] {
  // Who wrote the rules that ship with prodcheck also timed them.
  const watchdog = rules.every(({ info }) => info.isBuiltIn) ? null : new Watchdog(MAX_MS);
  try {
    const gaps = store.all("SELECT table_name, reason FROM catalog_gap WHERE is_partial = 0");
    const languages = languagesOfFiles(store);
    return rules.map((rule) => {
      const start = performance.now();
      const ask = (): Answer => answerRule(rule, store, collected, { gaps, languages });
      const answer = watchdog && !rule.info.isBuiltIn ? watchdog.watch(`the rule ${rule.source.file}`, ask) : ask();
      return { rule: rule.info, ...answer, durationMs: performance.now() - start };
    });
  } finally {
    watchdog?.close();
  }
}

function answerRule(
  rule: CompiledRule,
  store: FactStore,
  collected: readonly CollectedRow[],
  { gaps, languages }: { gaps: readonly SqlRow[]; languages: FileLanguages },
): Answer {
  if (isUnwanted(rule, collected)) return { status: "not-applicable", rows: [], reason: null };
  const missing = missingInput(rule, collected) ?? unreadTable(rule, gaps);
  if (missing !== null) return { status: "unknown", rows: [], reason: missing };
  try {
    const found = store.answer(rule.sql);
    if (found.length > MAX_ROWS) throw new RowError(`it returned ${found.length} rows; at most ${MAX_ROWS} make sense`);
    const read = found.map((row) => readRow(row, rule));
    const rows = mergeRows(rule.info.isBuiltIn ? understoodRows(read, rule, languages) : read);
    const status = outcomeStatus(rows);
    return { status, rows, reason: status === "unknown" ? unknownReason(rows) : null };
  } catch (error) {
    return { status: "error", rows: [], reason: errorReason(rule, error) };
  }
}

/** Asks for an input that was not given, and of which nothing in the repository makes use. */
const isUnwanted = (rule: CompiledRule, collected: readonly CollectedRow[]): boolean =>
  collected.some(
    ({ need, available, is_wanted: isWanted }) =>
      !available && !isWanted && rule.info.needs.some((each) => each === need),
  );

function missingInput(rule: CompiledRule, collected: readonly CollectedRow[]): string | null {
  for (const need of rule.info.needs) {
    const input = collected.find((each) => each.need === need);
    if (input?.available === true) continue;
    const detail = input?.detail ?? null;
    return `No ${need} facts were collected${detail === null ? "" : ` (${detail})`}.`;
  }
  return null;
}

/** A table of the catalogue that the server did not let us read is empty; a rule would take that for an answer. */
function unreadTable(rule: CompiledRule, gaps: readonly SqlRow[]): string | null {
  if (gaps.length === 0) return null;
  const names = namesBehind(rule.sql);
  const gap = gaps.find(({ table_name }) => names.has(String(table_name)));
  return gap ? `${String(gap["table_name"])} could not be read (${String(gap["reason"])}).` : null;
}

function errorReason(rule: CompiledRule, error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof RowError
    ? `${rule.source.file} breaks the row contract: ${text}.`
    : `The SELECT of ${rule.source.file} failed: ${text}.`;
}

function outcomeStatus(rows: readonly RuleRow[]): RuleOutcomeStatus {
  if (rows.length === 0) return "not-applicable";
  if (rows.some((row) => row.status === "fail")) return "fail";
  return rows.some((row) => row.status === "pass") ? "pass" : "unknown";
}

function unknownReason(rows: readonly RuleRow[]): string {
  const [first] = rows;
  const place = first?.file ?? first?.object ?? "";
  const example = `${place}${first?.line ? `:${first.line}` : ""}${first?.evidence ? `: ${first.evidence}` : ""}`;
  return rows.length === 1
    ? `It could not be judged: ${example}`
    : `None of ${rows.length} places could be judged, e.g. ${example}`;
}

/**
 * One row per examined thing, in a fixed order. A join easily returns a thing twice; what is worse about it counts.
 */
function mergeRows(rows: readonly RuleRow[]): RuleRow[] {
  const merged = new Map<string, RuleRow>();
  for (const row of rows) {
    const key = JSON.stringify([row.file, row.line, row.object, row.subject]);
    const existing = merged.get(key);
    merged.set(key, existing === undefined ? row : mergeTwo(existing, row));
  }
  return [...merged.values()].sort(compareRows);
}

const STATUS_ORDER: readonly RowStatus[] = ["fail", "unknown", "pass"];

function mergeTwo(first: RuleRow, second: RuleRow): RuleRow {
  const [worse, other] = rank(second) < rank(first) ? [second, first] : [first, second];
  if (other.status !== worse.status) return worse;
  return { ...worse, locations: mergePlaces(worse.locations, other.locations) };
}

/** Lower is worse. A row without a severity of its own has the rule's, which is taken to be the worst. */
const rank = (row: RuleRow): number =>
  STATUS_ORDER.indexOf(row.status) * 10 + (row.severity === null ? 0 : SEVERITIES.indexOf(row.severity));

function mergePlaces(first: readonly Place[], second: readonly Place[]): Place[] {
  const merged = [...first];
  for (const place of second) if (!merged.some((known) => comparePlaces(known, place) === 0)) merged.push(place);
  return merged;
}

/** By file, line, object and subject, so that the same repository always gives the same order. */
function compareRows(a: RuleRow, b: RuleRow): number {
  const order = comparePlaces({ file: a.file ?? "", line: a.line }, { file: b.file ?? "", line: b.line });
  return order || compareText(a.object ?? "", b.object ?? "") || compareText(a.subject ?? "", b.subject ?? "");
}
