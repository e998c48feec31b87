import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { assertPaths, assertRoutes, serversOf } from "./web-sample.js";

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

test("OvernightJS: controllers, their children, and the server they belong to", () => {
  const files = {
    "src/app.ts": `import { Server } from "@overnightjs/core";
import { Auth } from "./auth.js";
import { V1 } from "./v1.js";
const server = new (class extends Server { constructor() { super(); this.addControllers([new Auth(), new V1()]); } })();
server.app.listen(4000);
`,
    "src/auth.ts": `import { Controller, Get, Middleware, Post } from "@overnightjs/core";
@Controller("auth")
export class Auth {
  @Post("login")
  async login(req, res) {}
  @Get("me")
  @Middleware([isAuthenticated])
  async me(req, res) {}
}
`,
    "src/v1.ts": `import { ChildControllers, Controller, Post } from "@overnightjs/core";
import { Contacts } from "./contacts.js";
@Controller("v1")
@ChildControllers([new Contacts()])
export class V1 {
  @Post("track")
  async track(req, res) {}
}
`,
    "src/contacts.ts": `import { Controller, Delete } from "@overnightjs/core";
@Controller("contacts")
export class Contacts {
  @Delete(":id")
  async remove(req, res) {}
}
`,
  };
  assertRoutes(
    files,
    `POST /auth/login → login
     GET /auth/me → me
     DELETE /v1/contacts/:id → remove
     POST /v1/track → track`,
  );
  assert.deepEqual(serversOf(files), ["express long-running"]);
  assert.deepEqual(
    querySample(files, "SELECT middleware_json FROM route WHERE path = 'me'").map((row) => row["middleware_json"]),
    ['["isAuthenticated"]'],
  );
});
