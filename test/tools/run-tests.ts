/**
 * Runs every *.test.js below .build/test, or those whose path contains an argument. Node 20 and later versions read the
 * arguments of `node --test` differently (folder or glob); this behaves the same everywhere.
 */
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

/** Milliseconds that a file of tests may take; one that hangs is named instead of stopping the run for ever. */
const LIMIT = 15 * 60_000;

const folder = fileURLToPath(new URL("..", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".test.js") && (wanted.length === 0 || wanted.some((part) => path.includes(part))))
  .map((path) => join(folder, path))
  .sort();

if (files.length === 0) {
  process.stderr.write(`No test file matches ${wanted.join(", ")}.\n`);
  process.exitCode = 1;
} else {
  run({ files, concurrency: availableParallelism(), timeout: LIMIT })
    .on("test:fail", () => {
      process.exitCode = 1;
    })
    .compose(new spec())
    .pipe(process.stdout);
}
