/** Helpers for the tests of src/rules: a rule file that is well-formed, and variations of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { UserError } from "#src/shared/errors.js";
import type { CompiledRule } from "#src/rules/compile.js";
import { loadRules } from "#src/rules/load-rules.js";

/** A well-formed rule. */
export const SAMPLE_RULE = `id: unsafe-call
title: An unsafe function is called
category: code
severity: high
effort: 15m
confidence: high
needs: [code]
check: |
  SELECT file, line, callee AS subject,
         CASE method WHEN 'unsafe' THEN 'fail' ELSE 'pass' END AS status
  FROM app_call
  WHERE root = 'lib'
message: "\`{subject}\` is called."
why: It breaks at night.
fix:
  summary: Call the safe one.
references: [https://example.com/unsafe]
examples:
  bad:
    - name: direct
      files: { src/a.ts: "lib.unsafe();" }
      findings: ["src/a.ts:1"]
  good:
    - name: the safe one
      files: { src/a.ts: "lib.safe();" }
`;

/** The sample with pieces of its text replaced; every piece must be there. */
export function sampleRule(...replacements: readonly (readonly [from: string, to: string])[]): string {
  let text = SAMPLE_RULE;
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`The sample rule does not contain ${JSON.stringify(from)}`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** The sample with another SELECT. */
export const ruleWithCheck = (sql: string, message = "Found."): string =>
  SAMPLE_RULE.replace(/check: \|\n(?: {2}.*\n)+/, () => `check: |\n${sql.replace(/^/gm, "  ")}\n`).replace(
    /message: .*/,
    () => `message: ${JSON.stringify(message)}`,
  );

/** Writes files into a temporary folder that goes when the test ends; returns its path. */
export function temporaryFolder(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "prodcheck-rules-"));
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Loads a folder of a user's own rules. */
export function loadFiles(context: TestContext, files: Readonly<Record<string, string>>, isBuiltIn = false) {
  const folder = temporaryFolder(context, files);
  const { rules, errors } = loadRules([{ path: folder, isBuiltIn }]);
  return { folder, rules, errors, messages: errors.map((error) => showError(error, folder)) };
}

/** Loads one rule called unsafe-call, which must be in order. */
export function loadOne(context: TestContext, yaml: string): CompiledRule {
  const { rules, messages } = loadFiles(context, { "unsafe-call.yaml": yaml });
  const [rule] = rules;
  if (rule === undefined) throw new Error(messages.join("\n"));
  return rule;
}

/** An error as `where: message remedy`, with the temporary folder left out. */
export const showError = (error: UserError, folder: string): string =>
  `${(error.where ?? "").replace(`${folder}/`, "")}: ${error.message} → ${error.remedy ?? ""}`;
