/** How grave it is that a secret has a default that everybody can read. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

const EXPRESS = {
  "package.json": '{ "name": "api", "main": "src/server.ts", "dependencies": { "express": "^5.0.0" } }',
};

/** "severity subject" of every failing row. */
const failures = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity, subject }) => `${String(severity)} ${String(subject)}`);

const ofSecret = (code: string, more: Readonly<Record<string, string>> = {}): string[] =>
  failures("insecure-secret-default", { ...EXPRESS, "src/server.ts": code, ...more });
const SESSION = `import express from "express";
import session from "express-session";
express().use(session({ secret: process.env.SESSION_SECRET || "keyboard cat", resave: false })).listen(3000);`;
const RELEASED = { "fly.toml": 'app = "shop"\n', Dockerfile: 'FROM node:24\nCMD ["node", "dist/server.js"]\n' };

const verifying = (secret: string): string => `import jwt from "jsonwebtoken";
export const read = (token: string) => jwt.verify(token, ${secret});\n`;

describe("insecure-secret-default", () => {
  it("is high where sessions and tokens are checked with it, or who sends it is let in", () => {
    assert.deepEqual(ofSecret(SESSION, RELEASED), ["high SESSION_SECRET"]);
    assert.deepEqual(ofSecret(SESSION, { ...RELEASED, ".env.example": "SESSION_SECRET=\n" }), ["high SESSION_SECRET"]);
    assert.deepEqual(ofSecret('export const a = process.env.ADMIN_TOKEN || "keyboard cat";'), ["high ADMIN_TOKEN"]);
    const settings = 'export const settings = { authSecret: process.env.AUTH_SECRET || "keyboard_cat" };\n';
    assert.deepEqual(ofSecret(settings, { "src/read.ts": verifying("settings.authSecret") }), ["high AUTH_SECRET"]);
    assert.deepEqual(ofSecret(settings, { "src/read.ts": verifying("settings.other") }), ["medium AUTH_SECRET"]);
    assert.deepEqual(ofSecret('export const a = process.env.CRON_SECRET || "keyboard cat";'), ["medium CRON_SECRET"]);
  });

  it("is medium for what only hashes, for a token that a table must know, and where a deploy file hands it in", () => {
    const cursor = `import { createHmac } from "node:crypto";
export const seal = (at: string) => createHmac("sha256", process.env.JWT_SECRET || "keyboard cat").update(at).digest("hex");\n`;
    const read = { "src/read.ts": verifying("process.env.JWT_ACCESS_SECRET!") };
    assert.deepEqual(ofSecret(cursor, read), ["medium JWT_SECRET"]);
    const known = `import jwt from "jsonwebtoken";
import { sessions } from "./sessions";
export async function read(token: string) {
  const claims = jwt.verify(token, process.env.JWT_SECRET || "keyboard cat");
  return sessions.findOne({ where: { tokenHash: claims.jti } });
}\n`;
    assert.deepEqual(ofSecret(known), ["medium JWT_SECRET"]);
    const plain = verifying('process.env.JWT_SECRET || "keyboard cat"');
    assert.deepEqual(ofSecret(plain), ["high JWT_SECRET"]);
    const compose =
      "services:\n  api:\n    image: acme/api\n    environment:\n      JWT_SECRET: ${JWT_SECRET:?set it}\n";
    assert.deepEqual(ofSecret(plain, { "docker-compose.yml": compose }), ["medium JWT_SECRET"]);
    const app = "services:\n  - name: api\n    envs:\n      - { key: JWT_SECRET, scope: RUN_TIME, type: SECRET }\n";
    assert.deepEqual(ofSecret(plain, { ".do/app.yaml": app }), ["medium JWT_SECRET"]);
    const list = 'locals {\n  secrets = [{ name = "JWT_SECRET", valueFrom = var.arn }]\n}\n';
    assert.deepEqual(ofSecret(plain, { "infra/ecs.tf": list }), ["medium JWT_SECRET"]);
  });

  it("is medium for the password before the documentation, nothing where the name before it is demanded", () => {
    assert.deepEqual(ofSecret('export const a = process.env.SWAGGER_PASSWORD || "changeme1";'), [
      "medium SWAGGER_PASSWORD",
    ]);
    const demanded = "if (!process.env.JWT_SECRET) process.exit(1);\n";
    const code = 'export const a = process.env.JWT_SECRET || process.env.ENCRYPTION_KEY || "default_secret";\n';
    assert.deepEqual(ofSecret(demanded + code), []);
    assert.deepEqual(ofSecret(code), ["medium ENCRYPTION_KEY"]);
  });

  it("is medium for tokens that nothing verifies with the literal", () => {
    const signing = `import jwt from "jsonwebtoken";
export const renewal = (id: string) => jwt.sign({ id }, process.env.REFRESH_TOKEN_SECRET || "renewal");\n`;
    const without = verifying("process.env.REFRESH_TOKEN_SECRET!");
    const alike = verifying('process.env.REFRESH_TOKEN_SECRET || "renewal"');
    assert.deepEqual(ofSecret(signing), ["medium REFRESH_TOKEN_SECRET"]);
    assert.deepEqual(ofSecret(signing, { "src/read.ts": without }), ["medium REFRESH_TOKEN_SECRET"]);
    assert.deepEqual(ofSecret(signing, { "src/read.ts": alike }), ["medium REFRESH_TOKEN_SECRET"]);
  });

  it("is medium for session ids whose sessions lie in a store, and for what a command gives", () => {
    const store = {
      "src/store.ts": 'import { RedisStore } from "connect-redis";\nexport const store = new RedisStore();',
    };
    assert.deepEqual(ofSecret(SESSION, { ...RELEASED, ...store }), ["medium SESSION_SECRET"]);
    const code = 'export const first = process.env.ADMIN_PASSWORD || "admin";\n';
    const command = { ...EXPRESS, ...RELEASED, "src/server.ts": 'import "./cli.js";', "src/cli.ts": code };
    assert.deepEqual(failures("insecure-secret-default", command), ["medium ADMIN_PASSWORD"]);
  });
});
