import assert from "node:assert/strict";
import { test } from "node:test";

import { buildFindings } from "#src/findings/build-findings.js";
import { overrideSeverities } from "#src/findings/override-severity.js";
import { sampleOutcome } from "./sample.js";

test("makes a finding of every failing row, and of nothing else", () => {
  const outcome = sampleOutcome({ id: "some-rule", effortMinutes: 30 }, [
    { status: "pass" },
    {
      status: "fail",
      file: "src/b.ts",
      line: 7,
      object: "users",
      subject: "load",
      ddl: "SELECT 1;",
      message: "No limit.",
    },
    { status: "unknown" },
  ]);
  const findings = buildFindings([outcome, sampleOutcome({ id: "silent" }, [])]);
  assert.equal(findings.length, 1);
  assert.deepEqual(findings[0], {
    rule: "some-rule",
    category: "code",
    severity: "high",
    confidence: "high",
    title: "Something is wrong",
    message: "No limit.",
    why: "It breaks.",
    fix: "Mend it.",
    effortMinutes: 30,
    points: 0,
    file: "src/b.ts",
    line: 7,
    object: "users",
    subject: "load",
    locations: [{ file: "src/b.ts", line: 7 }],
    ddl: "SELECT 1;",
    fingerprint: findings[0]?.fingerprint,
    suppressed: null,
  });
});

test("a row's severity and confidence win over the rule's", () => {
  const [finding] = buildFindings([sampleOutcome({}, [{ severity: "critical", confidence: "low" }])]);
  assert.equal(finding?.severity, "critical");
  assert.equal(finding?.confidence, "low");
});

test("the config's severity wins over both, changes the rule's own, and finds rules by a former id", () => {
  const outcomes = [
    sampleOutcome({ id: "one" }, [{ severity: "critical" }]),
    sampleOutcome({ id: "two", aliases: ["zwei"] }, [{ status: "pass" }, {}]),
    sampleOutcome({ id: "three" }, [{ severity: "low" }]),
  ];
  const changed = overrideSeverities(outcomes, { one: "low", zwei: "critical" });
  assert.deepEqual(
    buildFindings(changed).map(({ severity }) => severity),
    ["low", "critical", "low"],
  );
  assert.deepEqual(
    changed.map(({ rule }) => rule.severity),
    ["low", "critical", "high"],
  );
});

test("an override named like a property of every object overrides nothing", () => {
  const [outcome] = overrideSeverities([sampleOutcome({ id: "constructor" }, [{}])], {});
  assert.equal(outcome?.rule.severity, "high");
});

test("lists every place once, the row's own first, and takes the first for a row without one", () => {
  const places = [
    { file: "src/a.ts", line: 1 },
    { file: "src/a.ts", line: 1 },
    { file: "src/c.ts", line: 3 },
  ];
  const [own] = buildFindings([sampleOutcome({}, [{ file: "src/b.ts", line: 2, locations: places }])]);
  assert.deepEqual(own?.locations, [
    { file: "src/b.ts", line: 2 },
    { file: "src/a.ts", line: 1 },
    { file: "src/c.ts", line: 3 },
  ]);
  const [borrowed] = buildFindings([sampleOutcome({}, [{ file: null, line: null, locations: places }])]);
  assert.deepEqual([borrowed?.file, borrowed?.line, borrowed?.locations.length], ["src/a.ts", 1, 2]);
});

test("a finding about a database object has no place, and one without a message has the title", () => {
  const [finding] = buildFindings([
    sampleOutcome({}, [{ file: null, line: null, object: "public.users", message: "" }]),
  ]);
  assert.deepEqual([finding?.file, finding?.line, finding?.locations], [null, null, []]);
  assert.equal(finding?.message, "Something is wrong");
});
