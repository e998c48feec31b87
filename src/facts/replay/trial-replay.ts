/** Migrations of many small repositories, one after the other on one engine: what the examples of rules need. */
import type { Extensions } from "@electric-sql/pglite";
import type { FactSet } from "../fact-set.js";
import type { ReadText } from "../migrations/find-migrations.js";
import type { MigrationFolder } from "../migrations/migration.js";
import { readMigrations } from "../migrations/read-migrations.js";
import { createEngine, extensionsFor, furnish, ReplayEngine } from "./engine.js";
import { runReplay } from "./run-replay.js";
import type { IndexTrial, IndexVerdict } from "./index-trial.js";
import { loadExtensions } from "./extensions.js";
import { isSupabaseProject, SUPABASE_EXTENSIONS } from "./supabase-prelude.js";
import { TrialDatabase } from "./trial-database.js";

interface Running {
  readonly db: TrialDatabase;
  /** The extensions that it was started with. */
  readonly extensions: Extensions;
  readonly isSupabase: boolean;
}

/**
 * Replays what somebody who is trusted wrote: without a thread and without limits. The engine starts with the first
 * replay and takes 0.5 GB until it is closed.
 */
export class TrialReplay {
  readonly #texts: readonly string[];
  #running: Running | null = null;
  #last: ReplayEngine | null = null;

  /** `texts`: SQL of what will be replayed, as far as it is known, so that one engine has every extension. */
  constructor(texts: readonly string[] = []) {
    this.#texts = texts;
  }

  /** The facts that `replayMigrations` would give. */
  async replay(folders: readonly MigrationFolder[], readText: ReadText, now: Date): Promise<FactSet> {
    const migrations = await readMigrations(folders, readText);
    const texts = folders.flatMap(({ files }) => files.map((file) => readText(file) ?? ""));
    const isSupabase = isSupabaseProject(
      folders.map(({ dir }) => dir),
      texts,
    );
    const input = { migrations, isSupabase };
    const db = await this.#prepare(isSupabase, await extensionsFor(input));
    const engine = new ReplayEngine(db, input);
    this.#last = engine;
    return runReplay(engine, { folders, migrations, now, apply: (statement) => engine.apply(statement) });
  }

  /** Tries indexes of the database that the last replay made. */
  async tryIndexes(trials: readonly IndexTrial[]): Promise<IndexVerdict[]> {
    return (await this.#last?.tryIndexes(trials)) ?? [];
  }

  async close(): Promise<void> {
    await this.#running?.db.close();
    this.#running = null;
  }

  /** The engine as it was before the first replay; another one when it lacks an extension. */
  async #prepare(isSupabase: boolean, wanted: Extensions): Promise<TrialDatabase> {
    const running = this.#running;
    const hasAll = running !== null && Object.keys(wanted).every((name) => Object.hasOwn(running.extensions, name));
    if (hasAll && running.isSupabase === isSupabase) {
      await running.db.undo();
      return running.db;
    }
    if (!hasAll) await running?.db.close();
    const expected = running === null ? await loadExtensions(this.#texts, SUPABASE_EXTENSIONS) : running.extensions;
    const extensions = hasAll ? running.extensions : { ...expected, ...wanted };
    const db = hasAll ? running.db : new TrialDatabase(await createEngine(extensions));
    await db.begin((plain) => furnish(plain, isSupabase));
    this.#running = { db, isSupabase, extensions };
    return db;
  }
}
