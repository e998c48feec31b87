/** The repository's own migrations, applied to an embedded Postgres: the catalogue that they make. */
import process from "node:process";
import { Worker } from "node:worker_threads";

import type { FactSet } from "../fact-set.js";
import type { ReadText } from "../migrations/find-migrations.js";
import type { MigrationFolder } from "../migrations/migration.js";
import type { StatementOutcome } from "./engine.js";
import type { IndexTrial, IndexVerdict } from "./index-trial.js";
import type { ReplayAnswer, ReplayTask } from "./replay-task.js";

/** Migrations are anybody's code: what they may take. */
export interface ReplayLimits {
  /** Milliseconds for one statement; a longer one is skipped. */
  readonly statement: number;
  /** Milliseconds for everything. */
  readonly total: number;
  /** Bytes that the process may grow by. */
  readonly memory: number;
}

export const REPLAY_LIMITS: ReplayLimits = { statement: 10_000, total: 120_000, memory: 3 * 1024 ** 3 };

/** The facts, or why there are none. */
export type Replay =
  | { readonly facts: FactSet; readonly problem: null; readonly verdicts: readonly IndexVerdict[] }
  | { readonly facts: null; readonly problem: string };

/** An engine that breaks or hangs this often is given up. */
const MOST_ATTEMPTS = 12;

/**
 * Applies migrations in their order and reads the catalogue with the live database's own reader, into the same tables and
 * migration_*. Nothing is kept but these rows. Never throws for what the migrations say.
 * @param indexes indexes whose use is tried when everything is applied
 */
export async function replayMigrations(
  folders: readonly MigrationFolder[],
  readText: ReadText,
  now: Date,
  limits: ReplayLimits = REPLAY_LIMITS,
  indexes: readonly IndexTrial[] = [],
): Promise<Replay> {
  const texts = new Map<string, string>();
  for (const file of folders.flatMap(({ files }) => files)) {
    const text = readText(file);
    if (text !== null) texts.set(file, text);
  }
  const deadline = performance.now() + limits.total;
  const known = new Map<number, StatementOutcome>();
  let problem = "";
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const ended = await attemptReplay({ folders, texts, indexes, now: now.toISOString(), known }, limits, deadline);
    if (ended.kind === "done") return { facts: ended.facts, problem: null, verdicts: ended.verdicts };
    if (ended.kind === "over") return { facts: null, problem: ended.reason };
    problem = ended.reason;
    for (const [number, outcome] of ended.known) known.set(number, outcome);
  }
  return { facts: null, problem: `the embedded database broke down: ${problem.slice(0, 200)}` };
}

/** `over`: a limit of the whole replay was reached. */
type Ending = ReplayAnswer | { readonly kind: "over"; readonly reason: string };

/** How often the thread is looked at, in milliseconds. */
const LOOK_EVERY = 100;

function attemptReplay(task: Omit<ReplayTask, "running">, limits: ReplayLimits, deadline: number): Promise<Ending> {
  const running = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const worker = new Worker(new URL("replay-worker.js", import.meta.url), {
    workerData: { ...task, running } satisfies ReplayTask,
    // Migrations get to see nothing of the machine they run on.
    env: {},
    execArgv: [],
    // Enough for every recursion that Postgres itself allows.
    resourceLimits: { stackSizeMb: 16 },
    stdout: true,
    stderr: true,
  });
  return new Promise((resolve) => {
    const watch = new Watch(new Int32Array(running), limits, deadline);
    const timer = setInterval(() => {
      const ending = watch.look();
      if (ending) finish(ending);
    }, LOOK_EVERY);
    let isEnded = false;
    const finish = (ending: Ending): void => {
      if (isEnded) return;
      isEnded = true;
      clearInterval(timer);
      void worker.terminate().then(() => resolve(ending));
    };
    worker.once("message", finish);
    worker.once("error", (error) => finish({ kind: "broken", reason: messageOf(error), known: new Map() }));
    worker.once("exit", () => finish({ kind: "broken", reason: "its thread ended", known: new Map() }));
  });
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Looks at a thread from outside: it cannot be asked while it computes. */
class Watch {
  readonly #running: Int32Array;
  readonly #limits: ReplayLimits;
  readonly #deadline: number;
  readonly #mostMemory: number;
  #number = 0;
  #since = performance.now();

  constructor(running: Int32Array, limits: ReplayLimits, deadline: number) {
    this.#running = running;
    this.#limits = limits;
    this.#deadline = deadline;
    this.#mostMemory = process.memoryUsage.rss() + limits.memory;
  }

  look(): Ending | null {
    const now = performance.now();
    if (now > this.#deadline) {
      return { kind: "over", reason: `the migrations did not end within ${this.#limits.total / 1000} s` };
    }
    if (process.memoryUsage.rss() > this.#mostMemory) {
      return {
        kind: "over",
        reason: `the migrations take more than ${Math.round(this.#limits.memory / 1024 ** 2)} MB`,
      };
    }
    const number = Atomics.load(this.#running, 0);
    if (number !== this.#number) {
      this.#number = number;
      this.#since = now;
      return null;
    }
    if (number === 0 || now - this.#since < this.#limits.statement) return null;
    return { kind: "broken", reason: "a statement did not end", known: new Map([[number, this.#endless()]]) };
  }

  #endless(): StatementOutcome {
    const message = `did not end within ${this.#limits.statement / 1000} s`;
    return { status: "skipped", failure: { code: "", message, detail: "" }, assumptions: [] };
  }
}
