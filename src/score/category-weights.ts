import type { Category } from "../shared/rule.js";

/** How much a category counts in the total, and why. Only categories with something to score take part. */
export const CATEGORY_WEIGHTS: Readonly<Record<Category, { readonly weight: number; readonly reason: string }>> = {
  vendors: { weight: 2, reason: "A retired API fails on a date, for every user at once, with no change of one's own." },
  env: {
    weight: 2,
    reason: "A missing variable takes the service down at start-up, which is noticed and quickly set right.",
  },
  security: { weight: 3, reason: "The damage of a breach cannot be undone." },
  resilience: {
    weight: 3,
    reason: "Most outages begin in somebody else's service; this decides whether they become one's own.",
  },
  redis: { weight: 1, reason: "One component of many, and often only a cache." },
  database: { weight: 3, reason: "Wrong or unindexed queries lose data and stop the service under load." },
  schema: { weight: 2, reason: "A bad schema grows costly with its tables, though seldom overnight." },
  migrations: { weight: 1, reason: "A dangerous migration hurts once, while somebody is watching." },
  scheduling: { weight: 1, reason: "Few jobs, each with a narrow effect." },
  observability: { weight: 2, reason: "What is not seen is not repaired; it makes every other failure longer." },
  delivery: { weight: 1, reason: "A poor pipeline slows the repair, it does not break the service." },
  testing: { weight: 1, reason: "Missing tests are a risk of tomorrow's change, not of today's service." },
  code: { weight: 2, reason: "Undefined calls and missing modules crash the path they are on." },
  api: { weight: 1, reason: "Contract faults hurt some callers; the service goes on." },
};
