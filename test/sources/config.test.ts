import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { UserError } from "#src/shared/errors.js";
import { loadConfig, type Config } from "#src/sources/config.js";
import { tempFolder } from "./temp-folder.js";

function load(t: TestContext, yaml: string): { config: Config; file: string | null; root: string } {
  const root = tempFolder(t, { "prodcheck.yaml": yaml });
  return { ...loadConfig(root), root };
}

/** What a person reads: where, what, what to do. */
function complaint(action: () => unknown): string {
  try {
    action();
    return "nothing was wrong";
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.ok(error.remedy !== null);
    return `${error.where ?? ""}: ${error.message} → ${error.remedy}`;
  }
}

const EMPTY = {
  include: [],
  exclude: [],
  roles: {},
  rules: [],
  only: [],
  skip: [],
  output: [],
  severity: {},
  platform: [],
  replay: true,
  cache: true,
};

test("no file, an empty one and one of comments are the empty configuration", (t) => {
  assert.deepEqual(loadConfig(tempFolder(t)), { config: EMPTY, file: null });
  for (const yaml of ["", "\n\n", "# nothing yet\n", "---\n", "{}"]) {
    const { config, file, root } = load(t, yaml);
    assert.deepEqual(config, EMPTY);
    assert.equal(file, join(root, "prodcheck.yaml"));
  }
});

test("every key", (t) => {
  const yaml = `
include: [src, "apps/*"]
exclude: "**/*.gen.ts"
roles: { "scripts/server/**": app }
rules: [rules, ./more/rules]
only: env
skip: [unused-env-variable]
failOn: high
minScore: 80.5
asOf: 2026-08-01
baseline: .prodcheck/baseline.json
database: env:DATABASE_URL
supabaseUrl: env:SUPABASE_URL
supabaseAnonKey: env:SUPABASE_ANON_KEY
supabaseServiceKey: env:SUPABASE_SERVICE_ROLE_KEY
schema: db/schema.snapshot.json
output: [sarif=out/prodcheck.sarif, markdown = wiki.md]
format: json
severity: { unpinned-action: low }
platform: [vercel, aws-lambda]
replay: false
cache: false
coverageTarget: 70
`.replace("markdown = wiki", "markdown=wiki");
  const { config, root } = load(t, yaml);
  assert.deepEqual(config, {
    include: ["src", "apps/*"],
    exclude: ["**/*.gen.ts"],
    roles: { "scripts/server/**": "app" },
    rules: [join(root, "rules"), join(root, "more/rules")],
    only: ["env"],
    skip: ["unused-env-variable"],
    failOn: "high",
    minScore: 80.5,
    asOf: "2026-08-01",
    baseline: join(root, ".prodcheck/baseline.json"),
    database: "env:DATABASE_URL",
    supabaseUrl: "env:SUPABASE_URL",
    supabaseAnonKey: "env:SUPABASE_ANON_KEY",
    supabaseServiceKey: "env:SUPABASE_SERVICE_ROLE_KEY",
    schema: join(root, "db/schema.snapshot.json"),
    output: [
      { format: "sarif", file: join(root, "out/prodcheck.sarif") },
      { format: "markdown", file: join(root, "wiki.md") },
    ],
    format: "json",
    severity: { "unpinned-action": "low" },
    platform: ["vercel", "aws-lambda"],
    replay: false,
    cache: false,
    coverageTarget: 70,
  });
});

const MISTAKES: readonly (readonly [yaml: string, complaint: string])[] = [
  ["\nfail-on: high\n", 'prodcheck.yaml:2: "fail-on" is not a key of the configuration. → Did you mean "failOn"?'],
  ["exlude: [dist]\n", 'prodcheck.yaml:1: "exlude" is not a key of the configuration. → Did you mean "exclude"?'],
  ["a: 1\nb: [\n", "prodcheck.yaml:3: This is not valid YAML"],
  ["- src\n", "prodcheck.yaml:1: The file must be a map of keys, not a list."],
  ["skip: [a]\nskip: [b]\n", "prodcheck.yaml:2: This is not valid YAML: Map keys must be unique"],
  ["failOn: hihg\n", 'prodcheck.yaml:1: "failOn" cannot be "hihg". → Did you mean "high"?'],
  [
    "roles:\n  a/**: app\n  b/**: tests\n",
    'prodcheck.yaml:3: "roles[\'b/**\']" cannot be "tests". → Did you mean "test"?',
  ],
  ["severity:\n  Some Rule: low\n", "prodcheck.yaml:2: \"severity['Some Rule']\" must be the id of a rule"],
  ["only: [1]\n", 'prodcheck.yaml:1: "only[0]" must be text, not 1. → Put it in quotes'],
  ["include:\n", 'prodcheck.yaml:1: "include" must be a list, not empty.'],
  ["minScore: 101\n", 'prodcheck.yaml:1: "minScore" must be a number from 0 to 100.'],
  ["asOf: 2026-02-30\n", 'prodcheck.yaml:1: "asOf" must be a date written YYYY-MM-DD.'],
  ["database: $DATABASE_URL\n", 'prodcheck.yaml:1: "database" must be `env:` and the name of an environment variable'],
  ["output: pdf=a.pdf\n", 'prodcheck.yaml:1: "output" must be `format=file` with one of terminal, json,'],
  ["output:\n  - json\n", 'prodcheck.yaml:2: "output[0]" must be `format=file`'],
  ["format: !!js/function x\n", "prodcheck.yaml:1: This is not valid YAML: Unresolved tag"],
];
for (const [yaml, expected] of MISTAKES) {
  test(`${JSON.stringify(yaml)} is explained`, (t) => {
    const said = complaint(() => load(t, yaml));
    assert.ok(said.startsWith(expected), said);
  });
}

test("an address with a password is refused, and not repeated", (t) => {
  const said = complaint(() => load(t, "database: postgres://me:hunter2@db.example.org/app\n"));
  assert.match(said, /^prodcheck\.yaml:1: "database" must be `env:`/);
  assert.doesNotMatch(said, /hunter2/);
});

test("neither the address nor a key of a live project stands in the configuration: the file could send the user's keys anywhere", (t) => {
  const url = complaint(() => load(t, "supabaseUrl: https://evil.example\nsupabaseServiceKey: env:REAL_KEY\n"));
  assert.match(url, /^prodcheck\.yaml:1: "supabaseUrl" must be `env:`/);
  const key = complaint(() => load(t, "supabaseAnonKey: sb_publishable_hunter2hunter2\n"));
  assert.match(key, /^prodcheck\.yaml:1: "supabaseAnonKey" must be `env:`/);
  assert.doesNotMatch(key, /hunter2/);
});

test("all mistakes of a file are told at once, in its order", (t) => {
  const said = complaint(() => load(t, "exlude: [a]\nfailOn: hihg\nminScore: -1\n"));
  assert.match(
    said,
    /^prodcheck\.yaml:1: The configuration has 3 mistakes:\n {2}prodcheck\.yaml:1: .*\n {2}prodcheck\.yaml:2: .*\n {2}prodcheck\.yaml:3: /,
  );
});

for (const path of ["../rules", "/etc", "a/../../b", "~/rules", ".git/hooks/post-checkout", "a/.git"]) {
  test(`${path} is no path for a repository's own configuration`, (t) => {
    for (const yaml of [
      `only: []\nrules: ["${path}"]`,
      `only: []\nbaseline: "${path}"`,
      `only: []\nschema: "${path}"`,
      `only: []\noutput: "json=${path}"`,
    ]) {
      assert.match(
        complaint(() => load(t, yaml)),
        /^prodcheck\.yaml:2: ".*" is outside the audited folder\. → Name a path inside it/,
      );
    }
  });
}

test("a path that leaves through a symlink is refused too", (t) => {
  const outside = tempFolder(t);
  const root = tempFolder(t, { "prodcheck.yaml": "output: json=out/report.json\n" });
  symlinkSync(outside, join(root, "out"));
  assert.match(
    complaint(() => loadConfig(root)),
    /^prodcheck\.yaml:1: "out\/report\.json" leads through a symbolic link/,
  );
});

test("two files, a missing one, a symlink, a folder and a huge one", (t) => {
  const both = tempFolder(t, { "prodcheck.yaml": "", "prodcheck.yml": "" });
  assert.match(
    complaint(() => loadConfig(both)),
    /There are two configurations, prodcheck\.yaml and prodcheck\.yml\. → Keep one/,
  );
  const root = tempFolder(t, { "real.yaml": "only: [a]", "prodcheck.yml/": "", "huge.yaml": "#".repeat(300_000) });
  symlinkSync(join(root, "real.yaml"), join(root, "link.yaml"));
  assert.match(
    complaint(() => loadConfig(root)),
    /was not read\. It cannot be read\./,
  );
  assert.match(
    complaint(() => loadConfig(root, join(root, "none.yaml"))),
    /There is no such configuration file\. → Check the path/,
  );
  assert.match(
    complaint(() => loadConfig(root, join(root, "link.yaml"))),
    /It is a symbolic link/,
  );
  assert.match(
    complaint(() => loadConfig(root, join(root, "huge.yaml"))),
    /It is larger than 256 kB/,
  );
});

test("a file named by the user may lie elsewhere; its paths stay those of the audited folder", (t) => {
  const elsewhere = tempFolder(t, { "ours.yaml": "rules: house-rules\n" });
  const root = tempFolder(t, { "prodcheck.yaml": "only: [a]\n" });
  const { config, file } = loadConfig(root, join(elsewhere, "ours.yaml"));
  assert.deepEqual(config.rules, [join(root, "house-rules")]);
  assert.equal(file, join(elsewhere, "ours.yaml"));
});
