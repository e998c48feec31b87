/** Runs in a thread of its own: turns the text of code files into facts, one message for each. */
import { workerData } from "node:worker_threads";
import type { ExtractionAnswer, ExtractionStart, ExtractionTask } from "./extraction-task.js";
import { Packer } from "./packer.js";
import { tryExtract } from "./read-code.js";

const { port, begun }: ExtractionStart = workerData;
const packer = new Packer();

port.on("message", ({ file, text }: ExtractionTask) => {
  Atomics.add(begun, 0, 1);
  const packed = packer.pack(tryExtract(file, text));
  port.postMessage({ packed } satisfies ExtractionAnswer, [packed.codes.buffer]);
});
