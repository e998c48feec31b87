import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { DEFAULT_EXAMPLE_DATE, readCollected } from "#src/rules/test-rules.js";

/** Severity of the finding on MAIL_BASE_URL, in a file with this text. */
function severity(text: string): string {
  const files = {
    "package.json": '{ "name": "api", "dependencies": { "mailer": "^1.0.0" } }',
    ".env.example": "DATABASE_URL=\nMAIL_API_KEY=\n",
    "src/mail.ts": `import { Mailer } from 'mailer';\n${text}\n`,
  };
  const store = openExample(files, DEFAULT_EXAMPLE_DATE);
  try {
    const rules = loadRules([builtInRuleFolder]).rules.filter(({ info }) => info.id === "undeclared-env-variable");
    const [outcome] = runRules(rules, store, readCollected(store));
    return String(outcome?.rows.find(({ object }) => object === "MAIL_BASE_URL")?.severity);
  } finally {
    store.close();
  }
}

test("what is read only where another variable switches the feature on is optional", () => {
  const make = "new Mailer(process.env.MAIL_API_KEY, process.env.MAIL_BASE_URL)";
  assert.equal(severity(`export const mail = ${make};`), "high");
  assert.equal(severity(`export const mail = process.env.MAIL_API_KEY\n  ? ${make}\n  : null;`), "low");
});
