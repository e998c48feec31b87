import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { querySample } from "../query-sample.js";

type Files = Readonly<Record<string, string>>;

/** "file:line id shown" of every match, in order. */
function usesIn(files: Files): string[] {
  const sql =
    "SELECT file || ':' || line || ' ' || sunset_id || ' ' || shown AS text FROM sunset_use ORDER BY file, line, sunset_id";
  return querySample(files, sql).map((row) => String(row["text"]));
}

const usesOf = (text: string): string[] => usesIn({ "src/a.ts": text }).map((use) => use.slice("src/a.ts:".length));

describe("addresses", () => {
  it("in code, whole or as a base", () => {
    assert.deepEqual(usesOf("fetch(`https://api.bufferapp.com/1/profiles/${id}.json`);"), [
      "1 buffer-rest-v1 https://api.bufferapp.com/1/profiles/${}.json",
    ]);
    assert.deepEqual(usesOf('const BASE = "https://api.bufferapp.com/1";'), [
      "1 buffer-rest-v1 https://api.bufferapp.com/1",
    ]);
  });

  it("in the environment", () => {
    assert.deepEqual(usesIn({ ".env.example": "BUFFER_URL=https://api.bufferapp.com/1\n" }), [
      ".env.example:1 buffer-rest-v1 https://api.bufferapp.com/1",
    ]);
  });

  it("not where they are only looked at, and not in tests", () => {
    assert.deepEqual(
      usesOf('if (url === "https://api.bufferapp.com/1") warn(); const o = { "https://api.bufferapp.com/1": 1 };'),
      [],
    );
    assert.deepEqual(usesIn({ "src/a.test.ts": 'fetch("https://api.bufferapp.com/1/x");' }), []);
  });
});

describe("headers", () => {
  it("as a property, and through a setter", () => {
    assert.deepEqual(
      usesOf(
        'fetch(url, { headers: { "LinkedIn-Version": "202411" } });\nheaders.set("OpenAI-Beta", "assistants=v2");',
      ),
      ["1 linkedin-202411 LinkedIn-Version: 202411", "2 openai-assistants-v2-header OpenAI-Beta: assistants=v2"],
    );
  });

  it("not when the value is another header's", () => {
    assert.deepEqual(usesOf('fetch(url, { headers: { "X-Version": "202411", "X-Beta": "assistants=v2" } });'), []);
  });
});

describe("calls and options", () => {
  it("of the package they belong to, shown as they are written", () => {
    assert.deepEqual(
      usesOf(
        'import { WebClient } from "@slack/web-api";\nconst slack = new WebClient();\nawait slack.files.upload({ channels });\nawait slack.files.uploadV2({ channel_id });',
      ),
      ["3 slack-files-upload-web-api slack.files.upload"],
    );
    assert.deepEqual(usesOf('import { storage } from "./storage.js";\nstorage.files.upload({});'), []);
  });

  it("options at any depth, literal or not", () => {
    assert.deepEqual(
      usesOf(
        'import { Octokit } from "@octokit/rest";\nnew Octokit({ auth: { username, password } });\nnew Octokit({ auth: token });',
      ),
      ["2 github-password-auth auth.password=password"],
    );
    assert.deepEqual(
      usesOf('import axios from "axios";\naxios.get("https://api.hubapi.com/x", { params: { hapikey: KEY } });'),
      ["2 hubspot-hapikey-parameter params.hapikey=KEY"],
    );
  });

  it("exempted by the text, the first argument, the path or the client", () => {
    assert.deepEqual(
      usesOf(
        'import axios from "axios";\naxios.get("https://api.hubapi.com/webhooks/v3/1/subscriptions", { params: { hapikey: KEY } });',
      ).filter((use) => use.includes("hapikey")),
      [],
    );
    assert.deepEqual(usesOf('import { AzureOpenAI } from "openai";\nnew AzureOpenAI().beta.threads.create();'), []);
    assert.deepEqual(
      usesOf(
        'import OpenAI from "openai";\nconst c = new OpenAI({ baseURL: "https://acme.openai.azure.com/openai" });\nc.beta.threads.create();',
      ),
      [],
    );
  });
});

describe("variables", () => {
  it("that application code reads", () => {
    assert.deepEqual(usesOf("const token = process.env.ZOOM_JWT_TOKEN;"), ["1 zoom-jwt-env ZOOM_JWT_TOKEN"]);
    assert.deepEqual(
      usesIn({ ".env.example": "ZOOM_JWT_TOKEN=\n", "src/a.test.ts": "process.env.ZOOM_JWT_TOKEN;" }),
      [],
    );
  });
});
