/** The second core: a thread that reads code files beside this one. */
import { setTimeout as after } from "node:timers/promises";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { CodeFile } from "../code/extract-code.js";
import type { ExtractionAnswer, ExtractionStart, ExtractionTask } from "./extraction-task.js";
import { isCodeReading, readCode, type CodeReading } from "./read-code.js";
import { Unpacker } from "./unpacker.js";

/** What a thread may take. */
export interface ExtractionLimits {
  /** Milliseconds without an answer, when there is nothing left to do but to wait for one. */
  readonly wait: number;
  /** Megabytes of its heap. */
  readonly memory: number;
}

export const EXTRACTION_LIMITS: ExtractionLimits = { wait: 120_000, memory: 2048 };

/** Characters of code that wait in the thread: enough to keep it busy while a long file is read here, and little to wait for at the end. */
const MOST_WAITING = 300_000;

/** As deep as the main thread's stack, so that both give up on the same files; V8 keeps 192 KB of it for itself. */
const STACK_MB = (984 + 192) / 1024;

/** What became of a file, by the number that it was given. */
export interface NumberedReading {
  readonly number: number;
  readonly reading: CodeReading;
}

interface Waiting extends ExtractionTask {
  readonly number: number;
}

/**
 * Takes code files as long as it has little to do, and gives back what they say in the order in which it took them. What it
 * cannot do, because it broke down, is done here; the file at which it broke down stays unread.
 */
export class ExtractionThread {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #unpacker = new Unpacker();
  readonly #limits: ExtractionLimits;
  /** One number: how many files it has begun. */
  readonly #begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #answered = 0;
  /** Oldest first. */
  readonly #waiting: Waiting[] = [];
  #charactersWaiting = 0;
  #end: string | null = null;

  /** @param script the thread's module, for tests */
  constructor(limits = EXTRACTION_LIMITS, script = new URL("extraction-worker.js", import.meta.url)) {
    this.#limits = limits;
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = new Worker(script, {
      workerData: { port: port2, begun: this.#begun } satisfies ExtractionStart,
      transferList: [port2],
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.memory, stackSizeMb: STACK_MB },
    });
    this.#worker.once("error", (error) => (this.#end ??= error instanceof Error ? error.message : String(error)));
    this.#worker.once("exit", () => (this.#end ??= "its thread ended"));
    this.#worker.unref();
    this.#port.unref();
  }

  /** Hands a file over, unless the thread has enough to do. */
  offer(number: number, file: CodeFile, text: string): boolean {
    if (this.#end !== null || (this.#waiting.length > 0 && this.#charactersWaiting + text.length > MOST_WAITING))
      return false;
    const { path, language, role } = file;
    const task = { file: { path, language, role }, text };
    this.#waiting.push({ number, ...task });
    this.#charactersWaiting += text.length;
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#port.postMessage(task satisfies ExtractionTask);
    return true;
  }

  /** What has arrived since the last time. */
  *arrived(): Generator<NumberedReading> {
    for (;;) {
      const received: { message: ExtractionAnswer } | undefined = receiveMessageOnPort(this.#port);
      if (received === undefined) return;
      const task = this.#waiting.shift();
      if (task === undefined) return;
      this.#answered++;
      this.#charactersWaiting -= task.text.length;
      const reading = this.#unpacker.unpack(received.message.packed);
      if (!isCodeReading(reading)) throw new TypeError("A thread answered with something else than what a file says.");
      yield { number: task.number, reading };
    }
  }

  /** Waits for the rest; then the thread is gone. */
  async *rest(): AsyncGenerator<NumberedReading> {
    try {
      let last = performance.now();
      while (this.#waiting.length > 0) {
        const before = this.#waiting.length;
        yield* this.arrived();
        if (this.#waiting.length < before) last = performance.now();
        else if (this.#end !== null || performance.now() - last > this.#limits.wait) break;
        else await after(LOOK_EVERY);
      }
      yield* this.#leftOver();
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.#end ??= "it was ended";
    this.#port.close();
    await this.#worker.terminate();
  }

  /** The thread works in order: what it broke down at is the oldest that waits, when it has begun it. */
  *#leftOver(): Generator<NumberedReading> {
    let isBroken = Atomics.load(this.#begun, 0) > this.#answered;
    for (const { number, file, text } of this.#waiting) {
      const failure = `the thread that read it broke down: ${this.#end ?? "it did not answer"}`;
      yield { number, reading: isBroken ? { extracted: null, failure } : readCode(file, text) };
      isBroken = false;
    }
    this.#waiting.length = 0;
  }
}

/** How often it is asked for answers, in milliseconds, when there is nothing else to do. */
const LOOK_EVERY = 5;
