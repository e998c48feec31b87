import assert from "node:assert/strict";
import { test } from "node:test";
import { rewritesTable } from "#src/facts/migrations/type-change.js";

/** `a > b`: the answer for a change from a to b. */
const answers = (...changes: readonly string[]): unknown[] =>
  changes.map((change) => {
    const [from = "", to = ""] = change.split(" > ");
    return rewritesTable(from === "?" ? null : from, to, false);
  });

test("more room is free, less is not", () => {
  assert.deepEqual(
    answers(
      "varchar(10) > varchar(20)",
      "varchar(10) > text",
      "numeric(8,2) > numeric(12,2)",
      "numeric(8,2) > numeric",
    ),
    [false, false, false, false],
  );
  assert.deepEqual(
    answers("varchar(20) > varchar(10)", "text > varchar(9)", "numeric(8,2) > numeric(12,4)", "numeric > numeric(8,2)"),
    [true, true, true, true],
  );
  assert.deepEqual(answers("timestamp(3) > timestamp", "timestamp > timestamp(3)", "timestamp > timestamp(6)"), [
    false,
    true,
    false,
  ]);
});

test("another type is another table, unless the bytes are the same", () => {
  assert.deepEqual(
    answers("int4 > int8", "serial > int8", "bpchar(5) > text", "json > jsonb", "varchar(9)[] > text[]"),
    [true, true, true, true, true],
  );
  assert.deepEqual(answers("cidr > inet", "citext > text", "serial > int4", "uuid > uuid"), [
    false,
    false,
    false,
    false,
  ]);
});

test("what cannot be told", () => {
  assert.deepEqual(answers("timestamp > timestamptz", "? > text", "? > numeric(9,2)", "text > mood", "? > mood"), [
    null,
    null,
    null,
    null,
    null,
  ]);
  assert.equal(rewritesTable("mood", "mood_new", true), true);
  // The old one was renamed, a new one has its name.
  assert.equal(rewritesTable("mood", "public.mood", true), true);
  assert.equal(rewritesTable(null, "int8", false), true);
});
