import { addRows, type FactSet } from "../facts/fact-set.js";
import { findMigrations, type ReadText } from "../facts/migrations/find-migrations.js";
import type { MigrationFolder } from "../facts/migrations/migration.js";
import { replayMigrations } from "../facts/replay/replay.js";
import { readUnapplied } from "../facts/replay/unapplied-migrations.js";
import { namesBehind } from "../rules/asked-tables.js";
import type { CompiledRule } from "../rules/compile.js";
import type { Repository } from "../shared/repository.js";
import { ReplayCache, replayKey } from "./replay-cache.js";

/** True when a rule among these asks what migrations make: because it cannot do without, or in its SELECT. */
export const needsReplay = (rules: readonly CompiledRule[]): boolean =>
  rules.some(
    ({ info, sql }) => info.needs.some((need) => need === "catalog" || need === "migrations") || asksReplay(sql),
  );

const FILLED = /\b(?:pg|catalog|migration)_\w+/i;

/** True when a SELECT reads a table that migrations fill, itself or through a view. */
export const asksReplay = (select: string): boolean =>
  FILLED.test(select) || [...namesBehind(select)].some((name) => FILLED.test(name));

/** The repository's migrations, and how to read them. */
export function migrationsOf(repository: Repository): { folders: readonly MigrationFolder[]; readText: ReadText } {
  const files = new Map(repository.files.map((file) => [file.path, file]));
  const readText = (path: string): string | null => {
    const file = files.get(path);
    return file === undefined ? null : repository.readText(file);
  };
  return { folders: findMigrations(repository.files, readText), readText };
}

/** What the repository's migrations say, for an audit that does not apply them. */
export async function readRepositoryMigrations(repository: Repository): Promise<FactSet> {
  const { folders, readText } = migrationsOf(repository);
  return folders.length === 0 ? {} : readUnapplied(folders, readText);
}

/**
 * The catalogue that the repository's own SQL migrations make; null when it has none.
 * When they cannot be applied, the facts hold a problem and what they say instead of a catalogue.
 * @param useCache take it from the user's cache when these migrations were replayed before
 */
export async function replayRepository(repository: Repository, now: Date, useCache: boolean): Promise<FactSet | null> {
  const { folders, readText } = migrationsOf(repository);
  if (folders.length === 0) return null;
  const cache = useCache ? ReplayCache.open(repository.root) : null;
  const key = cache === null ? "" : replayKey(folders, readText);
  const known = cache?.read(key, now);
  if (known) return known;
  const { facts, problem } = await replayMigrations(folders, readText, now);
  if (facts) cache?.write(key, facts);
  if (facts) return facts;
  const failed = await readUnapplied(folders, readText);
  addRows(failed, "problem", [
    {
      file: folders[0]?.files[0] ?? "",
      line: 1,
      message: `The migrations could not be replayed: ${problem}.`,
      remedy: "Give the schema with --schema or --db, or leave the replay out with --no-replay.",
    },
  ]);
  return failed;
}
