import assert from "node:assert/strict";
import { test } from "node:test";
import { literalsOf } from "./code-sample.js";

/** "context key callee" of the one literal `x-1` of a text. */
function placeOf(text: string, path?: string): string {
  const found = literalsOf(text, path).filter((row) => row.value === "x-1");
  assert.equal(found.length, 1, `${text}: ${found.length} literals`);
  const [row] = found;
  return [row?.context, row?.key, row?.callee].map((part) => part ?? "-").join(" ");
}

test("where a literal stands", () => {
  const expected: Record<string, string> = {
    'const a = "x-1";': "variable a -",
    'let a; a = "x-1";': "variable a -",
    'a.b.c = "x-1";': "variable a.b.c -",
    'class K { static model = "x-1"; }': "variable model -",
    'enum E { A = "x-1" }': "variable A -",
    'f("x-1");': "argument - f",
    'new F.G(1, "x-1");': "argument - F.G",
    'f({ a: { b: "x-1" } });': "property a.b f",
    'const o = { a: ["x-1"] };': "array a -",
    'const list = ["x-1"];': "array list -",
    'const o = { "x-1": 1 };': "key - -",
    'const v = o["x-1"];': "key - -",
    'const o = { ["x-1"]: 1 };': "key - -",
    'const a = b || "x-1";': "default a -",
    'const o = { a: b ?? "x-1" };': "default a -",
    'f(process.env.M ?? "x-1");': "default process.env.M f",
    'function f(a = "x-1") {}': "default a -",
    'const { a = "x-1" } = b;': "default a -",
    'if (a === "x-1") b();': "comparison - -",
    'if ("x-1" in a) b();': "comparison - -",
    'switch (a) { case "x-1": b(); }': "case - -",
    'function f() { return "x-1"; }': "return - -",
    'const f = () => "x-1";': "return - -",
    'const a = `${"x-1"}b`;': "template - -",
    'const a = b ? "x-1" : c;': "variable a -",
    'f(b ? c : ("x-1" as const));': "argument - f",
    'const o = { a: "x-1" } satisfies T;': "property a -",
    'const a = b + "x-1";': "other - -",
    'run(() => { f("x-1"); });': "argument - f",
    'run(() => { const a = "x-1"; });': "variable a -",
  };
  for (const [text, answer] of Object.entries(expected)) assert.equal(placeOf(text), answer, text);
});

test("imports, directives, types and JSX attributes are left out", () => {
  const text = `
    "use-client";
    import a from "x-1"; export * from "x-1"; import b = require("x-1");
    type T = "x-1"; interface I { a: "x-1" } const c: "x-1" = d;
    const e = <F className="x-1" {...g({ h: "x-2" })}/>;
  `;
  assert.deepEqual(
    literalsOf(text, "a.tsx").map((row) => row.value),
    ["x-2"],
  );
});

const values = (...texts: string[]): string[] =>
  literalsOf(`f(${texts.map((text) => JSON.stringify(text)).join(", ")});`).map((row) => row.value);

test("ids, paths, addresses and versions are kept; words and prose are not", () => {
  const kept = ["gpt-4o-mini", "/v1/users", "https://api.example.com/v1?q=a b", "2023-06-01", "v19.0", "a_b", "k=v"];
  assert.deepEqual(values(...kept), kept);
  assert.deepEqual(values("hello", "two words, a sentence.", "", "é-1", "a-", "x".repeat(400) + "-1"), []);
});

test("templates keep their shape", () => {
  assert.deepEqual(
    literalsOf("f(`https://api.example.com/${version}/users/${id}`, `plain-1`, `${a}`);").map((row) => row.value),
    ["https://api.example.com/${}/users/${}", "plain-1"],
  );
});

test("the call is the innermost one, within the same function", () => {
  const [row] = literalsOf('outer(inner({ a: ["x-1"] }), 2);');
  assert.equal(row?.callee, "inner");
  assert.equal(row?.function_id, null);
  const [inside] = literalsOf('outer(function named() { return { a: "x-1" }; });');
  assert.equal(inside?.callee, null);
  assert.equal(inside?.function_id, 1);
});

test("ids of two characters are kept", () => {
  assert.deepEqual(values("o1", "v2", "ok", "7a"), ["o1", "v2"]);
});

test("a default belongs to what receives the whole expression", () => {
  const expected: Record<string, string> = {
    'const a = b || process.env.M || "x-1";': "default a -",
    'this.a = b ?? (c || "x-1");': "default this.a -",
    'class K { a = process.env.M ?? "x-1"; }': "default a -",
    'const o = { a: { b: c ? d : (e ?? "x-1") } };': "default a.b -",
    'f(a || process.env.M || "x-1");': "default a f",
    'const o = { M: z.string().min(1).default("x-1") };': "default M z.string().min().default",
    'const M = z.string().default("x-1").optional();': "default M z.string().default",
    'f(z.string().default("x-1"));': "argument - z.string().default",
  };
  for (const [text, answer] of Object.entries(expected)) assert.equal(placeOf(text), answer, text);
});

/** "holder, in an array or not, siblings" of the one literal `x-1` of a text. */
function holderOf(text: string): string {
  const row = literalsOf(text).find(({ value }) => value === "x-1");
  return [row?.holder ?? "-", row?.in_array ? "array" : "single", row?.siblings_json ?? "-"].join(" ");
}

test("what a literal is a part of", () => {
  const expected: Record<string, string> = {
    'const o = { a: "x-1" };': "o single -",
    'const o = { a: "x-1", b: 1, "c-d": 2, e() {}, f, [g]: 3 };': 'o single ["b","c-d","e","f"]',
    'const list = [{ id: "x-1", label: "One" }] as const;': 'list array ["label"]',
    'const list = ["x-1"];': "list array -",
    'export const o = { a: { b: [{ c: "x-1" }] } } satisfies T;': "o array -",
    'class K { static list = [{ id: "x-1" }]; }': "list array -",
    'this.models = { fast: flag ? "x-1" : "y-1", slow: "z-1" };': 'models single ["slow"]',
    'const o = { a: process.env.M ?? "x-1" };': "o single -",
    'f({ a: "x-1", b: 1 });': '- single ["b"]',
    'const a = "x-1";': "- single -",
  };
  for (const [text, answer] of Object.entries(expected)) assert.equal(holderOf(text), answer, text);
});
