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
    assert.deepEqual(ofHelper(CATCHES), ["high"]);
    const looks = `  for (let attempt = 0; attempt < tries; attempt++) {
    const answer = await work();
    if (answer.ok) return answer;
    await sleep(1000);
  }
  throw new Error("down");`;
    assert.deepEqual(ofHelper(looks, "again"), ["high"]);
  });

  it("is medium where few of the calls go through it: it was made for those", () => {
    assert.deepEqual(ofHelper(CATCHES, "withBackoff", 3, 10), ["high"]);
    assert.deepEqual(ofHelper(CATCHES, "withBackoff", 3, 20), ["medium"]);
  });

  it("is medium where one place alone uses the wrapper", () => {
    assert.deepEqual(ofHelper(CATCHES, "withRetry", 1), ["medium"]);
  });
});

/** Severity with these calls beside three wrapped uploads. */
const ofBare = (...bare: readonly string[]): string[] =>
  severities("retry-wrapper-bypass", {
    "package.json": '{ "name": "poster", "dependencies": { "twitter-api-v2": "^1.0.0" } }',
    "src/x.ts": `import { TwitterApi } from "twitter-api-v2";
const client = new TwitterApi(process.env.X_TOKEN!);
export async function withBackoff<T>(work: () => Promise<T>, tries = 3): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try { return await work(); } catch (error) {
      if (attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt));
    }
  }
}
export const image = (file: string) => withBackoff(() => client.v2.uploadMedia(file));
export const clip = (file: string) => withBackoff(() => client.v2.uploadMedia(file));
export const cover = (file: string) => withBackoff(() => client.v2.uploadMedia(file));
${bare.map((call, index) => `export const bare${String(index)} = (a: string) => client.${call}(a);`).join("\n")}
`,
  });

describe("retry-wrapper-bypass, which operations", () => {
  it("is high where the same operation goes round the wrapper, medium for a slip and where only others do", () => {
    assert.deepEqual(ofBare("v2.uploadMedia", "v2.retweet", "v2.follow"), ["high"]);
    assert.deepEqual(ofBare("v2.uploadMedia", "v2.retweet"), ["medium"]);
    assert.deepEqual(ofBare("v2.like", "v2.retweet", "v2.follow"), ["medium"]);
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

/** Severity in a server whose routes ask a model, so many of them. */
const ofModels = (count: number, options = ""): string | undefined =>
  ofApp(
    {
      "src/main.ts": `import express from "express";
import { GoogleGenerativeAI } from "@google/generative-ai";
import OpenAI from "openai";
const app = express();
const model = new GoogleGenerativeAI(process.env.KEY!).getGenerativeModel({ model: "gemini-3-flash" });
const openai = new OpenAI();
${Array.from(
  { length: count },
  (_, index) => `app.post("/ask/${String(index)}", async (req, res) => {
  res.json(await ${options === "openai" ? "openai.chat.completions.create({ model: req.body.model, messages: req.body.messages })" : "model.generateContent(req.body.text)"});
});`,
).join("\n")}
app.listen(3000);
`,
    },
    { express: "5.0.0", openai: "6.0.0", "@google/generative-ai": "0.24.0" },
  )[1];

describe("external-call-without-timeout", () => {
  it("is high where calls that hang pile up: in the requests of a server", () => {
    assert.deepEqual(ofApp({ [PATH]: TRANSLATE, Dockerfile: IMAGE }), ["medium", "high"]);
    const service = `import express from "express";
import { translate } from "./translate.js";
const app = express();
app.post("/translate", async (req, res) => { res.json(await translate(req)); });
app.listen(3000);
`;
    const translate = TRANSLATE.replace("POST(", "translate(");
    assert.deepEqual(ofApp({ "src/main.ts": service, "src/translate.ts": translate }, { express: "5.0.0" }), [
      "medium",
      "high",
    ]);
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

  it("is medium for one feature's model, high where the service is made of it", () => {
    assert.equal(ofModels(1), "medium");
    assert.equal(ofModels(3), "high");
  });

  it("is medium where the SDK gives up by itself after minutes", () => {
    assert.equal(ofModels(3, "openai"), "medium");
  });

  it("is medium in jobs and on a person's own machine", () => {
    const job = `import cron from "node-cron";
import express from "express";
const app = express();
app.listen(3000);
cron.schedule("*/5 * * * *", async () => {
  const answer = await fetch("https://rates.example.net/v1", { method: "POST" });
  if (!answer.ok) throw new Error("down");
  await store(await answer.json());
});
`;
    assert.deepEqual(ofApp({ "src/main.ts": job }, { express: "5.0.0", "node-cron": "4.0.0" }), ["medium", "medium"]);
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
  });

  it("is high for a job that runs once a day, medium for one that runs every hour", () => {
    assert.equal(scheduled("30 6 * * *"), "high");
    assert.equal(scheduled("0 30 6 * * 1"), "high");
    assert.equal(scheduled("0 * * * *"), "medium");
    assert.equal(scheduled("*/10 * * * *"), "medium");
  });
});
