import assert from "node:assert/strict";
import { it } from "node:test";
import { extractCode } from "#src/facts/code/extract-code.js";

const TEXT = `
import { z } from "zod";
import { base, config } from "./config";
export const env = base.extend({ A: z.string().default("x") }).parse(process.env);
export const read = (name: string, fallback?: string) => process.env[name] ?? fallback;
export const isOff = read("AUTH_OFF") === "1";
if (config.isProduction && !isOff) verify(config.API_URL);
`;

it("what the linker needs of a file survives a worker and a cache", () => {
  const { code } = extractCode({ path: "src/env.ts", language: "typescript", role: "app" }, TEXT);
  const { env } = code;
  assert.deepEqual([...env.exports.keys()], ["env", "isOff"]);
  assert.deepEqual(
    [env.guards.length, env.readers.length, env.uses.size, env.schemas.length, env.reads.length],
    [1, 1, 1, 1, 1],
  );
  assert.deepEqual(structuredClone(env), env);
  assert.deepEqual(JSON.parse(JSON.stringify(env.guards)), env.guards);
});

it("a file that has nothing to do with the environment leaves nothing", () => {
  const text = "import { a } from './a'; export const b = (x: number) => (x > 1 ? a(x) : 0); if (b(2) && a) b(3);";
  const { code } = extractCode({ path: "src/b.ts", language: "typescript", role: "app" }, text);
  assert.deepEqual([code.env.exports.size, code.env.readers.length, code.env.schemas.length], [0, 0, 0]);
  assert.equal(code.facts.guard, undefined);
});
