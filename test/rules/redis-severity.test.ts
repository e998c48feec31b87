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
  it("is high where a lost lifetime locks somebody out for good", () => {
    assert.deepEqual(ofKey("`gate:${id}`"), ["high"]);
  });

  it("is medium where the key ends with its day or session, and where the next write mends it", () => {
    assert.deepEqual(ofKey("`gate:${id}:${day}`"), ["medium"]);
    assert.deepEqual(ofKey("`gate:${sessionId}`"), ["medium"]);
    assert.deepEqual(ofKey("`gate:${id}`", ""), ["medium"]);
  });
});
