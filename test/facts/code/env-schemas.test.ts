import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import { factsOf, linkedFacts, showGuard } from "./env-samples.js";

/** `kind [names]`, then every declared name: `?` when optional, `=default`. */
function show(facts: FactSet): string[] {
  const sites = (facts.env_validation ?? []).map((row) => `${row.kind} ${row.names_json}`);
  const reads = (facts.env_read ?? []).filter((row) => row.reader === "schema");
  const fields = (facts.env_declaration ?? [])
    .filter((row) => row.source === "schema")
    .map((row) => {
      const read = reads.find((one) => one.name === row.name && one.line === row.line);
      assert.equal(read?.is_required, !row.is_optional, `${row.name} is read as it is declared`);
      const fallback = read?.default_kind === "none" ? "" : `=${read?.default_value ?? read?.default_kind}`;
      return `${row.name}${row.is_optional ? "?" : ""}${fallback}`;
    });
  return [...sites, fields.join(" ")];
}

const NONE = [""];

function check(cases: Readonly<Record<string, readonly string[]>>): void {
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(show(linkedFacts({ "src/env.ts": text })), expected));
  }
}

const Z = "import { z } from 'zod';";

describe("zod", () => {
  const AB = ['zod ["A","B"]', "A B"];
  check({
    [`${Z} z.object({ A: z.string(), B: z.string() }).parse(process.env)`]: AB,
    [`${Z} const s = z.object({ A: z.string(), B: z.string() }); s.safeParse(process.env)`]: AB,
    [`${Z} const s = z.object({ A: z.string(), B: z.string() }); await s.parseAsync({ ...process.env })`]: AB,
    [`${Z} const s = z.object({ A: z.string() }).extend({ B: z.string() }); s.parse(process.env)`]: AB,
    [`${Z} const a = z.object({ A: z.string() }); const b = z.object({ B: z.string() }); a.merge(b).parse(process.env)`]:
      AB,
    [`${Z} const a = z.object({ A: z.string() }); a.and(z.object({ B: z.string() })).parse(process.env)`]: AB,
    [`${Z} const a = z.object({ A: z.string() }); z.object({ ...a.shape, B: z.string() }).parse(process.env)`]: AB,
    [`${Z} const s = { A: z.string(), B: z.string() }; z.object(s).parse(process.env)`]: AB,
    [`${Z} z.object({ A: z.string(), B: z.string() }).superRefine(f).transform(g).strict().parse(process.env)`]: AB,
    [`${Z} z.parse(z.object({ A: z.string(), B: z.string() }), process.env)`]: AB,
    [`${Z} const envSchema = z.object({ A: z.string(), B: z.string() }); parseZod(envSchema, process.env)`]: AB,
    [`import { z } from '~/lib/zod'; z.object({ A: z.string(), B: z.string() }).parse(import.meta.env)`]: AB,
    [`${Z} const s = z.object({ A_KEY: z.string() }); export const load = (config) => s.parse(config) // env`]: [
      'zod ["A_KEY"]',
      "A_KEY",
    ],
    [`${Z} z.object({ A: z.string().optional(), B: z.string().nullish(), C: z.optional(z.string()), D: z.string().nullable() }).parse(process.env)`]:
      ['zod ["A","B","C","D"]', "A? B? C? D"],
    [`${Z} z.object({ A: z.string().default('x'), B: z.coerce.number().default(3000), C: z.string().min(1).default('') }).parse(process.env)`]:
      ['zod ["A","B","C"]', "A?=x B?=3000 C?="],
    [`${Z} z.object({ JWT_SECRET: z.string().default('hunter2') }).parse(process.env)`]: [
      'zod ["JWT_SECRET"]',
      "JWT_SECRET?=•••••••",
    ],
    [`${Z} const flag = z.preprocess((v) => v === '1', z.boolean().default(false)); z.object({ A: flag }).parse(process.env)`]:
      ['zod ["A"]', "A?=false"],
    [`${Z} const int = (d: number) => z.preprocess(blank, z.coerce.number().default(d)); z.object({ A: int(5) }).parse(process.env)`]:
      ['zod ["A"]', "A?=5"],
    [`${Z} z.object({ A: isProd ? z.string() : z.string().optional() }).parse(process.env)`]: ['zod ["A"]', "A"],
    [`${Z} z.discriminatedUnion('ON', [z.object({ ON: z.literal('1'), A: z.string() }), z.object({ ON: z.literal('0') })]).parse(process.env)`]:
      ['zod ["ON","A"]', "ON A?"],
    [`${Z} z.object({ A: z.string(), B: z.string() }).partial().parse(process.env)`]: ['zod ["A","B"]', "A? B?"],
    [`${Z} z.object({ A: z.string(), B: z.string() }).omit({ B: true }).parse(process.env)`]: ['zod ["A"]', "A"],
    [`${Z} z.object({ port: z.string(), host: z.string() }).parse({ port: process.env.PORT, host: process.env.HOST ?? 'x' })`]:
      ['zod ["PORT","HOST"]', "PORT HOST"],
  });
});

describe("look-alikes of a schema", () => {
  check({
    [`${Z} z.object({ NAME_OF: z.string() }).parse(req.body) // env`]: NONE,
    [`${Z} z.object({ name: z.string() }).parse(config) // env`]: NONE,
    [`${Z} z.object({ X: z.number(), Y: z.number() }).parse(point) // env`]: NONE,
    [`${Z} z.object({ A_KEY: z.string() }).parse({ A_KEY: 'x' }) // env`]: NONE,
    [`${Z} export const envSchema = z.object({ A_KEY: z.string() })`]: NONE,
    "JSON.parse(process.env.CONFIG)": NONE,
    "parse(process.env, options)": NONE,
    "url.parse(process.env.URL)": NONE,
  });
});

describe("other libraries", () => {
  check({
    "import Joi from 'joi'; const s = Joi.object({ A: Joi.string().required(), B: Joi.number().default(1), C: Joi.string() }); const { value, error } = s.validate(process.env)":
      ['joi ["A","B","C"]', "A B?=1 C?"],
    "const Joi = require('joi'); const s = Joi.object().keys({ A: Joi.string().required() }).unknown(); s.prefs({}).validate(process.env)":
      ['joi ["A"]', "A"],
    "import * as yup from 'yup'; yup.object({ A: yup.string().required(), B: yup.string() }).validateSync(process.env)":
      ['yup ["A","B"]', "A B?"],
    "import * as v from 'valibot'; v.parse(v.object({ A: v.string(), B: v.optional(v.string(), 'x'), C: v.pipe(v.string(), v.url()) }), process.env)":
      ['valibot ["A","B","C"]', "A B?=x C"],
    "import { type } from 'arktype'; const Env = type({ A: 'string', 'B?': 'string', C: \"string = 'x'\" }); Env(process.env)":
      ['arktype ["A","B","C"]', "A B? C?=x"],
    "import { cleanEnv, str, port } from 'envalid'; cleanEnv(process.env, { A: str(), PORT: port({ default: 3000 }), C: str({ devDefault: 'x' }) })":
      ['envalid ["A","PORT","C"]', "A PORT?=3000 C"],
    "import convict from 'convict'; convict({ db: { host: { env: 'DB_HOST', default: 'x' }, port: { env: 'DB_PORT', default: null } } })":
      ['convict ["DB_HOST","DB_PORT"]', "DB_HOST?=x DB_PORT"],
    "import env from 'env-var'; env.get('PORT').default('3000').asPortNumber(); env.get('A').required().asString()": [
      'env-var ["PORT"]',
      'env-var ["A"]',
      "PORT?=3000 A",
    ],
    "import { parseEnv } from 'znv'; import { z } from 'zod'; parseEnv(process.env, { A: z.string(), B: z.string().optional() })":
      ['zod ["A","B"]', "A B?"],
    "import fastifyEnv from '@fastify/env'; app.register(fastifyEnv, { schema: { type: 'object', required: ['A'], properties: { A: { type: 'string' }, B: { type: 'string' }, C: { default: 1 } } } })":
      ['json-schema ["A","B","C"]', "A B? C?=1"],
    "import { createEnv } from '@t3-oss/env-nextjs'; import { z } from 'zod'; const mailEnv = { server: { SMTP_HOST: z.string() }, client: { NEXT_PUBLIC_FROM: z.string().optional() } }; createEnv({ server: { ...mailEnv.server }, client: { ...mailEnv.client }, experimental__runtimeEnv: {} })":
      ['t3-env ["SMTP_HOST","NEXT_PUBLIC_FROM"]', "SMTP_HOST NEXT_PUBLIC_FROM?"],
    "import { createEnv } from '@t3-oss/env-nextjs'; import { z } from 'zod'; export const env = createEnv({ server: { A: z.string() }, client: { NEXT_PUBLIC_B: z.string().optional() }, shared: { NODE_ENV: z.enum(['a']).default('a') }, experimental__runtimeEnv: {} })":
      ['t3-env ["A","NEXT_PUBLIC_B","NODE_ENV"]', "A NEXT_PUBLIC_B? NODE_ENV?=a"],
    "import { createEnv } from './dom'; createEnv({ server: { A: 1 } })": NONE,
  });
});

describe("NestJS", () => {
  check({
    "import { ConfigModule } from '@nestjs/config'; import * as Joi from 'joi'; ConfigModule.forRoot({ validationSchema: Joi.object({ A: Joi.string().required() }) })":
      ['nest ["A"]', "A"],
    "import { ConfigModule } from '@nestjs/config'; import { validate } from './validate'; ConfigModule.forRoot({ isGlobal: true, validate })":
      ["nest []", ""],
    "import { ConfigModule } from '@nestjs/config'; ConfigModule.forRoot({ isGlobal: true })": NONE,
    "class EnvironmentVariables { @IsString() DATABASE_URL: string; @IsOptional() @IsString() B?: string; @IsNumber() PORT: number = 3000 } export const validate = (config: Record<string, unknown>) => plainToInstance(EnvironmentVariables, config, {})":
      ['class-validator ["DATABASE_URL","B","PORT"]', "DATABASE_URL B? PORT?=3000"],
    "class CreateUser { @IsString() name: string } plainToInstance(CreateUser, input) // env": NONE,
  });
});

describe("schemas of other files", () => {
  it("are followed to where they stand", () => {
    const facts = linkedFacts({
      "src/schema.ts": `${Z}\nexport const envSchema = z.object({\n  A: z.string(),\n  B: z.string().optional(),\n}) // env`,
      "src/env.ts": "import { envSchema } from './schema';\nexport const env = envSchema.parse(process.env);",
    });
    assert.deepEqual(show(facts), ['zod ["A","B"]', "A B?"]);
    assert.deepEqual(
      facts.env_declaration?.map((row) => `${row.file}:${row.line}`),
      ["src/schema.ts:3", "src/schema.ts:4"],
    );
    assert.deepEqual(
      facts.env_validation?.map((row) => `${row.file}:${row.line}`),
      ["src/env.ts:2"],
    );
  });

  it("are found as a base", () => {
    const facts = linkedFacts({
      "src/base.ts": `${Z} export const baseSchema = z.object({ A: z.string() }) // env`,
      "src/env.ts": `${Z} import { baseSchema } from './base'; baseSchema.extend({ B: z.string() }).parse(process.env)`,
    });
    assert.deepEqual(show(facts), ['zod ["A","B"]', "A B"]);
  });

  it("count once, however often they are parsed", () => {
    const facts = linkedFacts({
      "src/env.ts": `${Z} const s = z.object({ A: z.string() }); s.safeParse(process.env); export const env = s.parse(process.env)`,
    });
    assert.deepEqual(show(facts), ['zod ["A"]', 'zod ["A"]', "A"]);
  });

  it("that cannot be found leave the names open", () => {
    const facts = linkedFacts({ "src/env.ts": "import { envSchema } from '@acme/env'; envSchema.parse(process.env)" });
    assert.deepEqual(show(facts), ["zod []", ""]);
  });
});

describe("what a schema says about the rest of its file", () => {
  it("validates the reads that are handed to it", () => {
    const text = `import { createEnv } from '@t3-oss/env-core'; ${Z} createEnv({ server: { A: z.string(), B: z.string().optional() }, runtimeEnv: { A: process.env.A, B: process.env.B } })`;
    const reads = (factsOf(text).env_read ?? []).map((row) => [row.name, row.usage, row.is_required, row.is_validated]);
    assert.deepEqual(reads, [
      ["A", "mirror", true, true],
      ["B", "mirror", false, true],
    ]);
  });
});

const schema = (field: string): string => `${Z} export const env = z.object({ X: ${field} }).parse(process.env);`;

describe("guards on a parsed environment", () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ["z.string()", "env.X !== 'a'", ["X !== a → unknown: call"]],
    ["z.string().optional()", "env.X !== 'a'", ["X !== a → taken: call"]],
    ["z.string().default('a')", "env.X !== 'a'", ["X !== a [a] → skipped: call"]],
    ["z.coerce.number().default(5)", "env.X > 3", ["X other [5] → taken: call"]],
    ["z.boolean().default(false)", "env.X", ["X truthy [false] → skipped: call"]],
    ["z.string().default('0').transform((v) => v === '1')", "env.X", ["X truthy → unknown: call"]],
  ];
  for (const [field, condition, expected] of cases) {
    it(`${field}: ${condition}`, () => {
      const same = factsOf(`${schema(field)} if (${condition}) act()`).guard ?? [];
      assert.deepEqual(same.map(showGuard), expected);
      const other = linkedFacts({
        "src/env.ts": schema(field),
        "src/main.ts": `import { env } from './env'; if (${condition}) act()`,
      });
      assert.deepEqual(other.guard?.map(showGuard), expected);
    });
  }

  it("follows safeParse, destructuring and imported schemas", () => {
    const facts = linkedFacts({
      "src/schema.ts": `${Z} export const envSchema = z.object({ OFF: z.string().optional() })`,
      "src/env.ts":
        "import { envSchema } from './schema'; const parsed = envSchema.safeParse(process.env); export const env = parsed.data",
      "src/main.ts": "import { env } from './env'; const { OFF } = env; if (OFF) act()",
    });
    assert.deepEqual(facts.guard?.map(showGuard), ["OFF truthy → skipped: call"]);
  });
});

const types = (text: string): string[] =>
  (factsOf(text).env_declaration ?? []).map(
    (row) => `${row.line} ${row.source} ${row.name}${row.is_optional ? "?" : ""}`,
  );

describe("types", () => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    "declare global {\n namespace NodeJS {\n interface ProcessEnv {\n A: string;\n B?: string;\n readonly C: string | undefined } } }":
      ["4 types A", "5 types B?", "6 types C?"],
    "declare namespace NodeJS { interface ProcessEnv { NODE_ENV: 'development' | 'production' } }": [
      "1 types NODE_ENV",
    ],
    "interface ImportMetaEnv { readonly VITE_API_URL: string }": ["1 types VITE_API_URL"],
    "interface ProcessEnv { A: string }": [],
    "interface Env { A: string }": [],
    "export interface Env { STORE: KVNamespace; SIGNING_KEY?: string }": ["1 types SIGNING_KEY?"],
    "declare namespace NodeJS { interface ProcessEnv extends Shape {} }": [],
  };
  for (const [text, expected] of Object.entries(cases)) {
    it(text, () => assert.deepEqual(types(text), expected));
  }
});
