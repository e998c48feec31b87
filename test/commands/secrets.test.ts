/** No secret of an audited repository appears in any report or in any fact. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { collectFactsNow } from "#src/audit.js";
import { REPORT_FORMATS } from "#src/reports/render.js";
import { openRepository } from "#src/sources/repository.js";
import { PROVIDER_SECRETS, random } from "../shared/fake-secrets.js";
import { repositoryOf, runCli } from "./run-cli.js";

const HIDDEN = PROVIDER_SECRETS.map(([, rest]) => rest);
const PASSWORD = random(18);

/** Every secret in code, in an env file and in a deploy file, where rules look and quote. */
const repository = (): Record<string, string> => ({
  "package.json": '{ "name": "leaky", "type": "module", "dependencies": { "express": "^5.0.0" } }',
  "src/keys.ts": PROVIDER_SECRETS.map(([prefix, rest], index) => `export const key${index} = '${prefix}${rest}';`).join(
    "\n",
  ),
  "src/defaults.ts": PROVIDER_SECRETS.map(
    ([prefix, rest], index) =>
      `export const value${index} = process.env.SERVICE_${index}_SECRET || '${prefix}${rest}';`,
  ).join("\n"),
  "src/server.ts": `import express from 'express';
const app = express();
const database = 'postgres://admin:${PASSWORD}@db.internal:5432/app';
app.get('/x', async (req, res) => { await fetch('https://user:${PASSWORD}@api.internal/v1?key=${HIDDEN[0]}'); res.send(database); });
app.listen(3000);
`,
  ".env": PROVIDER_SECRETS.map(([prefix, rest], index) => `SERVICE_${index}_SECRET=${prefix}${rest}`).join("\n"),
  "docker-compose.yml": `services:\n  web:\n    image: node:18\n    environment:\n      DATABASE_URL: postgres://admin:${PASSWORD}@db:5432/app\n${PROVIDER_SECRETS.map(([prefix, rest], index) => `      SERVICE_${index}_SECRET: "${prefix}${rest}"`).join("\n")}\n`,
  Dockerfile: `FROM node:18\nENV API_TOKEN=${PROVIDER_SECRETS[0]?.join("") ?? ""}\nCMD ["node", "server.js"]\n`,
});

function assertHidden(text: string, where: string): void {
  for (const secret of [...HIDDEN, PASSWORD])
    assert.ok(!text.includes(secret), `${where} shows a secret that ends in …${secret.slice(-4)}`);
}

describe("secrets", () => {
  it("are in no fact", (test) => {
    const { facts } = collectFactsNow(openRepository(repositoryOf(test, repository())), {}, "2026-11-21");
    assert.ok((facts.env_read ?? []).length >= PROVIDER_SECRETS.length);
    assert.ok((facts.env_declaration ?? []).length >= PROVIDER_SECRETS.length);
    assertHidden(JSON.stringify(facts), "a fact");
  });

  it("are in no report", (test) => {
    const root = repositoryOf(test, repository());
    for (const format of REPORT_FORMATS) {
      const { stdout, stderr } = runCli(["audit", root, "--format", format]);
      assert.notEqual(stdout, "");
      assertHidden(stdout + stderr, format);
    }
  });
});
