import { z } from "zod";
import type { ModelPatternRow, SunsetRow, TableRows } from "../facts/rows.js";

/** The fact tables that are filled from rules/data. */
export type DataTable =
  | "sunset"
  | "model_pattern"
  | "model_gateway"
  | "vendor"
  | "runtime_eol"
  | "deprecated_package"
  | "send_quota"
  | "oauth_token"
  | "copyleft_service"
  | "sdk"
  | "wrapper_module"
  | "connection_maker"
  | "platform_env"
  | "module_role"
  | "dialect_feature"
  | "python_distribution"
  | "provided_package"
  | "deprecated_node_api"
  | "webhook_signer";

const text = z.string().trim().min(1, "must not be empty");
const optionalText = text.nullable().default(null);
const date = z.iso.date("must be a date like 2026-08-01").describe("Write YYYY-MM-DD, a day of the calendar.");
const url = z
  .url({ protocol: /^https?$/, error: "must be a web address" })
  .describe("Name the page that says so, with https://.");
const PATTERN_HINT = "In 'single quotes' YAML leaves backslashes alone; only syntax characters may be escaped.";

/** Compiled exactly as SQLite's REGEXP does it (facts/store.ts). */
const pattern = text
  .refine(isPattern, "must be a JavaScript regular expression that compiles with the flag u")
  .describe(PATTERN_HINT);

function isPattern(source: string): boolean {
  try {
    return new RegExp(source, "u").source !== "";
  } catch {
    return false;
  }
}

const confidence = z.enum(["A", "B", "C", "U"]);

const sunset = z
  .strictObject({
    id: text,
    kind: z.enum(["model", "api", "auth", "package", "sdk"]),
    vendor: text,
    name: text,
    match: z.enum(["literal", "url", "header", "env", "call", "import", "option"]),
    pattern: text.describe(PATTERN_HINT),
    except_pattern: pattern.nullable().default(null),
    module: optionalText,
    date: date.nullable().default(null),
    previous_dates: z.array(date).default([]),
    effect: z.enum(["error", "rerouted", "billed-differently", "unsupported", "licence"]),
    replacement: optionalText,
    source: url,
    verified_at: date,
    confidence,
  })
  .refine((entry) => entry.match === "literal" || isPattern(entry.pattern), {
    path: ["pattern"],
    message:
      "must be a JavaScript regular expression that compiles with the flag u; only `match: literal` takes plain text",
  })
  .transform(({ previous_dates, ...entry }): SunsetRow => ({
    ...entry,
    previous_dates_json: JSON.stringify(previous_dates),
  }));

const modelPattern = z
  .strictObject({
    vendor: text,
    pattern,
    clients: pattern,
    hosts: pattern,
    dated_pattern: pattern.nullable().default(null),
    known: z.array(text),
  })
  .transform(({ known, ...entry }): ModelPatternRow => ({ ...entry, known_json: JSON.stringify(known) }));

/**
 * What one entry of rules/data/<table>.yaml holds. Keys are the table's columns (schema.sql says what they mean); a column
 * <name>_json is written as a list called <name>; a column that may be NULL may be left out.
 */
export const DATA_TABLES: { readonly [T in DataTable]: z.ZodType<TableRows[T]> } = {
  sunset,
  model_pattern: modelPattern,
  vendor: z.strictObject({ vendor: text, name: text }),
  model_gateway: z.strictObject({ name: text, pattern }),
  runtime_eol: z.strictObject({ product: text, cycle: text, date, source: url, verified_at: date }),
  deprecated_package: z.strictObject({
    ecosystem: z.enum(["npm", "python"]),
    name: text,
    below: optionalText,
    since: date.nullable().default(null),
    reason: text,
    replacement: optionalText,
    source: url,
    confidence,
  }),
  send_quota: z.strictObject({
    provider: text,
    name: text,
    pattern,
    plan: text,
    per_day: z.int().positive().nullable().default(null),
    per_month: z.int().positive().nullable().default(null),
    applies_to: z.enum(["plan", "new", "all"]),
    source: url,
    verified_at: date.nullable().default(null),
    confidence,
  }),
  oauth_token: z.strictObject({
    vendor: text,
    env_pattern: pattern,
    use_pattern: pattern,
    lifetime: text,
    is_short: z.boolean(),
    client_pattern: pattern.nullable().default(null),
    except_pattern: pattern.nullable().default(null),
    renewal: text,
    source: url,
    verified_at: date.nullable().default(null),
    confidence,
  }),
  copyleft_service: z.strictObject({
    kind: z.enum(["image", "npm", "python"]),
    pattern,
    name: text,
    since: optionalText,
    until: optionalText,
    licence: text,
    use: z.enum(["linked", "served", "internal"]),
    asks: text,
    source: url,
    verified_at: date.nullable().default(null),
    confidence,
  }),
  sdk: z.strictObject({
    ecosystem: z.enum(["npm", "python"]).default("npm"),
    module: text,
    vendor: text,
    category: z.enum([
      "llm",
      "mail",
      "sms",
      "crm",
      "payment",
      "http",
      "storage",
      "search",
      "social",
      "auth",
      "monitoring",
      "database",
      "queue",
      "cache",
      "other",
    ]),
    methods: pattern.nullable().default(null),
    default_retries: z.int().min(0, "must not be negative").nullable().default(null),
    retry_scope: z.enum(["all", "idempotent", "server", "status", "connection", "rate-limit"]).nullable().default(null),
    retries_since: optionalText,
    default_timeout_seconds: z.number().min(0, "must not be negative").nullable().default(null),
    retry_option: optionalText,
    timeout_option: optionalText,
    source: text,
  }),
  wrapper_module: z.strictObject({
    module: text,
    kind: z.enum(["retry", "breaker", "rate-limit", "timeout", "queue"]),
    symbols: pattern.nullable().default(null),
  }),
  connection_maker: z.strictObject({
    module: text,
    symbol: pattern,
    kind: z.enum(["new", "call"]).nullable().default(null),
    name: text,
    holds: z.enum(["connections", "dropped", "http"]),
    source: url,
  }),
  dialect_feature: z.strictObject({
    kind: z.enum(["method", "operator", "function", "type"]),
    pattern,
    databases: pattern,
    what: text,
    source: url,
  }),
  python_distribution: z.strictObject({ module: text, distribution: text }),
  provided_package: z.strictObject({ provider: text, pattern, source: url }),
  deprecated_node_api: z.strictObject({
    module: optionalText,
    member: pattern,
    kind: z.enum(["call", "new", "import"]),
    since: text,
    removed: optionalText,
    replacement: text,
    source: url,
  }),
  webhook_signer: z.strictObject({
    vendor: text,
    name: text,
    path: pattern,
    carries: pattern.nullable().default(null),
    payload: pattern.nullable().default(null),
    names: pattern.nullable().default(null),
    calls: pattern.nullable().default(null),
    proof: text,
    stake: z.enum(["money", "identity", "action", "report"]),
    check: text,
    source: url,
  }),
  platform_env: z.strictObject({ pattern, platform: text, reader: optionalText }),
  module_role: z.strictObject({
    module: text,
    role: z.enum([
      "monitoring",
      "logging",
      "rate-limit",
      "health",
      "shutdown",
      "validation",
      "scheduler",
      "queue",
      "redis",
      "database",
      "postgres",
      "http-server",
      "auth",
      "metrics",
      "tracing",
      "security-headers",
      "cache",
      "request-id",
      "problem-details",
      "push",
    ]),
  }),
};

/** What makes an entry the same as another: two of them would make every join return a row twice. */
export const DATA_KEYS: { readonly [T in DataTable]: readonly (keyof TableRows[T])[] } = {
  sunset: ["id"],
  model_pattern: ["vendor", "pattern"],
  model_gateway: ["name"],
  vendor: ["vendor"],
  runtime_eol: ["product", "cycle"],
  deprecated_package: ["ecosystem", "name", "below"],
  send_quota: ["provider"],
  oauth_token: ["vendor", "env_pattern"],
  copyleft_service: ["kind", "pattern", "since"],
  sdk: ["ecosystem", "module", "methods"],
  wrapper_module: ["module", "kind"],
  connection_maker: ["module", "symbol"],
  platform_env: ["pattern"],
  module_role: ["module", "role"],
  dialect_feature: ["kind", "pattern"],
  python_distribution: ["module", "distribution"],
  provided_package: ["provider", "pattern"],
  deprecated_node_api: ["module", "member", "kind"],
  webhook_signer: ["vendor"],
};
