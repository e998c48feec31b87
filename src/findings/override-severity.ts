import type { RuleOutcome, Severity } from "../shared/rule.js";

/**
 * Applies the severities a project set in its config, by rule id or former id. They win over a row's own severity
 * (somebody decided them), and they change the rule's weight in the score too, so they are applied before both.
 */
export function overrideSeverities(
  outcomes: readonly RuleOutcome[],
  severityOverrides: Readonly<Record<string, Severity>>,
): RuleOutcome[] {
  const wanted = new Map(Object.entries(severityOverrides));
  return outcomes.map((outcome) => {
    const name = [outcome.rule.id, ...outcome.rule.aliases].find((id) => wanted.has(id));
    const severity = name === undefined ? undefined : wanted.get(name);
    if (severity === undefined) return outcome;
    return {
      ...outcome,
      rule: { ...outcome.rule, severity },
      rows: outcome.rows.map((row) => ({ ...row, severity: null })),
    };
  });
}
