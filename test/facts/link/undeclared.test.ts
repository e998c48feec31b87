import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

const manifest = (fields: object): string => JSON.stringify({ name: "app", type: "module", ...fields });

const undeclared = (files: Readonly<Record<string, string>>): string[] =>
  querySample(files, "SELECT file || ' ' || name AS found FROM undeclared_callee ORDER BY 1").map((row) =>
    String(row["found"]),
  );

test("a plain word of the browser is a forgotten import on a server only", () => {
  const text = 'import "./x.js"; open("a"); close(); stop();';
  const server = { "package.json": manifest({ dependencies: { express: "4" } }), "src/a.js": text };
  assert.deepEqual(undeclared(server), ["src/a.js close", "src/a.js open", "src/a.js stop"]);
  const client = { "package.json": manifest({ devDependencies: { vite: "5" } }), "src/a.js": text };
  assert.deepEqual(undeclared(client), []);
});

test("a dependency that adds globals counts for its package and those below it", () => {
  const files = {
    "package.json": manifest({ workspaces: ["apps/*"] }),
    "apps/a/package.json": manifest({ name: "a", dependencies: { "@strapi/strapi": "4" } }),
    "apps/a/src/x.js": 'import "y"; strapi.query("z");',
    "apps/a/plugin/package.json": manifest({ name: "plugin" }),
    "apps/a/plugin/src/x.js": 'import "y"; strapi.query("z");',
    "apps/b/package.json": manifest({ name: "b" }),
    "apps/b/src/x.js": 'import "y"; strapi.query("z");',
  };
  assert.deepEqual(undeclared(files), ["apps/b/src/x.js strapi"]);
});

test("where the name is known: an export of the project, or what other files import", () => {
  const files = {
    "package.json": manifest({ dependencies: { express: "4", zod: "3" } }),
    "src/log.ts": "export const log = () => 1; export interface Shape {}",
    "src/a.ts": 'import { z } from "zod"; z.string();',
    "src/b.ts": 'import { z } from "zod/v4"; z.string();',
    "src/c.ts": 'import { z } from "zod"; z.string();',
    "src/d.ts": "export const d = [log(), z.string(), Shape()];",
  };
  const sql = "SELECT name, exporter, usual_specifier, is_bare FROM undeclared_callee ORDER BY name";
  assert.deepEqual(querySample(files, sql), [
    { name: "Shape", exporter: null, usual_specifier: null, is_bare: 1 },
    { name: "log", exporter: "src/log.ts", usual_specifier: null, is_bare: 1 },
    { name: "z", exporter: null, usual_specifier: "zod", is_bare: 0 },
  ]);
});

test("packages whose build step imports by itself", () => {
  const files = {
    "package.json": manifest({ workspaces: ["*"] }),
    "site/package.json": manifest({ name: "site", devDependencies: { nuxt: "3" } }),
    "site/layer/package.json": manifest({ name: "layer" }),
    "api/package.json": manifest({ name: "api" }),
  };
  const rows = querySample(files, "SELECT dir, has_auto_imports AS auto FROM package ORDER BY dir");
  assert.deepEqual(rows, [
    { dir: "", auto: 0 },
    { dir: "api", auto: 0 },
    { dir: "site", auto: 1 },
    { dir: "site/layer", auto: 1 },
  ]);
});

test("global names of linters' configuration", () => {
  const files = {
    "package.json": manifest({ eslintConfig: { globals: { a: true } }, standard: { globals: ["b"] } }),
    ".eslintrc.json": '{ // comment\n "globals": { "c": "readonly" } }',
    ".eslintrc.yml": "globals:\n  d: writable\n",
    "web/.eslintrc": '{ "globals": { "e": false } }',
    "biome.json": '{ "javascript": { "globals": ["f"] } }',
    ".jshintrc": '{ "predef": ["g", "not a name"] }',
    "broken/.eslintrc.json": "{ globals",
  };
  const rows = querySample(files, "SELECT name FROM global_name WHERE kind = 'config' ORDER BY name");
  assert.equal(rows.map((row) => row["name"]).join(""), "abcdefg");
});

test("script elements of pages", () => {
  const page = [
    "<!doctype html><script>inline()</script>",
    '<script src="https://cdn.example.com/a.js" async></script>',
    "<SCRIPT SRC='b.js' type='text/javascript'></SCRIPT>",
    '<script type="module" src="/src/main.ts"></script>',
    '<script type="application/ld+json">{}</script><script type="importmap">{}</script>',
    '<p title="<script src=c.js>"></p>',
  ].join("\n");
  const rows = querySample(
    { "index.html": page, "views/x.pug": "html\n  script(src='/d.js')\n  script(type='module', src=\"/e.js\")" },
    "SELECT file, line, src, is_module AS module FROM page_script ORDER BY file, line, src",
  );
  assert.deepEqual(
    rows.map((row) => Object.values(row).join(" ").replace("null", "-")),
    [
      "index.html 1 - 0".replace("-", ""),
      "index.html 2 https://cdn.example.com/a.js 0",
      "index.html 3 b.js 0",
      "index.html 4 /src/main.ts 1",
      "index.html 6 c.js 0",
      "views/x.pug 2 /d.js 0",
      "views/x.pug 3 /e.js 1",
    ],
  );
});

const dormant = (files: Readonly<Record<string, string>>): unknown[] =>
  querySample(files, "SELECT path FROM dormant_file ORDER BY path").map((row) => row["path"]);

test("files that nothing seems to load", () => {
  const text = "export const x = 1;";
  const files = {
    "package.json": manifest({ scripts: { start: "node dist/deep/mailer.js", tool: "tsx lib/deep/tool.ts" } }),
    Dockerfile: 'FROM node:22\nCMD ["node", "src/deep/daemon.js"]\n',
    "public/index.html": '<script src="/js/deep/widget.js"></script>',
    "src/index.ts": 'import { x } from "./deep/used.js"; export { x };',
    "src/deep/used.ts": text,
    "src/deep/unused.ts": text,
    "src/deep/index.ts": text,
    "src/deep/er/index.ts": text,
    "src/deep/mailer.ts": text,
    "lib/deep/tool.ts": text,
    "src/deep/daemon.js": text,
    "public/js/deep/widget.js": text,
    "src/deep/commands/ban.ts": text,
    "app/shop/page.tsx": text,
    "app/shop/cart/view.tsx": text,
    "lib/published/package.json": JSON.stringify({
      name: "published",
      exports: { ".": "./dist/a/b/c.js" },
      bin: "./a/b/d",
    }),
    "lib/published/src/a/b/c.ts": text,
    "lib/published/a/b/d.js": text,
    "lib/published/src/a/b/e.js": text,
    "lib/open/package.json": JSON.stringify({ name: "open", exports: { "./*": "./dist/*.js" } }),
    "lib/open/src/a/b/c.ts": text,
    "src/deep/old.test.ts": text,
  };
  assert.deepEqual(dormant(files), [
    "app/shop/cart/view.tsx",
    "lib/published/src/a/b/e.js",
    "src/deep/er/index.ts",
    "src/deep/unused.ts",
  ]);
});

test("a Next.js app loads pages and routes, not what lies in folders that other frameworks go through", () => {
  const text = "export const x = 1;";
  const files = {
    "package.json": manifest({ dependencies: { next: "^16.0.0" } }),
    "src/app/admin/modules/page.tsx": text,
    "src/app/admin/modules/old-list.tsx": text,
    "src/app/api/orders/route.ts": text,
    "src/pages/about.tsx": text,
    "src/jobs/deep/nightly.ts": text,
  };
  assert.deepEqual(dormant(files), ["src/app/admin/modules/old-list.tsx"]);
});
