import type { MigrationFolder } from "../facts/migrations/migration.js";

/** What the file is called, without its number. */
const TITLE = "prodcheck_fixes";

/** `20260131120000` */
const stamp = (now: Date): string => now.toISOString().replaceAll(/\D/g, "").slice(0, 14);

/** Path of the migration that comes after those of a folder, named as they are. */
export function nextMigration({ dir, tool, files }: MigrationFolder, now: Date): string {
  const last = files.at(-1) ?? "";
  const below = last.slice(dir === "" ? 0 : dir.length + 1);
  const folder = dir === "" ? "" : `${dir}/`;
  if (below.endsWith("/migration.sql")) return `${folder}${numberAfter(below, now)}/migration.sql`;
  if (tool === "dump") return `${folder}${TITLE}.sql`;
  const versions = files.map((file) => Number(/(?:^|\/)V(\d+)[^/]*$/.exec(file)?.[1] ?? Number.NaN));
  const version = Math.max(...versions.filter((each) => !Number.isNaN(each)));
  if (tool === "flyway" && Number.isFinite(version)) return `${folder}V${version + 1}__${TITLE}.sql`;
  return `${folder}${numberAfter(below, now)}.sql`;
}

/** The title behind the number, date or time that follows the one this name starts with. */
function numberAfter(name: string, now: Date): string {
  const [, digits = "", mark = "_"] = /^(\d+)([-_.]?)/.exec(name) ?? [];
  const dated = /^20\d\d([-_])\d\d\1\d\d(.)?/.exec(name);
  if (dated)
    return `${now
      .toISOString()
      .slice(0, 10)
      .replaceAll("-", dated[1] ?? "-")}${separator(dated[2])}${TITLE}`;
  return `${nextNumber(digits, now)}${separator(mark)}${TITLE}`;
}

const separator = (mark: string | undefined): string => (mark === "-" ? "-" : "_");

function nextNumber(digits: string, now: Date): string {
  if (digits.length === 13) return String(now.getTime());
  if (digits.length === 10 && digits.startsWith("1")) return String(Math.floor(now.getTime() / 1000));
  if (digits.length === 8 && digits.startsWith("20")) return stamp(now).slice(0, 8);
  if (digits === "" || digits.length >= 12) return stamp(now);
  return String(Number(digits) + 1).padStart(digits.length, "0");
}
