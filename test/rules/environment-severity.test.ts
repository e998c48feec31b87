/** How grave it is that a variable is read and nothing declares it. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

const EXPRESS = {
  "package.json": '{ "name": "api", "main": "src/server.js", "dependencies": { "express": "^5.0.0" } }',
};

/** "severity subject" of every failing row. */
const failures = (id: string, files: Readonly<Record<string, string>>): string[] =>
  failingRows(id, files, "2026-11-21").map(({ severity, subject }) => `${String(severity)} ${String(subject)}`);

const ofLink = (code: string): string[] =>
  failures("undeclared-env-variable", {
    ...EXPRESS,
    ".env.example": "BROKER_URL=\n",
    "src/link.js": `const withDefault = (value, other) => (value ? value : other);\nexports.url = ${code};\nexports.open = (link) => link(exports.url);\n`,
    "src/server.js": 'const { open } = require("./link"); open(console.log);',
  });

const OPTIONAL = Array.from({ length: 5 }, (_, index) => `exports.o${index} = process.env.OPTION_${index} ?? "a";`);

const ofList = (more: readonly string[]): string[] =>
  failures("undeclared-env-variable", {
    ...EXPRESS,
    ".env.example": "BROKER_URL=\nMAIL_HOST=\nMAIL_PORT=\n",
    "src/server.js": `exports.secret = require("./sign")(process.env.JWT_SECRET);\n${more.join("\n")}\n`,
    "src/sign.js": "module.exports = (secret) => secret.length;",
  }).filter((line) => line.endsWith("JWT_SECRET"));

describe("undeclared-env-variable", () => {
  it("is medium, whatever the list has and lacks: whoever runs it may have set the variable", () => {
    assert.deepEqual(ofList([]), ["medium JWT_SECRET"]);
    assert.deepEqual(ofList(OPTIONAL), ["medium JWT_SECRET"]);
  });

  it("is low for an older name behind a declared one", () => {
    assert.deepEqual(ofLink("withDefault(process.env.BROKER_URL, process.env.QUEUE_DATABASE_URL)"), [
      "low QUEUE_DATABASE_URL",
    ]);
    assert.deepEqual(ofLink("process.env.QUEUE_DATABASE_URL"), ["medium QUEUE_DATABASE_URL"]);
  });
});

/** A guard that lets everybody in while NODE_ENV is not production, in an image that does not set it. */
const unguarded = (dependency: string): string[] =>
  failures("production-mode-unset", {
    "package.json": `{ "name": "api", "main": "src/server.js", "dependencies": { "express": "^5.0.0", "${dependency}": "^1.0.0" } }`,
    Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "src/server.js"]\n',
    "src/server.js":
      'const express = require("express");\nconst { requireUser } = require("./require-user");\nexpress().use(requireUser).listen(3000);\n',
    "src/require-user.js":
      'exports.requireUser = (req, res, next) => {\n  if (process.env.NODE_ENV !== "production") return next();\n  return req.headers.authorization ? next() : res.status(401).end();\n};\n',
  }).map((line) => line.split(" ")[0] ?? "");

describe("production-mode-unset", () => {
  it("is high where a check lets people in, medium where a .env file may bring the variable", () => {
    assert.deepEqual(unguarded("pino"), ["high"]);
    assert.deepEqual(unguarded("dotenv"), ["medium"]);
  });
});
