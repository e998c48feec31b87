import assert from "node:assert/strict";
import { after, test } from "node:test";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";

const trial = new TrialReplay();
after(() => trial.close());

/** `line cause>line of the root` of every statement that fails. */
async function causes(sql: string): Promise<string[]> {
  const folder = { dir: "db", tool: "dbmate", files: ["db/1.sql"] } as const;
  const facts = await trial.replay([folder], () => `-- migrate:up\n${sql}`, new Date("2026-01-02T03:04:05Z"));
  return (facts.migration_failure ?? []).map(
    ({ line, cause, cause_line: root }) => `${line} ${cause}${root === null ? "" : `>${root}`}`,
  );
}

test("what a statement that failed would have made is missed because of it, and so on", async () => {
  assert.deepEqual(
    await causes(`CREATE TABLE a (id int REFERENCES later (id));
CREATE VIEW b AS SELECT id FROM a;
SELECT * FROM b;
CREATE TABLE later (id int PRIMARY KEY);
CREATE TABLE a (id int);
CREATE INDEX ON a (name);`),
    ["2 own", "3 consequence>2", "4 consequence>2", "7 own"],
  );
});

test("the same object is missed once", async () => {
  assert.deepEqual(
    await causes(`ALTER FUNCTION f() RESET ALL;
ALTER FUNCTION f() OWNER TO postgres;
ALTER FUNCTION g() RESET ALL;`),
    ["2 own", "3 consequence>2", "4 own"],
  );
});

test("a table that had to be guessed is guessed wrong, under its new name too; a mistake in writing stays one", async () => {
  assert.deepEqual(
    await causes(`ALTER TABLE outside ADD COLUMN n int;
ALTER TABLE outside RENAME TO inside;
UPDATE inside SET n = 1 WHERE never_named;
ALTER TABLE inside ADD COLUMN n int;
ALTER TABEL inside ADD COLUMN m int;`),
    ["4 assumption", "5 assumption", "6 own"],
  );
});

test("what the engine lacks is not their fault; what they never create is", async () => {
  assert.deepEqual(
    await causes(`CREATE EXTENSION postgis;
CREATE TABLE places (spot geometry);
CREATE INDEX ON places USING gist (spot);
COMMENT ON EXTENSION postgis IS 'maps';
CREATE TABLE sums (at timestamptz);
SELECT create_hypertable('sums', 'at');`),
    ["3 engine", "4 engine>3", "5 engine", "7 extension"],
  );
});
