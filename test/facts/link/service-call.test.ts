import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

const FLAGS = [
  "is_best_effort",
  "is_report",
  "is_page",
  "is_local",
  "is_choice",
  "in_queue",
  "is_code_exchange",
  "is_uncalled",
];

/** Flags of `service_call` that are set, by line of `src/main.ts` or another file. */
const flags = (source: string, path = "src/main.ts", more: Readonly<Record<string, string>> = {}): string[] =>
  querySample(
    { [path]: source, ...more },
    `SELECT line, ${FLAGS.join(", ")} FROM service_call WHERE file = '${path}' ORDER BY line`,
  ).map((row) => [String(row["line"]), ...FLAGS.filter((name) => row[name] === 1)].join(" "));

test("a note that nobody waits for, and whose failure is caught", () => {
  const source = `export async function POST(request) {
  try {
    await fetch("https://hooks.example.net/x", { method: "POST" });
  } catch (error) {
    console.error(error);
  }
  fetch("https://hooks.example.net/y", { method: "POST" }).catch(console.error);
  await fetch("https://hooks.example.net/z", { method: "POST" });
  const answer = await fetch("https://api.example.net/pay", { method: "POST" });
  return answer;
}`;
  assert.deepEqual(flags(source), ["3 is_best_effort", "7 is_best_effort", "8", "9"]);
});

test("the exchange of an authorization code", () => {
  const source = `export async function GET(request) {
  const body = new URLSearchParams({ code, grant_type: "authorization_code" });
  const token = await fetch("https://accounts.example.net/oauth/token", { method: "POST", body });
  const access = await fetch("https://chat.example.net/api/oauth.v2.access", { method: "POST" });
  const fresh = await fetch("https://chat.example.net/api/users", { method: "POST" });
  const renewed = await fetch(tokenUrl(), { method: "POST", body: new URLSearchParams({ client_secret: process.env.SECRET }) });
  return Response.json([token, access, fresh, renewed]);
}
const tokenUrl = () => "https://accounts.example.net/t";`;
  assert.deepEqual(flags(source), ["3 is_code_exchange", "4 is_code_exchange", "5", "6 is_code_exchange"]);
});

test("the exchange of a code at an address that is a constant, and a login with a client's secret", () => {
  const source = `import { SLACK_OAUTH_URL } from "./urls";
export async function GET(request) {
  const token = await fetch(SLACK_OAUTH_URL, { method: "POST", body: code(request) });
  const login = await fetch("https://vault.example.net/login", { method: "POST", body: JSON.stringify({ clientId, clientSecret }) });
  return Response.json([token, login]);
}`;
  const urls = { "src/urls.ts": `export const SLACK_OAUTH_URL = "https://slack.com/api/exchange";` };
  assert.deepEqual(flags(source, "src/main.ts", urls), ["3 is_code_exchange", "4 is_code_exchange"]);
});

test("a function that nothing mentions; handlers and what is used are called", () => {
  const source = `export const stars = () => fetch("https://api.example.net/stars");
export const used = () => fetch("https://api.example.net/used");
const inner = () => fetch("https://api.example.net/inner");
export const loader = () => used();
export default function page() { return fetch("https://api.example.net/page"); }
inner();`;
  assert.deepEqual(flags(source), ["1 is_uncalled", "2", "3", "5"]);
});

test("an answer that is only looked at to be logged", () => {
  const source = `export async function GET() {
  const noted = await fetch("https://a.example.net/x", { method: "POST" });
  if (!noted.ok) {
    const text = await noted.text();
    console.error("not noted", noted.status, text);
  }
  const needed = await fetch("https://b.example.net/x", { method: "POST" });
  if (!needed.ok) throw new Error("no");
  const read = await fetch("https://c.example.net/x");
  return Response.json(await read.json());
}`;
  assert.deepEqual(flags(source), ["2 is_best_effort", "7", "9"]);
});

test("notes to a chat room and numbers for a dashboard; captchas", () => {
  const source = `export async function GET() {
  const a = await fetch("https://hooks.slack.com/services/x", { method: "POST" });
  const b = await fetch(process.env.SLACK_WEBHOOK_URL, { method: "POST" });
  const c = await fetch("https://us.posthog.com/capture", { method: "POST" });
  const d = await fetch("https://slack.com/api/chat.postMessage", { method: "POST" });
  return Response.json([a.ok, b.ok, c.ok, d.ok]);
}
async function verifyCaptcha(token) {
  return await fetch(process.env.CHALLENGE_ENDPOINT_X, { method: "POST", body: token });
}
verifyCaptcha("x");`;
  assert.deepEqual(flags(source), ["2 is_report", "3 is_report", "4 is_report", "5", "9 is_code_exchange"]);
});

test("pages, and what only a developer's machine does", () => {
  const page = `export default async function Page() { return (await fetch("https://api.example.net/posts")).json(); }`;
  assert.deepEqual(flags(page, "app/blog/page.tsx"), ["1 is_page"]);
  const local = `export async function GET() {
  if (process.env.NODE_ENV === "development") {
    return await fetch("https://api.example.net/local");
  }
  return await fetch("https://api.example.net/real");
}`;
  assert.deepEqual(flags(local), ["3 is_local", "5"]);
});

const SEND = `export async function send(to) { return await fetch("https://api.example.net/mail", { method: "POST", body: to }); }`;

test("one of several that a setting chooses", () => {
  const choose = `export async function mailer() {
  switch (process.env.MAILER) {
    case "a": return (await import("./mail")).send;
    default: return null;
  }
}`;
  assert.deepEqual(flags(SEND, "src/mail.ts", { "src/choose.ts": choose }), ["1 is_choice"]);
  const lazy = `export const mailer = async () => (await import("./mail")).send("x");`;
  assert.deepEqual(flags(SEND, "src/mail.ts", { "src/lazy.ts": lazy, "src/choose.ts": choose }), ["1"]);
});

test("work that a queue delivers again", () => {
  const verify = `import { Receiver } from "@upstash/qstash";
const receiver = new Receiver();
export async function verifyQueue(request, body) { await receiver.verify({ signature: request.headers.get("x"), body }); }
export const withQueue = (handler) => async (request) => {
  const body = await request.text();
  await verifyQueue(request, body);
  return await handler({ request, body });
};`;
  const wrapped = `import { withQueue } from "../../verify";
import { send } from "../../mail";
export const POST = withQueue(async ({ body }) => { await send(body); return new Response("ok"); });`;
  const checked = `import { verifyQueue } from "../../verify";
import { send } from "../../mail";
export async function POST(request) { await verifyQueue(request, ""); await send("x"); return new Response("ok"); }`;
  const open = `import { send } from "../../mail";
export async function POST(request) { await send("x"); return new Response("ok"); }`;
  const files = { "verify.ts": verify, "app/job/route.ts": wrapped, "app/checked/route.ts": checked };
  assert.deepEqual(flags(SEND, "mail.ts", files), ["1 in_queue"]);
  assert.deepEqual(flags(SEND, "mail.ts", { ...files, "app/open/route.ts": open }), ["1"]);
  const direct = `import { verifySignatureAppRouter } from "@upstash/qstash/nextjs";
import { send } from "../../mail";
async function handler() { await send("x"); return new Response("ok"); }
export const POST = verifySignatureAppRouter(handler);`;
  assert.deepEqual(flags(SEND, "mail.ts", { "app/direct/route.ts": direct }), ["1 in_queue"]);
});
