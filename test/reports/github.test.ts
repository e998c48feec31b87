import assert from "node:assert/strict";
import { test } from "node:test";
import { renderReport } from "#src/reports/render.js";
import type { AuditResult } from "#src/shared/result.js";
import { SEVERITIES } from "#src/shared/rule.js";
import { hostileResult } from "./hostile-result.js";
import { sampleFinding, sampleRule } from "./sample-builders.js";
import { emptyResult } from "./sample-result.js";

const rule = sampleRule("sample-rule", "code", "high");
const linesOf = (result: AuditResult): string[] =>
  renderReport("github", result, { color: false, width: 80 }).trimEnd().split("\n");

test("a command is escaped as the runner unescapes it", () => {
  const finding = sampleFinding(rule, { file: "src/a,b:c%.ts", line: 4, title: "Bad: a, b", message: "50% of a:b, c" });
  assert.equal(
    linesOf({ ...emptyResult, findings: [finding] })[0],
    "::error file=src/a%2Cb%3Ac%25.ts,line=4,title=high%3A Bad%3A a%2C b::50%25 of a:b, c%0AFix: How to fix sample-rule.%0ARule: sample-rule",
  );
});

test("the ten worst of each kind are annotated, and the rest is said", () => {
  const findings = SEVERITIES.flatMap((severity) =>
    Array.from({ length: 8 }, (_, line) => sampleFinding(rule, { severity, line: line + 1 })),
  );
  const lines = linesOf({ ...emptyResult, findings });
  const count = (start: string): number => lines.filter((line) => line.startsWith(start)).length;
  assert.deepEqual([count("::error"), count("::warning"), count("::notice")], [10, 8, 8]);
  assert.equal(lines.filter((line) => line.includes("title=critical")).length, 8);
  assert.match(lines.at(-1) ?? "", /^prodcheck: .* 6 findings not annotated/);
});

test("suppressed findings are left out", () => {
  const suppressed = { kind: "baseline", reason: null, file: null, line: null, until: null } as const;
  assert.equal(linesOf({ ...emptyResult, findings: [sampleFinding(rule, { suppressed })] }).length, 1);
});

test("paths count from the root of the git repository", () => {
  const target = { ...emptyResult.target, pathInRepository: "packages/api" };
  const [line] = linesOf({ ...emptyResult, target, findings: [sampleFinding(rule)] });
  assert.match(line ?? "", /^::error file=packages\/api\/src\/index\.ts,line=1,/);
});

test("a hostile text cannot start a command of its own", () => {
  const lines = linesOf(hostileResult);
  assert.equal(lines.length, 4);
  for (const line of lines.slice(0, -1)) {
    const [, properties = ""] = /^::(?:error|notice) ([^:]*)::/.exec(line) ?? [];
    assert.match(properties, /^file=[^,]*,line=\d+,title=[^,]*$|^title=[^,]*$/);
  }
  assert.match(lines.at(-1) ?? "", /^prodcheck: NOT READY, 49 \/ 100, 2 critical, 1 low\. [\w .]+$/);
});
