import assert from "node:assert/strict";
import { test } from "node:test";
import type { Language } from "#src/shared/repository.js";
import { classifyLanguage, contentKind } from "#src/sources/language.js";

const LANGUAGES: Readonly<Record<Language, readonly string[]>> = {
  typescript: ["a.ts", "a.tsx", "a.mts", "a.cts", "a.d.ts", ".env.ts", "Dockerfile.ts", "env.ts"],
  javascript: ["a.js", "a.jsx", "a.mjs", "A.CJS", "env.mjs"],
  vue: ["a.vue"],
  svelte: ["+page.svelte"],
  astro: ["a.astro"],
  python: ["a.py", "a.pyi"],
  sql: ["a.sql", "a.psql"],
  json: ["package.json", "tsconfig.jsonc", "a.json5", ".babelrc", "bun.lock"],
  yaml: ["a.yml", "a.yaml", "pnpm-lock.yaml", ".prettierrc"],
  toml: ["fly.toml", "poetry.lock", "Pipfile"],
  env: [
    ".env",
    ".env.local",
    ".env.production.local",
    ".env.example",
    ".env-template",
    ".env.dist",
    ".env_sample",
    "env.example",
    "dotenv.sample",
    "production.env",
    "example.env",
    ".dev.vars",
    ".dev.vars.example",
    ".flaskenv",
  ],
  dockerfile: ["Dockerfile", "dockerfile", "Dockerfile.prod", "api.Dockerfile", "Containerfile", "Dockerfile-worker"],
  markdown: ["README.md", "a.mdx"],
  other: [
    "a.css",
    "LICENSE",
    ".envrc",
    "environment",
    "Dockerfile.dockerignore",
    "constructor",
    "toString",
    "a.__proto__",
    "yarn.lock",
    ".gitignore",
  ],
};

for (const [language, names] of Object.entries(LANGUAGES)) {
  test(language, () => {
    for (const name of names) assert.equal(classifyLanguage(`some/folder/${name}`), language, name);
  });
}

test("the name tells the kind of content only where it can", () => {
  assert.equal(contentKind("a/logo.PNG"), "binary");
  assert.equal(contentKind("a/main.ts"), "text");
  assert.equal(contentKind("a/style.css"), "text");
  assert.equal(contentKind("a/LICENSE"), "unknown");
  assert.equal(contentKind("png"), "unknown");
});
