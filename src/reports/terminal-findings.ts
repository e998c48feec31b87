/** The findings of the terminal report: one block a rule, one line a place. */
import type { AuditResult, Finding } from "../shared/result.js";
import { SEVERITIES, type Severity } from "../shared/rule.js";
import { groupFindings, type FindingGroup } from "./finding-groups.js";
import {
  formatEffort,
  formatPlace,
  formatPoints,
  formatShare,
  openFindings,
  placesOf,
  plural,
  whereOf,
} from "./phrases.js";
import type { TerminalContext } from "./terminal-style.js";
import { columns, fit, labelled, wrap } from "./text-layout.js";

/** Places of one grouped finding before "+17 more". */
const MOST_PLACES = 8;
/** Findings of one rule before "+40 more": nobody reads the hundredth, and the other formats have them. */
const MOST_FINDINGS: Readonly<Record<Severity, number>> = { critical: 20, high: 10, medium: 5, low: 3 };
/** Rules of one severity before the rest is only counted. */
const MOST_GROUPS = 40;

function moreLine(hidden: number, indent: number, context: TerminalContext): string[] {
  return hidden <= 0 ? [] : [context.style.dim(`${" ".repeat(indent)}+${hidden} more`)];
}

/** The places of a finding that stands for many, without the one that heads it. */
function placeLines(finding: Finding, context: TerminalContext): string[] {
  const places = placesOf(finding);
  if (places.length < 2) return [];
  const skip = finding.file === null ? 0 : 1;
  const shown = places.slice(skip, MOST_PLACES).map((place) => `      ${context.style.place(formatPlace(place))}`);
  return [...shown, ...moreLine(places.length - MOST_PLACES, 6, context)];
}

function findingLines(finding: Finding, isAlone: boolean, context: TerminalContext): string[] {
  const places = placesOf(finding).length;
  const notes = [places > 1 ? plural(places, "place") : null, isAlone ? null : formatShare(finding.points)];
  const note = notes.filter((part) => part !== null).join(", ");
  return [
    `  ${context.style.place(whereOf(finding))}${note === "" ? "" : context.style.dim(`  (${note})`)}`,
    ...wrap(finding.message, context.width, 4),
    ...placeLines(finding, context),
  ];
}

/** "retry-wrapper-bypass · 2 h to fix · costs 3.2 points". */
function metaPhrase(group: FindingGroup): string {
  const count = group.findings.length;
  const each = group.findings[0]?.effortMinutes ?? 0;
  const isEven = group.findings.every((finding) => finding.effortMinutes === each);
  const total = `${formatEffort(group.effortMinutes)} to fix`;
  const effort = count > 1 && isEven ? `${formatEffort(each)} each, ${total}` : total;
  const points = formatPoints(group.points) ?? "not scored";
  const isUnsure = group.findings.every((finding) => finding.confidence === "low");
  return [group.rule, effort, isUnsure ? "low confidence, not scored" : points].join(" · ");
}

function fullBlock(group: FindingGroup, context: TerminalContext): string[] {
  const { style, width } = context;
  const shown = group.findings.slice(0, MOST_FINDINGS[group.severity]);
  const [first = "", ...rest] = labelled("✗ ", group.title, width);
  return [
    style.severity[group.severity]("✗ ") + style.strong(first.slice(2)),
    ...rest.map((line) => style.strong(line)),
    ...shown.flatMap((finding) => findingLines(finding, group.findings.length === 1, context)),
    ...moreLine(group.findings.length - shown.length, 2, context),
    ...labelled("Why  ", group.why, width, 2).map(style.dim),
    ...labelled("Fix  ", group.fix, width, 2),
    ...wrap(metaPhrase(group), width, 2).map(style.dim),
  ];
}

/** Low findings take a line each and leave the why to `prodcheck explain`. */
function compactBlock(group: FindingGroup, context: TerminalContext): string[] {
  const { style, width } = context;
  const shown = group.findings.slice(0, MOST_FINDINGS[group.severity]);
  const [first = "", ...rest] = labelled("· ", `${group.title} (${metaPhrase(group)})`, width);
  return [
    style.severity[group.severity]("· ") + first.slice(2),
    ...rest,
    ...shown.map((finding) => compactLine(finding, context)),
    ...moreLine(group.findings.length - shown.length, 4, context),
    ...labelled("Fix  ", group.fix, width, 4),
  ];
}

function compactLine(finding: Finding, context: TerminalContext): string {
  const where = whereOf(finding);
  const more = placesOf(finding).length - 1;
  const head = more > 0 ? `${where} +${more}` : where;
  const room = context.width - 4 - columns(head) - 2;
  const message = room < 20 ? "" : `  ${fit(finding.message, room)}`;
  return `    ${context.style.place(head)}${message}`;
}

/** A section for each severity that has open findings, the worst first. */
export function findingSections(result: AuditResult, context: TerminalContext): string[][] {
  const open = openFindings(result);
  return SEVERITIES.flatMap((severity) => {
    const findings = open.filter((finding) => finding.severity === severity);
    if (findings.length === 0) return [];
    const groups = groupFindings(findings);
    const render = severity === "low" ? compactBlock : fullBlock;
    const hidden = groups.length - MOST_GROUPS;
    const blocks = groups.slice(0, MOST_GROUPS).map((group) => render(group, context));
    const heading = context.style.severity[severity](
      `${severity.toUpperCase()}  ${plural(findings.length, "finding")}`,
    );
    const separator = severity === "low" ? [] : [""];
    return [
      [
        heading,
        ...blocks.flatMap((block) => [...separator, ...block]),
        ...(hidden > 0 ? ["", `+${plural(hidden, "more rule")} with ${severity} findings`] : []),
      ],
    ];
  });
}
