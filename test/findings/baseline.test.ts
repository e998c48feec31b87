import assert from "node:assert/strict";
import { test } from "node:test";

import { UserError } from "#src/shared/errors.js";
import type { Finding } from "#src/shared/result.js";
import { applyBaseline, createBaseline, pruneBaseline, readBaseline, writeBaseline } from "#src/findings/baseline.js";
import { knowRules } from "#src/findings/known-rules.js";
import { sampleFinding, sampleRule } from "./sample.js";

const FILE = "prodcheck-baseline.json";
const IGNORED = { kind: "ignore", reason: "Known.", file: "a.ts", line: 1, until: null } as const;

function finding(name: string, changes: Partial<Finding> = {}): Finding {
  return sampleFinding({ rule: `rule-${name}`, fingerprint: name.repeat(16), ...changes });
}

/** Rules a to c answered, d could not, e was left out. */
const rules = ["a", "b", "c", "d", "e"].map((name) => sampleRule({ id: `rule-${name}` }));
const known = knowRules(
  rules,
  rules.slice(0, 4).map((rule) => ({ rule, status: rule.id === "rule-d" ? "unknown" : "fail" })),
);

test("is written sorted, one entry a line, and read back the same", () => {
  const findings = [finding("b"), finding("a", { file: null, object: "public.users" }), finding("c", { file: "0.ts" })];
  const text = writeBaseline(createBaseline(findings, FILE));
  assert.equal(
    text,
    `{
  "version": 1,
  "findings": [
    {"fingerprint":"aaaaaaaaaaaaaaaa","rule":"rule-a","file":null,"object":"public.users","message":"It is wrong."},
    {"fingerprint":"bbbbbbbbbbbbbbbb","rule":"rule-b","file":"src/a.ts","object":null,"message":"It is wrong."},
    {"fingerprint":"cccccccccccccccc","rule":"rule-c","file":"0.ts","object":null,"message":"It is wrong."}
  ]
}
`,
  );
  assert.equal(writeBaseline(readBaseline(text, FILE)), text);
  assert.equal(writeBaseline(createBaseline(findings.toReversed(), FILE)), text);
});

test("an empty one is written and read", () => {
  const text = writeBaseline(createBaseline([], FILE));
  assert.equal(text, '{\n  "version": 1,\n  "findings": []\n}\n');
  assert.deepEqual(readBaseline(text, FILE).entries, []);
});

test("leaves out what a comment ignores", () => {
  const baseline = createBaseline([finding("a", { suppressed: IGNORED }), finding("b")], FILE);
  assert.deepEqual(
    baseline.entries.map(({ rule }) => rule),
    ["rule-b"],
  );
});

test("marks what is known, and leaves new and ignored findings as they are", () => {
  const baseline = createBaseline([finding("a"), finding("b")], FILE);
  const match = applyBaseline([finding("a"), finding("b", { suppressed: IGNORED }), finding("c")], baseline, known);
  assert.deepEqual(
    match.findings.map(({ suppressed }) => suppressed),
    [{ kind: "baseline", reason: null, file: FILE, line: null, until: null }, IGNORED, null],
  );
  assert.equal(match.known.length, 2);
  assert.deepEqual(match.fixed, []);
});

function ids(entries: readonly { rule: string }[]): string[] {
  return entries.map(({ rule }) => rule);
}

test("calls fixed only what was looked for: not what a rule could not answer, or did not run for", () => {
  const names = ["a", "b", "d", "e", "f"];
  const baseline = createBaseline(
    names.map((name) => finding(name)),
    FILE,
  );
  const match = applyBaseline([finding("a")], baseline, known);
  assert.deepEqual(ids(match.known), ["rule-a"]);
  // rule-f does not exist any more: its entry can never be found again.
  assert.deepEqual(ids(match.fixed), ["rule-b", "rule-f"]);
  assert.deepEqual(ids(match.unanswered), ["rule-d", "rule-e"]);
  assert.deepEqual(ids(pruneBaseline([finding("a"), finding("c")], baseline, known).entries), [
    "rule-a",
    "rule-d",
    "rule-e",
  ]);
});

test("an entry under the former id of a rule counts as that rule's", () => {
  const baseline = createBaseline([finding("a", { rule: "old-a" })], FILE);
  const renamed = knowRules([sampleRule({ id: "rule-a", aliases: ["old-a"] })], []);
  assert.equal(applyBaseline([], baseline, renamed).unanswered.length, 1);
  assert.equal(applyBaseline([finding("a")], baseline, renamed).known.length, 1);
});

test("a doubled entry, as merges leave them, counts once and is pruned", () => {
  const entry = createBaseline([finding("a")], FILE).entries;
  const baseline = { file: FILE, entries: [...entry, ...entry] };
  assert.equal(applyBaseline([finding("a")], baseline, known).known.length, 1);
  assert.equal(pruneBaseline([finding("a")], baseline, known).entries.length, 1);
});

const good = { fingerprint: "a".repeat(16), rule: "rule-a", file: "a.ts", object: null, message: "x" };
const BROKEN: readonly [name: string, text: string, message: RegExp, remedy: RegExp][] = [
  ["not JSON", "{", /not valid JSON/, /version control/],
  ["empty", "", /not valid JSON/, /version control/],
  ["merge conflict", '{\n<<<<<<< HEAD\n"version": 1\n=======\n', /merge conflicts/, /both sides/],
  ["another file", '{"name":"x"}', /not a prodcheck baseline at version/, /prodcheck baseline/],
  ["a list", "[]", /not a prodcheck baseline/, /prodcheck baseline/],
  ["newer", '{"version":2,"entries":[]}', /version 2; this prodcheck reads version 1/, /Update/],
  [
    "bad fingerprint",
    JSON.stringify({ version: 1, findings: [good, { ...good, fingerprint: "X" }] }),
    /findings\[1\]\.fingerprint: .*16 hex/,
    /anew/,
  ],
  [
    "missing field",
    JSON.stringify({ version: 1, findings: [{ ...good, rule: undefined }] }),
    /findings\[0\]\.rule/,
    /anew/,
  ],
  ["unknown field", JSON.stringify({ version: 1, findings: [{ ...good, line: 3 }] }), /findings\[0\].*line/, /anew/],
];
for (const [name, text, message, remedy] of BROKEN) {
  test(`refuses a broken file: ${name}`, () => {
    assert.throws(
      () => readBaseline(text, FILE),
      (error) =>
        error instanceof UserError &&
        error.where === FILE &&
        message.test(error.message) &&
        remedy.test(error.remedy ?? ""),
    );
  });
}

test("reads a file with a byte order mark", () => {
  const text = writeBaseline(createBaseline([finding("a")], FILE));
  assert.equal(readBaseline(`\uFEFF${text}`, FILE).entries.length, 1);
});
