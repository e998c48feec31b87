/** Helpers for the tests of src/rules: a well-formed rule file, variations of it, and facts small enough to make by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { CollectedRow, DeploySettingRow, FileRow } from "#src/facts/rows.js";
import { FactStore } from "#src/facts/store.js";
import type { CompiledRule } from "#src/rules/compile.js";
import { loadRules } from "#src/rules/load-rules.js";
import type { UserError } from "#src/shared/errors.js";

/** A well-formed rule: `user=root` in a deploy file. */
export const SAMPLE_RULE = `id: root-user
title: A container runs as root
category: delivery
severity: high
effort: 15m
confidence: high
needs: [deploy]
check: |
  SELECT file, line, key AS subject, value,
         CASE value WHEN 'root' THEN 'fail' WHEN '?' THEN 'unknown' ELSE 'pass' END AS status
  FROM deploy_setting
  WHERE key = 'user'
message: "It runs as \`{value}\`."
why: Whoever breaks in owns the machine.
fix:
  summary: Name another user.
references: [https://example.com/users]
examples:
  bad:
    - name: root
      files: { deploy/a.conf: "user=root" }
      findings: ["deploy/a.conf:1"]
  good:
    - name: another user
      files: { deploy/a.conf: "user=node" }
`;

type Replacement = readonly [from: string, to: string];

/** The sample with pieces of its text replaced; every piece must be there. */
export function sampleRule(...replacements: readonly Replacement[]): string {
  let text = SAMPLE_RULE;
  for (const [from, to] of replacements) {
    if (!text.includes(from)) throw new Error(`The sample rule does not contain ${JSON.stringify(from)}`);
    text = text.replace(from, () => to);
  }
  return text;
}

/** The sample with another SELECT, which begins in line 9. */
export const ruleWithCheck = (sql: string, message = "Found."): string =>
  SAMPLE_RULE.replace(/check: \|\n(?: {2}.*\n)+/, () => `check: |\n${sql.replace(/^/gm, "  ")}\n`).replace(
    /message: .*/,
    () => `message: ${JSON.stringify(message)}`,
  );

/** The sample with other examples, given as the YAML below `examples:`. */
export const ruleWithExamples = (examples: string, ...replacements: readonly Replacement[]): string =>
  sampleRule(...replacements).replace(/examples:[\s\S]*/, () => `examples:\n${examples}`);

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

/** Loads a folder of rules made of these files. */
export function loadFiles(context: TestContext, files: Readonly<Record<string, string>>, isBuiltIn = false) {
  const folder = temporaryFolder(context, files);
  const { rules, errors } = loadRules([{ path: folder, isBuiltIn }]);
  return {
    folder,
    rules,
    ids: rules.map(({ info }) => info.id),
    messages: errors.map((error) => showError(error, folder)),
  };
}

/** Loads one rule called root-user, which must be in order. */
export function loadOne(context: TestContext, yaml: string): CompiledRule {
  const { rules, messages } = loadFiles(context, { "root-user.yaml": yaml });
  const [rule] = rules;
  if (rule === undefined) throw new Error(messages.join("\n"));
  return rule;
}

/** An error as `where: message → remedy`, with the temporary folder left out. */
export const showError = (error: UserError, folder: string): string =>
  `${(error.where ?? "").replace(`${folder}/`, "")}: ${error.message} → ${error.remedy ?? ""}`;

export const DEPLOY: CollectedRow = { need: "deploy", available: true, is_wanted: true, detail: null };

/** A store that holds only these deploy settings. It is closed when the test ends. */
export function storeWith(context: TestContext, settings: readonly Partial<DeploySettingRow>[]): FactStore {
  const store = new FactStore();
  context.after(() => {
    store.close();
  });
  const rows = settings.map((setting): DeploySettingRow => ({
    file: "a.conf",
    line: 1,
    kind: "compose",
    service: null,
    key: "user",
    value: null,
    ...setting,
  }));
  store.insert({ deploy_setting: rows, collected: [DEPLOY] });
  return store;
}

/** Stands for the whole pipeline: a line `key=value` becomes a deploy setting; a line `broken` a syntax error. */
export function openToyStore(files: Readonly<Record<string, string>>, asOf: string): FactStore {
  const store = new FactStore();
  const settings: DeploySettingRow[] = [];
  const fileRows: FileRow[] = [];
  for (const [path, text] of Object.entries(files)) {
    const lines = text.split("\n");
    const broken = lines.indexOf("broken");
    fileRows.push(fileRow(path, lines.length, broken === -1 ? null : `${broken + 1}: broken`));
    for (const [index, line] of lines.entries()) {
      const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
      if (key !== undefined && value !== undefined)
        settings.push({ file: path, line: index + 1, kind: "compose", service: null, key, value });
    }
  }
  store.insert({ file: fileRows, deploy_setting: settings, as_of: [{ date: asOf }], collected: [DEPLOY] });
  store.seal();
  return store;
}

const fileRow = (path: string, lines: number, parseError: string | null): FileRow => ({
  path,
  language: "other",
  role: "app",
  side: "server",
  package_dir: null,
  module_kind: null,
  bytes: 0,
  lines,
  is_module: false,
  importers: 0,
  is_entry: false,
  is_reached: true,
  started: null,
  parse_error: parseError,
});
