import assert from "node:assert/strict";
import { test } from "node:test";
import { exposedBy, packageNamed as pack, server } from "./exposed-sample.js";
import { querySample } from "./query-sample.js";
import type { Files } from "./web-sample.js";

const nest = (guard: string, key: string): Files => ({
  "package.json": pack("a", { dependencies: { "@nestjs/common": "^11.0.0", "@nestjs/core": "^11.0.0" } }),
  "src/main.ts": `import { NestFactory } from "@nestjs/core";\nimport { AppModule } from "./app.module";\nvoid NestFactory.create(AppModule).then((app) => app.listen(3000));\n`,
  "src/app.module.ts": `import { Module } from "@nestjs/common";\nimport { APP_GUARD } from "@nestjs/core";
import { ${guard} } from "./guard";\nimport { KeysController } from "./keys.controller";
@Module({ controllers: [KeysController], providers: [{ provide: APP_GUARD, useClass: ${guard} }] })\nexport class AppModule {}\n`,
  "src/open.ts": `import { SetMetadata } from "@nestjs/common";\nexport const OPEN_TO_ALL = "${key}";\nexport const Doorbell = () => SetMetadata(OPEN_TO_ALL, true);\n`,
  "src/guard.ts": `import { Reflector } from "@nestjs/core";\nimport { OPEN_TO_ALL } from "./open";
export class ${guard} {\n  constructor(private readonly reflector: Reflector) {}
  canActivate(context) { return this.reflector.getAllAndOverride(OPEN_TO_ALL, [context.getHandler()]) || Boolean(context.user); }\n}\n`,
  "src/keys.controller.ts": `import { Controller, Post } from "@nestjs/common";\nimport { Doorbell } from "./open";
@Controller("api")\nexport class KeysController {
  @Post("access-token") create() { return {}; }
  @Doorbell() @Post("login") login() { return {}; }\n}\n`,
});

test("a guard of the whole application leaves strangers what its decorator names", () => {
  assert.deepEqual(exposedBy(nest("MemberAuthGuard", "open")), [
    "POST /api/access-token api: –",
    "POST /api/login auth: –",
  ]);
  assert.deepEqual(exposedBy(nest("ClockGuard", "open")), [
    "POST /api/access-token auth: –",
    "POST /api/login auth: –",
  ]);
});

const handler = (first: string): Files => ({
  "package.json": pack("a", { dependencies: { next: "^16.0.0" } }),
  "app/api/mobile/users/reset-password/route.ts": `import { guard, requirePhoneAdmin } from "@/lib/staff";
export async function POST(request: Request) {
  const who = await ${first}(request);
  if ("error" in who) return Response.json({ error: who.error }, { status: 403 });
  return Response.json({});\n}\n`,
});

test("a reset of passwords that only the own staff may ask for signs nobody in", () => {
  assert.match(String(exposedBy(handler("requirePhoneAdmin"))), /reset-password admin/);
  assert.match(String(exposedBy(handler("guard"))), /reset-password auth/);
});

const relay = (body: string): string => `app.post("/recipe", async (req, res) => {
  const answer = await fetch("https://models.acme.dev/v1/chat", { method: "POST", body: req.body });
  ${body}
  res.json(await answer.json());
});`;

const limitOf = (body: string): string[] => exposedBy({ "package.json": pack("a"), "index.ts": server(relay(body)) });

test("another server's 429 that is handed on limits nobody", () => {
  assert.deepEqual(limitOf("if (answer.status === 429) return res.status(429).json({ error: 'later' });"), [
    "POST /recipe api: –",
  ]);
  assert.deepEqual(limitOf("switch (answer.status) { case 429: return res.status(429).end(); }"), [
    "POST /recipe api: –",
  ]);
  assert.deepEqual(
    limitOf("const limited = { status: 429 }; if (limited.status === 429) return res.status(429).end();"),
    ["POST /recipe api: an answer with status 429 (index.ts:6)"],
  );
});

const route = (url: string): string =>
  `app.post("/ask", async (req, res) => res.json(await (await fetch("${url}", { method: "POST", body: req.body })).json()));`;

const costOf = (url: string): string[] => exposedBy({ "package.json": pack("a"), "index.ts": server(route(url)) });

test("a model that is asked without an SDK costs as much as with one", () => {
  assert.deepEqual(costOf("https://gateway.acme.dev/v1/chat/completions"), ["POST /ask api: –, model"]);
  assert.deepEqual(costOf("https://api.anthropic.com/v1/messages"), ["POST /ask api: –, model"]);
  assert.deepEqual(costOf("https://api.acme.dev/v1/weather"), ["POST /ask api: –"]);
});

const verification = (first: string): string =>
  exposedBy({
    "package.json": pack("a", { dependencies: { next: "^16.0.0" } }),
    "app/api/auth/resend-verification/route.ts": `import { ${first} } from "@/lib/session";
export async function POST(request: Request) {
  const session = await ${first}();
  if (!session) return Response.json({}, { status: 401 });
  return Response.json({});\n}\n`,
  }).join("");

test("what only who has signed in may ask for signs nobody in", () => {
  assert.match(verification("getServerSession"), /resend-verification api/);
  assert.match(verification("loadDraft"), /resend-verification auth/);
});

const doors = (guard: string): string[] =>
  exposedBy({
    "package.json": pack("a"),
    "index.ts": server(`import { ${guard} } from "./guards";
app.post("/auth/send-verification", ${guard}, (req, res) => res.json(post(req.body)));
app.post("/auth/verify-otp", ${guard}, (req, res) => res.json(post(req.body)));`),
    "guards.ts": `export function ${guard}(req, res, next) { next(); }`,
  });

test("a guard that asks who has signed in leaves a second factor to be guessed", () => {
  assert.deepEqual(doors("requireAuth"), ["POST /auth/send-verification api: –", "POST /auth/verify-otp auth: –"]);
  assert.deepEqual(doors("superAdminOnly"), ["POST /auth/send-verification admin: –", "POST /auth/verify-otp auth: –"]);
  assert.deepEqual(doors("logBody"), ["POST /auth/send-verification auth: –", "POST /auth/verify-otp auth: –"]);
});

const signIn = (answer: string): unknown =>
  querySample(
    {
      "package.json": pack("a"),
      "index.ts": server(`import { stringify } from "query-string";
app.post("/login", (req, res) => { ${answer} });`),
    },
    "SELECT is_followed FROM exposed_route",
  )[0]?.["is_followed"];

test("an address of somebody else's sign-in page is no sign-in", () => {
  assert.equal(
    signIn(`res.json(stringify({ client_id: "desk", response_type: "code", redirect_uri: "https://desk.example" }));`),
    0,
  );
  assert.equal(signIn(`res.json(check({ name: req.body.name, password: req.body.password }));`), 1);
});
