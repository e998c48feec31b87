/** Replays that were made before: the same migrations make the same catalogue. */
import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { FactSet } from "../facts/fact-set.js";
import type { ReadText } from "../facts/migrations/find-migrations.js";
import type { MigrationFolder } from "../facts/migrations/migration.js";
import { engineVersion } from "../facts/replay/starting-data.js";
import { readStoredReplay, writeStoredReplay } from "../facts/replay/stored-replay.js";
import { UserCache, userCacheFolder } from "../sources/user-cache.js";
import { version } from "../version.js";

/** Keeps the facts of replays between audits. */
export class ReplayCache {
  readonly #cache: UserCache;

  private constructor(cache: UserCache) {
    this.#cache = cache;
  }

  /** The user's cache, for an audit of the folder `audited`; null when there is none. */
  static open(audited: string): ReplayCache | null {
    const cache = UserCache.open(userCacheFolder(), audited);
    return cache === null ? null : new ReplayCache(cache);
  }

  read(key: string, now: Date): FactSet | null {
    const stored = this.#cache.read(key);
    return stored === null ? null : readStoredReplay(stored, key, now);
  }

  write(key: string, facts: FactSet): void {
    if (isRepeatable(facts)) this.#cache.write(key, writeStoredReplay(facts, key));
  }
}

/** What a replay depends on: the migrations in their order, the engine, and our own code. */
export function replayKey(folders: readonly MigrationFolder[], readText: ReadText): string {
  const hash = createHash("sha256");
  const add = (part: unknown): void => void hash.update(`${JSON.stringify(part)}\n`);
  add([version, engineVersion, codeStamp()]);
  for (const { dir, tool, files } of folders) {
    add([dir, tool, files.length]);
    for (const file of files) add([file, readText(file)]);
  }
  return hash.digest("hex");
}

/** A statement that did not end may do so on a machine that is less busy. */
const isRepeatable = ({ migration_failure: failures = [] }: FactSet): boolean =>
  failures.every(({ sqlstate }) => sqlstate !== "");

/** The rooms whose code decides what a replay finds: what a server starts with, the catalogue's reader, the parser. */
const ROOMS = ["replay", "catalog", "migrations", "sql"];

/** Changes with every build, as the version does not while prodcheck itself is worked on. */
function codeStamp(): string[] {
  return ROOMS.flatMap((room) => {
    const folder = fileURLToPath(new URL(`../facts/${room}/`, import.meta.url));
    const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
    return names.sort().map((name) => {
      const { size, mtimeMs } = statSync(folder + name);
      return `${room}/${name} ${size} ${Math.round(mtimeMs)}`;
    });
  });
}
