import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { BASELINE_FILE, baselineCommand, loadBaseline } from "#src/commands/baseline.js";
import { UserError } from "#src/shared/errors.js";
import type { AuditResult, Finding } from "#src/shared/result.js";
import { sampleFinding, sampleRule } from "./sample.js";

const RULE = sampleRule();

function resultWith(findings: readonly Finding[]): AuditResult {
  const check = {
    status: "fail",
    passed: 0,
    failed: 1,
    unknown: 0,
    durationMs: 1,
    evidence: [],
    reason: null,
  } as const;
  return {
    tool: { name: "prodcheck", version: "0.1.0" },
    target: { path: ".", name: "sample", commit: null, branch: null, files: 1, filesByLanguage: {} },
    asOf: "2026-08-01",
    score: { total: 50, cap: null, uncapped: 50, coverage: { answered: 1, applicable: 1 } },
    verdict: "READY",
    categories: [],
    checks: [{ rule: RULE, ...check }],
    findings,
    plan: [],
    ignores: [],
    baseline: null,
    problems: [],
    skipped: [],
    sources: [],
    durationMs: 1,
  };
}

async function run(findings: readonly Finding[], ...args: string[]): Promise<{ told: string; audited: string[] }> {
  const told: string[] = [];
  const audited: string[] = [];
  const runAudit = (path: string): Promise<{ result: AuditResult; rules: (typeof RULE)[] }> => {
    audited.push(path);
    return Promise.resolve({ result: resultWith(findings), rules: [RULE] });
  };
  await baselineCommand({ runAudit, tell: (line) => told.push(line) }).parseAsync(args, { from: "user" });
  return { told: told.join("\n"), audited };
}

function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "prodcheck-baseline-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

const one = sampleFinding({ fingerprint: "1".repeat(16) });
const two = sampleFinding({ fingerprint: "2".repeat(16) });

test("writes today's findings into the repository, and nothing else there", async (context) => {
  const folder = temporaryFolder(context);
  const { told, audited } = await run([one, two], folder);
  assert.deepEqual(audited, [folder]);
  assert.deepEqual(readdirSync(folder), [BASELINE_FILE]);
  assert.equal(loadBaseline(join(folder, BASELINE_FILE)).entries.length, 2);
  assert.match(told, /Wrote 2 findings to .*prodcheck-baseline\.json/);
});

test("replaces an older file, and writes elsewhere when told to", async (context) => {
  const file = join(temporaryFolder(context), "known.json");
  await run([one, two], ".", "--output", file);
  await run([two], ".", "--output", file);
  assert.deepEqual(
    loadBaseline(file).entries.map(({ fingerprint }) => fingerprint),
    [two.fingerprint],
  );
});

test("prunes what is fixed and adds nothing", async (context) => {
  const folder = temporaryFolder(context);
  await run([one], folder);
  const nothing = await run([one, two], folder, "--prune");
  assert.match(nothing.told, /Removed 0 findings/);
  assert.equal(loadBaseline(join(folder, BASELINE_FILE)).entries.length, 1);
  const { told } = await run([two], folder, "--prune");
  assert.match(told, /Removed 1 finding that is fixed; 0 left/);
  assert.deepEqual(loadBaseline(join(folder, BASELINE_FILE)).entries, []);
});

test("prunes only where there is a baseline, and does not audit before it knows", async (context) => {
  const folder = temporaryFolder(context);
  await assert.rejects(
    run([], folder, "--prune"),
    (error) =>
      error instanceof UserError &&
      /no baseline file/.test(error.message) &&
      /prodcheck baseline/.test(error.remedy ?? ""),
  );
  assert.deepEqual(readdirSync(folder), []);
});

test("does not write through a symbolic link that the repository brought along", async (context) => {
  const folder = temporaryFolder(context);
  const victim = join(folder, "victim");
  writeFileSync(victim, "precious");
  symlinkSync(victim, join(folder, BASELINE_FILE));
  await assert.rejects(
    run([one], folder),
    (error) => error instanceof UserError && /symbolic link/.test(error.message),
  );
  assert.equal(readFileSync(victim, "utf8"), "precious");
});

test("says so when the file cannot be written, and leaves nothing behind", async (context) => {
  const folder = temporaryFolder(context);
  await assert.rejects(
    run([one], folder, "--output", join(folder, "missing", "known.json")),
    (error) =>
      error instanceof UserError &&
      /cannot be written/.test(error.message) &&
      error.where?.includes("known.json") === true,
  );
  assert.deepEqual(readdirSync(folder), []);
});
