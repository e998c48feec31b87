/** The report a person reads in a terminal: the verdict first and last, because the top scrolls away. */
import Table from "cli-table3";
import type { AuditResult, CategoryScore } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";
import { planGroups } from "./finding-groups.js";
import {
  capPhrase,
  coveragePhrase,
  formatDuration,
  formatEffort,
  formatNumber,
  formatPoints,
  openFindings,
  plural,
  scorePhrase,
  severityPhrase,
  shellWord,
} from "./phrases.js";
import { noteSections, passedSection, unansweredSection } from "./terminal-checks.js";
import { findingSections } from "./terminal-findings.js";
import { createStyle, type TerminalContext } from "./terminal-style.js";
import { labelled, wrap } from "./text-layout.js";

/** Below this a line holds too few words, above it the eye loses the next line. */
const NARROWEST = 40;
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
    "",
    `${style.verdict[result.verdict](` ${result.verdict} `)}  ${style.strong(scorePhrase(score))}`,
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
  "mid-mid": "─",
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

function planSection(result: AuditResult, context: TerminalContext): string[] {
  const groups = planGroups(result);
  if (groups.length === 0) return [];
  const steps = groups.slice(0, PLAN_STEPS).flatMap((group, index) => {
    const count = group.findings.length > 1 ? `${group.findings.length} × ` : "";
    const facts = [group.severity, formatEffort(group.effortMinutes), formatPoints(group.points)];
    const text = `${count}${group.title} (${facts.filter((fact) => fact !== null).join(", ")}): ${group.rule}`;
    return labelled(`${index + 1}. `, text, context.width);
  });
  const rest = groups.slice(PLAN_STEPS);
  const minutes = rest.reduce((sum, group) => sum + group.effortMinutes, 0);
  const restLine =
    rest.length === 0
      ? []
      : wrap(`Then ${plural(rest.length, "more rule")}, ${formatEffort(minutes)}.`, context.width, 3);
  return [context.style.strong("FIX THESE FIRST"), ...steps, ...restLine.map(context.style.dim)];
}

function nextSection(result: AuditResult, context: TerminalContext): string[] {
  const path = shellWord(result.target.path);
  const first = planGroups(result)[0];
  const lines =
    first === undefined
      ? []
      : [
          ...labelled("Understand  ", `prodcheck rules show ${shellWord(first.rule)}`, context.width),
          ...labelled("Re-check    ", `prodcheck audit ${path} --only ${shellWord(first.rule)}`, context.width),
          ...labelled("Share       ", `prodcheck audit ${path} --output markdown=report.md`, context.width),
        ];
  const verdict = `${context.style.verdict[result.verdict](` ${result.verdict} `)}  ${scorePhrase(result.score)}`;
  return [...lines, ...(lines.length > 0 ? [""] : []), `${verdict} · ${severityPhrase(openFindings(result))}`];
}

/** The whole report; `color` decides about ANSI codes, `width` (clamped to 40–120) about line breaks. */
export function renderTerminal(
  result: AuditResult,
  options: { readonly color: boolean; readonly width: number },
): string {
  const width = Number.isFinite(options.width) && options.width > 0 ? Math.floor(options.width) : 80;
  const context: TerminalContext = {
    style: createStyle(options.color),
    width: Math.min(WIDEST, Math.max(NARROWEST, width)),
  };
  const sections = [
    headSection(result, context),
    categorySection(result, context),
    ...findingSections(result, context),
    passedSection(result, context),
    unansweredSection(result, context),
    ...noteSections(result, context),
    planSection(result, context),
    nextSection(result, context),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join("\n"))
    .join("\n\n")}\n`;
}
