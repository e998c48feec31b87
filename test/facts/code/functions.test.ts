import assert from "node:assert/strict";
import { test } from "node:test";
import type { FunctionRow } from "#src/facts/rows.js";
import { extractSample, functionOf } from "./code-sample.js";

const functionsOf = (text: string, path?: string): readonly FunctionRow[] => extractSample(text, path).code.functions;

test("names: own, or of what the function is assigned to", () => {
  const text = `
    function a() {}
    const b = () => 1, c = function () {}, d = (async () => 1) as Handler;
    const o = { e() {}, f: () => 1, "g-h": function () {}, get i() { return 1; } };
    class K { constructor() {} j() {} #k = () => 1; static l = async () => 1; }
    exports.m = () => 1; this.n = function own() {};
    export default () => 1;
    run(() => 1);
  `;
  assert.deepEqual(
    functionsOf(text).map((row) => row.name),
    ["a", "b", "c", "d", "e", "f", "g-h", "i", "constructor", "j", "#k", "l", "m", "own", "default", null],
  );
});

test("kinds, classes, lines and parents", () => {
  const text = [
    "class K {",
    "  constructor() {}",
    "  async load() {",
    "    return () => 1;",
    "  }",
    "  get size() { return 1; }",
    "  save = () => 2;",
    "}",
    "const L = class { go() {} };",
  ].join("\n");
  const shown = functionsOf(text).map((row) => `${row.kind} ${row.class_name} ${row.name} ${row.line}-${row.end_line}`);
  assert.deepEqual(shown, [
    "constructor K constructor 2-2",
    "method K load 3-5",
    "arrow null null 4-4",
    "accessor K size 6-6",
    "arrow K save 7-7",
    "method L go 9-9",
  ]);
  const load = functionOf(text, "load");
  assert.deepEqual([load.is_async, load.parent_id], [true, null]);
  assert.equal(functionsOf(text)[2]?.parent_id, load.id);
});

test("parameters and decorators", () => {
  const text = `class K { @Get("/x") @UseGuards(A, B) @log m(a, { b }, [c], d = 1, ...e) {} }`;
  const row = functionOf(text, "m");
  assert.equal(row.parameters_json, '["a","{…}","{…}","d","e"]');
  assert.equal(row.decorators_json, '["Get","UseGuards","log"]');
});

const exported = (text: string, path?: string): string[] =>
  functionsOf(text, path)
    .filter((row) => row.is_exported)
    .map((row) => row.name ?? "-");

test("exported, where it is declared or apart from it", () => {
  assert.deepEqual(exported("export function a() { const b = () => 1; } function c() {}"), ["a"]);
  assert.deepEqual(exported("export const a = () => 1; export default function b() {}"), ["a", "b"]);
  assert.deepEqual(exported("export class K { a() {} } export const o = { b() {} };"), ["a", "b"]);
  assert.deepEqual(exported("function a() {} const b = () => 1; function c() {} export { a, b as d };"), ["a", "b"]);
  assert.deepEqual(exported("function a() {} export default a;"), ["a"]);
  assert.deepEqual(exported("function a() {} function b() {} module.exports = { a }; exports.c = () => 1;", "a.js"), [
    "a",
    "c",
  ]);
});

const flags = (body: string): string => {
  const row = functionOf(`async function f(fn, { go }) { ${body} }`, "f");
  const names = ["has_loop", "has_try", "has_delay", "has_throw", "has_own_flag", "calls_parameter"] as const;
  return names.filter((name) => row[name]).join(" ");
};

test("what a body does", () => {
  assert.equal(flags("for (;;) {}"), "has_loop");
  assert.equal(flags("while (x) try { a(); } catch {}"), "has_loop has_try");
  assert.equal(flags("try { a(); } finally {}"), "");
  assert.equal(flags("if (x) throw new Error();"), "has_throw");
  assert.equal(flags("if (this.active) return; this.active = true; work();"), "has_own_flag");
  assert.equal(flags("if (active) return; other = true; work();"), "");
  assert.equal(flags("await sleep(5);"), "has_delay");
  assert.equal(flags("await new Promise((resolve) => setTimeout(resolve, 5));"), "has_delay");
  assert.equal(flags("await timers.setTimeout(5); await this.backoff();"), "has_delay");
  assert.equal(flags("return fn();"), "calls_parameter");
  assert.equal(flags("return go();"), "calls_parameter");
  assert.equal(flags("return list.map((x) => fn(x));"), "calls_parameter");
  assert.equal(flags("return fn.name + other();"), "");
  assert.equal(flags("const inner = () => { for (;;) {} throw x; };"), "");
});
