import assert from "node:assert/strict";
import { test } from "node:test";
import { describeSecret, isSecretName, MASK, maskSecrets } from "#src/shared/secrets.js";

test("a provider's key keeps its prefix and its length", () => {
  const key = `sk-ant-api03-${"aB3dE5fG7h".repeat(4)}`;
  const masked = maskSecrets(`const client = new Anthropic({ apiKey: "${key}" });`);
  assert.equal(masked, `const client = new Anthropic({ apiKey: "sk-ant-${MASK.repeat(key.length - 7)}" });`);
});

test("a secret is described without its value", () => {
  assert.equal(describeSecret(`sk-ant-${"x1".repeat(22)}`), `sk-ant-${MASK.repeat(4)} (51 characters)`);
});

test("public keys are no secrets", () => {
  assert.equal(isSecretName("NEXT_PUBLIC_SUPABASE_ANON_KEY"), false);
  assert.equal(isSecretName("SUPABASE_SERVICE_ROLE_KEY"), true);
});

test("a dated model id is no secret", () => {
  const text = "ANTHROPIC_MODEL=claude-3-5-sonnet-20241022\nOPENAI_MODEL=gpt-4o-mini-2024-07-18\n";
  assert.equal(maskSecrets(text, "env"), text);
});
