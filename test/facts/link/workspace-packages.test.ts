import assert from "node:assert/strict";
import { test } from "node:test";

import {
  exportTargets,
  hasAutoImports,
  importTargets,
  parsePackageSpecifier,
  readPackageInfo,
} from "#src/facts/link/package-exports.js";
import { checkResolutions } from "./sample-repository.js";

const read = (manifest: unknown) => {
  const info = readPackageInfo("packages/x/package.json", JSON.stringify(manifest));
  assert.ok(info);
  return info;
};

test("workspace packages: resolves to source what the manifest says about the build", () => {
  checkResolutions(
    {
      files: [
        "apps/web/a.ts",
        "packages/db/src/index.ts",
        "packages/db/src/schema/index.ts",
        "packages/db/src/client.ts",
        "packages/ui/src/button.tsx",
        "packages/ui/src/index.ts",
        "packages/ui/styles.css",
        "packages/bare/index.js",
        "packages/bare/lib/util.js",
        "packages/esm/src/index.ts",
        "packages/main/source/main.ts",
        "packages/cond/src/index.ts",
        "packages/cond/src/edge.ts",
      ],
      manifests: {
        "apps/web/package.json": { name: "web", dependencies: { "@acme/db": "workspace:*" } },
        "packages/db/package.json": {
          name: "@acme/db",
          exports: {
            ".": { types: "./dist/index.d.ts", import: "./dist/index.js", require: "./dist/index.cjs" },
            "./schema": "./dist/schema/index.js",
            "./internal/*": null,
            "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" },
          },
        },
        "packages/ui/package.json": {
          name: "@acme/ui",
          exports: { ".": "./src/index.ts", "./*": "./src/*.tsx", "./styles.css": "./styles.css" },
        },
        "packages/bare/package.json": { name: "@acme/bare" },
        "packages/esm/package.json": {
          name: "@acme/esm",
          main: "dist/cjs/index.cjs.js",
          module: "dist/esm/index.mjs",
          types: "dist/types/index.d.ts",
        },
        "packages/main/package.json": { name: "@acme/main", main: "./build/main.js" },
        "packages/cond/package.json": {
          name: "@acme/cond",
          exports: {
            ".": { "@acme/source": "./src/index.ts", default: "./out/bundle.js" },
            "./edge": { worker: { import: "./dist/edge.worker.js" }, default: ["./dist/edge.js"] },
          },
        },
        "packages/opaque/package.json": { name: "@acme/opaque", main: "dist/bundle.js" },
      },
    },
    `
      apps/web/a.ts | @acme/db              | workspace packages/db/src/index.ts (@acme/db)
      apps/web/a.ts | @acme/db/schema       | workspace packages/db/src/schema/index.ts (@acme/db)
      apps/web/a.ts | @acme/db/client       | workspace packages/db/src/client.ts (@acme/db)
      apps/web/a.ts | @acme/db/absent       | workspace (@acme/db)
      apps/web/a.ts | @acme/ui              | workspace packages/ui/src/index.ts (@acme/ui)
      apps/web/a.ts | @acme/ui/button       | workspace packages/ui/src/button.tsx (@acme/ui)
      apps/web/a.ts | @acme/ui/styles.css   | asset packages/ui/styles.css (@acme/ui)
      apps/web/a.ts | @acme/bare            | workspace packages/bare/index.js (@acme/bare)
      apps/web/a.ts | @acme/bare/lib/util   | workspace packages/bare/lib/util.js (@acme/bare)
      apps/web/a.ts | @acme/bare/package.json | asset packages/bare/package.json (@acme/bare)
      apps/web/a.ts | @acme/esm             | workspace packages/esm/src/index.ts (@acme/esm)
      apps/web/a.ts | @acme/main            | workspace packages/main/source/main.ts (@acme/main)
      apps/web/a.ts | @acme/cond            | workspace packages/cond/src/index.ts (@acme/cond)
      apps/web/a.ts | @acme/cond/edge       | workspace packages/cond/src/edge.ts (@acme/cond)
      apps/web/a.ts | @acme/opaque          | workspace (@acme/opaque)
      apps/web/a.ts | @acme/published       | package (@acme/published)
      packages/db/src/client.ts | @acme/db  | workspace packages/db/src/index.ts (@acme/db)
      `,
  );
});

test("workspace packages: does not take a fixture or a playground for the package of that name", () => {
  checkResolutions(
    {
      files: [
        "src/a.ts",
        "test/fixtures/react/index.js",
        "test/fixtures/fake/index.js",
        "test/fixtures/app.ts",
        "playground/router/src/index.ts",
        "local/thing/index.ts",
      ],
      manifests: {
        "package.json": {
          name: "app",
          dependencies: { react: "^19", linked: "file:./local/thing", renamed: "npm:other@1" },
        },
        "test/fixtures/package.json": { name: "fixtures" },
        "test/fixtures/react/package.json": { name: "react" },
        "test/fixtures/fake/package.json": { name: "fake" },
        "playground/router/package.json": { name: "react-router", dependencies: { "react-router": "^7" } },
        "local/thing/package.json": { name: "thing" },
        "packages/renamed/package.json": { name: "renamed" },
      },
    },
    `
      src/a.ts                       | react        | package (react)
      test/fixtures/app.ts           | fake         | workspace test/fixtures/fake/index.js (fake)
      src/a.ts                       | fake         | package (fake)
      playground/router/src/index.ts | react-router | package (react-router)
      src/a.ts                       | linked       | workspace local/thing/index.ts (thing)
      src/a.ts                       | renamed      | package (renamed)
      `,
  );
});

test("workspace packages: of two with one name, the nearer", () => {
  checkResolutions(
    {
      files: ["www/types/index.ts", "www/utils/types/index.ts", "www/utils/gen/a.ts", "www/app/a.ts", "www/x.ts"],
      manifests: {
        "www/types/package.json": { name: "types" },
        "www/utils/types/package.json": { name: "types" },
        "www/utils/gen/package.json": { name: "gen" },
        "www/app/package.json": { name: "app" },
      },
    },
    `
    www/utils/gen/a.ts | types | workspace www/utils/types/index.ts (types)
    www/app/a.ts       | types | workspace www/types/index.ts (types)
    www/x.ts           | types | workspace www/types/index.ts (types)
    `,
  );
});

test("workspace packages: is a Deno workspace's member by its deno.json", () => {
  checkResolutions(
    {
      files: ["www/main.ts", "packages/core/src/mod.ts"],
      manifests: { "packages/core/deno.json": { name: "@acme/core", exports: { ".": "./src/mod.ts" } } },
    },
    "www/main.ts | @acme/core | workspace packages/core/src/mod.ts (@acme/core)",
  );
});

test("workspace packages: leaves a dependency's copy under node_modules to its package", () => {
  checkResolutions(
    { files: ["tools/a.mjs"] },
    `
      tools/a.mjs | ../server/node_modules/@x/y/dist/z.js | virtual (@x/y)
      tools/a.mjs | ../node_modules/swiper/swiper.css     | virtual (swiper)
      `,
  );
});

test("package.json: answers null for what is not an object", () => {
  for (const text of ["", "{", "[]", "null", "3"]) assert.equal(readPackageInfo("package.json", text), null, text);
});

test("package.json: survives fields of the wrong type", () => {
  const info = read({ name: 3, main: {}, exports: 7, imports: "x", dependencies: ["a"], bin: 3, alias: null });
  assert.equal(info.name, null);
  assert.deepEqual(info.entries, []);
  assert.deepEqual(exportTargets(info, "."), []);
  assert.equal(importTargets(info, "#x"), null);
  assert.equal(info.dependencies.size, 0);
});

test("package.json: reads every kind of dependency, entry and bin", () => {
  const info = read({
    main: "a.js",
    types: "a.d.ts",
    source: "a.ts",
    bin: { x: "./x.js" },
    dependencies: { a: "1" },
    devDependencies: { b: "workspace:*" },
    peerDependencies: { c: "*" },
    optionalDependencies: { d: "2" },
  });
  assert.equal(info.dir, "packages/x");
  assert.deepEqual(info.entries, ["a.ts", "a.js", "a.d.ts"]);
  assert.deepEqual(info.bin, ["./x.js"]);
  assert.deepEqual([...info.dependencies.keys()], ["a", "b", "c", "d"]);
});

test("package.json: matches exports as Node does", () => {
  const info = read({
    exports: {
      ".": "./i.js",
      "./a/*": "./dist/a/*.js",
      "./a/b/*": "./dist/ab/*.js",
      "./a/x": "./x.js",
      "./a/hidden/*": null,
      "./old/": "./o/",
    },
  });
  assert.deepEqual(exportTargets(info, "."), ["./i.js"]);
  assert.deepEqual(exportTargets(info, "./a/y/z"), ["./dist/a/y/z.js"]);
  assert.deepEqual(exportTargets(info, "./a/b/c"), ["./dist/ab/c.js"]);
  assert.deepEqual(exportTargets(info, "./a/x"), ["./x.js"]);
  assert.deepEqual(exportTargets(info, "./a/hidden/y"), []);
  assert.deepEqual(exportTargets(info, "./old/f.js"), ["./o/f.js"]);
  assert.deepEqual(exportTargets(info, "./absent"), []);
  assert.equal(exportTargets(read({ main: "x" }), "."), null);
  assert.deepEqual(exportTargets(read({ exports: "./x.js" }), "."), ["./x.js"]);
  assert.deepEqual(
    exportTargets(read({ exports: { types: "./x.d.ts", import: "./x.js", "@acme/src": "./x.ts" } }), "."),
    ["./x.ts", "./x.js", "./x.d.ts"],
  );
});

test("package.json: parses names as npm does", () => {
  assert.deepEqual(parsePackageSpecifier("a"), { name: "a", subpath: "." });
  assert.deepEqual(parsePackageSpecifier("a/b/c.js"), { name: "a", subpath: "./b/c.js" });
  assert.deepEqual(parsePackageSpecifier("@a/b"), { name: "@a/b", subpath: "." });
  assert.deepEqual(parsePackageSpecifier("@a/b/c"), { name: "@a/b", subpath: "./c" });
  assert.deepEqual(parsePackageSpecifier("socket.io-client"), { name: "socket.io-client", subpath: "." });
  for (const name of [
    "",
    "@",
    "@a",
    "@/x",
    "~/x",
    "_x",
    ".x",
    "#x",
    "$x/y",
    "a b",
    "a:b",
    "@a/",
    "node_modules",
    "x".repeat(215),
  ]) {
    assert.equal(parsePackageSpecifier(name), null, name);
  }
});

test("package.json: knows packages that import by themselves", () => {
  assert.equal(hasAutoImports(read({ devDependencies: { "unplugin-auto-import": "1" } })), true);
  assert.equal(hasAutoImports(read({ dependencies: { nuxt: "4" } })), true);
  assert.equal(hasAutoImports(read({ meteor: { mainModule: {} } })), true);
  assert.equal(hasAutoImports(read({ dependencies: { next: "16", vue: "3" } })), false);
});
