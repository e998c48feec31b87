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
