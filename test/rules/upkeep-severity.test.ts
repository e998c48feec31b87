/** How grave it is that nothing watches, deletes, waits or keeps: what is hygiene stays low where no more than hygiene is at stake. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows, outcomeOf } from "./built-in-rule.js";

type Files = Readonly<Record<string, string>>;

/** Severities of the failing rows of one rule. */
const severities = (id: string, files: Files): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

/** A sign that the app is put into production. */
const FLY: Files = { "fly.toml": 'app = "parcels"\n[http_service]\ninternal_port = 3000\n' };
const manifest = (...names: readonly string[]): Files => ({
  "package.json": JSON.stringify({
    name: "parcels",
    type: "module",
    dependencies: Object.fromEntries(names.map((name) => [name, "^5.0.0"])),
  }),
});

const ofLabel = (pause: string): Files => ({
  "requirements.txt": "tenacity==9.0.0\nhttpx==0.28.1\n",
  "label.py": `import httpx
from tenacity import retry, stop_after_attempt, wait_fixed


@retry(stop=stop_after_attempt(3)${pause})
def label(parcel: str) -> str:
return httpx.get("https://labels.example.net/" + parcel).text
`,
});

describe("retry-without-backoff", () => {
  it("is medium where a library is told to try again at once, low for a set pause and for a loop of one's own", () => {
    assert.deepEqual(severities("retry-without-backoff", ofLabel("")), ["medium"]);
    assert.deepEqual(severities("retry-without-backoff", ofLabel(", wait=wait_fixed(2)")), ["low"]);
    const loop = `export async function label(id: string) {
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      return await fetch("https://labels.example.net/" + id);
    } catch (error) {
      console.error(error);
    }
  }
  throw new Error("no label");
}
`;
    assert.deepEqual(severities("retry-without-backoff", { "src/label.ts": loop, ...manifest() }), ["low"]);
  });
});

const ofRows = (more: Files, list: string): string[] =>
  severities("unbounded-fan-out", {
    ...manifest("express", "@supabase/supabase-js"),
    "src/server.ts": `import { createClient } from "@supabase/supabase-js";
import express from "express";
const db = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
const app = express();
app.post("/push", async (req, res) => {
${list}
await Promise.all(parcels!.map((parcel) => fetch("https://carrier.example.net/parcels/" + parcel.id, { method: "PUT" })));
res.end();
});
app.listen(3000);
`,
    ...more,
  });

describe("unbounded-fan-out", () => {
  const ROWS = `const { data: parcels } = await db.from("parcels").select("id");`;

  it("is medium for a table's rows in production, low elsewhere and for other lists", () => {
    assert.deepEqual(ofRows(FLY, ROWS), ["medium"]);
    assert.deepEqual(ofRows({}, ROWS), ["low"]);
  });
});

const ofLog = (more: Files, table = "webhook_logs"): string[] =>
  severities("missing-retention-job", {
    ...manifest("express", "@supabase/supabase-js"),
    "src/server.ts": `import { createClient } from "@supabase/supabase-js";
import express from "express";
const db = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
const app = express();
app.post("/webhooks/carrier", async (req, res) => {
const { error } = await db.from("${table}").insert({ payload: req.body });
res.sendStatus(error ? 500 : 204);
});
app.listen(3000);
`,
    ...more,
  });

describe("missing-retention-job", () => {
  it("is medium where requests of an app in production add the rows, low elsewhere", () => {
    assert.deepEqual(ofLog(FLY), ["medium"]);
    assert.deepEqual(ofLog({}), ["low"]);
    assert.deepEqual(ofLog(FLY, "parcel_events"), ["low"]);
  });
});

const watched = (body: string): Files => ({
  ...manifest("express", "pg"),
  ...FLY,
  "src/server.js": `import express from "express";
import pg from "pg";
const pool = new pg.Pool();
const app = express();
app.get("/health", async (req, res) => res.json((await pool.query("select 1")).rows));
${body}
app.listen(3000);
`,
});

describe("missing-alerting", () => {
  const WRITES = `app.post("/parcels", async (req, res) => res.json((await pool.query("insert into parcels default values")).rows));`;

  it("is medium for a server that keeps what people send, low for what only reads or is meant for others to run", () => {
    assert.deepEqual(severities("missing-alerting", watched(WRITES)), ["medium"]);
    assert.deepEqual(severities("missing-alerting", watched("")), ["low"]);
    const product = { LICENSE: "MIT", "CONTRIBUTING.md": "# Thanks\n" };
    assert.deepEqual(severities("missing-alerting", { ...watched(WRITES), ...product }), ["low"]);
  });
});

const sentry = (name: string, file: string, more: Files): string[] =>
  severities("unscrubbed-monitoring", {
    ...FLY,
    [file]: `import * as Sentry from "${name}";\nSentry.init({ dsn: process.env.SENTRY_DSN, sendDefaultPii: true });\n`,
    ...more,
  });

const reported = (body: string): Files => ({
  ...manifest("express", "pg", "@sentry/node"),
  "src/server.js": `import "./instrument.js";\nimport express from "express";\n${body}\n`,
});

describe("unscrubbed-monitoring", () => {
  it("is medium where a server sends what people send it, low where it knows nobody", () => {
    const keeps = `import pg from "pg";
const pool = new pg.Pool();
const app = express();
app.post("/parcels", async (req, res) => res.json((await pool.query("insert into parcels default values")).rowCount));
app.listen(3000);`;
    assert.deepEqual(sentry("@sentry/node", "src/instrument.js", reported(keeps)), ["medium"]);
    const shows = `const app = express();\napp.get("/", (req, res) => res.send("hello"));\napp.listen(3000);`;
    assert.deepEqual(sentry("@sentry/node", "src/instrument.js", reported(shows)), ["low"]);
  });
});

describe("missing-cache", () => {
  it("is low: it is slow and dear, and it works", () => {
    const code = `import express from "express";
const app = express();
app.get("/rates", async (req, res) => {
  const answer = await fetch("https://rates.example.net/latest");
  res.json(await answer.json());
});
app.listen(3000);
`;
    const outcome = outcomeOf("missing-cache", { ...manifest("express"), ...FLY, "src/server.js": code }, "2026-11-21");
    const failing = outcome?.rows.filter(({ status }) => status === "fail") ?? [];
    assert.deepEqual(
      failing.map(({ severity }) => severity ?? outcome?.rule.severity),
      ["low"],
    );
  });
});
