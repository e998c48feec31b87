import { describe, it } from "node:test";
import { checkOrigins } from "./linked-sample.js";

const POOL = `import { Pool } from "pg";\nexport const pool = new Pool();\n`;
const USE = `pool.query("select 1");\n`;

describe("origins across files: imports", () => {
  it("follows named, renamed, default and namespace imports", () => {
    checkOrigins(
      { "a.ts": POOL, "b.ts": `import { pool } from "./a";\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "a.ts": POOL, "b.ts": `import { pool as db } from "./a.js";\ndb.query("select 1");` },
      { "db.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "a.ts": `import { Pool } from "pg";\nexport default new Pool();`, "b.ts": `import pool from "./a";\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "a.ts": POOL, "b.ts": `import * as database from "./a";\ndatabase.pool.query("select 1");` },
      { "database.pool.query": "pg Pool.query (linked)" },
    );
  });

  it("follows a default export that is declared elsewhere in its file", () => {
    checkOrigins(
      {
        "a.ts": `import { Pool } from "pg";\nconst pool = new Pool();\nexport { pool as default };`,
        "b.ts": `import pool from "./a";\n${USE}`,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });
});

describe("origins across files: re-exports", () => {
  it("follows re-exports: named, renamed, star, star as a name, import then export", () => {
    const paths: readonly string[] = [
      `export { pool } from "./a";`,
      `export * from "./a";`,
      `import { pool } from "./a";\nexport { pool };`,
      `import * as inner from "./a";\nexport const pool = inner.pool;`,
      `import { pool as inner } from "./a";\nexport const pool = inner;`,
    ];
    for (const barrel of paths) {
      checkOrigins(
        { "a.ts": POOL, "index.ts": barrel, "b.ts": `import { pool } from "./index";\n${USE}` },
        { "pool.query": "pg Pool.query (linked)" },
      );
    }
    checkOrigins(
      {
        "a.ts": POOL,
        "index.ts": `export * as db from "./a";`,
        "b.ts": `import { db } from ".";\ndb.pool.query("x");`,
      },
      { "db.pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "a.ts": POOL,
        "index.ts": `export { pool as default } from "./a";`,
        "b.ts": `import db from ".";\ndb.query("x");`,
      },
      { "db.query": "pg Pool.query (linked)" },
    );
  });

  it("follows a chain of barrels, and stops in a ring of them", () => {
    checkOrigins(
      {
        "a.ts": POOL,
        "one.ts": `export * from "./a";`,
        "two.ts": `export * from "./one";\nexport * from "./other";`,
        "other.ts": `export const x = 1;`,
        "b.ts": `import { pool } from "./two";\n${USE}`,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "one.ts": `export * from "./two";`,
        "two.ts": `export * from "./one";`,
        "b.ts": `import { pool } from "./two";\n${USE}`,
      },
      { "pool.query": "file" },
    );
  });

  it("follows packages that a file re-exports", () => {
    checkOrigins(
      { "a.ts": `export { Pool } from "pg";`, "b.ts": `import { Pool } from "./a";\nconst pool = new Pool();\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "a.ts": `export * from "pg";`, "b.ts": `import { Pool } from "./a";\nconst pool = new Pool();\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });
});

describe("origins across files: aliases and workspaces", () => {
  it("follows tsconfig paths and baseUrl", () => {
    const code = `import { pool } from "@/lib/db";\n${USE}`;
    checkOrigins(
      {
        "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
        "src/lib/db.ts": POOL,
        "src/b.ts": code,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "tsconfig.json": `{ "compilerOptions": { "baseUrl": "src" } }`,
        "src/lib/db.ts": POOL,
        "src/b.ts": `import { pool } from "lib/db";\n${USE}`,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });

  it("follows workspace packages, with and without an exports map", () => {
    const app = { "apps/web/b.ts": `import { pool } from "@acme/db";\n${USE}` };
    const root = { "package.json": `{ "workspaces": ["apps/*", "packages/*"] }` };
    const web = { "apps/web/package.json": `{ "name": "web", "dependencies": { "@acme/db": "workspace:*" } }` };
    checkOrigins(
      {
        ...root,
        ...web,
        ...app,
        "packages/db/package.json": `{ "name": "@acme/db", "main": "src/index.ts" }`,
        "packages/db/src/index.ts": POOL,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        ...root,
        ...web,
        "apps/web/b.ts": `import { pool } from "@acme/db/client";\n${USE}`,
        "packages/db/package.json": `{ "name": "@acme/db", "exports": { "./client": "./src/client.ts" } }`,
        "packages/db/src/client.ts": POOL,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });
});

describe("origins across files: CommonJS and dynamic imports", () => {
  it("follows CommonJS: module.exports of a value, an object, a member; require with and without destructuring", () => {
    const make = `const { Pool } = require("pg");\nconst pool = new Pool();\n`;
    const forms: readonly (readonly [string, string])[] = [
      [`module.exports = pool;`, `const pool = require("./a");`],
      [`module.exports = { pool };`, `const { pool } = require("./a");`],
      [`module.exports = { pool: pool };`, `const pool = require("./a").pool;`],
      [`exports.pool = pool;`, `const { pool } = require("./a");`],
      [`module.exports.pool = pool;`, `const { pool } = require("./a.js");`],
      [`module.exports = exports = pool;`, `const pool = require("./a");`],
      [`module.exports = { connect: () => pool };`, `const pool = require("./a").connect();`],
      [`module.exports = { connect() { return pool; } };`, `const db = require("./a");\nconst pool = db.connect();`],
      [`module.exports = () => pool;`, `const pool = require("./a")();`],
    ];
    for (const [exported, required] of forms) {
      checkOrigins(
        { "a.js": make + exported, "b.js": `${required}\n${USE}` },
        { "pool.query": "pg Pool.query (linked)" },
      );
    }
  });

  it("follows ESM that imports CommonJS, and the other way round", () => {
    checkOrigins(
      {
        "a.cjs": `const { Pool } = require("pg");\nmodule.exports = { pool: new Pool() };`,
        "b.mjs": `import db from "./a.cjs";\ndb.pool.query("x");`,
      },
      { "db.pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "a.ts": POOL, "b.cjs": `const { pool } = require("./a");\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      {
        "a.ts": `import { Pool } from "pg";\nexport = new Pool();`,
        "b.ts": `import pool = require("./a");\n${USE}`,
      },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });

  it("follows dynamic imports", () => {
    checkOrigins(
      { "a.ts": POOL, "b.ts": `const { pool } = await import("./a");\n${USE}` },
      { "pool.query": "pg Pool.query (linked)" },
    );
    checkOrigins(
      { "b.ts": `const pg = await import("pg");\nconst pool = new pg.default.Pool();\n${USE}` },
      { "pool.query": "pg default.Pool.query" },
    );
    checkOrigins(
      { "a.ts": POOL, "b.ts": `import("./a").then(({ pool }) => { ${USE} });` },
      { "pool.query": "pg Pool.query (linked)" },
    );
  });
});

describe("origins across files: packages", () => {
  it("follows namespaces of packages", () => {
    checkOrigins(
      { "b.ts": `import * as pg from "pg";\nconst pool = new pg.Pool();\n${USE}` },
      { "pool.query": "pg Pool.query" },
    );
    checkOrigins(
      { "b.ts": `import pg from "pg";\nconst { Pool } = pg;\nconst pool = new Pool();\n${USE}` },
      { "pool.query": "pg default.Pool.query" },
    );
    checkOrigins(
      { "b.js": `const pg = require("pg");\nconst pool = new pg.Pool();\n${USE}` },
      { "pool.query": "pg Pool.query" },
    );
  });

  it("follows packages that Deno, jsr and npm: name", () => {
    const client = `const db = createClient(a, b);\ndb.from("t");`;
    for (const specifier of [
      "https://esm.sh/@supabase/supabase-js@2.38.4",
      "npm:@supabase/supabase-js@2",
      "jsr:@supabase/supabase-js@2",
    ]) {
      checkOrigins(
        { "b.ts": `import { createClient } from "${specifier}";\n${client}` },
        { "db.from": "@supabase/supabase-js createClient.from" },
      );
    }
    checkOrigins(
      {
        "deno.json": `{ "imports": { "supabase": "npm:@supabase/supabase-js@2" } }`,
        "b.ts": `import { createClient } from "supabase";\n${client}`,
      },
      { "db.from": "@supabase/supabase-js createClient.from" },
    );
  });
});

describe("origins across files: generated clients", () => {
  const use = `const db = new PrismaClient();\ndb.user.findMany();`;

  it("knows a Prisma client by its generated path, committed or not", () => {
    checkOrigins(
      { "src/a.ts": `import { PrismaClient } from "../generated/prisma/client";\n${use}` },
      { "db.user.findMany": "@prisma/client PrismaClient.user.findMany" },
    );
    checkOrigins(
      { "src/a.js": `const { PrismaClient } = require("./generated/prisma");\n${use}` },
      { "db.user.findMany": "@prisma/client PrismaClient.user.findMany" },
    );
    checkOrigins(
      {
        "src/generated/prisma/client.ts": `/* !!! This is code generated by Prisma. Do not edit directly. !!! */\nexport class PrismaClient {}`,
        "src/a.ts": `import { PrismaClient } from "./generated/prisma/client";\n${use}`,
      },
      { "db.user.findMany": "@prisma/client PrismaClient.user.findMany" },
    );
  });

  it("leaves a class of the project's own alone", () => {
    checkOrigins(
      {
        "src/prisma.ts": `export class PrismaClient { user = { findMany() { return []; } }; }`,
        "src/a.ts": `import { PrismaClient } from "./prisma";\n${use}`,
      },
      { "db.user.findMany": "file" },
    );
  });
});
