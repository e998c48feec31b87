import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { extractSample } from "./code-sample.js";

/** Parts of the statements as "text origin", in their order. */
function partsOf(body: string): string[] {
  const text = `import { Pool } from 'pg';\nconst pool = new Pool();\n${body}`;
  return (extractSample(text).code.facts.sql_part ?? []).map((row) => `${row.text} ${row.origin}`);
}

test("where the text of a statement has its parts from", () => {
  const expected: Record<string, readonly string[]> = {
    "`SELECT * FROM t WHERE a = '${req.query.a}'`": ["req.query.a request"],
    "'SELECT * FROM t WHERE a = ' + req.body.a": ["req.body.a request"],
    "'SELECT * FROM ' + table": ["table parameter"],
    "`SELECT * FROM t LIMIT ${Number(req.query.n)}`": ["Number(req.query.n) number"],
    "`SELECT * FROM t ORDER BY ${COLUMNS[req.query.sort]}`": ["COLUMNS[req.query.sort] choice"],
    "`SELECT * FROM t WHERE a = ${pool.escapeLiteral(req.query.a)}`": ["pool.escapeLiteral(req.query.a) quoted"],
    "`SELECT * FROM ${TABLE}`": [],
    "'SELECT * FROM t WHERE a = $1', [req.query.a]": [],
    "`Hello ${req.query.name}`": [],
  };
  for (const [call, parts] of Object.entries(expected))
    assert.deepEqual(
      partsOf(`const TABLE = 't';
const COLUMNS = { name: 'name', age: 'age' };
export const list = (req, table) => pool.query(${call});`),
      parts,
      call,
    );
});

test("what is added to a variable before it is sent counts, and a parameter is known by its place", () => {
  const text = `import { Pool } from 'pg';
const pool = new Pool();
export function find(limit, filter) {
  let sql = 'SELECT * FROM t WHERE true';
  sql += ' AND ' + filter;
  return pool.query(sql);
}`;
  const rows = extractSample(text).code.facts.sql_part ?? [];
  assert.deepEqual(
    rows.map(({ line, text: part, origin, parameter }) => [line, part, origin, parameter]),
    [[5, "filter", "parameter", 1]],
  );
});

test("Python: f-strings, formats and joined texts", () => {
  const store = openExample(
    {
      "requirements.txt": "flask==3.0.0\n",
      "app.py": `import sqlite3
from flask import request

def find(db, name):
    db.execute(f"SELECT * FROM t WHERE a = '{request.args['a']}'")
    db.execute("SELECT * FROM t WHERE a = '%s'" % name)
    db.execute("SELECT * FROM t LIMIT {}".format(int(name)))
    db.execute("SELECT * FROM t WHERE a = ?", (name,))
`,
    },
    "2026-11-21",
  );
  const rows = store.all("SELECT line, origin FROM sql_part ORDER BY line");
  store.close();
  assert.deepEqual(rows, [
    { line: 5, origin: "request" },
    { line: 6, origin: "parameter" },
    { line: 7, origin: "number" },
  ]);
});
