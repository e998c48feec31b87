import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";
import { assertPaths, assertRoutes, handledAs, manifest, pathsOf, serversOf } from "./web-sample.js";

const next = manifest("next");

test("Next.js app router: groups, parameters, catch-alls, wrappers, re-exports", () => {
  const files = {
    "package.json": next,
    "app/api/(internal)/users/[id]/route.ts": `import { withAuth, withLog } from "../../../../../lib/with-auth";
export const GET = withAuth(async (request) => Response.json({}));
export const POST = withLog("create", withAuth(createUser));
async function createUser() {}
`,
    "app/api/docs/[[...slug]]/route.ts": `export { GET, handle as POST } from "../../../../lib/docs";\n`,
    "app/api/auth/[...nextauth]/route.ts": `import NextAuth from "next-auth";
const handler = NextAuth({ providers: [] });
export { handler as GET, handler as POST };
export const dynamic = "force-dynamic";
`,
    "src/app/page.tsx": `export default function Page() { return null; }\n`,
    "lib/with-auth.ts": `export function withAuth(handler) { return async (request) => handler(request); }
export const withLog = (name, handler) => (request) => handler(request);
`,
    "lib/docs.ts": `export async function GET() {}\nexport const handle = async () => {};\n`,
  };
  assertRoutes(
    files,
    `GET /api/users/:id → line 2
     POST /api/users/:id → createUser
     GET /api/auth/*nextauth → ?
     POST /api/auth/*nextauth → ?
     GET /api/docs/*slug → GET
     POST /api/docs/*slug → handle`,
  );
  const [row] = querySample(files, "SELECT middleware_json FROM route WHERE method = 'POST' AND path LIKE '%users%'");
  assert.equal(row?.["middleware_json"], '["withLog","withAuth"]');
  assert.deepEqual(serversOf(files), ["next serverless"]);
});

test("Next.js: an app folder inside a route is part of the path, and packages have their own app folders", () => {
  assertPaths(
    {
      "apps/web/package.json": next,
      "apps/web/src/app/api/app/users/route.ts": `export async function GET() {}\n`,
      "package.json": manifest("turbo"),
    },
    "GET /api/app/users",
  );
});

test("Next.js pages: API routes, only where Next.js is", () => {
  const api = { "pages/api/users/[id].ts": `export default withApi(handler);\nasync function handler(req, res) {}\n` };
  assertRoutes({ ...api, "package.json": next }, "ALL /api/users/:id → handler");
  assert.deepEqual(pathsOf({ ...api, "package.json": manifest("vite") }), []);
});

test("Next.js: server actions and getServerSideProps run per request", () => {
  const files = {
    "package.json": next,
    "app/actions.ts": `"use server";\nexport async function save() {}\nexport const remove = async () => {};\n`,
    "pages/old.tsx": `export const getServerSideProps = async () => ({ props: {} });\n`,
  };
  assert.deepEqual(handledAs(files, "server-action"), ["save", "remove"]);
  assert.deepEqual(handledAs(files, "next-api"), ["getServerSideProps"]);
});

test("SvelteKit: endpoints, page loads and form actions", () => {
  const files = {
    "src/routes/(app)/items/[id=uuid]/+server.ts": `export const GET = async () => {};\nexport function DELETE() {}\n`,
    "src/routes/login/+page.server.ts": `export const load = async () => {};
export const actions = { default: async () => {}, reset: async () => {} };
`,
  };
  assertPaths(
    files,
    `GET /items/:id
     DELETE /items/:id
     GET /login
     POST /login`,
  );
  assert.deepEqual(handledAs(files, "route"), ["GET", "DELETE", "load", "default", "reset"]);
});

test("Remix and React Router: flat names, folders, pathless layouts, escapes, splats", () => {
  const files: Record<string, string> = { "package.json": manifest("@remix-run/node") };
  const route = (name: string): void => {
    files[`app/routes/${name}`] = `export async function loader() {}\n`;
  };
  route("_auth.login.tsx");
  route("_index.tsx");
  route("api.v1.users.$id.ts");
  route("files.$.ts");
  route("sitemap[.]xml.ts");
  route("settings_.profile/route.tsx");
  route("users+/$name_.edit.tsx");
  assertPaths(
    files,
    `GET /login
     GET /
     GET /api/v1/users/:id
     GET /files/*
     GET /settings/profile
     GET /sitemap.xml
     GET /users/:name/edit`,
  );
});

test("a folder called app/routes is not Remix's without Remix", () => {
  const files = { "package.json": manifest("express"), "app/routes/users.js": `export const action = () => {};\n` };
  assert.deepEqual(pathsOf(files), []);
});

test("Nuxt and Nitro: methods in the name, index, the root of routes/", () => {
  assertPaths(
    {
      "package.json": manifest("nuxt"),
      "server/api/users/[id].get.ts": `export default defineEventHandler(async (event) => ({}));\n`,
      "server/api/users/index.post.ts": `export default defineEventHandler(() => ({}));\n`,
      "server/routes/healthz.ts": `export default eventHandler(() => "ok");\n`,
    },
    `GET /api/users/:id
     POST /api/users
     ALL /healthz`,
  );
});

test("an Express project with server/routes/ is not Nuxt", () => {
  const files = {
    "package.json": manifest("express"),
    "server/routes/users.js": `const router = require("express").Router();
router.get("/", (req, res) => res.end());
module.exports = router;
`,
    "server/index.js": `const app = require("express")();
app.use("/users", require("./routes/users"));
app.listen(3000);
`,
  };
  assertPaths(files, "GET /users");
});

test("Astro, Medusa, Vercel functions", () => {
  assertPaths(
    { "package.json": manifest("astro"), "src/pages/api/feed.json.ts": `export const GET = async () => {};\n` },
    "GET /api/feed.json",
  );
  assertPaths(
    {
      "package.json": manifest("@medusajs/framework"),
      "src/api/store/products/[id]/route.ts": `export async function GET(req, res) {}\n`,
    },
    "GET /store/products/:id",
  );
  assertPaths(
    {
      "package.json": manifest("@vercel/node"),
      "api/hello/index.ts": `export default function handler(req, res) {}\n`,
    },
    "ALL /api/hello",
  );
});
