import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { z } from "zod";
import { TABLE_COLUMNS } from "#src/facts/rows.js";
import { FactStore, schemaSql } from "#src/facts/store.js";
import { DATA_KEYS, DATA_TABLES, type DataTable } from "#src/rules/data-tables.js";
import { loadData } from "#src/rules/load-data.js";
import { compareText } from "#src/shared/compare-text.js";
import { showError, temporaryFolder } from "./rule-samples.js";

function load(context: TestContext, files: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(context, files);
  const { facts, errors } = loadData(folder);
  return { facts, messages: errors.map((error) => showError(error, folder)) };
}

const SUNSET = `- id: api-v1
  kind: api
  vendor: Example
  name: The old API
  match: url
  pattern: "^/v1/"
  date: 2026-09-30
  effect: error
  source: https://example.com/v1
  verified_at: 2026-07-01
  confidence: A
`;

const MISTAKES: Readonly<Record<string, readonly [table: string, yaml: string, message: string]>> = {
  "a misspelt key": [
    "sunset",
    `${SUNSET}${SUNSET.replace("api-v1", "api-v2").replace("vendor", "vender")}`,
    'sunset.yaml:14: "vender" is not a key of the table "sunset". → Did you mean "vendor"?',
  ],
  "a missing key": [
    "platform_env",
    "- pattern: CI\n  platform: any\n- pattern: TZ\n",
    'platform_env.yaml:3: "platform" is missing. → Add it.',
  ],
  "a version without quotes": [
    "runtime_eol",
    "- product: python\n  cycle: 3.10\n  date: 2026-10-31\n  source: https://example.com\n  verified_at: 2026-01-01\n",
    'runtime_eol.yaml:2: "cycle" must be text, not 3.1. → Put it in quotes, so that YAML keeps it as text.',
  ],
  "a day that does not exist": [
    "sunset",
    SUNSET.replace("2026-09-30", "2026-09-31"),
    'sunset.yaml:7: "date" must be a date like 2026-08-01. → Write YYYY-MM-DD, a day of the calendar.',
  ],
  "a pattern that does not compile": [
    "sunset",
    SUNSET.replace("^/v1/", "^/v1/("),
    `sunset.yaml:6: "pattern" must be a JavaScript regular expression that compiles with the flag u; only \`match: literal\` takes plain text. → In 'single quotes' YAML leaves backslashes alone; only syntax characters may be escaped.`,
  ],
  "a pattern that only compiles without the flag u": [
    "platform_env",
    String.raw`- { pattern: 'A\-B', platform: x }`,
    `platform_env.yaml:1: "pattern" must be a JavaScript regular expression that compiles with the flag u. → In 'single quotes' YAML leaves backslashes alone; only syntax characters may be escaped.`,
  ],
  "a value nobody knows": [
    "wrapper_module",
    "- { module: p-retry, kind: retrys }",
    'wrapper_module.yaml:1: "kind" cannot be "retrys". → Did you mean "retry"? Known values: retry, breaker, rate-limit, timeout, queue.',
  ],
  "an entry that is not a map": [
    "module_role",
    "- { module: pino, role: logging }\n- winston\n",
    'module_role.yaml:2: Entry 2 must be a map of keys, not "winston". → The file is a list; an entry is a row of the table module_role: see `prodcheck facts`.',
  ],
  "a map instead of a list": [
    "module_role",
    "pino: logging",
    "module_role.yaml:1: The file must be a list, not a map of keys. → The file is a list; an entry is a row of the table module_role: see `prodcheck facts`.",
  ],
  "an entry given twice": [
    "sunset",
    SUNSET + SUNSET,
    "sunset.yaml:12: A second entry for id api-v1. → Remove one of them; the first is in line 1.",
  ],
  "a file that is no table": [
    "sunsets",
    SUNSET,
    'sunsets.yaml: There is no data table "sunsets". → Did you mean "sunset.yaml"?',
  ],
};

describe("loadData", () => {
  it("fills in what may be left out, and keeps lists as JSON", (context) => {
    const { facts, messages } = load(context, {
      "sunset.yaml": SUNSET.replace("  effect", "  previous_dates: [2026-01-31]\n  effect"),
      "model_pattern.yaml":
        '- { vendor: x, pattern: "^x-", dated_pattern: "^x-\\\\d+$", clients: "^xsdk", hosts: "x[.]example", known: [x-1] }',
      "sdk.yaml": "- { module: x, vendor: X, category: llm, default_timeout_seconds: 0, source: their README }",
    });
    assert.deepEqual(messages, []);
    assert.deepEqual(facts, {
      model_pattern: [
        {
          vendor: "x",
          clients: "^xsdk",
          hosts: "x[.]example",
          pattern: "^x-",
          dated_pattern: "^x-\\d+$",
          known_json: '["x-1"]',
        },
      ],
      sdk: [
        {
          ecosystem: "npm",
          module: "x",
          vendor: "X",
          category: "llm",
          methods: null,
          default_retries: null,
          retry_scope: null,
          retries_since: null,
          default_timeout_seconds: 0,
          retry_option: null,
          timeout_option: null,
          source: "their README",
        },
      ],
      sunset: [
        {
          id: "api-v1",
          kind: "api",
          vendor: "Example",
          name: "The old API",
          match: "url",
          pattern: "^/v1/",
          except_pattern: null,
          module: null,
          date: "2026-09-30",
          previous_dates_json: '["2026-01-31"]',
          effect: "error",
          replacement: null,
          source: "https://example.com/v1",
          verified_at: "2026-07-01",
          confidence: "A",
        },
      ],
    });
    const store = new FactStore();
    store.insert(facts);
    assert.deepEqual(store.all("SELECT vendor FROM sunset"), [{ vendor: "Example" }]);
    store.close();
  });

  for (const [name, [table, yaml, message]] of Object.entries(MISTAKES))
    it(`explains ${name}, and takes no half of a file`, (context) => {
      const { facts, messages } = load(context, { [`${table}.yaml`]: yaml });
      assert.deepEqual(messages, [message]);
      assert.deepEqual(facts, {});
    });

  it("takes plain text for match: literal", (context) => {
    const literal = SUNSET.replace("match: url", "match: literal").replace("^/v1/", "v1(");
    assert.deepEqual(load(context, { "sunset.yaml": literal }).messages, []);
  });

  it("says when the folder is not there", (context) => {
    const { errors } = loadData(`${temporaryFolder(context, {})}/none`);
    assert.deepEqual(
      errors.map(({ message }) => message),
      ["The data folder cannot be read."],
    );
  });
});

const isDataTable = (name: string): name is DataTable => Object.hasOwn(DATA_TABLES, name);

/** The keys of an entry and the schema of each. */
function entryShape(schema: z.ZodType): Readonly<Record<string, unknown>> {
  let inner: unknown = schema;
  while (inner instanceof z.ZodPipe) inner = inner.in;
  assert.ok(inner instanceof z.ZodObject);
  return inner.shape;
}

function enumValues(schema: unknown): readonly string[] | null {
  let inner = schema;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable) inner = inner.unwrap();
  return inner instanceof z.ZodEnum ? inner.options.map(String) : null;
}

/** What schema.sql writes about a column after `--`. */
function columnComment(table: string, column: string): string {
  const [, body = ""] = new RegExp(`^CREATE TABLE "?${table}"? ([\\s\\S]*?)^\\)`, "m").exec(schemaSql) ?? [];
  return new RegExp(`^\\s+"?${column}"?\\s.*?--\\s*(.*)$`, "m").exec(body)?.[1] ?? "";
}

describe("the data tables", () => {
  it("are those that schema.sql fills from rules/data", () => {
    const [, section = ""] = /─ data \(rules\/data[^\n]*\n([\s\S]*?)\n-- ─/.exec(schemaSql) ?? [];
    const tables = [...section.matchAll(/^CREATE TABLE (\w+)/gm)]
      .map((match) => match[1] ?? "")
      .filter((name) => name !== "as_of");
    assert.deepEqual(Object.keys(DATA_TABLES).toSorted(compareText), tables.toSorted(compareText));
  });

  for (const table of Object.keys(DATA_TABLES).filter(isDataTable))
    it(`${table} has the columns and the values that schema.sql names`, () => {
      const shape = entryShape(DATA_TABLES[table]);
      const keys = TABLE_COLUMNS[table].map((column) => column.replace(/_json$/, ""));
      assert.deepEqual(Object.keys(shape).toSorted(compareText), keys.toSorted(compareText));
      for (const [column, schema] of Object.entries(shape)) {
        const values = enumValues(schema);
        if (values === null || column === "confidence") continue;
        const listed = columnComment(table, column)
          .split(/[:;]/, 1)
          .join("")
          .split("|")
          .map((value) => value.trim().split(" ")[0]);
        if (columnComment(table, column) !== "" && listed.length > 1)
          assert.deepEqual(values, listed, `${table}.${column}`);
      }
      assert.ok(DATA_KEYS[table].length > 0);
    });
});
