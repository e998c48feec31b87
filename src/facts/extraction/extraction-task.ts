import type { MessagePort } from "node:worker_threads";
import type { CodeFile } from "../code/extract-code.js";
import type { Packed } from "./packed.js";

/** What the thread is started with. */
export interface ExtractionStart {
  /** Tasks come in, answers go out, in the same order. */
  readonly port: MessagePort;
  /** One number in shared memory: how many files it has begun. */
  readonly begun: Int32Array;
}

export interface ExtractionTask {
  readonly file: CodeFile;
  readonly text: string;
}

/** `packed` holds a `CodeReading`. */
export interface ExtractionAnswer {
  readonly packed: Packed;
}
