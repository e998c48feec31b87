import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

type Files = Readonly<Record<string, string>>;

const HEAD = `import Redis from "ioredis";\nconst redis = new Redis();\n`;

/** Columns of every Redis command, in the order of the source. */
function commands(source: string | Files, columns: string): string[] {
  const files = typeof source === "string" ? { "a.ts": HEAD + source } : source;
  const list = columns
    .split(",")
    .map((column) => `coalesce(${column.trim()}, '-')`)
    .join(" || ' ' || ");
  const sql = `SELECT ${list} AS found FROM redis_command JOIN call ON call.id = call_id ORDER BY call.file, call.line, call.column`;
  return querySample(files, sql).map((row) => String(row["found"]));
}

test("commands by method, in any capitals, and by name", () => {
  const source = `redis.incr(key);
redis.hIncrBy(\`usage:\${team}\`, "tokens", 1);
redis.call("INCR", key);
redis.send_command("EXPIRE", [key, 60]);
redis.sendCommand(["PEXPIRE", key, "60"]);
redis.get(key);
redis.call("GET", key);`;
  assert.deepEqual(commands(source, "command, redis_command.key, client"), [
    "INCR key ioredis",
    "HINCRBY `usage:${team}` ioredis",
    "INCR key ioredis",
    "EXPIRE key ioredis",
    "PEXPIRE key ioredis",
  ]);
});

test("a constant key and its text are the same key", () => {
  const source = `async function hit(ip: string) {
  const key = \`limit:\${ip}\`;
  const prefix = prefixOf(ip);
  await redis.incr(key);
  await redis.expire(\`limit:\${ip}\`, 60);
  await redis.incr(prefix);
}`;
  assert.deepEqual(commands(source, "redis_command.key"), ["`limit:${ip}`", "`limit:${ip}`", "prefix"]);
});

test("batches, in a chain and in a variable", () => {
  const source = `await redis.multi().incr("a").expire("a", 60).exec();
const held = redis.pipeline();
held.incr("b");
const [first] = await redis.multi().incr("c").exec();
await redis.expire("c", 60);`;
  assert.deepEqual(commands(source, "command, batch, redis_command.receiver"), [
    "INCR multi redis",
    "EXPIRE multi redis",
    "INCR pipeline redis",
    "INCR multi redis",
    "EXPIRE none redis",
  ]);
  const sql = `SELECT count(DISTINCT batch_id) AS batches FROM redis_command WHERE batch = 'multi'`;
  assert.deepEqual(querySample({ "a.ts": HEAD + source }, sql), [{ batches: 2 }]);
});

test("what sets a lifetime itself", () => {
  const source = `redis.set("a", "1");
redis.set("a", "1", "EX", 60);
redis.set("a", "1", { ex: 60, nx: true });
redis.set("a", "1", options);
redis.setex("a", 60, "1");
redis.setnx("a", "1");
redis.eval("local n = redis.call('INCR', KEYS[1]); redis.call('EXPIRE', KEYS[1], 60)", 1, key);
redis.eval("return redis.call('GET', KEYS[1])", 1, key);
redis.evalsha(hash, 1, key);`;
  assert.deepEqual(commands(source, "command, has_ttl, is_nx"), [
    "SET 0 0",
    "SET 1 0",
    "SET 1 1",
    "SET - 0",
    "SET 1 0",
    "SETNX 0 1",
    "EVAL 1 0",
    "EVAL 0 0",
    "EVAL - 0",
  ]);
});

test("the innermost condition within the function", () => {
  const source = `async function hit() {
  const count = await redis.incr("a");
  if (count === 1) await redis.expire("a", 60);
  if (count > 1) log(); else await redis.expire("b", 60);
  count === 1 && (await redis.expire("c", 60));
  count ? null : await redis.expire("d", 60);
  redis.incr("e").then((n) => { if (n === 1) redis.expire("e", 60); });
  if (on) setTimeout(() => redis.expire("f", 60), 5);
}`;
  assert.deepEqual(commands(source, "redis_command.key, condition"), [
    '"a" -',
    '"a" count === 1',
    '"b" !(count > 1)',
    '"c" count === 1',
    '"d" !(count)',
    '"e" -',
    '"e" n === 1',
    '"f" -',
  ]);
});

test("callbacks of the same breath belong to the function around them, others do not", () => {
  const source = `function hit() {
  redis.incr("a").then(() => redis.expire("a", 60));
  redis.incr("b", () => redis.expire("b", 60));
  app.get("/", () => redis.expire("c", 60));
}`;
  const sql = `SELECT redis_command.key AS key, coalesce("function".name, '-') AS scope
    FROM redis_command LEFT JOIN "function" ON "function".id = scope_id WHERE command = 'EXPIRE' ORDER BY 1`;
  assert.deepEqual(querySample({ "a.ts": HEAD + source }, sql), [
    { key: '"a"', scope: "hit" },
    { key: '"b"', scope: "hit" },
    { key: '"c"', scope: "-" },
  ]);
});

test("whose client it is: of another file, unknown, another package's, the project's own class", () => {
  const files = {
    "redis.ts": `import { createClient } from "redis";\nexport const client = createClient();\n`,
    "cache.ts": `import { client } from "./redis";
export class Cache {
  incr(key: string) { return client.incr(key); }
  expire(key: string) { this.timers.set(key, 1); }
}
`,
    "use.ts": `import { client } from "./redis";
import { Cache } from "./cache";
import memjs from "memjs";
const cache = new Cache();
const memory = memjs.Client.create();
client.expire("a", 1);
memory.incr("b");
cache.incr("c");
cache.expire("d");
export const take = (store) => store.incr("e");
new Map().set("f", 1);
`,
  };
  assert.deepEqual(commands(files, "command, redis_command.key, client"), [
    "INCR key redis",
    'EXPIRE "a" redis',
    'INCR "c" redis',
    'INCR "e" -',
  ]);
});
