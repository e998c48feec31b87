import { CATEGORIES, type Category } from "../shared/rule.js";
import { CATEGORY_WEIGHTS } from "./category-weights.js";
import { creditRule, type RuleTally } from "./rule-tally.js";

/** What an open critical leaves of a good score: it is not ready, whatever else is fine. */
const CAP_WITH_CRITICAL = 69;
const MANY_CRITICALS = 3;
const CAP_WITH_MANY_CRITICALS = 49;

/** Tallies by category; only categories with something to score are in it. */
export type TalliesByCategory = ReadonlyMap<Category, readonly RuleTally[]>;

/** Sorts tallies into their categories, keeping their order. */
export function groupByCategory(tallies: readonly RuleTally[]): Map<Category, RuleTally[]> {
  const groups = new Map<Category, RuleTally[]>();
  for (const tally of tallies) {
    const group = groups.get(tally.category);
    if (group === undefined) groups.set(tally.category, [tally]);
    else group.push(tally);
  }
  return groups;
}

/** 0 to 1: the weighted mean of the rules' credits. */
export function meanOfRules(tallies: readonly RuleTally[]): number {
  let sum = 0;
  let weights = 0;
  for (const tally of tallies) {
    const { credit, weight } = creditRule(tally);
    sum += credit * weight;
    weights += weight;
  }
  return weights === 0 ? 1 : sum / weights;
}

/** 0 to 100: the weighted mean of the categories' means, summed in one fixed order; null when there is none. */
export function totalOf(means: ReadonlyMap<Category, number>): number | null {
  let sum = 0;
  let weights = 0;
  for (const category of CATEGORIES) {
    const mean = means.get(category);
    if (mean === undefined) continue;
    sum += mean * CATEGORY_WEIGHTS[category].weight;
    weights += CATEGORY_WEIGHTS[category].weight;
  }
  return weights === 0 ? null : (100 * sum) / weights;
}

/** The means of all categories. */
export function meansOf(groups: TalliesByCategory): Map<Category, number> {
  return new Map([...groups].map(([category, tallies]) => [category, meanOfRules(tallies)]));
}

/** The most that the total can be with so many criticals; null when nothing caps it. */
export function capFor(criticals: number): number | null {
  if (criticals === 0) return null;
  return criticals < MANY_CRITICALS ? CAP_WITH_CRITICAL : CAP_WITH_MANY_CRITICALS;
}

/** The total as it is shown: capped, one decimal. */
export function capTotal(total: number | null, cap: number | null): number | null {
  if (total === null) return null;
  return floorToTenth(cap === null ? total : Math.min(total, cap));
}

/** Rounds down to one decimal, so that 100 is shown for a perfect score only. */
export function floorToTenth(value: number): number {
  // 82.3 can come out of the sums as 82.29999999999999; that much is noise, not a lost point.
  const floored = Math.floor(value * 10 + 1e-7) / 10;
  return floored >= 100 && value < 100 ? 99.9 : floored;
}
