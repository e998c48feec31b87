import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { DbQueryRow } from "#src/facts/rows.js";
import { factsOf } from "../linked-sample.js";
import { queriesOf, queryOf } from "./query-sample.js";

function check(code: string, expected: Partial<DbQueryRow>, more: Readonly<Record<string, string>> = {}): void {
  const row = queryOf(code, more);
  for (const [column, value] of Object.entries(expected)) assert.deepEqual(Reflect.get(row, column), value, column);
}

describe("supabase queries: what is asked", () => {
  it("reads a select with filters, order and limit", () => {
    check(
      `const { data, error } = await supabase
  .from("orders")
  .select("id, total, customer:customers(name)", { count: "exact" })
  .eq("status", "open")
  .gte("total", minimum)
  .not("paid_at", "is", null)
  .order("created_at", { ascending: false })
  .order("name", { referencedTable: "customers" })
  .limit(20);
if (error) throw error;
use(data);`,
      {
        line: 3,
        client: "supabase-js",
        target_kind: "table",
        target: "orders",
        operation: "select",
        columns_json: '["id","total"]',
        columns_text: "id, total, customer:customers(name)",
        filters_json: JSON.stringify([
          { column: "status", operator: "eq", value: "open" },
          { column: "total", operator: "gte" },
          { column: "paid_at", operator: "not.is", value: null },
        ]),
        order_json: '["created_at"]',
        row_limit: 20,
        count_mode: "exact",
        is_head: false,
        again: null,
        is_single: false,
        is_awaited: true,
        result_names: '["data","error"]',
        is_error_checked: true,
      },
    );
  });

  it("reads match, or, filter, range and single", () => {
    check(`const r = await supabase.from("t").select().match({ a: 1, b: x }).range(10, 19); r.error;`, {
      filters_json: JSON.stringify([
        { column: "a", operator: "eq", value: 1 },
        { column: "b", operator: "eq" },
      ]),
      row_limit: 10,
      columns_json: '["*"]',
      columns_text: "*",
    });
    check(
      `await supabase.from("t").select("id").or("a.eq.1,and(b.gt.2,c.not.is.null)").filter("d", "in", "(1,2)").maybeSingle();`,
      {
        filters_json: JSON.stringify([
          { column: "a", operator: "or.eq" },
          { column: "b", operator: "or.gt" },
          { column: "c", operator: "or.not.is" },
          { column: "d", operator: "in", value: "(1,2)" },
        ]),
        is_single: true,
      },
    );
  });
});

describe("supabase queries: writes", () => {
  it("reads writes: one row, several, spread, from a variable, with what comes back", () => {
    check(`await supabase.from("t").insert({ a: 1, b: x, ...rest });`, {
      operation: "insert",
      columns_json: '["a","b"]',
    });
    check(`await supabase.from("t").insert([{ a: 1 }, { b: 2 }]);`, { columns_json: '["a","b"]' });
    check(`const row = { a: 1, b: x };\nawait supabase.from("t").insert(row);`, { columns_json: '["a","b"]' });
    check(`await supabase.from("t").insert(rows.map(toRow));`, { columns_json: null });
    check(`await supabase.from("t").upsert({ a: 1 }, { onConflict: "a", count: "exact" });`, {
      operation: "upsert",
      columns_json: '["a"]',
      count_mode: "exact",
    });
    check(
      `const { data, error } = await supabase.from("t").update({ a: 1 }).eq("id", id).select("a, b").single(); use(data, error);`,
      {
        operation: "update",
        columns_json: '["a"]',
        columns_text: null,
        is_single: true,
      },
    );
    check(`await supabase.from("t").delete({ count: "exact" }).eq("id", 1);`, {
      operation: "delete",
      count_mode: "exact",
    });
    check(`await supabase.from("t").insert({ count: "many" });`, { count_mode: null, columns_json: '["count"]' });
  });
});

describe("supabase queries: functions, buckets, constants", () => {
  it("reads functions, schemas and head counts", () => {
    check(`const { data, error } = await supabase.rpc("match_chunks", { query, limit: 5 }); use(data, error);`, {
      target_kind: "function",
      target: "match_chunks",
      operation: "rpc",
      columns_json: '["query","limit"]',
    });
    check(`await supabase.rpc("tick");`, { columns_json: "[]", is_error_checked: false });
    check(`await supabase.schema("billing").from("invoices").select("id", { count: "exact", head: true });`, {
      schema: "billing",
      target: "invoices",
      is_head: true,
      count_mode: "exact",
    });
    check(`await supabase.from("t").select("id", options);`, { count_mode: "computed", is_head: false });
    check(`await supabase.from("t").select("id", { count: exact ? "exact" : undefined });`, { count_mode: "computed" });
    check(`const options = { count: "planned" };\nawait supabase.from("t").select("id", options);`, {
      count_mode: "planned",
    });
    check(`await supabase.from("t").select("id", {});`, { count_mode: null });
    check(`await supabase.rpc("f", { count: 1 });`, { count_mode: null });
    check(`await supabase.rpc("f", {}, { count: "exact", head: true });`, { count_mode: "exact", is_head: true });
  });

  it("reads buckets, and leaves computed addresses unjudged", () => {
    check(`await supabase.storage.from("avatars").upload(path, file);`, {
      target_kind: "bucket",
      target: "avatars",
      operation: "insert",
      is_error_checked: false,
    });
    check(`const { data } = supabase.storage.from("avatars").getPublicUrl(path); use(data);`, {
      target_kind: "bucket",
      operation: "unknown",
      is_error_checked: null,
    });
  });

  it("looks up constants, in the file and in others", () => {
    check(`const TABLE = "orders";\nconst COLUMNS = "id, total";\nawait supabase.from(TABLE).select(COLUMNS);`, {
      target: "orders",
      columns_json: '["id","total"]',
    });
    check(
      `import { TABLES, COLUMNS } from "./names";\nawait supabase.from(TABLES.orders).select(\`\${COLUMNS}, note\`);`,
      { target: "orders", columns_json: '["id","total","note"]' },
      { "src/names.ts": `export const TABLES = { orders: "orders" } as const;\nexport const COLUMNS = "id, total";` },
    );
    check(`await supabase.from(table).select(\`id, \${column}\`);`, { target: null, columns_json: null });
    const long = Array.from({ length: 60 }, (_, index) => `column_${index}`);
    check(`await supabase.from("t").select("${long.join(", ")}");`, { columns_json: JSON.stringify(long) });
  });

  it("takes the line of the call that names the target", () => {
    check(`const { data, error } = await supabase\n  .schema("x")\n  .from("t")\n  .select();\nuse(data, error);`, {
      line: 4,
    });
  });
});

describe("supabase queries: which calls are queries", () => {
  it("leaves auth, functions, channels and other libraries alone", () => {
    const none = `const { data: { user } } = await supabase.auth.getUser();
await supabase.functions.invoke("mail");
supabase.channel("x").on("postgres_changes", { event: "*", table: "t" }, handle).subscribe();
const list = Array.from("abc");
const bytes = Buffer.from("abc");`;
    assert.deepEqual(queriesOf(none), []);
  });

  it("goes on through variables", () => {
    check(
      `let query = supabase.from("t").select("id").eq("a", 1);
if (x) query = query.eq("b", 2);
if (y) {
  query = query.order("c");
}
const { data, error } = await query.limit(5);
if (error) throw error;
use(data);`,
      {
        filters_json: JSON.stringify([
          { column: "a", operator: "eq", value: 1 },
          { column: "b", operator: "eq", value: 2 },
        ]),
        order_json: '["c"]',
        row_limit: 5,
        is_awaited: true,
        is_error_checked: true,
      },
    );
    check(`let query;\nquery = supabase.from("t").select();\nconst { data } = await query;\nuse(data);`, {
      is_error_checked: false,
      result_names: '["data"]',
    });
  });

  it("begins a query at every use of a kept table", () => {
    const rows = queriesOf(`const users = supabase.from("users");
const { data, error } = await users.select("id");
await users.insert({ id: 1 });
use(data, error);`);
    assert.deepEqual(
      rows.map(({ target, operation, line, is_error_checked: checked }) => [target, operation, line, checked]),
      [
        ["users", "select", 3, true],
        ["users", "insert", 4, false],
      ],
    );
  });
});

describe("supabase queries: clients", () => {
  it("knows clients of every package, typed parameters and hooks", () => {
    const manifest = { "package.json": `{ "dependencies": { "@supabase/ssr": "1.0.0" } }` };
    const targets = (code: string): (string | null)[] =>
      (factsOf({ ...manifest, "a.ts": code }).db_query ?? []).map((row) => row.target);
    const codes = [
      `import { createServerClient } from "@supabase/ssr";\nawait createServerClient(a, b, c).from("t").select();`,
      `import { createRouteHandlerClient } from "@supabase/auth-helpers-nextjs";\nawait createRouteHandlerClient({ cookies }).from("t").select();`,
      `import { useSupabaseClient } from "@supabase/auth-helpers-react";\nconst db = useSupabaseClient();\nawait db.from("t").select();`,
      `import { PostgrestClient } from "@supabase/postgrest-js";\nconst db = new PostgrestClient(url);\nawait db.from("t").select();`,
      `import { serverSupabaseClient } from "#supabase/server";\nconst db = await serverSupabaseClient(event);\nawait db.from("t").select();`,
      `const db = useSupabaseClient();\nawait db.from("t").select();`,
      `import { useState } from "react";\nimport { createBrowserClient } from "@supabase/ssr";\nconst [db] = useState(() => createBrowserClient(a, b));\ndb.from("t").select();`,
    ];
    for (const code of codes) {
      const more: Record<string, string> = code.includes("#supabase")
        ? { "package.json": `{ "dependencies": { "nuxt": "3.0.0", "@nuxtjs/supabase": "1.0.0" } }` }
        : {};
      const found = (factsOf({ ...manifest, ...more, "a.ts": code }).db_query ?? []).map((row) => row.target);
      assert.deepEqual(found, ["t"], code);
    }
    assert.deepEqual(targets(`import knex from "knex";\nconst db = knex({});\nawait db.from("t").select();`), []);
  });
});

describe("supabase queries: names", () => {
  it("goes by the name where the origin is lost, if the repository uses supabase", () => {
    const codes = [
      `export async function load({ locals }) { const { data, error } = await locals.supabase.from("t").select(); return { data, error }; }`,
      `export const list = (c: any) => c.var.supabase.from("t").select();`,
      `export async function list(supabase) { return supabase.from("t").select(); }`,
      `export default (app: any) => app.get("/", async (req: any) => req.supabaseAdmin.rpc("f"));`,
    ];
    const manifest = { "package.json": `{ "dependencies": { "@supabase/supabase-js": "2.0.0" } }` };
    for (const code of codes) {
      assert.equal((factsOf({ ...manifest, "a.ts": code }).db_query ?? []).length, 1, code);
      assert.equal((factsOf({ "package.json": "{}", "a.ts": code }).db_query ?? []).length, 0, code);
    }
  });

  it("leaves a look-alike of the project's own alone", () => {
    const facts = factsOf({
      "package.json": `{ "dependencies": { "@supabase/supabase-js": "2.0.0" } }`,
      "db.ts": `class Db { from(table: string) { return new Query(table); } }\nclass Query { constructor(t: string) {} select() { return fetch("/db"); } }\nexport const db = new Db();`,
      "a.ts": `import { db } from "./db";\nconst { data } = await db.from("t").select();`,
    });
    assert.deepEqual(facts.db_query ?? [], []);
  });
});

describe("supabase queries: a limit that is computed", () => {
  it("leaves open how many rows there can be", () => {
    for (const call of ["limit(size)", "range(from, to)"])
      check(`export const list = () => supabase.from("notes").select("id").${call};`, {
        row_limit: null,
        is_open: true,
      });
  });
});
