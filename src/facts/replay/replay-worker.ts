/** Runs in a thread of its own, so that a statement that never ends can be ended. */
import { parentPort, workerData } from "node:worker_threads";
import type { MigrationStatement } from "../migrations/migration.js";
import { readMigrations } from "../migrations/read-migrations.js";
import { ReplayEngine, type StatementOutcome } from "./engine.js";
import type { ReplayAnswer, ReplayTask } from "./replay-task.js";
import { runReplay } from "./run-replay.js";
import { isSupabaseProject } from "./supabase-prelude.js";

const task: ReplayTask = workerData;
const running = new Int32Array(task.running);
const outcomes = new Map(task.known);
/** Number of the statement that ran last. */
let last = 0;

async function answer(): Promise<ReplayAnswer> {
  const migrations = await readMigrations(task.folders, (path) => task.texts.get(path) ?? null);
  const dirs = task.folders.map(({ dir }) => dir);
  const isSupabase = isSupabaseProject(dirs, [...task.texts.values()]);
  const engine = await ReplayEngine.start({ migrations, isSupabase });
  try {
    const apply = async (statement: MigrationStatement, number: number): Promise<StatementOutcome> => {
      const outcome = outcomes.get(number) ?? (await watched(number, () => engine.apply(statement)));
      outcomes.set(number, outcome);
      return outcome;
    };
    const input = { folders: task.folders, migrations, now: new Date(task.now), apply };
    const facts = await runReplay(engine, input);
    return { kind: "done", facts, verdicts: await engine.tryIndexes(task.indexes) };
  } catch (error) {
    return { kind: "broken", reason: error instanceof Error ? error.message : String(error), known: knownOutcomes() };
  } finally {
    // An engine that broke cannot be closed; the thread ends with it.
    await engine.close().catch(() => undefined);
  }
}

async function watched(number: number, run: () => Promise<StatementOutcome>): Promise<StatementOutcome> {
  last = number;
  Atomics.store(running, 0, number);
  const outcome = await run();
  Atomics.store(running, 0, 0);
  return outcome;
}

/**
 * What need not be run again: statements that would fail again (those that left something behind have to be repeated), and
 * the one that the engine broke down at.
 */
function knownOutcomes(): Map<number, StatementOutcome> {
  const known = new Map(
    [...outcomes].filter(([, outcome]) => outcome.status !== "applied" && outcome.assumptions.length === 0),
  );
  const message = "the embedded database broke down at it";
  known.set(last, { status: "skipped", failure: { code: "XX000", message, detail: "" }, assumptions: [] });
  return known;
}

parentPort?.postMessage(await answer(), []);
