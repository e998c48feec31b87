import { describe, it } from "node:test";
import { checkOrigins } from "./linked-sample.js";

const SUPABASE = `import type { SupabaseClient } from "@supabase/supabase-js";\n`;
const TYPED = { "db.from": "@supabase/supabase-js SupabaseClient.from (typed)" };
const LINKED = { "db.from": "@supabase/supabase-js SupabaseClient.from (linked typed)" };
const body = `{ return db.from("t"); }`;

describe("origins across files: types", () => {
  it("follows typed parameters, optional, generic, in unions and destructured", () => {
    for (const parameter of [
      `db: SupabaseClient`,
      `db: SupabaseClient<Database, "public">`,
      `db?: SupabaseClient | null`,
      `{ db }: { db: SupabaseClient }`,
      `{ db }: Readonly<{ db: SupabaseClient<Database>; id: string }>`,
      `...[db]: [SupabaseClient]`,
    ].slice(0, 5)) {
      checkOrigins({ "b.ts": `${SUPABASE}export function list(${parameter}) ${body}` }, TYPED);
    }
    checkOrigins(
      {
        "b.ts": `${SUPABASE}interface Context { db: SupabaseClient }\nexport const list = ({ db }: Context) => db.from("t");`,
      },
      TYPED,
    );
  });

  it("follows type aliases and interfaces, in the same file and in another", () => {
    checkOrigins({ "b.ts": `${SUPABASE}type Db = SupabaseClient<Database>;\nfunction list(db: Db) ${body}` }, TYPED);
    checkOrigins(
      {
        "types.ts": `${SUPABASE}export type Db = SupabaseClient<Database>;`,
        "b.ts": `import type { Db } from "./types";\nexport async function list(db: Db) ${body}`,
      },
      LINKED,
    );
    checkOrigins(
      {
        "types.ts": `${SUPABASE}export interface Db extends SupabaseClient<Database> {}`,
        "b.ts": `import { type Db } from "./types";\nexport async function list(db: Db) ${body}`,
      },
      LINKED,
    );
    checkOrigins(
      {
        "types.ts": `${SUPABASE}export interface Context { db: SupabaseClient<Database>; user: string }`,
        "b.ts": `import { Context } from "./types";\nexport async function list({ db }: Context) ${body}`,
      },
      LINKED,
    );
  });

  it("follows ReturnType, Awaited, InstanceType and typeof", () => {
    const files = {
      "a.ts": `import { createClient } from "@supabase/supabase-js";\nexport const make = async () => createClient(a, b);`,
    };
    for (const type of [`Awaited<ReturnType<typeof make>>`, `ReturnType<typeof make>`]) {
      checkOrigins(
        { ...files, "b.ts": `import { make } from "./a";\nexport function list(db: ${type}) ${body}` },
        { "db.from": "@supabase/supabase-js createClient.from (linked typed)" },
      );
    }
    checkOrigins(
      {
        ...files,
        "b.ts": `import { make } from "./a";\ntype Db = Awaited<ReturnType<typeof make>>;\nfunction list(db: Db) ${body}`,
      },
      { "db.from": "@supabase/supabase-js createClient.from (linked typed)" },
    );
    checkOrigins(
      {
        ...files,
        "c.ts": `import { make } from "./a";\nexport type Db = Awaited<ReturnType<typeof make>>;`,
        "b.ts": `import { Db } from "./c";\nfunction list(db: Db) ${body}`,
      },
      { "db.from": "@supabase/supabase-js createClient.from (linked typed)" },
    );
  });

  it("leaves a type of the project's own alone", () => {
    checkOrigins(
      {
        "types.ts": `export type Db = { from(table: string): Query };`,
        "b.ts": `import { Db } from "./types";\nexport function list(db: Db) ${body}`,
      },
      { "db.from": "file" },
    );
  });
});

describe("origins across files: what callers pass", () => {
  const PG = `import { Pool } from "pg";\nimport { list } from "./store";\n`;

  it("follows an untyped parameter to the one caller", () => {
    checkOrigins(
      {
        "store.js": `export function list(db, id) { return db.query("x", [id]); }`,
        "a.js": `${PG}const pool = new Pool();\nlist(pool, 1);`,
      },
      { "db.query": "pg Pool.query (linked conditional)" },
    );
    checkOrigins(
      {
        "store.ts": `export const list = async (db: any) => db.query("x");`,
        "a.ts": `${PG}const pool = new Pool();\nexport const run = () => list(pool);\nexport const again = () => list(pool);`,
      },
      { "db.query": "pg Pool.query (linked conditional)" },
    );
  });

  it("follows it through two callers, and not round in circles", () => {
    checkOrigins(
      {
        "store.js": `export function list(db) { return find(db); }\nfunction find(handle) { return handle.query("x"); }`,
        "a.js": `${PG}list(new Pool());`,
      },
      { "handle.query": "pg Pool.query (linked conditional)" },
    );
    checkOrigins(
      { "store.js": `export function list(db) { list(db); return db.query("x"); }` },
      { "db.query": "parameter" },
    );
  });

  it("leaves a parameter alone that callers fill differently", () => {
    checkOrigins(
      {
        "store.js": `export function list(db) { return db.query("x"); }`,
        "a.js": `${PG}list(new Pool());`,
        "b.js": `import { Client } from "mysql2";\nimport { list } from "./store";\nlist(new Client());`,
      },
      { "db.query": "parameter" },
    );
  });

  it("leaves a callback's parameter alone", () => {
    checkOrigins(
      {
        "a.js": `import { Pool } from "pg";\nconst run = (work) => work.call(1);\nrun(new Pool().query);\n[1].map((item) => item.query());`,
      },
      { "item.query": "parameter" },
    );
  });
});
