/** What every rule that ships must be. A rule that breaks this is not finished. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { prepareExamples } from "#src/commands/example-store.js";
import { loadData } from "#src/rules/load-data.js";
import { builtInDataFolder, builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { renderTestReport, testRules } from "#src/rules/test-rules.js";

const { rules, errors } = loadRules([builtInRuleFolder]);
const openExample = await prepareExamples(rules);

describe("the rules that ship", () => {
  it("load without an error", () => {
    assert.deepEqual(
      errors.map(({ where, message, remedy }) => `${where}: ${message} ${remedy ?? ""}`),
      [],
    );
  });

  for (const rule of rules)
    it(`${rule.info.id} proves itself`, () => {
      const { info, examples } = rule;
      assert.ok(examples.bad.length >= 2, "needs at least two bad examples");
      assert.ok(examples.good.length >= 2, "needs at least two good examples: the look-alikes");
      assert.ok(info.references.length > 0, "needs a reference");
      assert.ok(!info.title.endsWith("."), "a title has no full stop");
      const text = JSON.stringify([info.title, info.why, info.fix, info.verify]);
      assert.doesNotMatch(text, /\bTODO\b/, "is not filled in");
      const report = testRules([rule], openExample);
      assert.equal(report.failed, 0, renderTestReport(report));
    });
});

describe("the data that ships", () => {
  it("loads without an error", () => {
    const data = loadData(builtInDataFolder);
    assert.deepEqual(
      data.errors.map(({ where, message, remedy }) => `${where}: ${message} ${remedy ?? ""}`),
      [],
    );
  });
});
