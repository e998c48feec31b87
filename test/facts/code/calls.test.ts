import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallRow } from "#src/facts/rows.js";
import { callOf, callsOf, extractSample } from "./code-sample.js";

/** Named columns of the one call of `f`. */
function columns<K extends keyof CallRow>(text: string, names: readonly K[], callee = "f"): CallRow[K][] {
  const call = callOf(text, callee);
  return names.map((name) => call[name]);
}

test("callee, root and method of every kind of call", () => {
  const expected: Record<string, string> = {
    "a.b.c()": "call a.b.c a c",
    "a?.b?.()": "call a.b a b",
    "a!.b()": "call a.b a b",
    "(a as any).b()": "call a.b a b",
    "(<any>a).b()": "call a.b a b",
    "(await a).b()": "call a.b a b",
    'a["b"]()': "call a[b] a b",
    "a[b]()": "call a[…] a …",
    "new A.B(1)": "new A.B A B",
    "new A": "new A A A",
    "new (pick())()": "new pick() pick pick()",
    "this.x.y()": "call this.x.y this y",
    "a`x${1}`": "tag a a a",
    "a<string>()": "call a a a",
    "(0, a.b)()": "call (expression) null (expression)",
    "(() => 1)()": "call (function) null (function)",
    'import("x")': "call import null import",
  };
  for (const [text, answer] of Object.entries(expected)) {
    const call = callsOf(`${text};`).find((row) => row.callee === answer.split(" ")[1]);
    assert.equal(`${call?.kind} ${call?.callee} ${call?.root} ${call?.method}`, answer, text);
  }
});

test("a call stands where its method's name stands", () => {
  const call = callOf("const x = client\n  .messages\n  .create({\n    a: 1,\n  });", "client.messages.create");
  assert.deepEqual([call.line, call.column, call.end_line], [3, 4, 5]);
});

test("argument kinds and texts", () => {
  const expected: Record<string, string> = {
    '"a"': "string a",
    "'a' as const": "string a",
    "`a${b}c`": "template a${}c",
    "`a`": "string a",
    "12_000": "number 12000",
    "-1": "number -1",
    "!a": "other !a",
    true: "boolean true",
    null: "null null",
    undefined: "identifier undefined",
    "{ a: 1 }": "object { a: 1 }",
    "{ a: 1 } as Options": "object { a: 1 }",
    "[1]": "array [1]",
    "() => 1": "function () => 1",
    "async function g() {}": "function async function g() {}",
    a: "identifier a",
    "a as string": "other a as string",
    "a!": "identifier a",
    "a.b": "member a.b",
    "a[0]": "member a[0]",
    "g()": "call g()",
    "await g()": "call g()",
    "new G()": "call new G()",
    "process.env.KEY": "env process.env.KEY",
    "process.env['KEY']!": "env process.env['KEY']",
    "import.meta.env.KEY": "env import.meta.env.KEY",
    'Deno.env.get("KEY")': 'env Deno.env.get("KEY")',
    "...args": "spread args",
    "/x/g": "regex /x/g",
    "60 * 60": "other 60 * 60",
    "a ?? b": "other a ?? b",
  };
  for (const [text, answer] of Object.entries(expected)) {
    const call = callOf(`f(${text});`, "f");
    assert.equal(`${call.argument_1_kind} ${call.argument_1}`, answer);
  }
  const long = callOf(`f("${"x".repeat(300)}", [${"1, ".repeat(200)}]);`, "f");
  assert.equal(long.argument_1?.length, 200);
  assert.equal(long.argument_2?.length, 200);
  assert.deepEqual(columns("f(a, ...b, 3, 4);", ["argument_count", "argument_2_kind", "argument_3"]), [
    4,
    "spread",
    "3",
  ]);
});

test("options: the last object argument as JSON", () => {
  const expected: Record<string, [string | null, string]> = {
    "f({ a: 1, b: 'x', c: null, d: [1, { e: true }], g: `h${i}` })": [
      '{"a":1,"b":"x","c":null,"d":[1,{"e":true}],"g":"h${}"}',
      "literal",
    ],
    "f({ a: x, b: y.z(), c() {}, d: () => 1, e: -5 })": [
      '{"a":{"$":"x"},"b":{"$":"y.z()"},"c":{"$":"(function)"},"d":{"$":"() => 1"},"e":-5}',
      "literal",
    ],
    "f({ a: { b: { c: { d: 1 } } } })": ['{"a":{"b":{"c":{"$":"{ d: 1 }"}}}}', "literal"],
    "f({ 'a-b': 1, [key]: 2 })": ['{"a-b":1}', "open"],
    "f({ ...rest, a: 1 })": ['{"a":1}', "open"],
    "f({ a: 1 } as Options)": ['{"a":1}', "literal"],
    "f({ a: 1 } satisfies Options)": ['{"a":1}', "literal"],
    "f({ a: 1 }, () => 2)": ['{"a":1}', "literal"],
    "f({ a: 1 }, options)": ['{"a":1}', "dynamic"],
    "f('x', options)": [null, "dynamic"],
    "f('x', makeOptions())": [null, "dynamic"],
    "f('x')": [null, "none"],
    "f()": [null, "none"],
  };
  for (const [text, [json, kind]] of Object.entries(expected))
    assert.deepEqual(columns(text, ["options", "options_kind"]), [json, kind], text);
});

const look = (text: string): unknown[] => columns(text, ["options", "options_kind"]);

test("options are looked up in constants of the file, unless these change", () => {
  assert.deepEqual(look("const o = { a: 1 }; f(o);"), ['{"a":1}', "literal"]);
  assert.deepEqual(look("const o: Options = { a: 1 } as const; function g() { f('x', o); }"), ['{"a":1}', "literal"]);
  assert.deepEqual(look("const t = 5; const n = { b: 2 }; f({ a: t, n, t });"), [
    '{"a":5,"n":{"b":2},"t":5}',
    "literal",
  ]);
  assert.deepEqual(look("let o = { a: 1 }; f(o);"), [null, "dynamic"]);
  assert.deepEqual(look("const o = {}; o.a = 1; f(o);"), ["{}", "open"]);
  assert.deepEqual(look("const o = { a: {} }; o.a['b'] = 1; f(o);"), ['{"a":{}}', "open"]);
  assert.deepEqual(look("const o = {}; Object.assign(o, more); f(o);"), ["{}", "open"]);
  assert.deepEqual(look("const o = { a: 1 }; if (o.a === 2) g(o.a); f(o);"), ['{"a":1}', "literal"]);
  assert.deepEqual(look("function g(o = { a: 1 }) { f(o); }"), [null, "dynamic"]);
});

const spreads = (text: string): unknown => JSON.parse(callOf(text, "f").spreads_json ?? "null");

test("spreads of object arguments", () => {
  assert.deepEqual(spreads("f({ ...this, a: 1 });"), [{ text: "this", kind: "this" }]);
  assert.deepEqual(spreads("f([{ ...process.env }]);"), [{ text: "process.env", kind: "env" }]);
  assert.deepEqual(spreads("function g(req) { f('x', { ...req.body }); }"), [{ text: "req.body", kind: "parameter" }]);
  assert.deepEqual(spreads("const d = { a: 1 }; f({ ...d }, { ...(x ?? {}) });"), [
    { text: "d", kind: "object" },
    { text: "x ?? {}", kind: "object" },
  ]);
  assert.equal(spreads("f({ a: 1 }, ...rest);"), null);
});

test("what becomes of the result", () => {
  const expected: Record<string, string> = {
    "f();": "ignored ",
    "void f();": "ignored ",
    "await f();": "ignored ",
    "const a = f();": "variable a",
    "const a = await f()!;": "variable a",
    "a = f();": "variable a",
    "const { a, b: c } = await f();": "destructured a,b",
    "({ a, b: c } = f());": "destructured a,b",
    "const [a] = f();": "destructured a",
    "g(f());": "argument ",
    "if (f()) go();": "condition ",
    "const a = f() ?? 1;": "condition ",
    "const a = () => f();": "returned ",
    "function h() { return f(); }": "returned ",
    "const a = { b: f() };": "property ",
    "a.b = f();": "property ",
    "const a = f().b;": "property b",
    "const { a } = (await f()).b;": "property b",
    "f().g();": "chained ",
    "for (const a of f()) go();": "other ",
  };
  for (const [text, answer] of Object.entries(expected)) {
    const call = callOf(text, "f");
    const names: unknown = JSON.parse(call.result_names ?? "[]");
    assert.equal(`${call.result} ${String(names)}`, answer, text);
  }
});

const waiting = (text: string): unknown[] => columns(text, ["is_awaited", "is_returned", "has_catch", "is_chain_end"]);

test("awaited, returned, caught", () => {
  assert.deepEqual(waiting("await f();"), [true, false, false, true]);
  assert.deepEqual(waiting("async () => { return await f(); }"), [true, true, false, true]);
  assert.deepEqual(waiting("f().catch(g);"), [false, false, true, true]);
  assert.deepEqual(waiting("await f().then(g).catch(h);"), [true, false, true, true]);
  assert.deepEqual(waiting("f().then(g, h);"), [false, false, true, true]);
  assert.deepEqual(waiting("f().then(g).finally(h);"), [false, false, false, true]);
  assert.deepEqual(waiting("await f().g();"), [true, false, false, false]);
});

test("a fluent chain is told on its end", () => {
  const text = "const { data } = await db.from('users').select('id')\n  .eq('a', 1).order(by, { ascending: false });";
  const end = callOf(text, "db.from().select().eq().order");
  assert.deepEqual(JSON.parse(end.chain_json ?? "null"), [
    { method: "from", line: 1, arguments: ["users"] },
    { method: "select", line: 1, arguments: ["id"] },
    { method: "eq", line: 2, arguments: ["a", 1] },
    { method: "order", line: 2, arguments: [{ $: "by" }, { ascending: false }] },
  ]);
  assert.equal(end.is_chain_end, true);
  assert.deepEqual(
    callsOf(text).filter((row) => row.is_chain_end),
    [end],
  );
  assert.equal(callOf("f();", "f").chain_json, null);
});

test("loops: their bodies and conditions, not what they walk over", () => {
  const expected: Record<string, boolean> = {
    "for (const a of f()) {}": false,
    "for (const a of b) f();": true,
    "for (const a in f()) {}": false,
    "for (let i = f(); i < 3; i++) {}": false,
    "for (let i = 0; i < f(); i++) {}": true,
    "for (;; f()) {}": true,
    "while (f()) {}": true,
    "while (a) { if (b) f(); }": true,
    "do {} while (f());": true,
    "a.map((x) => f(x));": true,
    "a.forEach(async (x) => { await f(x); });": true,
    "f(a.map((x) => x));": false,
    "for (const a of b) { const g = () => f(); }": false,
    "for (const a of b) run(() => f());": true,
    "for await (const a of b) f();": true,
  };
  for (const [text, isInLoop] of Object.entries(expected))
    assert.deepEqual(columns(text, ["in_loop"]), [isInLoop], text);
});

const tries = (text: string): unknown[] => columns(text, ["in_try", "in_catch"]);

test("try and catch of the same function, or of what runs a callback in place", () => {
  assert.deepEqual(tries("try { f(); } catch {}"), [true, false]);
  assert.deepEqual(tries("try {} catch { f(); }"), [false, true]);
  assert.deepEqual(tries("try { g(); } catch {} finally { f(); }"), [false, false]);
  assert.deepEqual(tries("try { f(); } finally {}"), [false, false]);
  assert.deepEqual(tries("try { a.map(() => f()); } catch {}"), [true, false]);
  assert.deepEqual(tries("try { const g = () => f(); } catch {}"), [false, false]);
  assert.deepEqual(tries("function g() { try { return 1; } catch {} f(); }"), [false, false]);
});

test("calls made together", () => {
  assert.deepEqual(columns("await Promise.all([f(), g()]);", ["in_parallel"]), [true]);
  assert.deepEqual(columns("await Promise.allSettled(a.map((x) => f(x)));", ["in_parallel", "in_loop"]), [true, true]);
  assert.deepEqual(columns("await all([f()]);", ["in_parallel"]), [false]);
});

/** Callees around the one call of `f`. */
const wrappers = (text: string): string[] => {
  const { code } = extractSample(text);
  const record = code.calls.find(({ row }) => row.callee === "f");
  const calleeOf = (id: number): string => code.calls.find(({ row }) => row.id === id)?.row.callee ?? "?";
  return (record?.enclosingCalls ?? []).map(({ callId }) => calleeOf(callId));
};

test("wrappers: calls whose callback holds this one, innermost first", () => {
  assert.deepEqual(wrappers("outer(() => { retry(async () => f()); });"), ["retry", "outer"]);
  assert.deepEqual(wrappers("retry(f());"), []);
  assert.deepEqual(wrappers("task({ id: 'x', run: async () => { await f(); } });"), ["task"]);
  assert.deepEqual(wrappers("task({ async run() { await f(); } });"), ["task"]);
  assert.deepEqual(wrappers("new Queue('x', async () => f());"), ["Queue"]);
  assert.deepEqual(wrappers("const g = () => f(); retry(g);"), []);
});

test("a function's calls belong to it", () => {
  const { code } = extractSample("a(); function g() { b(); const h = () => { c(); }; } class K { m() { d(); } }");
  const owner = new Map(code.functions.map((row) => [row.id, row.name]));
  const owners = code.calls.map(
    ({ row }) => `${row.callee} ${row.function_id === null ? "-" : owner.get(row.function_id)}`,
  );
  assert.deepEqual(owners, ["a -", "b g", "c h", "d m"]);
});

const isGuarded = (text: string): unknown[] => columns(text, ["is_guarded"]);

test("guarded: the file asks for the name, or its author waived the complaint", () => {
  assert.deepEqual(isGuarded("if (typeof f === 'function') f();"), [true]);
  assert.deepEqual(isGuarded("if (window.f) f();"), [true]);
  assert.deepEqual(isGuarded("if ((globalThis as any)['f']) f();"), [true]);
  assert.deepEqual(isGuarded("if ('f' in self) f();"), [true]);
  assert.deepEqual(isGuarded("// @ts-expect-error: injected\nf();"), [true]);
  assert.deepEqual(isGuarded("// eslint-disable-next-line no-undef\nf();"), [true]);
  assert.deepEqual(isGuarded("f(); // eslint-disable-line no-undef"), [true]);
  assert.deepEqual(isGuarded("/* eslint-disable */\n\nf();"), [true]);
  assert.deepEqual(isGuarded("// @ts-nocheck\n\nf();"), [true]);
  assert.deepEqual(isGuarded("// eslint-disable-next-line no-console\nf();"), [false]);
  assert.deepEqual(isGuarded("// @ts-ignore\ng();\nf();"), [false]);
  assert.deepEqual(isGuarded("if (typeof g === 'function') f();"), [false]);
  assert.deepEqual(isGuarded("const window = x; if (window.f) f();"), [false]);
});
