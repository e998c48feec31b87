/** The rules of a SARIF run, with the texts GitHub shows beside an alert. */
import type { ReportingDescriptor } from "sarif";
import type { AuditResult } from "../shared/result.js";
import { SEVERITIES, type Confidence, type RuleInfo, type Severity } from "../shared/rule.js";
import { codeBlock, codeSpan, escapeBlocks, escapeMarkdown, linkTo } from "./markdown-text.js";
import { clip } from "./sanitize.js";
import { paragraphs } from "./text-layout.js";

export const LEVELS = { critical: "error", high: "error", medium: "warning", low: "note" } as const;

/**
 * GitHub knows four severities only through `security-severity` (over 9.0 critical, from 7.0 high, from 4.0 medium);
 * by level alone a critical and a high finding look the same. The `security` tag stays with security rules.
 */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};
const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "recommendation",
};
const PRECISIONS: Readonly<Record<Confidence, string>> = { high: "high", medium: "medium", low: "low" };
/** GitHub's limit on rule descriptions, less a little. */
const LONGEST_DESCRIPTION = 1_000;
const LONGEST_HELP = 20_000;

function helpText(rule: RuleInfo): string {
  const verify = rule.verify === null ? [] : [`Verify: ${rule.verify}`];
  return clip([`Why: ${rule.why.trim()}`, `Fix: ${rule.fix.summary.trim()}`, ...verify].join("\n\n"), LONGEST_HELP);
}

function helpMarkdown(rule: RuleInfo): string {
  const links = rule.references.map(linkTo).filter((link) => link !== null);
  const blocks = [
    `# ${escapeMarkdown(rule.title)}`,
    "## Why",
    ...escapeBlocks(rule.why),
    "## Fix",
    ...escapeBlocks(rule.fix.summary),
    ...(rule.fix.example === null ? [] : [codeBlock(rule.fix.example)]),
    ...(rule.verify === null ? [] : ["## Verify", codeSpan(rule.verify)]),
    "## Read more",
    [codeSpan(`prodcheck explain ${rule.id}`), ...links].map((link) => `- ${link}`).join("\n"),
  ];
  // Cut between blocks: half a code block would swallow what a viewer shows after it.
  const kept: string[] = [];
  let length = 0;
  for (const block of blocks) {
    length += block.length + 2;
    if (length > LONGEST_HELP) break;
    kept.push(block);
  }
  return kept.join("\n\n");
}

function toDescriptor(rule: RuleInfo, severity: Severity): ReportingDescriptor {
  const helpUri = rule.references.find((reference) => linkTo(reference) !== null);
  return {
    id: rule.id,
    name: clip(rule.id, 255),
    shortDescription: { text: clip(rule.title, LONGEST_DESCRIPTION) },
    fullDescription: { text: clip(paragraphs(rule.why).join(" ") || rule.title, LONGEST_DESCRIPTION) },
    ...(helpUri === undefined ? {} : { helpUri: new URL(helpUri).href }),
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: {
      tags: rule.category === "security" ? ["security"] : [rule.category],
      precision: PRECISIONS[rule.confidence],
      "problem.severity": PROBLEM_SEVERITIES[severity],
      "security-severity": SECURITY_SEVERITIES[severity],
    },
  };
}

/**
 * One descriptor a rule. GitHub reads severity from the rule alone, so a rule whose findings here are worse or milder
 * than its default (a dated rule) gets the worst severity that it found.
 */
export function sarifRules(result: AuditResult): ReportingDescriptor[] {
  const worst = new Map<string, Severity>();
  for (const severity of SEVERITIES) {
    for (const finding of result.findings) {
      if (finding.severity === severity && !worst.has(finding.rule)) worst.set(finding.rule, severity);
    }
  }
  const rules = new Map(result.checks.map(({ rule }) => [rule.id, rule]));
  const orphans = new Map(
    result.findings.filter(({ rule }) => !rules.has(rule)).map((finding) => [finding.rule, finding]),
  );
  return [
    ...[...rules.values()].map((rule) => toDescriptor(rule, worst.get(rule.id) ?? rule.severity)),
    ...[...orphans.values()].map((finding): ReportingDescriptor => ({
      id: finding.rule,
      shortDescription: { text: clip(finding.title, LONGEST_DESCRIPTION) },
      fullDescription: { text: clip(finding.why, LONGEST_DESCRIPTION) },
      help: { text: finding.fix },
    })),
  ];
}
