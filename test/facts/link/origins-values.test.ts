import { describe, it } from "node:test";
import { checkOrigins } from "./linked-sample.js";

const PG = `import { Pool } from "pg";\n`;
const USE = `pool.query("select 1");\n`;
const LINKED = { "pool.query": "pg Pool.query (linked)" };

describe("origins across files: what makes the value", () => {
  it("follows factories, arrow and async ones too", () => {
    const factories = [
      `export function connect() { return new Pool(); }`,
      `export const connect = () => new Pool();`,
      `export const connect = async () => { const pool = new Pool(); await pool.connect(); return pool; };`,
      `export const connect = function () { return new Pool(); };`,
      `const make = () => new Pool();\nexport const connect = () => make();`,
    ];
    for (const factory of factories) {
      checkOrigins(
        { "a.ts": PG + factory, "b.ts": `import { connect } from "./a";\nconst pool = await connect();\n${USE}` },
        LINKED,
      );
    }
  });

  it("follows what a factory returns beside other things", () => {
    const a = `${PG}export function connect() { const pool = new Pool(); return { pool, close: () => pool.end() }; }`;
    checkOrigins({ "a.ts": a, "b.ts": `import { connect } from "./a";\nconst { pool } = connect();\n${USE}` }, LINKED);
    checkOrigins(
      { "a.ts": a, "b.ts": `import { connect } from "./a";\nconst db = connect();\ndb.pool.query("x");` },
      { "db.pool.query": "pg Pool.query (linked)" },
    );
  });

  it("follows an object that one of several returns has", () => {
    const a = `${PG}const shared = new Pool();
export async function authorise(token) {
  if (!token) return { ok: false, reason: "no token" };
  return { ok: true, db: shared };
}`;
    checkOrigins(
      { "a.ts": a, "b.ts": `import { authorise } from "./a";\nconst auth = await authorise(t);\nauth.db.query("x");` },
      { "auth.db.query": "pg Pool.query (linked conditional)" },
    );
  });

  it("follows singletons that are made on first use", () => {
    const singletons = [
      `let client;\nexport function get() { if (!client) { client = new Pool(); } return client; }`,
      `let client: Pool | null = null;\nexport function get(): Pool { client ??= new Pool(); return client; }`,
      `let client: Pool | undefined;\nexport const get = () => client ?? (client = new Pool());`,
      `let client;\nexport const get = () => (client ||= new Pool());`,
      `const cache = { client: null };\nexport function get(): Pool { if (!cache.client) cache.client = new Pool(); return cache.client; }`,
    ];
    for (const singleton of singletons) {
      checkOrigins(
        { "a.ts": PG + singleton, "b.ts": `import { get } from "./a";\nget().query("x");` },
        { "get().query": "pg Pool.query (linked)" },
        "conditional|typed",
      );
    }
  });
});

describe("origins across files: caches", () => {
  it("follows caches on globalThis", () => {
    const caches = [
      `const cache = globalThis as unknown as { pool?: Pool };\nexport const pool = cache.pool ?? new Pool();`,
      `export const pool = global.pool || new Pool();\nif (process.env.NODE_ENV !== "production") global.pool = pool;`,
      `declare global { var pool: Pool | undefined }\nexport const pool = globalThis.pool ?? (globalThis.pool = new Pool());`,
      `if (!globalThis.pool) globalThis.pool = new Pool();\nexport const pool = globalThis.pool;`,
      `let pool: Pool;\nif (process.env.NODE_ENV === "production") { pool = new Pool(); } else { if (!global.pool) { global.pool = new Pool(); } pool = global.pool; }\nexport { pool };`,
    ];
    for (const cache of caches) {
      checkOrigins({ "a.ts": PG + cache, "b.ts": `import { pool } from "./a";\n${USE}` }, LINKED, "conditional|typed");
    }
  });

  it("follows what another file puts on the global object", () => {
    checkOrigins(
      {
        "a.js": `const { Pool } = require("pg");\nglobal.pool = new Pool();`,
        "b.js": `module.exports = () => global.pool.query("x");`,
        "c.js": `async function run() { db = globalThis.pool;\n await db.query("x"); }`,
      },
      { "global.pool.query": "pg Pool.query (linked)", "db.query": "pg Pool.query (linked)" },
    );
  });

  it("follows memoising helpers that return what they are given", () => {
    checkOrigins(
      {
        "a.ts": `import { cache } from "react";\nimport { createClient } from "@supabase/supabase-js";\nexport const get = cache(async () => createClient(a, b));`,
        "b.ts": `import { get } from "./a";\nconst db = await get();\ndb.from("t");`,
      },
      { "db.from": "@supabase/supabase-js createClient.from (linked)" },
    );
    checkOrigins(
      {
        "a.ts": `${PG}const once = (make) => { let made; return () => (made ??= make()); };\nexport const get = once(() => new Pool());`,
        "b.ts": `import { get } from "./a";\nget().query("x");`,
      },
      { "get().query": "pg Pool.query (linked)" },
      "conditional",
    );
  });

  it("does not guess when the value comes from nowhere known", () => {
    checkOrigins({ "b.ts": `declare const pool: any;\n${USE}` }, { "pool.query": "unknown" });
    checkOrigins({ "b.ts": `const pool = JSON.parse(text);\n${USE}` }, { "pool.query": "global" });
    checkOrigins({ "b.ts": `import { pool } from "./gone";\n${USE}` }, { "pool.query": "unknown" });
  });
});

const service = (body: string): string => `${PG}export class Store {\n${body}\n}`;

describe("origins across files: classes", () => {
  const CALL = `list() { return this.pool.query("x"); }`;
  const own = { "this.pool.query": "pg Pool.query" };

  it("follows class fields: initialised, assigned, typed, private, static", () => {
    for (const body of [
      `private pool = new Pool();\n${CALL}`,
      `pool;\nconstructor() { this.pool = new Pool(); }\n${CALL}`,
      `private readonly pool: Pool;\n${CALL}`,
      `pool;\nasync connect() { this.pool = new Pool(); }\n${CALL}`,
      `pool;\nconstructor() { if (url) { this.pool = new Pool(); } }\n${CALL}`,
      `get pool() { return new Pool(); }\n${CALL}`,
    ]) {
      checkOrigins({ "a.ts": service(body) }, own, "typed|conditional");
    }
    checkOrigins(
      { "a.ts": service(`#pool = new Pool();\nlist() { return this.#pool.query("x"); }`) },
      { "this.#pool.query": "pg Pool.query" },
    );
    checkOrigins(
      { "a.ts": service(`static pool = new Pool();\nstatic list() { return Store.pool.query("x"); }`) },
      { "Store.pool.query": "pg Pool.query" },
    );
  });

  it("follows constructor parameter properties and injected services", () => {
    checkOrigins({ "a.ts": service(`constructor(private readonly pool: Pool) {}\n${CALL}`) }, own, "typed");
    checkOrigins(
      {
        "prisma.ts": `import { PrismaClient } from "@prisma/client";\nexport class PrismaService extends PrismaClient {}`,
        "a.ts": `import { PrismaService } from "./prisma";\nexport class Users { constructor(private prisma: PrismaService) {}\n all() { return this.prisma.user.findMany(); } }`,
      },
      { "this.prisma.user.findMany": "@prisma/client PrismaClient.user.findMany (linked typed)" },
    );
    checkOrigins(
      {
        "store.ts": service(`readonly pool = new Pool();`),
        "a.ts": `import { Store } from "./store";\nclass Users { constructor(private store: Store) {}\n all() { return this.store.pool.query("x"); } }`,
      },
      { "this.store.pool.query": "pg Pool.query (linked typed)" },
    );
  });

  it("follows instances, their methods and what subclasses inherit", () => {
    checkOrigins(
      {
        "a.ts": service(`connect() { return new Pool(); }`),
        "b.ts": `import { Store } from "./a";\nconst store = new Store();\nstore.connect().query("x");`,
      },
      { "store.connect().query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "a.ts": service(`protected pool = new Pool();`),
        "b.ts": `import { Store } from "./a";\nclass Users extends Store { all() { return this.pool.query("x"); } }`,
      },
      { "this.pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "a.ts": `${PG}class Db { private static instance: Db;\n readonly pool = new Pool();\n static getInstance(): Db { if (!Db.instance) Db.instance = new Db(); return Db.instance; } }\nexport default Db.getInstance();`,
        "b.ts": `import db from "./a";\ndb.pool.query("x");`,
      },
      { "db.pool.query": "pg Pool.query (linked)" },
      "typed|conditional",
    );
  });
});
