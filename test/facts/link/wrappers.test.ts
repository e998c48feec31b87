import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { RETRY } from "./wrapper-samples.js";

type Files = Readonly<Record<string, string>>;

/** `kind wrapper hops` of every wrapper around the `create` calls, in the order of the source. */
function wrappersOf(files: Files, method = "create"): string[] {
  const rows = querySample(
    files,
    `SELECT coalesce(wrapper.kind || ' ' || wrapper.wrapper || ' ' || wrapper.hops, 'none') AS found
     FROM call LEFT JOIN call_wrapper AS wrapper ON wrapper.call_id = call.id
     WHERE call.method = '${method}' AND call.origin <> 'local' ORDER BY call.file, call.line, wrapper.kind`,
  );
  return rows.map((row) => String(row["found"]));
}

const CLIENT = `import OpenAI from "openai";
export const client = new OpenAI({});
`;

const IMPORTS = `import { client } from "./client";
import { withRetry } from "./retry";
`;

const app = (source: string): Files => ({ "client.ts": CLIENT, "retry.ts": RETRY, "use.ts": IMPORTS + source });

test("in a closure", () => {
  assert.deepEqual(wrappersOf(app(`export const ask = () => withRetry(() => client.chat.completions.create({}));`)), [
    "retry withRetry 0",
  ]);
});

test("in a nested callback of the closure", () => {
  const source = `export const askAll = (items: string[]) =>
  withRetry(async () => Promise.all(items.map((item) => client.chat.completions.create({ item }))));`;
  assert.deepEqual(wrappersOf(app(source)), ["retry withRetry 0"]);
});

test("through one, two and three helpers, not through four", () => {
  const helpers = [
    "const one = () => client.chat.completions.create({});",
    "const two = () => one();",
    "const three = async () => { await two(); };",
    "const four = () => three();",
  ];
  const wrapping = (depth: number, name: string): Files =>
    app([...helpers.slice(0, depth), `withRetry(() => ${name}());`].join("\n"));
  assert.deepEqual(wrappersOf(wrapping(1, "one")), ["retry withRetry 1"]);
  assert.deepEqual(wrappersOf(wrapping(2, "two")), ["retry withRetry 2"]);
  assert.deepEqual(wrappersOf(wrapping(3, "three")), ["retry withRetry 3"]);
  assert.deepEqual(wrappersOf(wrapping(4, "four")), ["none"]);
});

test("a helper passed by name", () => {
  const source = `async function ask() { return client.chat.completions.create({}); }\nexport const run = () => withRetry(ask);`;
  assert.deepEqual(wrappersOf(app(source)), ["retry withRetry 1"]);
});

test("a helper in another file", () => {
  const files = {
    "client.ts": CLIENT,
    "retry.ts": RETRY,
    "ask.ts": `import { client } from "./client";\nexport const ask = () => client.chat.completions.create({});\n`,
    "route.ts": `import { ask } from "./ask";\nimport { withRetry } from "./retry";\nexport const GET = () => withRetry(() => ask());\n`,
  };
  assert.deepEqual(wrappersOf(files), ["retry withRetry 1"]);
});

test("one unprotected use is enough to lose it, in the application", () => {
  const source = `const ask = () => client.chat.completions.create({});
export const safe = () => withRetry(() => ask());
export const unsafe = () => ask();`;
  assert.deepEqual(wrappersOf(app(source)), ["none"]);
});

test("a test's unprotected use does not count", () => {
  const files = {
    ...app(
      `export const ask = () => client.chat.completions.create({});\nexport const safe = () => withRetry(() => ask());`,
    ),
    "use.test.ts": `import { ask } from "./use";\ntest("asks", async () => { await ask(); });\n`,
  };
  assert.deepEqual(wrappersOf(files), ["retry withRetry 1"]);
});

test("recursion of the helper itself does not count", () => {
  const source = `async function walk(page: number) {
  const answer = await client.chat.completions.create({ page });
  if (answer.next) await walk(page + 1);
}
export const run = () => withRetry(() => walk(1));`;
  assert.deepEqual(wrappersOf(app(source)), ["retry withRetry 1"]);
});

test("helpers that call each other end", () => {
  const source = `const a = async (n: number) => { await client.chat.completions.create({}); if (n) await b(n - 1); };
const b = async (n: number) => { await a(n); };
export const run = () => withRetry(() => a(3));`;
  assert.deepEqual(wrappersOf(app(source)), ["none"]);
});

test("the nearest of several wrappers is named", () => {
  const source = `import pRetry from "p-retry";
export const ask = () => pRetry(() => withRetry(() => client.chat.completions.create({})));`;
  assert.deepEqual(wrappersOf(app(source)), ["retry withRetry 0"]);
});

test("a method of a shared instance", () => {
  const files = {
    "client.ts": CLIENT,
    "retrier.ts": `class Retrier {
  async execute<T>(fn: () => Promise<T>) {
    for (let attempt = 0; attempt < 3; attempt++) { try { return await fn(); } catch { await sleep(attempt); } }
  }
}
export const retrier = new Retrier();
`,
    "use.ts": `import { client } from "./client";
import { retrier } from "./retrier";
export const ask = () => retrier.execute(() => client.chat.completions.create({}));
`,
  };
  assert.deepEqual(wrappersOf(files), ["retry execute 0"]);
});

test("a method behind an interface is told by its name", () => {
  const files = {
    "client.ts": CLIENT,
    "retry.ts": RETRY,
    "provider.ts": `import { client } from "./client";
export interface Provider { askModel(): Promise<unknown>; }
export class OpenAIProvider implements Provider {
  askModel() { return client.chat.completions.create({}); }
}
`,
    "use.ts": `import type { Provider } from "./provider";
import { withRetry } from "./retry";
export const ask = (provider: Provider) => withRetry(() => provider.askModel());
`,
  };
  assert.deepEqual(wrappersOf(files), ["retry withRetry 1"]);
  const bare = {
    ...files,
    "use.ts": files["use.ts"].replace("withRetry(() => provider.askModel())", "provider.askModel()"),
  };
  assert.deepEqual(wrappersOf(bare), ["none"]);
});

test("a private method of the class that calls", () => {
  const source = `import OpenAI from "openai";
export class Assistant {
  private client = new OpenAI({});
  private async withRetry<T>(fn: () => Promise<T>): Promise<T> {
    for (let attempt = 0; attempt < 3; attempt++) { try { return await fn(); } catch { await sleep(attempt); } }
    throw new Error("gave up");
  }
  ask() { return this.withRetry(() => this.client.chat.completions.create({})); }
  tell() { return this.client.chat.completions.create({}); }
}`;
  assert.deepEqual(wrappersOf({ "a.ts": source }), ["retry withRetry 0", "none"]);
});

test("a function that loops or recurses itself", () => {
  const source = `export async function ask(prompt: string) {
  for (let attempt = 0; attempt < 3; attempt++) {
    try { return await client.chat.completions.create({ prompt }); } catch (error) { await sleep(2 ** attempt * 100); }
  }
}
export async function tell(prompt: string, left = 3) {
  try { return await client.chat.completions.create({ prompt }); } catch (error) { if (left > 0) return tell(prompt, left - 1); throw error; }
}
export async function all(prompts: string[]) {
  for (const prompt of prompts) {
    try { await client.chat.completions.create({ prompt }); } catch (error) { console.error(error); }
    await sleep(100);
  }
}`;
  assert.deepEqual(wrappersOf(app(source)), ["retry ask 0", "retry tell 0", "none"]);
});

test("decorators", () => {
  const source = `import { Retryable } from "typescript-retry-decorator";
export class Service {
  @Retryable({ maxAttempts: 3 })
  async ask() { return client.chat.completions.create({}); }
}`;
  assert.deepEqual(wrappersOf(app(source)), ["retry @Retryable 0"]);
});

// packages that wrap

const withPackage = (source: string): Files => app(source);

test("a policy of cockatiel does what it was made for", () => {
  const source = `import { circuitBreaker, handleAll, retry, wrap } from "cockatiel";
const policy = retry(handleAll, { maxAttempts: 3 });
const both = wrap(policy, circuitBreaker(handleAll, {}));
export const a = () => policy.execute(() => client.chat.completions.create({}));
export const b = () => both.execute(() => client.chat.completions.create({}));`;
  assert.deepEqual(wrappersOf(withPackage(source)), [
    "retry policy.execute 0",
    "breaker both.execute 0",
    "retry both.execute 0",
    "timeout both.execute 0",
  ]);
});

test("only the symbols that retry count", () => {
  const source = `import { map, retry } from "radash";
export const a = () => retry({ times: 3 }, () => client.chat.completions.create({}));
export const b = (items: string[]) => map(items, () => client.chat.completions.create({}));`;
  assert.deepEqual(wrappersOf(withPackage(source)), ["retry retry 0", "none"]);
});

test("listeners and options that watch are not what is retried", () => {
  const source = `import pRetry from "p-retry";
import CircuitBreaker from "opossum";
export const a = () => pRetry(work, { onFailedAttempt: async () => { await client.chat.completions.create({}); } });
const breaker = new CircuitBreaker(work);
breaker.fallback(() => client.chat.completions.create({}));
export const b = () => pRetry(work).then(() => client.chat.completions.create({}));`;
  assert.deepEqual(wrappersOf(withPackage(source)), ["none", "none", "none"]);
});

test("steps and tasks that are run again by their platform", () => {
  const source = `import { task } from "@trigger.dev/sdk";
import { inngest } from "./inngest";
export const sync = task({ id: "sync", run: async () => client.chat.completions.create({}) });
export const other = inngest.createFunction({ id: "x" }, { event: "y" }, async ({ step }) => {
  await step.run("ask", async () => client.chat.completions.create({}));
});`;
  const files = {
    ...app(source),
    "inngest.ts": `import { Inngest } from "inngest";\nexport const inngest = new Inngest({ id: "app" });\n`,
  };
  assert.deepEqual(wrappersOf(files), ["retry task 0", "retry inngest.createFunction 0"]);
});

// time limits

test("on a promise", () => {
  const source = `import pTimeout from "p-timeout";
const withTimeout = <T>(promise: Promise<T>, ms: number) => Promise.race([promise, timer(ms)]);
export const a = () => withTimeout(client.chat.completions.create({}), 5000);
export const b = () => Promise.race([client.chat.completions.create({}), timer(5000)]);
export const c = () => pTimeout(client.chat.completions.create({}), { milliseconds: 5000 });
export const d = () => Promise.all([client.chat.completions.create({}), timer(5000)]);`;
  assert.deepEqual(wrappersOf(app(source)), [
    "timeout withTimeout 0",
    "timeout Promise.race 0",
    "timeout pTimeout 0",
    "none",
  ]);
});

test("fetch counts as a call that leaves", () => {
  const source = `${RETRY}export const a = () => withRetry(() => fetch("https://api.example.org"));
export const b = () => withRetry(() => globalThis.fetch("https://api.example.org"));`;
  assert.deepEqual(wrappersOf({ "a.ts": source }, "fetch"), ["retry withRetry 0", "retry withRetry 0"]);
});
