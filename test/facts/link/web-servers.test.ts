import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { assertRoutes, handledAs, manifest, serversOf } from "./web-sample.js";

test("node:http: paths that the handler compares, in place, in a switch and in a function it calls", () => {
  const files = {
    "server.ts": `import { createServer } from "node:http";
import { answer } from "./answer.js";
const server = createServer((req, res) => {
  if (req.url === "/health") return res.end("ok");
  if (req.url?.startsWith("/static/")) return res.end();
  return answer(req, res);
});
server.listen(3000);
if (process.argv[2] === "/tmp/x") process.exit();
`,
    "answer.ts": `import type { IncomingMessage, ServerResponse } from "node:http";
export function answer(req: IncomingMessage, res: ServerResponse) {
  const { pathname } = new URL(req.url ?? "/", "http://localhost");
  switch (pathname) {
    case "/users":
      return res.end("[]");
    default:
      return res.writeHead(404).end();
  }
}
`,
  };
  assertRoutes(
    files,
    `ALL /users → answer
     ALL /health → line 3
     ALL /static/ → line 3`,
  );
  assert.deepEqual(serversOf(files), ["node-http long-running"]);
});

const deployedKinds = (files: Record<string, string>): unknown[] =>
  querySample(files, "SELECT kind FROM deployed_app").map((row) => row["kind"]);

test("Deno Deploy runs a server as a function", () => {
  const files = {
    "src/index.ts": "Deno.serve({ port: 8080 }, () => new Response());",
    ".github/workflows/deploy.yaml":
      "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: denoland/deployctl@v1\n",
  };
  assert.deepEqual(deployedKinds(files), ["serverless"]);
  assert.deepEqual(deployedKinds({ "src/index.ts": files["src/index.ts"] }), ["long-running"]);
});

test("a server on whatever port is free waits for one answer: it is no service", () => {
  const files = {
    "sign-in.ts": `import { createServer } from "node:http";
export function waitForCode() {
  const server = createServer((req, res) => res.end("You may close this window."));
  server.listen(0, "127.0.0.1", () => open(server.address().port));
}
`,
    "app.ts": `import express from "express";
express().listen({ port: 0, host: "127.0.0.1" });
`,
  };
  assert.deepEqual(serversOf(files), []);
});

test("Bun and Deno: servers, their handlers and their routes", () => {
  assertRoutes(
    {
      "bun.ts": `Bun.serve({
  routes: { "/status": () => new Response("ok") },
  fetch(request) {
    const url = new URL(request.url);
    if (url.pathname === "/jobs") return new Response("[]");
    return new Response("", { status: 404 });
  },
});
`,
      "deno.ts": `Deno.serve(async (request) => {
  if (new URL(request.url).pathname === "/health") return new Response("ok");
  return new Response("", { status: 404 });
});
`,
    },
    `ALL /status → /status
     ALL /jobs → fetch
     ALL /health → line 1`,
  );
});

test("edge functions of Supabase and Netlify serve one path each", () => {
  const files = {
    "supabase/functions/send-mail/index.ts": `import { serve } from "https://deno.land/std@0.168.0/http/server.ts";
serve(async (req) => new Response("ok"));
`,
    "supabase/functions/hello/index.ts": `Deno.serve(handle);\nasync function handle() { return new Response("ok"); }\n`,
    "supabase/functions/_shared/cors.ts": `export const corsHeaders = {};\n`,
    "netlify/functions/report.ts": `export const handler = async (event) => ({ statusCode: 200 });\n`,
  };
  assertRoutes(
    files,
    `ALL /.netlify/functions/report → handler
     ALL /functions/v1/hello → handle
     ALL /functions/v1/send-mail → line 2`,
  );
  assert.deepEqual(querySample(files, "SELECT * FROM service"), []);
});

test("servers: who owns its process and who does not", () => {
  assert.deepEqual(
    serversOf({ "a.ts": `import express from "express";\nexport const start = () => express().listen(1);\n` }),
    ["express long-running"],
  );
  assert.deepEqual(
    serversOf({
      "app.js": `const express = require("express");\nconst app = express();\nmodule.exports = app;\n`,
      "bin/www.js": `const app = require("../app");\nconst http = require("http");\nconst server = http.createServer(app);\nserver.listen(3000);\n`,
    }),
    ["node-http long-running"],
  );
  assert.deepEqual(
    serversOf({ "a.ts": `import { serve } from "@hono/node-server";\nimport { app } from "./b.js";\nserve(app);\n` }),
    ["hono long-running"],
  );
  assert.deepEqual(
    serversOf({ "a.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n` }),
    [],
  );
  assert.deepEqual(
    serversOf({
      "package.json": manifest("hono", "wrangler"),
      "a.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n`,
    }),
    ["worker serverless"],
  );
  assert.deepEqual(
    serversOf({
      "package.json": `{ "name": "a", "scripts": { "start": "bun run src/index.ts" }, "dependencies": { "hono": "4" } }`,
      "src/index.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n`,
    }),
    ["bun long-running"],
  );
  assert.deepEqual(
    serversOf({
      "a.ts": `import serverless from "serverless-http";\nimport express from "express";\nconst app = express();\nexport const handler = serverless(app);\n`,
    }),
    ["lambda serverless"],
  );
  assert.deepEqual(serversOf({ "a.ts": `export const handler = async (event) => ({ statusCode: 200 });\n` }), [
    "lambda serverless",
  ]);
  assert.deepEqual(
    serversOf({
      "a.ts": `import Queue from "bull";\nconst mail = new Queue("mail");\nmail.process(async (job) => {});\n`,
    }),
    ["bull worker"],
  );
  assert.deepEqual(
    serversOf({ "a.ts": `import { Server } from "socket.io";\nexport const io = new Server(3000);\n` }),
    ["socket.io long-running"],
  );
});

test("middleware: what is mounted, with its package or its function", () => {
  const rows = querySample(
    {
      "app.ts": `import express from "express";
import cors from "cors";
import { limit } from "./limit.js";
const app = express();
app.use(cors({ origin: true }));
app.use("/api", limit, express.json());
app.use((req, res, next) => next());
`,
      "limit.ts": `export function limit(req, res, next) { next(); }\n`,
    },
    `SELECT middleware.path, middleware.name, middleware.module, "function".name AS handler
     FROM middleware LEFT JOIN "function" ON "function".id = middleware.handler_id ORDER BY middleware.line, middleware.name`,
  );
  assert.deepEqual(rows, [
    { path: null, name: "cors", module: "cors", handler: null },
    { path: "/api", name: "express.json", module: "express", handler: null },
    { path: "/api", name: "limit", module: null, handler: "limit" },
    { path: null, name: "(function)", module: null, handler: null },
  ]);
});

test("a file called middleware.ts is only Next.js's own where Next.js is", () => {
  const files = { "src/middleware.ts": `export function middleware() {}\n` };
  const count = (dependency: string): number =>
    querySample({ ...files, "package.json": manifest(dependency) }, "SELECT 1 FROM middleware").length;
  assert.equal(count("next"), 1);
  assert.equal(count("express"), 0);
  assert.deepEqual(handledAs({ ...files, "package.json": manifest("next") }, "middleware"), ["middleware"]);
});
