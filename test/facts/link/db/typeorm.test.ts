import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { factsOf } from "../linked-sample.js";
import { describeQueries, manifestOf } from "./orm-sample.js";

const ENTITIES = `import { Entity, Column, PrimaryGeneratedColumn, CreateDateColumn, ManyToOne, OneToMany, JoinColumn, BaseEntity, Index, Unique } from "typeorm";
export abstract class Base extends BaseEntity {
  @PrimaryGeneratedColumn("uuid") id: string;
  @CreateDateColumn({ name: "created_at" }) createdAt: Date;
}
@Entity("boats")
@Unique(["hull"])
export class Boat extends Base {
  @Column() hull: string;
  @Column({ name: "berth_no", type: "int", nullable: true }) berth: number;
  @Column(NAME) secret: string;
  @ManyToOne(() => Harbour, (harbour) => harbour.boats) harbour: Harbour;
  @ManyToOne(() => Skipper) @JoinColumn({ name: "skipper_id" }) skipper: Skipper;
}
@Entity({ name: "harbour", schema: "coast" })
export class Harbour extends Base {
  @Column({ unique: true }) town: string;
  @OneToMany(() => Boat, (boat) => boat.harbour) boats: Boat[];
}
@Entity()
export class BoatSkipper extends Base { @Column() name: string; }
export { BoatSkipper as Skipper };
`;
const START = `import { Boat, Harbour, BoatSkipper } from "./entities";
import { Repository, DataSource, EntityManager, In, Like, ILike, Not, IsNull, Between, MoreThan, Raw } from "typeorm";
import { InjectRepository } from "@nestjs/typeorm";
import { ds } from "./source";
`;
const SOURCE = `import { DataSource } from "typeorm";
export const ds = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: [], synchronize: false });`;

const filesOf = (code: string, source = SOURCE): Record<string, string> => ({
  "package.json": manifestOf("typeorm", "@nestjs/typeorm"),
  "src/entities.ts": ENTITIES.replace("Skipper) @Join", "BoatSkipper) @Join"),
  "src/source.ts": source,
  "src/a.ts": `${START}${code}`,
});
const queries = (code: string, source = SOURCE): string[] => describeQueries(filesOf(code, source), "src/a.ts");

const inService = (body: string): string =>
  `export class Boats {
  constructor(@InjectRepository(Boat) private readonly boats: Repository<Boat>, private db: DataSource) {}
  async run(hull, id, dto, size) {
    ${body}
  }
}`;

describe("TypeORM queries", () => {
  it("reads what a repository is asked for, by the database's names", () => {
    assert.deepEqual(
      queries(
        inService(`await this.boats.find({ where: { hull, berth: In([1, 2]) }, order: { createdAt: "DESC" }, take: 20 });
    await this.boats.find();
    await this.boats.findOne({ where: { id }, select: { id: true, berth: true } });
    await this.boats.findOneBy({ hull: "K 7" });
    await this.boats.findAndCount({ where: [{ hull }, { berth: 3 }], take: size });
    await this.boats.countBy({ berth: MoreThan(3) });
    await this.boats.find({ where: dto });
    await this.boats.findOne(options);`),
      ),
      [
        "select boats [*] where hull eq, berth_no in order created_at limit 20",
        "select boats [*]",
        "select boats [id,berth_no] where id eq limit 1",
        'select boats [*] where hull eq "K 7" limit 1',
        "select boats [*] where hull or.eq, berth_no or.eq 3 open",
        "select boats [] where berth_no gt count",
        "select boats [*] open",
        "select boats [*] limit 1 open",
      ],
    );
  });

  it("reads operators, keys of relations, and says what it cannot read", () => {
    assert.deepEqual(
      queries(
        inService(`await this.boats.findBy({ hull: ILike(\`%\${hull}%\`), berth: Not(IsNull()), createdAt: Between(a, b) });
    await this.boats.findBy({ hull: Not(In(hulls)), berth: Not(4) });
    await this.boats.findBy({ harbour: { id }, skipper: { id } });
    await this.boats.findBy({ harbour: { town: "Kiel" } });
    await this.boats.findBy({ secret: "x", hull: Raw("lower(hull)") });
    await this.boats.findBy({ ...filters, hull, berth: undefined });`),
      ),
      [
        "select boats [*] where hull ilike contains, berth_no not.is null, created_at gte, created_at lte",
        "select boats [*] where hull not.in, berth_no neq",
        "select boats [*] where harbourId eq, skipper_id eq",
        "select boats [*] open",
        "select boats [*] open",
        "select boats [*] where hull eq open",
      ],
    );
  });

  it("reads writes", () => {
    assert.deepEqual(
      queries(
        inService(`await this.boats.save({ hull, berth: 1 });
    await this.boats.save(boat);
    await this.boats.insert([{ hull }, { berth: 2 }]);
    await this.boats.update(id, { berth: 3 });
    await this.boats.update({ hull }, dto);
    await this.boats.delete({ berth: 3 });
    await this.boats.delete([a, b]);
    await this.boats.softDelete(boat.id);
    await this.boats.increment({ id }, "berth", 1);
    await this.boats.remove(boat);`),
      ),
      [
        "upsert boats [hull,berth_no]",
        "upsert boats [?]",
        "insert boats [hull,berth_no]",
        "update boats [berth_no] where id eq",
        "update boats [?] where hull eq",
        "delete boats [?] where berth_no eq 3",
        "delete boats [?] where id in",
        "update boats [?] where id eq",
        "update boats [?] where id eq",
        "delete boats [?] where id in",
      ],
    );
  });

  it("finds the entity of every kind of receiver, and no other", () => {
    assert.deepEqual(
      queries(`const repo = ds.getRepository(Harbour);
export class Yards extends Repository<Boat> { all() { return this.find({ where: { hull: "a" } }); } }
export async function run(yards: Yards, manager: EntityManager, users: Map<string, string>, list: Boat[]) {
  await repo.findOneBy({ town: "Kiel" });
  await ds.getRepository(BoatSkipper).find();
  await yards.find({ take: 3 });
  await manager.findOne(Boat, { where: { hull: "x" } });
  await manager.getRepository(Harbour).count();
  await ds.transaction(async (tx) => { await tx.save(Boat, { hull: "y" }); await tx.getRepository(Boat).delete(7); });
  await Boat.findBy({ hull: "z" });
  await Boat.find();
  list.find((boat) => boat.hull === "a");
  users.delete("id");
  cache.delete(Boat);
  const known = await repo.find({ take: 2 });
  known.find((each) => each.town === "Kiel");
  await repo.manager.count(Boat);
}`),
      [
        'select boats [*] where hull eq "a"',
        'select coast.harbour [*] where town eq "Kiel" limit 1',
        "select boat_skipper [*]",
        "select boats [*] limit 3",
        'select boats [*] where hull eq "x" limit 1',
        "select coast.harbour [] count",
        "upsert boats [hull]",
        "delete boats [?] where id eq 7",
        'select boats [*] where hull eq "z"',
        "select boats [*]",
        "select coast.harbour [*] limit 2",
        "select boats [] count",
      ],
    );
  });

  it("reads plain conditions of the query builder", () => {
    assert.deepEqual(
      queries(
        inService(`await this.boats.createQueryBuilder("b").leftJoinAndSelect("b.harbour", "h")
      .where("b.hull = :hull", { hull }).andWhere("h.town IN (:...towns) AND b.berth > 3").orderBy("b.createdAt", "DESC").take(10).getMany();
    await this.boats.createQueryBuilder("b").where("b.hull = :hull OR b.berth = 2", { hull }).getOne();
    await this.db.getRepository(Harbour).createQueryBuilder("h").innerJoin("h.boats", "b").addSelect(["b.hull AS name"]).where("h.id = :id", { id }).getMany();
    const list = this.boats.createQueryBuilder("b").where("b.skipper_id IS NULL");
    if (size) list.andWhere("b.berth <= :size", { size });
    await list.getCount();
    await this.db.createQueryBuilder().update(Boat).set({ berth: 2 }).where("id = :id", { id }).execute();
    await this.db.createQueryBuilder().select("b").from(Boat, "b").where(\`b.hull = '\${hull}'\`).getMany();
    return paginate(this.boats.createQueryBuilder("b"), dto);`),
      ),
      [
        "select boats [*] where harbourId join, hull eq, berth_no gt 3 order created_at limit 10",
        "select coast.harbour [*] where id join, town in",
        "select boats [*] limit 1 open",
        "select coast.harbour [*] where id eq",
        "select boats [hull] where harbourId join",
        "select boats [] where skipper_id is null, berth_no lte count",
        "update boats [berth_no] where id eq",
        "select boats [?] open",
        "select boats [*] open",
      ],
    );
  });

  it("names nothing that an unknown naming strategy names", () => {
    const code = inService(`await this.boats.findBy({ hull, createdAt: now });
    await this.db.getRepository(BoatSkipper).find();`);
    const other = SOURCE.replace("entities: []", "namingStrategy: new OwnStrategy()");
    assert.deepEqual(queries(code, other), ["select boats [*] where created_at eq open"]);
    const snake = `import { SnakeNamingStrategy } from "typeorm-naming-strategies";\n${SOURCE.replace("entities: []", "namingStrategy: new SnakeNamingStrategy()")}`;
    assert.deepEqual(queries(inService(`await this.boats.findBy({ harbour: { id } });`), snake), [
      "select boats [*] where harbour_id eq",
    ]);
  });

  it("describes entities as models, and tables that are made at the start or by migrations", () => {
    const facts = factsOf(filesOf(""));
    assert.deepEqual(
      facts.db_model?.map(({ name, target, schema, dialect }) => [name, target, schema, dialect]),
      [
        ["Boat", "boats", null, "postgresql"],
        ["Harbour", "harbour", "coast", "postgresql"],
        ["BoatSkipper", "boat_skipper", null, "postgresql"],
      ],
    );
    assert.deepEqual(
      facts.db_model_column
        ?.filter(({ model_id }) => model_id === 1)
        .map((row) => [row.field, row.column_name, row.is_unique, row.relation]),
      [
        ["hull", "hull", true, null],
        ["berth", "berth_no", false, null],
        ["secret", null, false, null],
        ["harbour", "harbourId", false, "Harbour"],
        ["skipper", "skipper_id", false, "BoatSkipper"],
        ["id", "id", true, null],
        ["createdAt", "created_at", false, null],
      ],
    );
    assert.deepEqual(facts.declared_relation ?? [], []);
    const made = factsOf(filesOf("", SOURCE.replace("false", "true"))).declared_relation ?? [];
    assert.deepEqual(
      made.map(({ schema, name, source }) => [schema, name, source]),
      [
        [null, "boats", "code"],
        ["coast", "harbour", "code"],
        [null, "boat_skipper", "code"],
      ],
    );
    const migrated = factsOf({
      ...filesOf(""),
      "src/m1.ts": `import { QueryRunner, Table } from "typeorm";
export class M1 { async up(runner: QueryRunner) { await runner.createTable(new Table({ name: "coast.pier", columns: [] })); await runner.addColumn("boats", column); } }`,
    });
    assert.deepEqual(
      migrated.declared_relation?.map(({ schema, name }) => [schema, name]),
      [
        ["coast", "pier"],
        [null, "boats"],
        [null, "boats"],
        ["coast", "harbour"],
        [null, "boat_skipper"],
      ],
    );
  });
});
