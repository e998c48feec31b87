import assert from "node:assert/strict";
import { test } from "node:test";
import { FactStore } from "#src/facts/store.js";
import { internPatterns } from "#src/facts/sql-patterns.js";

void test("a rule's patterns are found as its text has them: quotes doubled, case ignored, texts and comments alone", () => {
  const store = new FactStore();
  const sql = `SELECT regexp('^it''s (a|b)$', 'it''s b') AS quoted, REGEXP( '(?i)^X', 'x') AS ignored,
    'regexp(''no pattern'', ' AS text, regexp('a', NULL) AS unmatched, -- regexp('(', 'a')
    'x' REGEXP 'y' AS "regexp('", regexp_replace('abc', 'b', 'x') AS replaced`;
  assert.notEqual(internPatterns(sql), sql);
  assert.deepEqual(store.answer(sql), store.all(sql));
  assert.deepEqual(store.answer(sql), [
    { quoted: 1, ignored: 1, text: "regexp('no pattern', ", unmatched: 0, "regexp('": 0, replaced: "axc" },
  ]);
  assert.throws(() => store.answer("SELECT regexp('(', 'a')"), /Invalid regular expression/);
  store.close();
});

void test("a store that many rules ask answers the same, from rows that it computed once", () => {
  const answers = [false, true].map((isForMany) => {
    const store = new FactStore();
    store.insert({ as_of: [{ date: "2026-11-21" }] });
    store.seal(isForMany);
    const kinds = store.all("SELECT type FROM sqlite_schema WHERE name IN ('env_gap', 'service_call', 'idle_client')");
    const columns = store.columnsOf("SELECT * FROM env_gap");
    store.close();
    return { kinds: kinds.map(({ type }) => type), columns };
  });
  assert.deepEqual(answers[0]?.columns, answers[1]?.columns);
  assert.deepEqual(answers[0]?.kinds, ["view", "view", "view"]);
  assert.deepEqual(answers[1]?.kinds, ["table", "table", "table"]);
});
