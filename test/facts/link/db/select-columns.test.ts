import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { selectColumns } from "#src/facts/link/db/select-columns.js";

const cases: readonly (readonly [string, readonly string[] | null])[] = [
  ["*", ["*"]],
  ["id, name", ["id", "name"]],
  ["id,name , id", ["id", "name"]],
  ["\n  id,\n  created_at\n", ["id", "created_at"]],
  ["name:full_name", ["full_name"]],
  ["id, author(id, name)", ["id"]],
  ["id, author:people!inner(id, name), tags", ["id", "tags"]],
  ["*, ...profile(city), people!people_manager_fkey(name)", ["*"]],
  ["amount::text, total:amount::int", ["amount"]],
  ["data->>city, city:data->address->>city", ["data"]],
  ["amount.sum(), count(), total:amount.avg()::int", ["amount"]],
  ['"odd name", "a,b"', ["odd name", "a,b"]],
  ["count", ["count"]],
  ["", []],
  ["id, ${}", null],
];

describe("selectColumns", () => {
  for (const [text, expected] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(selectColumns(text), expected);
    });
  }
});
