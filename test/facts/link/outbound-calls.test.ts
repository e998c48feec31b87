import assert from "node:assert/strict";
import { test } from "node:test";
import { column, manifest, type Files } from "./outbound-samples.js";

const retries = (files: Files | string): unknown[] => column("retry_by", files);
const timeouts = (files: Files | string): unknown[] => column("timeout_by", files);
test("which calls leave: not those on a result, not constructors, not databases, not a browser's", () => {
  const files = {
    "src/a.ts": `import OpenAI from "openai";
import { createClient } from "@supabase/supabase-js";
const client = new OpenAI({});
const answer = await client.chat.completions.create({});
answer.choices.list();
client.chat.completions.create({}).then((value) => value.choices);
await createClient("https://x.supabase.co", "key").from("t").select("*");`,
    "src/button.tsx": `"use client";\nexport const load = () => fetch("https://api.example.net/x");\n`,
    "src/shared.ts": `export const shared = () => fetch("https://api.example.net/y");\n`,
    "src/panel.tsx": `"use client";\nimport { shared } from "./shared";\nshared();\n`,
    "src/a.test.ts": `await fetch("https://api.example.net/z");\n`,
  };
  assert.deepEqual(column("call.file || ':' || call.line", files), ["src/a.ts:4", "src/a.ts:6"]);
});

test("which calls leave: those of a server component that calls notFound()", () => {
  const files = {
    "package.json": manifest({ next: "^16.0.0" }),
    "src/app/page.tsx": `import { notFound } from "next/navigation";
import { load } from "@/lib/load";
export default async function Page() {
  const data = await load();
  if (!data) notFound();
  return <p>{data}</p>;
}
`,
    "src/lib/load.ts": `export const load = () => fetch("https://api.example.net/y");\n`,
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
  };
  assert.deepEqual(column("call.file", files), ["src/lib/load.ts"]);
  const hook = { ...files, "src/app/page.tsx": files["src/app/page.tsx"].replaceAll("notFound", "useRouter") };
  assert.deepEqual(column("call.file", hook), []);
});

test("retries: what the SDK does by default, and since when", () => {
  const source = `import OpenAI from "openai";
import { Resend } from "resend";
import { Client } from "@notionhq/client";
import { Octokit } from "@octokit/rest";
await new OpenAI({}).chat.completions.create({});
await new Resend("key").emails.send({});
await new Client({}).pages.create({});
await new Octokit({}).rest.issues.create({});`;
  assert.deepEqual(retries(source), ["default", "none", "default", "none"]);
  const old = { "src/a.ts": source, "package.json": manifest({ openai: "3.2.1", "@notionhq/client": "^5.10.0" }) };
  assert.deepEqual(retries(old), ["none", "none", "default", "none"]);
  assert.equal(column("retry_note", old)[0], "openai retries from version 4.0.0 on; this is 3.2.1");
});

test("retries: options of the constructor and of the call", () => {
  const source = `import OpenAI from "openai";
import twilio from "twilio";
import { Client } from "@hubspot/api-client";
import { S3Client } from "@aws-sdk/client-s3";
import { generateText } from "ai";
const none = new OpenAI({ maxRetries: 0 });
const some = new OpenAI({ maxRetries: config.retries });
await none.chat.completions.create({});
await none.chat.completions.create({}, { maxRetries: 4 });
await some.chat.completions.create({ maxRetries: 0 });
await twilio(sid, token, { autoRetry: true, maxRetries: 3 }).messages.create({});
await twilio(sid, token).messages.create({});
await new Client({ accessToken, numberOfApiCallRetries: 3 }).crm.contacts.basicApi.getPage();
await new Client(settings).crm.contacts.basicApi.getPage(100, after);
await new Client({ accessToken }).crm.contacts.basicApi.getPage(100, after);
await new Client({ ...settings }).crm.contacts.basicApi.getPage();
await new S3Client({ maxAttempts: 1 }).send(command);
await generateText({ model, maxRetries: 0 });`;
  assert.deepEqual(retries(source), [
    "off",
    "call",
    "client",
    "client",
    "none",
    "client",
    "unknown",
    "none",
    "unknown",
    "off",
    "off",
  ]);
});

const constructions = (options: readonly string[]): string =>
  `import OpenAI from "openai";\nexport const clients = [${options.map((each) => `new OpenAI(${each})`).join(", ")}];\n`;

test("retries: a client that is handed in has what every construction has", () => {
  const use = `import type OpenAI from "openai";\nexport const ask = (client: OpenAI) => client.chat.completions.create({});\n`;
  const found = (...options: string[]): unknown[] =>
    retries({ "src/make.ts": constructions(options), "src/use.ts": use });
  assert.deepEqual(found("{ maxRetries: 0 }"), ["off"]);
  assert.deepEqual(found("{ maxRetries: 0 }", "{ maxRetries: 0 }"), ["off"]);
  assert.deepEqual(found("{ maxRetries: 0 }", "{}"), ["default"]);
  assert.deepEqual(found("{}"), ["default"]);
});

test("retries: reads of a client that leaves writes alone", () => {
  const source = `import got from "got";
await got.get("https://api.example.net/x");
await got.post("https://api.example.net/x");
await got("https://api.example.net/x", { retry: { limit: 0 } });`;
  assert.deepEqual(retries(source), ["default", "unknown", "off"]);
});

test("retries: plugins on the client they were put on", () => {
  const source = `import axios from "axios";
import axiosRetry from "axios-retry";
const safe = axios.create({});
const bare = axios.create({});
axiosRetry(safe, { retries: 3 });
await safe.get("https://api.example.net/x");
await bare.get("https://api.example.net/x");
await axios.get("https://api.example.net/x");`;
  assert.deepEqual(retries(source), ["plugin", "none", "none"]);
  assert.deepEqual(retries(source.replace("axiosRetry(safe,", "axiosRetry(axios,")), ["none", "none", "plugin"]);
  assert.deepEqual(retries(source.replace("axiosRetry(safe,", "axiosRetry(pick(),")), ["plugin", "plugin", "plugin"]);
});

test("retries: a response interceptor that waits and sends again", () => {
  const source = `import axios from "axios";
const http = axios.create({});
http.interceptors.response.use(undefined, async (error) => {
  await sleep(500);
  return http(error.config);
});
await http.get("https://api.example.net/x");`;
  assert.equal(retries(source).at(-1), "plugin");
  assert.equal(retries(source.replace("await sleep(500);", "await refreshToken();")).at(-1), "unknown");
});

test("retries: wrappers, loops and chains", () => {
  const source = `import pRetry from "p-retry";
import request from "superagent";
await pRetry(() => fetch("https://api.example.net/x"));
async function load() {
  for (let attempt = 0; attempt < 3; attempt++) {
    try { return await fetch("https://api.example.net/x"); } catch { await sleep(attempt); }
  }
}
await request.get("https://api.example.net/x").retry(2);
await request.get("https://api.example.net/x").timeout(5000);`;
  assert.deepEqual(retries(source), ["wrapper", "loop", "call", "none"]);
  assert.deepEqual(timeouts(source), ["none", "none", "none", "call"]);
});

test("retries and time limits: operators of an RxJS pipe", () => {
  const source = `import { HttpService } from "@nestjs/axios";
export class Api {
  constructor(private readonly http: HttpService) {}
  a() { return firstValueFrom(this.http.get("https://api.example.net/x").pipe(timeout(5000), retry(3))); }
  b() { return firstValueFrom(this.http.get("https://api.example.net/x").pipe(map((answer) => answer.data))); }
}`;
  assert.deepEqual(retries(source), ["call", "none"]);
  assert.deepEqual(timeouts(source), ["call", "none"]);
});

test("time limits: of fetch", () => {
  const source = `await fetch("https://api.example.net/1");
await fetch("https://api.example.net/2", { method: "POST" });
await fetch("https://api.example.net/3", { signal: AbortSignal.timeout(5000) });
await fetch("https://api.example.net/4", { method: "POST", signal });
await fetch("https://api.example.net/5", init);
await fetch("https://api.example.net/6", { ...init, method: "POST" });
await fetch("https://api.example.net/7", { signal: request.signal });
await fetch("https://api.example.net/8", { signal: undefined });
const constant = { signal: AbortSignal.timeout(5000) };
await fetch("https://api.example.net/9", constant);
await Promise.race([fetch("https://api.example.net/10"), timer(5000)]);`;
  assert.deepEqual(timeouts(source), [
    "none",
    "none",
    "call",
    "call",
    "unknown",
    "unknown",
    "unknown",
    "none",
    "call",
    "wrapper",
  ]);
});

test("time limits: of axios, in the call, the client and the defaults", () => {
  const source = `import axios from "axios";
const slow = axios.create({});
const quick = axios.create({ timeout: 5000 });
await axios.get("https://api.example.net/1");
await axios.get("https://api.example.net/2", { timeout: 5000 });
await axios.post("https://api.example.net/3", { timeout: 5000 });
await axios.post("https://api.example.net/4", body, { timeout: 5000 });
await axios.post("https://api.example.net/5", { name }, config);
await quick.get("https://api.example.net/6");
await slow.get("https://api.example.net/7");
await axios.get("https://api.example.net/8", { timeout: 0 });`;
  assert.deepEqual(timeouts(source), ["none", "call", "none", "call", "unknown", "client", "none", "none"]);
  const withDefault = `${source}\naxios.defaults.timeout = 8000;`;
  assert.deepEqual(timeouts(withDefault), ["global", "call", "global", "call", "global", "client", "global", "none"]);
});

test("time limits: of SDKs", () => {
  const source = `import OpenAI from "openai";
import Stripe from "stripe";
import { Resend } from "resend";
import { generateText } from "ai";
await new OpenAI({}).chat.completions.create({});
await new OpenAI({ timeout: 30_000 }).chat.completions.create({});
await new OpenAI({}).chat.completions.create({}, { timeout: 30_000 });
await new Stripe("key").charges.create({});
await new Resend("key").emails.send({});
await generateText({ model, abortSignal: AbortSignal.timeout(1) });`;
  assert.deepEqual(timeouts(source), ["long-default", "client", "call", "default", "none", "call"]);
  assert.equal(column("timeout_note", source)[0], "openai gives up after 10 minutes");
});

test("streams and probes are told apart", () => {
  const source = `import OpenAI from "openai";
const client = new OpenAI({});
export const talk = () => client.chat.completions.stream({});
export const checkHealth = () => client.models.list();
export const ship = () => fetch("https://shipping.example.net");`;
  assert.deepEqual(column("is_stream || ' ' || is_probe", source), ["1 0", "0 1", "0 0"]);
});

test("the project's own wrapper is named, a package's is not", () => {
  const source = `import pRetry from "p-retry";
const withRetry = (fn: () => Promise<unknown>) => pRetry(fn);
export const a = () => withRetry(() => fetch("https://api.example.net/x"));
export const b = () => pRetry(() => fetch("https://api.example.net/x"));`;
  const sql = `(SELECT name FROM "function" WHERE id = wrapper_id)`;
  assert.deepEqual(column(sql, source), ["withRetry", null]);
});
