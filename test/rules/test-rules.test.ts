import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { renderTestReport, testRules, type ExampleResult } from "#src/rules/test-rules.js";
import { loadOne, openToyStore, ruleWithCheck, ruleWithExamples } from "./rule-samples.js";

const GOOD = '  good:\n    - { name: fine, files: { a: "user=node" } }\n';

/** Judges one example, given as the YAML of its fields; the SELECT is the sample's unless another is given. */
function judge(context: TestContext, kind: "bad" | "good", fields: string, sql?: string): ExampleResult {
  const example = `  ${kind}:\n    - { name: tried, ${fields} }\n`;
  const bad = '  bad:\n    - { name: root, files: { a: "user=root" }, findings: ["a:1"] }\n';
  const examples = kind === "bad" ? example + GOOD : bad + example;
  const text = ruleWithExamples(examples);
  const yaml =
    sql === undefined ? text : ruleWithCheck(sql).replace(/examples:[\s\S]*/, () => `examples:\n${examples}`);
  const report = testRules([loadOne(context, yaml)], openToyStore);
  const result = report.examples.find(({ name }) => name === "tried");
  assert.ok(result);
  return result;
}

const show = ({ verdict, problems }: ExampleResult): string[] => [
  verdict,
  ...problems.map((each) => `${each.verdict}: ${each.text}`),
];

const TWO_ROOTS = 'files: { a: "user=root\\nx=1\\nuser=root", b: "user=node" }';
const GROUPED = `SELECT value AS object, min(file) AS file, 'fail' AS status,
  json_group_array(json_object('file', file, 'line', line)) AS locations
FROM deploy_setting WHERE key = 'user' AND value <> 'node' GROUP BY value`;

describe("a bad example", () => {
  it("is ok when every place is reported, and no other", (context) => {
    assert.deepEqual(show(judge(context, "bad", `${TWO_ROOTS}, findings: ["a:1", "a:3"]`)), ["ok"]);
  });

  it("may name the file alone", (context) => {
    assert.deepEqual(show(judge(context, "bad", `${TWO_ROOTS}, findings: ["a"]`)), ["ok"]);
  });

  it("is missing when nothing is reported, and says what was answered instead", (context) => {
    assert.deepEqual(show(judge(context, "bad", 'files: { a: "x=1" }, findings: ["a:1"]')), [
      "missing",
      "missing: expected a:1; the SELECT returned no rows",
    ]);
    assert.deepEqual(show(judge(context, "bad", 'files: { a: "user=node" }, findings: ["a:1"]')), [
      "missing",
      "missing: expected a:1; the rows were pass a:1",
    ]);
    assert.deepEqual(show(judge(context, "bad", 'files: { a: "user=?" }, findings: ["a"]')), [
      "missing",
      "missing: expected a; the answer was unknown: It could not be judged: a:1",
    ]);
  });

  it("is noisy when more is reported", (context) => {
    assert.deepEqual(show(judge(context, "bad", `${TWO_ROOTS}, findings: ["a:1"]`)), [
      "noisy",
      "noisy: reported a:3: It runs as `root`.",
    ]);
  });

  it("is at the wrong place when another line of the file is reported", (context) => {
    assert.deepEqual(show(judge(context, "bad", `${TWO_ROOTS}, findings: ["a:1", "a:2"]`)), [
      "wrong place",
      "wrong place: expected a:2, reported a:3: It runs as `root`.",
    ]);
  });

  it("is missing and noisy when another file is reported", (context) => {
    assert.deepEqual(show(judge(context, "bad", 'files: { a: "user=root", b: "x=1" }, findings: ["b:1"]')), [
      "noisy",
      "missing: expected b:1; the rows were fail a:1",
      "noisy: reported a:1: It runs as `root`.",
    ]);
  });

  it("must name every place of a grouped finding, or its object", (context) => {
    const result = (findings: string) => show(judge(context, "bad", `${TWO_ROOTS}, findings: ${findings}`, GROUPED));
    assert.deepEqual(result('["a:1", "a:3"]'), ["ok"]);
    assert.deepEqual(result('["object:root"]'), ["ok"]);
    assert.deepEqual(result('["a:1"]'), ["noisy", "noisy: reported a:3: Found."]);
    assert.deepEqual(result('["object:rot"]'), [
      "noisy",
      "missing: expected object:rot; the rows were fail a:1, a:3",
      "noisy: reported a:1: Found.",
      "noisy: reported a:3: Found.",
    ]);
  });

  it("may be about an object alone", (context) => {
    const sql = "SELECT value AS object, 'fail' AS status FROM deploy_setting WHERE value <> 'node'";
    const result = (finding: string) =>
      show(judge(context, "bad", `files: { a: "user=root" }, findings: ["${finding}"]`, sql));
    assert.deepEqual(result("object:root"), ["ok"]);
    assert.deepEqual(result("a:1"), [
      "noisy",
      "missing: expected a:1; the rows were fail object:root",
      "noisy: reported object:root: Found.",
    ]);
  });
});

describe("an example that cannot be judged", () => {
  it("is an error when the rule breaks", (context) => {
    const sql = "SELECT file, value ->> 'x' AS x, 'fail' AS status FROM deploy_setting";
    const { verdict, problems } = judge(context, "bad", 'files: { a: "user={" }, findings: ["a"]', sql);
    assert.equal(verdict, "error");
    assert.match(problems[0]?.text ?? "", /malformed JSON/);
  });

  it("is an error when it does not parse", (context) => {
    assert.deepEqual(show(judge(context, "bad", 'files: { a: "user=root\\nbroken" }, findings: ["a:1"]')), [
      "error",
      "error: the example does not parse: a:2: broken",
    ]);
  });

  it("is judged by its own date, else by a fixed one", (context) => {
    const sql =
      "SELECT file, line, date AS subject, iif(date > '2030-01-01', 'fail', 'pass') AS status FROM deploy_setting, as_of";
    const files = 'files: { a: "user=root" }, findings: ["a:1"]';
    assert.deepEqual(show(judge(context, "bad", `as_of: 2030-01-02, ${files}`, sql)), ["ok"]);
    assert.equal(judge(context, "bad", files, sql).verdict, "missing");
  });
});

describe("a good example", () => {
  it("is ok as long as nothing is reported", (context) => {
    for (const files of ['"user=node"', '"user=?"', '"x=1"'])
      assert.equal(judge(context, "good", `files: { a: ${files} }`).verdict, "ok");
  });

  it("is noisy when something is reported", (context) => {
    assert.deepEqual(show(judge(context, "good", TWO_ROOTS)), [
      "noisy",
      "noisy: reported a:1: It runs as `root`.",
      "noisy: reported a:3: It runs as `root`.",
    ]);
  });

  it("may ask for an answer", (context) => {
    assert.deepEqual(show(judge(context, "good", 'status: pass, files: { a: "user=node" }')), ["ok"]);
    assert.deepEqual(show(judge(context, "good", 'status: unknown, files: { a: "user=?" }')), ["ok"]);
    assert.deepEqual(show(judge(context, "good", 'status: pass, files: { a: "x=1" }')), [
      "wrong answer",
      "wrong answer: expected pass; the SELECT returned no rows",
    ]);
  });
});

describe("renderTestReport", () => {
  it("lists what is wrong with every rule that is not in order", (context) => {
    const fine = loadOne(
      context,
      ruleWithExamples(`  bad:\n    - { name: root, files: { a: "user=root" }, findings: ["a:1"] }\n${GOOD}`),
    );
    const faulty = loadOne(
      context,
      ruleWithExamples(`  bad:
    - { name: silent, files: { a: "x=1" }, findings: ["a:1"] }
    - { name: moved, files: { a: "x=1\\nuser=root" }, findings: ["a:1"] }
  good:
    - { name: loud, files: { a: "user=root" } }
`),
    );
    const report = testRules([fine, { ...faulty, info: { ...faulty.info, id: "faulty" } }], openToyStore);
    const text = renderTestReport(report)
      .replaceAll(/\(\S*root-user\.yaml:/g, "(root-user.yaml:")
      .replace(/\d+\.\d s/, "0.1 s");
    assert.equal(
      text,
      `✓ root-user (2 examples)
✗ faulty
    missing: bad example "silent" (root-user.yaml:20)
      missing: expected a:1; the SELECT returned no rows
    wrong place: bad example "moved" (root-user.yaml:21)
      wrong place: expected a:1, reported a:2: It runs as \`root\`.
    noisy: good example "loud" (root-user.yaml:23)
      noisy: reported a:1: It runs as \`root\`.

2 rules, 5 examples: 2 ok, 1 missing, 1 noisy, 1 wrong place (0.1 s)
`,
    );
    assert.equal(report.failed, 3);
    assert.match(renderTestReport(testRules([fine], openToyStore)), /\n1 rule, 2 examples: all ok \(/);
  });
});

const badExample = (name: number): string => `    - { name: e${name}, files: { a: "user=root" }, findings: ["a:1"] }\n`;

it("tests forty rules of six examples in seconds", (context) => {
  const rule = loadOne(context, ruleWithExamples(`  bad:\n${[1, 2, 3, 4, 5].map(badExample).join("")}${GOOD}`));
  const report = testRules(
    Array.from({ length: 40 }, () => rule),
    openToyStore,
  );
  assert.equal(report.failed, 0);
  assert.ok(report.durationMs < 20_000, `took ${report.durationMs} ms`);
});
