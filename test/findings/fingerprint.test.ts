import assert from "node:assert/strict";
import { test } from "node:test";

import type { RuleInfo, RuleRow } from "#src/shared/rule.js";
import { fingerprintRows } from "#src/findings/fingerprint.js";
import { sampleRow, sampleRule } from "./sample.js";

function fingerprints(rows: readonly Partial<RuleRow>[], rule: Partial<RuleInfo> = {}): string[] {
  return fingerprintRows(
    sampleRule(rule),
    rows.map((row) => sampleRow(row)),
  );
}

test("is 16 hex digits, and the same in every version", () => {
  // Written out: a change here breaks every baseline and code-scanning alert there is.
  assert.deepEqual(fingerprints([{ file: "src/a.ts", subject: "send" }]), ["8cc308a5a19195de"]);
});

test("does not depend on the line, the message, the severity or the evidence", () => {
  const [before] = fingerprints([{ subject: "send", line: 4 }]);
  const changes = { subject: "send", line: 90, message: "Other words.", severity: "low", evidence: "x" } as const;
  assert.deepEqual(fingerprints([changes]), [before]);
});

test("differs by rule, file, object and subject", () => {
  const all = [
    ...fingerprints([{ subject: "a" }]),
    ...fingerprints([{ subject: "a" }], { id: "other-rule" }),
    ...fingerprints([{ subject: "a", file: "src/b.ts" }]),
    ...fingerprints([{ subject: "a", object: "users" }]),
    ...fingerprints([{ subject: "b" }]),
    ...fingerprints([{ object: "a" }]),
    ...fingerprints([{ file: null, line: null, object: "src/a.ts" }]),
  ];
  assert.equal(new Set(all).size, all.length);
});

test("tells equal rows apart by their order in the file, however they are listed", () => {
  const [first, second, third] = fingerprints([{ line: 3 }, { line: 10 }, { line: 20 }]);
  assert.equal(new Set([first, second, third]).size, 3);
  assert.deepEqual(fingerprints([{ line: 20 }, { line: 3 }, { line: 10 }]), [third, first, second]);
});

test("stays when findings are added elsewhere: in another file, with another subject, by another rule", () => {
  const [before] = fingerprints([{ file: "src/m.ts", line: 5, subject: "a" }]);
  const after = fingerprints([
    { file: "src/a.ts", line: 1, subject: "a" },
    { file: "src/m.ts", line: 1, subject: "b" },
    { file: "src/m.ts", line: 500, subject: "a" },
    { file: "src/m.ts", line: 9, subject: "a" },
  ]);
  assert.equal(after[3], before);
});

test("of a grouped row stays when an earlier place, or a second one, turns up", () => {
  const place = { file: "src/m.ts", line: 5 };
  const [before] = fingerprints([{ ...place, object: "NOTION_KEY", locations: [place] }]);
  const earlier = { file: "src/a.ts", line: 1 };
  assert.deepEqual(fingerprints([{ ...earlier, object: "NOTION_KEY", locations: [earlier, place] }]), [before]);
});

test("of a grouped row without a name of its own depends on its file", () => {
  const [a] = fingerprints([{ file: "src/a.ts", locations: [{ file: "src/a.ts", line: 1 }] }]);
  const [b] = fingerprints([{ file: "src/b.ts", locations: [{ file: "src/b.ts", line: 1 }] }]);
  assert.notEqual(a, b);
});

test("survives a new name of the rule, as often as it is renamed", () => {
  const [before] = fingerprints([{}], { id: "first-name" });
  assert.deepEqual(fingerprints([{}], { id: "second-name", aliases: ["first-name"] }), [before]);
  assert.deepEqual(fingerprints([{}], { id: "third-name", aliases: ["first-name", "second-name"] }), [before]);
});
