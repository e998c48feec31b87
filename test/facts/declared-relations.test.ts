import assert from "node:assert/strict";
import { test } from "node:test";
import { declaredRelations } from "#src/facts/declared-relations.js";
import type { Language } from "#src/shared/repository.js";

/** `line source kind schema.name(columns)` of what a text declares. */
const told = (text: string, language: Language): string[] =>
  declaredRelations({ path: "x", language }, text).map(
    ({ line, source, kind, schema, name, columns_json: columns }) =>
      `${line} ${source} ${kind} ${schema === null ? "" : `${schema}.`}${name}${columns ?? ""}`,
  );

test("what SQL creates, in any file, with names as Postgres folds them", () => {
  const sql = `create table if not exists Public.Orders (id int);
CREATE UNLOGGED TABLE "Line Items" (id int);
create or replace view app.recent as select 1;
create materialized view totals as select 1;
create or replace function pay(a int) returns int language sql as $$ select 1 $$;
create index on orders (id);`;
  assert.deepEqual(told(sql, "sql"), [
    "1 sql table public.orders",
    "2 sql table Line Items",
    "3 sql view app.recent",
    "4 sql view totals",
    "5 sql function pay",
  ]);
  assert.deepEqual(told("await sql`CREATE TABLE jobs (id int)`;", "typescript"), ["1 code table jobs"]);
});

test("prose about tables declares none", () => {
  assert.deepEqual(told("Then create table for the guests, and create view that lists them.", "markdown"), []);
});

test("types that Supabase generates: tables and views with their columns, and functions", () => {
  const types = `export type Database = {
  public: {
    Tables: {
      guests: {
        Row: {
          full_name: string
          id: string | null
        }
        Insert: {
          full_name: string
        }
      }
    }
    Functions: {
      seat: {
        Args: { guest: string }
        Returns: undefined
      }
    }
  }
}
`;
  assert.deepEqual(told(types, "typescript"), [`4 types table guests["full_name","id"]`, "15 types function seat"]);
  assert.deepEqual(told("export type Row = { id: { Row: string } };", "typescript"), []);
});
