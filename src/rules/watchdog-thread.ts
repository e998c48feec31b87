/**
 * The thread behind `Watchdog`. It is told the name of what begins, and null when that has ended. SIGKILL, because the
 * thread that hangs can answer nothing else.
 */
import { writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";

const limitMs = Number(workerData);
let timer: NodeJS.Timeout | undefined;

parentPort?.on("message", (name: unknown) => {
  clearTimeout(timer);
  if (typeof name !== "string") return;
  timer = setTimeout(() => {
    const text = `${name} did not end within ${limitMs / 1000} s, and the audit was stopped.`;
    writeSync(2, `prodcheck: ${text} Mend its SELECT, or leave it out with --skip.\n`);
    process.kill(process.pid, "SIGKILL");
  }, limitMs);
});
