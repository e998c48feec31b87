import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { renderReport } from "#src/reports/render.js";
import { columns } from "#src/reports/text-layout.js";
import { sampleCheck, sampleFinding, sampleRule } from "./sample-builders.js";
import { emptyResult, richResult } from "./sample-result.js";

const plain = (width: number): string => renderReport("terminal", richResult, { color: false, width });

test("no line is wider than the terminal, places aside", () => {
  for (const width of [50, 60, 80, 120]) {
    const wide = plain(width)
      .split("\n")
      .filter((line) => columns(line) > width && !/^\s*\S+$/.test(line));
    assert.deepEqual(wide, [], `at ${width} columns`);
  }
});

test("a useless width falls back to 80, and a huge one is not filled", () => {
  assert.equal(plain(0), plain(80));
  assert.equal(plain(Number.NaN), plain(80));
  assert.equal(plain(1_000), plain(120));
});

test("colour changes nothing but colour", () => {
  const colored = renderReport("terminal", richResult, { color: true, width: 80 });
  assert.ok(colored.includes("\u001B["));
  assert.equal(stripVTControlCharacters(colored).replace(/ (NOT READY) {3}/g, "$1  "), plain(80));
});

test("wide characters count as two columns", () => {
  const rule = sampleRule("wide", "code", "high", { title: "漢字".repeat(60) });
  const result = { ...emptyResult, findings: [sampleFinding(rule, { message: "문자 ".repeat(80) })] };
  const report = renderReport("terminal", result, { color: false, width: 60 });
  for (const line of report.split("\n")) assert.ok(columns(line) <= 60, line);
});

test("many findings of a rule are counted, not listed", () => {
  const rule = sampleRule("noisy", "code", "high");
  const findings = Array.from({ length: 40 }, (_, index) => sampleFinding(rule, { line: index + 1 }));
  const report = renderReport("terminal", { ...emptyResult, findings }, { color: false, width: 80 });
  assert.match(report, /HIGH {2}40 findings/);
  assert.match(report, /\+30 more/);
});

test("exactly eight places are listed without a remainder", () => {
  const rule = sampleRule("grouped", "code", "high");
  const locations = Array.from({ length: 8 }, (_, index) => ({ file: "src/a.ts", line: index + 1 }));
  const finding = sampleFinding(rule, { file: "src/a.ts", line: 1, locations });
  const report = renderReport("terminal", { ...emptyResult, findings: [finding] }, { color: false, width: 80 });
  assert.match(report, /src\/a\.ts:8/);
  assert.doesNotMatch(report, /more/);
});

function renderScore(cap: number | null, uncapped: number): string {
  const score = { total: 40, cap, uncapped, coverage: { answered: 1, applicable: 1 } };
  return renderReport("terminal", { ...emptyResult, score }, { color: false, width: 120 });
}

test("the cap is explained only where it bites", () => {
  assert.match(renderScore(69, 91), /A critical is open, so the total stops at 69. Without the cap it would be 91\./);
  assert.match(renderScore(49, 91), /Three or more criticals are open, so the total stops at 49\./);
  assert.doesNotMatch(renderScore(69, 40), /stops at/);
  assert.doesNotMatch(renderScore(null, 40), /stops at/);
});

test("a suppressed finding is counted and not shown", () => {
  assert.doesNotMatch(plain(80), /OLD_BUCKET|origin: true/);
  assert.match(plain(80), /2 findings suppressed: 1 by ignore comments, 1 by the baseline/);
});

test("checks that share a reason are listed under it once", () => {
  const unknown = ["a-rule", "b-rule"].map((id) =>
    sampleCheck(sampleRule(id, "schema", "high"), { status: "unknown", reason: "No database." }),
  );
  const report = renderReport("terminal", { ...emptyResult, checks: unknown }, { color: false, width: 80 });
  assert.match(report, /COULD NOT BE ANSWERED {2}2 checks\n\? No database\.\n {4}a-rule, b-rule\n/);
});
