import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { EnvReadRow } from "#src/facts/rows.js";
import { factsOf } from "./env-samples.js";

/** `NAME reader usage`, then what is special: default, comparison, required, validated. */
function show(row: EnvReadRow): string {
  const parts = [row.name ?? "(computed)", row.reader, row.usage];
  if (row.default_kind === "literal") parts.push(`default=${row.default_value}(${row.default_length})`);
  else if (row.default_kind !== "none") parts.push(`default:${row.default_kind}`);
  if (row.compared_to !== null) parts.push(`=${row.compared_to}`);
  if (row.is_required) parts.push("required");
  if (row.is_validated) parts.push("validated");
  return parts.join(" ");
}

const reads = (text: string): string[] => (factsOf(text).env_read ?? []).map(show);

const writes = (text: string): unknown[] =>
  (factsOf(text).env_write ?? []).map((row) => `${row.line} ${row.name}=${row.value}`);

function check(cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(reads(text), expected));
  }
}

describe("spellings of a read", () => {
  check({
    "use(process.env.API_URL)": ["API_URL process.env argument"],
    "use(process.env['API_URL'])": ["API_URL process.env argument"],
    "use(process['env'].API_URL)": ["API_URL process.env argument"],
    "use(process?.env?.API_URL)": ["API_URL process.env argument"],
    "use(globalThis.process?.env?.API_URL)": ["API_URL process.env argument"],
    "use((globalThis as any).process.env.API_URL)": ["API_URL process.env argument"],
    "use(import.meta.env.VITE_API_URL)": ["VITE_API_URL import.meta.env argument"],
    "use((import.meta as any).env.VITE_API_URL)": ["VITE_API_URL import.meta.env argument"],
    "use(Deno.env.get('API_URL'))": ["API_URL Deno.env argument"],
    "use(Deno.env.toObject().API_URL)": ["API_URL Deno.env argument"],
    "use(Bun.env.API_URL)": ["API_URL Bun.env argument"],
    "import { env } from 'bun'; use(env.API_URL)": ["API_URL Bun.env argument"],
    "import { env } from 'node:process'; use(env.API_URL)": ["API_URL process.env argument"],
    "import proc from 'node:process'; use(proc.env.API_URL)": ["API_URL process.env argument"],
    "const { env } = require('process'); use(env.API_URL)": ["API_URL process.env argument"],
    "declare const process: any; use(process.env.API_URL)": ["API_URL process.env argument"],
    "import { SECRET } from '$env/static/private'": ["SECRET $env value"],
    "import { env } from '$env/dynamic/private'; use(env.SECRET)": ["SECRET $env argument"],
    "import { API_URL as url } from 'astro:env/server'": ["API_URL $env value"],
    "import { loadEnv } from 'vite'; const env = loadEnv(mode, process.cwd(), ''); use(env.API_URL)": [
      "API_URL helper argument",
    ],
    "if ('API_URL' in process.env) use()": ["API_URL process.env condition"],
    "use(process.env.npm_package_version)": ["npm_package_version process.env argument"],
  });
});

describe("aliases and destructuring", () => {
  check({
    "const env = process.env; use(env.API_URL)": ["API_URL process.env argument"],
    "function f() { return later.API_URL } const later = process.env": ["API_URL process.env value"],
    "const { env } = process; use(env.API_URL)": ["API_URL process.env argument"],
    "const env = import.meta.env ?? process.env; use(env.API_URL)": ["API_URL import.meta.env argument"],
    "function load(env = process.env) { return env.API_URL }": ["API_URL process.env value"],
    "function load(env: NodeJS.ProcessEnv) { return env.API_URL }": ["API_URL process.env value"],
    "function load(env: typeof process.env) { return env.API_URL }": ["API_URL process.env value"],
    "function load({ API_URL } = process.env) { return API_URL }": ["API_URL process.env value"],
    "class A { env = process.env; url() { return this.env.API_URL } }": ["API_URL process.env value"],
    "const { A, B = 'x', C: renamed, D: { length } } = process.env": [
      "A process.env value",
      "B process.env value default=x(1)",
      "C process.env value",
      "D process.env value",
    ],
    "const { A, ...rest } = process.env": ["A process.env value"],
    "const { env: { A, B } } = process": ["A process.env value", "B process.env value"],
  });
});

describe("computed names", () => {
  check({
    "use(process.env[name()])": ["(computed) process.env argument"],
    "const KEY = 'API_URL'; use(process.env[KEY])": ["API_URL process.env argument"],
    "const KEYS = { url: 'API_URL' } as const; use(process.env[KEYS.url])": ["API_URL process.env argument"],
    "enum Keys { Url = 'API_URL' } use(process.env[Keys.Url])": ["API_URL process.env argument"],
    "const KEY = 'URL'; use(process.env[`API_${KEY}`])": ["API_URL process.env argument"],
    "use(process.env[`${prefix}_URL`])": ["(computed) process.env argument"],
    "for (const k of ['A_KEY', 'B_KEY']) use(process.env[k])": [
      "A_KEY process.env argument",
      "B_KEY process.env argument",
    ],
    "const L = ['A_KEY'] as const; const M = [...L, 'B_KEY']; M.forEach((k) => use(process.env[k]))": [
      "A_KEY process.env argument",
      "B_KEY process.env argument",
    ],
    "const V = [{ name: 'A_KEY' }, { name: 'B_KEY' }]; for (const { name } of V) use(process.env[name])": [
      "A_KEY process.env argument",
      "B_KEY process.env argument",
    ],
    "const R = { A_KEY: 1, B_KEY: 2 }; for (const [k] of Object.entries(R)) use(process.env[k])": [
      "A_KEY process.env argument",
      "B_KEY process.env argument",
    ],
    "const R = { A_KEY: 1 }; for (const k in R) use(process.env[k])": ["A_KEY process.env argument"],
    "const get = (k: string) => process.env[k]": ["(computed) process.env value"],
  });
});

describe("use of the value", () => {
  check({
    "const x = process.env.A": ["A process.env value"],
    "const o = { a: process.env.A }": ["A process.env property"],
    "if (process.env.A) go()": ["A process.env condition"],
    "if (!process.env.A || process.env.B) go()": ["A process.env condition", "B process.env condition"],
    "const on = !!process.env.A": ["A process.env condition"],
    "const on = Boolean(process.env.A)": ["A process.env condition"],
    "const x = process.env.A && go()": ["A process.env condition"],
    "const dev = process.env.NODE_ENV !== 'production'": ["NODE_ENV process.env comparison =production"],
    "const dev = 'development' === process.env.NODE_ENV": ["NODE_ENV process.env comparison =development"],
    "const dev = ['test'].includes(process.env.NODE_ENV)": ["NODE_ENV process.env comparison =test"],
    "const dev = ['development', 'test'].includes(process.env.NODE_ENV!)": ["NODE_ENV process.env comparison"],
    "const on = process.env.A?.toLowerCase() === 'true'": ["A process.env comparison =true"],
    "const on = process.env.A?.startsWith('x')": ["A process.env comparison =x"],
    "switch (process.env.NODE_ENV) { case 'test': }": ["NODE_ENV process.env comparison"],
    "delete process.env.A": ["A process.env delete"],
    "const p = Number(process.env.PORT)": ["PORT process.env value"],
    "const p = `http://${process.env.HOST}`": ["HOST process.env value"],
    "connect(process.env.A!)": ["A process.env argument required"],
    "connect(process.env.A as string)": ["A process.env argument"],
    "if (API_KEY === process.env.API_KEY) go()": ["API_KEY process.env comparison"],
  });
});

describe("defaults", () => {
  check({
    "const x = process.env.A || 'x'": ["A process.env value default=x(1)"],
    "const x = process.env.A ?? 'x'": ["A process.env value default=x(1)"],
    "const x = (process.env.A as string) ?? 'x'": ["A process.env value default=x(1)"],
    "const x = process.env.A ? process.env.A : 'x'": ["A process.env condition", "A process.env value default=x(1)"],
    "const x = process.env.A !== undefined ? process.env.A : 'x'": [
      "A process.env comparison",
      "A process.env value default=x(1)",
    ],
    "const x = !process.env.A ? 'x' : process.env.A": ["A process.env condition", "A process.env value default=x(1)"],
    "const x = typeof window === 'undefined' ? process.env.A : 'x'": ["A process.env value"],
    "const x = parseInt(process.env.PORT || '3000', 10)": ["PORT process.env value default=3000(4)"],
    "const x = Number(process.env.PORT) || 3000": ["PORT process.env value default=3000(4)"],
    "const x = process.env.A?.split(',') ?? []": ["A process.env value default:empty"],
    "const x = process.env.A || ''": ["A process.env value default:empty"],
    "const x = process.env.A ?? undefined": ["A process.env optional"],
    "const x = process.env.A ?? null": ["A process.env optional"],
    "const o = { A: process.env.A }": ["A process.env mirror"],
    "const x = process.env.A || make()": ["A process.env value default:expression"],
    "const D = 'x'; const x = process.env.A || D": ["A process.env value default=x(1)"],
    "const x = process.env.A || `http://localhost:${port}`": ["A process.env value default=http://localhost:${}(20)"],
    "const x = process.env.A || process.env.B || 'x'": [
      "A process.env value default:env",
      "B process.env value default=x(1)",
    ],
    "const x = process.env.A; use(x || 'late')": ["A process.env value default=late(4)"],
    "const { A } = process.env; use(A ?? 'late')": ["A process.env value default=late(4)"],
    "let x = process.env.A; x = 'b'; use(x || 'late')": ["A process.env value"],
    "const x = process.env.A || isDev": ["A process.env value default:expression"],
    "if (process.env.A || 'x') go()": ["A process.env condition"],
    "process.env.A ??= 'x'": ["A process.env assignment default=x(1)"],
    "const x = process.env.A ?? fail('A is missing')": ["A process.env value required validated"],
    "const x = process.env.A || (() => { throw new Error('A') })()": ["A process.env value required validated"],
  });
});

describe("secrets in defaults", () => {
  check({
    "const s = process.env.JWT_SECRET || 'secret'": ["JWT_SECRET process.env value default=••••••(6)"],
    "const s = process.env.JWT_SECRET || '••••••••'": ["JWT_SECRET process.env value default=••••••••(8)"],
    "const s = Number(process.env.RATE_LIMIT_TOKENS) || 60": ["RATE_LIMIT_TOKENS process.env value default=60(2)"],
    "const s = process.env.SKIP_TOKEN || 'false'": ["SKIP_TOKEN process.env value default=false(5)"],
    "const s = process.env.PORT || '3000'": ["PORT process.env value default=3000(4)"],
    "const ok = process.env.ADMIN_PASSWORD === 'hunter2'": ["ADMIN_PASSWORD process.env comparison =•••••••"],
  });
});

describe("bindings of a worker", () => {
  check({
    "app.get('/', (c) => c.json(c.env.API_KEY))": ["API_KEY bindings argument"],
    "app.get('/', (c) => c.env.db.prepare())": [],
    "app.get('/', (c) => { const { API_KEY } = c.env })": ["API_KEY bindings value"],
    "export default { async fetch(request, env) { return env.API_KEY } }": ["API_KEY bindings value"],
    "export default { async other(request, env) { return env.API_KEY } }": [],
    "const run = (env: Env) => env.API_KEY": ["API_KEY bindings value"],
    "class A extends DurableObject { f() { return this.env.API_KEY } }": ["API_KEY bindings value"],
    "class A { f() { return this.env.API_KEY } }": [],
    "export const onRequest = ({ env }) => env.API_KEY": ["API_KEY bindings value"],
    "const run = (options) => options.env.API_KEY": [],
    "import { env } from 'cloudflare:workers'; use(env.API_KEY)": ["API_KEY bindings argument"],
  });
});

describe("NestJS's ConfigService", () => {
  check({
    "class A { constructor(private readonly configService: ConfigService) {} f() { return this.configService.get('DB_HOST') } }":
      ["DB_HOST helper value"],
    "import { ConfigService } from '@nestjs/config'; class A { constructor(private config: ConfigService) {} f() { return this.config.getOrThrow<string>('DB_HOST') } }":
      ["DB_HOST helper value required validated"],
    "function f(configService) { return configService.get('PORT', 3000) }": ["PORT helper value default=3000(4)"],
    "function f(configService) { return configService.get('PORT', { infer: true }) }": ["PORT helper value"],
    "function f(configService) { return configService.get('database.host') }": [],
    "function f(config, env) { return config.get('DB_HOST') }": [],
  });
});

describe("look-alikes", () => {
  check({
    "import env from './env'; use(env.API_URL)": [],
    "const process = { env: {} }; use(process.env.API_URL)": [],
    "const config = { env: { API_URL: 1 } }; use(config.env.API_URL)": [],
    "spawn('x', { env: process.env })": [],
    "const copy = { ...process.env }": [],
    "process.env.hasOwnProperty('A')": [],
    "// process.env.API_URL\nconst s = 'process.env.API_URL'": [],
    "type T = typeof process.env.API_URL": [],
    "const value = environment.API_URL": [],
    "import { env } from './env'; import type { X } from '$env/static/private'; use(env.X)": [],
  });
});

describe("writes", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "process.env.A = 'x'": ["1 A=x"],
    "process.env['A'] = value()": ["1 A=null"],
    "process.env.API_SECRET = 'hunter2'": ["1 API_SECRET=•••••••"],
    "process.env.A ??= 'x'": ["1 A=x"],
    "process.env = { ...process.env,\n A: 'x', B: 'y' }": ["2 A=x", "2 B=y"],
    "Object.assign(process.env, { A: 'x' })": ["1 A=x"],
    "vi.stubEnv('A', 'x') // env": ["1 A=x"],
    "Deno.env.set('A', 'x')": ["1 A=x"],
    "const env = process.env; env.A = 'x'": ["1 A=x"],
    "const env = {}; env.A = 'x'": [],
    "process.env.A === 'x'": [],
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(writes(text), expected));
  }

  it("does not count a plain assignment as a read", () => assert.deepEqual(reads("process.env.A = 'x'"), []));
});

describe("place of a read", () => {
  it("gives the line of the read and the function around it", () => {
    const facts = factsOf("const a = 1;\nfunction f() {\n  return process\n    .env.A;\n}");
    assert.deepEqual(
      facts.env_read?.map((row) => [row.file, row.line, row.function_id]),
      [["src/app.ts", 3, 1]],
    );
  });
});

describe("defaults that only stand in", () => {
  const values: Readonly<Record<string, boolean>> = {
    "build-placeholder": true,
    "dummy-for-build": true,
    placeholder: true,
    "not-set": true,
    "your-secret-key": false,
    secret: false,
    "keyboard cat": false,
    test123: false,
  };
  for (const [value, expected] of Object.entries(values)) {
    it(value, () => {
      const [row] = factsOf(`const s = process.env.AUTH_SECRET ?? '${value}'`).env_read ?? [];
      assert.equal(row?.is_stand_in, expected);
    });
  }
});
