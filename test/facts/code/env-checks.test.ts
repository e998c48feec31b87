import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import { factsOf, linkedFacts } from "./env-samples.js";

/** `line kind names`, and the reads that are required and validated by it. */
function show(facts: FactSet): string[] {
  const rows = (facts.env_validation ?? []).map((row) => `${row.line} ${row.kind} ${row.names_json}`);
  const reads = (facts.env_read ?? []).filter((row) => row.is_required && row.is_validated).map((row) => row.name);
  return [...rows, `validated: ${[...new Set(reads)].join(" ")}`.trim()];
}

const NONE = ["validated:"];

function check(cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(show(factsOf(text)), expected));
  }
}

describe("tests that throw when a variable is missing", () => {
  const A = ['1 throw ["A"]', "validated: A"];
  const BOTH = ['1 throw ["A","B"]', "validated: A B"];
  check({
    "if (!process.env.A) throw new Error('A')": A,
    "if (!process.env.A) { console.error('A'); process.exit(1) }": A,
    "function f(req, res) { if (!process.env.A) return res.status(500).json({ error: 'A' }) }": A,
    "if (process.env.A === undefined) throw new Error('A')": A,
    "if (process.env.A == null || process.env.A === '') throw new Error('A')": A,
    "const a = process.env.A; if (!a) throw new Error('A')": A,
    "const { A } = process.env; if (!A) throw new Error('A')": A,
    "const a = process.env.A || ''; if (!a) throw new Error('A')": A,
    "const a = process.env.A?.trim(); if (!a) throw new Error('A')": A,
    "if (process.env.A) { go() } else { throw new Error('A') }": A,
    "invariant(process.env.A, 'A is required')": A,
    "assert(process.env.A)": A,
    "assert.ok(process.env.A, 'A')": A,
    "if (!process.env.A || !process.env.B) throw new Error('A, B')": BOTH,
    "assert(process.env.A && process.env.B)": BOTH,
    "for (const k of ['A', 'B']) if (!process.env[k]) throw new Error(k)": BOTH,
    "for (const k of ['A', 'B']) { const v = process.env[k]; if (!v) { throw new Error(k) } }": BOTH,
    "['A', 'B'].forEach((k) => { if (!process.env[k]) throw new Error(k) })": BOTH,
    "const R = ['A', 'B'] as const; const m = R.filter((k) => !process.env[k]); if (m.length > 0) throw new Error()":
      BOTH,
    "const m = ['A', 'B'].filter((k) => !process.env[k]); if (m.length) { process.exit(1) }": BOTH,
    "const m = ['A', 'B'].filter((k) => process.env[k] === undefined); if (m.length !== 0) throw new Error()": BOTH,
    "if (['A', 'B'].some((k) => !process.env[k])) throw new Error()": BOTH,
    "if (!['A', 'B'].every((k) => process.env[k])) throw new Error()": BOTH,
    "const missing = []; for (const k of ['A', 'B']) { if (!process.env[k]) missing.push(k) } if (missing.length) throw new Error()":
      BOTH,
    "const missing: string[] = []; if (!process.env.A) missing.push('A'); if (!process.env.B) missing.push('B'); if (missing.length > 0) throw new Error()":
      BOTH,
    "const a = process.env.A ?? raise('A')": ["validated: A"],
  });
});

describe("tests that check nothing", () => {
  check({
    "if (!process.env.A) console.warn('A')": NONE,
    "if (!process.env.A) return": NONE,
    "if (process.env.A) throw new Error('A')": NONE,
    "if (!process.env.A && !process.env.B) throw new Error()": NONE,
    "if (process.env.NODE_ENV === 'production' && !process.env.A) throw new Error()": NONE,
    "const a = process.env.A || 'x'; if (!a) throw new Error()": NONE,
    "let a = process.env.A; a = a || load(); if (!a) throw new Error()": NONE,
    "if (process.env.A !== '1') throw new Error('A is off')": NONE,
    "if (!['a', 'b'].includes(process.env.A)) throw new Error('A')": ['1 throw ["A"]', "validated: A"],
    "if (process.env.A === 'a') { go() } else { throw new Error('A is off') }": NONE,
    "const a = process.env.A ?? load(); if (!a) throw new Error('A')": NONE,
    "console.assert(process.env.A)": NONE,
    "const m = ['A'].filter((k) => !process.env[k]); if (m.length > 5) throw new Error()": NONE,
    "const m = ['A'].filter((k) => process.env[k]); if (m.length > 0) throw new Error()": NONE,
  });
});

describe("place of a check", () => {
  it("is null at module level, else the function around it", () => {
    const text = "if (!process.env.A) throw new Error(); function f() { if (!process.env.B) throw new Error() }";
    assert.deepEqual(
      factsOf(text).env_validation?.map((row) => row.function_id),
      [null, 1],
    );
  });
});

describe("a test of what another file read", () => {
  it("validates the variable", () => {
    const facts = linkedFacts({
      "src/config.ts": "export const config = { secret: process.env.AUTH_SECRET }",
      "src/main.ts": "import { config } from './config';\nif (!config.secret) throw new Error('AUTH_SECRET')",
    });
    assert.deepEqual(facts.env_validation, [
      { file: "src/main.ts", line: 2, function_id: null, kind: "throw", names_json: '["AUTH_SECRET"]' },
    ]);
  });
});
