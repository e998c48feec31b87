/** How grave clients are that are made for each request, and listeners that are added there. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** "severity subject" of the failing rows of one rule. */
const failures = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity, subject }) => `${String(severity)} ${String(subject)}`);

const POOL_ROUTER = `import { Router } from "express";
import { Pool } from "pg";
export const router = Router();
router.get("/", async (req, res) => {
  const pool = new Pool();
  res.json((await pool.query("select 1")).rows);
});
`;

/** Severity of a pool that is made by a route of that file. */
const ofRoute = (
  name: string,
  router = POOL_ROUTER,
  fly = 'app = "api"\n[http_service]\ninternal_port = 3000\n',
): string[] =>
  failures("client-per-request", {
    ...(fly === "" ? {} : { "fly.toml": fly }),
    "package.json":
      '{ "name": "api", "main": "src/server.ts", "dependencies": { "express": "^5.0.0", "pg": "^8.0.0" } }',
    "src/server.ts": `import express from "express"; import { router } from "./${name}"; express().use(router).listen(3000);`,
    [`src/${name}.ts`]: router,
  }).map((line) => line.split(" ")[0] ?? "");

describe("client-per-request", () => {
  it("is medium for a pool on the way of requests, high for what never gives a connection up", () => {
    assert.deepEqual(ofRoute("orders"), ["medium"]);
    const redis = POOL_ROUTER.replace('{ Pool } from "pg"', 'Redis from "ioredis"').replace(
      "new Pool()",
      "new Redis()",
    );
    assert.deepEqual(ofRoute("orders", redis), ["high"]);
  });

  it("is medium in the functions of a platform", () => {
    const route = `import { Pool } from "pg";
export async function GET() {
  const pool = new Pool();
  return Response.json((await pool.query("select 1")).rows);
}
`;
    const lines = failures("client-per-request", {
      "package.json": '{ "name": "web", "dependencies": { "next": "^16.0.0", "pg": "^8.0.0" } }',
      "vercel.json": '{ "framework": "nextjs" }',
      "app/api/orders/route.ts": route,
    });
    assert.deepEqual(lines, ["medium pg Pool"]);
  });

  it("is medium where it is asked seldom and where the team asks", () => {
    assert.deepEqual(ofRoute("health/redis"), ["medium"]);
    assert.deepEqual(ofRoute("admin/redis-health"), ["medium"]);
  });

  it("is medium where nothing shows that it is deployed", () => {
    assert.deepEqual(ofRoute("orders", POOL_ROUTER, ""), ["medium"]);
  });

  it("is medium where a variable decides whether it is made at all", () => {
    const made = POOL_ROUTER.split("\n").map((line) =>
      line.includes("new Pool(") ? `if (process.env.REPORTS_URL) {\n${line}\n}` : line,
    );
    assert.deepEqual(ofRoute("orders", made.join("\n")), ["medium"]);
  });

  it("is medium for a queue that may share a connection, and one finding for the function that makes it", () => {
    const files = {
      "package.json":
        '{ "name": "api", "main": "src/server.ts", "dependencies": { "express": "^5.0.0", "bullmq": "^5.0.0" } }',
      "src/server.ts": `import express from "express";
import { Queue } from "bullmq";
import { redis } from "./redis";
const app = express();
const deadLetters = (name: string) => new Queue(name + "-dead", OPTIONS);
app.get("/a", async (req, res) => { const queue = deadLetters("a"); res.json(await queue.getJobCounts()); });
app.get("/b", async (req, res) => { const queue = deadLetters("b"); res.json(await queue.getJobCounts()); });
app.listen(3000);
`,
      "src/redis.ts": `import Redis from "ioredis"; export const redis = new Redis(process.env.REDIS_URL!);`,
    };
    const withOptions = (options: string): string[] =>
      failures("client-per-request", { ...files, "src/server.ts": files["src/server.ts"].replace("OPTIONS", options) });
    assert.deepEqual(withOptions("{ connection: redis }"), ["medium BullMQ queue"]);
    assert.equal(withOptions(`{ connection: { host: "redis" } }`).length, 1);
  });
});

const leakOf = (files: Readonly<Record<string, string>>): string[] =>
  failures("listener-leak", files).map((line) => line.split(" ")[0] ?? "");

describe("listener-leak", () => {
  it("is high in a server, low in functions that a platform ends", () => {
    const leak = `process.on("SIGTERM", () => { console.log("over"); });`;
    const server = `import express from "express"; const app = express(); app.get("/", (req, res) => { ${leak} res.end(); }); app.listen(3000);`;
    assert.deepEqual(leakOf({ "src/server.ts": server }), ["high"]);
    const edge = `Deno.serve(async (request) => { addEventListener("beforeunload", () => { console.log("over"); }); return new Response("ok"); });`;
    assert.deepEqual(leakOf({ "supabase/functions/embed/index.ts": edge }), ["low"]);
  });
});
