import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

/** Apps as "dir: name framework kind file:line". */
const appsOf = (files: Files): string[] =>
  querySample(files, "SELECT * FROM deployed_app ORDER BY dir").map(
    (row) =>
      `${String(row["dir"])}: ${String(row["name"])} ${String(row["framework"])} ${String(row["kind"])} ${String(row["file"])}:${String(row["line"])}`,
  );

const partsOf = (files: Files): string[] =>
  querySample(files, "SELECT app_dir || ' ← ' || part_dir AS part FROM deployed_part ORDER BY 1").map((row) =>
    String(row["part"]),
  );

const pack = (name: string, dependencies: Record<string, string> = {}, more: object = { private: true }): string =>
  JSON.stringify({ name, dependencies, ...more });

const listen = `import express from "express";\nexpress().listen(3000);\n`;

test("a service is named by its package, or not at all", () => {
  assert.deepEqual(appsOf({ "server.ts": listen }), [": app express long-running server.ts:2"]);
  assert.deepEqual(appsOf({ "package.json": pack("api"), "server.ts": listen }), [
    ": api express long-running server.ts:2",
  ]);
  assert.deepEqual(querySample({ "server.ts": listen }, "SELECT package_dir FROM deployed_app"), [
    { package_dir: null },
  ]);
});

test("the HTTP server names a service, not the web sockets on it, nor the worker beside it", () => {
  assert.deepEqual(
    appsOf({
      "a.ts": `import { Server } from "socket.io";\nnew Server();\n`,
      "b.ts": `import { Worker } from "bullmq";\nnew Worker("mail", async () => {});\n`,
      "c.ts": listen,
    }),
    [": app express long-running c.ts:2"],
  );
});

test("tests and examples deploy nothing", () => {
  assert.deepEqual(appsOf({ "test/server.test.ts": listen, "examples/server.ts": listen }), []);
});

test("a server to try something with is deployed only where something names it", () => {
  const trial = { "package.json": pack("api"), "test-login-server.ts": listen };
  assert.deepEqual(appsOf(trial), []);
  const started = pack("api", {}, { scripts: { start: "tsx test-login-server.ts" } });
  assert.deepEqual(appsOf({ ...trial, "package.json": started }), [
    ": api express long-running test-login-server.ts:2",
  ]);
});

const workspace = JSON.stringify({ name: "root", private: true, workspaces: ["packages/*", "apps/*"] });

/** A workspace with one package that exports a function which listens. */
const librariesOf = (more: object): Files => ({
  "package.json": JSON.stringify({ name: "root", private: true, workspaces: ["packages/*"] }),
  "packages/http/package.json": pack("@acme/http", { express: "5" }, more),
  "packages/http/src/index.ts": `import express from "express";\nexport const start = () => express().listen(1);\n`,
});

test("a published workspace package that can start a server is a library, unless it says how to start it", () => {
  assert.deepEqual(appsOf(librariesOf({ main: "./src/index.ts" })), []);
  assert.deepEqual(appsOf(librariesOf({ main: "./src/index.ts", scripts: { start: "node ." } })), [
    "packages/http: @acme/http express long-running packages/http/src/index.ts:2",
  ]);
  assert.deepEqual(appsOf(librariesOf({ private: true })), [
    "packages/http: @acme/http express long-running packages/http/src/index.ts:2",
  ]);
});

test("a private workspace package that another one depends on runs in that one", () => {
  const app = { "apps/api/package.json": pack("api", { "@acme/http": "workspace:*" }), "apps/api/server.ts": listen };
  assert.deepEqual(appsOf({ ...librariesOf({ private: true }), ...app, "package.json": workspace }), [
    "apps/api: api express long-running apps/api/server.ts:2",
  ]);
});

test("a published command line tool that opens a server for itself is not deployed, though it has a start script", () => {
  const tool = {
    exports: "./dist/index.js",
    bin: { acme: "./dist/index.js" },
    scripts: { start: "node dist/index.js" },
  };
  assert.deepEqual(appsOf(librariesOf(tool)), []);
});

test("Next.js apps by their configuration or their routes; a package of components is none", () => {
  assert.deepEqual(
    appsOf({
      "apps/site/package.json": pack("site", { next: "16" }),
      "apps/site/next.config.mjs": "export default {};\n",
      "apps/api/package.json": pack("api", { next: "16" }),
      "apps/api/app/api/x/route.ts": "export async function GET() {}\n",
      "packages/ui/package.json": pack("ui", { next: "16" }),
      "packages/ui/button.tsx": "export const Button = () => null;\n",
    }),
    [
      "apps/api: api next serverless apps/api/app/api/x/route.ts:1",
      "apps/site: site next serverless apps/site/package.json:1",
    ],
  );
});

test("a Next.js app with a server of its own is a service", () => {
  assert.deepEqual(
    appsOf({
      "package.json": pack("web", { next: "16", express: "5" }),
      "next.config.mjs": "export default {};\n",
      "server.js": `const express = require("express");\nexpress().listen(3000);\n`,
    }),
    [": web express long-running server.js:2"],
  );
});

test("parts: workspace packages through any number of levels; another app is no part", () => {
  const files: Files = {
    "package.json": JSON.stringify({ name: "root", private: true, workspaces: ["apps/*", "packages/*"] }),
    "apps/api/package.json": pack("api", { "@x/db": "workspace:*", express: "5" }),
    "apps/api/server.ts": listen,
    "apps/web/package.json": pack("web", { api: "workspace:*", "@x/log": "workspace:*", next: "16" }),
    "apps/web/next.config.js": "module.exports = {};\n",
    "packages/db/package.json": pack("@x/db", { "@x/log": "workspace:*" }),
    "packages/log/package.json": pack("@x/log", { "@x/db": "workspace:*" }),
  };
  assert.deepEqual(partsOf(files), [
    "apps/api ← apps/api",
    "apps/api ← packages/db",
    "apps/api ← packages/log",
    "apps/web ← apps/web",
    "apps/web ← packages/db",
    "apps/web ← packages/log",
  ]);
});

test("a server that Vercel builds as a function is no process of its own", () => {
  const files = { "package.json": pack("api", { express: "5" }), "src/index.ts": listen };
  const vercel = JSON.stringify({ version: 2, builds: [{ src: "dist/index.js", use: "@vercel/node" }] });
  assert.deepEqual(appsOf({ ...files, "vercel.json": vercel }), [": api express serverless src/index.ts:2"]);
  assert.deepEqual(appsOf(files), [": api express long-running src/index.ts:2"]);
});

test("a Python server that Vercel builds as a function is no process of its own", () => {
  const files = {
    "api/requirements.txt": "flask==3.1.0\n",
    "api/app.py":
      'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.route("/")\ndef home():\n    return "ok"\n\n\nif __name__ == "__main__":\n    app.run()\n',
  };
  const vercel = JSON.stringify({ version: 2, builds: [{ src: "api/app.py", use: "@vercel/python" }] });
  assert.match(appsOf(files).join(), /^api: app flask long-running/);
  assert.match(appsOf({ ...files, "vercel.json": vercel }).join(), /^api: app flask serverless/);
});

test("a server beside a serverless.yml that answers requests is for development, unless an image starts it", () => {
  const serverless = [
    "service: api",
    "provider: { name: aws, runtime: nodejs22.x }",
    "functions:",
    "  api:",
    "    handler: dist/lambda.handler",
    "    events: [{ httpApi: '*' }]",
    "",
  ].join("\n");
  const files = { "package.json": pack("api"), "server.ts": listen, "serverless.yml": serverless };
  assert.deepEqual(appsOf(files), [": api express serverless server.ts:2"]);
  const image = { ...files, Dockerfile: 'FROM node:24\nCMD ["node", "dist/server.js"]\n' };
  assert.deepEqual(appsOf(image), [": api express long-running server.ts:2"]);
});

test("of two servers the one that the manifest names is deployed", () => {
  const files = {
    "package.json": pack("api", {}, { private: true, main: "server.ts" }),
    "old.ts": listen,
    "server.ts": listen,
  };
  assert.deepEqual(appsOf(files), [": api express long-running server.ts:2"]);
});

test("what a part of an app is developed with is no part of the app", () => {
  assert.deepEqual(
    partsOf({
      "package.json": workspace,
      "apps/api/package.json": JSON.stringify({
        name: "api",
        private: true,
        dependencies: { mail: "workspace:*", express: "^5.0.0" },
        devDependencies: { ui: "workspace:*" },
      }),
      "apps/api/server.ts": listen,
      "packages/mail/package.json": JSON.stringify({
        name: "mail",
        private: true,
        devDependencies: { release: "workspace:*" },
      }),
      "packages/release/package.json": JSON.stringify({ name: "release", private: true }),
      "packages/ui/package.json": JSON.stringify({ name: "ui", private: true }),
    }),
    ["apps/api ← apps/api", "apps/api ← packages/mail", "apps/api ← packages/ui"],
  );
});
