/**
 * Answers that @supabase/lite does not give: a description of the API, a count that takes too long, redirects, hosts that are something
 * else. A small server of our own gives them.
 */
import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, test, type TestContext } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import { readSupabase } from "#src/facts/supabase/read-supabase.js";
import { UserError } from "#src/shared/errors.js";
import { readSupabaseAddress } from "#src/sources/supabase-address.js";
import type { AskingLimits } from "#src/sources/supabase-fetch.js";
import { openSupabase } from "#src/sources/supabase.js";

const KEY = "sb_publishable_0123456789abcdef";
const LIMITS: AskingLimits = { request: 400, total: 5_000, requests: 200 };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers by `METHOD /path`, without what follows the question mark; everything else is no table. */
type Answers = Readonly<Record<string, Handler>>;

interface Host {
  readonly url: string;
  readonly seen: string[];
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(request.method === "HEAD" ? undefined : JSON.stringify(body));
  };

const OTHER_SCHEMA = json(406, {
  code: "PGRST106",
  message: "Invalid schema: prodcheck_asks_which",
  hint: "Only the following schemas are exposed: public, graphql_public",
});
const NO_TABLE = json(404, { code: "PGRST205", message: "Could not find the table" });

async function startHost(context: TestContext, answers: Answers, otherwise: Handler = NO_TABLE): Promise<Host> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const question = `${request.method} ${request.url}`;
    seen.push(question);
    if (request.headers["accept-profile"] === "prodcheck_asks_which" && answers["schemas"]) {
      answers["schemas"](request, response);
      return;
    }
    (answers[question.replace(/\?.*/, "")] ?? otherwise)(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  return { url: `http://127.0.0.1:${address.port}`, seen };
}

const ask = (url: string, facts: FactSet = {}, limits: AskingLimits = LIMITS): Promise<FactSet> =>
  readSupabase(openSupabase(readSupabaseAddress({ url, anonKey: KEY }, {}), limits), facts, new Date(0));

/** What a catalogue of these tables looks like. */
const tables = (...names: string[]): FactSet => ({
  pg_table: names.map((name) => ({
    schema: "public",
    name,
    kind: "table",
    owner: "postgres",
    parent: null,
    is_unlogged: false,
    rls_enabled: false,
    rls_forced: false,
    row_estimate: null,
    bytes: null,
    comment: null,
    is_system: false,
  })),
});

async function refusal(url: string): Promise<UserError> {
  const error: unknown = await ask(url).then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError, String(error));
  assert.doesNotMatch(JSON.stringify([error.message, error.where, error.remedy, error.stack]), /0123456789abcdef/);
  return error;
}

describe("a project that answers", () => {
  test("with a description of its API: its tables are asked for, its functions are only listed", async (context) => {
    const host = await startHost(context, {
      schemas: OTHER_SCHEMA,
      "GET /rest/v1/": json(200, { swagger: "2.0", paths: { "/": {}, "/parcels": {}, "/rpc/drop_all": {} } }),
      "HEAD /rest/v1/parcels": json(206, null, { "content-range": "0-0/12" }),
      "GET /storage/v1/bucket": json(200, [{ id: "labels", name: "labels", public: true }]),
    });
    const found = await ask(host.url, tables("labels"));
    assert.deepEqual(found.supabase_project?.[0]?.schemas_json, '["public","graphql_public"]');
    assert.deepEqual(
      found.supabase_relation?.map(({ name, answer, row_count }) => [name, answer, row_count]),
      [
        ["labels", "missing", null],
        ["parcels", "readable", 12],
      ],
    );
    assert.deepEqual(found.supabase_function, [{ schema: "public", name: "drop_all", source: "openapi" }]);
    assert.deepEqual(found.supabase_bucket, [{ name: "labels", is_public: true, is_listed: true }]);
    assert.equal(found.supabase_gap, undefined);
    assert.deepEqual(
      host.seen.filter((question) => !/^(?:GET|HEAD) /.test(question) || question.includes("rpc")),
      [],
    );
  });

  test("but does not count, counts in vain, hangs, or keeps its storage to itself", async (context) => {
    const cancelled = json(500, { code: "57014", message: "canceling statement: row-value" });
    const host = await startHost(context, {
      schemas: OTHER_SCHEMA,
      "GET /rest/v1/": json(401, {
        message: "Access to schema is forbidden",
        hint: "Only the `service_role` API key …",
      }),
      "HEAD /rest/v1/events": (request, response) => {
        const isCounted = String(request.headers["prefer"]).includes("count");
        (isCounted ? cancelled : json(206, null, { "content-range": "0-0/*" }))(request, response);
      },
      "GET /rest/v1/events": json(200, []),
      "HEAD /rest/v1/broken": cancelled,
      "GET /rest/v1/broken": json(400, { code: "22P02", message: 'invalid input syntax: "row-value"' }),
      "HEAD /rest/v1/slow": () => undefined,
      "GET /rest/v1/slow": () => undefined,
      "HEAD /rest/v1/closed": json(401, null),
      "GET /rest/v1/closed": json(401, { code: "42501", message: "permission denied for table closed" }),
      "GET /storage/v1/bucket": json(503, {}),
    });
    const found = await ask(host.url, tables("events", "broken", "slow", "closed"));
    assert.deepEqual(
      found.supabase_relation?.map(({ name, answer, row_count, has_rows, code }) => [
        name,
        answer,
        row_count,
        has_rows,
        code,
      ]),
      [
        ["broken", "unclear", null, null, "22P02"],
        ["closed", "refused", null, null, "42501"],
        ["events", "readable", null, true, null],
        ["slow", "unclear", null, null, "timeout"],
      ],
    );
    assert.deepEqual(found.supabase_gap, [
      { subject: "openapi", role: "anon", reason: "HTTP 401" },
      { subject: "buckets", role: "anon", reason: "HTTP 503" },
    ]);
    assert.doesNotMatch(JSON.stringify(found), /row-value/);
  });

  test("is asked only so often and so long, and what is left is told", async (context) => {
    const names = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const quick = await startHost(context, { schemas: OTHER_SCHEMA });
    const few = await ask(quick.url, tables(...names), { ...LIMITS, requests: 12 });
    assert.equal(quick.seen.length, 12);
    const gap = few.supabase_gap?.find(({ subject }) => subject === "relations");
    assert.match(gap?.reason ?? "", /^\d+ of 30 were not asked: 12 requests were made, and no more are$/);
    assert.equal(few.supabase_relation?.length, 30 - Number.parseInt(gap?.reason ?? "", 10));

    const slow = await startHost(context, { schemas: OTHER_SCHEMA }, () => undefined);
    const start = performance.now();
    const some = await ask(slow.url, tables(...names), { request: 300, total: 900, requests: 200 });
    assert.ok(performance.now() - start < 3_000);
    assert.match(
      some.supabase_gap?.find(({ subject }) => subject === "relations")?.reason ?? "",
      /the time for all requests was up/,
    );
  });

  test("a name that is a path is never asked for", async (context) => {
    const host = await startHost(context, { schemas: OTHER_SCHEMA });
    await ask(host.url, tables("rpc/drop_all", "..", "a?b", "fine"));
    assert.deepEqual(
      [
        ...new Set(
          host.seen.filter((question) => question.startsWith("HEAD")).map((question) => question.replace(/\?.*/, "")),
        ),
      ],
      ["HEAD /rest/v1/fine"],
    );
  });
});

describe("a host that is no such project", () => {
  test("never answers", async (context) => {
    const host = await startHost(context, {}, () => undefined);
    assert.match((await refusal(host.url)).message, /did not answer in time/);
  });

  test("sends elsewhere: the key does not go there", async (context) => {
    const elsewhere = await startHost(context, { schemas: OTHER_SCHEMA });
    const host = await startHost(context, {}, (request, response) => {
      response.writeHead(307, { location: `${elsewhere.url}${request.url}` });
      response.end();
    });
    assert.match((await refusal(host.url)).message, /redirects elsewhere/);
    assert.deepEqual(elsewhere.seen, []);
  });

  test("is a web page, another API, a paused project, or one without its database", async (context) => {
    const page = await startHost(context, {}, (_, response) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<html>hello</html>");
    });
    assert.match((await refusal(page.url)).message, /does not answer like Supabase's API \(HTTP 200\)/);
    const other = await startHost(context, {}, json(404, { error: "not found" }));
    assert.match((await refusal(other.url)).message, /does not answer like Supabase's API \(HTTP 404\)/);
    const paused = await startHost(context, {}, json(540, { message: "project paused" }));
    assert.match((await refusal(paused.url)).message, /HTTP 540: the project seems to be paused/);
    const broken = await startHost(
      context,
      {},
      json(503, { code: "PGRST002", message: "Could not query the database" }),
    );
    assert.match((await refusal(broken.url)).message, /cannot reach its own database \(PGRST002\)/);
  });

  test("does not take the key", async (context) => {
    for (const message of ["Invalid API key", "Legacy API keys are disabled", "JWSError JWSInvalidSignature"]) {
      const host = await startHost(context, {}, json(401, { message }));
      assert.match((await refusal(host.url)).message, /does not accept the anon key/, message);
    }
  });

  test("is not there", async () => {
    assert.match((await refusal("http://127.0.0.1:9")).message, /Nothing listens at|cannot be reached/);
    assert.match(
      (await refusal("https://no-such-project.invalid")).message,
      /There is no host|cannot be reached|in time/,
    );
  });
});
