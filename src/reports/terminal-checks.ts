/** What passed, what could not be answered, and what prodcheck itself stumbled over. */
import type { AuditResult, Check } from "../shared/result.js";
import { CATEGORIES } from "../shared/rule.js";
import { evidencePhrase, partlyAnswered, unansweredByReason } from "./check-phrases.js";
import { formatPlace, plural, skippedPhrase, suppressedPhrase } from "./phrases.js";
import type { TerminalContext } from "./terminal-style.js";
import { columns, fit, labelled, pad, wrap } from "./text-layout.js";

const MOST_NOTES = 20;

function byCategory(a: Check, b: Check): number {
  return CATEGORIES.indexOf(a.rule.category) - CATEGORIES.indexOf(b.rule.category) || (a.rule.id < b.rule.id ? -1 : 1);
}

/** One line a passed check: its evidence, or how much it examined. */
export function passedSection(result: AuditResult, context: TerminalContext): string[] {
  const passed = result.checks.filter((check) => check.status === "pass").toSorted(byCategory);
  if (passed.length === 0) return [];
  const idWidth = Math.min(32, Math.max(...passed.map((check) => columns(check.rule.id))));
  const lines = passed.map((check) => {
    const id = pad(check.rule.id, idWidth);
    const room = Math.max(10, context.width - 2 - columns(id) - 2);
    return `${context.style.good("✓")} ${id}  ${context.style.dim(fit(evidencePhrase(check), room))}`.trimEnd();
  });
  return [context.style.good(`PASSED  ${plural(passed.length, "check")}`), ...lines];
}

export function unansweredSection(result: AuditResult, context: TerminalContext): string[] {
  const reasons = unansweredByReason(result);
  const partly = partlyAnswered(result);
  if (reasons.size === 0 && partly.length === 0) return [];
  const count = [...reasons.values()].reduce((sum, ids) => sum + ids.length, 0);
  const title = count === 0 ? "NOT FULLY ANSWERED" : `COULD NOT BE ANSWERED  ${plural(count, "check")}`;
  const lines = [...reasons].flatMap(([reason, ids]) => [
    ...labelled("? ", reason, context.width),
    ...wrap(ids.toSorted().join(", "), context.width, 4).map(context.style.dim),
  ]);
  const rest = partly.length === 0 ? [] : labelled("? Undecided in part: ", partly.join(", "), context.width);
  return [context.style.warn(title), ...lines, ...rest];
}

function capped(notes: readonly string[][]): string[] {
  const hidden = notes.length - MOST_NOTES;
  return [...notes.slice(0, MOST_NOTES).flat(), ...(hidden > 0 ? [`  +${hidden} more`] : [])];
}

function problemLines(result: AuditResult, context: TerminalContext): string[] {
  if (result.problems.length === 0) return [];
  const notes = result.problems.map((problem) => [
    `  ${context.style.place(formatPlace(problem))}`,
    ...wrap(problem.remedy === null ? problem.message : `${problem.message} ${problem.remedy}`, context.width, 4),
  ]);
  return [context.style.warn(`INPUTS THAT COULD NOT BE READ  ${result.problems.length}`), ...capped(notes)];
}

function ignoreLines(result: AuditResult, context: TerminalContext): string[] {
  if (result.ignores.length === 0) return [];
  const notes = result.ignores.map((ignore) => [
    `  ${context.style.place(formatPlace(ignore))}`,
    ...wrap(ignore.message, context.width, 4),
  ]);
  return [context.style.warn(`IGNORE COMMENTS THAT NEED ATTENTION  ${result.ignores.length}`), ...capped(notes)];
}

function countLines(result: AuditResult, context: TerminalContext): string[] {
  const notApplicable = result.checks.filter((check) => check.status === "not-applicable").length;
  const missing = result.sources.filter((source) => !source.available);
  const baseline = result.baseline;
  const phrases = [
    suppressedPhrase(result),
    baseline === null || baseline.fixed === 0
      ? null
      : `Baseline ${baseline.file}: ${plural(baseline.fixed, "entry", "entries")} no longer found, prune it.`,
    skippedPhrase(result),
    notApplicable === 0 ? null : `${plural(notApplicable, "check does", "checks do")} not apply here.`,
    missing.length === 0
      ? null
      : `Inputs not given: ${missing.map(({ need, detail }) => (detail === null ? need : `${need} (${detail})`)).join(", ")}.`,
  ];
  return phrases
    .filter((phrase) => phrase !== null)
    .flatMap((phrase) => wrap(phrase, context.width).map(context.style.dim));
}

/** Unreadable inputs, ignore comments to tidy up, and what was counted but not shown. */
export function noteSections(result: AuditResult, context: TerminalContext): string[][] {
  return [problemLines(result, context), ignoreLines(result, context), countLines(result, context)];
}
