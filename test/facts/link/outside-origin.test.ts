import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

/** Module of every call of `create`, and how the import of its file was resolved. */
function modulesOf(files: Readonly<Record<string, string>>): unknown[] {
  return querySample(files, "SELECT module FROM call WHERE method = 'create' ORDER BY file, line").map(
    (row) => row["module"],
  );
}

const call = (specifier: string): string =>
  `import OpenAI from "${specifier}";\nconst openai = new OpenAI();\nawait openai.responses.create({});\n`;

test("a package named by URL is that package", () => {
  for (const specifier of [
    "npm:openai@4.2.0",
    "https://esm.sh/openai@4",
    "https://esm.sh/v135/openai@4?target=es2022",
  ]) {
    assert.deepEqual(modulesOf({ "supabase/functions/ask/index.ts": call(specifier) }), ["openai"], specifier);
  }
});

test("a package named by an import map is that package", () => {
  const files = {
    "supabase/functions/ask/index.ts": call("ai-client"),
    "supabase/functions/deno.json": '{ "imports": { "ai-client": "npm:openai@^4" } }',
  };
  assert.deepEqual(modulesOf(files), ["openai"]);
});

test("what a bundler makes up is no package", () => {
  assert.deepEqual(modulesOf({ "src/a.ts": call("virtual:openai") }), [null]);
});
