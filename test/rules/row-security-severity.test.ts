/** How grave an open door of the API is: by who has the key, what the app keeps there, and whose rows it is. */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import { replayedOutcomeOf } from "./built-in-rule.js";

const replay = new TrialReplay();
after(() => replay.close());

type Files = Readonly<Record<string, string>>;

const MIGRATION = "supabase/migrations/20250101000000_first.sql";
const GIVEN = "NEXT_PUBLIC_SUPABASE_ANON_KEY";

/** Severity by subject of what fails. */
async function subjects(id: string, sql: string, others: Files = {}): Promise<Record<string, string>> {
  const outcome = await replayedOutcomeOf(id, { ...others, [MIGRATION]: sql }, "2026-08-01", replay);
  assert.ok(outcome);
  assert.notEqual(outcome.status, "error", outcome.reason ?? "");
  const failing = outcome.rows.filter(({ status }) => status === "fail");
  return Object.fromEntries(failing.map(({ subject, severity }) => [subject ?? "", severity ?? ""]));
}

const subjectless = async (id: string, sql: string, others: Files = {}): Promise<string[]> =>
  Object.values(await subjects(id, sql, others));

/** An app that asks for a table with the key of this name. */
const billing = (key: string, table = "bills") => ({
  "package.json": JSON.stringify({ name: "web", dependencies: { "@supabase/supabase-js": "^2.50.0" } }),
  "src/db.ts": `import { createClient } from "@supabase/supabase-js";
export const db = createClient(process.env.SUPABASE_URL!, process.env.${key}!);
export const bills = () => db.from("${table}").select("id").throwOnError();
`,
});

describe("a table without row-level security", () => {
  const TABLE = "create table public.bills (id uuid primary key);";

  it("is critical where the app keeps its data and strangers have the key", async () => {
    assert.deepEqual(await subjectless("rls-disabled", TABLE, billing(GIVEN)), ["critical"]);
  });

  it("is high for signed-in users, and where nobody's rows are at stake", async () => {
    const revoked = `${TABLE} revoke all on public.bills from anon;`;
    assert.deepEqual(await subjectless("rls-disabled", revoked, billing(GIVEN)), ["high"]);
    const tools = billing(GIVEN, "tools");
    assert.deepEqual(await subjectless("rls-disabled", TABLE.replace("bills", "tools"), tools), ["high"]);
  });

  it("is medium where no code has the key or asks for the table, and for a backup", async () => {
    const key = billing(GIVEN);
    assert.deepEqual(await subjectless("rls-disabled", TABLE), ["medium"]);
    assert.deepEqual(await subjectless("rls-disabled", TABLE.replace("bills", "payments"), key), ["medium"]);
    const backup = billing(GIVEN, "bills_backup");
    assert.deepEqual(await subjectless("rls-disabled", TABLE.replace("bills", "bills_backup"), backup), ["medium"]);
  });

  it("is medium where the app keeps its only key to itself", async () => {
    assert.deepEqual(await subjectless("rls-disabled", TABLE, billing("SUPABASE_SERVICE_ROLE_KEY")), ["medium"]);
    const dependencies = { "@supabase/supabase-js": "^2.50.0", express: "^5.0.0" };
    const server = {
      "package.json": JSON.stringify({ name: "api", scripts: { start: "node src/server.js" }, dependencies }),
      "src/server.ts": `import express from "express";
import { bills } from "./db.js";
const app = express();
app.get("/bills", async (request, response) => response.json(await bills()));
app.listen(3000);
`,
    };
    assert.deepEqual(await subjectless("rls-disabled", TABLE, { ...billing("SUPABASE_ANON_KEY"), ...server }), [
      "medium",
    ]);
  });

  it("is medium, once, where no migration knows of row-level security", async () => {
    const sql = `${TABLE} create table public.b (id int primary key); create table public.c (id int primary key);`;
    assert.deepEqual(await subjectless("rls-disabled", sql), ["medium"]);
  });
});

describe("a policy that is always true", () => {
  it("is judged by who it is for and what it lets them do", async () => {
    const sql = `create table public.bills (id uuid primary key, user_id uuid);
      create table public.u (id uuid primary key);
      alter table public.bills enable row level security;
      alter table public.u enable row level security;
      create policy f on public.u for update to authenticated using (true);
      create policy g on public.u for select to authenticated using (true);
      create policy a on public.bills for all using (true);
      create policy b on public.bills for insert with check (true);
      create policy c on public.bills for update to authenticated using (true);
      create policy d on public.bills for insert to authenticated with check (true);
      create policy e on public.bills for delete to anon using (true);`;
    const shared = { "anybody insert": "medium", "users update lesser": "medium", "users insert": "low" };
    const open = { "anybody all": "critical", "anybody delete": "critical", "users update": "high" };
    assert.deepEqual(await subjects("always-true-write-policy", sql, billing(GIVEN)), { ...shared, ...open });
    // No code shows that strangers have the key.
    const kept = { "anybody all least": "medium", "anybody delete least": "medium" };
    assert.deepEqual(await subjects("always-true-write-policy", sql), { ...shared, ...kept });
  });

  it("is high where the rows are nobody's", async () => {
    const sql = `create table public.tools (id uuid primary key, title text);
      alter table public.tools enable row level security;
      create policy a on public.tools for all using (true);`;
    const tools = billing(GIVEN, "tools");
    assert.deepEqual(await subjects("always-true-write-policy", sql, tools), { "anybody all lesser": "high" });
  });

  it("changes little where no policy shows the rows", async () => {
    const sql = `create table public.bills (id uuid primary key, user_id uuid);
      alter table public.bills enable row level security;
      create policy a on public.bills for select using (auth.uid() = user_id);
      create policy b on public.bills for update using (true);
      create policy c on public.bills for delete to authenticated using (true);`;
    assert.deepEqual(await subjects("always-true-write-policy", sql, billing(GIVEN)), {
      "anybody update unseen": "medium",
      "users delete unseen": "low",
    });
  });

  it("is told once for all tables that have it, and apart where it is meant for the server", async () => {
    const sql = ["p", "q", "r"].map(
      (name) => `create table public.${name} (id uuid primary key);
      alter table public.${name} enable row level security;
      create policy "everything" on public.${name} for all using (true);
      create policy "service role only" on public.${name} for all using (true);`,
    );
    assert.deepEqual(await subjects("always-true-write-policy", sql.join("\n")), {
      "anybody all least": "medium",
      "anybody all server least": "medium",
    });
  });
});

describe("a policy that trusts user metadata", () => {
  it("is critical where strangers sign up, high where they have the key, medium otherwise", async () => {
    const sql = `create table public.bills (id uuid primary key);
      alter table public.bills enable row level security;
      create policy a on public.bills for select using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');
      create policy b on public.bills for delete using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');`;
    const join = `import { db } from "./db";
export const join = (email: string, password: string) => db.auth.signUp({ email, password });
`;
    assert.deepEqual(await subjectless("user-metadata-policy", sql), ["medium"]);
    assert.deepEqual(await subjectless("user-metadata-policy", sql, billing(GIVEN)), ["high"]);
    const open = { ...billing(GIVEN), "src/join.ts": join };
    assert.deepEqual(await subjectless("user-metadata-policy", sql, open), ["critical"]);
  });
});

describe("a view that passes over row-level security", () => {
  it("is high where strangers have the key, medium otherwise", async () => {
    const sql = `create table public.customers (id uuid primary key, email text);
      alter table public.customers enable row level security;
      create view public.reach as select email from public.customers;`;
    assert.deepEqual(await subjectless("security-definer-view", sql, billing(GIVEN)), ["high"]);
    assert.deepEqual(await subjectless("security-definer-view", sql), ["medium"]);
  });
});

const definer = (head: string, returns: string, body: string) =>
  `create function public.${head} returns ${returns} language sql security definer as $$ ${body} $$;`;
const ofDefiners = (sql: string, others: Files = billing(GIVEN)) =>
  subjects(
    "callable-security-definer",
    `create table public.t (id uuid primary key, n int, token text, view_count int);
    create table public.audit_log (id uuid primary key, who uuid);
    alter table public.t enable row level security; ${sql}`,
    others,
  );

describe("a function that passes over row-level security", () => {
  it("is graver when the caller says what it writes, and less so when a key is needed", async () => {
    const set = definer("set_n(p uuid, v int)", "void", "update public.t set n = v where id = p");
    assert.deepEqual(await ofDefiners(set), { "high writes": "high" });
    // No code shows that strangers have the key; and whoever knows the key of a row has seen it.
    assert.deepEqual(await ofDefiners(set, {}), { "medium writes": "medium" });
    const close = definer("close_one(p uuid)", "void", "update public.t set n = 1 where id = p");
    assert.deepEqual(await ofDefiners(close), { "medium writes": "medium" });
    assert.deepEqual(await ofDefiners(definer("purge(days int)", "void", "delete from public.t where n > days")), {
      "high writes": "high",
    });
    assert.deepEqual(await ofDefiners(definer("reset_all()", "void", "update public.t set n = 0")), {
      "medium writes": "medium",
    });
    const redeem = definer("redeem(p_token text)", "void", "delete from public.t where token = p_token");
    assert.deepEqual(await ofDefiners(redeem), { "low writes": "low" });
  });

  it("is less grave for logs, counters and answers of one number, and one finding for functions alike", async () => {
    const log = definer("log_it(p uuid)", "void", "insert into public.audit_log (who) values (p)");
    const derive = definer("recalculate_n(p uuid)", "void", "update public.t set n = 2 where id = p");
    assert.deepEqual(await ofDefiners(log + derive), { "medium writes": "medium" });
    const viewed = definer("viewed(p uuid)", "void", "update public.t set view_count = view_count + 1 where id = p");
    assert.deepEqual(await ofDefiners(viewed), { "low writes": "low" });
    assert.deepEqual(await ofDefiners(definer("total()", "bigint", "select count(*) from public.t")), {
      "low reads": "low",
    });
    assert.deepEqual(await ofDefiners(definer("rows()", "setof public.t", "select * from public.t")), {
      "medium reads": "medium",
    });
    assert.deepEqual(await ofDefiners(definer("service_role_key()", "text", "select token from public.t")), {
      "high reads": "high",
    });
  });
});

describe("what the API shows", () => {
  it("is graver where strangers have the key and the app asks for the table", async () => {
    const columns = "id uuid primary key, api_key text, email text";
    const table = `create table public.bills (${columns}); alter table public.bills enable row level security;`;
    const open = `${table} create policy a on public.bills for select using (true);`;
    assert.deepEqual(await subjectless("exposed-sensitive-column", open, billing(GIVEN)), ["critical"]);
    assert.deepEqual(await subjectless("exposed-sensitive-column", open, billing(GIVEN, "tools")), ["high"]);
    assert.deepEqual(await subjectless("exposed-sensitive-column", open), ["medium"]);
    const off = `create table public.bills (${columns}); create policy a on public.bills for select using (true);`;
    assert.deepEqual(await subjectless("policy-without-rls", off, billing(GIVEN)), ["critical"]);
    assert.deepEqual(await subjectless("policy-without-rls", off, billing(GIVEN, "tools")), ["high"]);
    assert.deepEqual(await subjectless("policy-without-rls", off), ["medium"]);
  });

  it("counts accounts and files among it", async () => {
    const accounts = `create view public.accounts as select id, email from auth.users;`;
    assert.deepEqual(await subjectless("exposed-auth-users", accounts, billing(GIVEN)), ["critical"]);
    assert.deepEqual(await subjectless("exposed-auth-users", accounts), ["medium"]);
    const files = `create policy a on storage.objects for select using (true);`;
    assert.deepEqual(await subjectless("listable-public-bucket", files, billing(GIVEN)), ["high"]);
    assert.deepEqual(await subjectless("listable-public-bucket", files), ["medium"]);
  });
});
