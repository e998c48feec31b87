import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import type { SqlRow } from "#src/facts/store.js";

function query(sql: string, asOf: string, files: Readonly<Record<string, string>> = { "README.md": "" }): SqlRow[] {
  const store = openExample(files, asOf);
  try {
    return store.all(sql);
  } finally {
    store.close();
  }
}

/** "level days_left timing" of an entry. */
const due = (id: string, asOf: string): string => {
  const [row] = query(
    `SELECT level || ' ' || coalesce(days_left, '-') || ' ' || timing AS text FROM sunset_due WHERE id = '${id}'`,
    asOf,
  );
  return String(row?.["text"]);
};

describe("sunset_due", () => {
  it("rises as the date nears", () => {
    const id = "anthropic-claude-3-7-sonnet-20250219"; // 2026-02-19, an error, confirmed
    assert.equal(due(id, "2025-08-01"), "0 202 stops working on 2026-02-19 (in 202 days)");
    assert.equal(due(id, "2025-08-23"), "1 180 stops working on 2026-02-19 (in 180 days)");
    assert.equal(due(id, "2025-11-21"), "2 90 stops working on 2026-02-19 (in 90 days)");
    assert.equal(due(id, "2026-01-20"), "3 30 stops working on 2026-02-19 (in 30 days)");
    assert.equal(due(id, "2026-02-18"), "3 1 stops working on 2026-02-19 (tomorrow)");
    assert.equal(due(id, "2026-02-19"), "4 0 stopped working on 2026-02-19 (today)");
    assert.equal(due(id, "2026-02-21"), "4 -2 stopped working on 2026-02-19 (2 days ago)");
  });

  it("is never critical by a secondary source, or when something still answers", () => {
    assert.match(due("openai-gpt-5", "2027-06-01"), /^3 /);
    assert.match(due("meta-graph-v13", "2026-11-20"), /^2 .*has been answered by another version since/);
    assert.match(due("gemini-2-5-flash", "2026-11-21"), /^2 10 is answered by another model from/);
    assert.match(due("gemini-2-5-flash", "2026-12-02"), /^3 .*has been answered by another model since/);
    assert.match(due("sendgrid-segments-v1", "2026-11-20"), /^2 .*has been unsupported since/);
  });

  it("is at most low by an unconfirmed date, and nothing until a month before", () => {
    const id = "anthropic-claude-opus-4-6"; // not before 2027-02-05
    assert.match(due(id, "2026-12-01"), /^0 /);
    assert.equal(due(id, "2027-01-20"), "1 16 may stop working on 2027-02-05 (in 16 days; not confirmed)");
    assert.equal(due(id, "2027-03-05"), "1 -28 may have stopped working on 2027-02-05 (28 days ago; not confirmed)");
  });

  it("is low without a date", () => {
    assert.equal(due("stripe-sources", "2026-11-20"), "1 - is superseded, with no end date yet");
  });
});

/** "file product cycle place level" of every declared version with a known end. */
const runtimes = (files: Readonly<Record<string, string>>, asOf = "2026-11-20"): string[] =>
  query("SELECT file, product, cycle, place, level FROM runtime_due ORDER BY file, line, product", asOf, files).map(
    (row) => [row["file"], row["product"], row["cycle"], row["place"], row["level"]].join(" "),
  );

const job = (step: string): string =>
  `on: push\njobs:\n  run:\n    runs-on: ubuntu-20.04\n    steps:\n      - run: ${step}\n`;
const levels = (files: Readonly<Record<string, string>>, day = "2026-11-20"): (string | undefined)[] =>
  runtimes(files, day).map((row) => row.at(-1));

describe("runtime_due", () => {
  it("knows what a declaration decides", () => {
    assert.deepEqual(
      runtimes({
        "package.json":
          '{ "name": "app", "private": true, "engines": { "node": "18.x" },\n "packageManager": "pnpm@8.15.0",\n "dependencies": { "next": "14.2.0" },\n "devDependencies": { "eslint": "^8.0.0" } }',
        Dockerfile: "FROM node:16 AS build\nRUN make\nFROM node:18-alpine3.18\nCMD node server.js\n",
        "Dockerfile.dev": "FROM node:18\n",
        ".nvmrc": "18\n",
        "docker-compose.yml": "services:\n  db:\n    image: postgres:13\n",
        ".github/workflows/ci.yml":
          "on: push\njobs:\n  test:\n    runs-on: macos-13-xlarge\n    steps:\n      - uses: actions/cache@v2\n      - uses: actions/setup-node@v5\n        with: { node-version: 18 }\n",
      }),
      [
        ".github/workflows/ci.yml github-runner macos-13 runner 2",
        ".github/workflows/ci.yml action actions/cache@v2 runner 2",
        ".github/workflows/ci.yml node 18 ci 2",
        ".nvmrc node 18 local 2",
        "Dockerfile node 16 local 2",
        "Dockerfile alpine 3.18 system 2",
        "Dockerfile node 18 runtime 2",
        "Dockerfile.dev node 18 local 2",
        "docker-compose.yml postgresql 13 local 2",
        "package.json node 18 platform 2",
        "package.json pnpm 8 tool 1",
        "package.json nextjs 14 framework 2",
        "package.json eslint 8 tool 1",
      ],
    );
  });

  it("covers what continues a cycle after a dot, and no longer number", () => {
    assert.deepEqual(runtimes({ ".nvmrc": "18.19.1\n" }), [".nvmrc node 18 local 2"]);
    assert.deepEqual(
      runtimes({ "docker-compose.yml": "services:\n  a:\n    image: redis:7\n  b:\n    image: redis:7.0.15\n" }),
      ["docker-compose.yml redis 7.0 local 2"],
    );
  });

  it("waits a year before an old runtime is urgent", () => {
    const files = {
      Dockerfile: "FROM node:20\nCMD node a.js\n", // 2026-04-30
      "package.json": '{ "name": "api", "dependencies": { "express": "^5.0.0" } }',
      "a.js": 'require("express")().listen(3000);\n',
      "fly.toml": 'app = "api"\n',
    };
    assert.deepEqual(
      ["2025-10-01", "2026-02-01", "2026-03-01", "2026-04-15", "2026-05-01", "2027-06-01"].map((day) =>
        runtimes(files, day)[0]?.at(-1),
      ),
      ["0", "1", "1", "2", "2", "3"],
    );
  });

  it("asks of a framework whether it is deployed, of engines whether a platform reads them, of a runner what it does", () => {
    const site = {
      "package.json": '{ "name": "site", "engines": { "node": "18.x" },\n "dependencies": { "next": "13.5.6" } }',
    };
    const page = { "app/page.tsx": "export default () => <p />;\n", "next.config.js": "module.exports = {};\n" };
    assert.deepEqual(levels({ ...site, ...page }), ["2", "2"]);
    // The runtime itself; a framework weighs two years after its end.
    assert.deepEqual(levels({ ...site, ...page, "vercel.json": '{ "framework": "nextjs" }' }), ["3", "2"]);
    assert.deepEqual(levels({ ".github/workflows/a.yml": job("npm test") }), ["2"]);
    const deploy = { ".github/workflows/a.yml": job("npx wrangler deploy") }; // 2025-04-15
    assert.deepEqual(levels(deploy, "2025-05-01"), ["3"]);
    // Whoever deploys has long noticed.
    assert.deepEqual(levels(deploy), ["2"]);
  });

  it("holds a service beside the application to be no matter of today", () => {
    const files = { "deploy/docker-compose.yml": "services:\n  queue:\n    image: rabbitmq:3.11\n" }; // 2023-12-31
    assert.deepEqual(runtimes(files), ["deploy/docker-compose.yml rabbitmq 3 service 2"]);
  });
});

describe("version_lt", () => {
  it("compares numbers, not text, and says nothing of what is no version", () => {
    const answers = query(
      "SELECT version_lt('3.9', '3.10') AS a, version_lt('18.19.1', '18') AS b, version_lt('8.5.1', '9.0.0') AS c, version_lt('latest', '1.0.0') AS d, version_lt(NULL, '1') AS e, version_lt('2.0.0-rc.1', '2.0.0') AS f",
      "2026-11-20",
    );
    assert.deepEqual(answers, [{ a: 1, b: 0, c: 1, d: null, e: null, f: 1 }]);
  });
});
