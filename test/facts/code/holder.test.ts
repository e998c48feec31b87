import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../link/linked-sample.js";

/** Who holds the first `new Pool` (or `createClient()`) of each text. */
function check(holder: string, codes: readonly string[]): void {
  for (const code of codes) {
    const text = `import { Pool, createClient } from "pg";\nimport { drizzle } from "drizzle-orm";\n${code}`;
    const row = (factsOf({ "src/a.ts": text }).call ?? []).find(
      (call) => call.method === "Pool" || call.method === "createClient",
    );
    assert.equal(row?.held, holder, code);
  }
}

const pool = "new Pool()";

describe("held: what lives on", () => {
  it("is module for what is made while the file loads", () => {
    check("module", [
      `export const db = ${pool};`,
      `if (!globalThis.db) globalThis.db = ${pool};`,
      `const db = cache.db ?? ${pool};`,
      `class Db { static pool = ${pool}; }`,
      `export const db = drizzle(${pool});`,
    ]);
  });

  it("is outer for what is kept outside the function", () => {
    check("outer", [
      `let db; function get() { if (!db) db = ${pool}; return db; }`,
      `let db; function get() { return (db ??= ${pool}); }`,
      `let db; async function get() { const made = await createClient().on("error", log).connect(); db = made; return db; }`,
      `function get() { return (globalThis.db ??= ${pool}); }`,
      `const cache = {}; function get(name) { cache[name] = ${pool}; }`,
      `const made = new Map(); function get(name) { const db = ${pool}; made.set(name, db); return db; }`,
      `const all = []; function get() { all.push(${pool}); }`,
      `export const get = cache(() => ${pool});`,
      `export const get = () => remember("db", () => { const db = ${pool}; return db; });`,
      `function get() { return singleton("store", () => new Store(${pool})); }`,
    ]);
  });

  it("is instance for members of this", () => {
    check("instance", [
      `class Db { constructor() { this.pool = ${pool}; } }`,
      `class Db { pool = ${pool}; }`,
      `class Db { open() { const pool = ${pool}; this.pool = pool; } }`,
      `class Db { open() { this.db = drizzle(${pool}); } }`,
    ]);
  });
});

describe("held: what ends with the function", () => {
  it("is closed when the function ends it", () => {
    check("closed", [
      `async function run() { const db = ${pool}; try { await db.query("x"); } finally { await db.end(); } }`,
      `async function run() { const db = ${pool}; return db.query("x").finally(() => db.end()); }`,
      `async function run() { await using db = ${pool}; }`,
      `function run(req) { const db = createClient(); req.on("close", () => db.quit()); }`,
      `async function run() { const db = ${pool}; const orm = drizzle(db); await orm.all(); await db.end(); }`,
    ]);
  });

  it("is returned when the caller gets it, itself or wrapped", () => {
    check("returned", [
      `function make() { return ${pool}; }`,
      `const make = () => ${pool};`,
      `async function make() { const db = createClient(); await db.connect(); return db; }`,
      `const make = async () => { const db = await createClient().connect(); return { db, at: now }; };`,
      `function make() { return drizzle(${pool}); }`,
      `function make() { const orm = drizzle({ client: ${pool} }); return orm; }`,
    ]);
  });

  it("is passed when a function of the project, or a parameter, gets it", () => {
    check("passed", [
      `function run() { start(${pool}); }`,
      `function middleware(req, res, next) { req.db = ${pool}; next(); }`,
      `function run() { const db = ${pool}; start({ db }); }`,
    ]);
  });

  it("is local when it is used and forgotten", () => {
    check("local", [
      `async function run() { const db = ${pool}; const { rows } = await db.query("x"); return rows; }`,
      `async function run() { await ${pool}.query("x"); }`,
      `async function run() { const db = drizzle(${pool}); return db.all(); }`,
      `async function run() { const client = await createClient().connect(); return client.db("x").collection("y"); }`,
    ]);
  });
});

it("variables that lead to each other in dozens of places are each followed once", () => {
  const chain = Array.from({ length: 40 }, () => "a = a || b; b = b || a;").join(" ");
  const uses = `async function use() { let a = await db.from("t").select(); let b; ${chain} }`;
  check("local", [`function get() { let a = ${pool}; let b; ${chain} } ${uses}`]);
});
