import { catalogPhrase } from "../../shared/catalog-phrase.js";
import type { CatalogSummary } from "../../shared/result.js";
import type { FactSet } from "../fact-set.js";

/** Where the catalogue comes from, how old it is and what it lacks; null without a catalogue. */
export function summarizeCatalog({ catalog_source, catalog_gap = [], pg_table = [] }: FactSet): CatalogSummary | null {
  const source = catalog_source?.[0];
  if (!source) return null;
  return {
    source: source.kind === "live" || source.kind === "snapshot" ? source.kind : "replay",
    name: source.name,
    serverVersion: source.server_version,
    role: source.role,
    readAt: source.read_at,
    ageDays: source.age_days,
    tables: pg_table.filter(({ is_system }) => !is_system).length,
    hasStatistics: source.has_statistics,
    gaps: catalog_gap.map(({ table_name, reason, is_partial }) => ({
      table: table_name,
      reason,
      isPartial: is_partial,
    })),
  };
}

/** The same in one line. */
export function describeCatalog(facts: FactSet): string | null {
  const summary = summarizeCatalog(facts);
  return summary === null ? null : catalogPhrase(summary);
}
