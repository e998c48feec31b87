import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../linked-sample.js";
import { describeQueries, manifestOf } from "./orm-sample.js";

const SCHEMA = `import { pgTable, pgSchema, pgTableCreator, uuid, text, timestamp, integer } from "drizzle-orm/pg-core";
import { defaultTime } from "./columns";
export const plants = pgTable("plant", {
  id: uuid("id").primaryKey(),
  latinName: text("latin_name").notNull(),
  height: integer(),
  gardenId: uuid("garden_id").references(() => gardens.id),
  sownAt: timestamp("sown_at", { withTimezone: true }),
  seenAt: defaultTime(),
});
export const gardens = pgTable("gardens", { id: uuid("id"), city: text("city") }, (table) => [index("x").on(table.city)]);
const staff = pgSchema("staff");
export const gardeners = staff.table("gardener", { id: uuid("id"), gardenId: uuid("garden_id") });
export const shifts = staff.table("shift", { id: uuid("id"), day: text("day") });
const named = pgTableCreator((name) => \`shop_\${name}\`);
export const orders = named("orders", { id: uuid("id"), total: integer("total") });
`;

const queries = (code: string, more: Readonly<Record<string, string>> = {}): string[] =>
  describeQueries(
    {
      "package.json": manifestOf("drizzle-orm"),
      "src/schema.ts": SCHEMA,
      "src/db.ts": `import { drizzle } from "drizzle-orm/node-postgres";\nimport * as schema from "./schema";\nexport const db = drizzle(url, { schema });`,
      "src/a.ts": `import { db } from "./db";\nimport { plants, gardens, gardeners, shifts, orders } from "./schema";\nimport { and, or, not, eq, gt, ilike, inArray, isNull, desc, count, sql } from "drizzle-orm";\n${code}`,
      ...more,
    },
    "src/a.ts",
  );

describe("Drizzle queries", () => {
  it("names tables and columns as the database does", () => {
    assert.deepEqual(
      queries(`await db.select({ id: plants.id, more: { name: plants.latinName } }).from(plants)
  .where(and(eq(plants.gardenId, id), or(ilike(plants.latinName, \`%\${q}%\`), not(eq(plants.height, 3))), isNull(plants.sownAt)))
  .orderBy(desc(plants.sownAt), plants.height).limit(10);
await db.select().from(orders);
const schema = { gardens };
await db.select({ city: schema.gardens.city }).from(schema.gardens);`),
      [
        "select plant [id,latin_name] where garden_id eq, latin_name or.ilike contains, height or.not.eq 3, sown_at is null order sown_at,height limit 10",
        "select shop_orders [*]",
        "select gardens [city]",
      ],
    );
  });

  it("gives every table of a join a row", () => {
    assert.deepEqual(
      queries(`await db.select({ plant: plants.latinName, city: gardens.city }).from(plants)
  .leftJoin(gardens, eq(gardens.id, plants.gardenId)).innerJoin(gardeners, eq(gardeners.gardenId, gardens.id))
  .where(eq(gardens.city, "Ulm"));`),
      [
        "select plant [latin_name] where garden_id join",
        'select gardens [city] where id join, id join, city eq "Ulm"',
        "select staff.gardener [] where garden_id join",
      ],
    );
  });

  it("reads writes and counts, also of tables of one schema", () => {
    assert.deepEqual(
      queries(`await db.insert(plants).values([{ id, latinName }, { id, height: 1 }]).onConflictDoUpdate({ target: plants.id, set: {} });
await db.insert(shifts).values(rows);
await db.transaction(async (tx) => {
  await tx.update(gardeners).set({ gardenId }).where(eq(gardeners.id, id));
  await tx.delete(shifts).where(inArray(shifts.id, ids));
});
await db.select({ n: count() }).from(plants).where(gt(plants.height, 5));`),
      [
        "upsert plant [id,latin_name,height]",
        "insert staff.shift [?]",
        "update staff.gardener [garden_id] where id eq",
        "delete staff.shift [?] where id in",
        "select plant [] where height gt 5 count",
      ],
    );
  });

  it("reads relational queries, with operators from the import or from the callback", () => {
    assert.deepEqual(
      queries(`await db.query.plants.findFirst({ where: eq(plants.id, id), columns: { latinName: true } });
await db.query.plants.findMany({ where: (p, { eq, and }) => and(eq(p.gardenId, id), eq(p.height, 2)), limit: 4, orderBy: desc(plants.sownAt), with: { garden: true } });
await db.query.gardens.findMany();
await db.query.unknown.findMany();`),
      [
        "select plant [latin_name] where id eq limit 1",
        "select plant [*] where garden_id eq, height eq 2 order sown_at limit 4",
        "select gardens [*]",
      ],
    );
  });

  it("follows conditions and queries that are kept in variables, and says what is computed", () => {
    assert.deepEqual(
      queries(`export async function list(filters, isOld, size) {
  const own = eq(plants.gardenId, 1);
  await db.select().from(plants).where(own);
  await db.select().from(plants).where(and(own, ...filters)).limit(size);
  await db.select().from(plants).where(isOld ? gt(plants.height, 2) : undefined);
  await db.select().from(plants).where(eq(plants.seenAt, now));
  await db.select().from(plants).where(sql\`height > 2\`);
  let query = db.select().from(gardens).$dynamic();
  if (isOld) query = query.where(eq(gardens.city, "Ulm"));
  return query;
}`),
      [
        "select plant [*] where garden_id eq 1",
        "select plant [*] where garden_id eq 1 open",
        "select plant [*] open",
        "select plant [*] open",
        "select plant [*] open",
        'select gardens [*] where city eq "Ulm"',
      ],
    );
  });

  it("needs no client, and takes nothing else for a query", () => {
    assert.deepEqual(
      queries(`import { Map as Places } from "immutable";
export const f = (ctx) => ctx.db.select().from(gardens);
Array.from(plants);
Places.from(orders.total);
new Set([1]).delete(plants.id);
cache.delete(key);`),
      ["select gardens [*]"],
    );
  });

  it("knows names by the casing that the client is told to use", () => {
    const files = {
      "package.json": manifestOf("drizzle-orm"),
      "src/a.ts": `import { drizzle } from "drizzle-orm/postgres-js";
import { pgTable, text } from "drizzle-orm/pg-core";
const db = drizzle({ client, casing: "snake_case" });
const seeds = pgTable("seeds", { latinName: text() });
await db.select({ name: seeds.latinName }).from(seeds);`,
    };
    assert.deepEqual(describeQueries(files, "src/a.ts"), ["select seeds [latin_name]"]);
    assert.deepEqual(
      factsOf(files).db_model?.map(({ client, target, dialect }) => [client, target, dialect]),
      [["drizzle", "seeds", "postgresql"]],
    );
  });
});
