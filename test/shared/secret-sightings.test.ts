/** What counts as proof that a text holds a secret, and that its value stays out of the answer. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findSecretSightings } from "#src/shared/secret-sightings.js";
import { random, token } from "./fake-secrets.js";

const kindsIn = (text: string, isEnvFile = false): string[] =>
  findSecretSightings("a.ts", text, isEnvFile).map(({ kind, line }) => `${kind}:${line}`);

test("a live key is seen at its line, and its value is not told", () => {
  const key = ["sk", "live", random(24)].join("_");
  const [seen] = findSecretSightings("a.ts", `\nconst key = "${key}";`, false);
  assert.equal(seen?.line, 2);
  assert.ok(!JSON.stringify(seen).includes(key.slice(8)));
});

test("test keys, wrong checksums and anonymous roles are no secrets", () => {
  assert.deepEqual(kindsIn(["sk", "test", random(24)].join("_")), []);
  assert.deepEqual(kindsIn(["ghp", random(36)].join("_")), []);
  assert.deepEqual(kindsIn(token({ role: "anon", ref: "kqzjwvbxhmtyrplodnsc" })), []);
  assert.deepEqual(kindsIn(token({ role: "service_role", ref: "kqzjwvbxhmtyrplodnsc" })), ["supabase:1"]);
});

test("a live key is Stripe's only where it has the form of Stripe's", () => {
  assert.deepEqual(kindsIn(["sk", "live", random(24)].join("_")), ["stripe:1"]);
  assert.deepEqual(kindsIn(["sk", "live", `51${random(97)}`].join("_")), ["stripe:1"]);
  assert.deepEqual(kindsIn(["sk", "live", random(42)].join("_")), ["live-key:1"]);
});

test("two signatures of one token are one key, of which one was mistyped; half a signature is none", () => {
  const key = token({ role: "service_role", ref: "kqzjwvbxhmtyrplodnsc" });
  const body = key.slice(0, key.lastIndexOf("."));
  const text = `${key}\n${body}.${random(43, undefined, 2)}`;
  const found = findSecretSightings("a.ts", text, false);
  assert.equal(found.length, 2);
  assert.equal(new Set(found.map(({ digest }) => digest)).size, 1);
  assert.deepEqual(kindsIn(`${body}.${random(41)}`), []);
});

test("what a form shows as an example is nobody's secret", () => {
  const bot = `7315509846:AA${random(33)}`;
  assert.deepEqual(kindsIn(`<input placeholder="${bot}" />`), []);
  assert.deepEqual(kindsIn(`<Input placeholder={'${bot}'} />`), []);
  assert.deepEqual(kindsIn(`// e.g. ${bot}`), []);
  assert.deepEqual(kindsIn(`const bot = "${bot}";`), ["telegram:1"]);
});
