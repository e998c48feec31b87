import assert from "node:assert/strict";
import { test } from "node:test";
import { isLimiterName, isLimitingCallee } from "#src/facts/link/exposure/limiter-names.js";
import { isAuthCatchAll, isSignInName, purposeOf } from "#src/facts/link/exposure/route-purpose.js";
import { exposedBy, EXPRESS as express, packageNamed as pack, server } from "./exposed-sample.js";
import { querySample } from "./query-sample.js";
import { manifest, type Files } from "./web-sample.js";

const limitsOf = (files: Files): string[] =>
  querySample(files, "SELECT * FROM request_limit ORDER BY app_dir, file, line").map(
    (row) => `${String(row["app_dir"])}: ${String(row["kind"])} ${String(row["name"])}`,
  );

test("what paths are for", () => {
  const found: Record<string, string[]> = {};
  for (const path of [
    "POST /login",
    "POST /api/v1/users/sign-up",
    "POST /auth/token",
    "PUT /reset-password/:token",
    "POST /auth/otp/verify",
    "POST /users/register",
    "ALL /api/auth/forgot-password",
    "GET /login",
    "POST /oauth/token",
    "POST /devices/token",
    "POST /events/register",
    "GET /auth/confirm",
    "GET /api/posts",
    "POST /api/feedback",
    "GET /articles/feed",
    "POST /webhooks/stripe",
    "GET /github/callback",
    "POST /api/cron/daily",
    "GET /api/og/card",
    "GET /sitemap.xml",
    "GET /",
    "OPTIONS /login",
    "GET /admin/users",
    "POST /admin/login",
    "GET /healthz",
    "GET /api/docs/:page",
  ]) {
    const [method = "", name = ""] = path.split(" ");
    const purpose = purposeOf(name, method);
    found[purpose] = [...(found[purpose] ?? []), path];
  }
  assert.deepEqual(found, {
    auth: [
      "POST /login",
      "POST /api/v1/users/sign-up",
      "POST /auth/token",
      "PUT /reset-password/:token",
      "POST /auth/otp/verify",
      "POST /users/register",
      "ALL /api/auth/forgot-password",
      "POST /admin/login",
    ],
    api: [
      "GET /login",
      "POST /oauth/token",
      "POST /devices/token",
      "POST /events/register",
      "GET /api/posts",
      "POST /api/feedback",
      "GET /articles/feed",
    ],
    page: [
      "GET /auth/confirm",
      "GET /api/og/card",
      "GET /sitemap.xml",
      "GET /",
      "OPTIONS /login",
      "GET /api/docs/:page",
    ],
    webhook: ["POST /webhooks/stripe", "GET /github/callback"],
    job: ["POST /api/cron/daily"],
    admin: ["GET /admin/users"],
    health: ["GET /healthz"],
  });
});

test("catch-alls that a sign-in library answers, and names of actions that sign in", () => {
  assert.deepEqual(
    ["/api/auth/*nextauth", "/api/auth/:all", "/api/auth/*", "/auth/:id", "/api/*"].map((path) => isAuthCatchAll(path)),
    [true, true, true, false, false],
  );
  assert.deepEqual(
    ["signIn", "loginAction", "handleSignUp", "requestPasswordReset", "signInWithGithub", "signOut", "logInvoice"].map(
      (name) => isSignInName(name),
    ),
    [true, true, true, true, false, false, false],
  );
});

test("names that limit requests, and those that look like it", () => {
  for (const name of [
    "apiLimiter",
    "rate_limit",
    "ThrottlerGuard",
    "withRateLimit",
    "slowDown",
    "bruteForce.prevent",
  ]) {
    assert.equal(isLimiterName(name), true, name);
  }
  for (const name of ["delimiter", "limit", "uploadSizeLimiter", "rateLimitError", "s3SlowDownFlag", "bodyLimit"]) {
    assert.equal(isLimiterName(name), false, name);
  }
  const calls: Record<string, boolean> = {
    checkRateLimit: true,
    "this.rateLimiter.consume": true,
    "env.LOGIN_LIMITER.limit": true,
    rateLimit: true,
    assertWithinRateLimit: true,
    "rateLimiter.schedule": false,
    waitForRateLimit: false,
    getRateLimitDelay: false,
    handleRateLimitError: false,
    "rateLimits.map": false,
    _login_is_locked: true,
    "self._is_locked": true,
    isLockedOut: true,
    _day_is_locked: false,
    "period.invoiceIsLocked": false,
  };
  for (const [callee, expected] of Object.entries(calls)) {
    assert.equal(isLimitingCallee(callee, callee.split(".").at(-1) ?? ""), expected, callee);
  }
});

test("a limiter covers what lies below its path, and its own router's routes only", () => {
  assert.deepEqual(
    exposedBy({
      "package.json": manifest("express", "express-rate-limit"),
      "app.ts": `import express from "express";
import { rateLimit } from "express-rate-limit";
import { orders } from "./orders.js";
import { users } from "./users.js";
const app = express();
app.use("/api/reports", rateLimit({ limit: 5 }));
app.use("/api/orders", orders);
app.use("/api/users", users);
app.get("/api/reports/:id", (req, res) => res.end());
app.get("/api/reporters", (req, res) => res.end());
app.listen(3000);
`,
      "orders.ts": `import { Router } from "express";
import { rateLimit } from "express-rate-limit";
export const orders = Router();
orders.use(rateLimit());
orders.get("/", (req, res) => res.end());
`,
      "users.ts": `import { Router } from "express";
export const users = Router();
users.get("/", (req, res) => res.end());
`,
    }),
    [
      "GET /api/reports/:id api: rateLimit (app.ts:6)",
      "GET /api/reporters api: –",
      "GET /api/orders api: rateLimit (orders.ts:4)",
      "GET /api/users api: –",
    ],
  );
});

test("a route's own limiters: a handler before it, a call in it, an answer with 429", () => {
  assert.deepEqual(
    exposedBy({
      "package.json": manifest("express", "rate-limiter-flexible"),
      "app.ts": `import express from "express";
import { RateLimiterRedis } from "rate-limiter-flexible";
const attempts = new RateLimiterRedis({ points: 5 });
const hits = new Map();
const guard = async (req, res, next) => { await attempts.consume(req.ip); next(); };
const app = express();
app.post("/a", guard, (req, res) => res.end());
app.post("/b", async (req, res) => { await attempts.consume(req.ip); res.end(); });
app.post("/c", (req, res) => { if (hits.get(req.ip) > 9) return res.status(429).end(); res.end(); });
app.post("/d", async (req, res) => { try { await ask(); } catch (e) { res.status(429).end(); } });
async function ask() {}
app.listen(3000);
`,
    }),
    [
      "POST /a api: attempts.consume (app.ts:5)",
      "POST /b api: attempts.consume (app.ts:8)",
      "POST /c api: an answer with status 429 (app.ts:9)",
      "POST /d api: –",
    ],
  );
});

test("what slows down calls to others limits nobody", () => {
  const files = {
    "package.json": manifest("express", "bottleneck", "lodash"),
    "app.ts": `${express}import Bottleneck from "bottleneck";
import { throttle } from "lodash";
const rateLimiter = new Bottleneck();
const throttled = async (fn) => { await new Promise((done) => setTimeout(done, 100)); return fn(); };
app.get("/x", (req, res) => rateLimiter.schedule(async () => throttled(() => throttle(() => res.end()))));
`,
  };
  assert.deepEqual(exposedBy(files), ["GET /x api: –"]);
  assert.deepEqual(limitsOf(files), []);
});

test("what a request costs, and who alone may send it", () => {
  assert.deepEqual(
    exposedBy({
      "package.json": manifest("express", "openai", "resend", "@supabase/supabase-js"),
      "app.ts": `${express}import OpenAI from "openai";
import { Resend } from "resend";
import { createClient } from "@supabase/supabase-js";
const openai = new OpenAI();
const resend = new Resend("x");
const supabase = createClient("https://x.supabase.co", "x");
app.post("/ask", async (req, res) => res.json(await openai.chat.completions.create({ model: "m" })));
app.get("/models", async (req, res) => res.json(await openai.models.list()));
app.post("/invite", async (req, res) => res.json(await resend.emails.send({})));
app.post("/nightly", (req, res) => { if (req.get("x") !== process.env.CRON_SECRET) res.end(); });
app.post("/login", async (req, res) => res.json(await supabase.auth.signInWithPassword(req.body)));
`,
    }),
    [
      "POST /ask api: –, model",
      "GET /models api: –",
      "POST /invite api: –, mail",
      "POST /nightly job: –",
      "POST /login auth: –, Supabase Auth",
    ],
  );
});

test("a shared package limits for the app that calls it, a proxy for all, a proxy in an app's folder for that one", () => {
  assert.deepEqual(
    limitsOf({
      "package.json": pack("root", { workspaces: ["apps/*", "packages/*"] }),
      "packages/limits/package.json": pack("@acme/limits", {
        main: "index.ts",
        dependencies: { "@upstash/ratelimit": "^2.0.0" },
      }),
      "packages/limits/index.ts": `import { Ratelimit } from "@upstash/ratelimit";
export const check = async (key: string) => new Ratelimit({}).limit(key);
`,
      "apps/a/package.json": pack("a", { dependencies: { express: "^5.0.0", "@acme/limits": "workspace:*" } }),
      "apps/a/index.ts": server(
        `import { check } from "@acme/limits";\napp.get("/x", async (req, res) => { await check("x"); res.end(); });`,
      ),
      "apps/b/package.json": pack("b", { dependencies: { express: "^5.0.0", "@acme/limits": "workspace:*" } }),
      "apps/b/index.ts": server(`app.get("/x", (req, res) => res.end());`),
      "apps/b/nginx.conf": "location / {\n  limit_req zone=one;\n}\n",
    }),
    ["apps/a: package Ratelimit", "apps/b: edge nginx limit_req"],
  );
});
