/** The report a team pastes in its wiki. Plain GitHub-flavoured Markdown, no HTML, so that other wikis read it too. */
import { catalogPhrase } from "../shared/catalog-phrase.js";
import { supabasePhrase } from "../shared/supabase-phrase.js";
import type { AuditResult, Finding } from "../shared/result.js";
import { SEVERITIES } from "../shared/rule.js";
import { evidencePhrase, partlyAnswered, unansweredByReason } from "./check-phrases.js";
import { findingBlocks } from "./markdown-findings.js";
import { codeBlock, codeSpan, escapeMarkdown, tableRow } from "./markdown-text.js";
import {
  capPhrase,
  coveragePhrase,
  formatEffort,
  formatNumber,
  formatPlace,
  openFindings,
  plural,
  reproduceCommand,
  scorePhrase,
  severityPhrase,
  skippedPhrase,
  whereOf,
} from "./phrases.js";
import { workSteps } from "./plan-steps.js";

const PLAN_STEPS = 10;
const MOST_ROWS = 200;

function headBlocks(result: AuditResult): string[] {
  const { target, score } = result;
  const version = [
    target.commit === null ? null : `commit ${codeSpan(target.commit)}`,
    target.branch === null ? null : `branch ${codeSpan(target.branch)}`,
    plural(target.files, "file"),
    `prodcheck ${escapeMarkdown(result.tool.version)}`,
  ];
  const cap = capPhrase(score);
  return [
    `# Production readiness of ${escapeMarkdown(target.name)}`,
    `${escapeMarkdown(result.asOf)} · ${version.filter((part) => part !== null).join(" · ")}`,
    ...(target.catalog ? [`Schema: ${escapeMarkdown(catalogPhrase(target.catalog))}`] : []),
    ...(target.supabase ? [`Live project: ${escapeMarkdown(supabasePhrase(target.supabase))}`] : []),
    `> **${result.verdict}** · **${scorePhrase(score)}** · ${severityPhrase(openFindings(result))}`,
    [cap, coveragePhrase(score)].filter((phrase) => phrase !== null).join(" "),
  ];
}

function categoryBlocks(result: AuditResult): string[] {
  const rows = result.categories
    .filter((category) => category.passed + category.failed + category.unknown > 0)
    .map((category) =>
      tableRow([
        category.category,
        category.score === null ? "–" : formatNumber(category.score),
        ...SEVERITIES.map((severity) => String(category.findings[severity])),
        String(category.passed),
        String(category.unknown),
      ]),
    );
  if (rows.length === 0) return [];
  const head = ["Category", "Score", "Critical", "High", "Medium", "Low", "Passed", "Unknown"];
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return ["## By category", [tableRow(head), tableRow(rule), ...rows].join("\n")];
}

function planBlocks(result: AuditResult): string[] {
  const steps = workSteps(result);
  const last = steps.at(-1);
  if (last === undefined) return [];
  const shown = steps.slice(0, PLAN_STEPS);
  const rows = shown.map((step, index) => {
    const count = step.count > 1 ? ` (${step.count} findings)` : "";
    return tableRow([
      String(index + 1),
      `${escapeMarkdown(step.title, true)}${count}`,
      step.severity,
      formatEffort(step.effortMinutes),
      formatEffort(step.totalMinutes),
      formatNumber(step.score),
      codeSpan(step.rule, true),
    ]);
  });
  const hidden = steps.length - shown.length;
  const all = `${formatEffort(last.totalMinutes)} in all, to ${formatNumber(last.score)} / 100.`;
  return [
    "## Fix these first",
    [
      tableRow(["", "What", "Severity", "Effort", "So far", "Score then", "Rule"]),
      tableRow(["---:", "---", "---", "---:", "---:", "---:", "---"]),
      ...rows,
    ].join("\n"),
    hidden > 0 ? `Then ${plural(hidden, "more step")}. ${all}` : all,
  ];
}

/** Items up to a limit, and how many were left out. */
function bullets(items: readonly string[]): string {
  const hidden = items.length - MOST_ROWS;
  return [...items.slice(0, MOST_ROWS), ...(hidden > 0 ? [`- and ${hidden} more`] : [])].join("\n");
}

function passedBlocks(result: AuditResult): string[] {
  const passed = result.checks.filter((check) => check.status === "pass");
  if (passed.length === 0) return [];
  const items = passed.map((check) => {
    const evidence = evidencePhrase(check);
    return `- ${codeSpan(check.rule.id)}${evidence === "" ? "" : `: ${escapeMarkdown(evidence)}`}`;
  });
  return [`## Passed (${plural(passed.length, "check")})`, bullets(items)];
}

function unansweredBlocks(result: AuditResult): string[] {
  const items = [...unansweredByReason(result)].map(([reason, ids]) => {
    const rules = ids.toSorted().map((id) => codeSpan(id));
    return `- ${rules.join(", ")}: ${escapeMarkdown(reason)}`;
  });
  const partly = partlyAnswered(result).map((phrase) => `- Undecided in part: ${escapeMarkdown(phrase)}`);
  if (items.length + partly.length === 0) return [];
  return ["## Could not be answered", bullets([...items, ...partly])];
}

function suppressedItem(finding: Finding): string {
  const suppression = finding.suppressed;
  const reason = suppression?.reason ?? null;
  const by = suppression?.kind === "baseline" ? "baseline, still scored" : "ignore comment";
  const missingReason = suppression?.kind === "baseline" ? "known finding" : "no reason given";
  const until = suppression?.until ?? null;
  return [
    `- ${codeSpan(whereOf(finding))} ${codeSpan(finding.rule)} (${finding.severity}, ${by}`,
    until === null ? "" : `, until ${escapeMarkdown(until)}`,
    `): ${reason === null ? missingReason : escapeMarkdown(reason)}`,
  ].join("");
}

function suppressedBlocks(result: AuditResult): string[] {
  const suppressed = result.findings.filter((finding) => finding.suppressed !== null);
  if (suppressed.length === 0) return [];
  return [`## Suppressed (${plural(suppressed.length, "finding")})`, bullets(suppressed.map(suppressedItem))];
}

function noteBlocks(result: AuditResult): string[] {
  const problems = result.problems.map((problem) => {
    const remedy = problem.remedy === null ? "" : ` ${escapeMarkdown(problem.remedy)}`;
    return `- ${codeSpan(formatPlace(problem))}: ${escapeMarkdown(problem.message)}${remedy}`;
  });
  const ignores = result.ignores.map(
    (ignore) => `- ${codeSpan(formatPlace(ignore))}: ${escapeMarkdown(ignore.message)}`,
  );
  return [
    ...(problems.length === 0 ? [] : ["## Inputs that could not be read", bullets(problems)]),
    ...(ignores.length === 0 ? [] : ["## Ignore comments that need attention", bullets(ignores)]),
  ];
}

function reproduceBlocks(result: AuditResult): string[] {
  const inputs = result.sources.map(({ need, available, detail }) => {
    const more = detail === null ? "" : ` (${escapeMarkdown(detail)})`;
    return `${escapeMarkdown(need)}: ${available ? "read" : "not given"}${more}`;
  });
  const skipped = skippedPhrase(result);
  const baseline = result.baseline;
  return [
    "## How to get this report again",
    codeBlock(`${reproduceCommand(result)} --output markdown=report.md`, "sh"),
    "The same commit and the same date give the same score.",
    ...(inputs.length === 0 ? [] : [`Inputs: ${inputs.join("; ")}.`]),
    ...(baseline === null
      ? []
      : [`Baseline ${codeSpan(baseline.file)}: ${baseline.known} known, ${baseline.fixed} no longer found.`]),
    ...(skipped === null ? [] : [escapeMarkdown(skipped)]),
  ];
}

/** The Markdown report, ending in a newline. */
export function renderMarkdown(result: AuditResult): string {
  const blocks = [
    ...headBlocks(result),
    ...planBlocks(result),
    ...categoryBlocks(result),
    ...findingBlocks(result),
    ...passedBlocks(result),
    ...unansweredBlocks(result),
    ...suppressedBlocks(result),
    ...noteBlocks(result),
    ...reproduceBlocks(result),
  ];
  return `${blocks.join("\n\n")}\n`;
}
