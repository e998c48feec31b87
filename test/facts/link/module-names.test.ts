import assert from "node:assert/strict";
import { builtinModules } from "node:module";
import { test } from "node:test";

import * as fc from "fast-check";

import { isBuiltinModule } from "#src/facts/link/builtin-modules.js";
import { checkResolutions, resolverOf } from "./sample-repository.js";

test("builtin and virtual modules: knows every builtin of the running Node", () => {
  for (const name of builtinModules) {
    assert.ok(isBuiltinModule(name), name);
    assert.ok(isBuiltinModule(`node:${name}`), `node:${name}`);
  }
});

test("builtin and virtual modules: tells runtimes' modules from packages of similar names", () => {
  checkResolutions(
    { files: ["a.ts"] },
    `
      a.ts | fs/promises        | builtin
      a.ts | node:test          | builtin
      a.ts | node:sqlite        | builtin
      a.ts | test               | package (test)
      a.ts | events/            | package (events)
      a.ts | punycode/punycode  | package (punycode)
      a.ts | bun                | builtin
      a.ts | bun:sqlite         | builtin
      a.ts | cloudflare:workers | builtin
      a.ts | fs-extra           | package (fs-extra)
      `,
  );
});

test("builtin and virtual modules: knows what bundlers and frameworks make up", () => {
  checkResolutions(
    { files: ["src/a.ts"], manifests: { "package.json": { name: "app" } } },
    `
      src/a.ts | virtual:pwa-register    | virtual
      src/a.ts | ~icons/lucide/check     | virtual
      src/a.ts | astro:content           | virtual
      src/a.ts | $app/navigation         | virtual
      src/a.ts | $env/static/private     | virtual
      src/a.ts | server-only             | virtual
      src/a.ts | vscode                  | virtual
      src/a.ts | ext:core/mod.js         | virtual
      src/a.ts | k6/http                 | virtual
      src/a.ts | @theme/Layout           | virtual
      src/a.ts | data:text/javascript,0  | virtual
      src/a.ts | uno.css                 | virtual
      src/a.ts | unfonts.css             | unknown
      src/a.ts | #imports                | unknown
      src/a.ts | $custom/x               | unknown
      src/a.ts | next/navigation         | package (next)
      src/a.ts | electron                | package (electron)
      `,
  );
});

test("builtin and virtual modules: knows a framework's own names only where the framework is", () => {
  checkResolutions(
    {
      files: ["n/app/pages/x.vue", "n/app/utils/y.ts", "d/docs/x.md", "d/src/css/a.css", "d/src/pages/i.tsx"],
      manifests: {
        "n/package.json": { dependencies: { nuxt: "^4" } },
        "d/package.json": { dependencies: { "@docusaurus/core": "^3" } },
        "o/package.json": { dependencies: { express: "^5" } },
      },
    },
    `
      n/app/pages/x.vue | #imports              | virtual
      n/app/pages/x.vue | #shared/types         | virtual
      n/app/pages/x.vue | ~/utils/y             | file n/app/utils/y.ts
      n/app/pages/x.vue | ~~/nuxt.config        | unknown
      d/src/pages/i.tsx | @docusaurus/Link      | virtual
      d/src/pages/i.tsx | @docusaurus/core      | package (@docusaurus/core)
      d/src/pages/i.tsx | @generated/routes     | virtual
      d/src/pages/i.tsx | @site/src/css/a.css   | asset d/src/css/a.css
      d/src/pages/i.tsx | @site/src/css/b.css   | missing
      o/a.ts            | @docusaurus/Link      | unknown
      o/a.ts            | @site/src/x           | unknown
      `,
  );
});

test("builtin and virtual modules: finds SvelteKit's $lib", () => {
  checkResolutions(
    { files: ["src/lib/db.ts", "src/lib/index.ts", "src/routes/+page.ts"], manifests: { "package.json": {} } },
    `
      src/routes/+page.ts | $lib/db       | file src/lib/db.ts
      src/routes/+page.ts | $lib          | file src/lib/index.ts
      src/routes/+page.ts | $lib/absent   | missing
      src/routes/+page.ts | $lib/paraglide/messages | ignored
      `,
  );
});

test("builtin and virtual modules: reads package names out of URLs and import maps", () => {
  checkResolutions(
    {
      files: ["supabase/functions/x/index.ts", "supabase/functions/_shared/cors.ts"],
      manifests: {
        "supabase/functions/x/deno.json": `{ // comments are fine
            "imports": { "openai": "npm:openai@^4", "@std/": "jsr:@std/", "shared/": "../_shared/", "path": "node:path" } }`,
      },
    },
    `
      supabase/functions/x/index.ts | npm:chalk@5                                   | virtual (chalk)
      supabase/functions/x/index.ts | npm:@scope/name@1.2.3/sub                     | virtual (@scope/name)
      supabase/functions/x/index.ts | jsr:@supabase/functions-js/edge-runtime.d.ts  | virtual (@supabase/functions-js)
      supabase/functions/x/index.ts | https://esm.sh/@supabase/supabase-js@2?dts    | virtual (@supabase/supabase-js)
      supabase/functions/x/index.ts | https://esm.sh/v135/stripe@14.1.0             | virtual (stripe)
      supabase/functions/x/index.ts | https://deno.land/std@0.168.0/http/server.ts  | virtual
      supabase/functions/x/index.ts | openai                                        | virtual (openai)
      supabase/functions/x/index.ts | openai/helpers                                | virtual (openai)
      supabase/functions/x/index.ts | @std/path                                     | virtual (@std/path)
      supabase/functions/x/index.ts | shared/cors.ts                                | file supabase/functions/_shared/cors.ts
      supabase/functions/x/index.ts | shared/absent.ts                              | missing
      supabase/functions/x/index.ts | path                                          | builtin
      supabase/functions/x/index.ts | zod                                           | package (zod)
      `,
  );
});

test("aliases: are unknown without a config, unless the file is where everybody puts it", () => {
  checkResolutions(
    {
      files: ["src/utils/x.js", "src/store/index.js", "src/main.js", "public/logo.svg"],
      manifests: { "package.json": {} },
    },
    `
      src/main.js | @/utils/x           | file src/utils/x.js
      src/main.js | ~/utils/x           | file src/utils/x.js
      src/main.js | @utils/x            | file src/utils/x.js
      src/main.js | utils/x             | file src/utils/x.js
      src/main.js | @store              | file src/store/index.js
      src/main.js | /logo.svg           | asset public/logo.svg
      src/main.js | @/absent            | unknown
      src/main.js | ~/absent            | unknown
      src/main.js | ~assets/x.png       | unknown
      src/main.js | @utils/absent       | unknown
      src/main.js | @components/Button  | unknown
      src/main.js | utils/absent        | unknown
      src/main.js | /absent.svg         | unknown
      src/main.js | #internal           | unknown
      src/main.js | <%= name %>/x       | unknown
      src/main.js | Capital/Name        | unknown
      src/main.js | _private            | unknown
      src/main.js | store               | package (store)
      src/main.js | @acme/kit           | package (@acme/kit)
      `,
  );
});

test("aliases: never take a declared dependency for a folder", () => {
  checkResolutions(
    {
      files: ["src/express/lib/router.js", "src/main.js", "src/core/other.ts", "src/trpc/server.ts"],
      manifests: {
        "package.json": { dependencies: { express: "^5", "@core/kit": "1" } },
        "elsewhere/package.json": { dependencies: { "@trpc/client": "11" } },
      },
    },
    `
      src/main.js | express/lib/router | package (express)
      src/main.js | @core/other        | package (@core/other)
    src/main.js | @trpc/server       | package (@trpc/server)
      `,
  );
});

test("aliases: may be declared in package.json", () => {
  checkResolutions(
    {
      files: ["src/db/index.js", "src/main.js", "src/env.node.js", "src/flags.js"],
      manifests: {
        "package.json": {
          _moduleAliases: { "@db": "src/db", "@root": "." },
          imports: {
            "#env": { node: "./src/env.node.js", default: "./src/env.js" },
            "#src/*.js": "./src/*.js",
            "#built/*": "./dist/*.js",
            "#log": "pino",
            "#fs": { node: "node:fs", default: "memfs" },
          },
        },
      },
    },
    `
      src/main.js | @db            | file src/db/index.js
      src/main.js | @root/src/main | file src/main.js
      src/main.js | #env           | file src/env.node.js
      src/main.js | #src/flags.js  | file src/flags.js
      src/main.js | #src/absent.js | missing
      src/main.js | #built/flags   | file src/flags.js
      src/main.js | #log           | package (pino)
      src/main.js | #fs            | builtin
      src/main.js | #other         | unknown
      `,
  );
});

test("any text at all gets an answer, and the same one twice", () => {
  const resolve = resolverOf({
    files: ["src/a.ts", "src/b/index.ts"],
    manifests: {
      "package.json": { name: "app", exports: { "./*": "./src/*.ts" }, imports: { "#*": "./src/*.ts" } },
      "tsconfig.json": {
        compilerOptions: { baseUrl: ".", paths: { "*": ["src/*"], "@/*": ["./src/*"] }, rootDirs: ["src", ""] },
      },
    },
  });
  const piece = fc.constantFrom(
    "./",
    "../",
    "@/",
    "#",
    "~",
    "$",
    "node:",
    "a",
    "src/a",
    "app/",
    "@",
    "/",
    "*",
    "?x",
    "!",
    ".js",
    "\\",
    " ",
    "é",
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 8 }), (pieces) => {
      const specifier = pieces.join("");
      const answer = resolve("src/a.ts", specifier);
      assert.deepEqual(resolve("src/b/index.js", specifier).resolution.length > 0, true);
      assert.equal(resolve("src/a.ts", specifier), answer);
      if (answer.resolution === "file") assert.notEqual(answer.resolvedFile, null);
      if (answer.resolution === "package") assert.notEqual(answer.package, null);
    }),
    { numRuns: 2000 },
  );
});
