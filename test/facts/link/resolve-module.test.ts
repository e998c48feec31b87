import assert from "node:assert/strict";
import { test } from "node:test";

import { checkResolutions, resolverOf } from "./sample-repository.js";

test("relative imports: finds files with, without and with another extension", () => {
  checkResolutions(
    {
      files: [
        "src/a.ts",
        "src/view.tsx",
        "src/types.d.ts",
        "src/esm.mts",
        "src/common.cts",
        "src/plain.js",
        "src/both.ts",
        "src/both.js",
        "src/App.vue",
        "src/Card.svelte",
        "src/Page.astro",
        "src/chart.js.ts",
        "src/user.service.ts",
        "src/queries/index.ts",
        "src/queries.ts",
        "src/widgets/index.tsx",
        "src/Main.elm",
        "src/Button.css",
        "src/Button.test.tsx",
      ],
    },
    `
      src/a.ts | ./view           | file src/view.tsx
      src/a.ts | ./view.js        | file src/view.tsx
      src/a.ts | ./view.jsx       | file src/view.tsx
      src/a.ts | ./esm.mjs        | file src/esm.mts
      src/a.ts | ./esm            | file src/esm.mts
      src/a.ts | ./common.cjs     | file src/common.cts
      src/a.ts | ./types          | file src/types.d.ts
      src/a.ts | ./types.js       | file src/types.d.ts
      src/a.ts | ./plain          | file src/plain.js
      src/a.ts | ./plain.js       | file src/plain.js
      src/a.ts | ./both.js        | file src/both.ts
      src/x.js | ./both.js        | file src/both.js
      src/a.ts | ./App            | file src/App.vue
      src/a.ts | ./App.vue        | file src/App.vue
      src/a.ts | ./Card.svelte    | file src/Card.svelte
      src/a.ts | ./Page.astro     | file src/Page.astro
      src/a.ts | ./chart.js       | file src/chart.js.ts
      src/a.ts | ./user.service   | file src/user.service.ts
      src/a.ts | ./queries        | file src/queries.ts
      src/a.ts | ./queries/       | file src/queries/index.ts
      src/a.ts | ./queries/index  | file src/queries/index.ts
      src/widgets/x.ts | .        | file src/widgets/index.tsx
      src/widgets/x.ts | ./       | file src/widgets/index.tsx
      src/widgets/deep/x.ts | ..  | file src/widgets/index.tsx
      src/a.ts | .//view          | file src/view.tsx
      src/a.ts | ./viwe           | missing
      src/a.ts | ./plain.ts       | missing
      src/a.ts | ./user           | missing
      src/a.ts | ./Main           | unknown
      src/a.ts | ./Button         | missing
      src/a.ts | ../../outside    | unknown
      `,
  );
});

test("relative imports: takes a platform's variant where there is no general file", () => {
  checkResolutions(
    {
      files: [
        "a.ts",
        "Map.native.tsx",
        "Map.web.tsx",
        "Sheet.ios.tsx",
        "Both.tsx",
        "Both.web.tsx",
        "logo@2x.png",
        "x.test.ts",
      ],
    },
    `
      a.ts | ./Sheet    | file Sheet.ios.tsx
      a.ts | ./Map      | file Map.native.tsx
      a.ts | ./Both     | file Both.tsx
      a.ts | ./logo.png | asset logo@2x.png
      a.ts | ./x        | missing
      `,
  );
});

test("relative imports: calls what holds no code an asset, whatever the bundler does with it", () => {
  checkResolutions(
    {
      files: [
        "src/a.ts",
        "src/a.css",
        "src/logo.svg",
        "src/q.graphql",
        "src/q.sql",
        "src/data.json",
        "src/readme.md",
        "package.json",
      ],
      unread: ["src/photo.png", "src/lib.min.js", "src/big.wasm", "src/media/logo.png", "src/icons/index.tsx"],
    },
    `
      src/a.ts | ./a.css                        | asset src/a.css
      src/a.ts | ./a.css?inline                 | asset src/a.css
      src/a.ts | ./logo.svg?url                 | asset src/logo.svg
      src/a.ts | ./logo.svg#icon                | asset src/logo.svg
      src/a.ts | !!raw-loader!./q.sql           | asset src/q.sql
      src/a.ts | worker-loader?inline!./a       | asset
    src/a.ts | ./a?worker                     | asset
    src/a.ts | ./a.ts?raw                     | asset
    src/a.ts | ./a.js?v=2                     | file src/a.ts
      src/a.ts | ./q.graphql                    | asset src/q.graphql
      src/a.ts | ./q                            | asset src/q.graphql
      src/a.ts | ./data                         | asset src/data.json
      src/a.ts | ../package.json                | asset package.json
      src/a.ts | ./photo.png                    | asset src/photo.png
      src/a.ts | ./lib.min.js                   | asset src/lib.min.js
      src/a.ts | ./big.wasm                     | asset src/big.wasm
      src/a.ts | ./media/logo.png               | asset src/media/logo.png
    src/a.ts | ./icons                        | asset src/icons/index.tsx
    src/a.ts | ./absent.png                   | missing
      src/a.ts | ./readme                       | missing
      `,
  );
});

test("relative imports: takes a folder's package.json for its entry", () => {
  checkResolutions(
    {
      files: ["a.ts", "sub/lib/main.js", "db/src/index.ts"],
      manifests: {
        "sub/package.json": { main: "lib/main.js" },
        "db/package.json": { name: "@x/db", main: "dist/index.js" },
      },
    },
    `
      a.ts | ./sub         | file sub/lib/main.js
      a.ts | ./db          | file db/src/index.ts
      db/test/a.ts | ..    | file db/src/index.ts
      `,
  );
});

test("relative imports: sees that a name differs in letter case only", () => {
  // On a Mac the file is there; in the container it is not.
  checkResolutions(
    { files: ["a.ts", "Button.tsx"], unread: ["button.tsx"] },
    `
      a.ts | ./Button | file Button.tsx
      a.ts | ./button | missing
      `,
  );
});

test("relative imports: does not judge folders that were not walked", () => {
  checkResolutions(
    { files: ["a.ts"], unread: ["linked", "vendor/sub"] },
    `
      a.ts | ./linked/x     | unknown
      a.ts | ./linked       | unknown
      a.ts | ./vendor/sub/y | unknown
      a.ts | ./absent/x     | missing
      `,
  );
});

test("relative imports: looks through rootDirs", () => {
  checkResolutions(
    {
      files: ["src/views/a.ts", "gen/views/template.ts"],
      manifests: { "tsconfig.json": { compilerOptions: { rootDirs: ["src", "./gen"] } } },
    },
    `
      src/views/a.ts | ./template | file gen/views/template.ts
      src/views/a.ts | ./absent   | missing
      `,
  );
});

test("what a clone does not hold on purpose: is ignored, not missing", () => {
  checkResolutions(
    {
      files: ["package.json", "src/a.ts", "src/generated/.gitkeep", "bin/cli.js", "src/lib/x.ts", "convex/a.ts"],
      manifests: { "package.json": { name: "app" } },
      ignored: /^src\/client(\/|$)|^config\.json$|^src\/routeTree\.ts$/,
    },
    `
      src/a.ts | ./client                     | ignored
      src/a.ts | ./client/runtime             | ignored
      src/a.ts | ../config.json               | ignored
      src/a.ts | ./routeTree                  | ignored
      src/a.ts | ./generated/prisma           | ignored
      src/a.ts | ./gql/__generated__/types    | ignored
      src/a.ts | ./routeTree.gen              | ignored
      src/a.ts | ./api.generated              | ignored
      src/a.ts | ./proto/user_pb              | ignored
      src/a.ts | ../.next/types/routes.d.ts   | ignored
      src/a.ts | ./+types/route               | ignored
      src/a.ts | ./$types                     | ignored
      src/a.ts | ./$types.js                  | ignored
      convex/a.ts | ./_generated/api          | ignored
      bin/cli.js | ../dist/cli.js             | ignored
      bin/cli.js | ../lib/cli.js              | ignored
      bin/cli.js | ../build                   | ignored
      src/a.ts | ./lib/y                      | missing
      src/a.ts | ./dist/y                     | missing
      src/a.ts | ./engine                     | missing
      src/a.ts | ./agent                      | missing
      `,
  );
});

test("what a clone does not hold on purpose: is missing where a build folder is committed and holds something else", () => {
  checkResolutions(
    { files: ["bin/cli.js", "lib/index.js"], manifests: { "package.json": { name: "app" } } },
    `
      bin/cli.js | ../lib/index.js | file lib/index.js
      bin/cli.js | ../lib/absent   | missing
      `,
  );
});

test("what a clone does not hold on purpose: is missing where every .js is ignored: that says nothing about this one", () => {
  checkResolutions({ files: ["src/a.ts"], ignored: /\.js$/ }, "src/a.ts | ./absent | missing");
});

const specifiers = (i: number): string[] => [
  `../f${(i + 50) % 100}/m${i + 50}`,
  `@x/p${i % 50}/f${i % 100}/m${i}`,
  `@/f${i % 100}/m${i}.js`,
  `pkg${i % 300}/sub`,
  `./absent${i}`,
];

test("speed: 100,000 imports cost less than a second of processor time", () => {
  const files: string[] = [];
  for (let i = 0; i < 10_000; i++) files.push(`packages/p${i % 50}/src/f${i % 100}/m${i}.ts`);
  const manifests: Record<string, unknown> = {
    "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./packages/p1/src/*"] } } },
  };
  for (let i = 0; i < 50; i++) {
    manifests[`packages/p${i}/package.json`] = { name: `@x/p${i}`, exports: { "./*": "./dist/*.js" } };
  }
  const resolve = resolverOf({ files, manifests });
  const started = process.cpuUsage();
  let answered = 0;
  for (let i = 0; answered < 100_000; i++) {
    for (const specifier of specifiers(i % 10_000)) {
      for (const from of [files[i % 10_000] ?? "", files[(i + 1) % 10_000] ?? ""]) resolve(from, specifier);
      answered += 2;
    }
  }
  const { user, system } = process.cpuUsage(started);
  assert.ok(user + system < 2_000_000, `${(user + system) / 1000} ms`); // twice what it takes beside other work
});
