import assert from "node:assert/strict";
import { test } from "node:test";
import { licenceNotes } from "#src/facts/licence-notes.js";
import type { Language } from "#src/shared/repository.js";

const notes = (path: string, language: Language, text: string): string[] =>
  licenceNotes({ path, language, role: "app" }, text).map((row) => `${row.kind} ${row.line}`);

test("the repository's own licence is told by its file and its manifest", () => {
  assert.deepEqual(notes("LICENSE", "other", "\n   GNU AFFERO GENERAL PUBLIC LICENSE\n   Version 3"), ["own 2"]);
  assert.deepEqual(notes("package.json", "json", '{\n  "name": "a",\n  "license": "AGPL-3.0-only"\n}'), ["own 3"]);
  assert.deepEqual(notes("LICENSE", "other", `MIT License\n\n${"text\n".repeat(40)}parts are AGPL`), []);
  assert.deepEqual(notes("packages/a/package.json", "json", '{ "license": "AGPL-3.0" }'), []);
});

test("lines of documents and comments of deploy files are notes", () => {
  assert.deepEqual(notes("docs/adr/0004-statistics.md", "markdown", "# Plausible\n\nIts licence is the AGPL."), [
    "note 3",
  ]);
  assert.deepEqual(notes("compose.yaml", "yaml", "services:\n  # AGPL, unmodified\n  stats:\n    image: a/b"), [
    "note 2",
  ]);
  assert.deepEqual(notes("compose.yaml", "yaml", "services:\n  agpl:\n    image: agpl/agpl"), []);
  assert.deepEqual(notes("NOTICE", "other", "MinIO, GNU Affero General Public License v3"), ["note 1"]);
  assert.deepEqual(notes("src/a.ts", "typescript", "// AGPL"), []);
});
