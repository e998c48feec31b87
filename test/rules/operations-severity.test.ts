import assert from "node:assert/strict";
import { test } from "node:test";
import { failingRows, packageOf as pack, verdictsOf as verdicts } from "./built-in-rule.js";

/** A server that a workflow brings to where it runs. */
const LIVE = {
  "package.json": pack(["express"]),
  "server.js": 'require("express")().listen(3000);\n',
  ".github/workflows/deploy.yml":
    "on: push\njobs:\n  deploy:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: flyctl deploy\n",
};

test("the distribution of an image weighs less than what the image is named after", () => {
  const dockerfile = 'FROM node:18-alpine3.18\nCMD ["node", "dist/server.js"]\n';
  assert.deepEqual(verdicts("eol-runtime", { ...LIVE, Dockerfile: dockerfile }).toSorted(), ["high", "medium"]);
});

const image = (version: number): string => `FROM node:${version}\nCMD ["node", "server.js"]\n`;
const runtimes = (files: Readonly<Record<string, string>>): string[] =>
  verdicts("eol-runtime", { ...LIVE, ...files }).filter((each) => each !== "pass");
const compose = (context: string): string => `services:\n  mail:\n    build: ${context}\n`;

test("eol-runtime is high for images that serve, not for stand-ins or what nothing builds", () => {
  assert.deepEqual(runtimes({ "docker/mail/Dockerfile": image(18) }), ["high"]);
  assert.deepEqual(runtimes({ "docker/dependencies/mail/Dockerfile": image(18) }), ["medium"]);
  assert.deepEqual(runtimes({ "docker/mock-mail/Dockerfile": image(18) }), ["medium"]);
  const two = { "docker/mail/Dockerfile": image(24), "docker/first/Dockerfile": image(18) };
  assert.deepEqual(runtimes({ ...two, "docker-compose.yml": compose("./docker/mail") }), ["low"]);
  assert.deepEqual(runtimes({ ...two, "docker-compose.yml": compose("./docker/first") }), ["high"]);
  assert.deepEqual(runtimes(two), ["medium"]);
  assert.deepEqual(runtimes({ "docker/mail/Dockerfile": image(20) }), ["medium"]);
  assert.deepEqual(runtimes({ "docker/mail/Dockerfile": image(18), "vercel.json": '{ "regions": ["fra1"] }' }), [
    "medium",
  ]);
});

test("eol-runtime is medium where nothing shows where it runs, and where a development server does", () => {
  const undeployed = { "package.json": pack(["express"]), "server.js": LIVE["server.js"], Dockerfile: image(18) };
  assert.deepEqual(verdicts("eol-runtime", undeployed), ["medium"]);
  assert.deepEqual(runtimes({ Dockerfile: image(18) }), ["high"]);
  assert.deepEqual(runtimes({ Dockerfile: "FROM node:18\nCMD npm run dev\n" }), ["medium"]);
});

const withNext = (config: string, next = "12.3.4"): string[] =>
  verdicts("eol-runtime", {
    "package.json": `{ "name": "site", "private": true, "dependencies": { "next": "${next}", "react": "^18.0.0" } }`,
    "vercel.json": '{ "regions": ["fra1"] }',
    "app/page.tsx": "export default function Page() { return <p>Hello</p>; }\n",
    "next.config.mjs": `export default { ${config} };\n`,
  });

test("eol-runtime is medium for a framework whose pages are built once, or that ended less than two years ago", () => {
  assert.deepEqual(withNext("reactStrictMode: true"), ["high"]);
  assert.deepEqual(withNext("output: 'export'"), ["medium"]);
  assert.deepEqual(withNext("reactStrictMode: true", "14.2.35"), ["medium"]);
});

test("eol-runtime names the image that serves before what tests and development use", () => {
  const workflow = `on: push\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/setup-node@v4\n        with:\n          node-version: 18\n`;
  const dockerfile = `FROM node:20 AS builder\nRUN npm run build\n\n${image(20)}`;
  const files = {
    "package.json": pack([]),
    ".github/workflows/test.yml": workflow.replace("18", "20"),
    Dockerfile: dockerfile,
  };
  const [row] = failingRows("eol-runtime", files, "2026-11-20");
  assert.equal(`${String(row?.file)}:${String(row?.line)}`, "Dockerfile:4");
  assert.match(String(row?.message), /what serves requests runs on it/);
});

const hook = (secret: string): Record<string, string> => ({
  "package.json": pack(["express"]),
  "src/server.ts": `import express from "express";\nimport { isSigned } from "./signature.js";\nconst app = express();
app.post("/webhook", (req, res) => {
  if (process.env.${secret} && !isSigned(req.body, req.headers["x-signature"], process.env.${secret})) return res.status(401).end();
  res.json({});
});\napp.listen(3000);\n`,
  "src/signature.ts": `import { createHmac } from "node:crypto";
export const isSigned = (body, signature, key) => createHmac("sha256", key).update(body).digest("hex") === signature;\n`,
});

const bypass = (secret: string): string[] => verdicts("development-auth-bypass", hook(secret));

test("development-auth-bypass: a secret may have been set by hand, and often little is behind it", () => {
  assert.deepEqual(bypass("CHAT_APP_SECRET"), ["medium"]);
  const stats = Object.entries(hook("PANEL_SECRET")).map(([path, text]) => [
    path.replace("server", "mail-stats"),
    text,
  ]);
  assert.deepEqual(verdicts("development-auth-bypass", Object.fromEntries(stats)), ["medium"]);
  assert.deepEqual(bypass("CRON_SECRET"), ["medium"]);
});

test("development-auth-bypass is critical where a deploy file starts the app without its mode", () => {
  const guarded = {
    "package.json": pack(["express"]),
    "src/server.ts": `import express from "express";\nimport { requireUser } from "./require-user.js";
express().use(requireUser).listen(3000);\n`,
    "src/require-user.ts": `export function requireUser(req, res, next) {
  if (process.env.NODE_ENV !== "production") return next();
  return req.headers.authorization ? next() : res.status(401).end();
}\n`,
  };
  const open = (more: Record<string, string>): string[] => verdicts("development-auth-bypass", { ...guarded, ...more });
  assert.deepEqual(open({}), ["high"]);
  assert.deepEqual(open({ Dockerfile: image(24) }), ["critical"]);
  assert.deepEqual(open({ Dockerfile: image(24), ".env.example": "NODE_ENV=development\n" }), ["high"]);
});

test("eol-runtime: an image that nothing builds beside one that floats, and a framework in a root without code", () => {
  const built = { dockerfile: 'FROM node:lts\nCMD ["node", "server.js"]\n', "docker/first/Dockerfile": image(20) };
  const workflow =
    "on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@v6\n";
  assert.deepEqual(runtimes({ ...built, ".github/workflows/image.yml": workflow }), ["low"]);
  const root =
    '{ "private": true, "workspaces": ["apps/*"], "scripts": { "build": "turbo run build" }, "dependencies": { "next": "12.3.4" } }';
  const site = { "static/logo.svg": "<svg />", "apps/site/package.json": '{ "name": "site", "dependencies": {} }' };
  const bare = (files: Readonly<Record<string, string>>): string[] =>
    verdicts("eol-runtime", { ...site, "package.json": root, ...files });
  assert.deepEqual(bare({}), []);
  const pages = { "pages/index.tsx": "export default () => <p />;", "next.config.js": "module.exports = {};" };
  assert.deepEqual(bare(pages), ["medium"]);
  assert.deepEqual(bare({ ...pages, "vercel.json": '{ "regions": ["fra1"] }' }), ["high"]);
});

const MAILER: Record<string, string> = {
  "package.json": pack(["express"], { main: "src/server.ts" }),
  ".env.example": "SMTP_PASS=\n",
  "src/env.ts": "export const SMTP_PASSWORD = process.env.SMTP_PASSWORD!;\n",
  "src/server.ts": 'import { SMTP_PASSWORD } from "./env.js";\nexport const login = { pass: SMTP_PASSWORD };\n',
};

test("misnamed-env-variable is medium: where it runs today somebody found the right name", () => {
  assert.deepEqual(verdicts("misnamed-env-variable", MAILER), ["medium"]);
});

const reflecting = (sameSite: string): Record<string, string> => ({
  "package.json": pack(["express", "express-session"]),
  "src/server.ts": `import express from "express";
import session from "express-session";
const app = express();
app.use(session({ secret: process.env.SESSION_SECRET!, cookie: { sameSite: "${sameSite}" } }));
app.get("/charts", (req, res) => {
  res.setHeader("Access-Control-Allow-Origin", req.headers.origin);
  res.setHeader("Access-Control-Allow-Credentials", "true");
  res.json([]);
});
app.listen(3000);\n`,
});

test("permissive-cors is low where the session's cookie stays with its own site", () => {
  assert.deepEqual(verdicts("permissive-cors", reflecting("lax")), ["low"]);
  assert.deepEqual(verdicts("permissive-cors", reflecting("none")), ["high"]);
});

const reflectingServer = (line: string): Record<string, string> => ({
  "package.json": pack(["express", "cors", "cookie-parser"]),
  "src/server.ts": `import express from "express";\nimport cors from "cors";\nimport cookieParser from "cookie-parser";
const app = express();
app.use(cors({ origin: true, credentials: true }));
${line}
app.listen(3000);\n`,
});

test("permissive-cors is not urgent where nobody is known by a cookie", () => {
  const bearer = `app.use((req, res, next) => (isKnown(req.headers.authorization, session) ? next() : res.status(401).end()));`;
  assert.deepEqual(verdicts("permissive-cors", reflectingServer(bearer)), ["medium"]);
  assert.deepEqual(verdicts("permissive-cors", reflectingServer("app.use(cookieParser());")), ["medium"]);
  const abroad = `app.use(cookieParser());\napp.post("/in", (req, res) => res.cookie("sid", "1", { sameSite: "none", secure: true }).end());`;
  assert.deepEqual(verdicts("permissive-cors", reflectingServer(abroad)), ["high"]);
});

const reflectingRoute = (line: string): Record<string, string> => ({
  "package.json": pack(["next"]),
  "app/api/signup/route.ts": `import { cookies } from "next/headers";
export async function POST(request: Request) {
  ${line}
  return Response.json({ ok: true }, { headers: {
    "Access-Control-Allow-Origin": request.headers.get("origin") ?? "*", "Access-Control-Allow-Credentials": "true" } });
}\n`,
  "app/account/page.tsx": `import { cookies } from "next/headers";
export default async function Page() { return <p>{(await cookies()).get("sid")?.value}</p>; }\n`,
});

test("permissive-cors: a route that sets the headers for its own answers stands for itself", () => {
  assert.deepEqual(verdicts("permissive-cors", reflectingRoute("await save();")), ["low"]);
  assert.deepEqual(verdicts("permissive-cors", reflectingRoute("const jar = await cookies();")), ["medium"]);
  const abroad = `(await cookies()).set("sid", "1", { sameSite: "none" });`;
  assert.deepEqual(verdicts("permissive-cors", reflectingRoute(abroad)), ["high"]);
});

const onRunner = (file: string, step: string): string[] =>
  verdicts("eol-runtime", {
    "package.json": pack(["express"]),
    [`.github/workflows/${file}.yml`]: `on: push\njobs:\n  job:\n    runs-on: macos-14\n    steps:\n      - run: ${step}\n`,
  });

test("eol-runtime is high for a runner that was taken away lately from what deploys, medium for what only looks", () => {
  assert.deepEqual(onRunner("ship", "flyctl deploy --remote-only"), ["high"]);
  assert.deepEqual(onRunner("pictures", "node look.mjs --of deployment"), ["medium"]);
});
