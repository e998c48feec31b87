import assert from "node:assert/strict";
import { test } from "node:test";
import type { Role } from "#src/shared/repository.js";
import { globalNamesOf } from "./code-sample.js";

const names = (text: string, path?: string, role?: Role): string[] =>
  globalNamesOf(text, path, role).map((row) => `${row.kind} ${row.name}`);

test("names that are declared global", () => {
  const text =
    "export {}; declare global { function a(): void; var b: 1, c: 2; namespace D {} interface E {} class F {} }";
  assert.deepEqual(names(text), ["declared a", "declared b", "declared c", "declared D", "declared F"]);
  assert.deepEqual(names("declare function a(): void; declare const b: 1; interface C {}", "types/g.d.ts"), [
    "declared a",
    "declared b",
  ]);
  assert.deepEqual(names("export declare function a(): void;", "types/m.d.ts"), []);
});

test("names that are put into the global scope", () => {
  const text = `
    window.a = 1; (globalThis as any).b = 1; global["c"] = 1; self.d ??= 1;
    Object.assign(window, { e, f: 1 }); Object.defineProperty(globalThis, "g", {});
    h = 1; [i, { j }] = x; let k; k = 2;
    function own(window) { window.l = 1; } config.m = 1;
    export {};
  `;
  assert.deepEqual(
    names(text),
    ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map((name) => `assigned ${name}`),
  );
});

test("names that are read from the global scope, unless the runtime has them", () => {
  const text = "window.location.reload(); if (global.cache) window['sdk'].init(); config.window.other(); export {};";
  assert.deepEqual(names(text), ["read cache", "read sdk"]);
});

test("the top level of a script", () => {
  const text = "function a() { function b() {} } var c = 1, { d } = x; class E {} const f = 2; type G = 1;";
  assert.deepEqual(
    names(text, "public/site.js"),
    ["a", "c", "d", "E", "f"].map((name) => `script ${name}`),
  );
  assert.deepEqual(names(`${text} export {};`), []);
  assert.deepEqual(names(`${text} require("x");`, "old.js"), []);
});

test("comments of linters", () => {
  const text =
    "/* global a, b:writable -- from the page */\n/* globals c */\n/* eslint-env greasemonkey */\n// global d\nexport {};";
  const found = globalNamesOf(text).map((row) => `${row.line} ${row.kind} ${row.name}`);
  assert.deepEqual(found.slice(0, 3), ["1 comment a", "1 comment b", "2 comment c"]);
  assert.ok(found.includes("3 comment GM_getValue"));
  assert.ok(!found.some((row) => row.endsWith(" d")));
});

test("what bundlers and linters are configured to provide", () => {
  const text = `
    export default [{ languageOptions: { globals: { ...globals.browser, a: "readonly" } } }];
    const v = { define: { __B__: "1", "process.env.C": "2" }, esbuild: { jsxInject: "import React from 'react'" } };
    new webpack.ProvidePlugin({ $: "jquery", D: ["d", "D"] });
    run({ define: other });
  `;
  const expected = ["config a", "config __B__", "config React", "config $", "config D"];
  assert.deepEqual(names(text, "vite.config.ts", "config"), expected);
  assert.deepEqual(names("export const table = { define: { a: 1 }, globals: { b: 2 } };"), []);
});
