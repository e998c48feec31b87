/**
 * SARIF 2.1.0 within GitHub's limits. What GitHub reads and what it ignores:
 * https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
 */
import type { Invocation, Log, Notification } from "sarif";
import type { AuditResult } from "../shared/result.js";
import { plural } from "./phrases.js";
import { escapeMessage, findingsThatFit, physicalLocation, sarifResults } from "./sarif-results.js";
import { sarifRules } from "./sarif-rules.js";

function notifications(result: AuditResult, ruleIndexes: ReadonlyMap<string, number>): Notification[] {
  const problems = result.problems.map((problem): Notification => {
    const text = problem.remedy === null ? problem.message : `${problem.message} ${problem.remedy}`;
    return {
      level: "warning",
      message: { text: escapeMessage(text) },
      locations: [{ physicalLocation: physicalLocation(result, problem.file, problem.line) }],
    };
  });
  const broken = result.checks
    .filter((check) => check.status === "error")
    .map((check): Notification => {
      const index = ruleIndexes.get(check.rule.id);
      return {
        level: "error",
        message: { text: escapeMessage(`The check ${check.rule.id} broke: ${check.reason ?? "no reason was given"}`) },
        associatedRule: { id: check.rule.id, ...(index === undefined ? {} : { index }) },
      };
    });
  const ignores = result.ignores.map((ignore): Notification => ({
    level: "note",
    message: { text: escapeMessage(ignore.message) },
    locations: [{ physicalLocation: physicalLocation(result, ignore.file, ignore.line) }],
  }));
  const hidden = result.findings.length - findingsThatFit(result).length;
  const leftOut: Notification[] =
    hidden === 0
      ? []
      : [{ level: "warning", message: { text: `${plural(hidden, "finding")} left out: GitHub takes 25,000 a run.` } }];
  return [...problems, ...broken, ...ignores, ...leftOut];
}

/** The result as a SARIF log. */
export function toSarif(result: AuditResult): Log {
  const rules = sarifRules(result);
  const ruleIndexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const invocation: Invocation = {
    executionSuccessful: true,
    toolExecutionNotifications: notifications(result, ruleIndexes),
  };
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "prodcheck", semanticVersion: result.tool.version, rules } },
        // No `uri`: where the checkout lay on this machine is nobody's business, and GitHub knows its own.
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "Root of the audited repository." } } },
        columnKind: "utf16CodeUnits",
        invocations: [invocation],
        results: sarifResults(result, ruleIndexes),
        properties: {
          asOf: result.asOf,
          verdict: result.verdict,
          score: result.score.total,
          commit: result.target.commit,
        },
      },
    ],
  };
}

export function renderSarif(result: AuditResult): string {
  return `${JSON.stringify(toSarif(result), null, 2)}\n`;
}
