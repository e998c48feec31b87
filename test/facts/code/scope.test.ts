import assert from "node:assert/strict";
import { test } from "node:test";
import { callOf, unboundIn } from "./code-sample.js";

/** Every call must have a declared root, except those called missing…(). */
function check(text: string, path?: string): void {
  const found = unboundIn(text, path);
  const expected = [...text.matchAll(/\bmissing\w*(?=\()/g)].map(([name]) => name);
  assert.deepEqual(found.toSorted(), expected.toSorted(), text);
}

test("imports of every form declare their local name", () => {
  check(`
    import def, { a, b as c, default as d } from "x";
    import * as ns from "y";
    import legacy = require("z");
    import alias = ns.inner;
    def(); a(); c(); d(); ns.f(); legacy(); alias(); missingB();
  `);
  assert.deepEqual(unboundIn('import { b as c } from "x"; b(); c();'), ["b"]);
});

test("declarations are hoisted, also out of blocks where the language does so", () => {
  check(`
    early(); late(); Early.make();
    function early() {}
    if (x) { var late = () => 1; }
    class Early { static make() {} }
    export {};
  `);
  const block = "if (ready) { function setUp() {} } setUp();";
  assert.deepEqual(unboundIn(block, "src/old.js"), []);
  assert.deepEqual(unboundIn(`${block} export {};`, "src/new.js"), ["setUp"]);
});

test("let, const, class and catch variables stay in their block", () => {
  assert.deepEqual(unboundIn("export {}; { let a = f0; const b = f0; class C {} } a(); b(); C.d();"), ["a", "b", "C"]);
  assert.deepEqual(unboundIn("export {}; try { g0; } catch (failed) { failed(); } failed();"), ["failed"]);
  assert.deepEqual(unboundIn("export {}; for (const item of list0) item(); item();"), ["item"]);
  assert.deepEqual(unboundIn("export {}; switch (x) { case 1: const inner = y; inner(); } inner();"), ["inner"]);
});

test("destructuring declares what it binds, not what it reads", () => {
  check(`
    const { a, b: { c, ...rest }, d = 1, [key]: e } = x;
    const [f, , g = 2, ...others] = y;
    a(); c(); rest.h(); d(); e(); f(); g(); others.map(a);
    function go({ i, j: [k] }, ...tail) { i(); k(); tail.push(1); }
    for (const [name, run] of entries) { name(); run(); }
    export {};
  `);
  assert.deepEqual(unboundIn("const { a: b } = x; a(); b(); export {};"), ["a"]);
});

test("parameters belong to their function, type parameters and index signatures to nobody", () => {
  check(`
    function outer(a, b = () => a()) { a(); b(); return (c) => c(a); }
    const m = { run(d) { d(); }, set x(e) { e(); } };
    class K { constructor(private readonly dep) { dep.load(); } [key: string]: unknown; go() { missingKey(); } }
    export {};
  `);
  assert.deepEqual(unboundIn("export {}; function f(a) {} a();"), ["a"]);
  assert.deepEqual(unboundIn("export {}; class K { [handler: string]: unknown; go() { handler(); } }"), ["handler"]);
});

test("named function and class expressions are known inside themselves only", () => {
  assert.deepEqual(unboundIn("export {}; const f = function self() { self(); }; self();"), ["self"]);
  assert.deepEqual(unboundIn("export {}; const K = class Me { go() { Me.make(); } }; Me.make();"), ["Me"]);
});

test("overloads, enums, namespaces and ambient declarations are values", () => {
  check(`
    export function over(a: string): void;
    export function over(a: number): void;
    export function over(a: unknown) { return a; }
    enum Level { Low, High = compute() }
    function compute() { return 2; }
    declare function fromElsewhere(): void;
    declare const config: { load(): void };
    over("x"); Level.Low.toString(); fromElsewhere(); config.load(); missingOne();
  `);
  assert.equal(callOf("declare function f(): void; f(); export {};", "f").is_declared, true);
});

test("the parts of a namespace see each other, and nobody else sees into them", () => {
  check(`
    namespace Tools { export function parse() {} const hidden = () => parse(); hidden(); }
    namespace Tools { export const twice = () => parse(); }
    namespace Outer.Inner { export function deep() { deep(); } }
    Tools.parse(); Outer.Inner.deep();
    export {};
  `);
  assert.deepEqual(unboundIn("export {}; namespace A { export function f() {} } f();"), ["f"]);
  assert.deepEqual(unboundIn("export {}; namespace A { var inner = x; } inner();"), ["inner"]);
});

test("types declare no values, and a value wins over a type of its name", () => {
  check("export {}; interface Box { open(): void } const Box = make; const make = () => 1; Box();");
  check("export {}; class Node2 { f() {} } interface Node2 { g(): void } Node2.create();");
});

test("static blocks keep their variables", () => {
  assert.deepEqual(unboundIn("export {}; class K { static { var inner = f0; inner(); } } inner();"), ["inner"]);
});

test("super, this, import and meta properties need no declaration", () => {
  check(
    `
    import Base from "base";
    export class K extends Base { constructor() { super(); this.go(); super.go(); new.target.name.trim(); } }
    await import("x"); import.meta.resolve("y"); (() => 1)(); (function () {})(); "text".trim(); [1].map(String);
  `.replace("String", "(x) => x"),
  );
});
