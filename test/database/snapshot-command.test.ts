import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, test } from "node:test";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { PASSWORD, serverForSuite } from "./postgres-server.js";
import { SAMPLE_SCHEMA } from "./sample-schema.js";

/** Lines with numbers that change by themselves. */
const isCounted = (line: string): boolean =>
  /"(?:counted_days|transaction_age|connections|analyzed_days|vacuumed_days)"/.test(line);

describe("prodcheck snapshot", () => {
  const server = serverForSuite(SAMPLE_SCHEMA);

  test("writes a file that audits and queries read like the database", (context) => {
    const root = repositoryOf(context, { "index.js": "" });
    const file = join(root, "schema.snapshot.json");
    const written = runCli(["snapshot", "--db", server.url("app"), "--output", file]);
    assert.equal(written.code, 0, written.stderr);
    assert.match(written.stderr, /Read live database postgres as app, PostgreSQL \d+\.\d+, 4 tables/);
    assert.match(written.stderr, /Not read: pg_statement: only this role's own statements/);
    const text = readFileSync(file, "utf8");
    assert.doesNotMatch(text, new RegExp(`${PASSWORD}|hush-hush|4eC39Hq|person1@`));

    const select = 'SELECT "table", name, type_text, is_nullable FROM pg_column ORDER BY "table", position';
    const live = runCli(["query", select, root, "--format", "json", "--db", server.url("app")]);
    const stored = runCli(["query", select, root, "--format", "json", "--schema", file]);
    assert.equal(stored.code, 0, stored.stderr);
    assert.equal(stored.stdout, live.stdout);
    assert.match(stored.stdout, /"type_text": "shop.email"/);

    const audited = runCli(["audit", root, "--schema", file, "--format", "json", "--fail-on", "never"]);
    assert.equal(audited.code, 0, audited.stderr);
    const report: unknown = JSON.parse(audited.stdout);
    assert.match(
      JSON.stringify(report),
      /"need":"catalog","available":true,"detail":"snapshot [^"]+schema.snapshot.json, \d+ days? old/,
    );
  });

  test("the configuration names a snapshot or a database's variable, and a flag wins", (context) => {
    const snapshot = runCli(["snapshot", "--db", server.url("app")]).stdout;
    const root = repositoryOf(context, {
      "index.js": "",
      "prodcheck.yaml": "schema: db/schema.snapshot.json\n",
      "db/schema.snapshot.json": snapshot,
    });
    const stored = runCli(["audit", root]);
    assert.equal(stored.code, 0, stored.stderr);
    assert.match(stored.stdout.replaceAll("\n", " "), /Schema: snapshot \S+db\/schema\.snapshot\.json, 0 days old, /);
    assert.match(runCli(["audit", root, "--db", server.url("app")]).stdout, /^Schema: live database postgres as app/m);

    process.env["PRODCHECK_TEST_URL"] = server.url("app");
    context.after(() => delete process.env["PRODCHECK_TEST_URL"]);
    writeFileSync(join(root, "prodcheck.yaml"), "database: env:PRODCHECK_TEST_URL\n");
    assert.match(runCli(["audit", root]).stdout, /^Schema: live database postgres as app/m);
    writeFileSync(join(root, "prodcheck.yaml"), "database: env:PRODCHECK_TEST_URL\nschema: db/schema.snapshot.json\n");
    const both = runCli(["audit", root]);
    assert.deepEqual([both.code, /only one of them can be read/.test(both.stderr)], [2, true]);
    writeFileSync(join(root, "prodcheck.yaml"), "database: env:PRODCHECK_NOT_SET\n");
    const unset = runCli(["audit", root]);
    assert.deepEqual([unset.code, /PRODCHECK_NOT_SET is not set/.test(unset.stderr)], [2, true]);
  });

  test("two snapshots of one schema differ in the time alone", () => {
    const [one, other] = [0, 1].map(() =>
      runCli(["snapshot", "--db", server.url("stranger")])
        .stdout.split("\n")
        .filter((line) => !/"read_at"/.test(line)),
    );
    assert.deepEqual(
      one?.filter((line) => !isCounted(line)),
      other?.filter((line) => !isCounted(line)),
    );
  });

  test("--db and --schema exclude each other; a missing file or variable is said", (context) => {
    const root = repositoryOf(context, { "index.js": "" });
    const both = runCli(["audit", root, "--db", server.url(), "--schema", "x.json"]);
    assert.deepEqual([both.code, /only one of them can be read/.test(both.stderr)], [2, true]);
    const missing = runCli(["audit", root, "--schema", "nowhere.json"]);
    assert.deepEqual([missing.code, /could not be read/.test(missing.stderr)], [2, true]);
    const unset = runCli(["audit", root, "--db", "env:PRODCHECK_NOT_SET"]);
    assert.deepEqual([unset.code, /PRODCHECK_NOT_SET is not set/.test(unset.stderr)], [2, true]);
  });
});
