import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { assertPaths, assertRoutes, handledAs, manifest, pathsOf, routesOf, serversOf } from "./web-sample.js";

test("Express: routes of an app, handlers in place and by name", () => {
  assertRoutes(
    {
      "app.ts": `import express from "express";
const app = express();
app.get("/", (req, res) => res.send("hello"));
app.post("/users", createUser);
app.del("/users/:id", removeUser);
app.get("env");
app.set("trust proxy", 1);
async function createUser() {}
const removeUser = async () => {};
`,
    },
    `GET / → line 3
     POST /users → createUser
     DELETE /users/:id → removeUser`,
  );
});

test("Express: a router in another file, mounted twice and below another router", () => {
  assertPaths(
    {
      "app.ts": `import express from "express";
import { api } from "./api.js";
const app = express();
app.use("/api", api);
app.use("/v2", api);
`,
      "api.ts": `import { Router } from "express";
import users from "./users.js";
export const api = Router();
api.use("/users", users);
api.get("/ping", (req, res) => res.end());
`,
      "users.ts": `import express from "express";
const router = express.Router();
router.get("/:id", (req, res) => res.end());
export default router;
`,
    },
    `GET /api/ping
     GET /v2/ping
     GET /api/users/:id
     GET /v2/users/:id`,
  );
});

test("Express: two routers of one file keep their own prefixes", () => {
  assertPaths(
    {
      "app.js": `const express = require("express");
const { open, closed } = require("./routers");
const app = express();
app.use("/open", open);
app.use("/closed", requireUser, closed);
function requireUser(req, res, next) { next(); }
`,
      "routers.js": `const { Router } = require("express");
const open = Router();
const closed = Router();
open.get("/a", (req, res) => res.end());
closed.get("/b", (req, res) => res.end());
module.exports = { open, closed };
`,
    },
    `GET /open/a
     GET /closed/b`,
  );
});

test("Express: router.route() gives its path to every call chained on it", () => {
  assertRoutes(
    {
      "users.js": `const router = require("express").Router();
const users = require("./controller");
router
  .route("/:userId")
  .get(auth("read"), users.read)
  .patch(users.update)
  .delete(users.remove);
module.exports = router;
function auth(right) { return (req, res, next) => next(); }
`,
      "controller.js": `const read = async (req, res) => {};
const update = async (req, res) => {};
const remove = async (req, res) => {};
module.exports = { read, update, remove };
`,
    },
    `GET /:userId → read
     PATCH /:userId → update
     DELETE /:userId → remove`,
  );
});

test("Express: wrappers, arrays of middleware, bound methods, class and object controllers", () => {
  const files = {
    "routes.ts": `import { Router } from "express";
import { users } from "./users.js";
import { OrderController } from "./orders.js";
const orders = new OrderController();
const router = Router();
router.get("/a", asyncHandler(async (req, res) => res.end()));
router.get("/b", asyncHandler(users.list));
router.get("/c", [first, second], users.list);
router.get("/d", [first, listAll]);
router.get("/e", orders.list);
router.get("/f", orders.read.bind(orders));
router.get("/g", OrderController.all);
export const asyncHandler = (fn: Function) => (req: unknown, res: unknown, next: Function) => fn(req, res).catch(next);
function first() {}
function second() {}
function listAll() {}
`,
    "users.ts": `export const users = { list: async () => {} };\n`,
    "orders.ts": `export class OrderController {
  list = async () => {};
  async read() {}
  static async all() {}
}
`,
  };
  assertRoutes(
    files,
    `GET /a → line 6
     GET /b → list
     GET /c → list
     GET /d → listAll
     GET /e → list
     GET /f → read
     GET /g → all`,
  );
  const [row] = querySample(files, "SELECT middleware_json FROM route WHERE path = '/c'");
  assert.equal(row?.["middleware_json"], '["first","second"]');
});

test("Express: an app that is handed to functions keeps the prefix of whoever hands it over", () => {
  assertPaths(
    {
      "server.ts": `import express from "express";
import routes from "./routes.js";
const app = express();
app.use("/api/v1", routes());
app.listen(3000);
`,
      "routes.ts": `import { Router } from "express";
import auth from "./auth.js";
export default () => {
  const app = Router();
  auth(app);
  return app;
};
`,
      "auth.ts": `import { Router } from "express";
export default (app: Router) => {
  const route = Router();
  app.use("/auth", route);
  route.post("/signin", (req, res) => res.end());
  app.get("/who", (req, res) => res.end());
};
`,
    },
    `POST /api/v1/auth/signin
     GET /api/v1/who`,
  );
});

test("Express: constants make paths, computed mounts make unknown ones", () => {
  assertPaths(
    {
      "app.ts": `import express, { Router } from "express";
import { config } from "./config.js";
const PREFIX = "/api";
const users = Router();
const hooks = Router();
const app = express();
app.use(PREFIX, users);
app.use(config.hooks, hooks);
app.get(\`\${PREFIX}/version\`, (req, res) => res.end());
users.get("/users", (req, res) => res.end());
hooks.post("/stripe", (req, res) => res.end());
app.get(/^\\/old/, (req, res) => res.end());
`,
      "config.ts": `export const config = { hooks: process.env.HOOKS };\n`,
    },
    `GET /api/version
     GET /api/users
     POST ?
     GET ?`,
  );
});

test("Express: a class that keeps its router in a field", () => {
  assertPaths(
    {
      "app.ts": `import express from "express";
import { UserRoutes } from "./user-routes.js";
class App {
  public app: express.Application;
  constructor() {
    this.app = express();
    this.app.use("/users", new UserRoutes().router);
  }
  listen() {
    this.app.listen(3000);
  }
}
new App().listen();
`,
      "user-routes.ts": `import { Router } from "express";
export class UserRoutes {
  public router = Router();
  constructor() {
    this.router.get("/me", this.me);
  }
  me() {}
}
`,
    },
    "GET /users/me",
  );
});

test("an HTTP client, a map and a request are no routers", () => {
  const files = {
    "client.ts": `import axios from "axios";
import type { Request } from "express";
const api = axios.create({});
api.get("/users", { params: {} });
export const load = (api: Client) => api.post("/users", { name: "a" });
export const host = (req: Request) => req.get("host");
const cache = new Map<string, string>();
cache.get("/x");
interface Client { post(path: string, body: object): void }
`,
  };
  assert.deepEqual(routesOf(files), []);
});

test("Fastify: plugins with prefixes, nested, typed and untyped, wrapped by fastify-plugin", () => {
  assertPaths(
    {
      "server.ts": `import Fastify from "fastify";
import users from "./users.js";
import { health } from "./health.js";
const app = Fastify();
app.register(users, { prefix: "/api/users" });
app.register(health);
app.register(async (instance) => {
  instance.get("/inner", async () => "ok");
}, { prefix: "/v1" });
app.register(import("./late.js"), { prefix: "/late" });
await app.listen({ port: 3000 });
`,
      "users.ts": `import type { FastifyInstance } from "fastify";
import notes from "./notes.js";
export default async function users(fastify: FastifyInstance) {
  fastify.get("/", async () => []);
  fastify.register(notes, { prefix: "/:id/notes" });
}
`,
      "notes.ts": `export default async function (app, options) {
  app.post("/", { schema: {}, preHandler: [requireUser] }, async () => ({}));
  app.get("/all", { handler: listNotes });
}
async function requireUser() {}
async function listNotes() {}
`,
      "health.ts": `import fp from "fastify-plugin";
export const health = fp(async (fastify) => {
  fastify.get("/health", async () => "ok");
});
`,
      "late.js": `module.exports = async (fastify) => { fastify.get("/x", async () => 1); };\n`,
    },
    `GET /health
     GET /late/x
     POST /api/users/:id/notes
     GET /api/users/:id/notes/all
     GET /v1/inner
     GET /api/users`,
  );
});

test("Fastify: a plugin that is registered does not run per request", () => {
  const files = {
    "server.ts": `import Fastify from "fastify";
import { Pool } from "pg";
const app = Fastify();
app.register(async (instance) => {
  const pool = new Pool();
  instance.get("/x", async () => pool.query("select 1"));
});
`,
  };
  assert.deepEqual(querySample(files, "SELECT in_handler FROM call WHERE method = 'Pool'"), [{ in_handler: 0 }]);
  assert.deepEqual(querySample(files, "SELECT in_handler FROM call WHERE method = 'query'"), [{ in_handler: 1 }]);
});

test("Fastify: route objects with several methods, handlers in place and by name, hooks", () => {
  const files = {
    "server.ts": `import Fastify from "fastify";
import { listUsers } from "./users.js";
const app = Fastify();
app.route({ method: ["GET", "HEAD"], url: "/users", preHandler: [requireUser, audit], handler: listUsers });
app.route({
  method: "POST",
  url: "/users",
  handler: async function (request, reply) {
    return {};
  },
});
function requireUser() {}
function audit() {}
`,
    "users.ts": `export async function listUsers() {}\n`,
  };
  assertRoutes(
    files,
    `GET /users → listUsers
     HEAD /users → listUsers
     POST /users → handler`,
  );
  const [row] = querySample(files, "SELECT middleware_json FROM route WHERE method = 'GET'");
  assert.equal(row?.["middleware_json"], '["requireUser","audit"]');
});

test("Fastify: autoload serves folders", () => {
  assertPaths(
    {
      "src/app.ts": `import autoload from "@fastify/autoload";
import Fastify from "fastify";
import { join } from "node:path";
const app = Fastify();
app.register(autoload, { dir: join(import.meta.dirname, "routes"), options: { prefix: "/api" } });
`,
      "src/routes/root.ts": `export default async function (fastify) { fastify.get("/", async () => "ok"); }\n`,
      "src/routes/users/_id/index.ts": `const route = async (app, opts) => { app.get("/posts", async () => []); };
export default route;
`,
    },
    `GET /api
     GET /api/users/:id/posts`,
  );
});

test("Hono: chaining, app.route, basePath, on", () => {
  assertPaths(
    {
      "index.ts": `import { Hono } from "hono";
import { books } from "./books.js";
const app = new Hono().basePath("/api");
app.get("/a", (c) => c.text("a")).post("/b", (c) => c.text("b"));
app.route("/books", books);
app.on(["POST", "GET"], "/auth/*", (c) => c.text("auth"));
export default { port: 3000, fetch: app.fetch };
`,
      "books.ts": `import { Hono } from "hono";
export const books = new Hono()
  .get("/", (c) => c.json([]))
  .get("/:id", async (c) => c.json({}));
`,
    },
    `GET /books
     GET /books/:id
     GET /api/a
     POST /api/b
     GET /api/auth/*
     POST /api/auth/*`,
  );
});

test("Hono: routes described by createRoute, also through a helper of the project", () => {
  assertRoutes(
    {
      "app.ts": `import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
const app = new OpenAPIHono();
const route = createRoute({ method: "get", path: "/users/{id}", responses: {} });
app.openapi(route, async (c) => c.json({}));
const create = createRoute({ method: "post", path: "/users", responses: {} });
function register(route: ReturnType<typeof createRoute>, handler: unknown) { app.openapi(route, handler); }
register(create, createUser);
async function createUser() {}
`,
    },
    `GET /users/:id → line 4
     POST /users → createUser`,
  );
});

test("Koa: prefixes of routers, nested routers, routes()", () => {
  assertPaths(
    {
      "app.ts": `import Koa from "koa";
import Router from "@koa/router";
import { users } from "./users.js";
const app = new Koa();
const api = new Router({ prefix: "/api" });
api.get("/ping", (ctx) => { ctx.body = "pong"; });
api.use("/users", users.routes(), users.allowedMethods());
app.use(api.routes()).use(api.allowedMethods());
app.listen(3000);
`,
      "users.ts": `import Router from "@koa/router";
export const users = new Router();
users.get("/:id", async (ctx) => { ctx.body = {}; });
`,
    },
    `GET /api/ping
     GET /api/users/:id`,
  );
});

test("hapi: one route, and an array of them", () => {
  assertRoutes(
    {
      "server.ts": `import Hapi from "@hapi/hapi";
const server = Hapi.server({ port: 3000 });
server.route({ method: "GET", path: "/users/{id}", handler: readUser });
server.route([
  { method: ["PUT", "POST"], path: "/users", handler: writeUser },
]);
await server.start();
async function readUser() {}
async function writeUser() {}
`,
    },
    `GET /users/:id → readUser
     POST /users → writeUser
     PUT /users → writeUser`,
  );
});

test("NestJS: controllers, global prefix and its exceptions, several paths, guards", () => {
  const files = {
    "src/main.ts": `import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix("api", { exclude: ["health", { path: "metrics", method: 0 }] });
  await app.listen(3000);
}
bootstrap();
`,
    "src/app.module.ts": `export class AppModule {}\n`,
    "src/users.controller.ts": `import { Controller, Get, Post, UseGuards } from "@nestjs/common";
@Controller({ path: "users", version: "1" })
@UseGuards(AuthGuard)
export class UsersController {
  @Get()
  list() {}
  @Get([":id", "by-id/:id"])
  read() {}
  @Post("invite")
  @UseGuards(AdminGuard)
  invite() {}
}
class AuthGuard {}
class AdminGuard {}
`,
    "src/health.controller.ts": `import { Controller, Get } from "@nestjs/common";
@Controller()
export class HealthController {
  @Get("health")
  check() {}
}
@Controller("metrics")
export class MetricsController {
  @Get()
  all() {}
}
`,
  };
  assertRoutes(
    files,
    `GET /health → check
     GET /metrics → all
     GET /api/users → list
     GET /api/users/:id → read
     GET /api/users/by-id/:id → read
     POST /api/users/invite → invite`,
  );
  assert.deepEqual(
    querySample(files, "SELECT middleware_json AS guards FROM route WHERE full_path LIKE '/api/users%' ORDER BY line"),
    [
      { guards: '["AuthGuard"]' },
      { guards: '["AuthGuard"]' },
      { guards: '["AuthGuard"]' },
      { guards: '["AuthGuard","AdminGuard"]' },
    ],
  );
  assert.deepEqual(serversOf(files), ["nest long-running"]);
});

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
  const server = (files: Record<string, string>): string[] => serversOf(files);
  assert.deepEqual(
    server({ "a.ts": `import express from "express";\nexport const start = () => express().listen(1);\n` }),
    ["express long-running"],
  );
  assert.deepEqual(
    server({
      "app.js": `const express = require("express");\nconst app = express();\nmodule.exports = app;\n`,
      "bin/www.js": `const app = require("../app");\nconst http = require("http");\nconst server = http.createServer(app);\nserver.listen(3000);\n`,
    }),
    ["node-http long-running"],
  );
  assert.deepEqual(
    server({ "a.ts": `import { serve } from "@hono/node-server";\nimport { app } from "./b.js";\nserve(app);\n` }),
    ["hono long-running"],
  );
  assert.deepEqual(
    server({ "a.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n` }),
    [],
  );
  assert.deepEqual(
    server({
      "package.json": manifest("hono", "wrangler"),
      "a.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n`,
    }),
    ["worker serverless"],
  );
  assert.deepEqual(
    server({
      "package.json": `{ "name": "a", "scripts": { "start": "bun run src/index.ts" }, "dependencies": { "hono": "4" } }`,
      "src/index.ts": `import { Hono } from "hono";\nconst app = new Hono();\nexport default app;\n`,
    }),
    ["bun long-running"],
  );
  assert.deepEqual(
    server({
      "a.ts": `import serverless from "serverless-http";\nimport express from "express";\nconst app = express();\nexport const handler = serverless(app);\n`,
    }),
    ["lambda serverless"],
  );
  assert.deepEqual(server({ "a.ts": `export const handler = async (event) => ({ statusCode: 200 });\n` }), [
    "lambda serverless",
  ]);
  assert.deepEqual(
    server({
      "a.ts": `import Queue from "bull";\nconst mail = new Queue("mail");\nmail.process(async (job) => {});\n`,
    }),
    ["bull worker"],
  );
  assert.deepEqual(server({ "a.ts": `import { Server } from "socket.io";\nexport const io = new Server(3000);\n` }), [
    "socket.io long-running",
  ]);
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

test("a router known by name alone needs a handler that takes a request and a response", () => {
  const files = {
    "a.ts": `import { makeRouter } from "somewhere";
const router = makeRouter();
router.get("/a", (req, res) => res.end());
router.get("/b", (value) => value);
`,
  };
  assert.deepEqual(pathsOf(files), ["GET /a"]);
});
