/** How the process ends. */
import process from "node:process";
import type { Writable } from "node:stream";
import { setFlagsFromString } from "node:v8";

/**
 * Ends the process with `process.exitCode` once everything written has arrived. Left to itself Node waits for V8's
 * background threads first, without serving them: one that optimises a function and asks for a garbage collection then
 * waits for the main thread, which waits for it (nodejs/node#54918, every version up to 26). In CI that is a build that
 * never ends.
 */
export async function leave(): Promise<never> {
  // Nothing more is worth optimising; what is under way gets what it asks for while the last output is written.
  setFlagsFromString("--no-opt");
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  process.exit();
}

/** A stream whose reader is gone counts as written. */
const flush = (stream: Writable): Promise<void> => new Promise((resolve) => stream.write("", () => resolve()));
