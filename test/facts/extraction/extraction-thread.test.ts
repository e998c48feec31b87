import assert from "node:assert/strict";
import { test } from "node:test";
import { FactCollector } from "#src/facts/collect-facts.js";
import { ExtractionThread, type NumberedReading } from "#src/facts/extraction/extraction-thread.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { memoryRepository } from "#src/shared/memory-repository.js";
import type { Repository, RepositoryFile } from "#src/shared/repository.js";
import { fileReading } from "#src/sources/reading.js";

const AS_OF = "2026-11-21";
/** A sum of this many terms is deeper than the stack. */
const TOO_DEEP = 20_000;

const appFile = (path: string): RepositoryFile => ({ path, language: "typescript", role: "app", bytes: 100 });

function repository(): Repository {
  const texts: Record<string, string> = {
    "package.json": '{ "name": "shop", "dependencies": { "express": "^5.0.0", "pg": "^8.0.0" } }',
    "compose.yaml": "services: [",
    "src/deep.ts": `export const sum = ${Array.from({ length: TOO_DEEP }, (_, index) => `f(${index})`).join(" + ")};`,
    "src/broken.ts": "export const half = (;\n",
    "src/z-broken.ts": "const = 3;\n",
  };
  for (let number = 0; number < 60; number++) {
    texts[`src/part-${number}.ts`] = [
      `import { helper${number + 1} } from "./part-${number + 1}.js";`,
      `export async function helper${number}(id: string) {`,
      `  try { return await helper${number + 1}(id + process.env.PART_${number}); } catch { return null; }`,
      "}",
    ].join("\n");
  }
  return memoryRepository(texts, fileReading);
}

async function factsOf(thread: ExtractionThread | null): Promise<FactSet> {
  const opened = repository();
  const collector = new FactCollector();
  if (thread) collector.share(thread);
  for (const file of opened.files) collector.add(file, opened.readText(file));
  await collector.settle();
  return collector.finish(opened, { facts: {}, asOf: AS_OF });
}

const readingsOf = async (thread: ExtractionThread): Promise<NumberedReading[]> => {
  const readings: NumberedReading[] = [];
  for await (const reading of thread.rest()) readings.push(reading);
  return readings;
};

const scriptOf = (code: string): URL => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

void test("two threads find what one finds, in the same order", async () => {
  assert.deepEqual(await factsOf(new ExtractionThread()), await factsOf(null));
});

void test("a file that is nested too deeply stays unread, and is a problem; the others are read", async () => {
  const facts = await factsOf(null);
  const problems = (facts.problem ?? []).map(({ file, message }) => `${file} ${message}`);
  assert.ok(problems.includes("src/deep.ts Not read: its code is nested too deeply"), problems.join("\n"));
  assert.equal((facts.function ?? []).length, 60);
  const files = (facts.problem ?? []).map(({ file }) => file);
  assert.deepEqual(files, files.toSorted());
});

void test("a thread takes no more than it can be expected to read soon", async () => {
  const thread = new ExtractionThread();
  const text = `const a = "${"x".repeat(200_000)}";`;
  assert.equal(thread.offer(0, appFile("a.ts"), text), true);
  assert.equal(thread.offer(1, appFile("b.ts"), text), false);
  assert.deepEqual(
    (await readingsOf(thread)).map(({ number }) => number),
    [0],
  );
});

void test("the file at which a thread breaks down stays unread; what waited behind it is read all the same", async () => {
  const dies = `import { workerData } from "node:worker_threads";
    workerData.port.on("message", () => { Atomics.add(workerData.begun, 0, 1); throw new Error("out of luck"); });`;
  const thread = new ExtractionThread(undefined, scriptOf(dies));
  for (const number of [0, 1, 2]) assert.equal(thread.offer(number, appFile(`${number}.ts`), "f();"), true);
  const readings = await readingsOf(thread);
  assert.deepEqual(
    readings.map(({ number, reading }) => [number, reading.failure]),
    [
      [0, "the thread that read it broke down: out of luck"],
      [1, null],
      [2, null],
    ],
  );
});

void test("a thread that cannot even start costs no file", async () => {
  const thread = new ExtractionThread(undefined, scriptOf("throw new Error('no memory');"));
  assert.equal(thread.offer(0, appFile("a.ts"), "f();"), true);
  const [only] = await readingsOf(thread);
  assert.equal(only?.reading.failure, null);
  assert.equal(only.reading.extracted.code.calls.length, 1);
});

void test("a thread that hangs is not waited for for ever", async () => {
  const hangs = `import { workerData } from "node:worker_threads";
    workerData.port.on("message", () => { Atomics.add(workerData.begun, 0, 1); for (;;); });`;
  const thread = new ExtractionThread({ wait: 4000, memory: 512 }, scriptOf(hangs));
  thread.offer(0, appFile("a.ts"), "f();");
  const [only] = await readingsOf(thread);
  assert.equal(only?.reading.failure, "the thread that read it broke down: it did not answer");
});
