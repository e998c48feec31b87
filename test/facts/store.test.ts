import assert from "node:assert/strict";
import { test } from "node:test";
import { openStore } from "#src/audit.js";
import { FactStore } from "#src/facts/store.js";
import type { FactSet } from "#src/facts/fact-set.js";

const facts = (): FactSet => ({
  as_of: [{ date: "2026-11-21" }],
  problem: [
    { file: "b.ts", line: 2, message: "second", remedy: null },
    { file: "a.ts", line: 1, message: "first", remedy: null },
  ],
});

void test("rows leave the heap as they are stored, in their own order, unless they are kept", () => {
  for (const keepsFacts of [false, true]) {
    const given = facts();
    const store = openStore(given, keepsFacts);
    assert.deepEqual(
      store.all("SELECT file FROM problem ORDER BY rowid").map(({ file }) => file),
      ["b.ts", "a.ts"],
    );
    assert.deepEqual(store.all("SELECT date FROM as_of"), [{ date: "2026-11-21" }]);
    store.close();
    assert.deepEqual(given, keepsFacts ? facts() : {});
  }
});

void test("join_path puts a path into its folder, resolves what leads up, and knows none of NULL", () => {
  const store = new FactStore();
  const joined = (folder: string, path: string) => store.all(`SELECT join_path(${folder}, ${path}) AS path`)[0]?.path;
  assert.equal(joined("'apps/web'", "'src/index.ts'"), "apps/web/src/index.ts");
  assert.equal(joined("'apps/web/'", "'./Dockerfile'"), "apps/web/Dockerfile");
  assert.equal(joined("'apps/web'", "'../api/Dockerfile'"), "apps/api/Dockerfile");
  assert.equal(joined("''", "'Dockerfile'"), "Dockerfile");
  assert.equal(joined("NULL", "'Dockerfile'"), null);
  assert.equal(joined("'apps'", "NULL"), null);
  store.close();
});
