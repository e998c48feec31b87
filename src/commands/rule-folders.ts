/** The rules a command is about: those that ship with prodcheck and those of the folders its user names. */
import { resolve } from "node:path";
import type { Command } from "commander";
import type { CompiledRule } from "../rules/compile.js";
import { builtInRuleFolder, loadRules, type LoadedRules, type RuleFolder } from "../rules/load-rules.js";
import type { UserError } from "../shared/errors.js";

export interface RuleFolderOption {
  readonly rules: readonly string[];
}

export interface RuleFolderContext {
  /** Reports a broken rule file; the command goes on with the others. */
  readonly warn: (error: UserError) => void;
  /** The rules that ship with prodcheck; tests name a folder of their own. */
  readonly builtIn?: RuleFolder;
}

export const withRuleFolders = (command: Command): Command =>
  command.option("--rules <folder>", "also read the rules of this folder (repeatable)", appendValue, []);

const appendValue = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** The built-in rules and those of the folders given. Naming the built-in folder again reads it once. */
export function loadRuleFolders(options: RuleFolderOption, context: RuleFolderContext): LoadedRules {
  const builtIn = context.builtIn ?? builtInRuleFolder;
  const own = options.rules.filter((path) => resolve(path) !== builtIn.path);
  return loadRules([builtIn, ...own.map((path) => ({ path, isBuiltIn: false }))]);
}

/** The same, the broken ones reported and left out. */
export function loadChosenRules(options: RuleFolderOption, context: RuleFolderContext): readonly CompiledRule[] {
  const { rules, errors } = loadRuleFolders(options, context);
  for (const error of errors) context.warn(error);
  return rules;
}
