/** The report a person reads in a terminal: the verdict first and last, because the top scrolls away. */
import Table from "cli-table3";
import { catalogPhrase } from "../shared/catalog-phrase.js";
import { supabasePhrase } from "../shared/supabase-phrase.js";
import type { AuditResult, CategoryScore } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";
import {
  capPhrase,
  catalogFlag,
  coveragePhrase,
  formatDuration,
  formatEffort,
  formatNumber,
  openFindings,
  plural,
  scorePhrase,
  severityPhrase,
  shellWord,
} from "./phrases.js";
import { workSteps, type WorkStep } from "./plan-steps.js";
import { noteSections, passedSection, unansweredSection } from "./terminal-checks.js";
import { findingSections } from "./terminal-findings.js";
import { createStyle, type TerminalContext } from "./terminal-style.js";
import { columns, fit, labelled, pad, wrap } from "./text-layout.js";

/** Below this a line holds too few words, above it the eye loses the next line. */
const NARROWEST = 50;
const WIDEST = 120;
const PLAN_STEPS = 5;

function headSection(result: AuditResult, context: TerminalContext): string[] {
  const { style, width } = context;
  const { target, score } = result;
  const commit = target.commit === null ? null : target.commit.slice(0, 10);
  const version = [target.branch, commit].filter((part) => part !== null).join(" @ ");
  const facts = [
    version,
    plural(target.files, "file"),
    formatDuration(result.durationMs),
    `as of ${result.asOf}`,
    `prodcheck ${result.tool.version}`,
  ];
  const cap = capPhrase(score);
  return [
    ...wrap(`${target.name}  (${target.path})`, width).map(style.strong),
    ...wrap(facts.filter((fact) => fact !== "").join(" · "), width).map(style.dim),
    ...(target.catalog ? wrap(`Schema: ${catalogPhrase(target.catalog)}`, width).map(style.dim) : []),
    ...(target.supabase ? wrap(`Live project: ${supabasePhrase(target.supabase)}`, width).map(style.dim) : []),
    "",
    `${style.verdict[result.verdict](result.verdict)}  ${style.strong(scorePhrase(score))}`,
    ...(cap === null ? [] : wrap(cap, width)),
    ...wrap(`${capitalize(severityPhrase(openFindings(result)))}. ${coveragePhrase(score)}`, width),
  ];
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "─",
  "mid-mid": "──",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** Zero is left blank, so that the numbers that matter stand out. */
function categoryCells(category: CategoryScore): string[] {
  return [
    category.category,
    category.score === null ? "–" : formatNumber(category.score),
    ...SEVERITIES.map((severity) => blankZero(category.findings[severity])),
    blankZero(category.passed),
    blankZero(category.unknown),
  ];
}

function blankZero(count: number): string {
  return count === 0 ? "" : String(count);
}

function categorySection(result: AuditResult, context: TerminalContext): string[] {
  const rated = result.categories.filter((category) =>
    categoryCells(category)
      .slice(1)
      .some((cell) => /\d/.test(cell)),
  );
  if (rated.length === 0) return [];
  const head = ["Category", "Score", "Critical", "High", "Medium", "Low", "Passed", "Unknown"];
  const columnCount = context.width < 68 ? 6 : head.length;
  const table = new Table({
    head: head.slice(0, columnCount),
    chars: BORDERS,
    colAligns: head.map((_, index) => (index === 0 ? "left" : "right")),
    style: { head: [], border: [], compact: true, "padding-left": 0, "padding-right": 0 },
  });
  for (const category of rated) table.push(categoryCells(category).slice(0, columnCount));
  const [heading = "", ...rows] = table.toString().split("\n");
  return [context.style.strong(heading.trimEnd()), ...rows.map((row) => row.trimEnd())];
}

/** A line a step; the titles are spelt out above, so a long one may lose its end here. */
function planSection(steps: readonly WorkStep[], context: TerminalContext): string[] {
  const last = steps.at(-1);
  if (last === undefined) return [];
  const shown = steps.slice(0, PLAN_STEPS).map((step, index) => ({
    ...step,
    text: `${index + 1}. ${step.count > 1 ? `${step.count} × ` : ""}${step.title}`,
  }));
  // As wide as the longest title needs: numbers at the far edge of a wide terminal belong to no line any more.
  const room = Math.min(context.width - 24, Math.max(...shown.map(({ text }) => columns(text))) + 2);
  const line = (title: string, effort: string, score: string): string =>
    `${pad(fit(title, room), room)}${effort.padStart(12)}${score.padStart(12)}`;
  const lines = shown.map((step) => line(step.text, formatEffort(step.effortMinutes), formatNumber(step.score)));
  const hidden = steps.length - PLAN_STEPS;
  const rest = line(
    `   ${plural(hidden, "more step")}`,
    formatEffort(last.totalMinutes - planMinutes(steps)),
    formatNumber(last.score),
  );
  return [
    context.style.strong(line("FIX THESE FIRST", "Effort", "Score then")),
    ...lines,
    ...(hidden > 0 ? [context.style.dim(rest)] : []),
  ];
}

/** Minutes of the steps that are shown. */
function planMinutes(steps: readonly WorkStep[]): number {
  return steps[PLAN_STEPS - 1]?.totalMinutes ?? 0;
}

function nextSection(result: AuditResult, steps: readonly WorkStep[], context: TerminalContext): string[] {
  const path = `${shellWord(result.target.path)}${catalogFlag(result)}`;
  const rule = steps[0]?.rule ?? openFindings(result)[0]?.rule;
  const lines =
    rule === undefined
      ? []
      : [
          ...labelled("Understand   ", `prodcheck explain ${shellWord(rule)}`, context.width),
          ...labelled("Re-check     ", `prodcheck audit ${path} --only ${shellWord(rule)}`, context.width),
          ...labelled("Full report  ", `prodcheck audit ${path} --output markdown=report.md`, context.width),
          "",
        ];
  const score = scorePhrase(result.score);
  const counts = severityPhrase(openFindings(result));
  const isOneLine = columns(`${result.verdict}    ${score} · ${counts}`) <= context.width;
  const verdict = `${context.style.verdict[result.verdict](result.verdict)}  ${score}`;
  return [...lines, ...(isOneLine ? [`${verdict} · ${counts}`] : [verdict, ...wrap(counts, context.width)])];
}

/** The whole report; `color` decides about ANSI codes, `width` (clamped to 50–120) about line breaks. */
export function renderTerminal(
  result: AuditResult,
  options: { readonly color: boolean; readonly width: number },
): string {
  const width = Number.isFinite(options.width) && options.width > 0 ? Math.floor(options.width) : 80;
  const context: TerminalContext = {
    style: createStyle(options.color),
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
  };
  const steps = workSteps(result);
  const sections = [
    headSection(result, context),
    categorySection(result, context),
    ...findingSections(result, context),
    passedSection(result, context),
    unansweredSection(result, context),
    ...noteSections(result, context),
    planSection(steps, context),
    nextSection(result, steps, context),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}
