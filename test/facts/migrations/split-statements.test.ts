import assert from "node:assert/strict";
import { before, test } from "node:test";
import type { MigrationTool } from "#src/facts/migrations/migration.js";
import { splitStatements } from "#src/facts/migrations/split-statements.js";
import { loadSqlParser } from "#src/facts/sql/parse-sql.js";
import { upSection } from "#src/facts/migrations/up-section.js";

before(loadSqlParser);

const split = (text: string, tool: MigrationTool = "plain"): string[] =>
  splitStatements(upSection(text, tool)).statements.map(({ line, sql }) => `${line} ${sql}`);

test("statements begin at their first word, after comments; text beyond ASCII moves nothing", () => {
  const text = "-- Größe\n\nSELECT 'ä;ü'; SELECT 2;\n/* a\n;b */ -- c\nSELECT\n  3";
  assert.deepEqual(split(text), ["3 SELECT 'ä;ü'", "3 SELECT 2", "6 SELECT\n  3"]);
});

test("a function's body stays whole, quoted or not", () => {
  const quoted = "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $a$ SELECT 1; SELECT $b$;$b$; $a$";
  const atomic = "CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END";
  assert.deepEqual(split(`${quoted};\n${atomic};\nSELECT 3;`), [`1 ${quoted}`, `2 ${atomic}`, "3 SELECT 3"]);
});

test("a file that does not parse is split by its semicolons, and says why", () => {
  const body = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT ';' $$";
  const atomic = "CREATE FUNCTION g() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END";
  const text = `SELECT 1;\nSELEKT 2;\n${body}; ${atomic};\nSELECT E'\\';', "a;b", ';''' -- c;\n/* /* ; */ ; */;\nSELECT 4`;
  const { parseError } = splitStatements(text);
  assert.match(parseError ?? "", /syntax error/);
  assert.deepEqual(split(text), [
    "1 SELECT 1",
    "2 SELEKT 2",
    `3 ${body}`,
    `3 ${atomic}`,
    `4 SELECT E'\\';', "a;b", ';''' -- c;\n/* /* ; */ ; */`,
    "6 SELECT 4",
  ]);
});

test("an open quote ends with the file", () => {
  for (const open of ["'", '"', "$x$", "/*"]) assert.equal(split(`SELECT 1; SELECT ${open} a;`).length, 2, open);
});

test("only the way up is kept, at its lines", () => {
  const marks: readonly (readonly [MigrationTool, string, string])[] = [
    ["dbmate", "-- migrate:up transaction:false", "-- migrate:down"],
    ["goose", "-- +goose Up\n-- +goose StatementBegin", "-- +goose StatementEnd\n-- +goose Down"],
    ["node-pg-migrate", "-- Up Migration", "-- Down Migration"],
  ];
  for (const [tool, up, down] of marks) {
    const line = up.split("\n").length + 1;
    assert.deepEqual(split(`${up}\nSELECT 1;\n${down}\nDROP TABLE t;`, tool), [`${line} SELECT 1`], tool);
  }
});

test("what only psql understands is left out: commands and the data of COPY", () => {
  const text = "\\connect app\nCOPY t (a) FROM stdin;\n1;\n\\.\nSELECT 1;\n\\unrestrict x\n";
  assert.deepEqual(split(text), ["5 SELECT 1"]);
  assert.deepEqual(split("SELECT '\nCOPY stdin\n\\nothing';"), ["1 SELECT '\nCOPY stdin\n\\nothing'"]);
});
