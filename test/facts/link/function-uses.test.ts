import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

/** Uses of the project's functions as "name kind line". */
const usesOf = (files: Files): string[] =>
  querySample(
    files,
    `SELECT "function".name || ' ' || function_use.kind || ' ' || function_use.file || ':' || function_use.line AS used
     FROM function_use JOIN "function" ON "function".id = function_use.function_id ORDER BY 1`,
  ).map((row) => String(row["used"]));

test("functions are used by calling them, passing them on and storing them", () => {
  assert.deepEqual(
    usesOf({
      "a.ts": `import { b, c, d } from "./b.js";
b();
[1].map(c);
export const all = [d];
`,
      "b.ts": `export function b() {}\nexport const c = () => {};\nexport const d = async () => {};\n`,
    }),
    ["b call a.ts:2", "c argument a.ts:3", "d reference a.ts:4"],
  );
});

test("handing a function out is no use of it", () => {
  assert.deepEqual(
    usesOf({
      "a.js": `const a = () => {};\nfunction b() {}\nmodule.exports = { a, second: b };\n`,
      "b.js": `function c() {}\nmodule.exports = c;\nfunction d() {}\nexports.d = d;\n`,
      "c.ts": `function e() {}\nfunction f() {}\nexport { e };\nexport default f;\n`,
    }),
    [],
  );
});

test("exported names know their function, however they are exported", () => {
  const rows = querySample(
    {
      "a.js": `const a = () => {};\nmodule.exports = { a, limit: 5 };\n`,
      "b.ts": `function b() {}\nconst c = 1;\nexport { b, c };\n`,
    },
    `SELECT export.name, "function".name AS function FROM export LEFT JOIN "function" ON "function".id = export.function_id
     WHERE export.name <> 'default' ORDER BY export.name`,
  );
  assert.deepEqual(rows, [
    { name: "a", function: "a" },
    { name: "b", function: "b" },
    { name: "c", function: null },
    { name: "limit", function: null },
  ]);
});
