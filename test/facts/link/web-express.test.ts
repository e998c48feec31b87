import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { assertPaths, assertRoutes, pathsOf, routesOf } from "./web-sample.js";

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
