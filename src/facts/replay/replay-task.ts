import type { MigrationFolder } from "../migrations/migration.js";
import type { FactSet } from "../fact-set.js";
import type { StatementOutcome } from "./engine.js";
import type { IndexTrial, IndexVerdict } from "./index-trial.js";

/** What the worker is given. */
export interface ReplayTask {
  readonly folders: readonly MigrationFolder[];
  readonly texts: ReadonlyMap<string, string>;
  /** ISO date and time. */
  readonly now: string;
  /** Asked when everything is applied. */
  readonly indexes: readonly IndexTrial[];
  /** How statements fared in an attempt that ended early, by their number; they are not run again. */
  readonly known: ReadonlyMap<number, StatementOutcome>;
  /** One Int32: the number of the statement that is running, 0 before and after. */
  readonly running: SharedArrayBuffer;
}

/** What it answers: the facts, or what it knows about the engine's end. */
export type ReplayAnswer =
  | { readonly kind: "done"; readonly facts: FactSet; readonly verdicts: readonly IndexVerdict[] }
  | { readonly kind: "broken"; readonly reason: string; readonly known: ReadonlyMap<number, StatementOutcome> };
