/** How grave races, locks and caches without an end are: it depends on what the key stands for and on whether the code is deployed. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packageOf, verdictsOf } from "./built-in-rule.js";

const CLIENT = `import Redis from "ioredis";\nexport const redis = new Redis(process.env.REDIS_URL!);\nredis.on("error", console.error);\n`;
const SERVER = `import express from "express";
import { work } from "./work.js";
const app = express();
app.post("/work/:id", async (req, res) => { res.json(await work(req.params.id)); });
app.listen(process.env.PORT);
`;
const DOCKERFILE = `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nRUN npm ci\nUSER node\nCMD ["node", "src/server.js"]\n`;
const FLY = `app = "gate"\n[http_service]\n  internal_port = 8080\n`;

/** A server whose one route runs this body of `work(id)`; without it, code that nothing starts. */
const server = (body: string, isDeployed = true): Record<string, string> => ({
  "package.json": packageOf(["ioredis", ...(isDeployed ? ["express"] : [])]),
  "src/redis.ts": CLIENT,
  "src/work.ts": `import { redis } from "./redis.js";\nexport async function work(id: string): Promise<unknown> {\n${body}\n}\n`,
  ...(isDeployed
    ? { "src/server.ts": SERVER, Dockerfile: DOCKERFILE, "fly.toml": FLY }
    : {
        "src/all.ts": `import { work } from "./work.js";\nexport const all = (ids: string[]) => Promise.all(ids.map((id) => work(id)));\n`,
      }),
});

const race = (key: string, isDeployed = true): string[] =>
  verdictsOf(
    "check-then-set-race",
    server(
      `  if (await redis.get(\`${key}:\${id}\`)) return null;\n  await redis.set(\`${key}:\${id}\`, "1", "EX", 600);\n  return id;`,
      isDeployed,
    ),
  );

/** A member is looked for in the set, then added to it. */
const joins = (key: string): string[] =>
  verdictsOf(
    "check-then-set-race",
    server(`  if (await redis.sismember("${key}", id)) return null;\n  await redis.sadd("${key}", id);\n  return id;`),
  );

describe("check-then-set-race", () => {
  it("is high where the key stands for what is given away once", () => {
    assert.deepEqual(race("coupon"), ["high"]);
    assert.deepEqual(race("payment"), ["high"]);
  });

  it("is medium for other marks, and for mails about money", () => {
    assert.deepEqual(race("digest"), ["medium"]);
    assert.deepEqual(race("payment-mail"), ["medium"]);
  });

  it("is low where nothing shows that it is deployed", () => {
    assert.deepEqual(race("coupon", false), ["low"]);
  });

  it("is low in a function that nobody calls", () => {
    const files = server("  return id;");
    const idle = `import { redis } from "./redis.js";
export async function once(id: string) {
  if (await redis.get(\`coupon:\${id}\`)) return;
  await redis.set(\`coupon:\${id}\`, "1", "EX", 600);
}
`;
    assert.deepEqual(verdictsOf("check-then-set-race", { ...files, "src/idle.ts": idle }), ["low"]);
  });

  it("is low for a set that is looked at first, unless a member is worth something", () => {
    assert.deepEqual(joins("reported"), ["low"]);
    assert.deepEqual(joins("coupons-redeemed"), ["medium"]);
  });

  it("says nothing of a cache, and passes what one command does", () => {
    const cache = `  const hit = await redis.get(\`stock:\${id}\`);\n  if (hit) return JSON.parse(hit);
  const found = await load(id);\n  await redis.set(\`stock:\${id}\`, JSON.stringify(found), "EX", 60);\n  return found;`;
    assert.deepEqual(verdictsOf("check-then-set-race", server(cache)), []);
    const once = `  return redis.set(\`coupon:\${id}\`, "1", "EX", 60, "NX");`;
    assert.deepEqual(verdictsOf("check-then-set-race", server(once)), ["pass"]);
  });
});

const lock = (set: string, key = "lock:digest", isDeployed = true): string[] =>
  verdictsOf(
    "lock-without-expiry",
    server(
      `  if (!(await redis.${set})) return null;\n  try { return id; } finally { await redis.del("${key}"); }`,
      isDeployed,
    ),
  );

describe("lock-without-expiry", () => {
  it("is high where a crash leaves the lock for ever", () => {
    assert.deepEqual(lock('setnx("lock:digest", "1")'), ["high"]);
    assert.deepEqual(lock('set("lock:digest", "1", "NX")'), ["high"]);
  });

  it("is medium where nothing shows that it is deployed", () => {
    assert.deepEqual(lock('setnx("lock:digest", "1")', "lock:digest", false), ["medium"]);
  });

  it("is low for a plain DEL, and medium where money or long work is guarded", () => {
    assert.deepEqual(lock('set("lock:digest", "1", "EX", 30, "NX")'), ["low"]);
    assert.deepEqual(lock('set("lock:billing", "1", "EX", 30, "NX")', "lock:billing"), ["medium"]);
  });

  it("leaves out marks, whose DEL takes back what failed", () => {
    const mark = `  if (!(await redis.setnx(\`event:\${id}\`, "1"))) return null;
  try { return await handle(id); } catch (error) { await redis.del(\`event:\${id}\`); throw error; }`;
    assert.deepEqual(verdictsOf("lock-without-expiry", server(mark)), []);
  });
});

const cache = (more = "", isDeployed = true): string[] =>
  verdictsOf(
    "cache-key-without-ttl",
    server(
      `  const hit = await redis.get(\`price:\${id}\`);\n  if (hit) return JSON.parse(hit);
  const found = await load(id);\n  await redis.set(\`price:\${id}\`, JSON.stringify(found));\n  return found;\n}
export async function change(id: string) {\n  ${more}`,
      isDeployed,
    ),
  );

describe("cache-key-without-ttl", () => {
  it("is medium where nothing ends an entry", () => {
    assert.deepEqual(cache(), ["medium"]);
  });

  it("is low where each entry is deleted with what it shows, and where nothing is deployed", () => {
    assert.deepEqual(cache("await redis.del(`price:${id}`);"), ["low"]);
    assert.deepEqual(cache("", false), ["low"]);
  });
});
