/** `20260131120000_x.sql`, `2026-01-31_x.sql`, `20260131_x/migration.sql` */
const DATED = /^V?(20\d\d)[-_]?(0[1-9]|1[0-2])[-_]?(0[1-9]|[12]\d|3[01])(?=\d{4,6}(?!\d)|\D|$)/i;
/** `1769860800000_x.sql`: node-pg-migrate counts milliseconds, others seconds. */
const EPOCH = /^(1[5-9]\d{8})(\d{3})?(?!\d)/;

/** Day that a migration's name says it was written, YYYY-MM-DD; null when it says none. */
export function writtenOn(path: string): string | null {
  const parts = path.split("/");
  const name = parts.at(-1) === "migration.sql" ? (parts.at(-2) ?? "") : (parts.at(-1) ?? "");
  const dated = DATED.exec(name);
  if (dated) return dated.slice(1, 4).join("-");
  const seconds = EPOCH.exec(name)?.[1];
  return seconds === undefined ? null : new Date(Number(seconds) * 1000).toISOString().slice(0, 10);
}
