import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeOf } from "./built-in-rule.js";

const ALL = ["code", "env", "packages", "deploy"].map((need) => ({
  need,
  available: true,
  is_wanted: true,
  detail: null,
}));

/** What a rule says of a repository: status of each row, with the severity of what fails. */
function verdicts(id: string, files: Readonly<Record<string, string>>): string[] {
  const outcome = outcomeOf(id, files, "2026-11-20", ALL);
  assert.equal(outcome?.reason ?? null, null);
  return (outcome?.rows ?? []).map((row) => (row.status === "fail" ? (row.severity ?? "default") : row.status));
}

const pack = (dependencies: readonly string[], more: object = {}): string =>
  JSON.stringify({
    name: "api",
    dependencies: Object.fromEntries(dependencies.map((name) => [name, "^1.0.0"])),
    ...more,
  });

/** A file that shows that the service is deployed. */
const deployed = { Dockerfile: 'FROM node:24\nCMD ["node", "dist/server.js"]\n' };

const routes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `app.post("/items/${index}", (req, res) => res.json({}));`).join("\n");

const express = (more: string): string =>
  `import express from "express";\n${more}\nconst app = express();\n${routes(3)}\napp.listen(3000);\n`;

test("missing-error-monitoring is high where failures cost something, or there is much to fail", () => {
  const id = "missing-error-monitoring";
  const manifest = pack(["express", "stripe", "pino"]);
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": express("") }), ["medium"]);
  const large = express("").replace("app.listen", `${routes(30)}\napp.listen`);
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": large }), ["medium"]);
  assert.deepEqual(verdicts(id, { ...deployed, "package.json": manifest, "src/server.ts": large }), ["high"]);
  const paid = express(
    `import Stripe from "stripe";\nconst stripe = new Stripe(process.env.STRIPE_KEY);\nexport const pay = () => stripe.charges.create({ amount: 1 });`,
  );
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": paid }), ["medium"]);
  assert.deepEqual(verdicts(id, { ...deployed, "package.json": manifest, "src/server.ts": paid }), ["high"]);
  const logged = `import pino from "pino";\nexport const logger = pino();\n${large}`;
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": logged }), ["medium"]);
});

test("missing-graceful-shutdown is high where something is left half done", () => {
  const id = "missing-graceful-shutdown";
  const manifest = pack(["express", "pg"]);
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": express("") }), ["medium"]);
  const stored = express(`import { Pool } from "pg";\nexport const pool = new Pool();`);
  assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": stored }), ["medium"]);
  assert.deepEqual(verdicts(id, { ...deployed, "package.json": manifest, "src/server.ts": stored }), ["high"]);
});

test("health endpoints are missed where something is deployed that would ask them", () => {
  const stored = express(`import { Pool } from "pg";\nexport const pool = new Pool();`);
  const shallow = stored.replace("app.listen", `app.get("/health", (req, res) => res.send("ok"));\napp.listen`);
  const manifest = pack(["express", "pg"]);
  for (const [id, text] of [
    ["missing-health-endpoint", stored],
    ["shallow-health-check", shallow],
  ] as const) {
    assert.deepEqual(verdicts(id, { "package.json": manifest, "src/server.ts": text }), ["medium"]);
    assert.deepEqual(verdicts(id, { ...deployed, "package.json": manifest, "src/server.ts": text }), ["high"]);
  }
});

const stored = (text: string) => ({ ...deployed, "package.json": pack(["express", "pg"]), "src/server.ts": text });

test("a listener for probes alone stands beside a worker: nobody is sent there", () => {
  const listener = `import express from "express";\nimport { Pool } from "pg";\nexport const pool = new Pool();
const app = express();\napp.get("/health", (req, res) => res.send("ok"));\napp.get("/metrics", (req, res) => res.send("up 1"));\napp.listen(9464);\n`;
  assert.deepEqual(verdicts("shallow-health-check", stored(listener)), ["medium"]);
  const orders = `${listener}app.get("/orders", (req, res) => res.json([]));\n`;
  assert.deepEqual(verdicts("shallow-health-check", stored(orders)), ["high"]);
});

const jobs = (call: string): Record<string, string> => ({
  "package.json": pack(["node-cron", "pg", "resend"]),
  "src/jobs.ts": `import cron from "node-cron";\nimport { Pool } from "pg";\nimport { Resend } from "resend";
const pool = new Pool();\nconst resend = new Resend("x");
async function cleanUp() { await pool.query("delete from sessions where expires_at < now()"); }
async function tell() { await resend.emails.send({ to: "a@b.c" }); }
cron.schedule("0 9 * * *", async () => { ${call} });\n`,
});

test("cron-without-timezone is high where people see the hour", () => {
  const id = "cron-without-timezone";
  assert.deepEqual(verdicts(id, jobs("await cleanUp();")), ["medium"]);
  assert.deepEqual(verdicts(id, jobs("await tell();")), ["high"]);
  assert.deepEqual(verdicts(id, jobs("await sendReminders();")), ["high"]);
});

const delayed = (call: string): string[] =>
  verdicts("cron-without-timezone", {
    "package.json": pack(["node-cron", "bullmq"]),
    "src/jobs.ts": `import cron from "node-cron";\nimport { createHash } from "node:crypto";\nimport { Queue } from "bullmq";
const reminders = new Queue("reminders");\nconst slot = (id) => createHash("md5").update(id).digest("hex").length;
cron.schedule("0 0 * * *", async () => { ${call} });\n`,
  });

test("cron-without-timezone: hashes are no digests, and work put off over the day has no hour", () => {
  assert.deepEqual(delayed(`await reminders.add("one", {}, { delay: slot("1") });`), ["medium"]);
  assert.deepEqual(delayed(`await reminders.add("one", {});`), ["high"]);
});

test("the distribution of an image weighs less than what the image is named after", () => {
  const dockerfile = 'FROM node:18-alpine3.18\nCMD ["node", "dist/server.js"]\n';
  assert.deepEqual(verdicts("eol-runtime", { "package.json": pack([]), Dockerfile: dockerfile }).toSorted(), [
    "high",
    "medium",
  ]);
});

const image = (version: number): string => `FROM node:${version}\nCMD ["node", "server.js"]\n`;
const runtimes = (files: Readonly<Record<string, string>>): string[] =>
  verdicts("eol-runtime", { "package.json": pack([]), ...files }).filter((each) => each !== "pass");
const compose = (context: string): string => `services:\n  mail:\n    build: ${context}\n`;

test("eol-runtime is high for images that serve, not for stand-ins or what nothing builds", () => {
  assert.deepEqual(runtimes({ "docker/mail/Dockerfile": image(18) }), ["high"]);
  assert.deepEqual(runtimes({ "docker/dependencies/mail/Dockerfile": image(18) }), ["medium"]);
  assert.deepEqual(runtimes({ "docker/mock-mail/Dockerfile": image(18) }), ["medium"]);
  const two = { "docker/mail/Dockerfile": image(24), "docker/first/Dockerfile": image(18) };
  assert.deepEqual(runtimes({ ...two, "docker-compose.yml": compose("./docker/mail") }), ["low"]);
  assert.deepEqual(runtimes({ ...two, "docker-compose.yml": compose("./docker/first") }), ["high"]);
  assert.deepEqual(runtimes(two), ["medium"]);
  assert.deepEqual(runtimes({ "docker/mail/Dockerfile": image(20) }), ["medium"]);
});

test("missing-rate-limit is high where strangers may call, or each call is paid for", () => {
  const manifest = pack(["express", "openai"]);
  const app = (line: string): Record<string, string> => ({
    ...deployed,
    "package.json": manifest,
    "src/auth.ts": `export function requireUser(req, res, next) { return req.session.user ? next() : res.status(401).end(); }\n`,
    "src/server.ts": `import express from "express";\nimport { requireUser } from "./auth.js";
const app = express();\n${line}\napp.listen(3000);\n`,
  });
  const verdict = (line: string): string[] => verdicts("missing-rate-limit", app(line));
  assert.deepEqual(verdict(routes(5)), ["high"]);
  assert.deepEqual(verdict(routes(5).replaceAll(`", (req`, `", requireUser, (req`)), ["medium"]);
  assert.deepEqual(verdict(`app.use(requireUser);\n${routes(5)}`), ["medium"]);
  assert.deepEqual(verdict(routes(5).replaceAll("app.post", "app.get")), ["low"]);
  const paid = `import OpenAI from "openai";\nconst openai = new OpenAI();
app.post("/ask", requireUser, async (req, res) => res.json(await openai.responses.create({ input: req.body })));`;
  assert.deepEqual(verdict(paid), ["high"]);
  assert.deepEqual(verdicts("missing-rate-limit", { ...app(paid), Dockerfile: "" }), ["medium"]);
});

const hook = (secret: string): Record<string, string> => ({
  "package.json": pack(["express"]),
  "src/server.ts": `import express from "express";\nimport { isSigned } from "./signature.js";\nconst app = express();
app.post("/webhook", (req, res) => {
  if (process.env.${secret} && !isSigned(req.body, req.headers["x-signature"], process.env.${secret})) return res.status(401).end();
  res.json({});
});\napp.listen(3000);\n`,
  "src/signature.ts": `import { createHmac } from "node:crypto";
export const isSigned = (body, signature, key) => createHmac("sha256", key).update(body).digest("hex") === signature;\n`,
});

test("development-auth-bypass: the secret of a preview opens nothing that is live", () => {
  assert.deepEqual(verdicts("development-auth-bypass", hook("CHAT_APP_SECRET")), ["critical"]);
  assert.deepEqual(verdicts("development-auth-bypass", hook("CHAT_PREVIEW_APP_SECRET")), ["medium"]);
  assert.deepEqual(verdicts("development-auth-bypass", hook("CRON_SECRET")), ["high"]);
});

const shared = (call: string): Record<string, string> => ({
  "package.json": '{ "private": true, "workspaces": ["apps/*", "packages/*"] }',
  "packages/core/package.json":
    '{ "name": "@acme/core", "private": true, "main": "src/index.ts", "dependencies": { "stripe": "^17.0.0" } }',
  "packages/core/src/index.ts": 'export * from "./orders.js";\nexport * from "./pay.js";\n',
  "packages/core/src/orders.ts": "export const listOrders = () => [];\n",
  "packages/core/src/pay.ts": `import Stripe from "stripe";\nconst stripe = new Stripe(process.env.STRIPE_KEY);\nexport const pay = (amount) => stripe.charges.create({ amount });\n`,
  "apps/api/package.json":
    '{ "name": "api", "private": true, "dependencies": { "express": "^5.0.0", "@acme/core": "workspace:*" } }',
  "apps/api/Dockerfile": deployed.Dockerfile,
  "apps/api/src/server.ts": `import express from "express";\nimport { listOrders, pay } from "@acme/core";\nconst app = express();
app.get("/orders", (req, res) => res.json(${call}));\napp.listen(3000);\n`,
});

test("missing-error-monitoring looks at what the app calls of a shared package", () => {
  assert.deepEqual(verdicts("missing-error-monitoring", shared("listOrders()")), ["medium"]);
  assert.deepEqual(verdicts("missing-error-monitoring", shared("pay(1)")), ["high"]);
});

test("eol-runtime: an image that nothing builds beside one that floats, and a framework in a root without code", () => {
  const built = { dockerfile: 'FROM node:lts\nCMD ["node", "server.js"]\n', "docker/first/Dockerfile": image(20) };
  const workflow =
    "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@v6\n";
  assert.deepEqual(runtimes({ ...built, ".github/workflows/image.yml": workflow }), ["low"]);
  const root =
    '{ "private": true, "workspaces": ["apps/*"], "scripts": { "build": "turbo run build" }, "dependencies": { "next": "13.5.0" } }';
  const site = { "static/logo.svg": "<svg />", "apps/site/package.json": '{ "name": "site", "dependencies": {} }' };
  assert.deepEqual(runtimes({ ...site, "package.json": root }), []);
  const pages = { "pages/index.tsx": "export default () => <p />;", "next.config.js": "module.exports = {};" };
  assert.deepEqual(runtimes({ ...site, ...pages, "package.json": root }), ["medium"]);
  assert.deepEqual(runtimes({ ...site, ...pages, "package.json": root, "vercel.json": '{ "regions": ["fra1"] }' }), [
    "high",
  ]);
});

const mailer = (check: string): Record<string, string> => ({
  "package.json": pack(["express"], { main: "src/server.ts" }),
  ".env.example": "SMTP_PASS=\n",
  "src/env.ts": `${check}export const SMTP_PASSWORD = process.env.SMTP_PASSWORD!;\n`,
  "src/server.ts": 'import { SMTP_PASSWORD } from "./env.js";\nexport const login = { pass: SMTP_PASSWORD };\n',
});

test("misnamed-env-variable is medium where the process says what it misses, and stops", () => {
  assert.deepEqual(verdicts("misnamed-env-variable", mailer("")), ["high"]);
  const demands = `const missing = ["SMTP_PASSWORD"].filter((name) => !process.env[name]);
if (missing.length > 0) { console.error(missing); process.exit(1); }\n`;
  assert.deepEqual(verdicts("misnamed-env-variable", mailer(demands)), ["medium"]);
});

const reflecting = (sameSite: string): Record<string, string> => ({
  "package.json": pack(["express", "express-session"]),
  "src/server.ts": `import express from "express";
import session from "express-session";
const app = express();
app.use(session({ secret: process.env.SESSION_SECRET!, cookie: { sameSite: "${sameSite}" } }));
app.get("/charts", (req, res) => {
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  res.json([]);
});
app.listen(3000);\n`,
});

test("permissive-cors is low where the session's cookie stays with its own site", () => {
  assert.deepEqual(verdicts("permissive-cors", reflecting("lax")), ["low"]);
  assert.deepEqual(verdicts("permissive-cors", reflecting("none")), ["high"]);
});
