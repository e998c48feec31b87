import assert from "node:assert/strict";
import { test } from "node:test";
import { extractSample } from "./code-sample.js";

/** Settings as "via name: value". */
const settingsIn = (text: string): string[] =>
  (extractSample(text).code.facts.cors_setting ?? []).map((row) => `${row.via} ${row.name}: ${row.value}`);

/** Value of the Access-Control-Allow-Origin header that a handler sets so. */
const headerValue = (expression: string, before = ""): string =>
  settingsIn(
    `export function handle(req, res) { ${before} res.setHeader("Access-Control-Allow-Origin", ${expression}); }`,
  ).join(" | ");

/** Value of an `origin` option. */
const optionValue = (expression: string): string =>
  settingsIn(`cors({ origin: ${expression}, credentials: true });`).join(" | ");

test("the ways to set a header", () => {
  const name = `"access-control-allow-origin"`;
  for (const text of [
    `res.header(${name}, "*");`,
    `headers[${name}] = "*";`,
    `const headers = { ${name}: "*" };`,
    `const rules = [{ key: ${name}, value: "*" }];`,
    `const headers = new Headers([[${name}, "*"]]);`,
  ]) {
    assert.deepEqual(settingsIn(text), ["header origin: star"], text);
  }
  assert.deepEqual(settingsIn(`res.removeHeader(${name}); vary(${name});`), []);
});

test("values of the header", () => {
  for (const expression of [
    "req.headers.origin",
    `req.headers["origin"] || "*"`,
    `req.get("Origin")`,
    `request.headers.get("origin") ?? ""`,
    `c.req.header("Origin")`,
    "req.headers.origin as string",
  ]) {
    assert.equal(headerValue(expression), "header origin: reflected", expression);
  }
  assert.equal(headerValue("origin", "const origin = req.headers.origin;"), "header origin: reflected");
  assert.equal(
    headerValue("origin", "if (!sites.includes(origin)) return; const origin = req.headers.origin;"),
    "header origin: checked",
  );
  assert.equal(
    headerValue("req.headers.origin", `if (process.env.NODE_ENV === "development")`),
    "header origin: environment",
  );
  assert.equal(headerValue("config.site"), "header origin: unknown");
  assert.equal(headerValue(`"https://a.example"`), "header origin: listed");
  assert.equal(headerValue("req.body.origin"), "header origin: unknown");
});

test("origin options that let everybody in, and those that do not", () => {
  const values: Record<string, string> = {
    true: "reflected",
    false: "listed",
    "'*'": "star",
    "['https://a.example', config.site]": "listed",
    "[/.*/]": "reflected",
    "/\\.a\\.example$/": "listed",
    "(origin, done) => done(null, true)": "reflected",
    "function (origin, callback) { callback(null, origin); }": "reflected",
    "(origin) => origin": "reflected",
    "(ctx) => ctx.get('Origin')": "reflected",
    "(origin) => origin.endsWith('.a.example') ? origin : null": "checked",
    "(origin, done) => { if (!origin || list.includes(origin)) done(null, true); else done(new Error('no')); }":
      "checked",
    "async (origin) => await ask(origin)": "checked",
    decide: "unknown",
    "process.env.ORIGIN": "listed",
    "process.env.ORIGIN || 'http://localhost:3000'": "listed",
    "process.env.ORIGIN || true": "reflected",
    "process.env.ORIGIN || '*'": "unknown",
    "process.env.NODE_ENV === 'production' ? list : true": "unknown",
    "env.ORIGINS.split(',')": "listed",
  };
  for (const [expression, expected] of Object.entries(values)) {
    assert.equal(optionValue(expression), `option origin: ${expected}`, expression);
  }
  assert.deepEqual(settingsIn("cors({ origin: true }); cors({ origin: true, credentials: false });"), []);
});

test("constants and functions of the file are looked up", () => {
  const text = `
const everybody = true;
function all(origin, done) { done(null, true); }
export const first = { cors: { origin: everybody, credentials: true } };
export const second = { origin: all, credentials: true };
export const third = { origin(origin, done) { done(null, true); }, credentials: true };
`;
  const rows = extractSample(text).code.facts.cors_setting ?? [];
  assert.deepEqual(
    rows.map(({ holder, value }) => [holder, value]),
    [
      ["first", "reflected"],
      ["second", "reflected"],
      ["third", "reflected"],
    ],
  );
});
