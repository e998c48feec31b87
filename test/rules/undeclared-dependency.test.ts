import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { DEFAULT_EXAMPLE_DATE, readCollected } from "#src/rules/test-rules.js";

/** Severity of the only finding, with a lock file whose entry for the package has these fields. */
function severity(entry: object | null, lock = "package-lock.json"): string {
  const packages = entry === null ? {} : { "node_modules/helmet": entry };
  const store = openExample(
    {
      "package.json": '{ "name": "api", "dependencies": { "express": "^4.19.0" } }',
      [lock]: JSON.stringify({ lockfileVersion: 3, packages }, null, 2),
      "src/server.js": "const helmet = require('helmet');\nmodule.exports = helmet();\n",
    },
    DEFAULT_EXAMPLE_DATE,
  );
  try {
    const rules = loadRules([builtInRuleFolder]).rules.filter(({ info }) => info.id === "undeclared-dependency");
    const [outcome] = runRules(rules, store, readCollected(store));
    return String(outcome?.rows.find(({ status }) => status === "fail")?.severity);
  } finally {
    store.close();
  }
}

test("what the lock file installs for another package works today", () => {
  assert.equal(severity({ version: "8.0.0" }), "medium");
  assert.equal(severity({ version: "8.0.0", dev: true }), "high");
  assert.equal(severity(null), "high");
});

test("without a lock file nobody can tell what is installed", () => {
  assert.equal(severity(null, "notes.json"), "medium");
});
