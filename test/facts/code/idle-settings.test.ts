import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkedFacts } from "./env-samples.js";

/** Settings of `config.ts` that nothing reads. */
function idle(config: string, main: string): string[] {
  const facts = linkedFacts({ "src/config.ts": config, "src/main.ts": main });
  return (facts.idle_setting ?? []).map((row) => row.path);
}

const NESTED = `export const config = {
  http: { port: process.env.PORT ?? '3000' },
  vault: { passphrase: process.env.VAULT_PASSPHRASE ?? 'changeme' },
};`;
const main = (code: string): string => `import { config } from './config';\nlisten(config.http.port);\n${code}`;

describe("settings of a group", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "": ["vault.passphrase"],
    "if (kind === 'vault') open();": ["vault.passphrase"],
    "open(other.passphrase);": ["vault.passphrase"],
    "seal(config.vault.passphrase);": [],
    "const { passphrase } = config.vault; seal(passphrase);": [],
    "const { vault: { passphrase } } = config; seal(passphrase);": [],
    "const { vault } = config; seal(vault);": [],
    "seal(config['vault']['passphrase']);": [],
    "seal(read('vault.passphrase'));": [],
    "seal(config.vault);": [],
    "seal({ ...config.vault });": [],
    "for (const key of keys) seal(config.vault[key]);": [],
    "answer(JSON.stringify(config));": [],
    "start({ ...config });": [],
    "for (const key of keys) seal(config[key]);": [],
    "const { http, ...rest } = config; seal(rest);": [],
  };
  for (const [code, expected] of Object.entries(cases)) {
    it(code || "nothing else", () => assert.deepEqual(idle(NESTED, main(code)), expected));
  }

  it("says nothing about an object that nobody reads key by key", () => {
    assert.deepEqual(idle(NESTED, "export const a = 1;"), []);
  });

  it("says nothing about a group of which another file of components may read", () => {
    const facts = linkedFacts({
      "src/config.ts": NESTED,
      "src/main.ts": main(""),
      "src/App.vue": "<template></template>",
    });
    assert.deepEqual(facts.idle_setting ?? [], []);
  });
});

describe("settings without a group", () => {
  const flat = "export const settings = { port: process.env.PORT, passphrase: process.env.VAULT_PASSPHRASE };";
  const cases: Readonly<Record<string, readonly string[]>> = {
    "listen(settings.port);": ["passphrase"],
    "listen(settings.port); seal(settings.passphrase);": [],
    "listen(settings.port); export const own = settings;": [],
    "listen(settings.port); seal(settings);": [],
  };
  for (const [code, expected] of Object.entries(cases)) {
    it(code, () => assert.deepEqual(idle(flat, `import { settings } from './config';\n${code}`), expected));
  }
});

describe("who holds them", () => {
  it("a namespace of Nest's configuration", () => {
    const config = "export default registerAs('http', () => ({ port: process.env.PORT, spare: process.env.SPARE }));";
    assert.deepEqual(idle(config, "listen(service.get('http.port'));"), ["http.spare"]);
    assert.deepEqual(idle(config, "listen(service.get('http.port')); use(service.get('http'));"), []);
  });

  it("a function that loads them", () => {
    const config = NESTED.replace("export const config =", "export const loadConfig = () => { return") + " }";
    assert.deepEqual(idle(config, "import { loadConfig } from './config';\nlisten(loadConfig().http.port);"), [
      "vault.passphrase",
    ]);
  });

  it("not the options of a library", () => {
    const config = NESTED.replace("export const config = {", "export const store = connect({").replace(/;$/, ");");
    assert.deepEqual(idle(config, "import { store } from './config';\nlisten(store.http.port);"), []);
  });
});
