/** How grave findings about other services and counts are: high and critical need evidence that something is lost or piles up. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** Severities of the failing rows of one rule. */
const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

/** A wrapper of the house around three lookups, and three that go round it; the wrapper's body, and how often others use it. */
const ofHelper = (body: string, name = "withBackoff", uses = 3, bare = 3): string[] =>
  severities("retry-wrapper-bypass", {
    "package.json": '{ "name": "poster", "dependencies": { "twitter-api-v2": "^1.0.0" } }',
    "src/x.ts": `import { TwitterApi } from "twitter-api-v2";
const client = new TwitterApi(process.env.X_TOKEN!);
export async function ${name}<T extends Answer>(work: () => Promise<T>, tries = 3): Promise<T> {
${body}
}
${Array.from({ length: uses }, (_, index) => `export const wrapped${String(index)} = (a: string) => ${name}(() => ${index === 0 && uses === 1 ? "Promise.all([client.v2.uploadMedia(a), client.v2.uploadMedia(a), client.v2.uploadMedia(a)])" : "client.v2.uploadMedia(a)"});`).join("\n")}
${Array.from({ length: bare }, (_, index) => `export const bare${String(index)} = (a: string) => client.v2.uploadMedia(a);`).join("\n")}
`,
  });

const CATCHES = `  for (let attempt = 1; ; attempt++) {
    try { return await work(); } catch (error) {
      if (attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }`;

// "null": the severity of the rule itself.
describe("retry-wrapper-bypass", () => {
  it("does not take a poller for a retry wrapper", () => {
    const polls = `  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await work();
    const state = answer.state;
    if (state === "done") return answer;
    if (state === "failed") throw new Error("failed");
    await sleep(5000);
  }
  throw new Error("never finished");`;
    assert.deepEqual(ofHelper(polls, "waitForUpload"), []);
    assert.deepEqual(
      ofHelper(polls.replace("const state = answer.state;", "const { state } = answer;"), "untilDone"),
      [],
    );
  });

  it("knows a wrapper by the errors that it catches, and by the status that it looks at", () => {
    assert.deepEqual(ofHelper(CATCHES), ["null"]);
    const looks = `  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await work();
    if (answer.ok) return answer;
    await sleep(1000);
  }
  throw new Error("down");`;
    assert.deepEqual(ofHelper(looks, "again"), ["null"]);
  });

  it("says nothing of calls beside a wrapper that few of them go through: it was made for those", () => {
    assert.deepEqual(ofHelper(CATCHES, "withBackoff", 3, 9), ["null"]);
    assert.deepEqual(ofHelper(CATCHES, "withBackoff", 3, 20), []);
  });
});

/** Severities for a function with this body. */
const ofCount = (body: string): string[] =>
  severities("count-query-misuse", {
    "package.json": '{ "name": "api", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
    "src/runs.ts": `import { createClient } from "@supabase/supabase-js";
const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
export async function runs(owner: string, page: number) {
${body}
}
`,
  });

describe("count-query-misuse", () => {
  it("is critical where the count is asked for alone, or decides", () => {
    assert.deepEqual(
      ofCount(
        `const { count, error } = await supabase.from("runs").select("id").eq("owner", owner); if (error) throw error; return count ?? 0;`,
      ),
      ["critical"],
    );
    assert.deepEqual(
      ofCount(
        `const { data, count, error } = await supabase.from("runs").select("id").eq("owner", owner); if (error) throw error; if ((count ?? 0) >= 5) throw new Error("limit"); return data;`,
      ),
      ["critical"],
    );
  });

  it("is medium where it only says beside the rows how many there are", () => {
    assert.deepEqual(
      ofCount(
        `const { data, count, error } = await supabase.from("runs").select("id").range(page * 20, page * 20 + 19); if (error) throw error; return { data, pages: Math.ceil((count || 0) / 20), total: count };`,
      ),
      ["medium"],
    );
  });

  it("is medium where the rows of a query for the count alone are only shown", () => {
    const head = 'const { data, error } = await supabase.from("runs").select("id", { count: "exact", head: true });';
    assert.deepEqual(ofCount(`${head} if (error) throw error; console.log("found", data);`), ["medium"]);
    assert.deepEqual(ofCount(`${head} if (error) throw error; if (!data) throw new Error("no runs");`), ["high"]);
  });
});

/** What retry and timeout say of these files beside a package of these dependencies. */
const ofApp = (files: Readonly<Record<string, string>>, dependencies: object = { next: "15.0.0" }): string[] => {
  const all = { "package.json": JSON.stringify({ name: "web", private: true, dependencies }), ...files };
  return ["external-call-without-retry", "external-call-without-timeout"].map((id) => severities(id, all).join(" "));
};

const IMAGE = 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n';

const asks = (url: string): string =>
  `const answer = await fetch("${url}", { method: "POST", body: await request.text() });
  if (!answer.ok) throw new Error("down");
  return Response.json(await answer.json());`;
const route = (url: string): string => `export async function POST(request: Request) {
  ${asks(url)}
}
`;
const TRANSLATE = route("https://translate.example.net/v1");
const MAIL = route("https://api.resend.com/emails");
const PATH = "app/api/orders/route.ts";

/** Severity of calls that a server's routes make over a client, so many of them. */
const ofCalls = (count: number, call: string, more: Readonly<Record<string, string>> = RELEASED): string | undefined =>
  ofApp(
    {
      "src/main.ts": `import axios from "axios";
import express from "express";
import OpenAI from "openai";
const app = express();
const openai = new OpenAI();
${Array.from({ length: count }, (_, index) => `app.post("/ask/${String(index)}", async (req, res) => { res.json(await ${call}); });`).join("\n")}
app.listen(3000);
`,
      ...more,
    },
    { axios: "1.7.0", express: "5.0.0", openai: "6.0.0" },
  )[1];

const RELEASED = { "fly.toml": 'app = "ask"\n\n[http_service]\ninternal_port = 3000\n' };
const NEVER_ENDS = 'axios.post("https://translate.example.net/v1", req.body)';
const ENDS = 'fetch("https://translate.example.net/v1", { method: "POST", body: req.body })';

/** Severity of one write of a Python server over this client. */
const ofPython = (more: Readonly<Record<string, string>>): string | undefined =>
  ofApp({
    "requirements.txt": "flask==3.1.0\nrequests==2.32.3\n",
    "app.py": `import requests
from flask import Flask, request

app = Flask(__name__)


@app.post("/pay")
def pay():
    return requests.post("https://pay.example.net/v1", json=request.json).json()


if __name__ == "__main__":
    app.run()
`,
    "package.json": "{}",
    ...more,
  })[1];

describe("external-call-without-timeout", () => {
  it("is high where calls that never end pile up: in the requests of a server that is deployed", () => {
    assert.equal(ofCalls(3, NEVER_ENDS), "high");
    assert.equal(ofCalls(3, NEVER_ENDS, {}), "medium");
    assert.equal(ofCalls(1, NEVER_ENDS), "medium");
  });

  it("is medium over clients that give up after minutes", () => {
    assert.equal(ofCalls(3, ENDS), "medium");
    assert.equal(ofCalls(3, "openai.responses.create({ model: req.body.model, input: req.body.text })"), "medium");
  });

  it("is high for one write of Python's, whose worker answers nobody else", () => {
    assert.equal(ofPython(RELEASED), "high");
    assert.equal(ofPython({}), "medium");
    assert.equal(ofPython({ "vercel.json": '{ "builds": [{ "src": "app.py", "use": "@vercel/python" }] }' }), "medium");
  });

  it("is medium where a platform ends what hangs, and where nothing shows a server", () => {
    assert.deepEqual(ofApp({ [PATH]: TRANSLATE }), ["medium", "medium"]);
    assert.deepEqual(ofApp({ [PATH]: TRANSLATE, Dockerfile: IMAGE, "vercel.json": "{}" }), ["medium", "medium"]);
    const edge = `Deno.serve(async (request) => {
  ${asks("https://translate.example.net/v1")}
});
`;
    assert.deepEqual(ofApp({ "supabase/functions/translate/index.ts": edge, Dockerfile: IMAGE }), ["medium", "medium"]);
  });

  it("is medium in jobs and on a person's own machine", () => {
    const job = `import axios from "axios";
import cron from "node-cron";
import express from "express";
const app = express();
app.listen(3000);
cron.schedule("*/5 * * * *", async () => {
  const answer = await axios.post("https://rates.example.net/v1");
  await store(answer.data);
  await axios.post("https://rates.example.net/v2");
  await axios.post("https://rates.example.net/v3");
});
`;
    const dependencies = { axios: "1.7.0", express: "5.0.0", "node-cron": "4.0.0" };
    assert.deepEqual(ofApp({ "src/main.ts": job, ...RELEASED }, dependencies), ["medium", "medium"]);
  });
});

/** Severity of a missing retry in work that starts then. */
const scheduled = (expression: string, url = "https://translate.example.net/v1"): string | undefined =>
  ofApp(
    {
      "src/main.ts": `import cron from "node-cron";
cron.schedule("${expression}", async () => {
  const answer = await fetch("${url}", { method: "POST", body: "all" });
  if (!answer.ok) throw new Error("down");
  await store(await answer.json());
});
`,
    },
    { "node-cron": "4.0.0" },
  )[0];

describe("external-call-without-retry", () => {
  it("is medium for what somebody asks for again: a person, or who sends a webhook", () => {
    assert.deepEqual(ofApp({ [PATH]: TRANSLATE })[0], "medium");
    assert.deepEqual(ofApp({ "app/api/webhooks/shop/route.ts": TRANSLATE })[0], "medium");
  });

  it("is medium for mails and payments, which a second try may send twice", () => {
    assert.deepEqual(ofApp({ [PATH]: MAIL }), ["medium", "medium"]);
    assert.equal(scheduled("30 6 * * *", "https://api.resend.com/emails"), "medium");
    assert.equal(scheduled("30 6 * * *", "https://api.paystack.co/transfer/bulk"), "medium");
    const greet = `import cron from "node-cron";
async function sendGreeting(url: string) {
  const answer = await fetch("https://chat.example.net/v1", { method: "POST", body: "all" });
  if (!answer.ok) throw new Error("down");
  await store(await answer.json());
}
cron.schedule("30 6 * * *", async () => { await sendGreeting("x"); });
`;
    assert.equal(ofApp({ "src/main.ts": greet }, { "node-cron": "4.0.0" })[0], "medium");
    assert.equal(
      ofApp({ "src/main.ts": greet.replaceAll("sendGreeting", "translate") }, { "node-cron": "4.0.0" })[0],
      "high",
    );
  });

  it("is high for a job that runs once a day, medium for one that runs every hour", () => {
    assert.equal(scheduled("30 6 * * *"), "high");
    assert.equal(scheduled("0 30 6 * * 1"), "high");
    assert.equal(scheduled("0 * * * *"), "medium");
    assert.equal(scheduled("*/10 * * * *"), "medium");
  });
});
