/** How grave it is when nobody sees what an app does, when it tells too much, and when it takes or answers too much at once. */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { failingRows, packageOf, verdictsOf } from "./built-in-rule.js";

type Files = Readonly<Record<string, string>>;

/** An image says how the service could be run; the file of a platform, that it is. */
const IMAGE = { Dockerfile: 'FROM node:24\nCMD ["node", "src/server.js"]\n' };
const RELEASED = { ...IMAGE, "fly.toml": 'app = "orders"\n\n[http_service]\n  internal_port = 3000\n' };
const SITE = { "vercel.json": '{ "regions": ["fra1"] }' };

const service = (lines: readonly string[], around: Files): Files => ({
  ...around,
  "package.json": packageOf(["express", "multer", "mongoose", "pg", "pino", "@sentry/node"], { type: "module" }),
  "src/server.js": [
    'import express from "express";',
    ...lines.filter((line) => line.startsWith("import ")),
    "const app = express();",
    ...lines.filter((line) => !line.startsWith("import ")),
    "app.listen(3000);",
    "",
  ].join("\n"),
});

const verdicts = (rule: string, lines: readonly string[], around: Files): string[] =>
  verdictsOf(rule, service(lines, around));

const ROUTES = ["a", "b", "c"].map((path) => `app.get("/${path}", (req, res) => res.json({}));`);
const PRINTED = Array.from(
  { length: 5 },
  (_, index) => `app.post("/${index}", (req, res) => {\n  console.log("asked ${index}");\n  res.json({});\n});`,
);

const limited = (limit: string): string[] =>
  verdicts("unbounded-request-body", [`app.use(express.json({ limit: ${limit} }));`], RELEASED);

const answer = (text: string): string[] => [
  'import pg from "pg";',
  "const pool = new pg.Pool();",
  'app.get("/orders", async (req, res) => {',
  "  try {",
  '    res.json((await pool.query("select id from orders limit 1")).rows);',
  "  } catch (error) {",
  `    res.status(500).json({ error: ${text} });`,
  "  }",
  "});",
];

const site = (more: string): Files => ({
  ...SITE,
  "package.json": packageOf(["next", "@prisma/client"]),
  "app/page.tsx": "export default function Page() { return null; }\n",
  "app/api/orders/route.ts": `${more}export async function GET() { return Response.json({}); }\n`,
});

describe("unbounded-request-body", () => {
  const rule = "unbounded-request-body";

  it("is medium where what is sent fills the memory of something released", () => {
    const parser = ['app.use(express.json({ limit: "100mb" }));'];
    assert.deepEqual(verdicts(rule, parser, RELEASED), ["medium"]);
    assert.deepEqual(verdicts(rule, parser, IMAGE), ["low"]);
    assert.deepEqual(verdicts(rule, parser, {}), []);
  });

  it("is low where it goes to a disk", () => {
    const use = 'app.post("/files", upload.single("file"), (req, res) => res.json({}));';
    const multer = (options: string): string[] => [
      'import multer from "multer";',
      `const upload = multer(${options});`,
      use,
    ];
    assert.deepEqual(verdicts(rule, multer("{ storage: multer.memoryStorage() }"), RELEASED), ["medium"]);
    assert.deepEqual(verdicts(rule, multer('{ dest: "/tmp" }'), RELEASED), ["low"]);
    assert.deepEqual(verdicts(rule, multer('{ dest: "/tmp", limits: { fileSize: 1e6 } }'), RELEASED), ["pass"]);
  });

  it("takes fifty megabytes for too much, and less for a decision", () => {
    for (const limit of ['"50mb"', '"1gb"', "50 * 1024 * 1024", "52428800", "Infinity"])
      assert.deepEqual(limited(limit), ["medium"], limit);
    for (const limit of ['"49mb"', '"500kb"', "10 * 1024 * 1024", "1048576"])
      assert.deepEqual(limited(limit), ["pass"], limit);
  });
});

describe("what an app says of itself", () => {
  it("is never more than low", () => {
    assert.deepEqual(verdicts("unstructured-logging", PRINTED, RELEASED), ["default"]);
    const logged = ['import pino from "pino";', "export const logger = pino();", ...ROUTES];
    assert.deepEqual(verdicts("unstructured-logging", logged, RELEASED), ["pass"]);
    assert.deepEqual(verdicts("missing-request-id", logged, RELEASED), ["default"]);
    assert.deepEqual(verdicts("missing-request-id", logged, {}), []);
  });
});

describe("error-detail-leak", () => {
  it("is medium where a database is asked and the app is deployed, or where the stack goes out", () => {
    assert.deepEqual(verdicts("error-detail-leak", answer("error.message"), RELEASED), ["medium"]);
    assert.deepEqual(verdicts("error-detail-leak", answer("error.message"), {}), ["low"]);
    assert.deepEqual(verdicts("error-detail-leak", answer("error.stack"), {}), ["medium"]);
  });
});

describe("missing-security-headers", () => {
  it("is medium for pages of what keeps data, and low for pages to read", () => {
    const prisma = 'import { PrismaClient } from "@prisma/client";\nexport const prisma = new PrismaClient();\n';
    assert.deepEqual(verdictsOf("missing-security-headers", site(prisma)), ["medium"]);
    assert.deepEqual(verdictsOf("missing-security-headers", site("")), ["low"]);
  });

  it("is low for a console of one's own team", () => {
    const prisma = 'import { PrismaClient } from "@prisma/client";\nexport const prisma = new PrismaClient();\n';
    const inFolder = (folder: string): Files => ({
      "package.json": '{ "private": true, "workspaces": ["apps/*"] }',
      ...Object.fromEntries(Object.entries(site(prisma)).map(([path, text]) => [`${folder}/${path}`, text])),
    });
    assert.deepEqual(verdictsOf("missing-security-headers", inFolder("apps/shop")), ["medium"]);
    assert.deepEqual(verdictsOf("missing-security-headers", inFolder("apps/internal-tool")), ["low"]);
  });
});

const askingNobody = (docstring: string) =>
  failingRows(
    "shallow-health-check",
    {
      "requirements.txt": "fastapi\nsqlalchemy\n",
      Dockerfile: 'FROM python:3.13\nCOPY . .\nCMD ["uvicorn", "main:app"]\n',
      "main.py": `from fastapi import FastAPI\nfrom sqlalchemy import create_engine, text\n\napp = FastAPI()\nengine = create_engine("postgresql://db/shop")\n\n\n@app.get("/health")\ndef health():\n    """${docstring}"""\n    return {"status": "ok"}\n\n\n@app.get("/orders")\ndef orders():\n    with engine.connect() as connection:\n        return connection.execute(text("select 1")).all()\n`,
    },
    "2026-11-21",
  ).map(({ severity }) => severity);

test("a health check that asks nobody is low where its docstring gives the reason", () => {
  assert.deepEqual(askingNobody("Says ok."), ["medium"]);
  assert.deepEqual(askingNobody("For the load balancer; deliberately asks neither database nor cache."), ["low"]);
});
