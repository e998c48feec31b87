import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { linkedFacts, showGuard } from "./env-samples.js";

const linkedGuards = (texts: Readonly<Record<string, string>>): string[] =>
  (linkedFacts(texts).guard ?? []).map(showGuard);

const act = "if (CONDITION) act()";
/** What is tested, the configuration, its use, the guards. */
const CASES: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    "a const",
    "export const isProd = process.env.NODE_ENV === 'production'",
    `import { isProd } from './config'; ${act.replace("CONDITION", "!isProd")}`,
    ["NODE_ENV !== production → taken: call"],
  ],
  [
    "a renamed const",
    "const isProd = process.env.NODE_ENV === 'production'; export { isProd as production }",
    `import { production as p } from './config'; ${act.replace("CONDITION", "p")}`,
    ["NODE_ENV === production → skipped: call"],
  ],
  [
    "a member of an object",
    "export const config = { auth: { secret: process.env.AUTH_SECRET } }",
    `import { config } from './config'; ${act.replace("CONDITION", "config.auth.secret && header !== config.auth.secret")}`,
    ["AUTH_SECRET truthy → skipped: call + header !== config.auth.secret"],
  ],
  [
    "a default export",
    "export default { secret: process.env.AUTH_SECRET || '' }",
    `import config from './config'; ${act.replace("CONDITION", "!config.secret")}`,
    ["AUTH_SECRET falsy [] → taken: call"],
  ],
  [
    "a namespace",
    "export const isProd = process.env.NODE_ENV === 'production'",
    `import * as config from './config'; ${act.replace("CONDITION", "config.isProd")}`,
    ["NODE_ENV === production → skipped: call"],
  ],
  [
    "a helper function",
    "export function isProd() { return process.env.NODE_ENV === 'production' }",
    `import { isProd } from './config'; ${act.replace("CONDITION", "isProd() && x")}`,
    ["NODE_ENV === production → skipped: call + x"],
  ],
  [
    "a const of this file made from an imported one",
    "export const mode = process.env.NODE_ENV ?? 'development'",
    `import { mode } from './config'; const dev = mode === 'development'; ${act.replace("CONDITION", "dev")}`,
    ["NODE_ENV === development [development] → taken: call"],
  ],
  [
    "process.env itself",
    "export const env = process.env",
    `import { env } from './config'; ${act.replace("CONDITION", "env.OFF")}`,
    ["OFF truthy → skipped: call"],
  ],
  [
    "CommonJS",
    "module.exports = { isProd: process.env.NODE_ENV === 'production' }",
    `const { isProd } = require('./config'); ${act.replace("CONDITION", "isProd")}`,
    ["NODE_ENV === production → skipped: call"],
  ],
  [
    "a helper that is given the name",
    "export const flag = (name: string) => process.env[name] === '1'; export const get = (name: string) => process.env[name]",
    `import { get } from './config'; ${act.replace("CONDITION", "get('AUTH_OFF') === '1'")}`,
    ["AUTH_OFF === 1 → skipped: call"],
  ],
  [
    "a helper that throws",
    "export function get(name: string) { const value = process.env[name]; if (!value) throw new Error(name); return value }",
    `import { get } from './config'; ${act.replace("CONDITION", "get('AUTH_OFF') === '1'")}`,
    ["AUTH_OFF === 1 → unknown: call"],
  ],
  [
    "an unrelated const",
    "export const isProd = load(process.env.X)",
    `import { isProd } from './config'; ${act.replace("CONDITION", "isProd")}`,
    [],
  ],
  [
    "an enum's member",
    "export enum State { On = 'on' } // env",
    `import { State } from './config'; ${act.replace("CONDITION", "x === State.On")}`,
    [],
  ],
];

describe("constants of other files", () => {
  for (const [name, config, main, expected] of CASES) {
    it(name, () => assert.deepEqual(linkedGuards({ "src/config.ts": config, "src/main.ts": main }), expected));
  }

  it("follows re-exports and stars", () => {
    const texts = {
      "src/a.ts": "export const isProd = process.env.NODE_ENV === 'production'",
      "src/b.ts": "export { isProd as production } from './a'",
      "src/c.ts": "export * from './b'",
      "src/main.ts": "import { production } from './c'; if (production) act()",
    };
    assert.deepEqual(linkedGuards(texts), ["NODE_ENV === production → skipped: call"]);
  });

  it("ends where files re-export each other", () => {
    const texts = {
      "src/a.ts": "export * from './b'",
      "src/b.ts": "export * from './a'",
      "src/main.ts": "import { gone } from './a'; if (gone) act()",
    };
    assert.deepEqual(linkedGuards(texts), []);
  });

  it("shifts the function to the repository's ids", () => {
    const facts = linkedFacts({
      "src/a.ts": "export const off = process.env.OFF; function other() {}",
      "src/main.ts": "import { off } from './a'; function check() { if (off) return true }",
    });
    const [row] = facts.guard ?? [];
    assert.equal(facts.function?.find((one) => one.id === row?.function_id)?.name, "check");
  });
});
