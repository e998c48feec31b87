import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { CompiledRule } from "#src/rules/compile.js";
import { understoodRows } from "#src/rules/understood-rows.js";
import type { ExtraLanguage, RuleRow } from "#src/shared/rule.js";
import { loadOne, SAMPLE_RULE } from "./rule-samples.js";

const LANGUAGES = new Map<string, ExtraLanguage>([["app/main.py", "python"]]);

const row = (file: string | null, others: readonly string[] = []): RuleRow => ({
  status: "fail",
  file,
  line: null,
  object: file === null ? "orders" : null,
  subject: null,
  severity: null,
  confidence: null,
  evidence: null,
  locations: others.map((path) => ({ file: path, line: 1 })),
  ddl: null,
  message: "Found.",
});

function ruleFor(context: TestContext, languages: readonly ExtraLanguage[]): CompiledRule {
  const rule = loadOne(context, SAMPLE_RULE);
  return { ...rule, info: { ...rule.info, languages } };
}

const shown = (found: readonly RuleRow[]): unknown[] => found.map(({ file, locations }) => [file, locations.length]);

describe("rows about files in other languages", () => {
  const rows = [row("app/main.py"), row("web/main.ts", ["web/main.ts", "app/main.py"]), row(null)];

  it("are left out, and so are their places, when the rule does not name the language", (context) => {
    assert.deepEqual(shown(understoodRows(rows, ruleFor(context, []), LANGUAGES)), [
      ["web/main.ts", 1],
      [null, 0],
    ]);
  });

  it("stay when it does", (context) => {
    assert.deepEqual(understoodRows(rows, ruleFor(context, ["python"]), LANGUAGES), rows);
  });
});
