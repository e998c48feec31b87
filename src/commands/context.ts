import type { Progress } from "../audit.js";
import type { UserError } from "../shared/errors.js";

/** What a command may do to the world outside. `cli.ts` provides it; tests provide their own. */
export interface CommandContext {
  /** Writes to stdout: the report, nothing else. */
  readonly write: (text: string) => void;
  /** A line on stderr. */
  readonly tell: (line: string) => void;
  /** A known error that did not stop the command, on stderr. */
  readonly warn: (error: UserError) => void;
  readonly progress: Progress;
  /** Takes the progress line away. */
  readonly progressDone: () => void;
  readonly exitWith: (code: 0 | 1 | 2) => void;
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}
