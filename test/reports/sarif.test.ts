import assert from "node:assert/strict";
import { test } from "node:test";
import { Ajv, type AnySchema } from "ajv";
import addFormats from "ajv-formats";
import type { Run } from "sarif";
import { renderReport } from "#src/reports/render.js";
import { toSafeResult } from "#src/reports/safe-result.js";
import { toSarif } from "#src/reports/sarif.js";
import type { AuditResult, Finding } from "#src/shared/result.js";
import { hostileResult } from "./hostile-result.js";
import { readProjectFile } from "./read-project-file.js";
import { sampleCheck, sampleFinding, sampleRule } from "./sample-builders.js";
import { emptyResult, richResult } from "./sample-result.js";
import { sarifConstraints } from "./sarif-constraints.js";

const rule = sampleRule("sample-rule", "code", "high");

function runOf(result: AuditResult): Run {
  const run = toSarif(toSafeResult(result)).runs[0];
  assert.ok(run);
  return run;
}

function resultsOf(findings: readonly Finding[], extra: Partial<AuditResult> = {}): NonNullable<Run["results"]> {
  return runOf({ ...emptyResult, checks: [sampleCheck(rule)], findings, ...extra }).results ?? [];
}

function isSchema(value: unknown): value is AnySchema {
  return typeof value === "object" && value !== null;
}

/** Errors of a report against a schema; none when it is valid. */
function errorsOf(schema: AnySchema, report: string): unknown {
  const ajv = new Ajv({ strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const value: unknown = JSON.parse(report);
  return validate(value) ? [] : validate.errors;
}

/** The OASIS schema as a draft that ajv knows: it says draft 4 and uses nothing that differs from draft 7. */
function readOfficialSchema(): AnySchema {
  const schema: unknown = JSON.parse(readProjectFile("test/reports/oasis/sarif-schema-2.1.0.json"));
  assert.ok(isSchema(schema) && typeof schema === "object");
  return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== "$schema" && key !== "id"));
}

const officialSchema = readOfficialSchema();

for (const [name, result] of Object.entries({ rich: richResult, empty: emptyResult, hostile: hostileResult })) {
  const report = renderReport("sarif", result, { color: false, width: 80 });
  test(`the ${name} SARIF log keeps to the format and to GitHub's limits`, () => {
    assert.deepEqual(errorsOf(sarifConstraints, report), []);
  });
  test(`the ${name} SARIF log is valid by the official schema`, () => {
    assert.deepEqual(errorsOf(officialSchema, report), []);
  });
}

test("the official schema refuses what is no SARIF log", () => {
  assert.notDeepEqual(errorsOf(officialSchema, '{ "version": "2.1.0", "runs": [{ "results": [{}] }] }'), []);
});

test("every result points to the rule at its index", () => {
  const run = runOf(richResult);
  for (const { ruleId, ruleIndex } of run.results ?? []) {
    assert.ok(ruleIndex !== undefined);
    assert.equal(run.tool.driver.rules?.[ruleIndex]?.id, ruleId);
  }
});

test("25,000 results are kept, the worst and the open ones, and the rest is said", () => {
  const mild = Array.from({ length: 25_000 }, (_, line) => sampleFinding(rule, { severity: "low", line: line + 1 }));
  const findings = [
    ...mild,
    { ...suppressed("ignore", "known", null), severity: "critical" as const },
    sampleFinding(rule, { severity: "critical", message: "the worst" }),
  ];
  const run = runOf({ ...emptyResult, findings });
  assert.equal(run.results?.length, 25_000);
  assert.equal(run.results[0]?.message.text, "the worst");
  assert.ok(run.results.every((result) => result.suppressions?.length === 0));
  const notes = run.invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.match(notes.at(-1)?.message.text ?? "", /^2 findings left out/);
});

test("a finding has one location and at most 999 related ones, eight of them linked", () => {
  const locations = Array.from({ length: 2_000 }, (_, index) => ({ file: "src/a.ts", line: index + 1 }));
  const [result] = resultsOf([sampleFinding(rule, { file: "src/a.ts", line: 1, locations })]);
  assert.equal(result?.locations?.length, 1);
  assert.equal(result?.relatedLocations?.length, 999);
  assert.match(
    result?.message.text ?? "",
    /Also at \[src\/a\.ts:2\]\(1\), .*\[src\/a\.ts:9\]\(8\) and 1,991 more places\.$/,
  );
});

test("a path becomes a relative, percent-encoded URI from the root of the git repository", () => {
  const file = "src/a b#1%[id]/ü?:.ts";
  const [result] = resultsOf([sampleFinding(rule, { file, line: 2 })], {
    target: { ...emptyResult.target, pathInRepository: "packages/api" },
  });
  const place = result?.locations?.[0]?.physicalLocation;
  assert.deepEqual(place?.artifactLocation, {
    uri: "packages/api/src/a%20b%231%25%5Bid%5D/%C3%BC%3F%3A.ts",
    uriBaseId: "%SRCROOT%",
  });
  assert.deepEqual(place.region, { startLine: 2 });
});

test("a finding without a place is shown at the manifest, and says what it is about", () => {
  const finding = sampleFinding(rule, { file: null, line: null, object: "public.users", message: "No index." });
  const anchor = (manifest: string | null): unknown => {
    const [result] = resultsOf([finding], { target: { ...emptyResult.target, manifest } });
    assert.equal(result?.message.text, "public.users: No index.");
    assert.deepEqual(result.locations?.[0]?.logicalLocations, [
      { fullyQualifiedName: "public.users", kind: "resource" },
    ]);
    return result.locations[0]?.physicalLocation?.artifactLocation?.uri;
  };
  assert.equal(anchor("package.json"), "package.json");
  assert.equal(anchor(null), "no%20file%20associated%20with%20this%20finding");
});

test("a finding about an object is shown at its first place", () => {
  const locations = [{ file: "src/db.ts", line: 7 }];
  const [result] = resultsOf([sampleFinding(rule, { file: null, line: null, object: "t", locations })]);
  assert.equal(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri, "src/db.ts");
  assert.equal(result.relatedLocations, undefined);
});

test("the uploader's own fingerprint is replaced only where it would merge two findings", () => {
  const results = resultsOf([
    sampleFinding(rule, { line: 5, fingerprint: "one" }),
    sampleFinding(rule, { line: 5, fingerprint: "two" }),
    sampleFinding(rule, { line: null, fingerprint: "three" }),
  ]);
  assert.deepEqual(
    results.map((result) => result.partialFingerprints),
    [
      { "prodcheck/v1": "one" },
      { "prodcheck/v1": "two", primaryLocationLineHash: "two" },
      { "prodcheck/v1": "three", primaryLocationLineHash: "three" },
    ],
  );
});

function suppressed(kind: "ignore" | "baseline", reason: string | null, until: string | null): Finding {
  return sampleFinding(rule, { suppressed: { kind, reason, file: null, line: null, until } });
}

test("suppressions say where they stand and why", () => {
  const results = resultsOf([suppressed("ignore", "by design", "2027-01-01"), suppressed("baseline", null, null)]);
  assert.deepEqual(
    results.map((result) => result.suppressions),
    [
      [{ kind: "inSource", status: "accepted", justification: "by design, until 2027-01-01" }],
      [{ kind: "external", status: "accepted" }],
    ],
  );
});

test("a message brings no links of its own", () => {
  const [result] = resultsOf([sampleFinding(rule, { message: "See [docs](https://evil.example) and rows[0]." })]);
  assert.equal(result?.message.text, "See [docs] (https://evil.example) and rows[0].");
});

test("problems and broken checks are notifications", () => {
  const notes = runOf(richResult).invocations?.[0]?.toolExecutionNotifications ?? [];
  assert.deepEqual(
    notes.map((note) => note.level),
    ["warning", "error", "note"],
  );
  assert.equal(notes[1]?.associatedRule?.id, "team-naming");
});
