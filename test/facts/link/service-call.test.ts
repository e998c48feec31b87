import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

/** Flags of `service_call` that are set, by line of `src/main.ts`. */
const flags = (source: string): string[] =>
  querySample(
    { "src/main.ts": source },
    "SELECT line, is_best_effort, is_code_exchange, is_uncalled FROM service_call ORDER BY line",
  ).map((row) => {
    const set = ["is_best_effort", "is_code_exchange", "is_uncalled"].filter((name) => row[name] === 1);
    return `${String(row["line"])} ${set.join(" ")}`.trim();
  });

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
  return Response.json([token, access, fresh]);
}`;
  assert.deepEqual(flags(source), ["3 is_code_exchange", "4 is_code_exchange", "5"]);
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
