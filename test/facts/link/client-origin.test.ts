import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

/** Line of the construction that made the receiver of the calls of a method. */
function makersOf(method: string, files: Readonly<Record<string, string>>): unknown[] {
  const rows = querySample(
    files,
    `SELECT maker.file || ':' || maker.line AS place
     FROM call LEFT JOIN call AS maker ON maker.id = call.client_id WHERE call.method = '${method}' ORDER BY call.file, call.line`,
  );
  return rows.map((row) => row["place"] ?? null);
}

const use = `
import { client } from "./client";
export const ask = () => client.chat.completions.create({});
`;

test("a client's construction is found in the same file", () => {
  const files = { "a.ts": `import OpenAI from "openai";\nconst client = new OpenAI({});\nclient.models.list();\n` };
  assert.deepEqual(makersOf("list", files), ["a.ts:2"]);
});

test("a client's construction is found across files", () => {
  const files = { "client.ts": `import OpenAI from "openai";\nexport const client = new OpenAI({});\n`, "use.ts": use };
  assert.deepEqual(makersOf("create", files), ["client.ts:2"]);
});

test("a factory of the project leads to the construction inside it", () => {
  const client = `import OpenAI from "openai";
let cached: OpenAI | null = null;
export function getClient() {
  if (!cached) cached = new OpenAI({ maxRetries: 5 });
  return cached;
}
`;
  const caller = `import { getClient } from "./client";\nexport const ask = () => getClient().chat.completions.create({});\n`;
  assert.deepEqual(makersOf("create", { "client.ts": client, "use.ts": caller }), ["client.ts:4"]);
});

test("a class field leads to what the constructor puts there", () => {
  const service = `import OpenAI from "openai";
class Service {
  private readonly client: OpenAI;
  constructor() {
    this.client = new OpenAI({});
  }
  ask() {
    return this.client.chat.completions.create({});
  }
}
`;
  assert.deepEqual(makersOf("create", { "service.ts": service }), ["service.ts:5"]);
});

test("a package's own factory makes the client, and a call on it does not", () => {
  const files = {
    "a.ts": `import axios from "axios";\nconst http = axios.create({ timeout: 5000 });\nhttp.get("/x").then(console.log);\n`,
  };
  assert.deepEqual(makersOf("get", files), ["a.ts:2"]);
});

test("a typed parameter has no known construction", () => {
  const files = {
    "a.ts": `import OpenAI from "openai";\nexport const ask = (client: OpenAI) => client.models.list();\n`,
  };
  assert.deepEqual(makersOf("list", files), [null]);
});

test("a factory of the project that hands on a client it was given makes none", () => {
  const files = {
    "a.ts": `import OpenAI from "openai";
function pick(clients: Map<string, OpenAI>): OpenAI {
  return clients.get("a") as OpenAI;
}
export const ask = (clients: Map<string, OpenAI>) => pick(clients).models.list();
`,
  };
  assert.deepEqual(makersOf("list", files), [null]);
});

test("a function in an object argument is enclosed by the call", () => {
  const files = {
    "a.ts": `import { task } from "@trigger.dev/sdk";
export const sync = task({ id: "sync", run: async () => { await fetch("https://api.example.org"); } });
`,
  };
  const rows = querySample(files, "SELECT wrappers_json, in_loop FROM call WHERE callee = 'fetch'");
  assert.deepEqual(rows, [{ wrappers_json: '["task"]', in_loop: 0 }]);
});
