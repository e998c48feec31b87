/** How grave the built-in resilience rules think a finding is: examples in a rule can only say that there is one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** "severity file:line" of the failing rows of one rule. */
const failures = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(
    ({ severity, file, line }) => `${String(severity)} ${String(file)}:${String(line)}`,
  );

const SUPABASE = {
  "package.json": `{ "name": "api", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }`,
  "src/db.ts": `import { createClient } from "@supabase/supabase-js";
export const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SECRET_KEY!);
`,
};

/** Severity of the one finding in a function with this body. */
const ofQuery = (body: string): string[] =>
  failures("swallowed-database-error", {
    ...SUPABASE,
    "src/index.ts": `import { work } from "./work";\nvoid work("1");\n`,
    "src/work.ts": `import { supabase } from "./db";
export async function work(id: string) {
  ${body}
}
`,
  });

/** Severity of the one finding in a browser's function with this body. */
const ofClick = (body: string): string[] =>
  failures("swallowed-database-error", {
    ...SUPABASE,
    "src/index.tsx": `import { work } from "./ui/admin/work";\nvoid work("1");\n`,
    "src/ui/admin/work.tsx": `"use client";\nimport { supabase } from "../../db";\nexport async function work(id: string) { ${body} }\n`,
  });

describe("swallowed-database-error", () => {
  it("is high for a write that may be lost, and for a read that decides a write or a refusal", () => {
    for (const body of [
      `await supabase.from("orders").update({ status: "paid" }).eq("id", id);`,
      `await supabase.rpc("charge_credits", { id });`,
      `const { data } = await supabase.from("users").select("id").eq("id", id); if (data?.length) throw new Error("taken"); await insertUser(id);`,
      `const { count } = await supabase.from("credit_uses").select("id", { count: "exact", head: true }); if ((count ?? 0) > 9) throw new Error("quota");`,
      // How many there are is a limit, and a write elsewhere tells nothing of this one.
      `const { data: old } = await supabase.from("subscriptions").select("id").eq("user_id", id).maybeSingle(); if (!old) { const { error } = await supabase.from("payments").insert({ id }); if (error) throw error; }`,
      `await supabase.from("visits").insert({ id });`,
      `await supabase.from("profiles").update({ plan: "pro" }).eq("id", id);`,
    ])
      assert.deepEqual(ofQuery(body), ["high src/work.ts:3"], body);
  });

  it("is medium where a failure stops what follows, is shown, or costs little", () => {
    for (const body of [
      `const { data } = await supabase.from("users").select("role").eq("id", id).single(); if (data?.role !== "admin") throw new Error("no"); await insertUser(id);`,
      `const { data: allowed } = await supabase.rpc("may_edit", { id }); if (!allowed) return { status: 403 }; await insertUser(id);`,
      `const { data } = await supabase.from("posts").insert({ id }).select().single(); if (!data) throw new Error("not saved");`,
      `await supabase.from("audit_logs").insert({ id });`,
      `await supabase.from("doctors").update({ status: "available" }).eq("id", id);`,
      `const { count } = await supabase.from("runs").select("id", { count: "exact", head: true }); if ((count ?? 0) > 9) throw new Error("quota");`,
      `await supabase.from("api_keys").update({ last_used_at: new Date(), usage_count: 2 }).eq("id", id);`,
      `await supabase.storage.from("avatars").remove([id]);`,
      `try { await supabase.from("posts").insert({ id }); } catch (error) { console.error(error); }`,
      `const { error } = await supabase.from("posts").insert({ id }); if (error) { await supabase.from("drafts").delete().eq("id", id); throw error; }`,
      `const { data: old } = await supabase.from("codes").select("id").eq("id", id); if (old) return { error: "expired" }; return { error: "unknown" };`,
      `await supabase.from("invites").update({ email_sent_at: new Date() }).eq("id", id);`,
      `const { data: old } = await supabase.from("tags").select("id").eq("name", id).maybeSingle(); if (old) return old; const { data, error } = await supabase.from("tags").insert({ name: id }).select().single(); if (error) throw error; return data;`,
      `await supabase.rpc("increment_post_view_count", { id });`,
      `const { data } = await supabase.from("shelves").select("id").eq("owner", id); if (!data?.length) return Response.json({ books: [] }, { status: 200 }); const books = await insertPicks(data); return Response.json({ books });`,
      `await supabase.from("notifications").insert({ id, title: "hello" });`,
      `await supabase.from("doctors").update({ status: "available", last_seen: new Date() }).eq("id", id);`,
      `await supabase.from("post_summaries").insert({ id }); await supabase.rpc("notify_admins", { id });`,
      `const { data } = await supabase.from("profiles").select("email, full_name").eq("id", id).maybeSingle(); if (!data?.email) return { skipped: true }; await insertUser(id);`,
    ]) {
      const found = ofQuery(body);
      assert.equal(found.length, 1, body);
      assert.match(found[0] ?? "", /^medium/, body);
    }
  });

  it("is high for a mark that another query asks for", () => {
    const [found] = ofQuery(
      `await supabase.from("invoices").update({ email_sent_at: new Date() }).eq("id", id); const { data, error } = await supabase.from("invoices").select("id").is("email_sent_at", null); if (error) throw error; return data;`,
    );
    assert.match(found ?? "", /^high/);
  });

  it("is medium in a browser, but where a right, an order, stock or a discount is not what is shown", () => {
    for (const [body, severity] of [
      [`await supabase.from("posts").update({ title: "paid" }).eq("id", id);`, "medium"],
      [`await supabase.from("products").update({ title: "paid" }).eq("id", id);`, "medium"],
      [`await supabase.from("orders").update({ status: "paid" }).eq("id", id);`, "high"],
      [`await supabase.from("user_roles").delete().eq("user_id", id);`, "high"],
      [`await supabase.from("products").update({ stock: 3 }).eq("id", id);`, "high"],
      [`await supabase.from("coupon_redemptions").insert({ id });`, "high"],
    ] as const)
      assert.deepEqual(ofClick(body), [`${severity} src/ui/admin/work.tsx:3`], body);
  });

  it("is medium for what nothing calls, and for what is only counted", () => {
    const service = `import { supabase } from "./db";
export class Ledger {
  async close(id: string) { await supabase.from("invoices").update({ status: "paid" }).eq("id", id); }
}
`;
    const of = (call: string): string[] =>
      failures("swallowed-database-error", {
        ...SUPABASE,
        "src/index.ts": `import { Ledger } from "./ledger";\nconst ledger = new Ledger();\n${call}\n`,
        "src/ledger.ts": service,
      });
    assert.deepEqual(of(`void ledger.close("1");`), ["high src/ledger.ts:3"]);
    assert.deepEqual(of(""), ["medium src/ledger.ts:3"]);
    assert.match(
      ofQuery(`await supabase.from("profiles").update({ post_count: 3 }).eq("id", id);`)[0] ?? "",
      /^medium/,
    );
  });
});

/** Severities of what two external-call rules say of one route, in a process of its own. */
function ofRoute(code: string, path = "app/api/work/route.ts"): string[] {
  const files = {
    "package.json": `{ "name": "web", "dependencies": { "next": "15.0.0", "resend": "4.0.0", "openai": "4.80.0", "nodemailer": "7.0.0", "node-fetch": "3.3.2" } }`,
    Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["npx", "next", "start"]\n',
    "fly.toml": 'app = "web"\n\n[http_service]\ninternal_port = 3000\n',
    [path]: code,
  };
  return ["external-call-without-retry", "external-call-without-timeout"].map((id) =>
    failures(id, files)
      .map((found) => found.split(" ")[0])
      .join(" "),
  );
}

/** Over a client that never gives up by itself. */
const post = (url: string, rest: string): string =>
  ['import fetch from "node-fetch";']
    .concat(
      ["POST", "PUT", "PATCH"].map(
        (method) => `export async function ${method}(request: Request) {
  const response = await fetch(${url}, { method: "POST", body: await request.text() });
  ${rest}
}`,
      ),
    )
    .join("\n");

describe("external-call-without-retry and -timeout", () => {
  it("are medium for tries, which the user repeats, and high for time limits of writes that a request depends on", () => {
    const needed = `if (!response.ok) throw new Error("no"); return Response.json(await response.json());`;
    assert.deepEqual(ofRoute(post(`"https://crm.example.net/contacts"`, needed)), ["medium", "high"]);
    assert.deepEqual(
      ofRoute(`import { Resend } from "resend";
const resend = new Resend(process.env.RESEND_API_KEY);
export async function POST(request: Request) {
  const { error } = await resend.emails.send(await request.json());
  if (error) throw error;
  return new Response("sent");
}`),
      ["medium", "medium"],
    );
  });

  it("are medium for notes, numbers, tokens, admins, and what is only logged", () => {
    const used = `return Response.json(await response.json());`;
    const logged = `if (!response.ok) console.error(response.status); return new Response("ok");`;
    assert.deepEqual(ofRoute(post(`"https://crm.example.net/contacts"`, logged)), ["medium", "medium"]);
    assert.deepEqual(ofRoute(post(`"https://hooks.slack.com/services/x"`, used)), ["medium", "medium"]);
    assert.deepEqual(ofRoute(post(`process.env.SIGNUP_WEBHOOK_URL!`, used)), ["medium", "medium"]);
    assert.deepEqual(ofRoute(post(`"https://accounts.example.net/oauth/token"`, used)), ["medium", "medium"]);
    assert.deepEqual(ofRoute(post(`"https://crm.example.net/contacts"`, used), "app/api/admin/route.ts"), [
      "medium",
      "medium",
    ]);
  });

  it("are medium for one read, and for a page", () => {
    const read = `export async function GET() { return Response.json(await (await fetch("https://geo.example.net/ip")).json()); }`;
    assert.deepEqual(ofRoute(read), ["medium", "medium"]);
    const page = `export default async function Page() {
  const a = await (await fetch("https://cms.example.net/graphql", { method: "POST" })).json();
  const b = await (await fetch("https://cms.example.net/graphql", { method: "POST" })).json();
  return a + b;
}`;
    assert.deepEqual(ofRoute(page, "app/page.tsx"), ["medium", "medium"]);
  });

  it("count a client where it is made, once for all packages that use it", () => {
    const files = {
      "package.json": `{ "name": "root", "private": true, "workspaces": ["packages/*"] }`,
      "packages/mail/package.json": `{ "name": "@acme/mail", "private": true, "main": "./index.ts", "dependencies": { "resend": "4.0.0" } }`,
      "packages/mail/index.ts": `import { Resend } from "resend";
export const resend = new Resend(process.env.RESEND_API_KEY);
export const send = async (mail: object) => { const { error } = await resend.emails.send(mail); if (error) throw error; };
`,
      "packages/web/package.json": `{ "name": "@acme/web", "private": true, "dependencies": { "@acme/mail": "workspace:*", "resend": "4.0.0" } }`,
      "packages/web/app/api/domains/route.ts": `import { resend, send } from "@acme/mail";
export async function POST() { await send({}); return Response.json(await resend.domains.create({ name: "x" })); }
`,
    };
    assert.deepEqual(failures("external-call-without-retry", files), ["medium packages/mail/index.ts:3"]);
  });

  it("are medium for settings, tests and extras, whose failure is seen and put right with a click", () => {
    const used = `if (!response.ok) throw new Error("no"); return Response.json(await response.json());`;
    const url = `"https://crm.example.net/contacts"`;
    for (const path of ["app/api/oauth/link/route.ts", "app/api/custom-domains/route.ts", "app/api/thread/title.ts"]) {
      const code = path.endsWith("title.ts") ? post(url, used).replace("POST", "makeTitle") : post(url, used);
      assert.deepEqual(ofRoute(code, path), ["medium", "medium"], path);
    }
    // The way back from a payment is no setting.
    assert.deepEqual(ofRoute(post(url, used), "app/api/payment/connect/route.ts"), ["medium", "high"]);
  });

  it("are medium for time limits where nobody waits", () => {
    const asked = `await fetch("https://judge.example.net/v1", { method: "POST", body: text })`;
    const review = `async function review(text: string) {
  await store([${asked}, ${asked}, ${asked}]);
}`;
    const route = (way: string): string => `import fetch from "node-fetch";
import { after } from "next/server";
${review}
export async function POST(request: Request) {
  const text = await request.text();
  ${way}
  return new Response("taken");
}`;
    for (const way of [
      "after(() => review(text));",
      "waitUntil(review(text));",
      "void review(text);",
      "review(text).catch(console.error);",
    ])
      assert.deepEqual(ofRoute(route(way)), ["medium", "medium"], way);
    // The user who waits is told.
    assert.deepEqual(ofRoute(route("await review(text);")), ["medium", "high"]);
  });
});

describe("external-call-without-retry, who decides", () => {
  const AI = { "package.json": '{ "name": "bot", "dependencies": { "ai": "^5.0.0", "@ai-sdk/openai": "^2.0.0" } }' };
  const ofOptions = (options: string): string[] =>
    failures("external-call-without-retry", {
      ...AI,
      "src/reply.ts": `import { generateText } from "ai";
import { openai } from "@ai-sdk/openai";
export const reply = (prompt: string) =>
  generateText({ model: openai("gpt-5"), prompt${options} });
`,
    });

  it("is medium where the call says that it is not to be repeated", () => {
    assert.deepEqual(ofOptions(", maxRetries: 0"), ["medium src/reply.ts:4"]);
    assert.deepEqual(ofOptions(""), []);
  });

  const MAIN = `import express from "express";
const app = express();
`;
  const ofService = (parts: readonly string[], dependencies: object = {}): string[] =>
    failures("external-call-without-retry", {
      "package.json": JSON.stringify({
        name: "api",
        scripts: { start: "node src/main.js" },
        dependencies: { express: "^5.0.0", ...dependencies },
      }),
      "src/main.js": `${MAIN}${parts.join("\n")}\napp.listen(3000);\n`,
    }).map((line) => line.split(" ")[0] ?? "");

  it("is high, and one finding, where a service lives on three vendors and tries nothing again", () => {
    const parts = [
      `import twilio from "twilio"; import mail from "@sendgrid/mail"; import { Client } from "@hubspot/api-client";`,
      `const sms = twilio(process.env.SID, process.env.TOKEN); const crm = new Client({ accessToken: process.env.CRM });`,
      ...["a", "b"].map(
        (name) =>
          `app.post("/${name}", async (req, res) => { await sms.messages.create(req.body); await mail.send(req.body); await crm.crm.contacts.basicApi.create(req.body); res.end(); });`,
      ),
    ];
    const dependencies = { twilio: "^5.0.0", "@sendgrid/mail": "^8.0.0", "@hubspot/api-client": "^12.0.0" };
    assert.deepEqual(ofService(parts, dependencies), ["high"]);
  });

  it("is medium for as many hosts of which nothing more is known than that a user asks them", () => {
    const hosts = [
      "a.example.com",
      "b.example.org",
      "c.example.net",
      "d.example.com",
      "e.example.org",
      "f.example.net",
    ];
    const parts = hosts.map(
      (host, index) =>
        `app.post("/${String(index)}", async (req, res) => { const a = await fetch("https://${host}/v1/x", { method: "POST", body: req.body }); res.json(await a.json()); });`,
    );
    assert.deepEqual(ofService(parts), ["medium"]);
  });
});
