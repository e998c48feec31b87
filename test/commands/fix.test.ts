import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { repositoryOf, runCli } from "./run-cli.js";

const SHOP = {
  "package.json": '{ "name": "shop", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
  "supabase/migrations/20260101000000_start.sql":
    "create table public.carts (id uuid primary key, owner text, created_at timestamptz default now());\ncreate table public.items (id uuid primary key, cart_id uuid references public.carts);\n",
  "src/carts.ts":
    'import { createClient } from "@supabase/supabase-js";\nconst supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);\nexport const of = (owner: string) => supabase.from("carts").select("id").eq("owner", owner).throwOnError();\n',
};
const ONLY = ["--only", "unindexed-foreign-key,unindexed-filter"];

test("fix --sql writes the next migration, after which nothing is left to propose", (t) => {
  const root = repositoryOf(t, SHOP);
  const { code, stderr } = runCli(["fix", "--sql", root, ...ONLY]);
  assert.equal(code, 0, stderr);
  assert.match(stderr, /2 findings are put right; applied to the replayed schema they silence their findings\./);
  const folder = join(root, "supabase/migrations");
  const [, written = ""] = readdirSync(folder).toSorted();
  assert.match(written, /^\d{14}_prodcheck_fixes\.sql$/);
  const sql = readFileSync(join(folder, written), "utf8");
  assert.match(sql, /\nCREATE INDEX CONCURRENTLY carts_owner_idx ON public\.carts \(owner\);\n/);
  assert.match(sql, /\nCREATE INDEX CONCURRENTLY items_cart_id_idx ON public\.items \(cart_id\);\n/);
  const again = runCli(["fix", "--sql", root, ...ONLY, "--output", "-"]);
  assert.equal(again.stdout, "");
  assert.match(again.stderr, /Nothing that a statement would put right\./);
});

test("fix --sql leaves out an index that saves nothing: another one has the order already", (t) => {
  const root = repositoryOf(t, {
    ...SHOP,
    "supabase/migrations/20260101000000_start.sql":
      "create table public.carts (id uuid primary key, owner text, is_paid boolean not null, created_at timestamptz default now());\ncreate index carts_created_at on public.carts (created_at);\n",
    "src/paid.ts":
      'import { createClient } from "@supabase/supabase-js";\nconst supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_KEY!);\nexport const paid = () => supabase.from("carts").select("id").eq("is_paid", true).order("created_at").limit(20).throwOnError();\n',
  });
  const { stdout, stderr } = runCli(["fix", "--sql", root, ...ONLY, "--output", "-"]);
  assert.match(stdout, /carts_owner_idx/);
  assert.doesNotMatch(stdout, /is_paid/);
  assert.match(
    stderr,
    /Left out, because no plan of its queries would use the index \(.+\): unindexed-filter: .*`is_paid`/,
  );
});

test("fix --sql prints instead of writing, and says when there is no schema", (t) => {
  const root = repositoryOf(t, SHOP);
  assert.match(runCli(["fix", "--sql", root, ...ONLY, "--output", "-"]).stdout, /carts_owner_idx/);
  assert.equal(readdirSync(join(root, "supabase/migrations")).length, 1);
  const bare = repositoryOf(t, { "package.json": '{ "name": "bare" }' });
  const { code, stderr } = runCli(["fix", "--sql", bare]);
  assert.equal(code, 2);
  assert.match(stderr, /There is no schema to fix/);
});
