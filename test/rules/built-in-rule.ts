/** One built-in rule on a sample repository: for severities, which the examples in a rule cannot state. */
import assert from "node:assert/strict";
import { openExample, replayExample } from "#src/commands/example-store.js";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import type { TrialReplay } from "#src/facts/replay/trial-replay.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";

await loadSqlParser();

type Outcome = ReturnType<typeof runRules>[number];
type Collected = ReturnType<typeof readCollected>;

const { rules } = loadRules([builtInRuleFolder]);

/** What a built-in rule says of these files on that date. `collected` is what the files themselves give, unless it is named. */
export function outcomeOf(
  id: string,
  files: Readonly<Record<string, string>>,
  asOf: string,
  collected?: Collected,
): Outcome | undefined {
  const store = openExample(files, asOf);
  try {
    const wanted = rules.filter(({ info }) => info.id === id);
    return runRules(wanted, store, collected ?? readCollected(store))[0];
  } finally {
    store.close();
  }
}

/** What it says when the files' migrations are replayed. The caller closes the engine. */
export async function replayedOutcomeOf(
  id: string,
  files: Readonly<Record<string, string>>,
  asOf: string,
  replay: TrialReplay,
): Promise<Outcome | undefined> {
  const store = openExample(files, asOf, await replayExample(files, replay));
  try {
    const wanted = rules.filter(({ info }) => info.id === id);
    return runRules(wanted, store, readCollected(store))[0];
  } finally {
    store.close();
  }
}

/** Its rows that fail. */
export function failingRows(id: string, files: Readonly<Record<string, string>>, asOf: string): Outcome["rows"] {
  return (outcomeOf(id, files, asOf)?.rows ?? []).filter(({ status }) => status === "fail");
}

const ALL = ["code", "env", "packages", "deploy"].map((need) => ({
  need,
  available: true,
  is_wanted: true,
  detail: null,
}));

/** What a rule says of a repository: status of each row, with the severity of what fails. */
export function verdictsOf(id: string, files: Readonly<Record<string, string>>): string[] {
  const outcome = outcomeOf(id, files, "2026-11-20", ALL);
  assert.equal(outcome?.reason ?? null, null);
  return (outcome?.rows ?? []).map((row) => (row.status === "fail" ? (row.severity ?? "default") : row.status));
}

/** A manifest with these dependencies. */
export const packageOf = (dependencies: readonly string[], more: object = {}): string =>
  JSON.stringify({
    name: "api",
    dependencies: Object.fromEntries(dependencies.map((name) => [name, "^1.0.0"])),
    ...more,
  });
