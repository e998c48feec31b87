import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import { factsOf } from "../linked-sample.js";
import { manifestOf } from "./orm-sample.js";

before(loadSqlParser);

const CLIENT = `import { sql } from "drizzle-orm";\nimport { drizzle } from "drizzle-orm/node-postgres";\nconst db = drizzle();\n`;

/** Tables of the queries, with whether their names are open. */
const names = (code: string): string[] =>
  (factsOf({ "package.json": manifestOf("drizzle-orm"), "src/a.ts": CLIENT + code }).db_query ?? []).map(
    (row) => `${row.target} ${row.is_name_open}`,
  );

describe("SQL in code: names that may stand for something else", () => {
  it("are those after a hole that may hold WITH queries", () => {
    assert.deepEqual(names("await db.execute(sql`WITH a AS (SELECT id FROM books) ${more} SELECT id FROM late`);"), [
      "books false",
      "late true",
    ]);
    assert.deepEqual(names("await db.execute(sql`SELECT id FROM books WHERE ${condition}`);"), ["books false"]);
  });

  it("are those of a template that nothing sends, and tables of a schema that is computed", () => {
    assert.deepEqual(names("const part = sql`SELECT id FROM late`;"), ["late true"]);
    assert.deepEqual(names("await db.execute(sql`SELECT id FROM ${schema}.books`);"), ["books true"]);
  });
});

const again = (code: string) =>
  (factsOf({ "package.json": manifestOf("drizzle-orm"), "src/a.ts": CLIENT + code }).db_query ?? []).map(
    (row) => `${row.operation} ${row.again}`,
  );

describe("SQL in code: what a second time does", () => {
  it("is nothing where a conflict is left alone, and one more where a column counts on", () => {
    assert.deepEqual(again("await db.execute(sql`INSERT INTO posts (id) VALUES (1) ON CONFLICT DO NOTHING`);"), [
      "insert skips",
    ]);
    assert.deepEqual(again("await db.execute(sql`UPDATE wallets SET balance = balance - ${amount}`);"), [
      "update counts",
    ]);
    const upsert = "INSERT INTO usage (day, used) VALUES (1, 1) ON CONFLICT (day) DO UPDATE SET used = usage.used + 1";
    assert.deepEqual(again(`await db.execute(sql\`${upsert}\`);`), ["upsert counts"]);
    assert.deepEqual(again("await db.execute(sql`UPDATE wallets SET balance = other + 1`);"), ["update null"]);
  });
});
