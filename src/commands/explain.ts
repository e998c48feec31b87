import { Command } from "commander";
import { renderRulePage } from "../reports/rule-page.js";
import { sanitizeText } from "../reports/sanitize.js";
import { findRules } from "../rules/find-rules.js";
import { loadChosenRules, withRuleFolders, type RuleFolderContext, type RuleFolderOption } from "./rule-folders.js";

interface ExplainContext extends RuleFolderContext {
  /** Writes to stdout. */
  readonly write: (text: string) => void;
}

/** `prodcheck explain <rule>`: the rule's page, the same that docs/rules holds for the built-in ones. */
export function explainCommand(context: ExplainContext): Command {
  return withRuleFolders(
    new Command("explain")
      .description("Explain a rule: why, what to do, examples")
      .argument("<rule>", "id of the rule"),
  ).action((id: string, options: RuleFolderOption) => {
    const [rule] = findRules(loadChosenRules(options, context), [id]);
    if (rule !== undefined) context.write(sanitizeText(renderRulePage(rule)));
  });
}
