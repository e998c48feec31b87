/** Rules about a database in use, on a real server: silent, reported, put right by what we propose, silent. */
import assert from "node:assert/strict";
import { describe, it, test } from "node:test";
import { Client } from "pg";
import { openExample } from "#src/commands/example-store.js";
import { readCatalog } from "#src/facts/catalog/read-catalog.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { buildFindings } from "#src/findings/build-findings.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { runRules } from "#src/rules/run-rules.js";
import { readCollected } from "#src/rules/test-rules.js";
import type { Finding } from "#src/shared/result.js";
import { openPostgres } from "#src/sources/postgres.js";
import { LIVE_RULES } from "./live-rules.js";
import { serverForSuite } from "./postgres-server.js";

/** A schema with the look-alikes of all stories. */
const SOUND = `
  CREATE TABLE reading (id bigint PRIMARY KEY, sensor int NOT NULL, value int NOT NULL);
  INSERT INTO reading SELECT n, n, n FROM generate_series(1, 40000) AS n;
  CREATE INDEX reading_sensor ON reading (sensor);
  CREATE TABLE ticket (id serial PRIMARY KEY);
  CREATE EXTENSION pg_stat_statements;`;

interface Story {
  readonly rule: string;
  /** Each on its own. */
  readonly bad: readonly string[];
  /** The one that fails, because what is bad is what it leaves behind. */
  readonly failing?: string;
  /** What the finding is about. */
  readonly object: string;
  /** Where no statement of ours puts it right. */
  readonly byHand?: readonly string[];
}

const STORIES: readonly Story[] = [
  {
    rule: "unused-index",
    bad: ["CREATE INDEX reading_value ON reading (value)", "ANALYZE reading"],
    object: "public.reading_value",
  },
  {
    rule: "invalid-index",
    failing: "CREATE INDEX CONCURRENTLY reading_share ON reading ((100 / (value - 7)))",
    bad: ["DELETE FROM reading WHERE value = 7"],
    object: "public.reading_share",
  },
  {
    rule: "missing-vacuum",
    bad: ["CREATE TABLE heap (id bigint PRIMARY KEY)", "INSERT INTO heap SELECT generate_series(1, 12000)"],
    object: "public.heap",
  },
  {
    rule: "table-bloat",
    bad: ["DELETE FROM reading WHERE id > 22000"],
    object: "public.reading",
  },
  {
    rule: "outdated-extension",
    bad: ["DROP EXTENSION pg_stat_statements", "CREATE EXTENSION pg_stat_statements VERSION '1.9'"],
    object: "pg_stat_statements",
  },
  {
    rule: "key-near-limit",
    bad: ["SELECT setval('ticket_id_seq', 2000000000)"],
    byHand: ["ALTER TABLE ticket ALTER COLUMN id TYPE bigint", "ALTER SEQUENCE ticket_id_seq AS bigint"],
    object: "public.ticket.id",
  },
];

const { rules } = loadRules([builtInRuleFolder]);

const objects = (found: readonly Finding[]): (string | null)[] => found.map(({ object }) => object);

describe("rules about a database in use", () => {
  const server = serverForSuite(SOUND);

  async function read(): Promise<FactSet> {
    const connection = await openPostgres(server.url());
    try {
      const facts = await readCatalog(connection, { kind: "live", name: "shop", now: new Date() });
      // A month has gone by: that much a test cannot wait.
      for (const row of facts.pg_database ?? []) row.counted_days = 31;
      return facts;
    } finally {
      await connection.close();
    }
  }

  async function findings(rule: string): Promise<Finding[]> {
    const store = openExample({}, "2026-08-01", await read());
    try {
      const asked = rules.filter(({ info }) => info.id === rule);
      const outcomes = runRules(asked, store, readCollected(store));
      assert.notEqual(outcomes[0]?.status, "error", outcomes[0]?.reason ?? "");
      return buildFindings(outcomes);
    } finally {
      store.close();
    }
  }

  test("the look-alikes: an index that is used, a table that was looked after", async () => {
    await server.run("VACUUM (ANALYZE)");
    await server.run("SET enable_seqscan = off; SELECT * FROM reading WHERE sensor = 5");
    for (const { rule } of STORIES) assert.deepEqual(objects(await findings(rule)), [], rule);
  });

  for (const { rule, bad, failing, object, byHand } of STORIES) {
    it(`${rule}: silent, reported, repaired, silent`, async () => {
      assert.deepEqual(objects(await findings(rule)), []);
      if (failing !== undefined) await assert.rejects(server.run(failing));
      for (const sql of bad) await server.run(sql);
      const found = await findings(rule);
      assert.deepEqual(objects(found), [object]);
      const ddl = found.flatMap((finding) => finding.ddl ?? []);
      assert.equal(ddl.length, byHand ? 0 : 1);
      for (const sql of byHand ?? ddl) await server.run(sql);
      assert.deepEqual(objects(await findings(rule)), []);
    });
  }

  test("connection-limit-near: fourteen of twenty connections are fine, the sixteenth is not", async () => {
    const clients: Client[] = [];
    const open = async (count: number): Promise<void> => {
      while (clients.length < count) {
        const client = new Client({ connectionString: server.url() });
        clients.push(client);
        await client.connect();
      }
    };
    try {
      await open(10);
      assert.deepEqual(objects(await findings("connection-limit-near")), []);
      await open(15);
      assert.equal((await findings("connection-limit-near")).length, 1);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  });

  test("every rule for which a real server is needed has its story", () => {
    assert.deepEqual(new Set([...STORIES.map(({ rule }) => rule), "connection-limit-near"]), LIVE_RULES);
  });
});
