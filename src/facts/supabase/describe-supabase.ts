import type { SupabaseSummary } from "../../shared/result.js";
import { supabasePhrase } from "../../shared/supabase-phrase.js";
import type { FactSet } from "../fact-set.js";

/** Which project was asked, what it shows a stranger, and what could not be asked; null without one. */
export function summarizeSupabase(facts: FactSet): SupabaseSummary | null {
  const project = facts.supabase_project?.[0];
  if (!project) return null;
  const relations = facts.supabase_relation ?? [];
  const anon = relations.filter(({ role, answer }) => role === "anon" && answer !== "missing" && answer !== "unserved");
  const service = relations.filter(({ role }) => role === "service");
  return {
    host: project.host,
    askedAt: project.asked_at,
    requests: project.requests,
    anon: project.asked_anon
      ? {
          relations: anon.length,
          readable: anon.filter(({ has_rows }) => has_rows === true).length,
          functions: (facts.supabase_function ?? []).length,
        }
      : null,
    service: project.asked_service
      ? { relations: service.length, missing: service.filter(({ answer }) => answer === "missing").length }
      : null,
    publicBuckets: (facts.supabase_bucket ?? []).filter(({ is_public }) => is_public === true).length,
    gaps: (facts.supabase_gap ?? []).map(({ subject, role, reason }) => ({ subject, role: roleOf(role), reason })),
  };
}

const roleOf = (role: string): "anon" | "service" => (role === "service" ? "service" : "anon");

/** Whether a live project was asked as a stranger: what rules about it need. */
export function supabaseInput(facts: FactSet): { available: boolean; detail: string } {
  const summary = summarizeSupabase(facts);
  if (summary === null) return { available: false, detail: "no project was given" };
  return {
    available: summary.anon !== null,
    detail: summary.anon === null ? "no anon key was given" : supabasePhrase(summary),
  };
}

/** Adds what a project answered to the facts that say what it was asked for. */
export function addSupabase(facts: FactSet, found: FactSet): void {
  Object.assign(facts, found);
  for (const row of facts.collected ?? []) if (row.need === "supabase") Object.assign(row, supabaseInput(facts));
}
