import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

type Files = Readonly<Record<string, string>>;

const dormant = (files: Files): unknown[] =>
  querySample(files, "SELECT path FROM dormant_file ORDER BY path").map((row) => row["path"]);

const text = "export const x = 1;";
const express = JSON.stringify({
  name: "api",
  dependencies: { express: "^5.0.0" },
  scripts: { start: "node src/main.js" },
});

const part = (name: string, more: object = {}): string => JSON.stringify({ name, private: true, ...more });

test("what only dormant files, tests or each other import is dormant as well", () => {
  assert.deepEqual(
    dormant({
      "package.json": express,
      "src/main.js": `import "./lib/mail.js";`,
      "src/lib/mail.js": text,
      "src/old/panel.js": `import "./chart.js";`,
      "src/old/chart.js": text,
      "src/ring/one.js": `import "./two.js";`,
      "src/ring/two.js": `import "./one.js";`,
      "src/tested/sum.js": text,
      "test/sum.test.js": `import "../src/tested/sum.js";`,
    }),
    ["src/old/chart.js", "src/old/panel.js", "src/ring/one.js", "src/ring/two.js", "src/tested/sum.js"],
  );
});

test("an import of types leads nowhere; a string with the file's name, a glob and an unknown import do", () => {
  assert.deepEqual(
    dormant({
      "package.json": express,
      "src/main.ts": [
        `import { type Shape, draw } from "./parts/draw.js";`,
        `import { Kind } from "./parts/kind.js";`,
        `new Worker("./threads/resize.js");`,
        "await import(`./locales/${name}.js`);",
        `import "@/deep/hidden";`,
        `export const paint = (shape: Shape, kind: Kind) => draw(shape);`,
      ].join("\n"),
      "src/parts/draw.ts": text,
      "src/parts/kind.ts": text,
      "src/threads/resize.js": text,
      "src/locales/de.js": text,
      "src/deep/hidden.ts": text,
    }),
    ["src/parts/kind.ts"],
  );
});

test("import(path) may load anything in Node, and nothing in a bundle", () => {
  const files = { "src/main.js": "await import(path);", "src/lib/deep/a.js": text };
  assert.deepEqual(dormant({ ...files, "package.json": express }), []);
  const vite = JSON.stringify({ name: "web", devDependencies: { vite: "^7.0.0" } });
  assert.deepEqual(dormant({ ...files, "package.json": vite }), ["src/lib/deep/a.js"]);
});

test("a private package of the workspace that nothing needs, starts or builds", () => {
  const root = JSON.stringify({ name: "root", private: true, workspaces: ["packages/*", "apps/*"] });
  const files = {
    "package.json": root,
    "packages/editor/package.json": part("editor"),
    "packages/editor/src/index.ts": text,
  };
  assert.deepEqual(dormant(files), ["packages/editor/src/index.ts"]);
  const built = part("editor", { scripts: { build: "tsc" } });
  assert.deepEqual(dormant({ ...files, "packages/editor/package.json": built }), []);
  const app = part("web", { dependencies: { editor: "workspace:*" } });
  assert.deepEqual(dormant({ ...files, "apps/web/package.json": app }), []);
});

test("what was set aside runs only where something imports it or a manifest names it", () => {
  const files = {
    "package.json": express,
    "src/main.js": `import "../legacy/tax.js";`,
    "legacy/tax.js": text,
    "legacy/worker.ts": text,
    "src/legacy/page.js": text,
  };
  assert.deepEqual(dormant({ ...files, "src/main.js": `${files["src/main.js"]}\nimport "./legacy/page.js";` }), [
    "legacy/worker.ts",
  ]);
  const named = JSON.stringify({ ...JSON.parse(express), main: "legacy/worker.ts" });
  assert.equal(dormant({ ...files, "package.json": named }).includes("legacy/worker.ts"), false);
});

test("of an edge function's folder only the index runs, and what it imports", () => {
  const served = "Deno.serve(() => new Response());";
  assert.deepEqual(
    dormant({
      "package.json": part("web"),
      "supabase/functions/remind/index.ts": `import "./texts.ts";\nimport "../_shared/mail.ts";\n${served}`,
      "supabase/functions/remind/texts.ts": text,
      "supabase/functions/remind/index-new.ts": served,
      "supabase/functions/_shared/mail.ts": text,
    }),
    ["supabase/functions/remind/index-new.ts"],
  );
});

test("server actions are called from outside; a file called after a task is run by hand", () => {
  const next = JSON.stringify({ name: "web", dependencies: { next: "^16.0.0" } });
  assert.deepEqual(
    dormant({
      "package.json": next,
      "src/app/notes/actions.ts": `"use server";\nexport async function save(text) { return text; }`,
      "debug-mails.mjs": text,
    }),
    ["debug-mails.mjs"],
  );
});

test("folders of plugins count where something lists folders, and what a platform serves always", () => {
  const files = {
    "package.json": express,
    "src/main.js": "",
    "src/deep/plugins/logger.js": text,
    "src/deep/api/x.js": text,
  };
  assert.deepEqual(dormant(files), ["src/deep/plugins/logger.js"]);
  assert.deepEqual(dormant({ ...files, "src/main.js": `import fs from "node:fs";\nfs.readdirSync("plugins");` }), []);
  const models = `require("node:fs").readdirSync(__dirname);`;
  assert.deepEqual(
    dormant({
      ...files,
      "src/main.js": `import "./deep/models/index.js";`,
      "src/deep/models/index.js": models,
      "src/deep/models/user.js": text,
    }),
    ["src/deep/plugins/logger.js"],
  );
  const nest = JSON.stringify({ name: "api", dependencies: { "@nestjs/core": "^11.0.0" } });
  assert.deepEqual(dormant({ ...files, "package.json": nest }), []);
});

test("a package that seems to be dead in large part is loaded in a way that is not known", () => {
  const parts = Array.from({ length: 12 }, (_, index) => [`src/deep/part-${index}.ts`, text] as const);
  const main = parts.slice(0, 9).map(([path]) => `import "./${path.slice(4, -3)}.js";`);
  const vite = JSON.stringify({ name: "web", devDependencies: { vite: "^7.0.0" } });
  const files = { "package.json": vite, ...Object.fromEntries(parts) };
  assert.equal(dormant({ ...files, "src/main.ts": main.join("\n") }).length, 3);
  assert.deepEqual(dormant({ ...files, "src/main.ts": main[0] ?? "" }), []);
  // An Express server loads what it imports, unless a package finds its classes.
  const server = { ...files, "package.json": express };
  assert.equal(dormant({ ...server, "src/main.ts": main[0] ?? "" }).length, 11);
  assert.deepEqual(dormant({ ...server, "src/main.ts": `import "routing-controllers";` }), []);
  // A kit that was copied in whole says nothing.
  const kit = Array.from({ length: 30 }, (_, index) => [`src/components/ui/kit-${index}.tsx`, text] as const);
  const withKit = { ...files, ...Object.fromEntries(kit), "src/main.ts": main.join("\n") };
  assert.equal(dormant(withKit).filter((path) => !String(path).includes("kit-")).length, 3);
});

const route = (name: string): string => `module.exports = (app) => app.post("/${name}", (req, res) => res.end());`;

test("where the start script leads to the server, routes that it does not lead to are dead, however many they are", () => {
  const files = {
    "package.json": JSON.stringify({
      name: "api",
      main: "index.js",
      dependencies: { express: "^5.0.0" },
      scripts: { start: "NODE_ENV=production node index.js", worker: "node worker.js" },
    }),
    "index.js": `const app = require("express")();\nrequire("./ping")(app);\napp.listen(3000);`,
    "ping.js": route("ping"),
    "worker.js": "require('./lib/queue');",
    "lib/queue.js": "exports.queue = [];",
    "app.js": `const app = require("express")();\nrequire("./routes/users")(app);\nmodule.exports = app;`,
    "routes/users.js": `const db = require("../db");\n${route("users")}`,
    "db/index.js": "exports.db = {};",
  };
  assert.deepEqual(dormant(files), ["app.js", "db/index.js", "routes/users.js"]);
  const replaced = { ...files, "reference-index.js": files["index.js"] };
  assert.deepEqual(dormant(replaced), ["app.js", "db/index.js", "reference-index.js", "routes/users.js"]);
  // Another process, a folder that is listed, an import that leads nowhere: then nothing is certain.
  assert.deepEqual(dormant({ ...files, Procfile: "web: node app.js" }), []);
  assert.deepEqual(
    dormant({ ...files, "ping.js": `require("fs").readdirSync("./routes").map((name) => require(name));` }),
    [],
  );
  assert.deepEqual(dormant({ ...files, "ping.js": `require("./missing");` }), []);
});

test("the file that the start script names is started, whatever it is called", () => {
  const files = {
    "package.json": express.replace("src/main.js", "src/server.js"),
    "src/server.js": `import "./lib/mail.js";\nimport express from "express";\nexpress().listen(3000);`,
    "src/lib/mail.js": text,
    "src/app.js": text,
  };
  assert.deepEqual(dormant(files), ["src/app.js"]);
});

test("files left beside the manifest are run by hand where the start script names another one", () => {
  const files = {
    "src/main.js": `import "./shop.js"; new Worker("./resize.js");`,
    "src/shop.js": text,
    "grant-credits.js": text,
    "monthly-report.js": text,
    "resize.js": text,
    "worker.js": text,
    "src/panel.js": text,
  };
  assert.deepEqual(dormant({ ...files, "package.json": express }), ["grant-credits.js", "monthly-report.js"]);
  const unsaid = JSON.stringify({ name: "api", dependencies: { express: "^5.0.0" } });
  assert.deepEqual(dormant({ ...files, "package.json": unsaid }), []);
});

test("an alias that leads somewhere else names no file of that name", () => {
  const files = {
    "package.json": JSON.stringify({ name: "web", dependencies: { next: "^16.0.0" } }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { paths: { "@/*": ["./client/src/*"] } } }),
    "client/src/app/page.tsx": `import { a } from "@/lib/a";\nimport { store } from "@/lib/store";\nexport default () => a + store;`,
    "client/src/lib/a.ts": text,
    "server/deep/lib/store.ts": text,
  };
  assert.deepEqual(dormant(files), ["server/deep/lib/store.ts"]);
});

test("of a service whose script names the file that starts, lib is no entry", () => {
  const files = { "index.ts": `import "./lib/a";`, "lib/a.ts": text, "lib/old.ts": text };
  const info = { name: "api", dependencies: { vite: "^7.0.0" } };
  const manifest = (more: object): string => JSON.stringify({ ...info, ...more });
  assert.deepEqual(dormant({ ...files, "package.json": manifest({}) }), []);
  const scripts = { start: "NODE_ENV=production tsx index.ts" };
  assert.deepEqual(dormant({ ...files, "package.json": manifest({ scripts }) }), ["lib/old.ts"]);
});

const site = (type: string): string =>
  JSON.stringify({ name: "site", type, dependencies: { vite: "^7.0.0", express: "^5.0.0" } });

test("a function in CommonJS under a manifest that says module is loaded by nobody", () => {
  const routes = `const app = require("express")();\napp.post("/api/text", send);\nmodule.exports = app;`;
  assert.deepEqual(dormant({ "package.json": site("module"), "api/text.js": routes }), ["api/text.js"]);
  assert.deepEqual(dormant({ "package.json": site("commonjs"), "api/text.js": routes }), []);
  const bridged = `import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);\n${routes}`;
  assert.deepEqual(dormant({ "package.json": site("module"), "api/text.js": bridged }), []);
});

test("what was set aside is dormant in any language and framework, unless something outside of it leads there", () => {
  assert.deepEqual(
    dormant({
      "package.json": express,
      "src/main.js": `import { keep } from "./api_old/keep.js"; import express from "express"; express().listen(keep);`,
      "src/api_old/keep.js": text,
      "src/api_old/routes.js": `import { Router } from "express"; export const r = Router().get("/a", (q, s) => s.end());`,
      "shop_backup/package.json": part("shop", { main: "index.js" }),
      "shop_backup/index.js": text,
      "jobs/requirements.txt": "celery",
      "jobs/mail.py": "from jobs.bills_old.shared import x",
      "jobs/bills_old/shared.py": "x = 1",
      "jobs/bills_old/run.py": "print(1)",
      "jobs/archive/views.py": "print(1)",
      "web/package.json": part("web", { dependencies: { next: "^15.0.0" } }),
      "web/app/old/page.tsx": "export default function Page() { return null; }",
      "web/unused/card.tsx": text,
    }),
    ["jobs/bills_old/run.py", "shop_backup/index.js", "src/api_old/routes.js", "web/unused/card.tsx"],
  );
});
