import assert from "node:assert/strict";
import { test } from "node:test";
import { readSchemaList } from "#src/sources/supabase-answers.js";

test("the schemas that an API serves, as older and newer versions of PostgREST name them", () => {
  assert.deepEqual(readSchemaList("The schema must be one of the following: public, shop, graphql_public\n"), [
    "public",
    "shop",
    "graphql_public",
  ]);
  assert.deepEqual(readSchemaList("Invalid schema: x\nOnly the following schemas are exposed: api"), ["api"]);
  assert.equal(readSchemaList("Could not find the table\nPerhaps you meant the table 'public.notes'"), null);
  assert.equal(readSchemaList("one of the following: <script>"), null);
});
