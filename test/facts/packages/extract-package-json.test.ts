import assert from "node:assert/strict";
import { test } from "node:test";
import { extractConfigFile } from "#src/facts/extract-config-file.js";
import type { FactSet } from "#src/facts/fact-set.js";

const extract = (manifest: object | string, path = "package.json"): FactSet => {
  const text = typeof manifest === "string" ? manifest : JSON.stringify(manifest, null, 2);
  return extractConfigFile({ path, language: "json", role: "config" }, text) ?? {};
};

test("package, dependencies and their lines", () => {
  const facts = extract(
    {
      name: "api",
      version: "1.2.3",
      type: "module",
      private: true,
      packageManager: "pnpm@9.1.0+sha512.abc",
      scripts: { start: "node ." },
      dependencies: {
        express: "^4.18.2",
        left: "npm:right@~2.1",
        shared: "workspace:*",
        zod: "catalog:",
        tip: "latest",
      },
      devDependencies: { vite: "5.x" },
      peerDependencies: { react: ">=18" },
      optionalDependencies: { fsevents: "github:fsevents/fsevents" },
    },
    "apps/api/package.json",
  );
  assert.deepEqual(facts.package, [
    {
      dir: "apps/api",
      file: "apps/api/package.json",
      ecosystem: "npm",
      name: "api",
      version: "1.2.3",
      module_type: "module",
      is_private: true,
      is_root: false,
      is_workspace: false,
      is_library: false,
      package_manager: "pnpm",
      has_auto_imports: false,
      framework: "express",
      scripts_json: '{"start":"node ."}',
    },
  ]);
  assert.deepEqual(
    facts.dependency?.map((d) => [d.name, d.range, d.version, d.kind, d.is_workspace, d.line]),
    [
      ["express", "^4.18.2", "4.18.2", "production", false, 11],
      ["left", "npm:right@~2.1", "2.1.0", "production", false, 12],
      ["shared", "workspace:*", null, "production", true, 13],
      ["zod", "catalog:", null, "production", false, 14],
      ["tip", "latest", null, "production", false, 15],
      ["vite", "5.x", "5.0.0", "development", false, 18],
      ["react", ">=18", "18.0.0", "peer", false, 21],
      ["fsevents", "github:fsevents/fsevents", null, "optional", false, 24],
    ],
  );
});

const frameworks: readonly (readonly [framework: string | null, manifest: object])[] = [
  ["next", { dependencies: { express: "4", next: "14", react: "18" } }],
  ["sveltekit", { devDependencies: { "@sveltejs/kit": "2", vite: "5" } }],
  ["nest", { dependencies: { "@nestjs/core": "10", express: "4" } }],
  ["hono", { dependencies: { hono: "4" }, devDependencies: { vite: "5" } }],
  ["vite", { dependencies: { react: "18" }, devDependencies: { vite: "5" } }],
  // A library that is tested against a framework is not an app of it.
  [null, { devDependencies: { next: "14", express: "4" }, peerDependencies: { next: "14" } }],
];
for (const [framework, manifest] of frameworks)
  test(`framework ${framework} of ${JSON.stringify(manifest)}`, () => {
    assert.equal(extract(manifest).package?.[0]?.framework, framework);
  });

const libraries: readonly (readonly [isLibrary: boolean, manifest: object])[] = [
  [true, { name: "lib", exports: "./index.js" }],
  [true, { name: "lib", main: "dist/index.js" }],
  [true, { name: "cli", bin: "./cli.js" }],
  [false, { name: "lib", private: true, exports: "./index.js" }],
  // npm init writes `main`, and nobody sets private.
  [false, { name: "app", main: "index.js", scripts: { start: "node index.js" } }],
  [false, { name: "app", main: "index.js", dependencies: { express: "4" } }],
  [false, { name: "create-app", bin: "./create.js", scripts: { start: "node ." }, dependencies: { express: "4" } }],
  [false, { name: "app" }],
];
for (const [isLibrary, manifest] of libraries)
  test(`${JSON.stringify(manifest)} is ${isLibrary ? "a" : "no"} library`, () => {
    assert.equal(extract(manifest).package?.[0]?.is_library, isLibrary);
  });

test("runtimes: engines, volta, package manager and dependencies with an end of life", () => {
  const facts = extract({
    packageManager: "yarn@3.6.1",
    engines: { node: ">=18", npm: ">=9 <10", vscode: "^1.80" },
    volta: { node: "20.11.0" },
    dependencies: { next: "^14.1.0", vue: ">=2.7" },
    devDependencies: { eslint: "8.57.0", electron: "latest" },
    peerDependencies: { nuxt: "^2" },
  });
  assert.deepEqual(
    facts.runtime_version?.map((r) => [r.product, r.version, r.raw, r.source, r.is_pinned, r.line]),
    [
      ["node", "18", ">=18", "engines", false, 4],
      ["npm", "9", ">=9 <10", "engines", true, 5],
      ["node", "20.11.0", "20.11.0", "volta", true, 9],
      ["yarn", "3.6.1", "3.6.1", "package-manager", true, 2],
      ["nextjs", "14.1", "^14.1.0", "dependency", true, 12],
      ["vue", "2.7", ">=2.7", "dependency", false, 13],
      ["eslint", "8.57", "8.57.0", "dependency", true, 16],
      ["electron", null, "latest", "dependency", false, 17],
    ],
  );
});

const node = (range: string) => {
  const row = extract({ engines: { node: range } }).runtime_version?.[0];
  return [row?.version, row?.is_pinned];
};

test("engines with alternatives, minor ranges and code names", () => {
  assert.deepEqual(node("18 || 20"), ["18", false]);
  assert.deepEqual(node("18.x"), ["18", true]);
  assert.deepEqual(node("^18.17.0"), ["18.17", true]);
  assert.deepEqual(node("*"), [null, false]);
  assert.deepEqual(node("lts/hydrogen"), ["18", true]);
  assert.deepEqual(node("not a version"), [null, false]);
});

test("variables that scripts set, with the environment their name promises", () => {
  const facts = extract({
    scripts: {
      start: "NODE_ENV=production node server.js",
      dev: "cross-env NODE_ENV=development PORT=3001 nodemon",
      "test:e2e": 'FOO=1 sh -c "BAR=2 playwright test --grep=x"',
      build: "echo A=1 && API_KEY=hunter2hunter2 next build",
      lint: "eslint --rule=x .",
    },
  });
  assert.deepEqual(
    facts.env_declaration?.map((row) => [row.line, row.name, row.value_kind, row.value, row.environment, row.source]),
    [
      [3, "NODE_ENV", "literal", "production", null, "script"],
      [4, "NODE_ENV", "literal", "development", "development", "script"],
      [4, "PORT", "literal", "3001", "development", "script"],
      [5, "FOO", "literal", "1", "test", "script"],
      [5, "BAR", "literal", "2", "test", "script"],
      [6, "API_KEY", "secret", null, null, "script"],
    ],
  );
});

test("broken JSON: a problem with its line, and what could be read", () => {
  const facts = extract('{\n  "name": "x"\n  "dependencies": { "express": "4.18.2" }\n}');
  assert.equal(facts.problem?.[0]?.line, 3);
  assert.match(facts.problem?.[0]?.message ?? "", /Not valid JSON: comma expected/);
  assert.equal(facts.package?.[0]?.name, "x");
  assert.equal(facts.dependency?.[0]?.version, "4.18.2");
});

test("an empty or odd manifest is a problem, never a crash", () => {
  for (const text of ["", "[]", '"x"', "null"]) {
    const facts = extract(text);
    assert.equal(facts.problem?.length, 1, JSON.stringify(text));
    assert.equal(facts.package, undefined);
  }
  assert.equal(extract('{ "scripts": 1, "dependencies": ["a"], "workspaces": false }').package?.length, 1);
});
