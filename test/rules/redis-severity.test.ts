/** How grave it is that a key gets its lifetime in a second command. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

const ofKey = (key: string, condition = "if (count === 1) "): string[] =>
  failingRows(
    "non-atomic-expire",
    {
      "package.json": '{ "name": "gate", "dependencies": { "ioredis": "^5.0.0" } }',
      "src/gate.ts": `import Redis from "ioredis";
const redis = new Redis(process.env.REDIS_URL!);
export async function tooMany(id: string, sessionId: string, day: string) {
  const key = ${key};
  const count = await redis.incr(key);
  ${condition}await redis.expire(key, 60);
  return count > 10;
}
`,
    },
    "2026-11-21",
  ).map(({ severity }) => String(severity));

describe("non-atomic-expire", () => {
  it("is high where a lost lifetime locks everybody out for good", () => {
    assert.deepEqual(ofKey('"gate"'), ["high"]);
  });

  it("is medium where the key belongs to one of many, and where the next write mends it", () => {
    assert.deepEqual(ofKey("`gate:${id}`"), ["medium"]);
    assert.deepEqual(ofKey('"gate:" + id'), ["medium"]);
    assert.deepEqual(ofKey("`gate:${id}:${day}`"), ["medium"]);
    assert.deepEqual(ofKey("`gate:${sessionId}`"), ["medium"]);
    assert.deepEqual(ofKey('"gate"', ""), ["medium"]);
  });

  it("is medium where the key is deleted in the end", () => {
    assert.deepEqual(ofKey('"gate"', "if (count > 10) await redis.del(key);\n  if (count === 1) "), ["medium"]);
    assert.deepEqual(ofKey('"gate"', "if (count > 10) await redis.del(id);\n  if (count === 1) "), ["high"]);
  });

  it("is one finding for what a file does again and again", () => {
    const rows = failingRows(
      "non-atomic-expire",
      {
        "package.json": '{ "name": "gate", "dependencies": { "ioredis": "^5.0.0" } }',
        "src/gate.ts": `import Redis from "ioredis";
const redis = new Redis(process.env.REDIS_URL!);
export async function signIn(id: string) {
  if ((await redis.incr("in:" + id)) === 1) await redis.expire("in:" + id, 60);
}
export async function signUp(id: string) {
  if ((await redis.incr("up:" + id)) === 1) await redis.expire("up:" + id, 60);
}
`,
      },
      "2026-11-21",
    );
    assert.equal(rows.length, 1);
    assert.match(rows[0]?.message ?? "", /`"in:" \+ id` and one other key are two commands/);
    assert.deepEqual(
      rows[0]?.locations.map(({ line }) => line),
      [4, 7],
    );
  });
});
