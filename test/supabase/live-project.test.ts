/** An audit of a real project: what a stranger can read is found, nothing is written, and no value and no key is shown. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, describe, test, type TestContext } from "node:test";
import { z } from "zod";
import { REPORT_FORMATS } from "#src/shared/report-format.js";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { liteProjectForSuite, PUBLISHABLE_KEY, SECRET_KEY } from "./lite-project.js";

const MIGRATION = `
create table public.guests (id int primary key, email text not null);
create table public.rooms (id int primary key, title text not null);
create table public.stays (id int primary key, guest int references public.guests);
create schema private;
create table private.door_codes (id int primary key, code text);
create function private.only_staff() returns boolean language sql as $$ select true $$;
revoke execute on function private.only_staff() from public;
create view public.door_codes as select * from private.door_codes where private.only_staff();
create table public.invoices (id int primary key, total numeric);
create table public.reviews (id int primary key, body text);
alter table public.guests enable row level security;
alter table public.rooms enable row level security;
alter table public.stays enable row level security;
create policy "own" on public.guests for select to authenticated using (false);
create policy "rooms are public" on public.rooms for select to anon, authenticated using (true);
create function public.cancel_stay(stay int) returns void language sql as $$ delete from public.stays where id = stay $$;
`;

/**
 * @supabase/lite grants its roles every right on every table, so what refuses a stranger here is a function that only staff may call.
 * The project has drifted: row-level security of guests is off, invoices was never created, and a table was made by
 * hand.
 */
const PROJECT = `
create table public.guests (id int primary key, email text not null);
create table public.rooms (id int primary key, title text not null);
create table public.stays (id int primary key, guest int references public.guests);
create schema private;
create table private.door_codes (id int primary key, code text);
create function private.only_staff() returns boolean language sql as $$ select true $$;
revoke execute on function private.only_staff() from public;
create view public.door_codes as select * from private.door_codes where private.only_staff();
create table public.reviews (id int primary key, body text);
create table public.visitors (id int primary key, note text);
alter table public.rooms enable row level security;
alter table public.stays enable row level security;
create policy "rooms are public" on public.rooms for select to anon, authenticated using (true);
create function public.cancel_stay(stay int) returns void language sql as $$ delete from public.stays where id = stay $$;
insert into public.guests select n, 'guest' || n || '@row-value.example' from generate_series(1, 1234) n;
insert into public.rooms select n, 'row-value room ' || n from generate_series(1, 3) n;
insert into public.stays select n, n from generate_series(1, 50) n;
insert into private.door_codes values (1, 'row-value code');
insert into public.visitors values (1, 'row-value visitor');
insert into storage.buckets (id, name, public) values ('photos', 'photos', true), ('contracts', 'contracts', false);
`;

const CODE = `
import { createClient } from '@supabase/supabase-js';
const supabase = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_ANON_KEY!);

export const guests = () => supabase.from('guests').select('id').throwOnError();
export const invoices = () => supabase.from('invoices').select('total').throwOnError();
export const visitors = () => supabase.from('visitors').select('id').throwOnError();
export const cancel = (stay: number) => supabase.rpc('cancel_stay', { stay }).throwOnError();
export const photo = (path: string) => supabase.storage.from('photos').getPublicUrl(path);
export const contract = (path: string) => supabase.storage.from('contracts').download(path);
`;

const FILES = {
  "package.json": '{ "name": "hotel", "dependencies": { "@supabase/supabase-js": "^2.50.0" } }',
  "src/hotel.ts": CODE,
  "supabase/migrations/20260101000000_hotel.sql": MIGRATION,
};

const findingsOf = z.object({
  findings: z.array(
    z.object({ rule: z.string(), severity: z.string(), object: z.string().nullable(), message: z.string() }),
  ),
  checks: z.array(
    z.object({ rule: z.string(), status: z.string(), evidence: z.array(z.object({ text: z.string() })) }),
  ),
});

function audit(context: TestContext, args: readonly string[]): z.infer<typeof findingsOf> {
  const root = repositoryOf(context, FILES);
  const { code, stdout, stderr } = runCli([
    "audit",
    root,
    "--only",
    "anon-readable-table,missing-table",
    "--format",
    "json",
    ...args,
  ]);
  assert.equal(code, 1, stderr);
  return findingsOf.parse(JSON.parse(stdout));
}

const ofRule = ({ findings }: z.infer<typeof findingsOf>, id: string): Record<string, string> =>
  Object.fromEntries(
    findings
      .filter(({ rule }) => rule === id)
      .map(({ object, severity, message }) => [object, `${severity}: ${message}`]),
  );

describe("an audit of a live project", () => {
  const project = liteProjectForSuite(PROJECT);
  let out = "";
  before(() => {
    process.env["PRODCHECK_TEST_SERVICE_KEY"] = SECRET_KEY;
    process.env["PRODCHECK_TEST_ANON_KEY"] = PUBLISHABLE_KEY;
    out = mkdtempSync(join(tmpdir(), "prodcheck-reports-"));
  });
  after(() => {
    rmSync(out, { recursive: true, force: true });
  });

  const flags = (): string[] => [
    "--supabase-url",
    project.url,
    "--supabase-anon-key",
    "env:PRODCHECK_TEST_ANON_KEY",
    "--supabase-service-key",
    "env:PRODCHECK_TEST_SERVICE_KEY",
  ];

  test("finds what strangers can read, and what is missing", (context) => {
    const result = audit(context, flags());
    const open = ofRule(result, "anon-readable-table");
    assert.deepEqual(Object.keys(open).sort(), ["public.guests", "public.visitors"]);
    assert.match(
      open["public.guests"] ?? "",
      /^critical: .* can read 1 234 rows of `guests`.*\(`email` among its columns\)/,
    );
    assert.match(open["public.visitors"] ?? "", /^medium: .* can read 1 row of `visitors`/);
    const evidence = result.checks.find(({ rule }) => rule === "anon-readable-table")?.evidence.map(({ text }) => text);
    assert.deepEqual(
      evidence?.sort(),
      [
        "a stranger is refused: door_codes",
        'the policy "rooms are public" shows strangers 3 rows of rooms',
        "row-level security shows a stranger no row of stays",
      ].sort(),
    );
    const missing = ofRule(result, "missing-table");
    assert.match(
      missing["invoices"] ?? "",
      /^critical: .*does not exist in the live project 127\.0\.0\.1:\d+, though a migration/,
    );
    assert.match(missing["visitors"] ?? "", /^medium: .*is created by no migration; the live project .* has it/);
    assert.equal(missing["guests"], undefined);
  });

  test("says at its head what was asked, and what could not be", (context) => {
    const root = repositoryOf(context, FILES);
    const { stdout } = runCli(["audit", root, "--only", "anon-readable-table", ...flags()]);
    const head = stdout.slice(0, 1_500).replaceAll(/\s+/g, " ");
    assert.match(
      head,
      /Live project: 127\.0\.0\.1:\d+: a stranger can read rows of 3 of 6 tables and views, may call 1 function, 1 of 3 tables that the code asks for is missing, 1 public bucket; not asked: openapi as anon \(HTTP 403\)/,
    );
  });

  test("can be queried, functions and buckets too", (context) => {
    const root = repositoryOf(context, FILES);
    const select = `
      SELECT (SELECT json_group_array(name || ' ' || source) FROM supabase_function) AS functions,
             (SELECT json_group_array(name || ' ' || is_public || is_listed) FROM supabase_bucket) AS buckets,
             (SELECT json_group_array(name || ' ' || answer || ' ' || coalesce(row_count, code)) FROM supabase_relation
              WHERE role = 'anon' AND name IN ('guests', 'door_codes', 'invoices')) AS relations`;
    const { stdout } = runCli(["query", select, root, "--format", "json", ...flags()]);
    assert.deepEqual(JSON.parse(stdout), [
      {
        functions: '["cancel_stay catalog"]',
        buckets: '["contracts 00","photos 10"]',
        relations: '["door_codes refused 42501","guests readable 1234","invoices missing PGRST205"]',
      },
    ]);
  });

  test("takes the same from the configuration, by the names of variables only", (context) => {
    process.env["PRODCHECK_TEST_PROJECT"] = project.url;
    const config = "supabaseUrl: env:PRODCHECK_TEST_PROJECT\nsupabaseAnonKey: env:PRODCHECK_TEST_ANON_KEY\n";
    const root = repositoryOf(context, { ...FILES, "prodcheck.yaml": config });
    const { stdout } = runCli(["audit", root, "--only", "anon-readable-table", "--no-replay"]);
    assert.match(stdout, /1 234 rows of `?guests/);
  });

  test("shows no row's value and no key in any format, and writes nothing", async (context) => {
    const root = repositoryOf(context, FILES);
    const outputs = REPORT_FORMATS.filter((format) => format !== "terminal");
    const files = outputs.map((format) => [format, join(out, `report.${format}`)] as const);
    const { stdout, stderr } = runCli([
      "audit",
      root,
      ...flags(),
      ...files.flatMap(([format, file]) => ["--output", `${format}=${file}`]),
    ]);
    const texts = [stdout, stderr, ...files.map(([, file]) => readFileSync(file, "utf8"))];
    for (const text of texts) {
      assert.doesNotMatch(text, /row-value/);
      assert.doesNotMatch(text, /0123456789abcdefghijkl/);
    }
    assert.match(texts.join("\n"), /--supabase-url env:SUPABASE_URL --supabase-anon-key env:SUPABASE_ANON_KEY/);
    assert.match(texts.join("\n"), /guests/);
    const seen = await project.seen();
    assert.ok(seen.length > 30, `${seen.length} requests`);
    assert.deepEqual([...new Set(seen.map(({ method }) => method))].sort(), ["GET", "HEAD"]);
    assert.deepEqual(
      seen.filter(({ url }) => url.includes("rpc")),
      [],
      "a function is never called",
    );
    const bodies = seen.filter(
      ({ method, url }) => method === "GET" && url.startsWith("/rest/v1/") && url !== "/rest/v1/",
    );
    assert.deepEqual(
      bodies.filter(({ url }) => !url.endsWith("limit=0")),
      [],
      "a GET asks for no rows",
    );
  });

  test("ends with 2 and no key when the project refuses it", (context) => {
    const root = repositoryOf(context, FILES);
    const { code, stdout, stderr } = runCli([
      "audit",
      root,
      "--supabase-url",
      project.url,
      "--supabase-anon-key",
      "sb_publishable_misspelt0misspelt",
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /^error --supabase-anon-key: 127\.0\.0\.1:\d+ does not accept the anon key\.\n/);
    assert.doesNotMatch(stderr + stdout, /misspelt|This is a bug/);
  });

  test("asks nobody when it is not told to", async (context) => {
    const requests = (await project.seen()).length;
    const root = repositoryOf(context, {
      ...FILES,
      ".env": `SUPABASE_URL=${project.url}\nSUPABASE_ANON_KEY=${PUBLISHABLE_KEY}\n`,
    });
    const { stdout } = runCli(["audit", root, "--only", "anon-readable-table", "--format", "json"]);
    assert.equal((await project.seen()).length, requests);
    const result = findingsOf.parse(JSON.parse(stdout));
    assert.equal(result.checks.find(({ rule }) => rule === "anon-readable-table")?.status, "unknown");
  });
});
