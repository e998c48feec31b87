import type { FactSet } from "../fact-set.js";
import type { CatalogSourceRow } from "../rows.js";

/** Where the catalogue comes from, how old it is and what it lacks, in one line; null without a catalogue. */
export function describeCatalog({ catalog_source, catalog_gap = [], pg_table = [] }: FactSet): string | null {
  const source = catalog_source?.[0];
  if (!source) return null;
  const gaps = catalog_gap.map(({ table_name, is_partial }) => (is_partial ? `${table_name} in part` : table_name));
  const lacks = gaps.length === 0 ? "" : `; not read: ${gaps.join(", ")}`;
  const statistics = source.has_statistics ? "" : "; no row counts or sizes";
  return `${origin(source)}, PostgreSQL ${source.server_version}, ${pg_table.length} tables${statistics}${lacks}`;
}

function origin({ kind, name, role, age_days }: CatalogSourceRow): string {
  if (kind === "live") return `live database ${name} as ${role}`;
  if (kind === "replay") return `migrations of ${name} replayed`;
  return `snapshot ${name}, ${age_days === 1 ? "1 day" : `${age_days} days`} old`;
}
