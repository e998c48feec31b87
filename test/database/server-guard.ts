/**
 * A process of its own that stops a test's server and removes its folder once the test is gone, however it went: killed, or
 * cut off by a closed pipe. Ends by itself when the server does.
 */
import { rmSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

const POLL = 300;
/** An immediate shutdown takes a moment; what is still there after this is killed. */
const PATIENCE = 5_000;

const [test, server] = process.argv.slice(2, 4).map(Number);
const folder = process.argv[4];
if (test === undefined || server === undefined || folder === undefined) throw new TypeError("test, server, folder");

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Whoever loses their parent is given another one; on Windows they keep its number. */
while (isAlive(server) && process.ppid === test && isAlive(test)) await sleep(POLL);

if (isAlive(server)) {
  process.kill(server, "SIGQUIT");
  for (let waited = 0; isAlive(server) && waited < PATIENCE; waited += POLL) await sleep(POLL);
  if (isAlive(server)) process.kill(server, "SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
