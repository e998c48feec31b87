/** How grave it is that a check is open while a secret is missing, and that a schedule has no zone. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { failingRows } from "./built-in-rule.js";

const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

const DESK = {
  "package.json": '{ "name": "desk", "main": "src/server.ts", "dependencies": { "express": "^5.0.0" } }',
  "fly.toml": 'app = "desk"\n[http_service]\ninternal_port = 3000\n',
  "src/server.ts": `import { build } from "./build";
build().listen(3000);
`,
  "src/build.ts": `import express from "express";
export function build() {
  const app = express();
  app.post("/inbox", (req, res) => {
    const secret = process.env.INBOX_WEBHOOK_SECRET;
    if (secret && req.headers["x-secret"] !== secret) return res.sendStatus(401);
    res.sendStatus(202);
  });
  return app;
}
`,
};

test("an open check is medium for a secret, low where production does not start without it", () => {
  assert.deepEqual(severities("development-auth-bypass", DESK), ["medium"]);
  const demanding = DESK["src/build.ts"].replace(
    "  const app = express();\n",
    `  const app = express();
  const demanded = process.env.INBOX_WEBHOOK_SECRET;
  if (!demanded) {
    if (process.env.NODE_ENV === "production") throw new Error("INBOX_WEBHOOK_SECRET is missing");
    console.warn("the inbox is open");
  }
`,
  );
  assert.deepEqual(severities("development-auth-bypass", { ...DESK, "src/build.ts": demanding }), ["low"]);
});

const jobs = (more: string) => ({
  "package.json": '{ "name": "desk", "dependencies": { "node-cron": "^4.0.0" } }',
  "src/jobs.ts": `import cron from "node-cron";
import { sendDigest } from "./digest";
cron.schedule("0 9 * * *", sendDigest);
`,
  "src/digest.ts": `export async function sendDigest() { ${more} }\n`,
});

test("a schedule without a zone is high where people are told something and the code names their zone", () => {
  assert.deepEqual(severities("cron-without-timezone", jobs("")), ["medium"]);
  const named = `return new Date().toLocaleString("de", { timeZone: "Europe/Berlin" });`;
  assert.deepEqual(severities("cron-without-timezone", jobs(named)), ["high"]);
});
