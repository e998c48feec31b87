import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

/** Calls that the route of a path reaches, as "callee hops". */
function reached(files: Files, path: string): string[] {
  const rows = querySample(
    files,
    `SELECT call.callee || ' ' || reach.hops AS found FROM route
     JOIN reach ON reach.function_id = route.handler_id JOIN call ON call.id = reach.call_id
     WHERE route.full_path = '${path}' ORDER BY reach.hops, call.callee`,
  );
  return rows.map((row) => String(row["found"]));
}

/** Whether the calls of a method are made per request, in order. */
const inHandler = (files: Files, method: string): unknown[] =>
  querySample(files, `SELECT in_handler FROM call WHERE method = '${method}' ORDER BY file, line`).map(
    (row) => row["in_handler"],
  );

test("a handler reaches what its own functions call, up to three hops", () => {
  const files = {
    "app.ts": `import express from "express";
import { check } from "./check.js";
const app = express();
app.get("/health", async (req, res) => { await check(); res.json({}); });
`,
    "check.ts": `import { pool } from "./pool.js";
export async function check() { await one(); }
async function one() { await two(); }
async function two() { await three(); await pool.query("select 2"); }
async function three() { await four(); await pool.query("select 3"); }
async function four() { await fetch("https://example.org"); }
`,
    "pool.ts": `import { Pool } from "pg";\nexport const pool = new Pool();\n`,
  };
  assert.deepEqual(reached(files, "/health"), ["pool.query 3"]);
});

test("a handler reaches functions that it passes on or keeps in a list", () => {
  const files = {
    "app.ts": `import express from "express";
import { pool } from "./pool.js";
const app = express();
const askDatabase = () => pool.query("select 1");
const askVendor = () => fetch("https://example.org");
app.get("/a", async (req, res) => { await withTimeout(askDatabase); res.end(); });
app.get("/b", async (req, res) => {
  await Promise.all([askDatabase, askVendor].map((ask) => ask()));
  res.end();
});
app.get("/c", (req, res) => res.end());
async function withTimeout(ask: () => Promise<unknown>) { return Promise.race([ask()]); }
`,
    "pool.ts": `import { Pool } from "pg";\nexport const pool = new Pool();\n`,
  };
  assert.deepEqual(reached(files, "/a"), ["pool.query 1"]);
  assert.deepEqual(reached(files, "/b"), ["fetch 1", "pool.query 1"]);
  assert.deepEqual(reached(files, "/c"), []);
});

test("a controller reaches what the services it is given call", () => {
  const files = {
    "health.controller.ts": `import { Controller, Get } from "@nestjs/common";
import { HealthService } from "./health.service";
@Controller("health")
export class HealthController {
  constructor(private readonly health: HealthService) {}
  @Get()
  check() { return this.health.check(); }
}
`,
    "health.service.ts": `import { PrismaService } from "./prisma.service";
export class HealthService {
  constructor(private readonly prisma: PrismaService) {}
  async check() { await this.prisma.$queryRaw\`SELECT 1\`; }
}
`,
    "prisma.service.ts": `import { PrismaClient } from "@prisma/client";
export class PrismaService extends PrismaClient {}
`,
  };
  assert.deepEqual(reached(files, "/health"), ["this.prisma.$queryRaw 1"]);
});

test("what runs per request: handlers, what is inside them, and what only they call", () => {
  const files = {
    "app.ts": `import express from "express";
import { Pool } from "pg";
const shared = new Pool();
const app = express();
app.get("/a", async (req, res) => {
  await Promise.all([1].map(async () => new Pool()));
  open();
  both();
});
both();
function open() { deeper(); }
function deeper() { return new Pool(); }
function both() { return new Pool(); }
`,
  };
  assert.deepEqual(inHandler(files, "Pool"), [0, 1, 1, 0]);
});

test("queue consumers and jobs run per message and per tick", () => {
  const files = {
    "worker.ts": `import { Worker } from "bullmq";
import cron from "node-cron";
import { Pool } from "pg";
new Worker("mail", async () => { new Pool(); });
cron.schedule("0 * * * *", tick);
function tick() { new Pool(); }
`,
  };
  assert.deepEqual(inHandler(files, "Pool"), [1, 1]);
});
