/** How grave the built-in rules think what an import asks for in vain is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** Severities of the failing rows of one rule. */
const severities = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => String(severity));

const manifest = (more: object): Record<string, string> => ({
  "package.json": JSON.stringify({ name: "orchard", dependencies: {}, ...more }),
});

const ofUse = (more: object, use: string): string[] =>
  severities("missing-export", {
    ...manifest({ main: "src/server.js", ...more }),
    "src/server.js": `import { pick, prune } from "./trees.js";\n${use}\npick();\n`,
    "src/trees.js": "export const pick = () => 1;\n",
  });

const ofTask = (path: string): Record<string, string> => ({
  ...manifest({ type: "module", main: "src/server.js", scripts: { start: "node src/server.js" } }),
  "src/server.js": 'import express from "express"; express().listen(3000);\n',
  [path]: 'import { prune } from "../trees.js";\nprune();\n',
  "trees.js": "export const pick = () => 1;\n",
});

const ofPage = (folder: string): string[] =>
  severities("missing-export", {
    ...manifest({ dependencies: { next: "^16.0.0", react: "^19.0.0" } }),
    [`app/${folder}/page.tsx`]:
      'import { Chart } from "./chart";\nexport default function Page() { return <Chart />; }\n',
    [`app/${folder}/chart.tsx`]: "export const Graph = () => <svg />;\n",
  });

const withStarter = (name: string): Record<string, string> => ({
  ...manifest({ main: "server.js", scripts: { start: "node server.js" } }),
  "server.js": "require('http').createServer().listen(3000);\n",
  [name]: "require('./bundle.js');\n",
});

const withRelay = (importer: string): Record<string, string> => ({
  ...manifest({ main: "src/server.js", dependencies: { express: "^5.0.0" } }),
  "src/server.js": `const express = require("express");\n${importer}\nexpress().listen(3000);\n`,
  "src/tools/relay.js":
    'const fetch = require("node-fetch");\nmodule.exports = () => fetch("https://orchard.example");\n',
});

const ofWidget = (folder: string, body: string): string[] =>
  severities("undefined-call", {
    ...manifest({ dependencies: { next: "^16.0.0", react: "^19.0.0" } }),
    [`app/${folder}/page.tsx`]: `"use client";\nimport { useState } from "react";
export default function Page() { const [count, setCount] = useState(0); ${body} }\n`,
  });

describe("missing-export", () => {
  it("is medium for a name that nothing mentions, but for Node's own loader", () => {
    assert.deepEqual(ofUse({}, ""), ["medium"]);
    assert.deepEqual(ofUse({}, "prune();"), ["high"]);
    assert.deepEqual(ofUse({ type: "module" }, ""), ["high"]);
  });

  it("is critical where Node's own loader starts what is in production", () => {
    const started = {
      type: "module",
      scripts: { start: "NODE_ENV=production node src/server.js" },
      dependencies: { express: "^5.0.0" },
    };
    const use = 'import express from "express";\nexpress().listen(prune());';
    assert.deepEqual(ofUse(started, use), ["critical"]);
    assert.deepEqual(ofUse({ ...started, scripts: {} }, use), ["high"]);
  });

  it("is medium in a file that nothing names", () => {
    assert.deepEqual(severities("missing-export", ofTask("tasks/once.js")), ["medium"]);
  });

  it("is high where a bundler stands before it", () => {
    assert.deepEqual(ofPage("harvest"), ["high"]);
  });

  it("is medium where each place that imports it is harmless by itself", () => {
    const files = {
      ...manifest({ dependencies: { next: "^16.0.0", react: "^19.0.0" } }),
      "app/page.tsx":
        'import { pick, prune } from "../lib/trees";\nexport default function Page() { return <p>{pick()}</p>; }\n',
      "lib/trees.ts": "export const pick = () => 1;\n",
      "widgets/old.tsx": 'import { prune } from "../lib/trees";\nexport const Old = () => <p onClick={prune} />;\n',
      "widgets/older.tsx": 'import { Old } from "./old";\nexport const Older = () => <Old />;\n',
    };
    assert.deepEqual(severities("missing-export", files), ["medium"]);
  });
});

describe("require-in-esm", () => {
  it("is medium in a file of a published package that its manifest does not name", () => {
    const published = {
      ...manifest({ type: "module", version: "1.0.0", main: "dist/index.js", exports: { ".": "./src/index.js" } }),
      "src/index.js": "export const prune = () => 1;\n",
    };
    const loading = 'module.exports = require("./dist/types");\n';
    assert.deepEqual(severities("require-in-esm", { ...published, "types.js": loading }), ["medium"]);
    assert.deepEqual(severities("require-in-esm", { ...published, "src/index.js": loading }), ["high"]);
  });
});

describe("unresolved-import", () => {
  it("is medium in a file that nothing names: it cannot have run where it lies", () => {
    assert.deepEqual(severities("unresolved-import", withStarter("parcel/start.js")), ["medium"]);
    const image = { Dockerfile: 'FROM node:24\nCMD ["./start.sh"]\n' };
    assert.deepEqual(severities("unresolved-import", { ...withStarter("parcel/start.js"), ...image }), ["medium"]);
    assert.deepEqual(
      severities("unresolved-import", {
        ...withStarter("parcel/start.js"),
        Procfile: "web: node parcel/start.js\n",
      }),
      ["critical"],
    );
  });

  it("is medium where only a missing file's neighbour shares the name", () => {
    const found = severities("unresolved-import", {
      ...manifest({ main: "src/server.ts", dependencies: { express: "^5.0.0" } }),
      "src/server.ts": 'import express from "express"; express().listen(3000);\n',
      "src/old/listener.ts": 'import { ripen } from "../fruit/ripener";\nimport "./ripener";\nripen();\n',
      "src/old/ripener.ts": 'import { basket } from "../basket";\nbasket();\n',
    });
    assert.ok(
      found.every((severity) => severity === "medium"),
      found.join(),
    );
  });
});

describe("undeclared-dependency", () => {
  const LOCK = JSON.stringify(
    { lockfileVersion: 3, packages: { "": {}, "node_modules/lodash": { version: "4.17.21", dev: true } } },
    null,
    2,
  );

  it("is medium for what is installed for development, high for a server where nothing installs it", () => {
    const site = {
      ...manifest({ dependencies: { next: "^16.0.0", react: "^19.0.0" } }),
      "package-lock.json": LOCK,
      "app/page.tsx": 'import sortBy from "lodash/sortBy";\nexport default () => <p>{sortBy([2, 1])}</p>;\n',
    };
    const server = {
      ...manifest({ main: "src/server.js", dependencies: { express: "^5.0.0" } }),
      "package-lock.json": LOCK,
      "src/server.js":
        'const express = require("express");\nconst sortBy = require("lodash/sortBy");\nexpress().listen(sortBy([3000])[0]);\n',
    };
    assert.deepEqual(severities("undeclared-dependency", site), ["medium"]);
    assert.deepEqual(severities("undeclared-dependency", server), ["medium"]);
    const { "package-lock.json": _, ...bare } = server;
    assert.deepEqual(severities("undeclared-dependency", bare), ["high"]);
    const chosen = bare["src/server.js"].replace(
      /^const sortBy.*$/m,
      (line) =>
        `let sortBy = (of) => of; if (process.env.NODE_ENV !== "production") { sortBy = ${line.split(" = ")[1] ?? ""} }`,
    );
    assert.deepEqual(severities("undeclared-dependency", { ...bare, "src/server.js": chosen }), ["medium"]);
  });

  it("is medium in a file that a started one asks for only while it runs", () => {
    const files = {
      ...manifest({ type: "module", main: "src/server.js", dependencies: { express: "^5.0.0" } }),
      "src/server.js":
        'import express from "express";\nconst app = express();\nif (process.env.NODE_ENV !== "production") {\n  const { setUp } = await import("./preview.js");\n  setUp(app);\n}\napp.listen(3000);\n',
      "src/preview.js":
        'import { nanoid } from "nanoid";\nexport const setUp = (app) => app.use((req, res) => res.end(nanoid()));\n',
    };
    assert.deepEqual(severities("undeclared-dependency", files), ["medium"]);
  });

  it("is low where a lock file shows that another package brings it to where everybody finds it", () => {
    const packages = { "": {}, "node_modules/lodash": { version: "4.17.21" } };
    const server = {
      ...manifest({ main: "src/server.js", dependencies: { express: "^5.0.0" } }),
      "src/server.js": 'const sortBy = require("lodash/sortBy");\nrequire("express")().listen(sortBy([3000])[0]);\n',
    };
    const hoisted = JSON.stringify({ lockfileVersion: 3, packages }, null, 2);
    const apart =
      "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      express:\n        specifier: ^5.0.0\n        version: 5.0.0\n\n" +
      "packages:\n\n  lodash@4.17.21:\n    resolution: {integrity: sha512-x}\n\nsnapshots:\n\n  express@5.0.0:\n    dependencies:\n      lodash: 4.17.21\n\n  lodash@4.17.21: {}\n";
    assert.deepEqual(severities("undeclared-dependency", { ...server, "package-lock.json": hoisted }), ["low"]);
    assert.notDeepEqual(severities("undeclared-dependency", { ...server, "pnpm-lock.yaml": apart }), ["low"]);
  });

  it("is low where a universal module asks for it in one of several ways", () => {
    const found = severities("undeclared-dependency", {
      ...manifest({ main: "src/calendar.js" }),
      "src/calendar.js": `(function (root, factory) {
  if (typeof exports === "object" && typeof module === "object") module.exports = factory(require("luxon"));
  else root.Calendar = factory(root.luxon);
})(this, function (luxon) { return luxon.DateTime.now(); });\n`,
    });
    assert.deepEqual(found, ["low"]);
  });

  it("is medium in a file that nothing imports, serves or names", () => {
    assert.deepEqual(severities("undeclared-dependency", withRelay("")), ["medium"]);
    assert.deepEqual(severities("undeclared-dependency", withRelay('require("./tools/relay")();')), ["high"]);
    const lazy = withRelay('require("./tools/relay")();');
    const body = 'module.exports = () => require("node-fetch")("https://orchard.example");\n';
    assert.deepEqual(severities("undeclared-dependency", { ...lazy, "src/tools/relay.js": body }), ["medium"]);
  });
});

describe("undefined-call", () => {
  it("is high where a page renders, medium behind a click", () => {
    assert.deepEqual(ofWidget("harvest", "return <p onClick={() => setCount(1)}>{weigh(count)}</p>;"), ["high"]);
    assert.deepEqual(ofWidget("harvest", "return <p onClick={() => setCount(weigh(count))}>{count}</p>;"), ["medium"]);
  });

  it("is medium where it is caught in a tool of the team itself", () => {
    const caught = "return <p onClick={() => { try { setCount(weigh(count)); } catch { setCount(0); } }}>{count}</p>;";
    assert.deepEqual(ofWidget("harvest", caught), ["medium"]);
    assert.deepEqual(ofWidget("admin/harvest", caught), ["medium"]);
  });
});
