import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, settings } from "./rows-of.js";

test("which functions of Supabase's gateway let everybody through", () => {
  const facts = factsOf("supabase/config.toml", [
    'project_id = "desk"',
    "[functions.stripe-webhook]",
    "verify_jwt = false",
    "[functions.report]",
    "verify_jwt = true",
    "[functions.plain]",
    'import_map = "./deno.json"',
  ]);
  assert.deepEqual(
    settings(facts).filter((setting) => setting.includes("verify_jwt")),
    ["3 stripe-webhook verify_jwt=false", "5 report verify_jwt=true"],
  );
});
