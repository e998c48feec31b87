import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

const MODULE = JSON.stringify({ name: "app", type: "module" });

/** "imported answer" of every import of src/use.ts: 1 exported, 0 not, - cannot be told. */
function answers(files: Readonly<Record<string, string>>): string[] {
  const sql = "SELECT imported || ' ' || coalesce(is_exported, '-') AS answer FROM import WHERE file LIKE 'src/use.%'";
  return querySample({ "package.json": MODULE, ...files }, sql).map((row) => String(row["answer"]));
}

test("an imported name is exported, is not, or cannot be told", () => {
  const use = 'import d, * as all from "./a.js"; import { x, y, type T } from "./a.js"; use(d, all, x, y);';
  assert.deepEqual(answers({ "src/a.ts": "export const x = 1; export type T = 1;", "src/use.ts": use }), [
    "default 0",
    "* -",
    "x 1",
    "y 0",
    "T 1",
  ]);
});

test("stars are followed, also in circles, and a package's end the certainty", () => {
  const files = {
    "src/a.ts": 'export * from "./b.js"; export const a = 1;',
    "src/b.ts": 'export * from "./a.js"; export * from "./c.js"; export default 1;',
    "src/c.ts": "export const c = 1;",
    "src/use.ts": 'import { a, b, c } from "./b.js"; import d from "./a.js"; use(a, b, c, d);',
  };
  assert.deepEqual(answers(files), ["a 1", "b 0", "c 1", "default 0"]);
  const open = { ...files, "src/c.ts": 'export * from "lodash-es";' };
  assert.deepEqual(answers(open), ["a 1", "b -", "c -", "default 0"]);
  const lost = { ...files, "src/c.ts": 'export * from "./gone.js";' };
  assert.deepEqual(answers(lost), ["a 1", "b -", "c -", "default 0"]);
});

test("nothing is said of CommonJS, components, declarations, broken files and bundler queries", () => {
  const targets: Record<string, string> = {
    "src/a.js": "module.exports = make();",
    "src/b.js": "Object.assign(exports, tools);",
    "src/c.vue": "<script setup>const x = 1;</script>",
    "src/d.svelte": "<script>let x = 1;</script>",
    "src/e.d.ts": "declare const x: number;",
    "src/f.ts": "export const y = {;",
    "src/g.json": '{ "x": 1 }',
  };
  for (const [path, text] of Object.entries(targets)) {
    const specifier = `./${path.slice("src/".length).replace(".d.ts", ".js")}`;
    assert.deepEqual(
      answers({ [path]: text, "src/use.ts": `import { x } from "${specifier}"; use(x);` }),
      ["x -"],
      path,
    );
  }
  const query = 'import W from "./w.ts?worker"; import t from "raw-loader!./w.ts"; use(W, t);';
  assert.deepEqual(answers({ "src/w.ts": "export const x = 1;", "src/use.ts": query }), ["default -", "default -"]);
});

test("a file without any export exports nothing", () => {
  assert.deepEqual(answers({ "src/a.ts": "start();", "src/use.ts": 'import { x } from "./a.js"; use(x);' }), ["x 0"]);
});

test("importers are counted per file, each once", () => {
  const files = {
    "package.json": MODULE,
    "src/a.ts": "export const x = 1; export const y = 2;",
    "src/b.ts": 'import { x, y } from "./a.js"; import("./a.js"); use(x, y);',
    "src/c.js": 'import "./a.js";',
    "src/d.ts": "export const alone = 1;",
  };
  const rows = querySample(files, "SELECT path, importers FROM file WHERE path LIKE 'src/%' ORDER BY path");
  assert.deepEqual(
    rows.map((row) => row["importers"]),
    [2, 0, 0, 0],
  );
});

test("a star over a thousand barrels ends", () => {
  const files: Record<string, string> = { "package.json": MODULE };
  const count = 60;
  for (let at = 0; at < count; at++) {
    const stars = Array.from({ length: count }, (_, to) => `export * from "./m${to}.js";`).join("\n");
    files[`src/m${at}.ts`] = `${stars}\nexport const own${at} = 1;`;
  }
  files["src/use.ts"] = 'import { own59, none } from "./m0.js"; use(own59, none);';
  assert.deepEqual(answers(files), ["own59 1", "none 0"]);
});
