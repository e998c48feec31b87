import assert from "node:assert/strict";
import { test } from "node:test";
import { describeEnvValue } from "#src/facts/env-files/env-value.js";

const cases: readonly (readonly [name: string, value: string | null, kind: string, kept: string | null])[] = [
  ["PORT", "3000", "literal", "3000"],
  ["NODE_ENV", "production", "literal", "production"],
  ["NODE_ENV", "test", "literal", "test"],
  ["HOST", "0.0.0.0", "literal", "0.0.0.0"],
  ["ENABLED", "true", "literal", "true"],
  ["MODEL", "claude-3-5-sonnet-20241022", "literal", "claude-3-5-sonnet-20241022"],
  ["MODEL", "anthropic/claude-3.5-sonnet", "literal", "anthropic/claude-3.5-sonnet"],
  ["OPENAI_MODEL", "gpt-4o-mini", "literal", "gpt-4o-mini"],
  ["TZ", "Europe/Berlin", "literal", "Europe/Berlin"],
  ["NODE_OPTIONS", "--max-old-space-size=8192", "literal", "--max-old-space-size=8192"],
  ["ORIGINS", "http://localhost:3000,https://app.acme.io", "literal", "http://localhost:3000,https://app.acme.io"],
  ["A", "", "empty", null],
  ["A", null, "empty", null],
  ["API_KEY", "", "empty", null],
  ["API_KEY", "your-api-key-here", "placeholder", null],
  ["JWT_SECRET", "hunter2hunter2", "secret", null],
  ["DB_PASSWORD", "postgres", "secret", null],
  ["PGPASSWORD", "postgres", "secret", null],
  ["SKIP_TOKENS", "true", "literal", "true"],
  ["ANYTHING", "sk-ant-••••••••••••••••", "secret", null],
  ["BUILD_ID", "q8Zr2LxV9aT4", "literal", null],
  ["CONTACT", "Jane <jane@acme.io>", "placeholder", null],
];

for (const [name, value, kind, kept] of cases)
  test(`${name}=${value}`, () => {
    assert.deepEqual(describeEnvValue(name, value), { kind, value: kept });
  });

test("a URL is kept without credentials, and with the parameters that say how a database is reached", () => {
  assert.deepEqual(
    describeEnvValue("DATABASE_URL", "postgres://app:hunter2@db.acme.io:6543/app?pgbouncer=true&token=abc"),
    {
      kind: "secret",
      value: "postgres://db.acme.io:6543/app?pgbouncer=true",
    },
  );
  assert.deepEqual(describeEnvValue("DATABASE_URL", "postgresql://postgres:postgres@localhost:5432/postgres"), {
    kind: "literal",
    value: "postgresql://localhost:5432/postgres",
  });
  assert.deepEqual(describeEnvValue("DATABASE_URL", "postgres://app:••••••@db.acme.io/app"), {
    kind: "secret",
    value: "postgres://db.acme.io/app",
  });
  assert.deepEqual(
    describeEnvValue("DATABASE_URL", "postgres://postgres:[YOUR-PASSWORD]@aws-0.pooler.supabase.com:6543/postgres"),
    {
      kind: "placeholder",
      value: "postgres://aws-0.pooler.supabase.com:6543/postgres",
    },
  );
  for (const [address, value] of [
    [
      "postgres:[YOUR-PASSWORD]@db.[YOUR-PROJECT-REF].supabase.co:6543/postgres",
      "db.project.supabase.co:6543/postgres",
    ],
    ["postgres:your-password@db.your-project-ref.supabase.co:5432/postgres", "db.project.supabase.co:5432/postgres"],
    [
      "postgres.ref:[PASSWORD]@aws-0-[REGION].pooler.supabase.com:5432/postgres",
      "project.pooler.supabase.com:5432/postgres",
    ],
    ["postgres:secret@db.abcdefghijklmnopqrst.supabase.co/postgres", "db.abcdefghijklmnopqrst.supabase.co/postgres"],
  ] as const)
    assert.equal(describeEnvValue("DATABASE_URL", `postgres://${address}`).value, `postgres://${value}`);
});

test("a URL with a key in its path is a secret", () => {
  const described = describeEnvValue(
    "SLACK_WEBHOOK_URL",
    "https://hooks.slack.com/services/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",
  );
  assert.equal(described.kind, "secret");
  assert.ok(!(described.value ?? "").includes("aB3dE5"));
});

test("references: the default is kept when it is harmless", () => {
  assert.deepEqual(describeEnvValue("NODE_ENV", "${NODE_ENV:-production}"), { kind: "reference", value: "production" });
  assert.deepEqual(describeEnvValue("JWT_SECRET", "${JWT_SECRET:-hunter2hunter2}"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "${A:?must be set}"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "${A}-${B}"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "$A"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "${{ secrets.A }}"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "@my-vercel-secret"), { kind: "reference", value: null });
  assert.deepEqual(describeEnvValue("A", "op://vault/item/field"), { kind: "reference", value: null });
});
