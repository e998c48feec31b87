import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import { querySample } from "../query-sample.js";

await loadSqlParser();

const DB = `import { Pool } from "pg";
export const pool = new Pool();
export async function allUsers() {
  const { rows } = await pool.query("SELECT id FROM users");
  return rows;
}`;

/** Loop, list, and the table of the list's rows, of the query on `marks` in a function with this body. */
function loopOf(body: string): unknown[] {
  const files = {
    "package.json": '{ "name": "api", "dependencies": { "pg": "8.13.0" } }',
    "src/db.ts": DB,
    "src/marks.ts": `import { allUsers, pool } from "./db";
const KINDS = ["a", "b"];
const days = [1, 7];
export async function run(list: string[], given: { rows?: string[] }) {
${body}
}`,
  };
  const rows = querySample(
    files,
    `SELECT query.loop, query.loop_over, source.target FROM db_query AS query LEFT JOIN db_query AS source ON source.id = query.loop_query_id
     WHERE query.target = 'marks'`,
  );
  return rows.flatMap((row) => Object.values(row));
}

const ASK = 'await pool.query("SELECT id FROM marks WHERE id = $1", [1]);';

describe("the loop around a query", () => {
  const loops: readonly (readonly [name: string, body: string, expected: unknown[]])[] = [
    ["none", ASK, ["none", null, null]],
    ["a list", `for (const id of list) ${ASK}`, ["items", "list", null]],
    ["a list that may be missing", `for (const id of given.rows ?? []) ${ASK}`, ["items", "given.rows ?? []", null]],
    ["an index", `for (let i = 0; i < list.length; i++) ${ASK}`, ["items", "list", null]],
    ["a callback", `await Promise.all(list.map(async (id) => { ${ASK} }));`, ["items", "list", null]],
    ["a list written in place", `for (const id of [1, 2]) ${ASK}`, ["fixed", "[1, 2]", null]],
    ["a constant list", `for (const id of KINDS) ${ASK}`, ["fixed", "KINDS", null]],
    ["a list written nearby", `for (const id of days.map(String)) ${ASK}`, ["fixed", "days.map(String)", null]],
    ["the first few", `for (const id of list.slice(0, 5)) ${ASK}`, ["fixed", "list.slice(0, 5)", null]],
    ["a written bound", `for (let i = 0; i < 3; i++) ${ASK}`, ["fixed", null, null]],
    ["parts", `for (let i = 0; i < list.length; i += 100) ${ASK}`, ["batches", null, null]],
    ["pages", `while (true) { ${ASK} }`, ["counter", null, null]],
    ["attempts", `for (let attempt = 0; attempt < max; attempt++) { ${ASK} }`, ["attempts", null, null]],
    ["a list inside of pages", `while (true) for (const id of list) ${ASK}`, ["items", "list", null]],
    [
      "a written list inside of a list",
      `for (const id of list) for (const day of [1, 7]) ${ASK}`,
      ["items", "list", null],
    ],
  ];
  for (const [name, body, expected] of loops) {
    it(`goes through ${name}`, () => {
      assert.deepEqual(loopOf(body), expected);
    });
  }

  it("goes through the rows of a query, here", () => {
    const body = `const { rows } = await pool.query("SELECT id FROM schools");
for (const row of rows.filter(Boolean)) ${ASK}`;
    assert.deepEqual(loopOf(body), ["items", "rows.filter(Boolean)", "schools"]);
  });

  it("goes through the rows that a function of the project gives", () => {
    const body = `const users = (await allUsers()) as { id: string }[];
await Promise.all(users.map(async ({ id }) => { ${ASK} }));`;
    assert.deepEqual(loopOf(body), ["items", "users", "users"]);
  });

  it("does not begin where the list itself is asked for", () => {
    assert.deepEqual(loopOf(`for (const row of (await pool.query("SELECT id FROM marks")).rows) use(row);`), [
      "none",
      null,
      null,
    ]);
  });
});
