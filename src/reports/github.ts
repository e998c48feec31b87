/**
 * Workflow commands of GitHub Actions: one annotation a finding, then a summary line for the log.
 * Syntax and escaping: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
import type { AuditResult, Finding } from "../shared/result.js";
import { SEVERITIES, type Severity } from "../shared/rule.js";
import { coveragePhrase, openFindings, placesOf, plural, scorePhrase, severityPhrase } from "./phrases.js";
import { pathForHost } from "./repository-path.js";
import { clip } from "./sanitize.js";

const COMMANDS: Readonly<Record<Severity, "error" | "warning" | "notice">> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "notice",
};
/** GitHub shows ten annotations of each kind a step and drops the rest without a word; we keep the worst. */
const MOST_OF_A_KIND = 10;
const LONGEST_MESSAGE = 1_000;

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function annotation(finding: Finding, result: AuditResult): string {
  const places = placesOf(finding);
  const place = places[0];
  const properties = [
    place === undefined ? null : `file=${escapeProperty(pathForHost(result, place.file))}`,
    place === undefined || place.line === null ? null : `line=${place.line}`,
    `title=${escapeProperty(`${finding.severity}: ${finding.title}`)}`,
  ];
  const subject = place === undefined && finding.object !== null ? `${finding.object}: ` : "";
  const more = places.length > 1 ? ` (${plural(places.length, "place")})` : "";
  const lines = [`${subject}${finding.message}${more}`, `Fix: ${finding.fix}`, `Rule: ${finding.rule}`];
  const message = clip(lines.join("\n"), LONGEST_MESSAGE);
  const named = properties.filter((property) => property !== null).join(",");
  return `::${COMMANDS[finding.severity]} ${named}::${escapeData(message)}`;
}

/** Annotations for the worst open findings and a closing summary, ending in a newline. */
export function renderGithub(result: AuditResult): string {
  const open = openFindings(result);
  const used = { error: 0, warning: 0, notice: 0 };
  const lines: string[] = [];
  for (const severity of SEVERITIES) {
    for (const finding of open.filter((candidate) => candidate.severity === severity)) {
      const command = COMMANDS[severity];
      if (used[command] >= MOST_OF_A_KIND) break;
      used[command] += 1;
      lines.push(annotation(finding, result));
    }
  }
  const hidden = open.length - lines.length;
  const rest = hidden > 0 ? ` ${plural(hidden, "finding")} not annotated (GitHub shows ten of a kind).` : "";
  const summary = `prodcheck: ${result.verdict}, ${scorePhrase(result.score)}, ${severityPhrase(open)}.`;
  return `${[...lines, `${summary} ${coveragePhrase(result.score)}${rest}`].join("\n")}\n`;
}
