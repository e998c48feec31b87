/**
 * The story of every rule about the schema: a sound schema is silent, bad DDL is reported, what we propose silences it again and
 * is itself what our rules about migrations ask for. What only a database in use shows is told in test/database/live-fixes.test.ts.
 */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { openExample, replayExample } from "#src/commands/example-store.js";
import { renderFixMigration } from "#src/commands/fix-migration.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import type { FactStore } from "#src/facts/store.js";
import { buildFindings } from "#src/findings/build-findings.js";
import type { CompiledRule } from "#src/rules/compile.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";
import type { Finding } from "#src/shared/result.js";
import { LIVE_RULES } from "../database/live-rules.js";
import { sqlOf, withMigration, type Files } from "./next-migration-sample.js";

const DATE = "2026-08-01";
const trial = new TrialReplay();
after(() => trial.close());

const { rules } = loadRules([builtInRuleFolder]);
/** What a live project answers has a server of its own in its tests. */
const aboutSchema = rules.filter(
  ({ info }) => info.category === "schema" && !info.needs.some((need) => need === "supabase"),
);
const aboutMigrations = rules.filter(({ info }) => info.category === "migrations");

function ask<T>(files: Files, catalog: FactSet, answer: (store: FactStore) => T): T {
  const store = openExample(files, DATE, structuredClone(catalog));
  try {
    return answer(store);
  } finally {
    store.close();
  }
}

const findingsOf = (asked: readonly CompiledRule[], files: Files, catalog: FactSet): Finding[] =>
  ask(files, catalog, (store) => {
    const outcomes = runRules(asked, store, readCollected(store));
    for (const { status, reason, rule } of outcomes) assert.notEqual(status, "error", `${rule.id}: ${reason ?? ""}`);
    return buildFindings(outcomes);
  });

/** Statements of a migration that failed; an extension may be there from the other example. */
const failuresIn = (catalog: FactSet, name: string): string[] =>
  (catalog.migration_failure ?? [])
    .filter(({ file, reason }) => file.includes(name) && !/^extension "\w+" already exists$/.test(reason))
    .map(({ reason }) => reason);

interface Sample {
  readonly name: string;
  readonly files: Files;
}

const replayable = (samples: readonly Sample[]): Sample[] => samples.filter(({ files }) => sqlOf(files) !== "");

const isSupabase = (files: Files): boolean => Object.keys(files).some((path) => path.startsWith("supabase/"));

/** Tells the story of one rule with a look-alike of its as the sound schema; false when the two examples do not go together. */
async function tellStory(rule: CompiledRule, good: Sample, bad: Sample): Promise<boolean> {
  const about = `${rule.info.id}: ${good.name} / ${bad.name}`;
  assert.deepEqual(findingsOf([rule], good.files, await replayExample(good.files, trial)), [], `${about}: baseline`);
  const others = Object.entries(bad.files).filter(([path]) => !path.endsWith(".sql"));
  const worse = withMigration({ ...Object.fromEntries(others), ...good.files }, sqlOf(bad.files), "bad");
  const catalog = await replayExample(worse, trial);
  if (failuresIn(catalog, "_bad").length > 0) return false;
  const reported = findingsOf([rule], worse, catalog);
  if (reported.length === 0) return false;
  const ddl = reported.flatMap((finding) => finding.ddl ?? []);
  if (ddl.length < reported.length) return true;
  const repaired = withMigration(worse, ddl.join("\n"), "fix");
  assert.deepEqual(findingsOf([rule], repaired, await replayExample(repaired, trial)), [], `${about}: repaired`);
  return true;
}

describe("the story of each rule about the schema", () => {
  for (const rule of aboutSchema.filter(({ info }) => !LIVE_RULES.has(info.id))) {
    it(`${rule.info.id}: silent, reported, repaired, silent`, async () => {
      const bads = replayable(rule.examples.bad);
      for (const good of replayable(rule.examples.good)) {
        for (const bad of bads.filter(({ files }) => isSupabase(files) === isSupabase(good.files))) {
          if (await tellStory(rule, good, bad)) return;
        }
      }
      assert.fail("no good and bad example go together");
    });
  }
});

describe("what rules propose", () => {
  for (const rule of rules.filter(({ info, columns }) => columns.includes("ddl") && !LIVE_RULES.has(info.id))) {
    it(`${rule.info.id}: can be applied, silences it, and is a migration as we want it`, async () => {
      let proposed = 0;
      for (const { name, files } of replayable(rule.examples.bad)) {
        const findings = findingsOf([rule], files, await replayExample(files, trial)).filter(({ ddl }) => ddl !== null);
        if (findings.length === 0) continue;
        proposed += findings.length;
        const { text } = renderFixMigration(findings, "supabase");
        const repaired = withMigration(files, text, "fix");
        const catalog = await replayExample(repaired, trial);
        assert.deepEqual(failuresIn(catalog, "_fix"), [], `${name}: ${text}`);
        assert.deepEqual(
          findingsOf([rule], repaired, catalog).filter(({ ddl }) => ddl !== null),
          [],
          name,
        );
        const about = findingsOf(aboutMigrations, repaired, catalog).filter(({ file, locations }) =>
          [file, ...locations.map((place) => place.file)].some((path) => path?.includes("_fix") === true),
        );
        assert.deepEqual(
          about.map(({ rule: id, message }) => `${id}: ${message}`),
          [],
          `${name}: ${text}`,
        );
      }
      assert.ok(proposed > 0, "no example of it proposes anything");
    });
  }
});
