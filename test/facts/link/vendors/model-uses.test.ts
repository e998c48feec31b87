import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { querySample } from "../query-sample.js";

type Files = Readonly<Record<string, string>>;

const CLIENTS = {
  openai: 'import OpenAI from "openai";\nconst client = new OpenAI();\n',
  anthropic: 'import Anthropic from "@anthropic-ai/sdk";\nconst client = new Anthropic();\n',
} as const;

/** "line model usage name certainty" of every use that is found, in order. */
function usesIn(files: Files): string[] {
  const sql = `
    SELECT file || ':' || line || ' ' || model || ' ' || usage || ' ' || name || ' ' || certainty AS text
    FROM model_use ORDER BY file, line, model`;
  return querySample(files, sql).map((row) => String(row["text"]));
}

/** Uses in one file, without its name. */
const usesOf = (text: string, path = "src/app.ts"): string[] =>
  usesIn({ [path]: text }).map((use) => use.slice(path.length + 1));

describe("calls", () => {
  it("through a vendor's client", () => {
    assert.deepEqual(usesOf(`${CLIENTS.openai}client.responses.create({ model: "gpt-4o", input });`), [
      "3 gpt-4o call model sure",
    ]);
    assert.deepEqual(
      usesOf(
        'import { openai } from "@ai-sdk/openai";\nexport const m = [openai("gpt-4o"), openai.embedding("text-embedding-3-small")];',
      ),
      ["2 gpt-4o call openai sure", "2 text-embedding-3-small call openai.embedding sure"],
    );
    assert.deepEqual(
      usesOf(
        'import { ChatOpenAI } from "langchain/chat_models/openai";\nnew ChatOpenAI({ modelName: opts.modelName ?? "gpt-4" });',
      ),
      ["2 gpt-4 default modelName sure"],
    );
  });

  it("over plain HTTP, when the file names the vendor's address", () => {
    const body = 'JSON.stringify({ model: "gpt-4", messages })';
    assert.deepEqual(
      usesOf(`fetch("https://api.openai.com/v1/chat/completions", { method: "POST", body: ${body} });`),
      ["1 gpt-4 call model sure"],
    );
    assert.deepEqual(usesOf(`fetch(process.env.LLM_URL, { method: "POST", body: ${body} });`), [
      "1 gpt-4 call model possible",
    ]);
    assert.deepEqual(
      usesOf(
        'const form = new FormData();\nform.append("model", "whisper-1");\nfetch("https://api.openai.com/v1/audio/transcriptions", { body: form });',
      ),
      ["2 whisper-1 call model sure"],
    );
  });

  it("through the project's own functions", () => {
    assert.deepEqual(
      usesIn({
        "src/llm.ts": `${CLIENTS.openai}export const ask = (prompt: string, model: string) => client.responses.create({ model, input: prompt });`,
        "src/app.ts": 'import { ask } from "./llm.js";\nask("hi", "gpt-4");\nask("gpt-4o", other);',
      }),
      ["src/app.ts:2 gpt-4 call model likely"],
    );
  });
});

describe("constants and defaults", () => {
  it("that are seen to reach a call", () => {
    assert.deepEqual(
      usesOf(
        `${CLIENTS.openai}const MODEL = process.env.MODEL ?? "gpt-4";\nclient.responses.create({ model: MODEL, input });`,
      ),
      ["3 gpt-4 default MODEL sure"],
    );
    assert.deepEqual(
      usesIn({
        "src/models.ts": 'export const MODELS = { writer: "gpt-4", critic: "gpt-4o" };',
        "src/app.ts": `${CLIENTS.openai}import { MODELS } from "./models.js";\nclient.responses.create({ model: MODELS.writer, input });`,
      }),
      ["src/models.ts:1 gpt-4 configuration writer sure", "src/models.ts:1 gpt-4o configuration critic likely"],
    );
  });

  it("that only their names tell of", () => {
    assert.deepEqual(
      usesIn({
        "src/client.ts": `${CLIENTS.anthropic}export const ask = (body) => client.messages.create(body);`,
        "src/settings.ts": 'export const settings = { summaryModel: "claude-2.1", retries: 3 };',
        "src/pick.ts": 'export function pickModel() { return "claude-2.0"; }',
      }),
      [
        "src/pick.ts:1 claude-2.0 configuration pickModel likely",
        "src/settings.ts:1 claude-2.1 configuration summaryModel likely",
      ],
    );
    assert.deepEqual(usesOf('export const DEFAULT_MODEL = "claude-2.1";'), [
      "1 claude-2.1 configuration DEFAULT_MODEL possible",
    ]);
  });

  it("of schemas, parameters, state and look-ups", () => {
    assert.deepEqual(
      usesOf(
        [
          'const env = z.object({ OPENAI_MODEL: z.string().default("gpt-4") });',
          'export function ask(text: string, model = "gpt-4o") {}',
          'const x = config.get("OPENAI_MODEL", "gpt-4-turbo");',
        ].join("\n"),
      ),
      [
        "1 gpt-4 default OPENAI_MODEL possible",
        "2 gpt-4o default model possible",
        "3 gpt-4-turbo default OPENAI_MODEL possible",
      ],
    );
    assert.deepEqual(
      usesOf(
        'import { useState } from "react";\nexport function F() { const [model, setModel] = useState("gpt-4"); }',
        "src/f.tsx",
      ),
      ["2 gpt-4 default model possible"],
    );
  });
});

describe("the environment", () => {
  const app = `${CLIENTS.openai}client.responses.create({ model: process.env.CHAT_MODEL, input });`;

  it("is sure where a deploy file sets what a call reads", () => {
    const files = {
      Dockerfile: "FROM node:24\nENV CHAT_MODEL=gpt-4\n",
      ".env.example": "CHAT_MODEL=gpt-4o\n# OTHER_MODEL=gpt-4\n",
    };
    assert.deepEqual(usesIn({ ...files, "src/app.ts": app }), [
      ".env.example:1 gpt-4o env CHAT_MODEL likely",
      "Dockerfile:2 gpt-4 env CHAT_MODEL sure",
    ]);
    assert.deepEqual(usesIn(files), [
      ".env.example:1 gpt-4o env CHAT_MODEL possible",
      "Dockerfile:2 gpt-4 env CHAT_MODEL possible",
    ]);
  });

  it("leaves other providers' variables alone", () => {
    assert.deepEqual(usesIn({ ".env": "AZURE_OPENAI_MODEL=gpt-4\nOPENROUTER_MODEL=gpt-4\n", "src/app.ts": app }), []);
  });
});

describe("choices", () => {
  it("are entries of lists, and constants that nobody is seen to use", () => {
    assert.deepEqual(
      usesOf(
        'export const options = [{ value: "gpt-4", label: "GPT-4" }, { id: "o1", name: "First", contextWindow: 1 }];',
      ),
      ["1 gpt-4 choice value possible", "1 o1 choice id possible"],
    );
    assert.deepEqual(usesOf('export enum Model { Gpt4 = "gpt-4", Sonnet = "claude-3-5-sonnet-20241022" }'), [
      "1 claude-3-5-sonnet-20241022 choice Sonnet possible",
      "1 gpt-4 choice Gpt4 possible",
    ]);
  });

  it("are defaults of a table's column", () => {
    assert.deepEqual(
      usesOf(
        'import { pgTable, text } from "drizzle-orm/pg-core";\nexport const notes = pgTable("notes", { model: text("model").notNull().default("gpt-4") });',
      ),
      ["2 gpt-4 choice model possible"],
    );
  });

  it("are none when a task stands beside them", () => {
    assert.deepEqual(
      usesOf(`${CLIENTS.anthropic}export const agents = [{ name: "writer", model: "claude-2.1", prompt: "Write." }];`),
      ["3 claude-2.1 configuration model likely"],
    );
  });
});

describe("what calls nothing", () => {
  const silent: Readonly<Record<string, string>> = {
    "a comparison": 'if (model === "gpt-4" || model.startsWith("gpt-4o")) f();',
    "a case": 'switch (model) { case "gpt-4": f(); }',
    "keys and what they map to": 'const limits = { "gpt-4": 8192 }; const renamed = { "gpt-4": "gpt-4o" };',
    "a type": 'type Model = "gpt-4" | "gpt-4o";',
    "a bare list": 'const withoutTools = ["gpt-4", "o1-mini"];',
    "a text": 'throw new Error("gpt-4 is gone");',
    "a label": 'const o = { modelLabel: "gpt-4", placeholder: "gpt-4o" };',
    "a log": 'logger.info("done", { model: "gpt-4" });',
    "a row that is stored": 'import { db } from "drizzle-orm";\ndb.insert({ model: "gpt-4" });',
    "a tokenizer": 'import { encodingForModel } from "js-tiktoken";\nencodingForModel("gpt-4");',
    "something else of that shape": 'const app = { id: "chatgpt-mcp" }; const cacheModel = "gemini-mcp";',
  };
  for (const [name, text] of Object.entries(silent)) it(name, () => assert.deepEqual(usesOf(text), []));

  it("files that keep the books", () => {
    const text = 'export const rates = [{ model: "gpt-4", rate: 1 }];\nexport const DEFAULT_MODEL = "gpt-4";';
    assert.deepEqual(usesIn({ "src/pricing.ts": text, "src/token-counter.ts": text }), []);
  });

  it("tests and examples", () => {
    const text = `${CLIENTS.openai}client.responses.create({ model: "gpt-4", input });`;
    assert.deepEqual(usesIn({ "src/app.test.ts": text, "examples/demo.ts": text }), []);
  });
});

describe("other providers", () => {
  const silent: Readonly<Record<string, string>> = {
    "a base URL of the client":
      'import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: "https://api.groq.com/openai/v1" });\nclient.responses.create({ model: "gpt-4", input });\nconst DEFAULT_MODEL = "gpt-4o";',
    "a factory for a proxy":
      'import { createOpenAI } from "@ai-sdk/openai";\nconst proxy = createOpenAI({ baseURL: "http://localhost:4000" });\nproxy("gpt-4");',
    "Azure's class of the same SDK":
      'import { AzureOpenAI } from "openai";\nnew AzureOpenAI().chat.completions.create({ model: "gpt-4", messages });',
    "Azure options of a framework":
      'import { ChatOpenAI } from "@langchain/openai";\nnew ChatOpenAI({ model: "gpt-4", azureOpenAIApiInstanceName: "acme" });',
    "Vertex through Google's SDK":
      'import { GoogleGenAI } from "@google/genai";\nconst ai = new GoogleGenAI({ vertexai: true });\nai.models.generateContent({ model: "gemini-2.0-flash", contents });',
    "another vendor's model":
      'import OpenAI from "openai";\nnew OpenAI().responses.create({ model: "claude-2.1", input });',
  };
  for (const [name, text] of Object.entries(silent)) it(name, () => assert.deepEqual(usesOf(text), []));

  it("files named after them", () => {
    assert.deepEqual(usesIn({ "src/providers/litellm.ts": 'export const DEFAULT_MODEL = "gpt-4";' }), []);
  });

  it("the vendor itself, behind another vendor's protocol", () => {
    assert.deepEqual(
      usesOf(
        'import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: "https://generativelanguage.googleapis.com/v1beta/openai/" });\nclient.chat.completions.create({ model: "gemini-2.0-flash", messages });',
      ),
      ["3 gemini-2.0-flash call model sure"],
    );
  });

  it("a base URL from the environment leaves it open", () => {
    assert.deepEqual(
      usesOf(
        'import OpenAI from "openai";\nconst client = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL });\nclient.responses.create({ model: "gpt-4", input });',
      ),
      ["3 gpt-4 call model likely"],
    );
  });
});
