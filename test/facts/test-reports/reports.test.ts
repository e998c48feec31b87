import assert from "node:assert/strict";
import { test } from "node:test";
import { extractCoverageTargets } from "#src/facts/test-reports/coverage-targets.js";
import { extractReport } from "#src/facts/test-reports/extract-report.js";
import { findFile } from "#src/facts/test-reports/link-reports.js";
import { isTestReport } from "#src/shared/test-reports.js";

const at = (line: number): unknown => ({ start: { line, column: 0 }, end: { line, column: 9 } });

const percent = (path: string, text: string): unknown =>
  extractCoverageTargets(path, text)?.coverage_target?.map((row) => [row.source, row.percent, row.line]);

const covered = (text: string): unknown =>
  extractReport("r", text).coverage?.map(({ path, lines, covered: hit }) => [path, lines, hit]);

test("a name says what may be a report; tests' own material is none", () => {
  for (const path of [
    "coverage/lcov.info",
    "coverage.xml",
    "api/junit.xml",
    "test-results/results.json",
    "tests/coverage.xml",
    ".report.json",
  ])
    assert.equal(isTestReport(path), true, path);
  for (const path of [
    "test/fixtures/lcov.info",
    "src/report.json",
    "docs/junit.xml",
    "src/coverage.ts",
    "results.json",
  ])
    assert.equal(isTestReport(path), false, path);
});

test("lcov: lines win over sums, a file that two runs name counts once", () => {
  const text =
    "SF:a.ts\nDA:1,1\nDA:2,0\nLF:9\nLH:9\nend_of_record\r\nSF:a.ts\nDA:1,1\nDA:2,3\nend_of_record\nSF:b.ts\nLF:4\nLH:1\nend_of_record\n";
  assert.deepEqual(covered(text), [
    ["a.ts", 2, 2],
    ["b.ts", 4, 1],
  ]);
});

test("Istanbul: a line was run when a statement on it was", () => {
  const text = JSON.stringify({
    "/x/a.ts": {
      path: "/x/a.ts",
      statementMap: { 0: at(1), 1: at(1), 2: at(2) },
      s: { 0: 0, 1: 2, 2: 0 },
      fnMap: {},
      f: {},
    },
  });
  assert.deepEqual(covered(text), [["/x/a.ts", 2, 1]]);
});

const counted = (cases: string): unknown => {
  const facts = extractReport("junit.xml", `<testsuites><testsuite name="a.spec.js">${cases}</testsuite></testsuites>`);
  return facts.test_report?.map(({ tests, failed }) => [tests, failed]);
};

test("JUnit: what jest-junit adds for failed hooks is no test, and counts only where none of the file's tests failed", () => {
  const hooks = `<testcase name="Test execution failure: could be caused by test hooks like 'afterAll'." time="0"><failure>Error</failure></testcase>`;
  assert.deepEqual(counted(`<testcase name="x"><failure>no</failure></testcase><testcase name="y"/>${hooks}`), [
    [2, 1],
  ]);
  assert.deepEqual(counted(`<testcase name="y"/>${hooks}`), [[2, 1]]);
  // Another file's failure is another one.
  const other = `<testcase name="x"><failure>no</failure></testcase></testsuite><testsuite name="b.spec.js">${hooks}`;
  assert.deepEqual(counted(other), [[2, 2]]);
});

test("Cobertura: lines that methods repeat count once, classes of one file together", () => {
  const text = `<coverage timestamp="1787200000"><sources><source>/app</source></sources><class filename="a.py"><methods><method><lines><line number="1" hits="1"/></lines></method></methods>
    <lines><line number="1" hits="1"/><line number="2" hits="0"/></lines></class><class filename="a.py"><lines><line number="9" hits="4"/></lines></class></coverage>`;
  assert.deepEqual(covered(text), [["a.py", 3, 2]]);
  assert.equal(extractReport("r", text).coverage_report?.[0]?.written_on, "2026-08-20");
});

test("what is broken is a problem, what is something else is nothing", () => {
  assert.equal(extractReport("r", '{"total":').problem?.length, 1);
  assert.equal(extractReport("r", '<coverage><class filename="a').problem?.length, 1);
  for (const text of ["", "{}", '{"a":{"lines":1}}', "<html><body/></html>", "SF:a.ts"])
    assert.deepEqual(extractReport("r", text), {});
});

test("paths of a report: of this folder, of a package, of another machine", () => {
  const files = new Set(["src/a.ts", "packages/web/src/a.ts", "packages/web/src/b.ts", "app/mail.py"]);
  assert.equal(findFile("coverage/lcov.info", "src/a.ts", files), "src/a.ts");
  assert.equal(findFile("packages/web/coverage/lcov.info", "src/a.ts", files), "packages/web/src/a.ts");
  assert.equal(findFile("coverage/lcov.info", "/home/ci/repo/packages/web/src/a.ts", files), "packages/web/src/a.ts");
  assert.equal(
    findFile("coverage/lcov.info", String.raw`C:\repo\packages\web\src\b.ts`, files),
    "packages/web/src/b.ts",
  );
  assert.equal(findFile("coverage.xml", "mail.py", files, ["/srv/build/app"]), "app/mail.py");
  assert.equal(findFile("coverage.xml", "mail.py", files), null);
  assert.equal(findFile("coverage.xml", "../../etc/passwd", files), null);
});

test("targets that projects set for themselves", () => {
  assert.deepEqual(
    percent("vitest.config.ts", "x({\n test: { coverage: { thresholds: { branches: 1,\n lines: 80 } } } })"),
    [["vitest", 80, 3]],
  );
  assert.deepEqual(percent("package.json", '{"jest":{"coverageThreshold":{"global":{"lines":75.5}}}}'), [
    ["jest", 75.5, 1],
  ]);
  assert.deepEqual(percent("pyproject.toml", "[tool.coverage.report]\n# fail_under = 90\nfail_under = 60"), [
    ["coverage.py", 60, 3],
  ]);
  // Nothing is what a switch that turns the question off asks for, and every run reaches it.
  assert.equal(percent("pytest.ini", "[pytest]\naddopts = --cov=app --cov-fail-under=0"), undefined);
  assert.deepEqual(percent("setup.cfg", "[tool:pytest]\naddopts = -q --cov-fail-under=65"), [["pytest-cov", 65, 2]]);
  assert.deepEqual(
    percent(
      "codecov.yml",
      "coverage:\n  status:\n    project:\n      default:\n        threshold: 1%\n        target: 82%\n",
    ),
    [["codecov", 82, 6]],
  );
  assert.equal(
    percent("codecov.yml", "coverage:\n  status:\n    project:\n      default:\n        target: auto\n"),
    undefined,
  );
});
