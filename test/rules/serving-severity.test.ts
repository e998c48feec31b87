/** How grave it is when something that serves people lacks a limit, a probe or an orderly end. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packageOf, verdictsOf } from "./built-in-rule.js";

type Files = Readonly<Record<string, string>>;

/** An image says how the service could be run; the file of a platform, that it is. */
const IMAGE = { Dockerfile: 'FROM node:24\nCMD ["node", "dist/server.js"]\n' };
const RELEASED = { ...IMAGE, "fly.toml": 'app = "orders"\n\n[http_service]\n  internal_port = 3000\n' };
/** A product that others install. */
const OPEN = { LICENSE: "MIT License\n", "CONTRIBUTING.md": "# Contributing\n" };

const routes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `app.post("/items/${index}", (req, res) => res.json({}));`).join("\n");

const express = (more: string, own = routes(3)): string =>
  `import express from "express";\n${more}\nconst app = express();\n${own}\napp.listen(3000);\n`;

const POOL = `import { Pool } from "pg";\nexport const pool = new Pool();\n`;
const CHARGE = `import Stripe from "stripe";\nconst stripe = new Stripe(process.env.STRIPE_KEY);\nexport const pay = () => stripe.charges.create({ amount: 1 });\n`;

const service = (text: string, around: Files): Files => ({
  ...around,
  "package.json": packageOf(["express", "stripe", "pg", "pino"]),
  "src/server.ts": text,
});

const stopped = (text: string, around: Files): string[] =>
  verdictsOf("missing-graceful-shutdown", service(text, around));

const shared = (call: string): Files => ({
  "package.json": '{ "private": true, "workspaces": ["apps/*", "packages/*"] }',
  "packages/core/package.json":
    '{ "name": "@acme/core", "private": true, "main": "src/index.ts", "dependencies": { "stripe": "^17.0.0" } }',
  "packages/core/src/index.ts": 'export * from "./orders.js";\nexport * from "./pay.js";\n',
  "packages/core/src/orders.ts": "export const listOrders = () => [];\n",
  "packages/core/src/pay.ts": `import Stripe from "stripe";\nconst stripe = new Stripe(process.env.STRIPE_KEY);\nexport const pay = (amount) => stripe.charges.create({ amount });\n`,
  "apps/work/package.json":
    '{ "name": "work", "private": true, "dependencies": { "bullmq": "^5.0.0", "@acme/core": "workspace:*" } }',
  "apps/work/fly.toml": RELEASED["fly.toml"],
  "apps/work/src/worker.ts": `import { Worker } from "bullmq";\nimport { listOrders, pay } from "@acme/core";
export const worker = new Worker("mail", async () => { ${call}; });\n`,
});

const paidWorker = (work: string): Files => ({
  "package.json": packageOf(["bullmq", "stripe"]),
  "src/worker.ts": `${CHARGE}import { Worker } from "bullmq";\nexport const worker = new Worker("mail", async () => { ${work} });\n`,
});

const crashing = (range: string): string[] =>
  verdictsOf("missing-process-error-handlers", {
    "package.json": `{ "name": "api", "private": true, "dependencies": { "express": "${range}" } }`,
    "src/server.ts": express(""),
  });

describe("missing-process-error-handlers", () => {
  it("is medium where an await that fails ends the process, low where the framework takes it", () => {
    assert.deepEqual(crashing("^4.21.0"), ["medium"]);
    assert.deepEqual(crashing("^5.0.0"), ["low"]);
  });
});

describe("missing-graceful-shutdown", () => {
  it("is medium for servers, whose requests are made again", () => {
    assert.deepEqual(stopped(express(POOL), RELEASED), ["medium"]);
    assert.deepEqual(stopped(express(POOL + CHARGE), RELEASED), ["medium"]);
  });

  it("is high for a worker that is released and pays for what it does", () => {
    assert.deepEqual(verdictsOf("missing-graceful-shutdown", paidWorker("await pay();")), ["medium"]);
    assert.deepEqual(verdictsOf("missing-graceful-shutdown", { ...paidWorker("await pay();"), ...RELEASED }), ["high"]);
    const open = { ...paidWorker("await pay();"), ...RELEASED, ...OPEN };
    assert.deepEqual(verdictsOf("missing-graceful-shutdown", open), ["medium"]);
  });

  it("looks at what the worker calls of a shared package", () => {
    assert.deepEqual(verdictsOf("missing-graceful-shutdown", shared("listOrders()")), ["medium"]);
    assert.deepEqual(verdictsOf("missing-graceful-shutdown", shared("await pay(1)")), ["high"]);
  });
});

const shallow = (extra = ""): string =>
  express(POOL, `app.get("/health", (req, res) => res.send("ok"));\n${extra}${routes(2)}`);

const probed = (path: string): Files => ({
  ...RELEASED,
  "fly.toml": `${RELEASED["fly.toml"]}\n[[http_service.checks]]\n  interval = "15s"\n  path = "${path}"\n`,
});

describe("health endpoints", () => {
  it("missing ones are medium", () => {
    assert.deepEqual(verdictsOf("missing-health-endpoint", service(express(POOL), RELEASED)), ["medium"]);
  });

  it("shallow ones are high where a platform asks them for readiness", () => {
    const id = "shallow-health-check";
    assert.deepEqual(verdictsOf(id, service(shallow(), RELEASED)), ["medium"]);
    assert.deepEqual(verdictsOf(id, service(shallow(), probed("/health"))), ["medium"]);
    const ready = shallow().replaceAll("/health", "/ready");
    assert.deepEqual(verdictsOf(id, service(ready, probed("/ready"))), ["high"]);
    const image = `${IMAGE.Dockerfile}HEALTHCHECK CMD curl -f http://localhost:3000/health\n`;
    assert.deepEqual(verdictsOf(id, service(shallow(), { ...RELEASED, Dockerfile: image })), ["medium"]);
  });

  it("a listener for probes alone stands beside a worker: nobody is sent there", () => {
    const listener = `app.get("/health", (req, res) => res.send("ok"));\napp.get("/metrics", (req, res) => res.send("up 1"));`;
    assert.deepEqual(verdictsOf("shallow-health-check", service(express(POOL, listener), probed("/health"))), [
      "medium",
    ]);
  });
});

const jobs = (expression: string, call: string): string[] =>
  verdictsOf("cron-without-timezone", {
    "package.json": packageOf(["node-cron", "pg", "resend", "bullmq"]),
    "src/jobs.ts": `import cron from "node-cron";\nimport { Pool } from "pg";\nimport { Resend } from "resend";
import { createHash } from "node:crypto";\nimport { Queue } from "bullmq";\nimport { sendReminders } from "./reminders.js";
const pool = new Pool();\nconst resend = new Resend("x");\nconst reminders = new Queue("reminders");
const slot = (id) => createHash("md5").update(id).digest("hex").length;
async function cleanUp() { await pool.query("delete from sessions where expires_at < now()"); }
async function tell() { await resend.emails.send({ to: "a@b.c" }); }
export const hour = (at: Date) => at.toLocaleTimeString("de", { timeZone: "Europe/Berlin" });
cron.schedule("${expression}", async () => { ${call} });\n`,
  });

describe("cron-without-timezone", () => {
  it("is high where people see the hour", () => {
    assert.deepEqual(jobs("0 9 * * *", "await cleanUp();"), ["medium"]);
    assert.deepEqual(jobs("0 9 * * *", "await tell();"), ["high"]);
    assert.deepEqual(jobs("0 9,17 * * 1-5", "await sendReminders();"), ["high"]);
    assert.deepEqual(jobs("0 0 18 * * *", "await sendReminders();"), ["high"]);
  });

  it("is medium at night, when nobody waits for it", () => {
    assert.deepEqual(jobs("0 2 * * *", "await tell();"), ["medium"]);
    assert.deepEqual(jobs("0 0 1 * *", "await tell();"), ["medium"]);
  });

  it("hashes are no digests, and work put off over the day has no hour", () => {
    assert.deepEqual(jobs("0 8 * * *", `await reminders.add("one", {}, { delay: slot("1") });`), ["medium"]);
    assert.deepEqual(jobs("0 8 * * *", `await reminders.add("one", {});`), ["high"]);
  });
});

const app = (line: string, around: Files = RELEASED): Files => ({
  ...around,
  "package.json": packageOf(["express", "openai", "pg"]),
  "src/auth.ts": `export function requireUser(req, res, next) { return req.session.user ? next() : res.status(401).end(); }\n`,
  "src/server.ts": express(
    `import OpenAI from "openai";\nimport { requireUser } from "./auth.js";\nconst openai = new OpenAI();\n`,
    line,
  ),
});

const ask = (before: string, first = ""): string =>
  `app.post("/ask", ${before}async (req, res) => { ${first}res.json(await openai.responses.create({ input: req.body })); });`;

const limited = (line: string, around?: Files): string[] => verdictsOf("missing-rate-limit", app(line, around));

describe("missing-rate-limit", () => {
  const login = `app.post("/login", (req, res) => res.sendStatus(401));`;

  it("is high where strangers can guess, or make it pay", () => {
    assert.deepEqual(limited(login), ["high"]);
    assert.deepEqual(limited(login, IMAGE), ["medium"]);
    assert.deepEqual(limited(login + routes(30), IMAGE), ["high"]);
    assert.deepEqual(limited(login.replace("/login", "/register")), ["medium"]);
    const starter = '{ "name": "shop-starter", "private": true, "dependencies": { "express": "^5.0.0" } }';
    assert.deepEqual(verdictsOf("missing-rate-limit", { ...app(login), "package.json": starter }), ["medium"]);
    assert.deepEqual(limited(ask("")), ["high"]);
    assert.deepEqual(limited(ask(""), IMAGE), ["medium"]);
  });

  it("is medium for what developers try things with, and names it last", () => {
    assert.deepEqual(limited(login.replace("/login", "/dev/login")), ["medium"]);
    assert.deepEqual(limited(login.replace("/login", "/dev/login") + login), ["high"]);
    assert.deepEqual(limited(ask("").replace("/ask", "/api/test/ask")), ["medium"]);
  });

  it("is medium where callers are known, whatever it costs", () => {
    assert.deepEqual(limited(ask("requireUser, ")), ["medium"]);
    assert.deepEqual(limited(ask("", `if (!req.org) { res.status(403).end(); return; } `)), ["medium"]);
    assert.deepEqual(limited(ask("", `const user = req.ctx.get("user"); `)), ["medium"]);
  });

  it("is medium where calls cost nothing, and low where they only read or everybody is signed in", () => {
    assert.deepEqual(limited(routes(5)), ["medium"]);
    assert.deepEqual(limited(routes(5), {}), ["low"]);
    assert.deepEqual(limited(`app.use(requireUser);\n${routes(5)}`), ["low"]);
    assert.deepEqual(limited(routes(5).replaceAll("app.post", "app.get")), ["low"]);
  });
});
