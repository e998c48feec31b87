import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { DeploySettingRow } from "#src/facts/rows.js";
import { FactStore } from "#src/facts/store.js";
import { runRules } from "#src/rules/run-rules.js";
import type { RuleOutcome } from "#src/shared/rule.js";
import { DEPLOY, loadOne, ruleWithCheck, SAMPLE_RULE, storeWith } from "./rule-samples.js";

function run(context: TestContext, yaml: string, settings: readonly Partial<DeploySettingRow>[] = []): RuleOutcome {
  const [outcome] = runRules([loadOne(context, yaml)], storeWith(context, settings), [DEPLOY]);
  assert.ok(outcome);
  return outcome;
}

/** Runs `SELECT <columns>` over one row; `columns` may use the columns of deploy_setting. */
const runRow = (context: TestContext, columns: string, message = "Found."): RuleOutcome =>
  run(context, ruleWithCheck(`SELECT ${columns} FROM deploy_setting`, message), [{ value: "root" }]);

const statusOf = (context: TestContext, ...values: string[]): RuleOutcome["status"] =>
  run(
    context,
    SAMPLE_RULE,
    values.map((value, index) => ({ value, line: index + 1 })),
  ).status;

const unanswered = (reason: string) => [{ status: "unknown", rows: [], reason }];

describe("the answer of a rule", () => {
  it("is fail when any row fails, pass when any passes, unknown when all are unknown", (context) => {
    assert.equal(statusOf(context, "node", "?", "root"), "fail");
    assert.equal(statusOf(context, "?", "node"), "pass");
    assert.equal(statusOf(context, "?", "?"), "unknown");
  });

  it("is not-applicable without rows", (context) => {
    assert.equal(statusOf(context), "not-applicable");
  });

  it("is unknown when an input was not collected, with the reason", (context) => {
    const store = storeWith(context, [{ value: "root" }]);
    const rule = loadOne(context, SAMPLE_RULE);
    const reasons = [
      [],
      [{ ...DEPLOY, available: false }],
      [{ ...DEPLOY, available: false, detail: "no deploy files" }],
    ].map((collected) =>
      runRules([rule], store, collected).map(({ status, rows, reason }) => ({ status, rows, reason })),
    );
    assert.deepEqual(reasons, [
      unanswered("No deploy facts were collected."),
      unanswered("No deploy facts were collected."),
      unanswered("No deploy facts were collected (no deploy files)."),
    ]);
  });

  it("is not-applicable when an input was not collected that nothing wants", (context) => {
    const store = storeWith(context, [{ value: "root" }]);
    const collected = [{ ...DEPLOY, available: false, is_wanted: false }];
    const [outcome] = runRules([loadOne(context, SAMPLE_RULE)], store, collected);
    assert.deepEqual([outcome?.status, outcome?.reason], ["not-applicable", null]);
  });

  it("is unknown when the server did not show a table that it asks", (context) => {
    const gap = { table_name: "pg_policy", reason: "permission denied", is_partial: false };
    const store = new FactStore();
    context.after(() => {
      store.close();
    });
    store.insert({ catalog_gap: [gap, { ...gap, table_name: "pg_statement", is_partial: true }] });
    store.seal();
    const asking = (table: string) =>
      loadOne(context, ruleWithCheck(`SELECT 'x' AS object, 'pass' AS status FROM ${table}`, "Found."));
    const asked = ["pg_policy", "own_policy", "exposed_relation", "pg_statement"].map(asking);
    const [policy, view, other, statement] = runRules(asked, store, [DEPLOY]);
    const reason = "pg_policy could not be read (permission denied).";
    assert.deepEqual([policy?.status, policy?.reason], ["unknown", reason]);
    assert.deepEqual([view?.status, view?.reason], ["unknown", reason]);
    assert.equal(other?.status, "not-applicable");
    assert.equal(statement?.status, "not-applicable");
  });

  it("says which places could not be judged", (context) => {
    const columns = "file, line, 'unknown' AS status, 'the value is computed' AS evidence";
    assert.equal(runRow(context, columns).reason, "It could not be judged: a.conf:1: the value is computed");
  });

  it("is error when the SELECT throws, and the next rule is still asked", (context) => {
    const throwing = loadOne(
      context,
      ruleWithCheck("SELECT file, value ->> 'a' AS x, 'fail' AS status FROM deploy_setting"),
    );
    const outcomes = runRules([throwing, loadOne(context, SAMPLE_RULE)], storeWith(context, [{ value: "{" }]), [
      DEPLOY,
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ["error", "pass"],
    );
    assert.match(outcomes[0]?.reason ?? "", /^The SELECT of .*root-user\.yaml failed: malformed JSON\.$/);
    assert.ok(outcomes.every(({ durationMs }) => durationMs >= 0));
  });
});

describe("a row", () => {
  it("carries what the SELECT says", (context) => {
    const columns = `file, line, 'o' AS object, 18 AS subject, 'fail' AS status, 'low' AS severity, 'medium' AS confidence,
      'seen' AS evidence, '[{"file":"b.conf","line":3},{"file":"a.conf","line":1},{"file":"a.conf","line":null}]' AS locations,
      value, 2.5 AS ratio, NULL AS absent`;
    const { rows } = runRow(context, columns, "{value} {{value}} {ratio} {absent} {line}.");
    assert.deepEqual(rows, [
      {
        status: "fail",
        file: "a.conf",
        line: 1,
        object: "o",
        subject: "18",
        severity: "low",
        confidence: "medium",
        ddl: null,
        evidence: "seen",
        locations: [
          { file: "a.conf", line: 1 },
          { file: "b.conf", line: 3 },
        ],
        message: "root {value} 2.5 (unknown) 1.",
      },
    ]);
  });

  it("has its evidence for a message when it passes", (context) => {
    const [row] = runRow(context, "file, 'pass' AS status, 'runs as node' AS evidence").rows;
    assert.equal(row?.message, "runs as node");
    assert.equal(runRow(context, "file, 'pass' AS status").rows[0]?.message, "");
  });

  it("may name only an object, and locations without a place of its own", (context) => {
    const columns = `key AS object, 'fail' AS status, '[{"file":"b","line":2},{"file":"a","line":1},{"file":"b","line":2}]' AS locations`;
    const [row] = runRow(context, columns).rows;
    assert.equal(row?.file, null);
    assert.deepEqual(row?.locations, [
      { file: "a", line: 1 },
      { file: "b", line: 2 },
    ]);
  });

  it("keeps the only place of a group, and has none when its rule does not group", (context) => {
    const [row] = runRow(context, `file, line, 'fail' AS status, '[{"file":"a.conf","line":1}]' AS locations`).rows;
    assert.deepEqual(row?.locations, [{ file: "a.conf", line: 1 }]);
    assert.deepEqual(runRow(context, "file, line, 'fail' AS status").rows[0]?.locations, []);
  });

  it("takes its line from its locations when it names the file alone", (context) => {
    const locations = '[{"file":"b","line":1},{"file":"a.conf","line":9},{"file":"a.conf","line":7}]';
    const [row] = runRow(context, `file, 'fail' AS status, '${locations}' AS locations`).rows;
    assert.equal(row?.line, 7);
    assert.deepEqual(row.locations, [
      { file: "a.conf", line: 7 },
      { file: "a.conf", line: 9 },
      { file: "b", line: 1 },
    ]);
  });

  it("inserts text as it is", (context) => {
    const nasty = "`<b>` {value} $& \u001b[31m";
    const { rows } = run(
      context,
      SAMPLE_RULE.replace("WHEN 'root' THEN 'fail'", "WHEN '' THEN 'pass'").replace("ELSE 'pass'", "ELSE 'fail'"),
      [{ value: nasty }],
    );
    assert.equal(rows[0]?.message, `It runs as \`${nasty}\`.`);
  });
});

describe("rows of the same thing", () => {
  it("are merged; the worse one counts", (context) => {
    const { rows } = run(context, SAMPLE_RULE, [
      { value: "node" },
      { value: "root" },
      { value: "?" },
      { value: "root" },
    ]);
    assert.deepEqual(
      rows.map(({ status, message }) => [status, message]),
      [["fail", "It runs as `root`."]],
    );
  });

  it("keep the graver severity and all places", (context) => {
    const sql = `SELECT 'o' AS object, 'fail' AS status, value AS severity,
      json_array(json_object('file', file, 'line', line)) AS locations FROM deploy_setting`;
    const { rows } = run(context, ruleWithCheck(sql), [
      { value: "low", line: 1 },
      { value: "high", line: 2 },
      { value: "medium", line: 3 },
    ]);
    assert.equal(rows.length, 1);
    assert.equal(rows[0]?.severity, "high");
    assert.deepEqual(
      rows[0].locations.map(({ line }) => line),
      [2, 1, 3],
    );
  });

  it("come in the order of their places, whatever order the SELECT has", (context) => {
    const settings = [
      { file: "b", line: 1, value: "x" },
      { file: "a", line: 10, value: "x" },
      { file: "a", line: 9, value: "x" },
    ];
    const order = (yaml: string, rows: typeof settings) =>
      run(context, yaml, rows).rows.map(({ file, line }) => `${file}:${line}`);
    assert.deepEqual(order(SAMPLE_RULE, settings), ["a:9", "a:10", "b:1"]);
    assert.deepEqual(order(SAMPLE_RULE, settings.toReversed()), ["a:9", "a:10", "b:1"]);
  });
});

describe("a row that breaks the contract makes the rule an error", () => {
  const shape = `locations must be a JSON array of {"file", "line"}: json_group_array(json_object('file', file, 'line', line))`;
  const cases: Readonly<Record<string, string>> = {
    "file, 'failed' AS status": "status is 'failed'; it must be 'pass', 'fail' or 'unknown'",
    "file, CASE WHEN 0 THEN 'fail' END AS status":
      "status is NULL; it must be 'pass', 'fail' or 'unknown'. A CASE without ELSE gives NULL",
    "file, 1 AS status": "status is 1; it must be 'pass', 'fail' or 'unknown'",
    "file, 0 AS line, 'fail' AS status": "line is 0; it must be a whole number from 1 on, or NULL",
    "file, '1' AS line, 'fail' AS status": "line is '1'; it must be a whole number from 1 on, or NULL",
    "NULL AS file, 'fail' AS status":
      "the row has neither a file nor an object. An aggregate without GROUP BY gives a row even when it found nothing: add HAVING count(*) > 0",
    "NULL AS file, 1 AS line, 'x' AS object, 'fail' AS status": "the row has a line but no file",
    "1 AS file, 'fail' AS status": "file is 1; it must be text",
    "'' AS object, 'fail' AS status": "object is empty; use NULL where there is none",
    "file, 'fail' AS status, 'urgent' AS severity":
      "severity is 'urgent'; it must be critical, high, medium, low, or NULL for the rule's own",
    "file, 'fail' AS status, 'A' AS confidence":
      "confidence is 'A'; it must be high, medium, low, or NULL for the rule's own",
    "file, 'fail' AS status, 'a.conf:1' AS locations": shape,
    "file, 'fail' AS status, '{}' AS locations": shape,
    "file, 'fail' AS status, 3 AS locations": shape,
    "file, 'fail' AS status, '[{\"line\": 1}]' AS locations": shape,
    'file, \'fail\' AS status, \'[{"file": "a", "line": 0}]\' AS locations': shape,
  };
  for (const [columns, reason] of Object.entries(cases))
    it(columns, (context) => {
      const outcome = runRow(context, columns);
      assert.equal(outcome.status, "error");
      assert.deepEqual(outcome.rows, []);
      assert.match(outcome.reason ?? "", /root-user\.yaml breaks the row contract: /);
      assert.equal(outcome.reason?.replace(/^.* breaks the row contract: /, ""), `${reason}.`);
    });
});
