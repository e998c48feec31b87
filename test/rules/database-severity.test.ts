/** How grave a finding about queries, pools and transactions is: what tells an outage from a debt. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

type Files = Readonly<Record<string, string>>;

const severitiesOf = (id: string, files: Files): (string | null)[] =>
  failingRows(id, files, "2026-11-21").map(({ severity }) => severity);

const PG: Files = {
  "package.json": JSON.stringify({ name: "api", dependencies: { express: "5.0.0", pg: "8.13.0" } }),
  "src/db.ts": `import { Pool } from "pg";\nexport const pool = new Pool();`,
  "src/users.ts": `import { pool } from "./db";
export const add = (name: string) => pool.query("INSERT INTO users (name) VALUES ($1)", [name]);`,
};

const route = (body: string): Files => ({
  ...PG,
  "src/app.ts": `import express from "express";
import { pool } from "./db";
import { add } from "./users";
const app = express();
app.get("/users", async (req, res) => {
  ${body}
  res.json([]);
});
app.post("/users", async (req, res) => { await add(req.body.name); res.end(); });
app.listen(3000);`,
});

const EACH = 'for (const row of rows) await pool.query("SELECT id FROM marks WHERE user_id = $1", [row.id]);';

/** A route that writes once per element of this part of the form. */
const writingEach = (list: string) =>
  route(`for (const row of req.body.${list}) await pool.query("INSERT INTO users (name) VALUES ($1)", [row.name]);`);

/** A route that reads a whole table, to which it adds. */
const listing = (table: string) =>
  route(
    `const { rows } = await pool.query("SELECT id FROM ${table}"); if (req.query.add) await pool.query("INSERT INTO ${table} (id) VALUES (1)"); res.json(rows);`,
  );

const crewApp = (page: Readonly<Record<string, string>>): Record<string, string> => ({
  "package.json":
    '{ "private": true, "workspaces": ["apps/*"], "dependencies": { "@supabase/supabase-js": "2.50.0" } }',
  "apps/crew/package.json": '{ "name": "crew" }',
  "apps/crew/src/main.ts": 'import { load } from "./store";\nload(["a"]).catch(console.error);\n',
  "apps/crew/src/store.ts": `import { createClient } from "@supabase/supabase-js";
const supabase = createClient("https://crew.example", "key");
export async function load(berths: string[]) {
  for (const berth of berths) await supabase.from("crew").select("id").eq("berth", berth).throwOnError();
}
`,
  ...page,
});

const counting = (directive: string): Record<string, string> => ({
  "package.json": '{ "dependencies": { "next": "16.0.0", "@supabase/supabase-js": "2.50.0" } }',
  "app/page.tsx":
    'import { count } from "./store";\nexport default function Page() { return <form action={() => count([])} />; }\n',
  "app/store.ts": `${directive}import { createClient } from "@supabase/supabase-js";
const supabase = createClient("https://cellar.example", "key");
export async function count(leftOver: string[]) {
  for (const bottle of leftOver) await supabase.from("cellar").select("id").eq("bottle", bottle).throwOnError();
}
`,
});

describe("a query in a loop", () => {
  it("is medium in a request, for nothing tells how many rows there are", () => {
    const files = route(`const { rows } = await pool.query("SELECT id FROM users");\n  ${EACH}`);
    assert.deepEqual(severitiesOf("query-in-loop", files), ["medium"]);
    const some = route(
      `const { rows } = await pool.query("SELECT id FROM users WHERE team = $1", [req.query.team]);\n  ${EACH}`,
    );
    assert.deepEqual(severitiesOf("query-in-loop", some), ["medium"]);
  });

  it("is low in a job, and for updates", () => {
    const job = {
      ...PG,
      "src/index.ts": `import { nightly } from "./jobs/nightly";\nsetInterval(() => nightly([]), 1000);`,
      "src/jobs/nightly.ts": `import { pool } from "../db";\nexport async function nightly(rows: { id: string }[]) {\n  ${EACH}\n}`,
    };
    assert.deepEqual(severitiesOf("query-in-loop", job), ["low"]);
    const update = route(
      `for (const row of req.body.rows) await pool.query("UPDATE users SET name = $1 WHERE id = $2", [row.name, row.id]);`,
    );
    assert.deepEqual(severitiesOf("query-in-loop", update), ["low"]);
  });

  it("is low in a package that is built into a page", () => {
    const page = {
      "apps/crew/index.html": '<script type="module" src="/src/main.ts"></script>\n',
      "apps/crew/vite.config.ts": "export default {};\n",
    };
    assert.deepEqual(severitiesOf("query-in-loop", crewApp(page)), ["low"]);
    assert.deepEqual(severitiesOf("query-in-loop", crewApp({})), ["medium"]);
  });

  it("is low for what one person puts into one form", () => {
    assert.deepEqual(severitiesOf("query-in-loop", writingEach("items")), ["low"]);
    assert.deepEqual(severitiesOf("query-in-loop", writingEach("people")), ["medium"]);
    assert.deepEqual(severitiesOf("query-in-loop", counting('"use server";\n')), ["low"]);
    assert.deepEqual(severitiesOf("query-in-loop", counting("")), ["medium"]);
  });
});

describe("a list without a limit", () => {
  it("is medium for what users add every day, and low for what the staff types in", () => {
    assert.deepEqual(severitiesOf("unbounded-query", listing("orders")), ["medium"]);
    assert.deepEqual(severitiesOf("unbounded-query", listing("vineyards")), ["low"]);
    assert.deepEqual(severitiesOf("unbounded-query", listing('\\"shopOrders\\"')), ["medium"]);
    assert.deepEqual(severitiesOf("unbounded-query", listing("catalogs")), ["low"]);
  });
});

describe("a transaction without rollback", () => {
  const code = `import { pool } from "DB";
export async function save(id: string) {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await client.query("DELETE FROM users WHERE id = $1", [id]);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}`;

  it("is medium: how often a query fails there, nobody knows", () => {
    const inside = { ...PG, "src/save.ts": code.replace("DB", "./db") };
    assert.deepEqual(severitiesOf("transaction-without-rollback", inside), ["medium"]);
  });
});

describe("a connection that is not given back when a query throws", () => {
  const check = `import { pool } from "./db";
export async function check() {
  const client = await pool.connect();
  await client.query("SELECT 1");
  client.release();
}
`;

  it("is medium, in a request as well", () => {
    const files = { ...PG, "src/check.ts": check };
    const asked = `import express from "express";
import { check } from "./check";
express().get("/ready", async (_, response) => { await check(); response.end(); }).listen(80);`;
    assert.deepEqual(severitiesOf("transaction-without-rollback", { ...files, "src/index.ts": asked }), ["medium"]);
  });
});

describe("a pool without a time limit", () => {
  it("is medium in a server and low where nothing shows one", () => {
    assert.deepEqual(severitiesOf("unbounded-pool", route("")), ["medium"]);
    assert.deepEqual(severitiesOf("unbounded-pool", PG), ["low"]);
  });
});

const vercel = (more: Files): Files => ({
  "package.json": JSON.stringify({
    name: "web",
    scripts: { build: "next build" },
    dependencies: { next: "15.3.0", pg: "8.13.0" },
  }),
  "vercel.json": '{ "regions": ["fra1"] }',
  "app/api/notes/route.ts": `import { Pool } from "pg";
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
export async function GET() {
return Response.json((await pool.query("select 1")).rows);
}`,
  ...more,
});

describe("functions that connect to Postgres directly", () => {
  const direct = "DATABASE_URL=postgres://a:b@db.abcdefghijkl.supabase.co:5432/postgres";

  it("is critical where production itself says so, high where the example does", () => {
    assert.deepEqual(severitiesOf("unpooled-serverless-connection", vercel({ ".env.production": direct })), [
      "critical",
    ]);
    assert.deepEqual(severitiesOf("unpooled-serverless-connection", vercel({ ".env.example": direct })), ["high"]);
  });

  it("is medium for a pooler that gives each its own connection", () => {
    const session = "DATABASE_URL=postgres://a.b:c@aws-0-eu-west-1.pooler.supabase.com:5432/postgres";
    assert.deepEqual(severitiesOf("unpooled-serverless-connection", vercel({ ".env.example": session })), ["medium"]);
  });
});
