import assert from "node:assert/strict";
import { test } from "node:test";
import { healthKind } from "#src/facts/link/health/health-paths.js";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

/** Checks as "path kind: asks | unfollowed | failure status", with `207` and `errors out` where they hold. */
function checksOf(files: Files): string[] {
  const rows = querySample(files, "SELECT * FROM health_check ORDER BY file, line, path");
  return rows.map((row) => {
    const flags = [row["answers_207"] === 1 ? " 207" : "", row["lets_errors_out"] === 1 ? " errors out" : ""].join("");
    const lists = ["asks_json", "unfollowed_json"].map((column) => String(row[column]).replaceAll('"', ""));
    return `${String(row["path"] ?? "–")} ${String(row["kind"])}: ${lists.join(" | ")} | ${String(row["failure_status"] ?? "–")}${flags}`;
  });
}

const pool = `import { Pool } from "pg";\nexport const pool = new Pool();\n`;

/** An Express app with one handler at /health. */
const healthOf = (handler: string, more: Files = {}): string[] =>
  checksOf({
    "pool.ts": pool,
    "app.ts": `import express from "express";
import { pool } from "./pool.js";
const app = express();
app.get("/health", ${handler});
function answer(res, code) { res.status(code).json({}); }
`,
    ...more,
  });

test("paths that name a health endpoint", () => {
  const kinds: Record<string, string[]> = { health: [], readiness: [], liveness: [], none: [] };
  for (const path of [
    "/health",
    "/healthz",
    "/api/health",
    "/api/v1/health-check",
    "/_health",
    "/health/db",
    "/whatsapp/health",
    "/status",
    "/api/status",
    "/health.json",
    "/ready",
    "/api/readyz",
    "/health/ready",
    "/livez",
    "/health/live",
    "/ping",
    "/api/heartbeat",
    "/up",
    "/orders/status",
    "/orders/:id/status",
    "/streams/live",
    "/patients/:id/health",
    "/health-records",
    "/health/tips/today",
    "/setup",
    "/",
  ]) {
    (kinds[healthKind(path) ?? "none"] ??= []).push(path);
  }
  assert.deepEqual(kinds, {
    health: [
      "/health",
      "/healthz",
      "/api/health",
      "/api/v1/health-check",
      "/_health",
      "/health/db",
      "/whatsapp/health",
      "/status",
      "/api/status",
      "/health.json",
    ],
    readiness: ["/ready", "/api/readyz", "/health/ready"],
    liveness: ["/livez", "/health/live", "/ping", "/api/heartbeat", "/up"],
    none: [
      "/orders/status",
      "/orders/:id/status",
      "/streams/live",
      "/patients/:id/health",
      "/health-records",
      "/health/tips/today",
      "/setup",
      "/",
    ],
  });
});

test("a handler that asks nothing", () => {
  assert.deepEqual(healthOf(`(req, res) => res.json({ status: "ok", uptime: process.uptime() })`), [
    "/health health: [] | [] | –",
  ]);
});

test("errors that leave the handler, and errors that do not", () => {
  assert.deepEqual(healthOf(`async (req, res) => { await pool.query("select 1"); res.json({}); }`), [
    "/health health: [pg] | [] | – errors out",
  ]);
  assert.deepEqual(
    healthOf(`async (req, res) => {
  try { await pool.query("select 1"); res.json({ ok: true }); } catch { res.json({ ok: false }); }
}`),
    ["/health health: [pg] | [] | –"],
  );
  assert.deepEqual(
    healthOf(`(req, res) => pool.query("select 1").then(() => res.json({})).catch(() => res.json({}))`),
    ["/health health: [pg] | [] | –"],
  );
  assert.deepEqual(
    healthOf(`async (req, res, next) => {
  try { await pool.query("select 1"); res.json({ ok: true }); } catch (error) { next(error); }
}`),
    ["/health health: [pg] | [] | – errors out"],
  );
  assert.deepEqual(
    healthOf(
      `async (req, res) => { const [db] = await Promise.allSettled([pool.query("select 1")]); res.json({ db: db.status }); }`,
    ),
    ["/health health: [pg] | [] | –"],
  );
});

/** Failure status of a handler that asks and then answers so. */
const failing = (answer: string): string | undefined =>
  healthOf(`async (req, res) => {
const ok = await pool.query("select 1").then(() => true, () => false);
${answer}
}`)[0]
    ?.split(" | ")
    .at(2);

test("statuses: literal, named, conditional, in a variable, in a helper, by assignment", () => {
  assert.equal(failing("res.status(ok ? 200 : 503).json({});"), "503");
  assert.equal(failing("const statusCode = ok ? 200 : 503; res.status(statusCode).json({});"), "503");
  assert.equal(failing("res.status(HttpStatus.SERVICE_UNAVAILABLE).json({});"), "503");
  assert.equal(failing("if (!ok) return answer(res, 500);"), "500");
  assert.equal(failing("res.statusCode = ok ? 200 : 500;"), "500");
  assert.equal(failing("if (!ok) throw new Error('down');"), "– errors out");
  assert.equal(failing("setTimeout(() => {}, 500); res.json({ ok });"), "–");
  assert.equal(failing("res.status(ok ? 200 : 207).json({});"), "– 207");
});

test("what is asked in another file, in a service, through a helper that takes a function", () => {
  assert.deepEqual(
    healthOf(`async (req, res) => { await check(); res.json({}); }`, {
      "app.ts": `import express from "express";
import { health } from "./service.js";
const app = express();
app.get("/health", async (req, res) => {
  const result = await health.check();
  res.status(result.ok ? 200 : 503).json(result);
});
`,
      "service.ts": `import { pool } from "./pool.js";
import Redis from "ioredis";
const redis = new Redis();
class Health {
  async check() {
    await withTimeout(askDatabase);
    await redis.ping();
    return { ok: true };
  }
}
const askDatabase = () => pool.query("select 1");
const withTimeout = (ask: () => Promise<unknown>) => Promise.race([ask()]);
export const health = new Health();
`,
    }),
    ["/health health: [ioredis,pg] | [] | 503 errors out"],
  );
});

test("a state that is read counts as asked; a client that answers with errors must be looked at", () => {
  assert.deepEqual(
    checksOf({
      "app.ts": `import express from "express";
import mongoose from "mongoose";
import { createClient } from "@supabase/supabase-js";
const supabase = createClient("a", "b");
const app = express();
app.get("/health", (req, res) => {
  res.status(mongoose.connection.readyState === 1 ? 200 : 503).end();
});
app.get("/readyz", async (req, res) => {
  const { data } = await supabase.from("x").select("id").limit(1);
  res.json({ data });
});
`,
    }),
    ["/health health: [mongoose] | [] | 503", "/readyz readiness: [@supabase/supabase-js] | [] | –"],
  );
});

test("calls that cannot be followed are named, answers and logs are not", () => {
  assert.deepEqual(
    healthOf(`async (req, res) => {
  const rows = await req.app.locals.db.query("select 1");
  logger.check("x");
  res.status(200).json(rows);
}`),
    ["/health health: [] | [req.app.locals.db.query] | –"],
  );
  assert.deepEqual(healthOf(`healthController.check`), ["/health health: [] | [healthController.check] | –"]);
});

/** A NestJS health controller with these indicators. */
const controller = (indicators: string): Files => ({
  "health.controller.ts": `import { Controller, Get } from "@nestjs/common";
import { HealthCheck, HealthCheckService, PrismaHealthIndicator } from "@nestjs/terminus";
@Controller("health")
export class HealthController {
constructor(private health: HealthCheckService, private db: PrismaHealthIndicator) {}
@Get()
@HealthCheck()
check() { return this.health.check([${indicators}]); }
}
`,
});

test("NestJS terminus asks; without indicators it has nobody to ask", () => {
  assert.deepEqual(checksOf(controller(`() => this.db.pingCheck("database", {})`)), [
    "/health health: [@nestjs/terminus] | [] | – errors out",
  ]);
  assert.deepEqual(checksOf(controller("")), ["/health health: [] | [] | –"]);
});

test("libraries that serve the endpoint", () => {
  assert.deepEqual(
    checksOf({
      "a.ts": `import { createTerminus } from "@godaddy/terminus";
import http from "node:http";
createTerminus(http.createServer(), { healthChecks: { "/healthz": async () => {} } });
`,
      "b.ts": `import Fastify from "fastify";
import underPressure from "@fastify/under-pressure";
const app = Fastify();
app.register(underPressure, { exposeStatusRoute: "/alive" });
`,
      "c.ts": `import Fastify from "fastify";
const app = Fastify();
app.register(require("@fastify/under-pressure"), { exposeStatusRoute: { url: "/status" }, healthCheck: async () => true });
app.register(require("@fastify/under-pressure"), { maxEventLoopDelay: 1000 });
`,
      "d.ts": `import express from "express";
const app = express();
app.use("/health", require("express-healthcheck")());
`,
    }),
    [
      "– health: [@godaddy/terminus] | [] | 503 errors out",
      "/alive health: [] | [] | –",
      "/status health: [@fastify/under-pressure] | [] | 503 errors out",
      "/health health: [] | [] | –",
    ],
  );
});

test("middleware at a health path, a static file, and whatever a deploy file asks", () => {
  assert.deepEqual(
    checksOf({
      "app.ts": `import express from "express";
import { health } from "./health.js";
const app = express();
app.use("/healthz", (req, res) => res.end("ok"));
app.use("/health", health);
app.get("/api/info", (req, res) => res.json({}));
app.post("/ping", (req, res) => res.json({}));
`,
      "health.ts": `import { Router } from "express";
export const health = Router();
health.get("/", (req, res) => res.end());
`,
      "public/health.txt": "ok",
      "fly.toml": `app = "a"\n[http_service]\ninternal_port = 3000\n[[http_service.checks]]\npath = "/api/info"\n`,
    }),
    [
      "/healthz health: [] | [] | –",
      "/api/info health: [] | [] | –",
      "/health health: [] | [] | –",
      "/health.txt health: [] | [] | –",
    ],
  );
});
