import assert from "node:assert/strict";
import { test } from "node:test";
import { callOf, extractSample } from "./code-sample.js";

/** How a loop of three tries waits that does this after a failure. */
const pauseAfter = (failure: string, before = ""): string => {
  const text = `async function load(base = 500) { ${before} for (let attempt = 0; attempt < 3; attempt++) {
    try { return await fetch(u); } catch (error) { ${failure} } } }`;
  return (extractSample(text).code.facts.retry_loop ?? [])
    .map((row) => `${row.kind} ${row.pause}${row.has_jitter ? " random" : ""}`)
    .join(" | ");
};

/** What the catch around a call does with the error. */
const effect = (block: string): string | null =>
  callOf(`async function f() { try { return await fetch(u); } catch (error) { ${block} } }`, "fetch").catch_effect;

/** Error statuses that a text looks at. */
const statuses = (text: string): number[] =>
  (extractSample(text).code.facts.status_check ?? []).map(({ status }) => status);

test("how long a retry loop waits", () => {
  assert.equal(pauseAfter(""), "loop none");
  assert.equal(pauseAfter("await new Promise((done) => setTimeout(done, 1000));"), "loop fixed");
  assert.equal(pauseAfter("await sleep(DELAY_MS);"), "loop fixed");
  assert.equal(pauseAfter("await sleep(base);"), "loop fixed");
  assert.equal(pauseAfter("await sleep(this.retryDelay);"), "loop fixed");
  assert.equal(pauseAfter("await sleep(250 * 2 ** attempt);"), "loop growing");
  assert.equal(pauseAfter("await sleep(base * (attempt + 1));"), "loop growing");
  assert.equal(pauseAfter("const ms = Math.pow(2, attempt) * Math.random(); await sleep(ms);"), "loop growing random");
  assert.equal(pauseAfter("await sleep(wait); wait *= 2;", "let wait = 100;"), "loop growing");
  assert.equal(pauseAfter("await sleep(PAUSES[attempt]);"), "loop growing");
  assert.equal(pauseAfter("await sleep(Number(error.headers['retry-after']) * 1000);"), "loop server");
});

test("what is no retry", () => {
  // Leaves after the first failure, tries another name, waits for work to be done.
  assert.equal(pauseAfter("throw error;"), "");
  assert.equal(pauseAfter("if (error.code !== 'P2002') throw error;"), "");
  const poll = `async function job() { while (true) { try { const { status } = await ask(); if (status === "completed") return; } catch {} await sleep(1000); } }`;
  assert.deepEqual(extractSample(poll).code.facts.retry_loop ?? [], []);
  assert.deepEqual(
    extractSample(
      "async function pollJob() { for (let attempt = 0; attempt < 9; attempt++) { try { return await ask(); } catch {} } }",
    ).code.facts.retry_loop ?? [],
    [],
  );
});

test("a function that calls itself after a failure", () => {
  const text = `async function load(left = 3) { try { return await fetch(u); } catch (error) { if (left === 0 || error.status === 404) throw error; await sleep(1000); return load(left - 1); } }`;
  const [row] = extractSample(text).code.facts.retry_loop ?? [];
  assert.equal(`${row?.kind} ${row?.pause} ${row?.is_counted} ${row?.is_choosy}`, "recursion fixed true true");
});

test("error statuses that code looks at", () => {
  assert.deepEqual(statuses("if (error.status === 429 || code >= 500) retry();"), [429, 500]);
  assert.deepEqual(statuses("switch (response.status) { case 404: break; }"), [404]);
  assert.deepEqual(statuses("const RETRY_STATUSES = new Set([429, 503]);"), [429, 503]);
  assert.deepEqual(
    statuses("if (error instanceof RateLimitError) wait(); if (text.includes('rate limit')) wait();"),
    [429, 429],
  );
  assert.deepEqual(
    statuses("res.status(404); const width = 500; if (size > 400) shrink(); throw new RateLimitError();"),
    [],
  );
});

test("what the catch around a call does", () => {
  assert.equal(effect("log(error); throw error;"), "throws");
  assert.equal(effect("return next(error);"), "throws");
  assert.equal(effect("return res.status(502).end();"), "refuses");
  assert.equal(effect("console.error(error);"), "logs");
  assert.equal(effect("console.error(error); return null;"), "none");
  assert.equal(effect("return cached();"), "recovers");
  assert.equal(callOf("async function f() { return await fetch(u); }", "fetch").catch_effect, null);
});
