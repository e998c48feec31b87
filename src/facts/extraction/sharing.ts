import { availableParallelism } from "node:os";
import type { RepositoryFile } from "../../shared/repository.js";
import { isCodeLanguage } from "../code/parse.js";
import type { FactCollector } from "../collect-facts.js";
import { ExtractionThread } from "./extraction-thread.js";

/** Bytes of code that are worth a thread: it takes half a second and 100 MB before it has read anything. */
const WORTH_A_THREAD = 3_000_000;

/** Decides when a second thread begins to read code: once the core is free, if there is enough left to read. */
export class Sharing {
  readonly #files: readonly RepositoryFile[];
  #isFree: boolean;
  #left: number;
  #isDecided = availableParallelism() < 2;

  /** @param busy what uses the other core until then */
  constructor(files: readonly RepositoryFile[], busy: unknown) {
    this.#files = files;
    this.#left = files.reduce((sum, file) => sum + codeBytes(file), 0);
    this.#isFree = !(busy instanceof Promise);
    const free = (): void => {
      this.#isFree = true;
    };
    if (busy instanceof Promise) busy.then(free, free);
  }

  /** Called before each file is read. */
  at(position: number, collector: FactCollector): void {
    if (!this.#isDecided && this.#isFree) {
      this.#isDecided = true;
      if (this.#left >= WORTH_A_THREAD) collector.share(new ExtractionThread());
    }
    this.#left -= codeBytes(this.#files[position]);
  }
}

const codeBytes = (file: RepositoryFile | undefined): number =>
  file !== undefined && isCodeLanguage(file.language) ? file.bytes : 0;
