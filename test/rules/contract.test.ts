/** What every rule that ships must be. A rule that breaks this is not finished. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadData } from "#src/rules/load-data.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";

const { rules, errors } = loadRules([builtInRuleFolder]);

describe("the rules that ship", () => {
  it("load without an error", () => {
    assert.deepEqual(
      errors.map(({ where, message, remedy }) => `${where}: ${message} ${remedy ?? ""}`),
      [],
    );
  });

  for (const { info, examples } of rules)
    it(`${info.id} proves itself`, () => {
      assert.ok(examples.bad.length >= 2, "needs at least two bad examples");
      assert.ok(examples.good.length >= 2, "needs at least two good examples: the look-alikes");
      assert.ok(info.references.length > 0, "needs a reference");
      assert.ok(!info.title.endsWith("."), "a title has no full stop");
      const text = JSON.stringify([info.title, info.why, info.fix, info.verify]);
      assert.doesNotMatch(text, /\bTODO\b/, "is not filled in");
    });
});

describe("the data that ships", () => {
  it("loads without an error", () => {
    const data = loadData(join(builtInRuleFolder.path, "data"));
    assert.deepEqual(
      data.errors.map(({ where, message, remedy }) => `${where}: ${message} ${remedy ?? ""}`),
      [],
    );
  });
});
