import assert from "node:assert/strict";
import { test } from "node:test";
import type { ImportRow } from "#src/facts/rows.js";
import { exportsOf, extractSample, importsOf } from "./code-sample.js";

const flags = (row: ImportRow): string =>
  [row.is_type && "type", row.is_erased && !row.is_type && "erased", row.in_try && "try"].filter(Boolean).join(",");

/** One line per import: "line kind specifier imported→local flags". */
const shown = (text: string, path?: string): string[] =>
  importsOf(text, path).map((row) =>
    `${row.line} ${row.kind} ${row.specifier} ${row.imported ?? "-"}→${row.local ?? "-"} ${flags(row)}`.trim(),
  );

const exported = (text: string, path?: string): string[] =>
  exportsOf(text, path).map(
    (row) => `${row.kind} ${row.name}${row.specifier === null ? "" : ` from ${row.specifier}`}`,
  );

test("ES imports: one row per name", () => {
  const text = [
    'import "side-effect";',
    'import def from "a";',
    'import * as ns from "b";',
    'import two, { x, y as z, default as d } from "c";',
    'import {} from "d";',
    'import { "odd name" as odd } from "e";',
    "use(def, ns, two, x, z, d, odd);",
  ].join("\n");
  assert.deepEqual(shown(text), [
    "1 import side-effect -→-",
    "2 import a default→def",
    "3 import b *→ns",
    "4 import c default→two",
    "4 import c x→x",
    "4 import c y→z",
    "4 import c default→d",
    "5 import d -→-",
    "6 import e odd name→odd",
  ]);
});

test("type-only imports, by keyword or because only types mention them", () => {
  const text = [
    'import type { A } from "a";',
    'import { type B, C } from "b";',
    'import { D } from "d";',
    'import E from "e";',
    'import { F } from "f";',
    "const x: D = new C(); let y: typeof F; class K implements E {}",
  ].join("\n");
  assert.deepEqual(shown(text), [
    "1 import a A→A type",
    "2 import b B→B type",
    "2 import b C→C",
    "3 import d D→D erased",
    "4 import e default→E erased",
    "5 import f F→F erased",
  ]);
  assert.deepEqual(shown('import { D } from "d";', "src/a.js"), ["1 import d D→D"], "JavaScript drops nothing");
  const component = '<script lang="ts">import { D, UserCard, E } from "d"; let a: D; E;</script><user-card/>';
  assert.deepEqual(shown(component, "A.vue"), [
    "1 import d D→D erased",
    "1 import d UserCard→UserCard",
    "1 import d E→E",
  ]);
});

test("imports stay when an export list, a decorator or JSX needs them", () => {
  assert.deepEqual(shown('import { A } from "a"; export { A };'), ["1 import a A→A"]);
  assert.deepEqual(shown('import { A } from "a"; export type { A };'), ["1 import a A→A erased"]);
  const injected = 'import { Service } from "a"; @Injectable() class K { constructor(private s: Service) {} }';
  assert.deepEqual(shown(injected), ["1 import a Service→Service"]);
  assert.deepEqual(shown('import React from "react"; export const x = <b/>;', "a.tsx"), [
    "1 import react default→React",
  ]);
  assert.deepEqual(shown('import Card from "./card"; export const x = <Card/>;', "a.tsx"), [
    "1 import ./card default→Card",
  ]);
});

test("require in every form", () => {
  const text = [
    'const a = require("a");',
    'const { b, c: d, "e-f": g, ...rest } = require("b");',
    'const h = require("c").deep;',
    'require("d")();',
    'import i = require("e");',
    "require(computed);",
    "require.resolve('f');",
    'try { require("g"); } catch {}',
    'try { require("h"); } finally { done(); }',
  ].join("\n");
  assert.deepEqual(shown(text), [
    "1 require a *→a",
    "2 require b b→b",
    "2 require b c→d",
    "2 require b e-f→g",
    "2 require b *→rest",
    "3 require c deep→-",
    "4 require d *→-",
    "5 require e *→i",
    "8 require g *→- try",
    "9 require h *→-",
  ]);
});

test("a loader of one's own is no require, what createRequire makes is", () => {
  assert.deepEqual(shown('define(function (require) { require("a"); });', "a.js"), []);
  const made =
    'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); require("a");';
  assert.deepEqual(shown(made).slice(1), ["1 require a *→-"]);
  const whole = 'import mod from "module"; const require = mod.createRequire(x); require("a");';
  assert.deepEqual(shown(whole).slice(1), ["1 require a *→-"]);
});

test("import() takes what is awaited, destructured or read in then()", () => {
  const text = [
    'const { a, b: c } = await import("1");',
    'const d = (await import("2")).deep;',
    'const whole = await import("3");',
    'import("4").then((m) => m.one(m.two));',
    'import("5").then(({ one, two: x }) => one(x));',
    'import("6").then((m) => register(m));',
    'const later = import("7");',
    'import("8").catch(() => null);',
    'import("9").then((m) => m.x).catch(ignore);',
    'lazy(() => import("10"));',
    'import("11").then(onLoad, onError);',
  ].join("\n");
  assert.deepEqual(shown(text), [
    "1 dynamic 1 a→a",
    "1 dynamic 1 b→c",
    "2 dynamic 2 deep→-",
    "3 dynamic 3 *→whole",
    "4 dynamic 4 one→-",
    "4 dynamic 4 two→-",
    "5 dynamic 5 one→-",
    "5 dynamic 5 two→-",
    "6 dynamic 6 *→-",
    "7 dynamic 7 *→-",
    "8 dynamic 8 *→- try",
    "9 dynamic 9 x→- try",
    "10 dynamic 10 *→-",
    "11 dynamic 11 *→- try",
  ]);
});

test("ES exports of every form", () => {
  const text = [
    "export const a = 1, { b, c: [d], ...e } = x;",
    "export function f() {} export class G {} export enum H {} export namespace I {} export abstract class J {}",
    "export type K = 1; export interface L {} export declare const m: 1; export async function* n() {}",
    "const o = 1; export { o, o as p, o as default, type K as Q };",
    'export * from "r"; export * as s from "s"; export { t, default as u } from "t"; export type { V } from "v";',
    'export import w = I.inner; export import x2 = require("fs");',
  ].join("\n");
  assert.deepEqual(
    exported(text).join("; "),
    [
      "variable a; variable b; variable d; variable e",
      "function f; class G; variable H; variable I; class J",
      "type K; type L; variable m; function n",
      "variable o; variable p; variable default; type Q",
      "star * from r; reexport s from s; reexport t from t; reexport u from t; type V from v",
      "variable w; variable x2",
    ].join("; "),
  );
});

test("default exports", () => {
  const forms = {
    "export default function () {}": "function default",
    "export default async () => 1;": "function default",
    "export default class {}": "class default",
    "export default { a: 1 };": "variable default",
    "const x = 1; export default x;": "variable default",
    "export default interface A {}": "type default",
    "export = x;": "variable default",
  };
  for (const [text, expected] of Object.entries(forms)) assert.deepEqual(exported(text), [expected], text);
  const { code } = extractSample("const x = 1; export = x;");
  assert.equal(code.isCommonJs, true);
});

test("exports inside `declare module` are that module's", () => {
  const text =
    'declare module "foo" { import { X } from "x"; export function f(): X; export default f; export { f as g }; }';
  assert.deepEqual(exported(text, "types/foo.d.ts"), []);
  assert.deepEqual(shown(text, "types/foo.d.ts"), ["1 import x X→X type"]);
  assert.equal(extractSample(text, "types/foo.d.ts").isModule, false);
});

test("CommonJS in every form makes the export list unreliable, and the file a module", () => {
  const forms = [
    "module.exports = { a, b: 1, c() {} };",
    "exports.a = 1;",
    "module.exports.a = 1;",
    'exports["a"] = 1;',
    'module["exports"] = 1;',
    "Object.assign(exports, helpers);",
    'Object.defineProperty(exports, "__esModule", { value: true });',
    "const e = exports; e.x = 1;",
    "exports = module.exports = create();",
    "const a = require('a'); define('b', ['c'], function (c) { return a(c); });",
  ];
  for (const text of forms) {
    const { code, isModule } = extractSample(text, "src/a.js");
    assert.deepEqual({ isCommonJs: code.isCommonJs, isModule }, { isCommonJs: true, isModule: true }, text);
  }
  assert.deepEqual(exported("module.exports = { a, b: 1 };", "a.js"), ["variable default", "variable a", "variable b"]);
});

test("look-alikes of CommonJS", () => {
  const forms = [
    "export const a = 1; if (module.hot) module.hot.accept();",
    "export function f(exports) { exports.x = 1; }",
    "export const table = { exports: 1, module: 2 }; table.exports.push(1);",
    "const module = load(); module.exports = 1; export {};",
  ];
  for (const text of forms) assert.equal(extractSample(text, "src/a.js").code.isCommonJs, false, text);
});

const isModule = (text: string): boolean => extractSample(text, "src/a.js").isModule;

test("a file that only asks whether there is a module system is a script", () => {
  assert.equal(isModule("if (typeof module !== 'undefined') module.exports = tool;"), false);
  assert.equal(isModule("var a = typeof require === 'function' ? require('a') : window.a;"), false);
  assert.equal(isModule("const a = require('a'); a();"), true);
  assert.equal(isModule("document.title = 'x';"), false);
  assert.equal(isModule("import 'x';"), true);
  assert.equal(isModule("const x = await import('y');"), false);
});
