import { UserError } from "../shared/errors.js";

/** Gathers a repeatable, comma-separated option. */
export const collect = (value: string, previous: readonly string[] | undefined): string[] => [
  ...(previous ?? []),
  ...splitList(value),
];

/** Commas separate, except inside a glob's braces: `src/{a,b}/**`. */
function splitList(value: string): string[] {
  if (value.includes("{")) return [value];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** A date as YYYY-MM-DD. */
export function parseDate(text: string): string {
  const time = Date.parse(`${text}T00:00:00Z`);
  const isDate = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
  if (isDate) return text;
  throw new UserError(`"${text}" is no date.`, { where: "--as-of", remedy: "Write it as YYYY-MM-DD." });
}
