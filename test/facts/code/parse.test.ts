import assert from "node:assert/strict";
import { test } from "node:test";
import { extractComponentScript } from "#src/facts/code/component-script.js";
import { callOf, callsOf, extractSample, importsOf } from "./code-sample.js";

const errorOf = (text: string, path?: string): string | null => extractSample(text, path).parseError;

test("the first syntax error is told with its line, and the rest is still read", () => {
  const broken = "const a = load();\nconst b = {;\nsave(a);\n";
  assert.match(errorOf(broken) ?? "", /^2: /);
  assert.deepEqual(
    callsOf(broken).map((row) => row.callee),
    ["load", "save"],
  );
  assert.equal(errorOf("const a = <div/>;", "a.tsx"), null);
  assert.match(errorOf("<<<<<<< HEAD\nconst a = 1;\n=======\n") ?? "", /^1: /);
});

test("what is legal somewhere is no syntax error", () => {
  const legal: Record<string, string> = {
    "a.js": "#!/usr/bin/env node\nconst a = <b/>; with (x) { y(); }",
    "b.ts": "const a = <T,>(x: T) => x; let b = <any>c; enum E {} abstract class K { declare x: 1; }",
    "c.mts": "await import('x'); using a = open();",
    "d.cts": "import a = require('a'); export = a;",
    "e.jsx": "export default () => <><A {...b}/></>;",
    "f.d.ts": "declare module '*.svg' { const x: string; export default x; }",
  };
  for (const [path, text] of Object.entries(legal)) assert.equal(errorOf(text, path), null, path);
});

test("Vue: both scripts, at their lines and columns", () => {
  const text = [
    "<template><a :b=\"c > d ? 'x' : 'y'\">{{ e }}</a></template>",
    "<!-- <script>removed();</script> -->",
    '<script lang="ts">export const shared = one();</script>',
    '<script setup lang="ts" generic="T extends Record<string, unknown>">',
    'import { x } from "x";',
    "  two<T>(x);",
    "</script>",
    "<style>a > b { color: red }</style>",
  ].join("\r\n");
  assert.equal(errorOf(text, "A.vue"), null);
  assert.deepEqual(
    callsOf(text, "A.vue").map((row) => row.callee),
    ["one", "two"],
  );
  const two = callOf(text, "two", "A.vue");
  assert.deepEqual([two.line, two.column], [6, 3]);
  assert.deepEqual(
    importsOf(text, "A.vue").map((row) => row.line),
    [5],
  );
});

test("Vue: JSX, and languages that are no JavaScript", () => {
  assert.equal(errorOf('<script lang="tsx">const a: X = <b/>; f(a);</script>', "A.vue"), null);
  assert.deepEqual(callsOf('<script lang="coffee">f = -> g()</script>', "A.vue"), []);
  assert.equal(errorOf('<script lang="coffee">f = -> g()</script>', "A.vue"), null);
  assert.equal(errorOf('<script src="./a.ts" lang="ts"></script>', "A.vue"), null);
});

test("scripts that hold data are no code", () => {
  const text = '<script type="application/ld+json">{ "a": [1 }</script>\n<script type="module">f();</script>';
  assert.equal(errorOf(text, "A.svelte"), null);
  assert.deepEqual(
    callsOf(text, "A.svelte").map((row) => row.line),
    [2],
  );
});

test("Svelte: module and instance scripts, reactive statements", () => {
  const text = [
    '<script context="module" lang="ts">export const load = () => one();</script>',
    '<script lang="ts">',
    "  let a: number = two();",
    "  $: b = three(a);",
    "</script>",
    "{#if a}<p on:click={() => four()}>{five()}</p>{/if}",
  ].join("\n");
  assert.equal(errorOf(text, "A.svelte"), null);
  const shown = callsOf(text, "A.svelte").map((row) => `${row.line} ${row.callee}`);
  assert.deepEqual(shown.toSorted(), ["1 one", "3 two", "4 three"]);
});

test("Astro: frontmatter as TypeScript, then scripts", () => {
  const text = ["---", "const a: X = await one();", "if (!a) return two();", "---", "<p>{three()}</p>"].join("\n");
  const page = `${text}\n<script>\n  four();\n</script>\n<hr>---\n`;
  assert.equal(errorOf(page, "A.astro"), null);
  const shown = callsOf(page, "A.astro").map((row) => `${row.line} ${row.callee}`);
  assert.deepEqual(shown.toSorted(), ["2 one", "3 two", "7 four"]);
  assert.deepEqual(callsOf("<p>plain</p>", "A.astro"), []);
  assert.deepEqual(
    callsOf("---\n---\n<script>f()</script>", "A.astro").map((row) => row.line),
    [3],
  );
});

test("a component's text keeps its length whatever it holds", () => {
  const texts = [
    "",
    "<script",
    "<script>",
    "<script>f('</script>",
    '<script lang="ts>x</script>',
    "<script/><script>a</script>",
    "---\nno end",
    "<script>a</script><script>b</script>",
  ];
  for (const language of ["vue", "svelte", "astro"] as const)
    for (const text of texts) assert.equal(extractComponentScript(language, text).text.length, text.length, text);
});
