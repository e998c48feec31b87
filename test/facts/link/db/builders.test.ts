import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../linked-sample.js";
import { describeQueries, manifestOf } from "./orm-sample.js";

const kysely = (code: string): string[] =>
  describeQueries(
    {
      "package.json": manifestOf("kysely", "pg"),
      "src/a.ts": `import { Kysely, PostgresDialect } from "kysely";\nconst db = new Kysely({ dialect });\n${code}`,
    },
    "src/a.ts",
  );

describe("Kysely queries", () => {
  it("reads tables, columns, conditions, order and limit", () => {
    assert.deepEqual(
      kysely(`await db.selectFrom("boats").select(["id", "name as title"]).where("owner_id", "=", id).where("length", ">", 5)
  .where("sunk_at", "is", null).orderBy("name desc").limit(3).execute();
await db.selectFrom("fleet.boats as b").innerJoin("owners as o", "o.id", "b.owner_id").selectAll("b").select("o.name")
  .where("o.city", "in", cities).executeTakeFirst();`),
      [
        "select boats [id,name] where owner_id eq, length gt 5, sunk_at is null order name limit 3",
        "select fleet.boats [*] where owner_id join single",
        "select owners [name] where id join, city in",
      ],
    );
  });

  it("knows the names of WITH queries, and the plugin that renames", () => {
    assert.deepEqual(
      kysely(`import { CamelCasePlugin } from "kysely";
const other = new Kysely({ dialect, plugins: [new CamelCasePlugin()] });
await other.with("recent", (q) => q.selectFrom("boatTrips").select("boatId").where("startedAt", ">", day))
  .selectFrom("recent").innerJoin("boats", "boats.id", "recent.boatId").select((eb) => eb.fn.countAll()).execute();`),
      ["select boat_trips [boat_id] where started_at gt", "select boats [?] where id join"],
    );
  });

  it("reads writes, what goes on through a variable, and says what is computed", () => {
    assert.deepEqual(
      kysely(`await db.insertInto("boats").values({ id, name }).onConflict((c) => c.column("id").doUpdateSet({ name })).execute();
await db.transaction().execute(async (trx) => { await trx.updateTable("boats").set({ name }).where("id", "=", 1).execute(); });
await db.deleteFrom("boats").where((eb) => eb("id", "=", 1)).execute();
let query = db.selectFrom("boats").selectAll();
if (isOld) query = query.where("built", "<", 1990);
await query.execute();
export const f = (ctx, name) => ctx.db.selectFrom(name).selectAll().execute();`),
      [
        "upsert boats [id,name]",
        "update boats [name] where id eq 1",
        "delete boats [?] open",
        "select boats [*] where built lt 1990",
      ],
    );
  });
});

const knex = (code: string): string[] =>
  describeQueries(
    {
      "package.json": manifestOf("knex", "pg"),
      "src/db.js": `const knex = require("knex");\nmodule.exports = knex({ client: "pg" });`,
      "src/a.js": `const db = require("./db");\n${code}`,
    },
    "src/a.js",
  );

describe("Knex queries", () => {
  it("reads tables, columns, conditions, order and limit", () => {
    assert.deepEqual(
      knex(`async function f(id, q) {
  await db("boats").where({ owner_id: id, kind: "sail" }).whereNull("sunk_at").orWhere("length", ">", 5).select("id", "name as n").orderBy("name", "desc").limit(3);
  await db("boats").whereIn("id", ids).whereNot("kind", "motor").first();
  await db.select("b.id").from("boats as b").leftJoin("owners as o", "b.owner_id", "o.id").where("o.city", "Ulm");
  await db("boats").where("kind", "sail").count();
  await db("boats").whereRaw("length > ?", [q]);
}`),
      [
        'select boats [id,name] where owner_id eq, kind eq "sail", sunk_at is null, length or.gt 5 order name limit 3',
        'select boats [*] where id in, kind not.eq "motor" limit 1',
        "select boats [id] where owner_id join",
        'select owners [] where id join, city eq "Ulm"',
        'select boats [] where kind eq "sail" count',
        "select boats [*] open",
      ],
    );
  });

  it("leaves out the names of WITH queries, also where another statement names them", () => {
    assert.deepEqual(
      knex(`async function f(ids) {
  const deep = db.select("id").from("boats").join("reached as r", "r.id", "boats.parent_id");
  await db.withRecursive("reached", deep).from("reached").whereIn("id", ids).select("id");
}`),
      ["select boats [] where parent_id join"],
    );
  });

  it("reads writes, and leaves other functions alone", () => {
    assert.deepEqual(
      knex(`async function f(rows) {
  await db("boats").insert({ name: "a", length: 1 }).onConflict("name").merge();
  await db("boats").insert(rows);
  await db.transaction(async (trx) => { await trx("boats").where("id", 1).update({ name: "b" }); });
  await db("boats").where("id", 2).del();
  await db.schema.dropTable("boats");
  other("boats").where("id", 1);
}`),
      [
        "upsert boats [name,length]",
        "insert boats [?]",
        "update boats [name] where id eq 1",
        "delete boats [?] where id eq 2",
      ],
    );
    const files = {
      "package.json": manifestOf("knex"),
      "src/a.js": `import knex from "knex";\nconst db = knex({ client: "pg" });\nawait db("boats").select();`,
    };
    assert.deepEqual(
      factsOf(files).db_query?.map(({ dialect }) => dialect),
      ["postgresql"],
    );
  });
});
