import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FactStore } from "#src/facts/store.js";
import { checkedColumns } from "#src/rules/checked-selects.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";

const { rules } = loadRules([builtInRuleFolder]);

void describe("SELECTs that the build has checked", () => {
  void it("are those of every rule that ships, with the columns that they return", () => {
    assert.ok(rules.length > 100);
    const store = new FactStore();
    for (const { info, sql } of rules) assert.deepEqual(checkedColumns(sql), store.columnsOf(sql), info.id);
    store.close();
  });

  void it("are not taken for a text that differs", () => {
    assert.equal(checkedColumns(`${rules[0]?.sql ?? ""} LIMIT 1`), null);
  });
});
