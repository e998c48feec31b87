import type { Check } from "../shared/result.js";
import type { RuleInfo, RuleOutcome } from "../shared/rule.js";

/** What ignores and baselines have to know about the run: which rules exist, under which names, and which gave an answer. */
export interface KnownRules {
  /** Every id and former id → the id of today. */
  readonly ids: ReadonlyMap<string, string>;
  /** Rules that looked at everything: only about these may "nothing found" be read as "it is gone". */
  readonly answered: ReadonlySet<string>;
}

/** `rules` are all that exist, also those that `--only` or `--skip` left out; `outcomes` those that ran. */
export function knowRules(
  rules: readonly Pick<RuleInfo, "id" | "aliases">[],
  outcomes: readonly (Pick<RuleOutcome, "rule" | "status"> | Pick<Check, "rule" | "status">)[],
): KnownRules {
  const ids = new Map<string, string>();
  for (const rule of rules) for (const alias of rule.aliases) ids.set(alias, rule.id);
  // Ids of today last: where a new rule took over a former id, the rule that has it now is meant.
  for (const rule of rules) ids.set(rule.id, rule.id);
  const answered = new Set<string>();
  for (const { rule, status } of outcomes) if (status !== "unknown" && status !== "error") answered.add(rule.id);
  return { ids, answered };
}
