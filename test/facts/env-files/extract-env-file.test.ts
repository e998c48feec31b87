import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "#src/commands/example-store.js";
import { envFileKind } from "#src/facts/env-files/env-file-kind.js";
import { extractConfigFile } from "#src/facts/extract-config-file.js";

const kinds: readonly (readonly [path: string, source: string | null, environment: string | null])[] = [
  [".env", "env", null],
  ["apps/web/.env.local", "env", "development"],
  [".env.production", "env", "production"],
  [".env.production.example", "example", "production"],
  [".env.staging", "env", "preview"],
  ["integration-tests/.env.test", "env", "test"],
  [".env.example", "example", null],
  [".env-template", "example", null],
  [".env_sample", "example", null],
  [".env.dist", "example", null],
  [".example.env", "example", null],
  ["example.env", "example", null],
  ["env.example", "example", null],
  ["env.sample", "example", null],
  ["docker.env", "env", null],
  ["dotenv.example", "example", null],
  [".dev.vars", "env", "development"],
  [".dev.vars.example", "example", "development"],
  [".envrc", "env", null],
  ["src/env.ts", null, null],
  [".env.d.ts", null, null],
  ["env.mjs", null, null],
  [".env.vault", null, null],
  ["environment.ts", null, null],
  ["env", null, null],
  ["test-env.json", null, null],
  ["src/helpers/env.go", null, null],
];

for (const [path, source, environment] of kinds)
  test(`${path} is ${source ?? "no env file"}`, () => {
    const kind = envFileKind(path);
    assert.deepEqual(kind && [kind.source, kind.environment], source === null ? null : [source, environment]);
  });

const extract = (path: string, text: string) =>
  extractConfigFile({ path, language: "env", role: "config" }, text) ?? {};

test("rows of an example file", () => {
  const facts = extract(".env.production.example", "PORT=3000\n# REDIS_URL=\nAPI_KEY=hunter2hunter2\n");
  assert.deepEqual(facts.env_declaration, [
    {
      file: ".env.production.example",
      line: 1,
      name: "PORT",
      source: "example",
      value_kind: "literal",
      value: "3000",
      is_commented: false,
      is_optional: false,
      environment: "production",
    },
    {
      file: ".env.production.example",
      line: 2,
      name: "REDIS_URL",
      source: "example",
      value_kind: "empty",
      value: null,
      is_commented: true,
      is_optional: false,
      environment: "production",
    },
    {
      file: ".env.production.example",
      line: 3,
      name: "API_KEY",
      source: "example",
      value_kind: "secret",
      value: null,
      is_commented: false,
      is_optional: false,
      environment: "production",
    },
  ]);
  assert.deepEqual(facts.problem, []);
});

test("duplicates and broken lines are problems with a line and a remedy; a commented alternative is none", () => {
  const facts = extract(".env.example", "A=1\n# A=2\nB=1\nnonsense\nA=3\n");
  assert.deepEqual(
    facts.problem?.map((row) => [row.line, row.message, row.remedy !== null]),
    [
      [4, "This line is neither a comment nor KEY=value, so env loaders ignore it", true],
      [5, "`A` is set again (first at line 1); which of the two wins depends on the loader", true],
    ],
  );
});

test("a file full of nonsense does not flood the report", () => {
  const facts = extract(".env", "some words\n".repeat(500));
  assert.equal(facts.problem?.length, 21);
  assert.match(facts.problem?.at(-1)?.message ?? "", /480 more lines/);
});

test("a direnv file is a script: assignments count, commands are no mistakes", () => {
  const facts = extract(".envrc", "use flake\nexport NODE_ENV=development\nif has x; then\nfi\n");
  assert.deepEqual(
    facts.env_declaration?.map((row) => row.name),
    ["NODE_ENV"],
  );
  assert.deepEqual(facts.problem, []);
});

test("a row for the file itself, as what and for where", () => {
  const store = openExample(
    { ".env": "A=1\n", "apps/api/.env.production": "A=1\n", ".env.example": "A=\n" },
    "2026-11-21",
  );
  const rows = store.all("SELECT path, source, environment FROM env_file ORDER BY path");
  store.close();
  assert.deepEqual(rows, [
    { path: ".env", source: "env", environment: null },
    { path: ".env.example", source: "example", environment: null },
    { path: "apps/api/.env.production", source: "env", environment: "production" },
  ]);
});
