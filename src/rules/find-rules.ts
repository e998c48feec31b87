import { CATEGORIES } from "../shared/rule.js";
import { closestName } from "../shared/closest-name.js";
import { UserError } from "../shared/errors.js";
import type { CompiledRule } from "./compile.js";

/** The rule of this name, today's or an older one. */
export const findRule = (rules: readonly CompiledRule[], name: string): CompiledRule | null =>
  rules.find(({ info }) => info.id === name) ?? rules.find(({ info }) => info.aliases.includes(name)) ?? null;

/**
 * The rules of these names, in the order of `rules`. A name is an id, an older id, or a category, which stands for all
 * of its rules.
 * @throws UserError for a name that means none of them.
 */
export function findRules(rules: readonly CompiledRule[], names: readonly string[]): CompiledRule[] {
  const found = new Set<CompiledRule>();
  for (const name of names) {
    const isCategory = CATEGORIES.some((category) => category === name);
    const rule = findRule(rules, name);
    if (rule === null && !isCategory) throw unknownRule(rules, name);
    if (rule !== null) found.add(rule);
    else for (const each of rules) if (each.info.category === name) found.add(each);
  }
  return rules.filter((rule) => found.has(rule));
}

function unknownRule(rules: readonly CompiledRule[], name: string): UserError {
  const names = rules.flatMap(({ info }) => [info.id, ...info.aliases]);
  const nearest = closestName(name, [...names, ...CATEGORIES]);
  return new UserError(`There is no rule "${name}".`, {
    remedy: nearest === null ? "`prodcheck rules list` shows them all." : `Did you mean "${nearest}"?`,
  });
}

/** The rules to ask: those of `only` (all when empty) without those of `skip`. Names as in `findRules`. */
export function selectRules(
  rules: readonly CompiledRule[],
  only: readonly string[],
  skip: readonly string[],
): CompiledRule[] {
  const chosen = only.length === 0 ? rules : findRules(rules, only);
  const left = new Set(findRules(rules, skip));
  return chosen.filter((rule) => !left.has(rule));
}
