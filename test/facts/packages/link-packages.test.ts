import assert from "node:assert/strict";
import { test } from "node:test";
import { extractConfigFile } from "#src/facts/extract-config-file.js";
import { addRows, type FactSet, mergeFacts, newIdOffsets } from "#src/facts/fact-set.js";
import { linkPackages } from "#src/facts/packages/link-packages.js";

/** Extracts and links a small repository; every file is given as text or as an object for JSON. */
function link(files: Readonly<Record<string, string | object>>): FactSet {
  const facts: FactSet = {};
  const offsets = newIdOffsets();
  for (const [path, content] of Object.entries(files)) {
    const text = typeof content === "string" ? content : JSON.stringify(content, null, 1);
    const part = extractConfigFile({ path, language: "json", role: "config" }, text);
    if (part) mergeFacts(facts, part, offsets);
  }
  linkPackages(facts);
  return facts;
}

const members = (facts: FactSet): string[] => (facts.package ?? []).filter((p) => p.is_workspace).map((p) => p.dir);

test("npm workspaces: members, the root, and packages outside", () => {
  const facts = link({
    "package.json": { name: "root", workspaces: ["packages/*", "./apps/web/", "!packages/old"] },
    "packages/a/package.json": { name: "@x/a", dependencies: { "@x/b": "^1.0.0", left: "1" } },
    "packages/b/package.json": { name: "@x/b" },
    "packages/old/package.json": { name: "@x/old", dependencies: { "@x/a": "^1.0.0" } },
    "apps/web/package.json": { name: "web", devDependencies: { "@x/a": "*" } },
    "apps/web/deep/package.json": { name: "deep" },
  });
  assert.deepEqual(members(facts), ["packages/a", "packages/b", "apps/web"]);
  assert.deepEqual(
    facts.dependency?.map((d) => [d.package_dir, d.name, d.is_workspace]),
    [
      ["packages/a", "@x/b", true],
      ["packages/a", "left", false],
      ["packages/old", "@x/a", false],
      ["apps/web", "@x/a", true],
    ],
  );
});

test("pnpm: globs, exclusions, catalogs with their runtimes, and the package manager of members", () => {
  const facts = link({
    "package.json": { name: "root" },
    "pnpm-workspace.yaml": [
      "packages:",
      "  - 'apps/**'",
      "  - '!**/fixtures/**'",
      "catalog:",
      "  zod: ^3.22.4",
      "  next: ^14.2.0",
      "catalogs:",
      "  old:",
      "    next: ~13.5.0",
    ].join("\n"),
    "apps/a/package.json": { name: "a", dependencies: { zod: "catalog:", next: "catalog:", gone: "catalog:" } },
    "apps/b/package.json": { name: "b", dependencies: { next: "catalog:old" } },
    "apps/c/package.json": { name: "c", dependencies: { next: "catalog:default" } },
    "apps/a/fixtures/f/package.json": { name: "f" },
  });
  assert.deepEqual(members(facts), ["apps/a", "apps/b", "apps/c"]);
  assert.deepEqual(
    facts.dependency?.map((d) => [d.name, d.version]),
    [
      ["zod", "3.22.4"],
      ["next", "14.2.0"],
      ["gone", null],
      ["next", "13.5.0"],
      ["next", "14.2.0"],
    ],
  );
  assert.deepEqual(
    facts.runtime_version?.map((r) => [r.file, r.line, r.product, r.version]),
    [
      ["pnpm-workspace.yaml", 6, "nextjs", "14.2"],
      ["pnpm-workspace.yaml", 9, "nextjs", "13.5"],
    ],
    "one row per catalog entry, where its version would be changed",
  );
  assert.deepEqual(
    facts.package?.map((p) => [p.dir, p.package_manager]),
    [
      ["", "pnpm"],
      ["apps/a", "pnpm"],
      ["apps/b", "pnpm"],
      ["apps/c", "pnpm"],
      ["apps/a/fixtures/f", null],
    ],
  );
});

test("odd globs match nothing and break nothing", () => {
  const facts = link({
    "package.json": { workspaces: ["", "/", "./", "!", "x".repeat(500), "[", "a/+(b|c)"] },
    "a/b/package.json": {},
  });
  assert.deepEqual(members(facts), []);
});

test("yarn's object form, bun's catalogs and lerna", () => {
  const facts = link({
    "package.json": { name: "root", workspaces: { packages: ["p/*"], catalog: { vue: "^2.7.0" } } },
    "lerna.json": { packages: ["modules/*"] },
    "p/a/package.json": { name: "a", dependencies: { vue: "catalog:" } },
    "modules/b/package.json": { name: "b" },
  });
  assert.deepEqual(members(facts), ["p/a", "modules/b"]);
  assert.deepEqual(
    facts.runtime_version?.map((r) => [r.product, r.version]),
    [["vue", "2.7"]],
  );
});

test("lock files belong to the nearest package and name its manager, read or only listed", () => {
  const facts: FactSet = {};
  addRows(facts, "package", link({ "package.json": {}, "tools/package.json": {} }).package ?? []);
  addRows(facts, "skipped", [{ path: "bun.lockb", reason: "binary", detail: null }]);
  addRows(facts, "lockfile", [{ file: "tools/sub/yarn.lock", package_dir: null, package_manager: "yarn" }]);
  linkPackages(facts);
  assert.deepEqual(facts.lockfile, [
    { file: "tools/sub/yarn.lock", package_dir: "tools", package_manager: "yarn" },
    { file: "bun.lockb", package_dir: "", package_manager: "bun" },
  ]);
  assert.equal(facts.package?.find((p) => p.dir === "")?.package_manager, "bun");
});

test("a folder with package.json and deno.json is one package", () => {
  const facts = link({ "deno.json": { name: "@x/deno" }, "package.json": { name: "x" } });
  assert.deepEqual(
    facts.package?.map((p) => p.name),
    ["x"],
  );
});

test("deno.json alone: npm and JSR imports are dependencies, paths and URLs are not", () => {
  const facts = link({
    "deno.json": {
      imports: {
        hono: "jsr:@hono/hono@^4.2.0",
        "express/": "npm:/express@4.18.2/",
        "@/": "./src/",
        std: "https://deno.land/std@0.200.0/mod.ts",
      },
      tasks: { start: "NODE_ENV=production deno run main.ts" },
    },
  });
  assert.deepEqual(
    facts.dependency?.map((d) => [d.name, d.version]),
    [
      ["@hono/hono", "4.2.0"],
      ["express", "4.18.2"],
    ],
  );
  assert.equal(facts.package?.[0]?.package_manager, "deno");
  assert.equal(facts.env_declaration?.[0]?.name, "NODE_ENV");
});
