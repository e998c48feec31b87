import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

const server = `import express from "express";\nexpress().listen(3000);\n`;
const pack = (more: object = {}): string => JSON.stringify({ name: "api", dependencies: { express: "5" }, ...more });

/** What shows that the service at the root is in production. */
const signOf = (files: Files): unknown =>
  querySample({ "package.json": pack(), "server.ts": server, ...files }, "SELECT production FROM deployed_app")[0]?.[
    "production"
  ];

const steps = (step: string): Files => ({
  ".github/workflows/main.yml": `on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: ${step}\n`,
});
const origins = (url: string): Files => ({ "cors.ts": `export const options = { origin: ["${url}"] };\n` });
const dockerfile = 'FROM node:24\nCMD ["node", "server.js"]\n';

test("an image that starts something, a platform's file, a workflow that deploys", () => {
  assert.equal(signOf({ Dockerfile: dockerfile }), "Dockerfile:2");
  assert.equal(signOf({ "fly.toml": 'app = "api"\n' }), "fly.toml:1");
  assert.equal(signOf(steps("flyctl deploy --remote-only")), ".github/workflows/main.yml:6");
  assert.equal(signOf(steps("npm test")), null);
});

test("what is for one's own machine is no sign", () => {
  assert.equal(signOf({}), null);
  assert.equal(signOf({ "Dockerfile.dev": dockerfile }), null);
  assert.equal(signOf({ Dockerfile: 'FROM node:24\nCMD ["npm", "run", "dev"]\n' }), null);
  assert.equal(signOf({ Dockerfile: 'FROM node:24\nENTRYPOINT ["./start.sh"]\n' }), "Dockerfile:2");
  assert.equal(signOf({ Dockerfile: 'FROM node:24\nCMD ["/bin/bash"]\n' }), null);
  assert.equal(signOf({ "examples/api/Dockerfile": dockerfile }), null);
  assert.equal(
    signOf({ "docker-compose.yml": "services:\n  db:\n    image: postgres:17\n    restart: always\n" }),
    null,
  );
});

test("a compose file that keeps what it built running, or says production", () => {
  const kept = "services:\n  api:\n    build: .\n    restart: unless-stopped\n";
  assert.equal(signOf({ "docker-compose.yml": kept }), "docker-compose.yml:4");
  const file = "docker-compose.prod.yml";
  assert.match(String(signOf({ [file]: "services:\n  api:\n    image: acme/api\n" })), /^docker-compose\.prod\.yml/);
});

test("a start script for production, an address among the allowed origins", () => {
  assert.equal(signOf({ "package.json": pack({ scripts: { start: "node server.js" } }) }), null);
  const scripts = { start: "NODE_ENV=production node server.js" };
  assert.equal(signOf({ "package.json": pack({ scripts }) }), "package.json");
  assert.equal(signOf(origins("https://shop.acme-tools.io")), "cors.ts:1");
  assert.equal(signOf(origins("http://localhost:3000")), null);
  assert.equal(signOf(origins("https://your-shop.vercel.app")), null);
  assert.equal(signOf(origins("https://shop-5kd72ab1c-acme.vercel.app")), null);
  assert.equal(signOf({ "quotes.ts": `export const corsProxies = ["https://cors-anywhere.herokuapp.com/"];\n` }), null);
  assert.equal(signOf({ "quotes.ts": `export const cors_sites = ["https://weather.acme-tools.io"];\n` }), null);
  assert.equal(
    signOf({ "quotes.ts": `export const corsOptions = { origin: "https://shop.acme-tools.io" };\n` }),
    "quotes.ts:1",
  );
  assert.equal(signOf({ "quotes.ts": `fetch("https://quotes.onrender.com");\n` }), null);
});

test("a sign of another app says nothing, one at the root stands for all", () => {
  const apps: Files = {
    "package.json": JSON.stringify({ name: "root", private: true, workspaces: ["apps/*"] }),
    "apps/a/package.json": pack(),
    "apps/a/server.ts": server,
    "apps/b/package.json": pack(),
    "apps/b/server.ts": server,
  };
  const signs = (files: Files): unknown[] =>
    querySample({ ...apps, ...files }, "SELECT production FROM deployed_app ORDER BY dir").map(
      (row) => row["production"],
    );
  assert.deepEqual(signs({ "apps/a/Dockerfile": dockerfile }), ["apps/a/Dockerfile:2", null]);
  assert.deepEqual(signs({ "docker/Dockerfile": dockerfile }), ["docker/Dockerfile:2", "docker/Dockerfile:2"]);
});
