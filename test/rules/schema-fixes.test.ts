/** Every rule about the schema that proposes a statement proves it: applied as the next migration, the rule falls silent. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { openExample, replayExample } from "#src/commands/example-store.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import type { CompiledRule } from "#src/rules/compile.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { withMigration, type Files } from "./next-migration-sample.js";

const DATE = "2026-08-01";

const trial = new TrialReplay();
after(() => trial.close());

interface Proposal {
  readonly object: string;
  readonly ddl: string;
}

/** What a rule wants to have done, by object; null stands for a finding that no statement repairs. */
function proposals(rule: CompiledRule, files: Files, catalog: FactSet): Proposal[] {
  const store = openExample(files, DATE, structuredClone(catalog));
  try {
    const failing = store.all(rule.sql).filter(({ status }) => status === "fail");
    return failing.flatMap(({ object, ddl }) =>
      typeof ddl === "string" ? [{ object: typeof object === "string" ? object : "", ddl }] : [],
    );
  } finally {
    store.close();
  }
}

const { rules } = loadRules([builtInRuleFolder]);

describe("what rules about the schema propose", () => {
  for (const rule of rules.filter(({ info, columns }) => info.category === "schema" && columns.includes("ddl"))) {
    it(`${rule.info.id}: its statements can be applied, and silence it`, async () => {
      for (const { name, files } of rule.examples.bad) {
        if (!Object.keys(files).some((path) => path.endsWith(".sql"))) continue;
        const proposed = proposals(rule, files, await replayExample(files, trial));
        if (proposed.length === 0) continue;
        const repaired = withMigration(files, proposed.map(({ ddl }) => ddl).join("\n"));
        const catalog = await replayExample(repaired, trial);
        const failed = (catalog.migration_failure ?? []).filter(({ file }) => file.includes("_fix"));
        assert.deepEqual(failed, [], `${name}: ${proposed.map(({ ddl }) => ddl).join("\n")}`);
        assert.deepEqual(proposals(rule, repaired, catalog), [], name);
      }
    });
  }
});
