import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_EXAMPLE_DATE } from "#src/rules/test-rules.js";
import { failingRows } from "./built-in-rule.js";

/** Severity of the only finding: a package of a scope that another declared one is of. */
const ofScope = (lock: string): string =>
  severityOf({
    "package.json": '{ "name": "web", "main": "src/editor.js", "dependencies": { "@tiptap/starter-kit": "^3.0.0" } }',
    [lock]: '{ "lockfileVersion": 3, "packages": {} }',
    "src/editor.js": "import { Editor } from '@tiptap/core';\nexport const editor = new Editor();\n",
  });

/** Severity of the only finding, with a lock file whose entry for the package has these fields. */
function severity(entry: object | null, lock = "package-lock.json"): string {
  const packages = entry === null ? {} : { "node_modules/helmet": entry };
  return severityOf({
    "package.json": '{ "name": "api", "main": "src/server.js", "dependencies": { "express": "^4.19.0" } }',
    [lock]: JSON.stringify({ lockfileVersion: 3, packages }, null, 2),
    "src/server.js": "const helmet = require('helmet');\nmodule.exports = helmet();\n",
  });
}

function severityOf(files: Readonly<Record<string, string>>): string {
  return String(failingRows("undeclared-dependency", files, DEFAULT_EXAMPLE_DATE)[0]?.severity);
}

test("what the lock file installs for another package works today", () => {
  assert.equal(severity({ version: "8.0.0" }), "low");
  assert.equal(severity({ version: "8.0.0", dev: true }), "medium");
  assert.equal(severity(null), "high");
});

test("without a lock file, others of its scope may bring it", () => {
  assert.equal(severity(null, "notes.json"), "high");
  assert.equal(ofScope("package-lock.json"), "high");
  assert.equal(ofScope("notes.json"), "medium");
});
