import type { FactSet } from "./fact-set.js";

/** What a rule about a database's schema starts from. */
const ABOUT_POSTGRES: ReadonlySet<string> = new Set(["migrations", "catalog"]);

/**
 * Whether an input would have anything to say. A repository that neither declares a package that may talk to Postgres nor has
 * SQL files misses no schema: rules about one do not apply, instead of being unknown. A live project is missed where the code has
 * Supabase's packages, git's history where there are migrations, a report of coverage where there is code, and one of a test run where there are tests.
 */
export function isInputWanted(facts: FactSet, need: string): boolean {
  if (need === "supabase") return (facts.dependency ?? []).some(({ name }) => name.startsWith("@supabase/"));
  if (need === "history") return (facts.migration_file ?? []).some(({ tool }) => tool !== "dump");
  if (need === "coverage") return hasCode(facts, "app");
  if (need === "tests") return hasCode(facts, "test");
  if (!ABOUT_POSTGRES.has(need)) return true;
  const drivers = new Set(
    (facts.module_role ?? []).filter(({ role }) => role === "postgres").map(({ module }) => module),
  );
  return (
    (facts.dependency ?? []).some(({ name }) => drivers.has(name)) ||
    (facts.file ?? []).some(({ language }) => language === "sql")
  );
}

const CODE: ReadonlySet<string> = new Set(["typescript", "javascript", "vue", "svelte", "astro", "python"]);

const hasCode = (facts: FactSet, role: string): boolean =>
  (facts.file ?? []).some((file) => file.role === role && CODE.has(file.language));
