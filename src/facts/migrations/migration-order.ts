import { z } from "zod";
import { compareText } from "../../shared/compare-text.js";

const fileName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const Journal = z.object({
  dialect: z.string().optional(),
  entries: z.array(z.object({ idx: z.number(), tag: z.string() })),
});

/** A journal's order; `foreign` when it belongs to another database, null when it is not about these files. */
export type DrizzleOrder = readonly string[] | "foreign" | null;

/**
 * Drizzle applies what its journal lists, in that order, and nothing else. A journal that lists other files than the numbered
 * ones of its folder was left behind: the project applies its files in another way.
 */
export function orderDrizzle(dir: string, journal: string | null, paths: readonly string[]): DrizzleOrder {
  const read = Journal.safeParse(parseJson(journal));
  if (!read.success) return null;
  if (!/^(?:pg|postgresql)$/.test(read.data.dialect ?? "pg")) return "foreign";
  const entries = read.data.entries.toSorted((left, right) => left.idx - right.idx);
  const listed = entries.map(({ tag }) => `${dir}/${tag}.sql`);
  const known = new Set(paths);
  const isComplete = orderNumbered(paths).every((path) => listed.includes(path));
  return isComplete && listed.every((path) => known.has(path)) ? listed : null;
}

function parseJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

const VERSIONED = /^V(\d+(?:[._]\d+)*)__.+\.sql$/;
const REPEATABLE = /^R__.+\.sql$/;

const versionOf = (path: string): number[] => (VERSIONED.exec(fileName(path))?.[1] ?? "").split(/[._]/).map(Number);

/** Flyway: versions by number, part by part; repeatable files after them, by description. */
export function orderFlyway(paths: readonly string[]): string[] {
  const versioned = paths.filter((path) => VERSIONED.test(fileName(path)));
  if (versioned.length === 0) return [];
  versioned.sort((left, right) => compareVersions(versionOf(left), versionOf(right)));
  const repeatable = paths.filter((path) => REPEATABLE.test(fileName(path)));
  return [...versioned, ...repeatable.toSorted()];
}

function compareVersions(left: readonly number[], right: readonly number[]): number {
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const NUMBER = /^v?(\d+)(?:[-_. ]|\.sql$)/i;
const DATE = /^(\d{4})[-_](\d{2})[-_](\d{2})/;

/** Names from left to right, as the Supabase CLI and `docker-entrypoint-initdb.d` sort them. */
export const orderByName = (paths: readonly string[]): string[] =>
  paths.toSorted((left, right) => compareText(fileName(left), fileName(right)));

/** Files that start with a number or a date, by that and then by name. */
export function orderNumbered(paths: readonly string[]): string[] {
  const numbered = paths.flatMap((path) => {
    const name = fileName(path);
    const digits = DATE.exec(name)?.slice(1).join("") ?? NUMBER.exec(name)?.[1];
    return digits === undefined ? [] : [{ path, number: BigInt(digits) }];
  });
  numbered.sort((left, right) => {
    if (left.number !== right.number) return left.number < right.number ? -1 : 1;
    return left.path < right.path ? -1 : 1;
  });
  return numbered.map(({ path }) => path);
}
