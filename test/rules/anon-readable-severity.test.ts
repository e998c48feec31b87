/** How grave it is that strangers read rows: by what the repository means, and by what the columns are called. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { TrialReplay } from "#src/facts/replay/trial-replay.js";
import { replayedOutcomeOf } from "./built-in-rule.js";

const replay = new TrialReplay();
after(() => replay.close());

interface Found {
  readonly severity: string;
  readonly message: string;
}

/** What is said of the tables and views that show a stranger two rows each. */
async function found(names: readonly string[], sql: string): Promise<Record<string, Found>> {
  const relations = names.map((name) => ({ name, answer: "readable", rows: 2 }));
  const files = {
    "package.json": '{ "name": "app", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
    "supabase.answers.json": JSON.stringify({ roles: ["anon"], relations }),
    ...(sql === "" ? {} : { "supabase/migrations/20250101000000_first.sql": sql }),
  };
  const outcome = await replayedOutcomeOf("anon-readable-table", files, "2026-08-01", replay);
  assert.ok(outcome);
  assert.notEqual(outcome.status, "error", outcome.reason ?? "");
  return Object.fromEntries(
    outcome.rows
      .filter(({ status }) => status === "fail")
      .map(({ object, severity, message }) => [object, { severity: severity ?? outcome.rule.severity, message }]),
  );
}

test("what is meant to be protected, and what holds secrets or ways to reach people, is critical", async () => {
  const {
    "public.plans": plans,
    "public.people": people,
    "public.countries": countries,
  } = await found(
    ["plans", "people", "countries"],
    `create table public.plans (id uuid primary key, body text);
     alter table public.plans enable row level security;
     create table public.people (id uuid primary key, phone_number text, password_hash text);
     create table public.countries (code text primary key, name text);`,
  );
  assert.equal(plans?.severity, "critical");
  assert.match(plans?.message ?? "", /can read 2 rows of `plans`.*although row-level security is on in the migrations/);
  assert.equal(people?.severity, "critical");
  assert.match(
    people?.message ?? "",
    /no row-level security in the migrations \(`password_hash`, `phone_number` among its columns\)/,
  );
  assert.equal(countries?.severity, "high");
});

test("a policy for everything is no word about reading", async () => {
  const { "public.votes": votes } = await found(
    ["votes"],
    `create table public.votes (id uuid primary key);
     alter table public.votes enable row level security;
     create policy "open" on public.votes for all to anon using (true) with check (true);`,
  );
  assert.equal(votes?.severity, "high");
  assert.match(votes?.message ?? "", /the policy "open" is for writing as much as for reading/);
});

test("a view may be meant for everybody, unless it shows what no view should", async () => {
  const sql = `create table public.accounts (id uuid primary key, nick text, email text, access_token text);
     alter table public.accounts enable row level security;
     create view public.nicks as select nick from public.accounts;
     create view public.mails as select nick, email from public.accounts;
     create view public.tokens as select access_token from public.accounts;`;
  const views = await found(["nicks", "mails", "tokens"], sql);
  assert.equal(views["public.nicks"]?.severity, "medium");
  assert.equal(views["public.mails"]?.severity, "high");
  assert.equal(views["public.tokens"]?.severity, "critical");
});

test("where nothing but the name is known it may be meant", async () => {
  const { "public.posts": posts } = await found(["posts"], "");
  assert.equal(posts?.severity, "medium");
  assert.match(posts?.message ?? "", /nothing here says that they are meant to/);
});
