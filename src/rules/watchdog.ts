import { Worker } from "node:worker_threads";

/**
 * Ends the process when a step does not end: SQLite cannot be interrupted from its own thread, and the SELECTs of an
 * audited repository's rules are anybody's. Costs a thread, so start it only for those.
 */
export class Watchdog {
  readonly #worker: Worker;

  /** @param limitMs milliseconds a step may take */
  constructor(limitMs: number) {
    this.#worker = new Worker(new URL("./watchdog-thread.js", import.meta.url), { workerData: limitMs, execArgv: [] });
    this.#worker.unref();
  }

  /** Runs a step; its name is what the message says when it had to be ended. */
  watch<T>(name: string, step: () => T): T {
    this.#tell(name);
    try {
      return step();
    } finally {
      this.#tell(null);
    }
  }

  #tell(name: string | null): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage(name);
  }

  close(): void {
    void this.#worker.terminate();
  }
}
