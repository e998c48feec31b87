/** Names that Python code puts into texts, and keys under which it puts values. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import type { SqlRow } from "#src/facts/store.js";

function query(source: string, sql: string): SqlRow[] {
  const store = openExample({ "app/main.py": source }, "2026-11-21");
  try {
    return store.all(sql);
  } finally {
    store.close();
  }
}

/** Names among the arguments of the call to `answer`. */
function namesIn(argumentText: string): unknown {
  const rows = query(`answer(${argumentText})\n`, "SELECT names_json FROM call WHERE callee = 'answer'");
  return JSON.parse(String(rows[0]?.["names_json"]));
}

const keysIn = (source: string): unknown[] =>
  query(source, "SELECT line, value FROM literal WHERE context = 'key' ORDER BY line, value").map(({ line, value }) => [
    line,
    value,
  ]);

describe("names among the arguments of Python", () => {
  it("are those of its own, and those in the holes of f-strings", () => {
    assert.deepEqual(namesIn("error, 1"), ["error"]);
    assert.deepEqual(namesIn('f"failed: {error}"'), ["error"]);
    assert.deepEqual(namesIn('detail=f"{kind}: {error}", status=code'), ["kind", "error", "code"]);
  });

  it("are not in plain strings", () => {
    assert.deepEqual(namesIn('"failed: {error}"'), []);
  });
});

describe("keys of Python", () => {
  it("are those of dictionaries", () => {
    assert.deepEqual(keysIn('HEADERS = {\n    "X-Frame-Options": "DENY",\n    name: "x-own",\n}\n'), [
      [2, "X-Frame-Options"],
    ]);
  });

  it("are those of subscripts that are set, not of those that are read", () => {
    assert.deepEqual(keysIn('response.headers["X-Frame-Options"] = "DENY"\n'), [[1, "X-Frame-Options"]]);
    assert.deepEqual(keysIn('value = request.headers["X-Frame-Options"]\n'), []);
  });
});
