import { basename } from "node:path";
import Table from "cli-table3";
import { Command } from "commander";
import type { CompiledRule } from "../rules/compile.js";
import { findRules } from "../rules/find-rules.js";
import { writeNewRule } from "../rules/new-rule.js";
import { renderTestReport, testRules, type OpenStore } from "../rules/test-rules.js";
import type { UserError } from "../shared/errors.js";
import { renderRule } from "./render-rule.js";
import {
  loadChosenRules,
  loadRuleFolders,
  withRuleFolders,
  type RuleFolderContext,
  type RuleFolderOption,
} from "./rule-folders.js";

export interface RulesCommandContext extends RuleFolderContext {
  /** Writes to stdout. */
  readonly write: (text: string) => void;
  /** Gets ready to collect the facts of these rules' examples. */
  readonly prepareExamples: (rules: readonly CompiledRule[]) => Promise<OpenStore>;
  /** Ends the process with this exit code, once the command is done: 1 when a test failed, 2 when a rule file is broken. */
  readonly exitWith: (code: 1 | 2) => void;
}

/** `prodcheck rules list | show | test | new`. Mistakes in the arguments are thrown as UserError. */
export function rulesCommand(context: RulesCommandContext): Command {
  const group = new Command("rules").description("List, explain, test and write rules");
  withRuleFolders(group.command("list").description("List every rule"))
    .option("--json", "print JSON")
    .action((options: RuleFolderOption & { json?: true }) => {
      const rules = loadChosenRules(options, context);
      context.write(options.json ? listJson(rules) : listTable(rules));
    });
  withRuleFolders(group.command("show").description("Explain one rule").argument("<id>", "id of the rule"))
    .option("--json", "print JSON")
    .action((id: string, options: RuleFolderOption & { json?: true }) => {
      const rules = loadChosenRules(options, context);
      const found = findRules(rules, [id]);
      context.write(options.json ? listJson(found) : found.map(renderRule).join("\n"));
    });
  withRuleFolders(group.command("test").description("Execute the examples of rules"))
    .argument("[ids...]", "rules (by id or file) or categories; all of them when left out")
    .action((ids: readonly string[], options: RuleFolderOption) => runTests(ids.map(ruleName), options, context));
  group
    .command("new")
    .description("Write a rule to start from")
    .argument("<category/id>", "category and id, e.g. scheduling/cron-without-timezone")
    .option("--in <folder>", "rules folder it goes into", "rules")
    .action((name: string, options: { in: string }) => {
      const path = writeNewRule(name, options.in);
      context.write(`${path}\nFill it in, then run: prodcheck rules test ${ruleName(path)} --rules ${options.in}\n`);
    });
  return group;
}

/** `rules/scheduling/late-job.yaml` → `late-job`; anything else as it is. */
const ruleName = (name: string): string => (name.endsWith(".yaml") ? basename(name, ".yaml") : name);

async function runTests(
  names: readonly string[],
  options: RuleFolderOption,
  context: RulesCommandContext,
): Promise<void> {
  const { rules, errors } = loadRuleFolders(options, context);
  // Who tests one rule does not want to hear about the others.
  const relevant = names.length === 0 ? errors : errors.filter((error) => names.some((name) => isAbout(error, name)));
  for (const error of relevant) context.warn(error);
  const working = names.filter((name) => !relevant.some((error) => isAbout(error, name)));
  const selected = names.length === 0 ? rules : findRules(rules, working);
  const report = testRules(selected, await context.prepareExamples(selected));
  if (selected.length > 0 || relevant.length === 0) context.write(renderTestReport(report));
  if (report.failed > 0) context.exitWith(1);
  else if (relevant.length > 0) context.exitWith(2);
}

/** True when a load error is about the file of this rule. */
const isAbout = (error: UserError, name: string): boolean =>
  basename((error.where ?? "").replace(/:\d+$/, "")) === `${name}.yaml`;

const listJson = (rules: readonly CompiledRule[]): string =>
  `${JSON.stringify(
    rules.map(({ info }) => info),
    null,
    2,
  )}\n`;

function listTable(rules: readonly CompiledRule[]): string {
  const table = new Table({
    head: ["rule", "category", "severity", "confidence", "title"],
    style: { head: [], border: [], compact: true },
  });
  for (const { info } of rules) table.push([info.id, info.category, info.severity, info.confidence, info.title]);
  return `${table.toString()}\n${rules.length} ${rules.length === 1 ? "rule" : "rules"}\n`;
}
