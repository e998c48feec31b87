import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { FactSet } from "#src/facts/fact-set.js";
import type { ModelPatternRow, SunsetRow } from "#src/facts/rows.js";
import { loadData } from "#src/rules/load-data.js";
import { builtInDataFolder } from "#src/rules/load-rules.js";
import { SUNSET_SAMPLES, type SunsetSample } from "./sunset-samples.js";

const loaded = loadData(builtInDataFolder);
const rows = <T extends keyof FactSet>(table: T): NonNullable<FactSet[T]> => {
  const found = loaded.facts[table];
  assert.ok(found, `rules/data/${table}.yaml is missing`);
  return found;
};

const matches = (pattern: string | null, text: string): boolean =>
  pattern !== null && new RegExp(pattern, "u").test(text);

describe("rules/data", () => {
  it("loads", () => {
    assert.deepEqual(loaded.errors, []);
  });

  it("writes no day twice into the history of a date", () => {
    for (const { id, date, previous_dates_json } of rows("sunset")) {
      const days: unknown = JSON.parse(previous_dates_json);
      assert.ok(Array.isArray(days));
      const all = [...days, date];
      assert.equal(new Set(all).size, all.length, id);
    }
  });
});

/** As the header of sunset.yaml says. */
function isMatch(row: SunsetRow, sample: SunsetSample): boolean {
  if (row.match !== sample.match) return false;
  if (row.module !== null && row.module !== sample.module) return false;
  const pattern = row.match === "call" ? `(^|\\.)(?:${row.pattern})$` : row.pattern;
  return (
    matches(pattern, sample.text) &&
    ![sample.text, sample.argument ?? ""].some((text) => matches(row.except_pattern, text))
  );
}

describe("sunset.yaml", () => {
  it("recognises what it should, and no look-alike", () => {
    for (const sample of SUNSET_SAMPLES) {
      const found = rows("sunset").filter((row) => isMatch(row, sample));
      const ids = found.map(({ id }) => id);
      assert.deepEqual(ids.toSorted(), [...sample.ids].toSorted(), `${sample.match} ${sample.text}`);
    }
  });

  it("has a sample for every pattern", () => {
    const seen = new Set(SUNSET_SAMPLES.flatMap(({ ids }) => ids));
    const untested = rows("sunset").filter(({ id, match }) => match !== "literal" && !seen.has(id));
    assert.deepEqual(
      untested.map(({ id }) => id),
      [],
    );
  });

  it("marks what a vendor only promises not to retire earlier as unconfirmed", () => {
    const promises = rows("sunset").filter(({ name }) => name.includes("not before"));
    assert.ok(promises.length > 5);
    for (const { id, confidence } of promises) assert.equal(confidence, "U", id);
  });

  it("knows the retirement that was announced after a promise", () => {
    const row = rows("sunset").find(({ pattern }) => pattern === "claude-sonnet-4-5-20250929");
    assert.equal(row?.date, "2026-11-30");
    assert.equal(row?.previous_dates_json, '["2026-09-29"]');
  });
});

const modelRow = (vendor: string): ModelPatternRow => {
  const row = rows("model_pattern").find((candidate) => candidate.vendor === vendor);
  assert.ok(row, vendor);
  return row;
};

const knownOf = (row: ModelPatternRow): readonly unknown[] => {
  const known: unknown = JSON.parse(row.known_json);
  assert.ok(Array.isArray(known));
  return known;
};

/** An id that never existed, in the sense of the rule unknown-model. */
const isUnknown = (vendor: string, id: string): boolean => {
  const row = modelRow(vendor);
  return matches(row.dated_pattern, id) && !knownOf(row).includes(id);
};

describe("model_pattern.yaml", () => {
  it("recognises its own list", () => {
    for (const row of rows("model_pattern")) {
      const known = knownOf(row);
      assert.equal(new Set(known).size, known.length, row.vendor);
      for (const id of known) {
        assert.ok(typeof id === "string" && matches(row.pattern, id), `${row.vendor}: ${String(id)}`);
        assert.ok(matches(row.dated_pattern, id), `${row.vendor}: ${id} is not dated`);
      }
    }
  });

  it("knows every model that was retired", () => {
    const models = rows("sunset").filter(({ kind, match }) => kind === "model" && match === "literal");
    for (const { vendor, pattern } of models) {
      assert.ok(matches(modelRow(vendor).pattern, pattern), pattern);
      assert.equal(isUnknown(vendor, pattern), false, pattern);
    }
  });

  it("tells invented ids from real, undated and newer ones", () => {
    const invented = [
      ["anthropic", "claude-sonnet-4-5-20250514"],
      ["anthropic", "claude-3-5-sonnet-20241020"],
      ["anthropic", "claude-opus-4-6-20250514"],
      ["openai", "gpt-4o-2024-08-07"],
      ["openai", "gpt-5-2025-09-01"],
      ["openai", "gpt-4-0615"],
      ["gemini", "gemini-2.5-pro-preview-05-07"],
    ] as const;
    for (const [vendor, id] of invented) assert.ok(isUnknown(vendor, id), id);
    const fine = [
      ["anthropic", "claude-sonnet-4-5-20250929"],
      ["anthropic", "claude-sonnet-5-5"],
      ["anthropic", "claude-opus-6-20270101"],
      ["openai", "gpt-4o"],
      ["openai", "gpt-4.1-mini-2025-04-14"],
      ["openai", "gpt-6-2026-10-01"],
      ["gemini", "gemini-2.5-flash"],
      ["gemini", "gemini-2.5-flash-preview-09-2025"],
    ] as const;
    for (const [vendor, id] of fine) assert.equal(isUnknown(vendor, id), false, id);
  });

  it("leaves other providers' names and other things alone", () => {
    const foreign = [
      "anthropic.claude-3-5-sonnet-20241022-v2:0",
      "us.anthropic.claude-sonnet-4-20250514-v1:0",
      "claude-sonnet-4@20250514",
      "anthropic/claude-sonnet-4",
      "openai/gpt-4o",
      "ft:gpt-4o-mini-2024-07-18:acme::abc",
      "claude-code",
      "gpt-researcher",
      "chatgpt-next-web-cache",
      "gemini-mcp",
      "mistral-client",
      "grok-button",
      "text-muted",
      "code-block",
    ];
    for (const { vendor, pattern } of rows("model_pattern")) {
      for (const id of foreign) assert.equal(matches(pattern, id), false, `${vendor}: ${id}`);
    }
  });
});

const platformsOf = (name: string, reader: string): string[] =>
  rows("platform_env")
    .filter((row) => (row.reader === null || row.reader === reader) && matches(row.pattern, name))
    .map(({ platform }) => platform);

describe("platform_env.yaml", () => {
  it("knows what platforms set", () => {
    const set =
      "NODE_ENV CI TZ HOME PATH PORT HOSTNAME VERCEL VERCEL_URL NEXT_PUBLIC_VERCEL_ENV NEXT_RUNTIME NETLIFY DEPLOY_PRIME_URL " +
      "RENDER_EXTERNAL_URL RAILWAY_PUBLIC_DOMAIN FLY_APP_NAME DYNO HEROKU_SLUG_COMMIT CF_PAGES_BRANCH AWS_LAMBDA_FUNCTION_NAME " +
      "AWS_REGION K_SERVICE GITHUB_SHA RUNNER_OS KUBERNETES_SERVICE_HOST npm_package_version VITEST JEST_WORKER_ID NO_COLOR " +
      "XDG_CONFIG_HOME APPDATA SSH_AUTH_SOCK NODE_APP_INSTANCE PYTHONPATH DEBUG";
    for (const name of set.split(" ")) assert.notDeepEqual(platformsOf(name, "process.env"), [], name);
  });

  it("leaves to people what people must set", () => {
    const own =
      "DATABASE_URL BASE_URL API_URL HOST GITHUB_TOKEN GITHUB_CLIENT_ID GITHUB_WEBHOOK_SECRET VERCEL_TOKEN RAILWAY_TOKEN " +
      "FLY_API_TOKEN NETLIFY_AUTH_TOKEN HEROKU_API_KEY CIRCLE_API_KEY SEMAPHORE_API_KEY WEBSITE_URL SITE_NAME SYSTEM_PROMPT " +
      "AGENT_MODEL BUILD_TARGET REDIS_SERVICE_HOST OTEL_EXPORTER_OTLP_ENDPOINT GOOGLE_APPLICATION_CREDENTIALS " +
      "AWS_ACCESS_KEY_ID SUPABASE_URL SUPABASE_SERVICE_ROLE_KEY NEXT_PUBLIC_API_URL NODE_TOKEN";
    for (const name of own.split(" ")) assert.deepEqual(platformsOf(name, "process.env"), [], name);
  });

  it("tells by the reader", () => {
    assert.deepEqual(platformsOf("BASE_URL", "import.meta.env"), ["vite"]);
    assert.deepEqual(platformsOf("SUPABASE_URL", "Deno.env"), ["supabase-functions"]);
  });
});
