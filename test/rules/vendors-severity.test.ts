/** How grave the built-in rules about vendors think a finding is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

/** Severities that a rule gives a route which asks OpenAI, with that for its model. */
const ofModel = (
  id: string,
  model: string,
  asOf: string,
  around: readonly [string, string] = ["", ""],
  deployed: Readonly<Record<string, string>> = { "fly.toml": 'app = "kiosk"\n' },
): string[] =>
  failingRows(
    id,
    {
      ...deployed,
      "package.json":
        '{ "name": "kiosk", "main": "src/server.ts", "dependencies": { "express": "^5.0.0", "openai": "^6.0.0" } }',
      "src/server.ts": `import express from "express";
import OpenAI from "openai";
const openai = new OpenAI();
const app = express();
app.get("/menu", async (req, res) => {
  ${around[0]}
  const answer = await openai.chat.completions.create({ model: ${model}, messages: [] });
  res.json(answer);
  ${around[1]}
});
app.listen(3000);
`,
    },
    asOf,
  ).map(({ severity }) => String(severity));

const ofVersion = (
  asOf: string,
  deployed: Readonly<Record<string, string>> = { "fly.toml": 'app = "kiosk"\n' },
): string[] =>
  failingRows(
    "sunset-api",
    {
      ...deployed,
      "package.json": '{ "name": "kiosk", "main": "src/server.ts", "dependencies": { "express": "^5.0.0" } }',
      "src/server.ts": `await fetch("https://api.linkedin.com/rest/posts", { method: "POST", headers: { "LinkedIn-Version": "202306" } });\n(await import("express")).default().listen(3000);\n`,
    },
    asOf,
  ).map(({ severity }) => String(severity));

const among = (name: string, others = ""): string[] =>
  ofModel("retired-model", "process.env.OPENAI_MODEL!", "2026-11-21", ["", ""], {
    "fly.toml": 'app = "kiosk"\n',
    ".env.production": `${name}=gpt-3.5-turbo\n${others}`,
  });

const behind = (setting: string): string[] =>
  failingRows(
    "retired-model",
    {
      "requirements.txt": "openai==1.40.0\npydantic-settings\n",
      "answers.py":
        'from openai import OpenAI\nfrom settings import settings\n\nclient = OpenAI()\n\n\ndef answer(row):\n    selected_model = settings.CHAT_MODEL or row.model or "gpt-3.5-turbo"\n    return client.chat.completions.create(model=selected_model, messages=[])\n',
      "main.py": "from answers import answer\n\nprint(answer(None))\n",
      "settings.py": `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    CHAT_MODEL: str${setting}\n\n\nsettings = Settings()\n`,
      Dockerfile: 'FROM python:3.13\nCMD ["python", "main.py"]\n',
    },
    "2026-11-21",
  ).map(({ severity }) => String(severity));

/** A service that a compose file builds and gives its model to. */
const compose = (mounts: string): Readonly<Record<string, string>> => ({
  "fly.toml": 'app = "kiosk"\n',
  Dockerfile: "FROM node:24\nCMD node src/server.js\n",
  "compose.yaml": `services:\n  web:\n    build: .\n${mounts}    environment:\n      OPENAI_MODEL: gpt-3.5-turbo\n`,
});
const asked = (files: Readonly<Record<string, string>>): string[] =>
  ofModel("retired-model", "process.env.OPENAI_MODEL!", "2026-11-21", ["", ""], files);

const today = (model: string, around?: readonly [string, string]): string[] =>
  ofModel("retired-model", model, "2026-11-21", around);

describe("retired-model", () => {
  const id = "retired-model"; // gpt-3.5-turbo: 2026-10-23

  it("is high for what a deployed app sends and what is gone, medium before, long after and undeployed", () => {
    assert.deepEqual(ofModel(id, '"gpt-3.5-turbo"', "2026-11-21"), ["high"]);
    assert.deepEqual(ofModel(id, '"gpt-3.5-turbo"', "2026-10-15"), ["medium"]);
    assert.deepEqual(ofModel(id, '"gpt-3.5-turbo"', "2027-12-01"), ["medium"]);
    assert.deepEqual(ofModel(id, '"gpt-3.5-turbo"', "2026-11-21", ["", ""], {}), ["medium"]);
  });

  it("is medium in an example of the settings", () => {
    const files = { "fly.toml": 'app = "kiosk"\n', ".env.example": "OPENAI_MODEL=gpt-3.5-turbo\n" };
    assert.deepEqual(ofModel(id, "process.env.OPENAI_MODEL!", "2026-11-21", ["", ""], files), ["medium"]);
  });

  it("is medium in a compose file for development", () => {
    assert.deepEqual(asked(compose("")), ["high"]);
    const withDefault = compose("")["compose.yaml"]?.replace("gpt-3.5-turbo", "${OPENAI_MODEL:-gpt-3.5-turbo}") ?? "";
    assert.deepEqual(asked({ ...compose(""), "compose.yaml": withDefault }), ["medium"]);
    assert.deepEqual(asked(compose("    volumes: [./src:/app/src]\n")), ["medium"]);
  });

  it("is medium in settings full of placeholders, and in a variable that nothing reads", () => {
    assert.deepEqual(among("OPENAI_MODEL"), ["high"]);
    assert.deepEqual(among("CHAT_MODEL"), ["medium"]);
    assert.deepEqual(among("OPENAI_MODEL", "OPENAI_API_KEY=sk-...\nSTRIPE_SECRET_KEY=your-stripe-key\n"), ["medium"]);
  });

  it("is medium behind a Python setting that names another model", () => {
    assert.deepEqual(behind(" | None = None"), ["medium"]);
    assert.deepEqual(behind(' = "gpt-5.6-terra"'), ["medium"]);
  });

  it("is medium where another model can be chosen, and where the failure is survived", () => {
    assert.deepEqual(today('process.env.KIOSK_MODEL ?? "gpt-3.5-turbo"'), ["medium"]);
    assert.deepEqual(today('"gpt-3.5-turbo"', ["try {", "} catch { res.json({}); }"]), ["medium"]);
    assert.deepEqual(today('"gpt-3.5-turbo"', ["try {", "} catch (error) { throw error; }"]), ["high"]);
    assert.deepEqual(today('"gpt-3.5-turbo"', ['switch (req.query.engine) { case "chat": {', "} }"]), ["medium"]);
    assert.deepEqual(today('"gpt-3.5-turbo"', ["switch (req.query.engine) { default: {", "} }"]), ["high"]);
  });
});

describe("unknown-model", () => {
  it("is medium where it is only taken when no other is set, and where nothing is deployed", () => {
    assert.deepEqual(ofModel("unknown-model", '"gpt-turbo-3.5"', "2026-11-21", ["", ""], {}), ["medium"]);
    assert.deepEqual(ofModel("unknown-model", '"gpt-turbo-3.5"', "2026-11-21"), ["high"]);
    assert.deepEqual(ofModel("unknown-model", 'process.env.KIOSK_MODEL ?? "gpt-turbo-3.5"', "2026-11-21"), ["medium"]);
  });
});

describe("sunset-api", () => {
  it("is high once it is gone, medium when nobody missed it for a year, and undeployed", () => {
    assert.deepEqual(ofVersion("2025-09-01"), ["high"]);
    assert.deepEqual(ofVersion("2026-11-21"), ["medium"]);
    assert.deepEqual(ofVersion("2025-09-01", {}), ["medium"]);
  });
});

/** Severities of a model that is gone, asked for by a class, with that in a route and beside it. */
const studio = (use: string, more = ""): string[] =>
  failingRows(
    "retired-model",
    {
      "fly.toml": 'app = "kiosk"\n',
      "package.json":
        '{ "name": "kiosk", "main": "src/server.ts", "dependencies": { "express": "^5.0.0", "openai": "^6.0.0" } }',
      "src/studio.ts": `import OpenAI from "openai";
export class Studio {
  private readonly openai = new OpenAI();
  async paint(prompt: string) {
    return this.openai.images.generate({ model: "dall-e-3", prompt });
  }
}
`,
      "src/server.ts": `import express from "express";
import { Studio } from "./studio";
const studio = new Studio();
const app = express();
app.get("/picture", async (req, res) => res.json(${use}));
app.listen(3000);
${more}
`,
    },
    "2026-11-21",
  ).map(({ severity }) => String(severity));

/** Severities of models that are made as their file loads. */
const made = (...ids: string[]) =>
  failingRows(
    "retired-model",
    {
      "package.json": '{ "name": "kiosk", "main": "src/models.ts", "dependencies": { "@ai-sdk/openai": "^2.0.0" } }',
      "src/models.ts": `import { openai } from "@ai-sdk/openai";
export const models = { ${ids.map((id, place) => `"Model ${place}": { model: openai("${id}") }`).join(", ")} };
`,
    },
    "2026-11-21",
  ).map(({ severity }) => String(severity));

describe("retired-model, by the place of the call", () => {
  it("is high on the way of a request and in a job", () => {
    const job = "setInterval(() => { void studio.paint(String(Date.now())); }, 60_000);";
    assert.deepEqual(studio('await studio.paint("a kiosk")'), ["high"]);
    assert.deepEqual(studio("{}", job), ["high"]);
  });

  it("is medium where nobody calls it", () => {
    assert.deepEqual(studio("String(studio)"), ["medium"]);
  });

  it("is medium in one of several that are made ready", () => {
    assert.deepEqual(made("gpt-3.5-turbo", "gpt-5.6-terra", "gpt-5.6-luna"), ["medium"]);
  });
});

/** Severities of a key that HubSpot takes no more, in a service with those files beside it. */
const withKey = (deployed: Readonly<Record<string, string>>): string[] =>
  failingRows(
    "sunset-auth-scheme",
    {
      ...deployed,
      "package.json":
        '{ "name": "kiosk", "main": "src/server.ts", "dependencies": { "express": "^5.0.0", "@hubspot/api-client": "^13.0.0" } }',
      "src/server.ts": `import express from "express";
import { Client } from "@hubspot/api-client";
export const hubspot = new Client({ apiKey: process.env.HUBSPOT_API_KEY });
express().listen(3000);
`,
    },
    "2026-11-21",
  ).map(({ severity }) => String(severity));

describe("sunset-auth-scheme", () => {
  it("is high in what is put into production, medium without a sign of it", () => {
    assert.deepEqual(withKey({ "fly.toml": 'app = "kiosk"\n' }), ["high"]);
    assert.deepEqual(withKey({}), ["medium"]);
  });
});
