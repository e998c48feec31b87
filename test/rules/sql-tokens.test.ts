import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tokenizeSql } from "#src/rules/sql-tokens.js";

const show = (sql: string): string[] => tokenizeSql(sql).map(({ kind, text }) => `${kind} ${text}`);

describe("tokenizeSql", () => {
  it("knows words, names, text, numbers, parameters and symbols", () => {
    assert.deepEqual(show(`SELECT "a""b", [c d], \`e\`, 'it''s', x'00', 1.5e3, ?1, :p FROM t`), [
      "word SELECT",
      'name a"b',
      "symbol ,",
      "name c d",
      "symbol ,",
      "name e",
      "symbol ,",
      "text it's",
      "symbol ,",
      "text 00",
      "symbol ,",
      "number 1.5e3",
      "symbol ,",
      "parameter ?1",
      "symbol ,",
      "parameter :p",
      "word FROM",
      "word t",
    ]);
  });

  it("leaves out comments, closed or not, and hides nothing behind them", () => {
    assert.deepEqual(show("a -- ; b\n/* ; */ c /* ; d"), ["word a", "word c"]);
    assert.deepEqual(show("'-- x' ; y"), ["text -- x", "symbol ;", "word y"]);
  });

  it("keeps operators together", () => {
    assert.deepEqual(show("a->>'$.b'||c<>d"), [
      "word a",
      "symbol ->>",
      "text $.b",
      "symbol ||",
      "word c",
      "symbol <>",
      "word d",
    ]);
  });

  it("tells positions", () => {
    const sql = "SELECT  'x'";
    assert.deepEqual(
      tokenizeSql(sql).map(({ start, end }) => sql.slice(start, end)),
      ["SELECT", "'x'"],
    );
  });

  it("takes anything, and ends", () => {
    assert.deepEqual(show("'open"), ["text open"]);
    assert.deepEqual(show("#\u0000é"), ["symbol #", "symbol \u0000", "word é"]);
  });
});
