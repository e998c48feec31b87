import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import { factsOf } from "../linked-sample.js";
import { describeQueries, manifestOf } from "./orm-sample.js";

before(loadSqlParser);

const POOL = `import { Pool } from "pg";\nexport const pool = new Pool();\n`;

const queries = (code: string, more: Readonly<Record<string, string>> = {}): string[] =>
  describeQueries(
    {
      "package.json": manifestOf("pg"),
      "src/db.ts": POOL,
      "src/a.ts": `import { pool } from "./db";\n${code}`,
      ...more,
    },
    "src/a.ts",
  );

const ask = (sql: string): string[] => queries(`await pool.query(${JSON.stringify(sql)}, []);`);

describe("SQL in code: what a statement touches", () => {
  it("reads columns, conditions, order and limit of one table", () => {
    assert.deepEqual(
      ask(
        "SELECT id, b.title AS name, lower(b.author) FROM library.books b WHERE lower(b.title) = $1 AND year >= 1990 AND isbn IS NOT NULL AND kind IN ('a','b') AND shelf = ANY($2) ORDER BY name DESC, year LIMIT 50",
      ),
      [
        "select library.books [id,title,author] where lower(title) eq, year gte 1990, isbn not.is null, kind in, shelf in order title,year limit 50",
      ],
    );
  });

  it("tells patterns, alternatives, negations and JSON apart", () => {
    assert.deepEqual(
      ask(
        "SELECT * FROM books WHERE (title ILIKE '%' || $1 || '%' OR author LIKE 'A%') AND NOT hidden AND data->>'lang' = 'de' AND $3 < price AND tags @> $2 AND year BETWEEN 1 AND 2",
      ),
      [
        'select books [*] where title or.ilike contains, author or.like starts "A%", hidden not.eq true, data->>lang eq "de", price gt, tags contains, year gte, year lte',
      ],
    );
  });

  it("gives every table of a join its own conditions and columns", () => {
    assert.deepEqual(
      ask(
        "SELECT l.*, r.name, due FROM loans l JOIN readers r ON r.id = l.reader_id LEFT JOIN fines f USING (loan_id) WHERE r.city = $1 AND l.returned_at IS NULL AND overdue ORDER BY l.due_at",
      ),
      [
        "select loans [*] where reader_id join, returned_at is null order due_at",
        "select readers [name] where id join, city eq",
        "select fines [] where loan_id join",
      ],
    );
  });

  it("looks into subqueries, unions and WITH, whose names are no tables", () => {
    assert.deepEqual(
      ask(`WITH late AS (SELECT reader_id FROM loans WHERE due_at < now()), none AS (DELETE FROM holds WHERE expired RETURNING id)
SELECT name FROM readers r JOIN late ON late.reader_id = r.id
WHERE r.branch_id IN (SELECT id FROM branches WHERE city = 'Ulm') AND EXISTS (SELECT 1 FROM cards c WHERE c.reader_id = r.id)
UNION SELECT name FROM staff`),
      [
        "select loans [reader_id] where due_at lt",
        "delete holds [?] where expired eq true",
        "select readers [] where id join, branch_id in, id join",
        'select branches [id] where city eq "Ulm"',
        "select cards [] where reader_id join",
        "select staff [name]",
      ],
    );
  });

  it("takes an alias in the place of a column for the whole row", () => {
    assert.deepEqual(
      ask(
        "SELECT json_agg(b), (SELECT count(l.id) FROM loans l WHERE l.book_id = b.id AND row_to_json(b) IS NOT NULL) FROM books b",
      ),
      ["select books [*] where id join", "select loans [id] where book_id join count"],
    );
  });

  it("reads writes, counts and functions", () => {
    assert.deepEqual(
      [
        "INSERT INTO books (id, title) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET title = excluded.title",
        "INSERT INTO archive SELECT * FROM books WHERE year < 1900",
        "UPDATE books SET title = $1, year = year + 1 WHERE id = $2 RETURNING *",
        "DELETE FROM books USING loans WHERE loans.book_id = books.id AND loans.lost",
        "SELECT count(*) FROM books WHERE year = 2000",
        "SELECT * FROM search_books(query => $1, max => 5) AS s",
        "SELECT refresh_totals()",
        "SELECT now(), pg_sleep(1)",
        "SELECT 1",
        "SELECT * FROM pg_catalog.pg_class, information_schema.tables, generate_series(1, 3)",
        "TRUNCATE books",
      ].map(ask),
      [
        ["upsert books [id,title]"],
        ["insert archive [?]", "select books [*] where year lt 1900"],
        ["update books [title,year] where id eq"],
        ["delete books [?] where id join", "select loans [] where book_id join, lost eq true"],
        ["select books [] where year eq 2000 count"],
        ["rpc function search_books [query,max]"],
        ["rpc function refresh_totals []"],
        [],
        [],
        [],
        ["delete books [?]"],
      ],
    );
  });

  it("passes over what is no question about tables", () => {
    for (const sql of ["BEGIN", "SET LOCAL statement_timeout = 5", "CREATE TABLE a (b int)", "LISTEN jobs"])
      assert.deepEqual(ask(sql), [], sql);
  });
});

const computed = (text: string): string[] => queries(`export const f = (a, b, c, list) => pool.query(\`${text}\`);`);

describe("SQL in code: what is computed", () => {
  it("keeps what is certain", () => {
    assert.deepEqual(
      [
        "SELECT id FROM books WHERE id = ${a} AND title LIKE '%${b}%' LIMIT ${c}",
        "SELECT id FROM books WHERE kind IN (${list.join(',')}) ORDER BY ${a} ${b}",
        "SELECT ${a} FROM books WHERE year = 1 AND ${b}",
        "SELECT * FROM ${a} WHERE id = 1",
        "SELECT * FROM ${a}.books WHERE id = 1",
        'SELECT * FROM "${a}"."books" WHERE id = 1',
        "SELECT * FROM books_${a}",
        "SELECT * FROM books ${a} LIMIT 5",
        "UPDATE books SET ${a} WHERE id = 1",
        "INSERT INTO books ${a}",
        "DELETE FROM books WHERE id IN ${list}",
      ].map(computed),
      [
        ["select books [id] where id eq, title like contains open"],
        ["select books [id] where kind in open"],
        ["select books [?] where year eq 1 open"],
        ["select ? [*] where id eq 1"],
        ["select books [*] where id eq 1"],
        ["select books [*] where id eq 1"],
        ["select ? [*]"],
        ["select books [*] limit 5 open"],
        ["update books [?] where id eq 1"],
        ["insert books [?]"],
        ["delete books [?] where id in"],
      ],
    );
  });

  it("finds text in constants, objects, lists and other files", () => {
    assert.deepEqual(
      queries(
        `import { FIND } from "./statements";
const COLUMNS = "id, title";
const text = \`SELECT \${COLUMNS} FROM books\` + " WHERE id = $1";
await pool.query(text, [1]);
await pool.query({ name: "find", text: "SELECT id FROM readers", values: [] });
await pool.query(["SELECT id", "FROM loans"].join("\\n"));
await pool.query(FIND, [1]);
const kind = "rare";
await pool.query(SQL\`SELECT id FROM prints WHERE kind = \${kind}\`);
export async function g(make, dynamic) {
  let sql = "SELECT id FROM cards WHERE true";
  if (make) sql += " AND active";
  await pool.query(sql);
  await pool.query(dynamic.text());
  await pool.query("BEGIN");
}`,
        { "src/statements.ts": 'export const FIND = "SELECT id FROM staff WHERE id = $1";' },
      ),
      [
        "select books [id,title] where id eq",
        "select readers [id]",
        "select loans [id]",
        "select staff [id] where id eq",
        "select prints [id] where kind eq",
        "select cards [id] open",
        "raw sql ? [?] open",
      ],
    );
  });

  it("says so when a text does not parse", () => {
    assert.deepEqual(ask("SELECT `id` FROM `books`"), ["raw sql ? [?] open"]);
  });

  it("gives each table the line on which it is named", () => {
    const facts = factsOf({
      "package.json": manifestOf("pg"),
      "src/a.ts": `import { Pool } from "pg";\nawait new Pool().query(\`\n  SELECT 1 -- ä\n  FROM books b\n  JOIN loans l ON l.book_id = b.id\n\`);`,
    });
    assert.deepEqual(
      facts.db_query?.map(({ target, line }) => [target, line]),
      [
        ["books", 4],
        ["loans", 5],
      ],
    );
  });
});

describe("SQL in code: who is asked", () => {
  it("knows clients that are checked out, wrapped, injected or in a transaction", () => {
    const more = {
      "src/query.ts": `import { pool } from "./db";
export const query = <T>(text: string, values?: unknown[]) => pool.query<T>(text, values);
export const one = async (text: string) => (await query(text)).rows[0];
export const db = { query: (text, params) => pool.query(text, params) };`,
    };
    assert.deepEqual(
      queries(
        `import { Pool, PoolClient } from "pg";
import { query, one, db } from "./query";
const client = await pool.connect();
await client.query("SELECT a FROM t1");
await query("SELECT a FROM t2");
await one("SELECT a FROM t3");
await db.query("SELECT a FROM t4");
async function typed(c: PoolClient) { await c.query("SELECT a FROM t5"); }
class Store { constructor(private pool: Pool) {} list() { return this.pool.query("SELECT a FROM t6"); } }
export const handler = async (ctx) => { await ctx.db.query("SELECT a FROM t7 WHERE id = $1", [1]); };`,
        more,
      ),
      [
        "select t1 [a]",
        "select t2 [a]",
        "select t3 [a]",
        "select t4 [a]",
        "select t5 [a]",
        "select t6 [a]",
        "select t7 [a] where id eq",
      ],
    );
  });

  it("leaves other people's queries alone", () => {
    const files = {
      "package.json": manifestOf("pg", "mysql2", "i18n"),
      "src/a.ts": `import mysql from "mysql2/promise";
import { t } from "i18n";
const db = mysql.createPool({});
await db.query("SELECT a FROM t1");
t("Select an option from the list");
export const f = (ctx) => ctx.db.query("SELECT a FROM t2");
const text = css\`select from t3\`;`,
    };
    assert.deepEqual(describeQueries(files, "src/a.ts"), []);
  });

  const CLIENTS: Readonly<Record<string, readonly [code: string, expected: readonly string[]]>> = {
    postgres: [
      `import postgres from "postgres";
const sql = postgres(process.env.URL);
await sql\`SELECT a FROM t1 WHERE id = \${id} \${isNew ? sql\`AND b\` : sql\`\`}\`;
await sql\`INSERT INTO t2 \${sql(row, "a")}\`;
await sql\`UPDATE t3 SET \${sql(row)} WHERE id IN \${sql(ids)}\`;
await sql\`SELECT \${sql(columns)} FROM \${sql(name)}\`;
await sql.begin(async (tx) => { await tx\`DELETE FROM t4 WHERE id = \${id}\`; });
await sql.unsafe("SELECT a FROM t5");`,
      [
        "select t1 [a] where id eq open",
        "insert t2 [?]",
        "update t3 [?] where id in",
        "select ? [?]",
        "delete t4 [?] where id eq",
        "select t5 [a]",
      ],
    ],
    "@vercel/postgres": [
      'import { sql, db } from "@vercel/postgres";\nawait sql`SELECT a FROM t1`;\nawait sql.query("SELECT a FROM t2");\nconst c = await db.connect();\nawait c.sql`SELECT a FROM t3`;',
      ["select t1 [a]", "select t2 [a]", "select t3 [a]"],
    ],
    "@neondatabase/serverless": [
      'import { neon, Pool } from "@neondatabase/serverless";\nconst sql = neon(url);\nawait sql`SELECT a FROM t1`;\nawait sql("SELECT a FROM t2 WHERE id = $1", [1]);\nawait sql.query("SELECT a FROM t3");\nawait new Pool().query("SELECT a FROM t4");',
      ["select t1 [a]", "select t2 [a] where id eq", "select t3 [a]", "select t4 [a]"],
    ],
    "@prisma/client": [
      'import { PrismaClient, Prisma } from "@prisma/client";\nconst prisma = new PrismaClient();\nawait prisma.$queryRaw`SELECT a FROM "T1" WHERE id = ${id}`;\nawait prisma.$queryRaw(Prisma.sql`SELECT a FROM t2`);\nawait prisma.$executeRawUnsafe("DELETE FROM t3");\nawait prisma.$queryRawUnsafe(text());',
      ["select T1 [a] where id eq", "select t2 [a]", "delete t3 [?]", "raw sql ? [?] open"],
    ],
    knex: [
      'import knex from "knex";\nconst db = knex({});\nawait db.raw("SELECT a FROM t1 WHERE id = ? AND ?? = ?", [1, "x", 2]);\nawait db.raw("SELECT a FROM t2 WHERE id = :id::int", { id });',
      ["select t1 [a] where id eq", "select t2 [a] where id eq"],
    ],
    "drizzle-orm": [
      'import { drizzle } from "drizzle-orm/node-postgres";\nimport { sql } from "drizzle-orm";\nconst db = drizzle(url);\nawait db.execute(sql`SELECT a FROM t1 WHERE id = ${id}`);\nawait db.execute(sql.raw("SELECT a FROM t2"));\nawait db.execute("SELECT a FROM t3");\nconst part = sql`count(*)`;',
      ["select t1 [a] where id eq", "select t2 [a]", "select t3 [a]"],
    ],
    kysely: [
      'import { sql } from "kysely";\nawait sql<{ a: string }>`SELECT a FROM t1 WHERE id = ${id}`.execute(db);',
      ["select t1 [a] where id eq"],
    ],
    typeorm: [
      'import { DataSource } from "typeorm";\nconst source = new DataSource({});\nawait source.query("SELECT a FROM t1");\nawait source.manager.query("SELECT a FROM t2");',
      ["select t1 [a]", "select t2 [a]"],
    ],
    "pg-promise": [
      'import pgp from "pg-promise";\nconst db = pgp()(url);\nawait db.oneOrNone("SELECT a FROM t1 WHERE id = $1", [1]);\nawait db.tx(async (t) => { await t.any("SELECT a FROM t2"); });',
      ["select t1 [a] where id eq", "select t2 [a]"],
    ],
  };
  for (const [name, [code, expected]] of Object.entries(CLIENTS))
    it(`reads what ${name} is given`, () => {
      assert.deepEqual(describeQueries({ "package.json": manifestOf(name), "src/a.ts": code }, "src/a.ts"), expected);
    });
});
