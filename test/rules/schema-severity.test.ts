/** How grave a finding about the schema is: by the size of the table, and by who can get at it. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import { replayedOutcomeOf } from "./built-in-rule.js";

const replay = new TrialReplay();
after(() => replay.close());

type Files = Readonly<Record<string, string>>;

const MIGRATION = "supabase/migrations/20250101000000_first.sql";

/** Severity by object of what fails. */
async function severities(id: string, files: Files): Promise<Record<string, string>> {
  const outcome = await replayedOutcomeOf(id, files, "2026-08-01", replay);
  assert.ok(outcome);
  assert.notEqual(outcome.status, "error", outcome.reason ?? "");
  const failing = outcome.rows.filter(({ status }) => status === "fail");
  return Object.fromEntries(failing.map(({ object, severity }) => [object, severity ?? outcome.rule.severity]));
}

/** Severity by subject of what fails. */
async function subjects(id: string, sql: string, others: Files = {}): Promise<Record<string, string>> {
  const outcome = await replayedOutcomeOf(id, { ...others, [MIGRATION]: sql }, "2026-08-01", replay);
  const failing = (outcome?.rows ?? []).filter(({ status }) => status === "fail");
  return Object.fromEntries(failing.map(({ subject, severity }) => [subject ?? "", severity ?? ""]));
}

const replayed = (id: string, sql: string, others: Files = {}): Promise<Record<string, string>> =>
  severities(id, { ...others, [MIGRATION]: sql });

/** A table whose column `b` is a foreign key without an index. */
const sized = (name: string, rows: number | null) => ({
  table: { schema: "public", name, kind: "table", owner: "postgres", ...(rows === null ? {} : { row_estimate: rows }) },
  key: {
    schema: "public",
    table: name,
    name: `${name}_b_fkey`,
    kind: "foreign",
    columns_json: ["b"],
    target_schema: "public",
    target_table: "b",
    target_columns_json: ["id"],
    on_delete: "no action",
    on_update: "no action",
    is_validated: true,
    definition: "FOREIGN KEY (b) REFERENCES b(id)",
  },
});

const snapshotOf = (tables: readonly ReturnType<typeof sized>[]): string =>
  JSON.stringify({
    format: "prodcheck schema snapshot",
    version: 1,
    source: {
      database: "shop",
      server_version: "17.4",
      server_number: 170_004,
      role: "postgres",
      read_at: "2026-07-30T08:00:00Z",
    },
    gaps: [],
    tables: { pg_table: tables.map(({ table }) => table), pg_constraint: tables.map(({ key }) => key) },
  });

describe("an unindexed foreign key", () => {
  it("matters more on a table of millions and less on a small one", async () => {
    const tables = [sized("huge", 3_000_000), sized("middle", 50_000), sized("small", 120), sized("unknown", null)];
    assert.deepEqual(await severities("unindexed-foreign-key", { "schema.snapshot.json": snapshotOf(tables) }), {
      "public.huge": "high",
      "public.middle": "medium",
      "public.small": "low",
      "public.unknown": "medium",
    });
  });

  it("matters less when it only says who touched the row", async () => {
    const sql = `create table public.notes (id int primary key, parent int references public.notes, created_by uuid references auth.users);
      create table public.tags (id int primary key, "updatedById" int references public.notes);
      create index on public.notes (parent);`;
    assert.deepEqual(await replayed("unindexed-foreign-key", sql), { "public.notes": "low", "public.tags": "low" });
  });
});

describe("migrations that do not apply to an empty database", () => {
  const SQL = "alter table public.a add column b int; create table public.c (id int primary key, d nowhere);";

  it("are one finding, medium also where a deploy applies them", async () => {
    const subject = "statements of `supabase/migrations`";
    const workflow = `on: push\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n      - run: supabase db push\n`;
    const files = { ".github/workflows/deploy.yml": workflow };
    assert.deepEqual(await subjects("unreplayable-migrations", SQL, files), { [subject]: "medium" });
  });
});

/** Models of the tables that the code asks for. */
const model = (fields: string): Files => ({
  "prisma/schema.prisma": `datasource db {\n  provider = "postgresql"\n}\nmodel parcels {\n  id Int @id\n${fields}\n}\nmodel couriers {\n  id Int @id\n}\n`,
});

describe("what the code asks for and the database lacks", () => {
  const code = {
    "package.json": JSON.stringify({ name: "api", dependencies: { pg: "^8.0.0" } }),
    "src/a.ts": `import { Pool } from "pg";\nconst pool = new Pool();
export const a = () => pool.query("SELECT id, weight, height FROM parcels");\nexport const b = () => pool.query("SELECT id FROM couriers");\n`,
  };
  const sql = "create table public.parcels (id int primary key);";

  it("is high, and medium where a model has it: one finding for all columns of the table", async () => {
    assert.deepEqual(await replayed("missing-column", sql, code), {
      "public.parcels.height": "high",
      "public.parcels.weight": "high",
    });
    const both = { ...code, ...model("  weight Int\n  height Int") };
    assert.deepEqual(await replayed("missing-column", sql, both), { "public.parcels": "medium" });
    assert.deepEqual(await replayed("missing-table", sql, code), { couriers: "high" });
    assert.deepEqual(await replayed("missing-table", sql, both), { couriers: "medium" });
  });

  it("is medium where four or more are missing: somebody keeps them elsewhere", async () => {
    const asks = ["b", "c", "d", "e"].map((name) => `pool.query("SELECT id FROM couriers_${name}");\n`).join("");
    const files = { ...code, "src/b.ts": `import { Pool } from "pg";\nconst pool = new Pool();\n${asks}` };
    const known = Array.from({ length: 30 }, (_, at) => `create table public.known_${at} (id int);`).join("\n");
    const asked = Array.from({ length: 30 }, (_, at) => `pool.query("SELECT id FROM known_${at}");`).join("\n");
    const all = { ...files, "src/b.ts": files["src/b.ts"] + asked };
    const found = await replayed("missing-table", sql + known, all);
    assert.deepEqual([...new Set(Object.values(found))], ["medium"]);
    assert.equal(Object.keys(found).length, 5);
    const columns = await replayed("missing-column", sql + known, all);
    assert.deepEqual([...new Set(Object.values(columns))], ["medium"]);
  });

  it("is medium where the migrations take tables for granted that they never make", async () => {
    const more = `${sql}\ncreate index on public.depots (city);\n`;
    assert.deepEqual(await replayed("missing-table", more, code), { couriers: "medium" });
    assert.deepEqual(await replayed("missing-column", more, code), {
      "public.parcels.height": "medium",
      "public.parcels.weight": "medium",
    });
  });

  it("is critical where the database itself was asked", async () => {
    const files = { ...code, "schema.snapshot.json": snapshotOf([sized("parcels", 10)]) };
    assert.deepEqual(await severities("missing-table", files), { couriers: "critical" });
  });
});

describe("a filter without an index", () => {
  const query = `SELECT id FROM huge WHERE city = $1`;
  const code = {
    "package.json": JSON.stringify({ name: "api", dependencies: { pg: "^8.0.0" } }),
    "src/a.ts": `import { Pool } from "pg";\nconst pool = new Pool();
export const a = () => pool.query("${query}");\nexport const b = () => pool.query("${query} ORDER BY id");
export const c = () => pool.query("INSERT INTO huge (city) VALUES ($1)");\n`,
  };

  it("is medium where nobody knows how large the table is", async () => {
    const sql = "create table huge (id int primary key, city text, at timestamptz default now());";
    assert.deepEqual(await replayed("unindexed-filter", sql, code), { "public.huge": "medium" });
  });

  it("is low for a flag, whose two values have many rows each", async () => {
    const sql = "create table huge (id int primary key, city boolean, at timestamptz default now());";
    assert.deepEqual(
      await replayed("unindexed-filter", sql, { ...code, "src/a.ts": code["src/a.ts"].replace(" ORDER BY id", "") }),
      { "public.huge": "low" },
    );
  });
});

describe("a table that no SQL makes", () => {
  it("is medium where the SQL is not a tool's, but files that somebody pastes", async () => {
    const app = {
      "package.json": '{ "name": "web", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
      "src/db.ts": `import { createClient } from "@supabase/supabase-js";
const db = createClient("https://crew.example", "key");
export const crews = () => db.from("crews").select("id").throwOnError();
export const boats = () => db.from("boats").select("id").throwOnError();
`,
    };
    const sql = "create table public.crews (id uuid primary key);";
    const found = async (file: string): Promise<string[]> =>
      Object.values(await severities("missing-table", { ...app, [file]: sql }));
    assert.deepEqual(await found(MIGRATION), ["high"]);
    assert.deepEqual(await found("sql/create_tables.sql"), ["medium"]);
  });
});
