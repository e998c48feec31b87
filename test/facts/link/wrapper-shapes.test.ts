import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { RETRY } from "./wrapper-samples.js";

/** Names of the project's functions that count as wrappers, with their kind. */
function kindsOf(source: string): string[] {
  const rows = querySample(
    { "a.ts": source },
    `SELECT name || ' ' || is_wrapper AS found FROM "function" WHERE is_wrapper IS NOT NULL ORDER BY line`,
  );
  return rows.map((row) => String(row["found"]));
}

test("a loop that counts attempts around a try", () => {
  assert.deepEqual(kindsOf(RETRY), ["withRetry retry"]);
});

test("a counting loop that waits, whatever its name", () => {
  const source = `export const robust = async <T>(fn: () => Promise<T>) => {
  let left = 3;
  while (left-- > 0) {
    try { return await fn(); } catch { await new Promise((done) => setTimeout(done, 500)); }
  }
};`;
  assert.deepEqual(kindsOf(source), ["robust retry"]);
});

test("a loop over a list of delays", () => {
  const source = `export async function persist(fn: () => Promise<void>) {
  for (const delay of [0, 500, 1500]) {
    try { await sleep(delay); return await fn(); } catch {}
  }
}`;
  assert.deepEqual(kindsOf(source), ["persist retry"]);
  assert.deepEqual(kindsOf(source.replace("[0, 500, 1500]", "RETRY_DELAYS")), ["persist retry"]);
  assert.deepEqual(kindsOf(source.replaceAll("delay", "volume")), []);
});

test("recursion after a failure", () => {
  const source = `export async function again<T>(fn: () => Promise<T>, left = 3): Promise<T> {
  try {
    return await fn();
  } catch (error) {
    if (left === 0) throw error;
    return again(fn, left - 1);
  }
}`;
  assert.deepEqual(kindsOf(source), ["again retry"]);
});

test("recursion in a promise's catch", () => {
  const source = `export function again<T>(fn: () => Promise<T>, left = 3): Promise<T> {
  return fn().catch((error) => {
    if (left === 0) throw error;
    return again(fn, left - 1);
  });
}`;
  assert.deepEqual(kindsOf(source), ["again retry"]);
});

test("a method of a class, and a function in an options object", () => {
  const source = `export class Retrier {
  async execute<T>({ fn, label }: { fn: () => Promise<T>; label: string }) {
    for (let tries = 0; tries < 4; tries++) {
      try { return await fn(); } catch (error) { await sleep(tries * 100); }
    }
  }
}
export async function guarded<T>(options: { run: () => Promise<T> }) {
  for (let attempt = 0; attempt < 4; attempt++) {
    try { return await options.run(); } catch (error) { await sleep(attempt * 100); }
  }
}
export const passed = <T>({ fn }: { fn: () => Promise<T> }) => pRetry(fn);`;
  assert.deepEqual(kindsOf(`import pRetry from "p-retry";\n${source}`), [
    "execute retry",
    "guarded retry",
    "passed retry",
  ]);
});

test("a function that returns the protected function", () => {
  const source = `export const retrying = <A extends unknown[], T>(fn: (...args: A) => Promise<T>) => async (...args: A) => {
  for (let attempt = 0; attempt < 3; attempt++) {
    try { return await fn(...args); } catch { await sleep(attempt); }
  }
};`;
  assert.deepEqual(kindsOf(source), ["retrying retry"]);
});

test("handing the function on to a package", () => {
  const source = `import pRetry from "p-retry";
import CircuitBreaker from "opossum";
export const viaArgument = (fn: () => Promise<void>) => pRetry(fn, { retries: 3 });
export const viaClosure = (fn: () => Promise<void>) => pRetry(async () => { await fn(); });
export const broken = (fn: () => Promise<void>) => new CircuitBreaker(fn).fire();`;
  assert.deepEqual(kindsOf(source), ["viaArgument retry", "viaClosure retry", "broken breaker"]);
});

test("handing the function on to a helper that hands it on", () => {
  const source = `import { retry } from "async";
const inner = (fn: () => Promise<void>) => retry(fn);
const middle = (fn: () => Promise<void>) => inner(fn);
export const outer = (label: string, fn: () => Promise<void>) => middle(() => fn());`;
  assert.deepEqual(kindsOf(source), ["inner retry", "middle retry", "outer retry"]);
});

test("breakers, limiters that wait and time limits", () => {
  const source = `class CircuitBreaker {
  async fire<T>(fn: () => Promise<T>) { if (this.open) throw new Error("open"); return fn(); }
  onOpen(callback: () => void) { callback(); }
}
class RateLimiter {
  async schedule<T>(fn: () => Promise<T>) { await this.delay(100); return fn(); }
}
async function withTimeout<T>(fn: () => Promise<T>, ms: number) { return Promise.race([fn(), timer(ms)]); }`;
  assert.deepEqual(kindsOf(source), ["fire breaker", "schedule rate-limit", "withTimeout timeout"]);
});

test("what only looks alike is none", () => {
  const source = `import pRetry from "p-retry";
// One item after the other: what fails is left out, nothing is tried again.
export async function eachSlowly(items: string[], work: (item: string) => Promise<void>) {
  for (const item of items) {
    try { await work(item); } catch (error) { console.error(error); }
    await sleep(100);
  }
}
// Guards what comes in.
export const withRateLimit = (handler: Handler) => (req: Request) => (limited(req) ? tooMany() : handler(req));
// Runs its callback outside the retry.
export async function syncAll(done: () => void) { await pRetry(() => fetch("https://api.example.org")); done(); }
// Passes options on, not a function.
export const ask = (prompt: string, options: object) => pRetry(() => fetch(prompt), options);
export const guard = async (fn: () => Promise<void>) => { try { await fn(); } catch (error) { log(error); } };
export function onRetry(callback: () => void) { try { callback(); } catch {} }
export async function connect() {
  for (let attempt = 0; attempt < 3; attempt++) {
    try { await new Promise<void>((resolve) => { socket.once("open", () => { resolve(); }); }); } catch { await sleep(100); }
  }
}`;
  assert.deepEqual(kindsOf(source), []);
});
