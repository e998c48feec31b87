/** Bad input: a clear message, the rest of the audit still happens, and exit code 2 only where prodcheck could not do its job. */
import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, it } from "node:test";
import { repositoryOf, runCli } from "./run-cli.js";

/** An application with one problem that must be found whatever else is broken. */
const SERVER = `import express from 'express';

const app = express();
app.listen(3000);
`;
const FOUND = /missing-graceful-shutdown|never handles SIGTERM/;

describe("bad input", () => {
  it("a path that does not exist: exit 2, what and what to do", () => {
    const { code, stdout, stderr } = runCli(["audit", "/no/such/folder"]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /There is no folder at \/no\/such\/folder/);
    assert.match(stderr, /Check the path/);
  });

  it("an empty folder: a report that says nothing applies, exit 0", (test) => {
    const { code, stdout } = runCli(["audit", repositoryOf(test, {})]);
    assert.equal(code, 0);
    assert.match(stdout, /NOT ASSESSED/);
    assert.match(stdout, /No check applies/);
  });

  it("a syntax error in one file: named with its line, the other files are audited", (test) => {
    const root = repositoryOf(test, { "src/server.ts": SERVER, "src/broken.ts": "export const x = ;\n" });
    const { code, stdout } = runCli(["audit", root]);
    assert.notEqual(code, 2);
    assert.match(stdout, /src\/broken\.ts:1/);
    assert.match(stdout, /[Ss]yntax error/);
    assert.match(stdout, FOUND);
  });

  it("an unreadable file: counted, the others are audited", { skip: process.getuid?.() === 0 }, (test) => {
    const root = repositoryOf(test, { "src/server.ts": SERVER, "src/secret.ts": "export {};\n" });
    chmodSync(join(root, "src/secret.ts"), 0);
    const { code, stdout } = runCli(["audit", root]);
    assert.notEqual(code, 2);
    assert.match(stdout, /unreadable/);
    assert.match(stdout, FOUND);
  });

  it("a minified file of 50 MB: skipped, not read, said so", (test) => {
    const root = repositoryOf(test, { "src/server.ts": SERVER });
    mkdirSync(join(root, "public"));
    writeFileSync(join(root, "public/bundle.js"), Buffer.alloc(50 * 1024 * 1024, "a=1;"));
    const start = performance.now();
    const { code, stdout } = runCli(["audit", root]);
    assert.ok(performance.now() - start < 60_000);
    assert.notEqual(code, 2);
    assert.match(stdout, /too[ -]large|minified/);
    assert.match(stdout, FOUND);
  });

  it("broken JSON, YAML and env files: each named with file and line", (test) => {
    const root = repositoryOf(test, {
      "src/server.ts": SERVER,
      "package.json": '{ "name": "app",\n  "version": \n}\n',
      "docker-compose.yml": "services:\n  web:\n   image: x\n  - broken\n",
      ".env.example": "PORT=3000\nthis is not a setting\n",
    });
    const { code, stdout } = runCli(["audit", root, "--format", "json"]);
    assert.notEqual(code, 2);
    assert.match(stdout, /never handles SIGTERM/);
    for (const file of ["package.json", "docker-compose.yml", ".env.example"]) {
      assert.match(stdout, new RegExp(`"file": "${file.replaceAll(".", "\\.")}",\\s+"line": \\d+,\\s+"message"`), file);
    }
  });

  it("a config with a misspelt key: exit 2, the line, and what was meant", (test) => {
    const root = repositoryOf(test, { "src/server.ts": SERVER, "prodcheck.yaml": "exclude: []\nfailOnn: high\n" });
    const { code, stderr } = runCli(["audit", root]);
    assert.equal(code, 2);
    assert.match(stderr, /prodcheck\.yaml:2/);
    assert.match(stderr, /failOnn/);
    assert.match(stderr, /failOn"?/);
  });

  it("a rule with a wrong column: named with its line, the other rules still run, exit 2", (test) => {
    const rule = [
      "id: my-rule",
      "title: Something",
      "category: code",
      "severity: low",
      "effort: 5m",
      "confidence: high",
      "needs: [code]",
      "check: |",
      "  SELECT path AS file, 1 AS line, 'fail' AS status,",
      "         langauge AS subject FROM file",
      "message: Something is there.",
      "why: Because.",
      "references: [https://example.com/]",
      "fix: { summary: Take it away. }",
      "examples:",
      "  bad: [{ name: a, files: { a.ts: 'export {};' }, findings: ['a.ts:1'] }]",
      "  good: [{ name: b, files: { b.md: '' } }]",
      "",
    ].join("\n");
    const root = repositoryOf(test, { "src/server.ts": SERVER, "own/my-rule.yaml": rule });
    const { code, stdout, stderr } = runCli(["audit", root, "--rules", join(root, "own")]);
    assert.equal(code, 2);
    assert.match(stderr, /my-rule\.yaml:10/);
    assert.match(stderr, /language/);
    assert.match(stdout, FOUND);
  });

  it("an unknown rule, format, severity or date: exit 2, before the audit", (test) => {
    const root = repositoryOf(test, {});
    for (const args of [
      ["--only", "mising-export"],
      ["--format", "xml"],
      ["--fail-on", "bad"],
      ["--as-of", "yesterday"],
      ["--output", "sarif"],
    ]) {
      const { code, stderr } = runCli(["audit", root, ...args]);
      assert.equal(code, 2, args.join(" "));
      assert.notEqual(stderr, "");
    }
  });
});

describe("exit codes", () => {
  it("follow --fail-on and --min-score", (test) => {
    const root = repositoryOf(test, { "src/server.ts": SERVER });
    assert.equal(runCli(["audit", root, "--only", "missing-graceful-shutdown"]).code, 0);
    assert.equal(runCli(["audit", root, "--only", "missing-graceful-shutdown", "--fail-on", "medium"]).code, 1);
    assert.equal(runCli(["audit", root, "--only", "missing-graceful-shutdown", "--min-score", "50"]).code, 1);
    assert.equal(runCli(["audit", root, "--only", "missing-graceful-shutdown", "--fail-on", "never"]).code, 0);
  });
});
