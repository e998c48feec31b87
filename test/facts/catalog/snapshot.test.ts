import assert from "node:assert/strict";
import { test } from "node:test";
import { addCatalogRows } from "#src/facts/catalog/catalog-rows.js";
import { describeCatalog } from "#src/facts/catalog/describe-catalog.js";
import { readSnapshot, writeSnapshot } from "#src/facts/catalog/snapshot.js";
import type { FactSet } from "#src/facts/fact-set.js";
import { UserError } from "#src/shared/errors.js";

function sample(): FactSet {
  const facts: FactSet = {
    catalog_source: [
      {
        kind: "live",
        name: "app",
        server_version: "16.4",
        server_number: 160_004,
        role: "reader",
        read_at: "2026-11-01T22:10:00Z",
        age_days: 0,
        has_statistics: true,
      },
    ],
    catalog_gap: [{ table_name: "pg_statement", reason: "permission denied", is_partial: false }],
  };
  const table = {
    schema: "public",
    kind: "table",
    parent: null,
    owner: "me",
    is_unlogged: false,
    rls_forced: false,
    comment: null,
    is_system: false,
  };
  addCatalogRows(facts, "pg_table", [
    { ...table, name: "orders", rls_enabled: true, row_estimate: 123_456, bytes: null },
    { ...table, name: "users", rls_enabled: false, row_estimate: null, bytes: 8192 },
  ]);
  addCatalogRows(facts, "pg_policy", [
    {
      schema: "public",
      table: "orders",
      name: "own",
      command: "all",
      roles_json: '["authenticated"]',
      is_permissive: true,
      using_expression: "(EXISTS (\n SELECT 1))",
      check_expression: null,
    },
  ]);
  return facts;
}

test("a snapshot is one object a line, and text of several lines a list", () => {
  const text = writeSnapshot(sample());
  assert.match(
    text,
    /^ {6}\{"schema":"public","name":"orders","kind":"table","owner":"me","rls_enabled":true,"row_estimate":120000\},$/m,
  );
  assert.match(text, /"using_expression": \[\n\s+"\(EXISTS \(",\n\s+" SELECT 1\)\)"\n\s+\]/);
  assert.match(text, /"roles_json": \["authenticated"\]/);
  assert.equal(writeSnapshot(sample()), text);
});

test("what is read back is what was written, counts to two digits", () => {
  const facts = readSnapshot(writeSnapshot(sample()), "schema.json", "2026-11-21");
  const { pg_table = [], pg_policy } = sample();
  assert.deepEqual(facts.pg_table, [
    { ...pg_table[0], row_estimate: 120_000 },
    { ...pg_table[1], bytes: 8200 },
  ]);
  assert.deepEqual(facts.pg_policy, pg_policy);
  assert.equal(facts.catalog_source?.[0]?.kind, "snapshot");
  assert.equal(facts.catalog_source?.[0]?.age_days, 20);
  assert.equal(
    describeCatalog(facts),
    "snapshot schema.json, 20 days old, PostgreSQL 16.4, 2 tables; not read: pg_statement",
  );
});

function refused(broken: string, expected: RegExp): void {
  assert.throws(
    () => readSnapshot(broken, "schema.json", "2026-11-21"),
    (error) => error instanceof UserError && error.where === "schema.json" && expected.test(error.message),
  );
}

test("a file that is no snapshot is refused, with the place", () => {
  const text = writeSnapshot(sample());
  refused("{", /JSON/);
  refused("[]", /expected object/);
  refused(text.replace('"version": 1', '"version": 2'), /version/);
  refused(text.replace("pg_policy", "pg_polic"), /Must be a table of the catalogue/);
  refused(text.replace('"name":"users"', '"name":7'), /pg_table.name: .*string/);
  refused(text.replace('"name":"users"', '"nome":"users"'), /pg_table/);
});
