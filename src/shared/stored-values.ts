import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

/**
 * Values that the build works out from texts that ship with prodcheck, stored as JSON. The text stays the one source:
 * a value is found by the hash of the text that it was made of, so what was edited since, or is somebody else's, is
 * simply not there.
 */
export class StoredValues {
  readonly #file: URL;
  #values: ReadonlyMap<string, unknown> | null = null;

  constructor(file: URL) {
    this.#file = file;
  }

  /** The value made of a text; undefined when the build has not seen the text. */
  of(text: string): unknown {
    this.#values ??= this.#read();
    return this.#values.size === 0 ? undefined : this.#values.get(hashOf(text));
  }

  /** Part of the build: replaces what is stored. */
  write(values: ReadonlyMap<string, unknown>): void {
    const entries = [...values].map(([text, value]) => [hashOf(text), value] as const);
    writeFileSync(this.#file, JSON.stringify(Object.fromEntries(entries)));
    this.#values = null;
  }

  #read(): ReadonlyMap<string, unknown> {
    try {
      const values: unknown = JSON.parse(readFileSync(this.#file, "utf8"));
      return new Map(typeof values === "object" && values !== null ? Object.entries(values) : []);
    } catch {
      // Not built, or half written: what is asked for is worked out again.
      return new Map();
    }
  }
}

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("base64");
