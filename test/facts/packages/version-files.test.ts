import assert from "node:assert/strict";
import { test } from "node:test";
import { extractConfigFile } from "#src/facts/extract-config-file.js";

const versions = (path: string, text: string) =>
  (extractConfigFile({ path, language: "other", role: "config" }, text)?.runtime_version ?? []).map((row) => [
    row.line,
    row.product,
    row.version,
    row.source,
    row.is_pinned,
  ]);

test(".nvmrc in its spellings", () => {
  assert.deepEqual(versions(".nvmrc", "v18.17.0\n"), [[1, "node", "18.17.0", "nvmrc", true]]);
  assert.deepEqual(versions(".nvmrc", "# why\r\n20 # lts\r\n"), [[2, "node", "20", "nvmrc", true]]);
  assert.deepEqual(versions("a/.nvmrc", "lts/iron"), [[1, "node", "20", "nvmrc", true]]);
  assert.deepEqual(versions(".nvmrc", "lts/*"), [[1, "node", null, "nvmrc", false]]);
  assert.deepEqual(versions(".nvmrc", "node"), [[1, "node", null, "nvmrc", false]]);
});

test(".node-version, .python-version, .tool-versions, mise.toml", () => {
  assert.deepEqual(versions(".node-version", "22.1"), [[1, "node", "22.1", "node-version", true]]);
  assert.deepEqual(versions(".python-version", "3.9.18\n"), [[1, "python", "3.9.18", "python-version", true]]);
  assert.deepEqual(versions(".tool-versions", "nodejs 18.17.0 20.1.0\n# python 2\npython 3.9.1\nterraform 1.5\n"), [
    [1, "node", "18.17.0", "tool-versions", true],
    [3, "python", "3.9.1", "tool-versions", true],
  ]);
  assert.deepEqual(
    versions("mise.toml", '[tools]\nnode = "20"\npostgres = { version = "14.2" }\npython = ["3.9", "3.12"]'),
    [
      [2, "node", "20", "tool-versions", true],
      [3, "postgresql", "14.2", "tool-versions", true],
      [4, "python", "3.9", "tool-versions", true],
    ],
  );
});

test("an empty version file is a problem", () => {
  const facts = extractConfigFile({ path: ".nvmrc", language: "other", role: "config" }, "\n");
  assert.equal(facts?.problem?.[0]?.message, "This version file is empty");
});

test("turbo.json: names only, each once, without wildcards and exclusions", () => {
  const text = JSON.stringify(
    {
      globalEnv: ["NODE_ENV", "NEXT_PUBLIC_*"],
      globalDependencies: ["$OLD_STYLE", "tsconfig.json"],
      tasks: {
        build: { env: ["DATABASE_URL", "!SECRET", "NODE_ENV"], passThroughEnv: ["TOKEN"], inputs: ["$TURBO_DEFAULT$"] },
      },
    },
    null,
    1,
  );
  const facts = extractConfigFile({ path: "turbo.json", language: "json", role: "config" }, `// turbo\n${text}`);
  assert.deepEqual(
    facts?.env_declaration?.map((row) => [row.line, row.name, row.source, row.value_kind]),
    [
      [4, "NODE_ENV", "turbo", "unknown"],
      [8, "OLD_STYLE", "turbo", "unknown"],
      [14, "DATABASE_URL", "turbo", "unknown"],
      [19, "TOKEN", "turbo", "unknown"],
    ],
  );
});

test("lock files are told by name, and a broken one is no problem", () => {
  const facts = extractConfigFile({ path: "a/package-lock.json", language: "json", role: "generated" }, "{ broken");
  assert.deepEqual(facts, { lockfile: [{ file: "a/package-lock.json", package_dir: null, package_manager: "npm" }] });
});
