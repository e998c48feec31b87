import assert from "node:assert/strict";
import { test } from "node:test";
import { lockedPackages } from "#src/facts/packages/locked-packages.js";

const names = (path: string, manager: string, text: string) =>
  lockedPackages(path, manager, text).map(
    (row) => `${row.package_dir}|${row.name}${row.is_development ? " (development)" : ""}`,
  );

test("npm: what lies at the top, in a workspace, and for development", () => {
  const text = JSON.stringify(
    {
      name: "root",
      lockfileVersion: 3,
      packages: {
        "": { name: "root", dependencies: { a: "1" } },
        "node_modules/a": { version: "1.0.0", dependencies: { "@x/b": "1" } },
        "node_modules/@x/b": { version: "1.0.0", dev: true },
        "node_modules/a/node_modules/inner": { version: "1.0.0" },
        "packages/web/node_modules/c": { version: "2.0.0" },
      },
    },
    null,
    2,
  );
  assert.deepEqual(names("package-lock.json", "npm", text), ["|a", "|@x/b (development)", "packages/web|c"]);
  assert.deepEqual(names("api/package-lock.json", "npm", text), [
    "api|a",
    "api|@x/b (development)",
    "api/packages/web|c",
  ]);
});

test("npm before version 7", () => {
  const dependencies = {
    a: { version: "1.0.0", requires: { b: "1" }, dependencies: { inner: { version: "1.0.0" } } },
    b: { version: "1.0.0", dev: true },
  };
  const text = JSON.stringify({ name: "root", lockfileVersion: 1, requires: true, dependencies }, null, 2);
  assert.deepEqual(names("package-lock.json", "npm", text), ["|a", "|b (development)"]);
});

test("yarn, old and new, bun and pnpm", () => {
  const old = `# yarn lockfile v1\n\n"@x/a@^1.0.0", "@x/a@^1.1.0":\n  version "1.1.0"\n  dependencies:\n    b "^1.0.0"\n\nb@^1.0.0:\n  version "1.0.0"\n`;
  assert.deepEqual(names("yarn.lock", "yarn", old), ["|@x/a", "|b"]);
  const berry = `__metadata:\n  version: 8\n\n"tippy.js@npm:^6.3.1, tippy.js@npm:^6.3.7":\n  version: 6.3.7\n`;
  assert.deepEqual(names("yarn.lock", "yarn", berry), ["|tippy.js"]);
  const bun = `{\n  "lockfileVersion": 1,\n  "packages": {\n    "@x/a": ["@x/a@1.0.0", "", {}],\n\n    "b": ["b@1.0.0", "", {}],\n    "b/inner": ["inner@1.0.0", "", {}],\n  }\n}\n`;
  assert.deepEqual(names("bun.lock", "bun", bun), ["|@x/a", "|b"]);
  const pnpm = `lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      a:\n        specifier: ^1\n\npackages:\n\n  '@x/a@1.0.0':\n    resolution: {}\n\n  b@2.0.0(react@19.0.0):\n    resolution: {}\n`;
  assert.deepEqual(names("pnpm-lock.yaml", "pnpm", pnpm), ["|@x/a", "|b"]);
});

test("a broken or foreign lock file names nothing", () => {
  assert.deepEqual(names("package-lock.json", "npm", "{ broken"), []);
  assert.deepEqual(names("Gemfile.lock", "bundler", "    rails (8.0.0)\n"), []);
});

test("Python's lock files name distributions as PEP 503 compares them", () => {
  const toml = '[[package]]\nname = "Flask_Login"\nversion = "0.6.3"\n\n[package.dependencies]\nflask = "*"\n';
  assert.deepEqual(names("api/uv.lock", "uv", toml), ["api|flask-login"]);
  assert.deepEqual(names("poetry.lock", "poetry", toml), ["|flask-login"]);
  const pipenv = JSON.stringify(
    { _meta: { hash: {} }, default: { PyYAML: { version: "==6" } }, develop: { pytest: {} } },
    null,
    4,
  );
  assert.deepEqual(names("Pipfile.lock", "pipenv", pipenv), ["|hash", "|pyyaml", "|pytest"]);
});
