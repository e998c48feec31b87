import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConfigFile, extractConfigFile } from "#src/facts/extract-config-file.js";

const config = (path: string, extra: Partial<ConfigFile> = {}): ConfigFile => ({
  path,
  language: "other",
  role: "config",
  ...extra,
});

test("files that are none of its business are null", () => {
  const files = ["README.md", "src/index.ts", "tsconfig.json", "data.json", "Makefile", "docker-compose.yml.bak"];
  for (const path of files) assert.equal(extractConfigFile(config(path), "a: 1"), null, path);
});

test("code and text that carry a config file's name are not read as one", () => {
  assert.equal(extractConfigFile(config("docs/Dockerfile.md", { language: "markdown" }), "FROM node"), null);
  assert.equal(extractConfigFile(config("src/docker.env.ts", { language: "typescript" }), "A=1"), null);
});

test("vendored and generated files are nobody's configuration; lock files count even so", () => {
  assert.equal(extractConfigFile(config("third_party/x/package.json", { role: "vendored" }), "{}"), null);
  assert.equal(extractConfigFile(config("dist/package.json", { role: "generated" }), "{}"), null);
  assert.equal(extractConfigFile(config("yarn.lock", { role: "generated" }), "")?.lockfile?.length, 1);
});

test("files that are broken in tests and examples are no problem of this repository", () => {
  const text = "nonsense here\nA=1\n";
  const problems = (role: ConfigFile["role"]) =>
    extractConfigFile(config("x/.env", { role }), text)?.problem?.length ?? 0;
  assert.equal(problems("config"), 1);
  assert.equal(problems("test"), 0);
  assert.equal(problems("example"), 0);
});
