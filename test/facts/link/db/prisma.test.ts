import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../linked-sample.js";
import { describeQueries, manifestOf } from "./orm-sample.js";

const SCHEMA = `
generator client {
  provider = "prisma-client-js"
}
datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL") // pooled
}
/// A reader of books.
model Reader {
  id        Int      @id @default(autoincrement())
  email     String   @unique @map("email_address")
  name      String?
  cardNo    String   @default("a // b") @map("card_no")
  branchId  Int      @map("branch_id")
  branch    Branch   @relation(fields: [branchId], references: [id])
  loans     Loan[]   @relation("borrowed")
  settings  Json
  @@map("readers")
  @@unique([branchId, cardNo])
}
model Branch {
  id      Int      @id
  city    String
  readers Reader[]
  @@map("branches")
  @@schema("places")
}
model Loan {
  id       Int    @id
  readerId Int    @map("reader_id")
  dueAt    DateTime @map("due_at")
  reader   Reader @relation("borrowed", fields: [readerId],
    references: [id])
}
`;

const CLIENT = `import { PrismaClient } from "@prisma/client";\nexport const prisma = new PrismaClient();\n`;

const queries = (code: string, more: Readonly<Record<string, string>> = {}): string[] =>
  describeQueries(
    {
      "package.json": manifestOf("@prisma/client"),
      "prisma/schema.prisma": SCHEMA,
      "src/db.ts": CLIENT,
      "src/a.ts": `import { prisma } from "./db";\n${code}`,
      ...more,
    },
    "src/a.ts",
  );

describe("Prisma queries", () => {
  it("names tables and columns as the database does", () => {
    assert.deepEqual(
      queries(`export const list = (q: string) => prisma.reader.findMany({
  where: { email: { contains: q, mode: "insensitive" }, name: null, cardNo: { not: "x" }, branchId: { in: [1, 2] } },
  select: { id: true, cardNo: true, name: false },
  orderBy: [{ cardNo: "asc" }, { name: { sort: "desc" } }],
  take: 20,
});`),
      [
        'select readers [id,card_no] where email_address ilike contains, name is null, card_no neq "x", branch_id in order card_no,name limit 20',
      ],
    );
  });

  it("tells alternatives and negations from what must hold", () => {
    assert.deepEqual(
      queries(`await prisma.reader.count({
  where: { AND: [{ branchId: id }, { OR: [{ name: "a" }, { NOT: { email: { startsWith: "b" } } }] }] },
});`),
      ['select readers [] where branch_id eq, name or.eq "a", email_address or.not.like starts count'],
    );
  });

  it("reads unique keys of several columns, and inside JSON", () => {
    assert.deepEqual(
      queries(`await prisma.reader.findUnique({ where: { branchId_cardNo: { branchId, cardNo: "7" } } });
await prisma.reader.findFirst({ where: { settings: { path: ["theme"], equals: "dark" } } });`),
      [
        'select readers [*] where branch_id eq, card_no eq "7" single',
        "select readers [*] where #>>(settings) eq limit 1",
      ],
    );
  });

  it("gives related models rows of their own, with the keys by which they are asked", () => {
    assert.deepEqual(
      queries(`await prisma.reader.findMany({
  where: { branch: { city: "Ulm" }, loans: { some: { dueAt: { lt: now } } } },
  include: { branch: { select: { city: true } }, loans: { orderBy: { dueAt: "asc" }, take: 3 } },
});`),
      [
        "select readers [*] where branch_id join, id join",
        'select places.branches [] where id join, city eq "Ulm"',
        "select Loan [] where reader_id join, due_at lt",
        "select places.branches [city] where id in",
        "select Loan [*] where reader_id in order due_at limit 3",
      ],
    );
  });

  it("reads writes", () => {
    assert.deepEqual(
      queries(`await prisma.reader.create({ data: { email, cardNo, branch: { connect: { id } }, ...rest } });
await prisma.loan.createMany({ data: rows });
await prisma.reader.update({ where: { id }, data: { name: "x" } });
await prisma.reader.upsert({ where: { email }, create: { email, name }, update: { name } });
await prisma.loan.deleteMany({ where: { dueAt: { lte: limit } } });
await prisma.loan.deleteMany();`),
      [
        "insert readers [email_address,card_no,branch_id]",
        "insert Loan [?]",
        "update readers [name] where id eq",
        "upsert readers [email_address,name] where email_address eq",
        "delete Loan [?] where due_at lte",
        "delete Loan [?]",
      ],
    );
  });

  it("says when conditions are computed", () => {
    assert.deepEqual(
      queries(`export async function list(where, filter, isOpen, paging) {
  await prisma.loan.findMany({ where });
  await prisma.loan.findMany({ where: { readerId: 1, ...filter }, take: 5 });
  await prisma.loan.findMany({ where: { readerId: 1, ...(isOpen && { dueAt: null }) } });
  await prisma.loan.findMany({ where: isOpen ? { dueAt: null } : undefined, ...paging });
  await prisma.loan.findMany(filter);
  const known = { readerId: 2 };
  await prisma.loan.findMany({ where: known });
  const where2 = {};
  if (isOpen) where2.dueAt = null;
  await prisma.loan.findMany({ where: where2 });
}`),
      [
        "select Loan [*] open",
        "select Loan [*] where reader_id eq 1 limit 5 open",
        "select Loan [*] where reader_id eq 1, due_at is null",
        "select Loan [*] where due_at is null open",
        "select Loan [?] open",
        "select Loan [*] where reader_id eq 2",
        "select Loan [*] open",
      ],
    );
  });

  it("knows the client in transactions, extensions, services and contexts", () => {
    const service = `import { Injectable } from "@nestjs/common";
import { PrismaClient } from "@prisma/client";
@Injectable()
export class Database extends PrismaClient {}`;
    assert.deepEqual(
      queries(
        `import { Database } from "./service";
const extended = prisma.$extends({});
await prisma.$transaction(async (tx) => { await tx.loan.delete({ where: { id } }); });
await extended.branch.findMany();
class Loans { constructor(private readonly data: Database) {} all() { return this.data.loan.findMany(); } }
export const resolver = { list: (parent, args, ctx) => ctx.prisma.loan.count() };`,
        { "src/service.ts": service },
      ),
      ["delete Loan [?] where id eq", "select places.branches [*]", "select Loan [*]", "select Loan [] count"],
    );
  });

  it("leaves alone what only looks alike", () => {
    assert.deepEqual(
      queries(`import Stripe from "stripe";
const stripe = new Stripe(key);
export async function run(items, api, service) {
  await stripe.reader.create({ where: { id: 1 } });
  await service.reader.create({ where: { id: 1 } });
  await api.unknownModel.findMany({});
  await api.query.reader.findMany({});
  items.loan.delete(1);
}`),
      [],
    );
  });

  it("takes the schema nearest to the client, and leaves a model open that no schema has", () => {
    const two = {
      "package.json": manifestOf("@prisma/client"),
      "apps/a/prisma/schema.prisma": `datasource db {\n  provider = "mysql"\n}\nmodel Item {\n  id Int @id\n  @@map("a_items")\n}`,
      "apps/b/prisma/base.prisma": `datasource db {\n  provider = "postgresql"\n}`,
      "apps/b/prisma/models/item.prisma": `model Item {\n  id Int @id\n  @@map("b_items")\n}`,
      "apps/b/db.ts": CLIENT,
      "apps/b/use.ts": `import { prisma } from "./db";\nawait prisma.item.findMany();\nawait prisma.gone.findMany({ where: { id: 1 } });`,
    };
    assert.deepEqual(describeQueries(two, "apps/b/use.ts"), ["select b_items [*]", "select ? [?]"]);
    assert.equal(factsOf(two).db_query?.[0]?.dialect, "postgresql");
  });
});

describe("Prisma schemas", () => {
  it("become models, columns and relations", () => {
    const facts = factsOf({ "prisma/schema.prisma": SCHEMA, "package.json": manifestOf("@prisma/client") });
    assert.deepEqual(
      (facts.db_model ?? []).map((row) => [row.name, row.schema, row.target, row.line, row.dialect]),
      [
        ["Reader", null, "readers", 10, "postgresql"],
        ["Branch", "places", "branches", 22, "postgresql"],
        ["Loan", null, "Loan", 29, "postgresql"],
      ],
    );
    assert.deepEqual(
      (facts.db_model_column ?? [])
        .filter((row) => row.model_id === facts.db_model?.[2]?.id)
        .map((row) => [row.field, row.column_name, row.type, row.is_unique, row.relation, row.local_json]),
      [
        ["id", "id", "Int", true, null, null],
        ["readerId", "reader_id", "Int", false, null, null],
        ["dueAt", "due_at", "DateTime", false, null, null],
        ["reader", null, "Reader", false, "Reader", '["readerId"]'],
      ],
    );
    assert.deepEqual(
      facts.db_datasource?.map(({ dialect, url_name }) => [dialect, url_name]),
      [["postgresql", "DATABASE_URL"]],
    );
  });
});
