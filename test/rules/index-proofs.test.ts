/** An index that a rule proposes for a query is used by the plan of that query, and was missed before. */
import assert from "node:assert/strict";
import { after, describe, it, test } from "node:test";
import { openExample, replayExample } from "#src/commands/example-store.js";
import { indexTrials } from "#src/commands/index-proofs.js";
import type { FactSet } from "#src/facts/fact-set.js";
import type { IndexTrial, IndexVerdict, TrialQuery } from "#src/facts/replay/index-trial.js";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import { buildFindings } from "#src/findings/build-findings.js";
import type { CompiledRule } from "#src/rules/compile.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import type { Finding } from "#src/shared/result.js";
import { withMigration, type Files } from "./next-migration-sample.js";

const trial = new TrialReplay();
after(() => trial.close());

const { rules } = loadRules([builtInRuleFolder]);

const COLLECTED = ["code", "catalog"].map((need) => ({ need, available: true, is_wanted: true, detail: null }));

/** What a rule finds in an example, and the queries there. */
function examine(rule: CompiledRule, files: Files, catalog: FactSet): { findings: Finding[]; queries: FactSet } {
  const store = openExample(files, "2026-08-01", structuredClone(catalog));
  try {
    const findings = buildFindings(runRules([rule], store, COLLECTED));
    const rows = store.all("SELECT file, line, target, filters_json, order_json, row_limit FROM db_query");
    const queries: FactSet = {};
    Object.assign(queries, { db_query: rows });
    return { findings, queries };
  } finally {
    store.close();
  }
}

describe("indexes that rules propose", () => {
  for (const id of ["unindexed-filter", "unindexed-text-search", "unindexed-foreign-key"]) {
    it(`${id}: the plan of its query uses each`, async () => {
      await loadSqlParser();
      const rule = rules.find(({ info }) => info.id === id);
      assert.ok(rule);
      let tried = 0;
      for (const { name, files } of rule.examples.bad) {
        if (!Object.keys(files).some((path) => path.endsWith(".sql"))) continue;
        const { findings, queries } = examine(rule, files, await replayExample(files, trial));
        const ddl = findings.flatMap((finding) => finding.ddl ?? []);
        if (ddl.length === 0) continue;
        await replayExample(withMigration(files, ddl.join("\n")), trial);
        const trials = indexTrials(findings, queries);
        assert.equal(trials.length, ddl.join("\n").match(/CREATE INDEX/g)?.length, name);
        for (const { isUsed, reason } of await trial.tryIndexes(trials))
          assert.equal(isUsed, true, `${name}: ${reason}`);
        tried += trials.length;
      }
      assert.ok(tried > 0);
    });
  }
});

const ask = (chain: string): string => `export const f = () => db.from("jobs").select("id").${chain}.throwOnError();\n`;

test("no index is proposed for a column with a handful of values alone", async () => {
  const rule = rules.find(({ info }) => info.id === "unindexed-filter");
  assert.ok(rule);
  const client =
    'import { createClient } from "@supabase/supabase-js";\nconst db = createClient(process.env.U!, process.env.K!);\n';
  const ddlOf = async (chain: string): Promise<(string | null)[]> => {
    const files: Files = {
      "package.json": '{ "name": "a", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
      "supabase/migrations/20260101000000_a.sql": `create type mood as enum ('good', 'bad');
        create table public.jobs (id uuid primary key, done boolean, mood mood, state text check (state in ('new', 'old')), rank int);`,
      "src/jobs.ts": client + ask(chain),
    };
    return examine(rule, files, await replayExample(files, trial)).findings.map(({ ddl }) => ddl);
  };
  for (const column of ["done", "mood", "state"]) assert.deepEqual(await ddlOf(`eq("${column}", "x")`), [null], column);
  assert.match((await ddlOf('eq("rank", 1)'))[0] ?? "", /\(rank\);$/);
  assert.match((await ddlOf('eq("done", true).order("rank").limit(9)'))[0] ?? "", /\(done, rank\);$/);
});

test("few rows that the operator writes are low", async () => {
  const rule = rules.find(({ info }) => info.id === "unindexed-filter");
  assert.ok(rule);
  const severityOf = async (table: string): Promise<(string | undefined)[]> => {
    const files: Files = {
      "package.json": '{ "name": "a", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
      "supabase/migrations/20260101000000_a.sql": `create table public.${table} (id uuid primary key, status text);`,
      "src/a.ts": `import { createClient } from "@supabase/supabase-js";
const db = createClient(process.env.U!, process.env.K!);
export const f = (status: string) => db.from("${table}").select("id").eq("status", status).throwOnError();
`,
    };
    return examine(rule, files, await replayExample(files, trial)).findings.map(({ severity }) => severity);
  };
  assert.deepEqual(await severityOf("shop_banners"), ["low"]);
  assert.deepEqual(await severityOf("shop_orders"), ["medium"]);
});

const TABLE = `
  CREATE TYPE mood AS ENUM ('good', 'bad');
  CREATE DOMAIN short AS text CHECK (length(VALUE) < 12);
  CREATE TABLE public.visits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), person bigint NOT NULL, code short NOT NULL UNIQUE, seen boolean NOT NULL, mood mood NOT NULL,
    state text NOT NULL CHECK (state IN ('new', 'old')), at timestamptz NOT NULL, due date, place point, rank int, words tsvector);
  CREATE INDEX at_idx ON public.visits (at);
  CREATE INDEX due_idx ON public.visits (due);
  CREATE INDEX seen_idx ON public.visits (seen);
  CREATE INDEX seen_at_idx ON public.visits (seen, at);
  CREATE INDEX seen_rank_idx ON public.visits (seen, rank);
  CREATE INDEX state_idx ON public.visits (state);
  CREATE INDEX mood_idx ON public.visits (mood);
  CREATE INDEX person_idx ON public.visits (person);
  CREATE INDEX id_person_idx ON public.visits (id, person);
  CREATE INDEX words_idx ON public.visits USING gin (words);
  CREATE INDEX place_idx ON public.visits USING gist (place);`;

const eq = (...columns: string[]): TrialQuery["filters"] => columns.map((column) => ({ column, operator: "eq" }));
const query = (filters: TrialQuery["filters"], order: string[] = [], limit: number | null = null): TrialQuery => ({
  filters,
  order,
  limit,
});

test("what a plan makes of an index: of some values, of two, of an order, of a range", async () => {
  await replayExample({ "migrations/1_a.sql": TABLE }, trial);
  const trials: readonly (readonly [string, TrialQuery, IndexVerdict["isUsed"]])[] = [
    ["person_idx", query(eq("person")), true],
    ["person_idx", query(eq("state")), false],
    // Half of the rows: reading them all is less work.
    ["seen_idx", query(eq("seen")), false],
    ["state_idx", query(eq("state")), false],
    ["mood_idx", query(eq("mood")), false],
    // The first of one half are found in the index's order, unless another index has that order already.
    ["seen_rank_idx", query(eq("seen"), ["rank"], 20), true],
    ["seen_at_idx", query(eq("seen"), ["at"], 20), false],
    ["due_idx", query([{ column: "due", operator: "lt" }]), true],
    ["due_idx", query([{ column: "due", operator: "gte" }], ["due"]), true],
    ["person_idx", query([{ column: "person", operator: "in" }]), true],
    ["words_idx", query([{ column: "words", operator: "fts" }]), true],
    // The wrong column first.
    ["id_person_idx", query(eq("person")), false],
    ["place_idx", query(eq("place")), null],
    ["no_such_idx", query(eq("person")), null],
  ];
  for (const [index, asked, expected] of trials) {
    const one: IndexTrial = { id: "x", schema: "public", table: "visits", index, queries: [asked] };
    const [verdict] = await trial.tryIndexes([one]);
    assert.equal(verdict?.isUsed, expected, `${index} ${JSON.stringify(asked)}: ${verdict?.reason ?? ""}`);
  }
});
