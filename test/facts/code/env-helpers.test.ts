import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkedFacts } from "./env-samples.js";

/** Reads through helpers of `main.ts`. */
function helperReads(helper: string, main: string): string[] {
  const facts = linkedFacts({ "src/env.ts": helper, "src/main.ts": main });
  return (facts.env_read ?? [])
    .filter((row) => row.file === "src/main.ts")
    .map((row) => {
      const fallback = row.default_kind === "literal" ? `=${row.default_value}` : `:${row.default_kind}`;
      return `${row.name} ${row.reader} ${row.usage}${row.default_kind === "none" ? "" : ` ${fallback}`}${row.is_required ? " required" : ""}${row.is_validated ? " validated" : ""}`;
    });
}

const use = (call: string): string => `import * as e from './env'; ${call}`;

/** What is tested, the helper, its use, the reads. */
const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["plain", "export const get = (name: string) => process.env[name]", "use(e.get('A_KEY'))", ["A_KEY helper argument"]],
  [
    "with a default at the call",
    "export const get = (name) => process.env[name]",
    "const a = e.get('A') || 'x'",
    ["A helper value =x"],
  ],
  [
    "with a default parameter",
    "export const get = (n, d) => process.env[n] ?? d",
    "e.get('A', 'x'); e.get('B')",
    ["A helper value =x", "B helper value"],
  ],
  [
    "with an initial default",
    "export const get = (n, d = '') => process.env[n] ?? d",
    "e.get('A')",
    ["A helper value :empty"],
  ],
  ["with its own default", "export const get = (n) => process.env[n] ?? 'own'", "e.get('A')", ["A helper value =own"]],
  [
    "that throws",
    "export function get(n) { const v = process.env[n]; if (!v) throw new Error(n); return v }",
    "e.get('A')",
    ["A helper value required validated"],
  ],
  [
    "that throws unless a default is given",
    "export function get(n: string, d?: string) { const v = process.env[n] ?? d; if (v === undefined) throw new Error(n); return v }",
    "e.get('A'); e.get('B', 'x')",
    ["A helper value required validated", "B helper value =x"],
  ],
  [
    "that throws for another reason",
    "export function get(n: string) { const v = process.env[n]; if (v && isNaN(Number(v))) throw new Error(n); return v }",
    "e.get('A')",
    ["A helper value"],
  ],
  [
    "with options",
    "export const get = (n, o) => process.env[n] ?? o.default",
    "e.get('A', { default: 'x' })",
    ["A helper value =x"],
  ],
  [
    "that expects it to be missing",
    "export const getOptional = (n) => process.env[n]",
    "use(e.getOptional('A'))",
    ["A helper optional"],
  ],
  ["with a prefix", "export const get = (n) => process.env[`APP_${n}`]", "e.get('PORT')", ["APP_PORT helper value"]],
  [
    "with a list",
    "export function need(names) { for (const n of names) if (!process.env[n]) throw new Error(n) }",
    "e.need(['A', 'B'])",
    ["A helper value required validated", "B helper value required validated"],
  ],
  [
    "with rest parameters",
    "export const need = (...names) => names.map((n) => process.env[n])",
    "e.need('A', 'B')",
    ["A helper value", "B helper value"],
  ],
  [
    "through another helper",
    "const raw = (n) => process.env[n]; export function get(n) { const v = raw(n); if (!v) throw new Error(n); return v }",
    "e.get('A')",
    ["A helper value required validated"],
  ],
  [
    "through another helper, with a default",
    "const raw = (n, d) => process.env[n] ?? d; export const get = (n, d) => Number(raw(n, d))",
    "e.get('A', 5)",
    ["A helper value =5"],
  ],
  [
    "of a class",
    "class Env { get(n) { return process.env[n] } } export const env = new Env()",
    "e.env.get('A')",
    ["A helper value"],
  ],
  [
    "with a constant name",
    "export const get = (n) => process.env[n]",
    "const KEY = 'A_KEY'; e.get(KEY)",
    ["A_KEY helper value"],
  ],
  [
    "with two prefixes",
    "export const get = (n) => process.env[`A_${n}`] ?? process.env[`B_${n}`]",
    "e.get('X')",
    ["A_X helper value :env", "B_X helper value"],
  ],
  ["that deletes", "export function drop(n) { delete process.env[n] }", "e.drop('X')", []],
  [
    "that throws for what it finds",
    "export function get(n) { const v = Number(process.env[n]); if (!Number.isFinite(v) || v <= 0) throw new Error(n); return v }",
    "e.get('X')",
    ["X helper value"],
  ],
  ["asserted", "export const get = (n) => process.env[n]", "e.get('A')!", ["A helper value required"]],
  ["with a computed name", "export const get = (n) => process.env[n]", "e.get(name())", []],
  ["of another kind", "export const get = (n) => cache[n] // env", "e.get('A')", []],
  [
    "secret default",
    "export const get = (n, d) => process.env[n] ?? d",
    "e.get('JWT_SECRET', 'hunter2')",
    ["JWT_SECRET helper value =•••••••"],
  ],
  ["process.env of another file", "export const env = process.env", "use(e.env.A)", []],
];

describe("helpers that read the variable their caller names", () => {
  for (const [name, helper, call, expected] of CASES) {
    it(name, () => assert.deepEqual(helperReads(helper, use(call)), expected));
  }

  it("process.env of another file, by name", () => {
    assert.deepEqual(helperReads("export const env = process.env", "import { env } from './env'; use(env.API_URL)"), [
      "API_URL process.env argument",
    ]);
    assert.deepEqual(
      helperReads("export const env = load(process.env)", "import { env } from './env'; use(env.API_URL)"),
      [],
    );
  });

  it("gives a row for the throwing list", () => {
    const facts = linkedFacts({
      "src/env.ts": "export function need(names) { for (const n of names) if (!process.env[n]) throw new Error(n) }",
      "src/main.ts": "import { need } from './env';\nneed(['A', 'B'])",
    });
    assert.deepEqual(facts.env_validation, [
      { file: "src/main.ts", line: 2, function_id: null, kind: "throw", names_json: '["A","B"]' },
    ]);
  });
});
