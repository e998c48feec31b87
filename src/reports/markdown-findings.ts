/** The findings of the Markdown report: a heading a rule, a bullet a finding. */
import type { AuditResult, Finding } from "../shared/result.js";
import { SEVERITIES, type RuleInfo, type Severity } from "../shared/rule.js";
import { groupFindings, type FindingGroup } from "./finding-groups.js";
import { codeBlock, codeSpan, escapeBlocks, escapeMarkdown, linkTo } from "./markdown-text.js";
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

const SEVERITY_TITLES: Readonly<Record<Severity, string>> = {
  critical: "Critical: do not ship",
  high: "High: fix before launch",
  medium: "Medium: fix soon",
  low: "Low: tidy up",
};
/** A wiki page nobody can load helps nobody; what is left out is said, and the JSON report has it. */
const MOST_FINDINGS_PER_RULE = 100;
const MOST_PLACES = 50;

/** Every block escaped, the first one behind a bold label. */
function labelledBlocks(label: string, text: string): string[] {
  const [first, ...rest] = escapeBlocks(text);
  if (first === undefined) return [];
  return /^(?:-|\d+\.) /.test(first) ? [`**${label}**`, first, ...rest] : [`**${label}** ${first}`, ...rest];
}

function placeItems(finding: Finding): string[] {
  const places = placesOf(finding);
  if (places.length < 2) return [];
  const shown = places.slice(0, MOST_PLACES).map((place) => `  - ${codeSpan(formatPlace(place))}`);
  const hidden = places.length - shown.length;
  return hidden > 0 ? [...shown, `  - and ${plural(hidden, "more place")}`] : shown;
}

function findingItems(finding: Finding, isAlone: boolean): string[] {
  const places = placesOf(finding);
  const where = places.length > 1 ? plural(places.length, "place") : whereSpan(finding);
  const points = isAlone ? null : formatShare(finding.points);
  const cost = points === null ? "" : ` (${points})`;
  return [`- ${where}: ${escapeMarkdown(finding.message)}${cost}`, ...placeItems(finding), ...ddlLines(finding)];
}

/** The statements, as a block inside the item. */
const ddlLines = ({ ddl }: Finding): string[] =>
  ddl === null
    ? []
    : [
        "",
        ...codeBlock(ddl, "sql")
          .split("\n")
          .map((line) => `  ${line}`),
        "",
      ];

function whereSpan(finding: Finding): string {
  return finding.file === null && finding.object === null ? "Whole repository" : codeSpan(whereOf(finding));
}

function metaLine(group: FindingGroup): string {
  const isUnsure = group.findings.every((finding) => finding.confidence === "low");
  const points = formatPoints(group.points) ?? "not scored";
  return [
    `Rule ${codeSpan(group.rule)}`,
    `${formatEffort(group.effortMinutes)} to fix`,
    isUnsure ? "low confidence, not scored" : points,
  ].join(" · ");
}

function ruleLines(rule: RuleInfo): string[] {
  const links = rule.references.map(linkTo).filter((link) => link !== null);
  return [
    ...(rule.fix.example === null ? [] : [codeBlock(rule.fix.example)]),
    ...(rule.verify === null ? [] : [`**Verify:** ${codeSpan(rule.verify)}`]),
    `**Read more:** ${[codeSpan(`prodcheck explain ${rule.id}`), ...links].join(", ")}`,
  ];
}

function groupBlocks(group: FindingGroup, rule: RuleInfo | undefined): string[] {
  const shown = group.findings.slice(0, MOST_FINDINGS_PER_RULE);
  const hidden = group.findings.length - shown.length;
  const items = shown.flatMap((finding) => findingItems(finding, group.findings.length === 1));
  return [
    `### ${escapeMarkdown(group.title)}`,
    metaLine(group),
    [...items, ...(hidden > 0 ? [`- and ${plural(hidden, "more finding")} of this rule`] : [])].join("\n"),
    ...labelledBlocks("Why:", group.why),
    ...labelledBlocks("Fix:", group.fix),
    ...(rule === undefined ? [] : ruleLines(rule)),
  ];
}

/** Blocks of Markdown for all open findings, a section for each severity. */
export function findingBlocks(result: AuditResult): string[] {
  const open = openFindings(result);
  const rules = new Map(result.checks.map((check) => [check.rule.id, check.rule]));
  return SEVERITIES.flatMap((severity) => {
    const findings = open.filter((finding) => finding.severity === severity);
    if (findings.length === 0) return [];
    return [
      `## ${SEVERITY_TITLES[severity]} (${plural(findings.length, "finding")})`,
      ...groupFindings(findings).flatMap((group) => groupBlocks(group, rules.get(group.rule))),
    ];
  });
}
