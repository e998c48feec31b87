import assert from "node:assert/strict";
import { test } from "node:test";

import { isTsconfigPath, readTsconfig } from "#src/facts/link/tsconfig-paths.js";
import { checkResolutions } from "./sample-repository.js";

test("tsconfig: is read with comments, trailing commas and a byte order mark", () => {
  const info = readTsconfig(
    "tsconfig.json",
    '\uFEFF{ /* a */ "compilerOptions": { "baseUrl": "src", // b\n "paths": { "@/*": ["*",], }, }, }',
  );
  assert.equal(info?.baseUrl, "src");
  assert.deepEqual(info.paths?.get("@/*"), ["*"]);
  for (const text of ["", "[]", "3"]) assert.equal(readTsconfig("tsconfig.json", text), null, text);
  assert.deepEqual(
    readTsconfig("tsconfig.json", '{"compilerOptions": {"paths": {"a": "b", "c": [3]}, "rootDirs": 3}, "extends": {}}')
      ?.rootDirs,
    [],
  );
});

test("tsconfig: a name that is spelt out means that file, not another of the name", () => {
  checkResolutions(
    {
      files: ["src/a.ts", "posts.ts"],
      manifests: {
        "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"], "@/posts": ["./.posts/generated"] } } },
      },
      ignored: /^\.posts(\/|$)/,
    },
    "src/a.ts | @/posts | ignored",
  );
});

test("tsconfig: goes by many names", () => {
  for (const path of [
    "tsconfig.json",
    "a/tsconfig.app.json",
    "tsconfig-base.json",
    "_tsconfig.base.json",
    "jsconfig.json",
    "packages/typescript-config/base.json",
    "tooling/tsconfig/next.json",
  ]) {
    assert.ok(isTsconfigPath(path), path);
  }
  for (const path of ["package.json", "src/config.json", "tsconfig.ts"]) assert.ok(!isTsconfigPath(path), path);
});

test("tsconfig: maps names to paths: exact first, then the longest prefix, then the next target", () => {
  checkResolutions(
    {
      files: ["src/a.ts", "src/lib/db.ts", "src/env.ts", "src/ui/button.tsx", "other/x.ts", "src/x.css", "gen/y.ts"],
      manifests: {
        "tsconfig.json": {
          compilerOptions: {
            paths: {
              "@/*": ["./src/*", "./other/*"],
              "@/ui*": ["./src/ui/*"],
              env: ["./src/env.ts"],
              styles: ["./src/x.css"],
              "*.gen": ["./gen/*"],
              "~lib": ["./src/lib/absent"],
            },
          },
        },
      },
    },
    `
      src/a.ts | @/lib/db      | file src/lib/db.ts
      src/a.ts | @/lib/db.js   | file src/lib/db.ts
      src/a.ts | @/x           | file other/x.ts
      src/a.ts | @/ui/button   | file src/ui/button.tsx
      src/a.ts | @/x.css       | asset src/x.css
      src/a.ts | env           | file src/env.ts
      src/a.ts | styles        | asset src/x.css
      src/a.ts | y.gen         | file gen/y.ts
      src/a.ts | @/lib/absent  | missing
      src/a.ts | @/generated/x | ignored
      src/a.ts | ~lib          | missing
      src/a.ts | ~/lib/db      | file src/lib/db.ts
      `,
  );
});

test("tsconfig: follows extends: relative, chained, in an array, from a workspace package", () => {
  checkResolutions(
    {
      files: [
        "apps/a/src/x.ts",
        "apps/b/x.ts",
        "apps/c/x.ts",
        "apps/d/src/x.ts",
        "libs/x.ts",
        "packages/cfg/types/x.ts",
      ],
      manifests: {
        "tsconfig.base.json": { compilerOptions: { baseUrl: ".", paths: { "@libs/*": ["libs/*"] } } },
        "apps/tsconfig.json": { extends: "../tsconfig.base" },
        "apps/a/tsconfig.json": {
          extends: "../tsconfig.json",
          compilerOptions: { paths: { "a/*": ["./apps/a/src/*"] } },
        },
        "apps/b/tsconfig.json": { extends: ["../../tsconfig.base.json", "@tsconfig/node20/tsconfig.json"] },
        "apps/c/tsconfig.json": { extends: "@acme/cfg/base.json" },
        "apps/d/tsconfig.json": { extends: "@acme/cfg/dir.json" },
        "packages/cfg/package.json": { name: "@acme/cfg" },
        "packages/cfg/base.json": "ignored: not named like a config",
        "packages/tsconfig/package.json": { name: "@acme/tsconfig", exports: { "./strict": "./strict.json" } },
        "packages/tsconfig/strict.json": {
          compilerOptions: { paths: { "own/*": ["./types/*"], "cfg/*": ["${configDir}/src/*"] } },
        },
        "apps/e/tsconfig.json": { extends: "@acme/tsconfig/strict" },
      },
    },
    `
      apps/a/src/x.ts | a/x        | file apps/a/src/x.ts
      apps/b/x.ts     | @libs/x    | file libs/x.ts
      apps/e/x.ts     | cfg/x      | missing
      apps/z/x.ts     | @libs/x    | file libs/x.ts
      apps/z/x.ts     | @libs/y    | missing
      `,
  );
});

test("tsconfig: counts paths from baseUrl, or from the file that wrote them", () => {
  checkResolutions(
    {
      files: ["app/src/x.ts", "shared/y.ts", "config/z.ts", "app/a.ts"],
      manifests: {
        "config/tsconfig.json": { compilerOptions: { paths: { "near/*": ["./*"] } } },
        "app/tsconfig.json": { extends: "../config/tsconfig.json", compilerOptions: {} },
        "based/tsconfig.json": { extends: "../config/tsconfig.json", compilerOptions: { baseUrl: "../shared" } },
      },
    },
    `
      app/a.ts   | near/z | file config/z.ts
      based/a.ts | near/y | file shared/y.ts
      `,
  );
});

test("tsconfig: replaces ${configDir} by the folder of the config that extends", () => {
  checkResolutions(
    {
      files: ["app/src/x.ts", "app/a.ts"],
      manifests: {
        "tsconfig.base.json": { compilerOptions: { paths: { "@/*": ["${configDir}/src/*"] } } },
        "app/tsconfig.json": { extends: "../tsconfig.base.json" },
      },
    },
    "app/a.ts | @/x | file app/src/x.ts",
  );
});

test("tsconfig: looks in what a solution file references", () => {
  checkResolutions(
    {
      files: ["src/x.ts", "src/a.ts", "vite.config.ts"],
      manifests: {
        "tsconfig.json": {
          files: [],
          references: [{ path: "./tsconfig.node.json" }, { path: "./tsconfig.app.json" }],
        },
        "tsconfig.app.json": { compilerOptions: { baseUrl: ".", paths: { "@/*": ["./src/*"] } } },
        "tsconfig.node.json": { compilerOptions: {} },
      },
    },
    "src/a.ts | @/x | file src/x.ts",
  );
});

test("tsconfig: survives circles and parents that are not there", () => {
  checkResolutions(
    {
      files: ["a.ts", "src/x.ts"],
      manifests: {
        "tsconfig.json": {
          extends: ["./tsconfig.b.json", "./.nuxt/tsconfig.json"],
          compilerOptions: { paths: { "@/*": ["./src/*"] } },
        },
        "tsconfig.b.json": { extends: "./tsconfig.json" },
      },
    },
    "a.ts | @/x | file src/x.ts",
  );
});

test("tsconfig: leaves room for packages where an alias is not theirs alone", () => {
  checkResolutions(
    {
      files: ["src/util/index.ts", "types/x.d.ts", "src/a.ts", "packages/own/src/index.ts"],
      manifests: {
        "package.json": { dependencies: { "@acme/kit": "1", lodash: "4" } },
        "packages/own/package.json": { name: "@acme/own", main: "dist/i.js" },
        "tsconfig.json": {
          compilerOptions: {
            baseUrl: "src",
            paths: {
              "*": ["../types/*"],
              "@acme/*": ["../packages/*/src"],
              react: ["../node_modules/react"],
              "@app/*": ["./app/*"],
            },
          },
        },
      },
    },
    `
      src/a.ts | lodash      | package (lodash)
      src/a.ts | zod         | package (zod)
      src/a.ts | react       | package (react)
      src/a.ts | x           | file types/x.d.ts
      src/a.ts | util        | builtin
      src/a.ts | @acme/kit   | package (@acme/kit)
      src/a.ts | @acme/own   | workspace packages/own/src/index.ts (@acme/own)
      src/a.ts | @acme/new   | package (@acme/new)
      src/a.ts | @app/x      | missing
      `,
  );
});

test("tsconfig: tries baseUrl before it takes a name for a package", () => {
  checkResolutions(
    {
      files: ["src/components/x.tsx", "src/redis.ts", "src/a.ts", "jsproject/lib/y.js", "jsproject/a.js"],
      manifests: {
        "package.json": { dependencies: { redis: "5" } },
        "tsconfig.json": { compilerOptions: { baseUrl: "./src" } },
        "jsproject/jsconfig.json": { compilerOptions: { baseUrl: "." } },
      },
      ignored: /^src\/client\//,
    },
    `
      src/a.ts       | components/x  | file src/components/x.tsx
      src/a.ts       | redis         | package (redis)
      src/a.ts       | client/models | ignored
      jsproject/a.js | lib/y         | file jsproject/lib/y.js
      `,
  );
});
