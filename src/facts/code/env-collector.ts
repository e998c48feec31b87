import type { ts } from "ts-morph";
import { EnvFile } from "./env-file.js";
import { EnvReadCollector } from "./env-reads.js";
import type { Collector, FileModel, WalkContext } from "./model.js";

/** A file without any of these words says nothing about the environment by itself. */
const MENTION = /env|configservice/i;

const NOTHING: Collector = { visit() {} };

/** Everything a file says about environment variables. */
export function collectEnv(model: FileModel): Collector {
  return MENTION.test(model.source.text) ? new EnvCollector(model) : NOTHING;
}

class EnvCollector implements Collector {
  readonly #parts: readonly Collector[];

  constructor(model: FileModel) {
    const env = new EnvFile(model);
    // Reads come last: by then it is known which names are validated.
    this.#parts = [new EnvReadCollector(env)];
  }

  visit(node: ts.Node, context: WalkContext): void {
    for (const part of this.#parts) part.visit(node, context);
  }

  finish(): void {
    for (const part of this.#parts) part.finish?.();
  }
}
