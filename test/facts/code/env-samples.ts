import { extractCode } from "#src/facts/code/extract-code.js";
import { FactCollector } from "#src/facts/collect-facts.js";
import type { FactSet } from "#src/facts/fact-set.js";
import type { GuardRow } from "#src/facts/rows.js";
import { memoryRepository } from "#src/shared/memory-repository.js";

/** Facts of one small file, before linking. */
export const factsOf = (text: string, path = "src/app.ts"): FactSet =>
  extractCode({ path, language: /\.[cm]?tsx?$/.test(path) ? "typescript" : "javascript", role: "app" }, text).code
    .facts;

/** Facts of a small repository, linked. */
export function linkedFacts(texts: Readonly<Record<string, string>>): FactSet {
  const repository = memoryRepository(texts, {
    classify: (path) => ({ language: path.endsWith(".json") ? "json" : "typescript", role: "app" }),
  });
  const collector = new FactCollector();
  for (const file of repository.files) collector.add(file, repository.readText(file));
  return collector.finish(repository, { facts: {}, asOf: "2026-01-01" });
}

/** `NAME operator literal [default] → when unset: effect (else: effect) + other terms`. */
export function showGuard(row: GuardRow): string {
  const parts = [row.env_name, row.operator];
  if (row.compared_to !== null) parts.push(row.compared_to);
  if (row.default_value !== null) parts.push(`[${row.default_value}]`);
  parts.push(`→ ${row.when_unset}: ${row.effect}`);
  if (row.has_else) parts.push(`else ${row.else_effect}`);
  if (row.other_terms !== null) parts.push(`+ ${row.other_terms}`);
  return parts.join(" ");
}
