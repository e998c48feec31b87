import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { extractCode } from "#src/facts/code/extract-code.js";

function exposures(text: string, path = "vite.config.ts"): string[] {
  const { facts } = extractCode({ path, language: "typescript", role: "config" }, text).code;
  return (facts.env_exposure ?? []).map((row) => `${row.via}: ${row.name ?? "*"} = ${row.env_name ?? "*"}`);
}

const vite = (define: string): string =>
  `import { defineConfig, loadEnv } from 'vite'; export default defineConfig(({ mode }) => { const env = loadEnv(mode, '.', ''); return { define: ${define} } })`;

describe("variables that a bundler writes into the build", () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["{ 'process.env.KEY': JSON.stringify(env.SECRET_KEY) }", ["define: KEY = SECRET_KEY"]],
    ["{ 'import.meta.env.KEY': JSON.stringify(process.env.KEY || '') }", ["define: KEY = KEY"]],
    ["{ __KEY__: JSON.stringify(env.A ?? env.B) }", ["define: __KEY__ = A", "define: __KEY__ = B"]],
    ["{ 'process.env': { KEY: process.env.KEY } }", ["define: KEY = KEY"]],
    ["{ 'process.env': process.env }", ["define: * = *"]],
    ["{ 'process.env': {}, __DEV__: true }", []],
    ["{ 'process.env.BUILT_AT': JSON.stringify(new Date()), __DEV__: true }", ["define: BUILT_AT = *"]],
  ];
  for (const [define, expected] of cases) it(define, () => assert.deepEqual(exposures(vite(define)), expected));

  it("takes webpack's plugins", () => {
    const text =
      "new webpack.DefinePlugin({ 'process.env.A': JSON.stringify(process.env.A) }); new EnvironmentPlugin(['B']); new webpack.EnvironmentPlugin({ C: null })";
    assert.deepEqual(exposures(text, "webpack.config.js"), ["define: A = A", "plugin: B = B", "plugin: C = C"]);
  });

  it("takes the env option of Next.js itself alone", () => {
    const text = "module.exports = { env: { A: process.env.A }, other: { env: { B: process.env.B } } }";
    assert.deepEqual(exposures(text, "next.config.js"), ["next: A = A"]);
    assert.deepEqual(exposures(text, "pm2.config.js"), []);
  });

  it("leaves out what is built for a server", () => {
    const define = "define: { 'process.env.A': JSON.stringify(process.env.A) }";
    assert.deepEqual(exposures(`build({ platform: 'node', ${define} })`, "esbuild.config.js"), []);
    assert.deepEqual(exposures(`export default { main: { ${define} } }`, "electron.vite.config.ts"), []);
    assert.deepEqual(exposures(`build({ platform: 'browser', ${define} })`, "esbuild.config.js"), ["define: A = A"]);
  });
});
