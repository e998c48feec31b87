import type { CatalogSummary } from "./result.js";

/** Which database was read, how old that is and what it lacks, in one line. */
export function catalogPhrase(catalog: CatalogSummary): string {
  const gaps = catalog.gaps.map(({ table, isPartial }) => (isPartial ? `${table} in part` : table));
  const lacks = gaps.length === 0 ? "" : `; not read: ${gaps.join(", ")}`;
  const statistics = catalog.hasStatistics ? "" : "; no row counts or sizes";
  const tables = catalog.tables === 1 ? "1 table" : `${catalog.tables.toLocaleString("en-US")} tables`;
  return `${origin(catalog)}, PostgreSQL ${catalog.serverVersion}, ${tables}${statistics}${lacks}`;
}

function origin({ source, name, role, ageDays }: CatalogSummary): string {
  if (source === "live") return `live database ${name} as ${role}`;
  if (source === "replay") return `migrations of ${name} replayed`;
  return `snapshot ${name}, ${ageDays === 1 ? "1 day" : `${ageDays} days`} old`;
}
