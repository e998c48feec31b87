/** Reading a catalogue leaves no trace: every row of every table is the same afterwards, and the server counted no write. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { serverForSuite } from "./postgres-server.js";
import { SAMPLE_SCHEMA } from "./sample-schema.js";

/** Tables of the project, of the catalogue and behind long values, by where each of their rows lies and who wrote it. */
const CONTENTS = `
  SELECT c.oid::regclass::text AS name, c.relkind::text AS kind FROM pg_class c
  WHERE c.relkind IN ('r', 'm', 't', 'S') AND c.relpersistence <> 't' ORDER BY 1`;

const contentOf = (name: string, kind: string): string =>
  kind === "S"
    ? `SELECT concat_ws(' ', last_value, log_cnt, is_called) AS content FROM ${name}`
    : kind === "t"
      ? `SELECT concat_ws(' ', count(*), md5(string_agg(concat_ws(' ', ctid, xmin, chunk_data), E'\\n' ORDER BY ctid))) AS content FROM ${name}`
      : `SELECT concat_ws(' ', count(*), pg_relation_filenode('${name}'), md5(string_agg(concat_ws(' ', t.ctid, t.xmin, t.*::text), E'\\n' ORDER BY t.ctid))) AS content FROM ${name} AS t`;

/** Written rows are reported by the session that wrote them, when it ends or at the latest a second later. */
const WRITES =
  "SELECT tup_inserted::int AS inserted, tup_updated::int AS updated, tup_deleted::int AS deleted, temp_files::int AS files FROM pg_stat_database WHERE datname = current_database()";

/** The number that the next writing transaction is given. */
const NEXT_TRANSACTION = "SELECT txid_snapshot_xmax(txid_current_snapshot())::text AS number";

describe("an audit of a live database", () => {
  const server = serverForSuite(SAMPLE_SCHEMA);

  async function dump(): Promise<Record<string, unknown>> {
    const contents: Record<string, unknown> = {};
    for (const { name, kind } of await server.run(CONTENTS)) {
      const [row] = await server.run(contentOf(String(name), String(kind)));
      contents[String(name)] = row?.["content"];
    }
    const [next] = await server.run(NEXT_TRANSACTION);
    return { ...contents, next };
  }

  /** What was counted, once the counters know of a row that is written now. */
  async function countWrites(): Promise<{ inserted: number; updated: number; deleted: number; files: number }> {
    const [before] = await server.run(WRITES);
    await server.run("INSERT INTO witness VALUES (1)");
    for (let attempt = 0; attempt < 100; attempt++) {
      const [now] = await server.run(WRITES);
      if (Number(now?.["inserted"]) > Number(before?.["inserted"])) {
        return {
          inserted: Number(now?.["inserted"]),
          updated: Number(now?.["updated"]),
          deleted: Number(now?.["deleted"]),
          files: Number(now?.["files"]),
        };
      }
      await sleep(100);
    }
    throw new Error("The server's counters did not see a row that was written.");
  }

  test("changes nothing, whoever asks and whichever command", async (context) => {
    const root = repositoryOf(context, { "index.js": "", "prodcheck.yaml": "database: env:PRODCHECK_TEST_DB\n" });
    await server.run("CREATE TABLE witness (id int)");
    const counted = await countWrites();
    const before = await dump();
    assert.ok(Object.keys(before).length > 100, "a dump of the catalogue, too");
    for (const role of ["postgres", "app"]) {
      for (const args of [
        ["audit", root, "--db", server.url(role)],
        ["snapshot", "--db", server.url(role)],
        ["query", "SELECT name FROM pg_table", root, "--db", server.url(role)],
      ]) {
        const { code, stdout, stderr } = runCli(args);
        assert.equal(code, 0, stderr);
        assert.match(stdout, args[0] === "audit" ? /Schema: live database postgres/ : /orders/);
      }
    }
    assert.deepEqual(await dump(), before);
    assert.deepEqual(await countWrites(), { ...counted, inserted: counted.inserted + 1 });
  });

  test("would be caught if it did not", async () => {
    const before = await dump();
    await server.run("UPDATE shop.customer SET name = name WHERE id = 7");
    const after = await dump();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name] && name !== "next");
    assert.deepEqual(changed, ["shop.customer"]);
  });
});
