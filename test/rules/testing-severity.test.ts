import assert from "node:assert/strict";
import { test } from "node:test";
import { failingRows } from "./built-in-rule.js";

const AS_OF = "2026-08-20";

const severities = (id: string, files: Readonly<Record<string, string>>): unknown[] =>
  failingRows(id, files, AS_OF).map(({ severity }) => severity);

const lcov = (covered: number): Record<string, string> => ({
  "src/a.ts": "export const a = 1;",
  "coverage/lcov.info": `SF:src/a.ts\nLF:100\nLH:${covered}\nend_of_record\n`,
});
const DEPLOYED = {
  "package.json":
    '{"name":"api","private":true,"scripts":{"start":"node src/server.js"},"dependencies":{"express":"^4.0.0"}}',
  "fly.toml": 'app = "api"\n',
  "src/server.js": "const app = require('express')();\napp.get('/', (req, res) => res.send(''));\napp.listen(3000);\n",
};

test("low-coverage is high far below the target of something deployed, low close to it", () => {
  assert.deepEqual(severities("low-coverage", { ...DEPLOYED, ...lcov(35) }), ["high"]);
  assert.deepEqual(severities("low-coverage", { ...DEPLOYED, ...lcov(60) }), ["medium"]);
  assert.deepEqual(severities("low-coverage", lcov(35)), ["medium"]);
  assert.deepEqual(severities("low-coverage", { ...DEPLOYED, ...lcov(66) }), ["low"]);
});

const junit = (day: string, cases: string): Record<string, string> => ({
  "test/a.test.ts": "test('a', () => {});",
  "junit.xml": `<testsuites><testsuite name="test/a.test.ts"${day}>${cases}</testsuite></testsuites>`,
});
const FAILED = '<testcase name="a" classname="test/a.test.ts"><failure message="no"/></testcase>';
const PASSED = '<testcase name="b" classname="test/a.test.ts"/>';

test("failing-tests is critical in a fresh report, high when all fail or nobody knows its age", () => {
  const day = ' timestamp="2026-08-19T10:00:00"';
  assert.deepEqual(severities("failing-tests", junit(day, FAILED + PASSED)), ["critical"]);
  assert.deepEqual(severities("failing-tests", junit(day, FAILED + FAILED)), ["high"]);
  assert.deepEqual(severities("failing-tests", junit("", FAILED + PASSED)), ["high"]);
});

test("focused-test is milder where the runner refuses it in CI", () => {
  const focused = "it.only('a', () => {});";
  assert.deepEqual(severities("focused-test", { "src/a.test.ts": focused }), ["high"]);
  const vitest = { "src/a.test.ts": `import { it } from 'vitest';\n${focused}` };
  assert.deepEqual(severities("focused-test", vitest), ["medium"]);
  const node = { "src/a.test.ts": "import { it } from 'node:test';\nit.only('a', () => {});" };
  assert.deepEqual(severities("focused-test", node), ["low"]);
});

test("phantom-mock: a broken test is medium, what a factory makes up besides less", () => {
  const mail = { "src/mail.ts": "export const send = () => 1;" };
  const spy = "import * as mail from './mail.js';\nvi.spyOn(mail, 'deliver');";
  assert.deepEqual(severities("phantom-mock", { ...mail, "src/a.test.ts": spy }), ["medium"]);
  const only = "vi.mock('./mail.js', () => ({ deliver: vi.fn() }));";
  assert.deepEqual(severities("phantom-mock", { ...mail, "src/a.test.ts": only }), ["medium"]);
  const beside = "vi.mock('./mail.js', () => ({ send: vi.fn(), deliver: vi.fn() }));";
  assert.deepEqual(severities("phantom-mock", { ...mail, "src/a.test.ts": beside }), ["low"]);
});
