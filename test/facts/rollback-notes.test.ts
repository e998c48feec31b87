import assert from "node:assert/strict";
import { test } from "node:test";
import { rollbackNotes } from "#src/facts/rollback-notes.js";

const lines = (path: string, text: string): number[] =>
  rollbackNotes({ path, role: "docs" }, text).map(({ line }) => line);

test("documents that say how to go back, and scripts for it", () => {
  assert.deepEqual(lines("docs/runbook.md", "# Runbook\n\n## Rolling back\nDeploy the previous image.\n"), [3, 4]);
  assert.deepEqual(lines("README.md", "To revert to an earlier version run `fly deploy --image …`."), [1]);
  assert.deepEqual(lines("scripts/rollback.sh", "#!/bin/sh\nexit 0\n"), [1]);
});

test("transactions, migrations and lists of changes are something else", () => {
  assert.deepEqual(lines("README.md", "Errors roll back the transaction.\nRoll back a migration with `knex`.\n"), []);
  assert.deepEqual(lines("CHANGELOG.md", "- rollback to the previous version of zod\n"), []);
  assert.deepEqual(lines("src/rollback.tsx", "export const rollback = 1;"), []);
});
