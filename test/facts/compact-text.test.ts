import assert from "node:assert/strict";
import { test } from "node:test";
import { compactText, compactTexts } from "#src/facts/compact-text.js";

void test("every string of nested data keeps its text, and stays where it was", () => {
  const shared = { name: "a name that is long enough to be a window".slice(2, 30), steps: [".a".concat(".b"), ""] };
  const data = {
    rows: [shared, shared],
    members: new Map<string, unknown>([
      ["first", shared],
      ["second", "x\ud800y"],
    ]),
    names: new Set(["one", "two"]),
    count: 3,
    missing: null,
    isThere: true,
  };
  const before = structuredClone(data);
  compactTexts(data);
  assert.deepEqual(data, before);
  assert.deepEqual([...data.members.keys()], ["first", "second"]);
  assert.equal(data.rows[0], data.rows[1]);
});

void test("data that refers to itself is walked once", () => {
  const data: { name: string; self: object | null } = { name: "loop", self: null };
  data.self = data;
  compactTexts(data);
  assert.equal(data.name, "loop");
});

void test("compact text equals what it was made of, surrogates and long texts included", () => {
  for (const text of ["", "plain", 'quote " and \\ and \n', "😀", "\ud83d", "x".repeat(500), "__proto__"])
    assert.equal(compactText(text), text);
});
