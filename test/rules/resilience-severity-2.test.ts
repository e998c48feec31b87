/** How grave the rules about vendors, queues and webhooks think a finding is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

type Files = Readonly<Record<string, string>>;

/** Severities of the failing rows of one rule. */
const severities = (id: string, files: Files): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

const manifest = (dependencies: Files): string =>
  JSON.stringify({ name: "api", private: true, scripts: { start: "node src/server.js" }, dependencies });

/** Signs that it is put into production. */
const DEPLOYED = {
  "fly.toml": `app = "api"\n[http_service]\n  internal_port = 3000\n`,
  Dockerfile: `FROM node:22\nCOPY . .\nCMD ["npm", "start"]\n`,
};

const server = (body: string): string => `import express from "express";
${body}
app.listen(Number(process.env.PORT));
`;

const webhookApp = (write: string, table = "payments"): Files => ({
  "package.json": manifest({
    express: "^5.0.0",
    "@supabase/supabase-js": "^2.50.0",
    resend: "^4.0.0",
    stripe: "^18.0.0",
  }),
  "src/server.js": server(`import { createClient } from "@supabase/supabase-js";
import { Resend } from "resend";
const db = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_SECRET_KEY);
const resend = new Resend(process.env.RESEND_KEY);
const app = express();
app.post("/webhooks/pay", async (req, res) => {
${write.replace("TABLE", table)}
res.sendStatus(200);
});`),
});

describe("webhook-without-idempotency", () => {
  const insert = `const { error } = await db.from("TABLE").insert({ amount: req.body.amount }); if (error) throw error;`;

  it("is high where a second delivery pays out or counts money twice in production", () => {
    const credit = `const { error } = await db.rpc("add_credits", { account: req.body.account }); if (error) throw error;`;
    assert.deepEqual(severities("webhook-without-idempotency", { ...webhookApp(credit), ...DEPLOYED }), ["high"]);
  });

  it("is medium for rows, and where the answer goes out before the work", () => {
    assert.deepEqual(severities("webhook-without-idempotency", { ...webhookApp(insert, "tickets"), ...DEPLOYED }), [
      "medium",
    ]);
    assert.deepEqual(severities("webhook-without-idempotency", { ...webhookApp(insert), ...DEPLOYED }), ["medium"]);
    const credit = `const { error } = await db.rpc("add_credits", { account: req.body.account }); if (error) throw error;`;
    const late = webhookApp(`res.sendStatus(200);\n${credit}`);
    assert.deepEqual(severities("webhook-without-idempotency", { ...late, ...DEPLOYED }), ["medium"]);
  });

  it("is medium without a sign of production, for a mail, and for a list of events", () => {
    const mail = `await resend.emails.send({ from: "a@example.org", to: req.body.to, subject: "Paid", text: "Paid" });`;
    assert.deepEqual(severities("webhook-without-idempotency", webhookApp(insert)), ["medium"]);
    assert.deepEqual(severities("webhook-without-idempotency", { ...webhookApp(mail), ...DEPLOYED }), ["medium"]);
    assert.deepEqual(severities("webhook-without-idempotency", { ...webhookApp(insert, "shop_events"), ...DEPLOYED }), [
      "medium",
    ]);
  });
});

const routeApp = (url: string): Files => ({
  "package.json": manifest({ express: "^4.21.0", pg: "^8.0.0" }),
  "src/server.js": server(`import pg from "pg";
const pool = new pg.Pool({ connectionString: ${url} });
const app = express();
app.get("/users", async (req, res) => {
res.json((await pool.query("select id from users")).rows);
});`),
});

describe("unhandled-route-rejection", () => {
  it("is high in a server that is put into production", () => {
    const found = severities("unhandled-route-rejection", { ...routeApp("process.env.DATABASE_URL"), ...DEPLOYED });
    assert.deepEqual(found, ["high"]);
  });

  it("is medium in an exercise, without a deployment, and where the process lives on", () => {
    const { "src/server.js": source = "", ...rest } = routeApp("process.env.DATABASE_URL");
    const living = { ...rest, "src/server.js": `${source}process.on("unhandledRejection", console.error);\n` };
    for (const app of [
      { ...routeApp(`"postgres://a@localhost/app"`), ...DEPLOYED },
      routeApp("process.env.DATABASE_URL"),
      { ...living, ...DEPLOYED },
    ])
      assert.deepEqual(severities("unhandled-route-rejection", app), ["medium"]);
  });

  it("is nothing in a server beside the one that is started", () => {
    const { "src/server.js": source = "", ...rest } = routeApp("process.env.DATABASE_URL");
    const beside = {
      ...rest,
      ...DEPLOYED,
      "panel/dashboard.js": source,
      "src/main.js": 'require("express")().listen(80);',
    };
    const started = (file: string): Files => ({
      ...beside,
      "package.json": JSON.stringify({
        name: "api",
        scripts: { start: `node ${file}` },
        dependencies: { express: "^4.18.0" },
      }),
    });
    assert.deepEqual(severities("unhandled-route-rejection", started("src/main.js")), []);
    assert.deepEqual(severities("unhandled-route-rejection", started("panel/dashboard.js")), ["high"]);
  });
});

const queueApp = (name: string): Files => ({
  "package.json": manifest({ express: "^5.0.0", bullmq: "^5.0.0" }),
  "src/server.js": server(`import { Queue } from "bullmq";
const ${name} = new Queue("${name}", { connection: { host: process.env.REDIS_HOST } });
const app = express();
app.post("/items", async (req, res) => {
await ${name}.add("one", { id: req.body.id });
res.sendStatus(202);
});`),
});

describe("queue-job-without-attempts", () => {
  it("is medium in production, low where only visits are counted and without a deployment", () => {
    assert.deepEqual(severities("queue-job-without-attempts", { ...queueApp("invoices"), ...DEPLOYED }), ["medium"]);
    assert.deepEqual(severities("queue-job-without-attempts", { ...queueApp("visits"), ...DEPLOYED }), ["low"]);
    assert.deepEqual(severities("queue-job-without-attempts", queueApp("invoices")), ["low"]);
  });
});

const batchApp = (body: string): Files => ({
  "package.json": manifest({ express: "^5.0.0", openai: "^5.0.0" }),
  "src/server.js": server(`import OpenAI from "openai";
const openai = new OpenAI({ maxRetries: 0 });
const patient = new OpenAI();
const app = express();
app.post("/tags", async (req, res) => {
const tags = [];
${body}
res.json(tags);
});`),
});

describe("unhandled-rate-limit", () => {
  const bare = `for (const text of req.body.texts) tags.push(await openai.responses.create({ model: "gpt-5-mini", input: text }));`;

  it("is medium for a model that is asked for each item, low where something answers in its place", () => {
    assert.deepEqual(severities("unhandled-rate-limit", { ...batchApp(bare), ...DEPLOYED }), ["medium"]);
    const caught = `try { ${bare} } catch { return res.json([]); }`;
    assert.deepEqual(severities("unhandled-rate-limit", batchApp(caught)), ["low"]);
  });

  it("is low where the SDK itself tries twice more", () => {
    const all = `tags.push(...(await Promise.all(req.body.texts.map((text) => patient.responses.create({ model: "gpt-5-mini", input: text })))));`;
    assert.deepEqual(severities("unhandled-rate-limit", { ...batchApp(all), ...DEPLOYED }), ["low"]);
  });
});

const askingApp = (options: string, paths = ["answers", "titles", "tags"]): Files => ({
  "package.json": manifest({ express: "^5.0.0", openai: "^5.0.0" }),
  "src/server.js": server(`import OpenAI from "openai";
const openai = new OpenAI(${options});
const app = express();
${paths
  .map(
    (path) => `app.post("/${path}", async (req, res) => {
  res.json(await openai.responses.create({ model: "gpt-5-mini", input: req.body.question }));
});`,
  )
  .join("\n")}`),
});

describe("missing-circuit-breaker", () => {
  it("is medium where many requests may hang, low for one, where each gives up by itself, or nothing is deployed", () => {
    assert.deepEqual(severities("missing-circuit-breaker", { ...askingApp(""), ...DEPLOYED }), ["medium"]);
    assert.deepEqual(severities("missing-circuit-breaker", { ...askingApp("{ timeout: 8000 }"), ...DEPLOYED }), [
      "low",
    ]);
    assert.deepEqual(severities("missing-circuit-breaker", { ...askingApp("", ["answers"]), ...DEPLOYED }), ["low"]);
    assert.deepEqual(severities("missing-circuit-breaker", askingApp("")), ["low"]);
  });
});

const asked = (table: string): string[] =>
  severities("swallowed-database-error", {
    "package.json": manifest({ "@supabase/supabase-js": "^2.50.0" }),
    "src/server.js": `import { createClient } from "@supabase/supabase-js";
const db = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_SECRET_KEY);
export async function work(name) {
  const { data: old } = await db.from("${table}").select("id").eq("name", name).limit(1);
  if (!old?.length) { const { error } = await db.from("shifts").insert({ name }); if (error) throw error; }
}
void work("a");
`,
  });

describe("swallowed-database-error, by the name of a table", () => {
  it("goes by the last word of it", () => {
    assert.deepEqual(asked("team_members"), ["high"]);
    assert.deepEqual(asked("crew_members"), ["medium"]);
    assert.deepEqual(asked("invoices"), ["high"]);
    assert.deepEqual(asked("invoice_alert_emails"), ["medium"]);
  });
});
