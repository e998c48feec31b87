/** Hand-made audit results: one with findings of every kind, and an empty one. */
import type { AuditResult, Finding } from "#src/shared/result.js";
import { sampleCategory, sampleCheck, sampleFinding } from "./sample-builders.js";
import {
  bypass,
  authBypass,
  cron,
  missingTable,
  health,
  envExample,
  unused,
  tracing,
  cors,
  eol,
  lockfile,
  rls,
  foreignKey,
  coverage,
  broken,
  redis,
} from "./sample-rules.js";

const bypassed = Array.from({ length: 25 }, (_, index) => ({
  file: `src/${index < 10 ? "agents" : "services"}/worker-${index + 1}.ts`,
  line: 12 + index * 7,
}));

const findings: Finding[] = [
  sampleFinding(bypass, {
    message: "25 of 41 calls to `@anthropic-ai/sdk` go round `withRetry`.",
    points: 8.4,
    file: "src/agents/worker-1.ts",
    line: 12,
    subject: "@anthropic-ai/sdk",
    locations: bypassed,
    fingerprint: "a1",
  }),
  sampleFinding(authBypass, {
    message: "`requireUser` lets everyone through when `(NODE_ENV || 'development') === 'development'`.",
    points: 6.2,
    file: "src/middleware/auth.ts",
    line: 18,
    subject: "requireUser",
    fingerprint: "a2",
  }),
  sampleFinding(missingTable, {
    message: "Table `public.campaigns` is queried at 3 places and created nowhere.",
    points: 4,
    file: null,
    line: null,
    object: "public.campaigns",
    subject: "public.campaigns",
    locations: [
      { file: "src/db/campaigns.ts", line: 9 },
      { file: "src/db/campaigns.ts", line: 31 },
      { file: "src/jobs/digest.ts", line: 44 },
    ],
    ddl: "CREATE TABLE public.campaigns (id uuid PRIMARY KEY);",
    fingerprint: "a3",
  }),
  ...[
    ["src/jobs/daily.ts", 42, "0 9 * * *"],
    ["src/jobs/weekly.ts", 11, "30 8 * * 1"],
    ["src/jobs/invoices.ts", 7, "0 0 1 * *"],
  ].map(([file, line, expression]) =>
    sampleFinding(cron, {
      message: `\`${expression}\` is scheduled without a time zone.`,
      points: 0.8,
      file: String(file),
      line: Number(line),
      subject: String(expression),
      fingerprint: `b-${file}`,
    }),
  ),
  sampleFinding(health, {
    message: "An Express server listens, and no route looks like a health check.",
    points: 2.1,
    file: null,
    line: null,
    fingerprint: "b4",
  }),
  sampleFinding(cors, {
    message: "`origin: true` with `credentials: true`.",
    file: "src/app.ts",
    line: 20,
    fingerprint: "b5",
    suppressed: { kind: "ignore", reason: "internal network only", file: "src/app.ts", line: 19, until: "2027-01-01" },
  }),
  sampleFinding(envExample, {
    message: "14 variables are read, and nothing checks them when the process starts.",
    points: 1.2,
    file: "src/config.ts",
    line: null,
    fingerprint: "c1",
  }),
  ...["LEGACY_API_URL", "SMTP_HOST", "SMTP_PORT", "FEATURE_X", "OLD_BUCKET"].map((name, index) =>
    sampleFinding(unused, {
      message: `\`${name}\` is declared and read nowhere, in any language, compose file or workflow of this repository.`,
      points: 0.04,
      file: ".env.example",
      line: 3 + index,
      subject: name,
      fingerprint: `d-${name}`,
      suppressed:
        name === "OLD_BUCKET"
          ? { kind: "baseline", reason: null, file: "prodcheck-baseline.json", line: null, until: null }
          : null,
    }),
  ),
  sampleFinding(tracing, {
    message: "No tracing library is set up.",
    points: 0,
    file: null,
    line: null,
    fingerprint: "d9",
  }),
];

/** Findings of every kind, passes with evidence, unanswered checks, and everything that can go wrong. */
export const richResult: AuditResult = {
  tool: { name: "prodcheck", version: "0.1.0" },
  target: {
    path: "./agent-platform",
    name: "agent-platform",
    commit: "3f2a1bc0d4e5f60718293a4b5c6d7e8f90a1b2c3",
    branch: "main",
    manifest: "package.json",
    files: 1284,
    filesByLanguage: { typescript: 1100, sql: 84, json: 100 },
    catalog: {
      source: "snapshot",
      name: "db/schema.snapshot.json",
      serverVersion: "16.4",
      role: "reader",
      readAt: "2026-11-09T08:00:00Z",
      ageDays: 12,
      tables: 48,
      hasStatistics: true,
      gaps: [
        { table: "pg_statement", reason: "only this role's own statements", isPartial: true },
        { table: "pg_policy", reason: "permission denied for table pg_policy", isPartial: false },
      ],
    },
    supabase: {
      host: "abcdefgh.supabase.co",
      askedAt: "2026-11-21T08:00:00Z",
      requests: 71,
      anon: { relations: 48, readable: 1, functions: 3 },
      service: { relations: 31, missing: 2 },
      publicBuckets: 1,
      gaps: [{ subject: "openapi", role: "anon", reason: "HTTP 401" }],
    },
  },
  asOf: "2026-11-21",
  score: { total: 49, cap: 49, uncapped: 61.8, coverage: { answered: 10, applicable: 14 } },
  verdict: "NOT READY",
  categories: [
    sampleCategory("vendors", 100, { passed: 1 }),
    sampleCategory("env", 78.5, { failed: 2, findings: { critical: 0, high: 0, medium: 1, low: 5 } }),
    sampleCategory("security", 0, { failed: 1, passed: 1, findings: { critical: 1, high: 0, medium: 0, low: 0 } }),
    sampleCategory("resilience", 39, { failed: 1, findings: { critical: 1, high: 0, medium: 0, low: 0 } }),
    sampleCategory("redis", null, { notApplicable: 1 }),
    sampleCategory("database", 50, { failed: 1, findings: { critical: 1, high: 0, medium: 0, low: 0 } }),
    sampleCategory("schema", null, { unknown: 2 }),
    sampleCategory("scheduling", 25, { failed: 1, findings: { critical: 0, high: 3, medium: 0, low: 0 } }),
    sampleCategory("observability", 40, { failed: 2, findings: { critical: 0, high: 1, medium: 0, low: 1 } }),
    sampleCategory("delivery", 100, { passed: 1 }),
    sampleCategory("testing", null, { unknown: 1 }),
    sampleCategory("code", null, { unknown: 1 }),
  ],
  checks: [
    sampleCheck(bypass, { failed: 1, passed: 16 }),
    sampleCheck(authBypass),
    sampleCheck(missingTable, { passed: 11 }),
    sampleCheck(cron, { failed: 3, passed: 1, unknown: 2 }),
    sampleCheck(health),
    sampleCheck(envExample),
    sampleCheck(unused, { failed: 5, passed: 31 }),
    sampleCheck(tracing),
    sampleCheck(cors, { status: "pass", failed: 0, passed: 2 }),
    sampleCheck(eol, {
      status: "pass",
      failed: 0,
      passed: 3,
      evidence: [
        { file: ".nvmrc", line: 1, object: null, text: "Node 22 is supported until 2027-04-30" },
        { file: "Dockerfile", line: 1, object: null, text: "Node 22" },
      ],
    }),
    sampleCheck(lockfile, {
      status: "pass",
      failed: 0,
      passed: 1,
      evidence: [{ file: "package-lock.json", line: null, object: null, text: "locked by npm" }],
    }),
    sampleCheck(rls, { status: "unknown", failed: 0, reason: "No database schema was read: pass --db or a snapshot." }),
    sampleCheck(foreignKey, {
      status: "unknown",
      failed: 0,
      reason: "No database schema was read: pass --db or a snapshot.",
    }),
    sampleCheck(coverage, { status: "unknown", failed: 0, reason: "No coverage report was found." }),
    sampleCheck(broken, { status: "error", failed: 0, reason: "no such column: nmae" }),
    sampleCheck(redis, { status: "not-applicable", failed: 0 }),
  ],
  findings,
  plan: [
    { fingerprint: "a2", effortMinutes: 30, totalMinutes: 30, score: 49 },
    { fingerprint: "a3", effortMinutes: 60, totalMinutes: 90, score: 69 },
    { fingerprint: "a1", effortMinutes: 120, totalMinutes: 210, score: 80.4 },
    { fingerprint: "b-src/jobs/daily.ts", effortMinutes: 15, totalMinutes: 225, score: 81.2 },
    { fingerprint: "b-src/jobs/weekly.ts", effortMinutes: 15, totalMinutes: 240, score: 82 },
    { fingerprint: "b-src/jobs/invoices.ts", effortMinutes: 15, totalMinutes: 255, score: 82.8 },
    { fingerprint: "b4", effortMinutes: 45, totalMinutes: 300, score: 84.9 },
    { fingerprint: "c1", effortMinutes: 40, totalMinutes: 340, score: 86.1 },
  ],
  ignores: [
    {
      kind: "expired",
      file: "src/legacy/sync.ts",
      line: 88,
      rule: "external-call-without-timeout",
      message: "The ignore of `external-call-without-timeout` ended on 2026-06-30: fix the call or set a new date.",
    },
  ],
  baseline: { file: "prodcheck-baseline.json", known: 1, fixed: 2 },
  problems: [
    {
      file: "deploy/compose.yaml",
      line: 14,
      message: "Nested mappings are not allowed in compact mappings.",
      remedy: "Quote the value on that line.",
    },
  ],
  skipped: [
    { path: "public/app.min.js", reason: "minified", detail: null },
    { path: "assets/logo.png", reason: "binary", detail: null },
    { path: "assets/cover.png", reason: "binary", detail: null },
  ],
  sources: [
    { need: "code", available: true, detail: "1,100 files" },
    { need: "catalog", available: false, detail: "pass --db or a snapshot" },
    { need: "coverage", available: false, detail: null },
  ],
  durationMs: 3480,
};

/** A folder in which no rule found anything to examine. */
export const emptyResult: AuditResult = {
  ...richResult,
  target: { path: ".", name: "empty", commit: null, branch: null, files: 0, filesByLanguage: {} },
  score: { total: null, cap: null, uncapped: null, coverage: { answered: 0, applicable: 0 } },
  verdict: "NOT ASSESSED",
  categories: [],
  checks: [],
  findings: [],
  plan: [],
  ignores: [],
  baseline: null,
  problems: [],
  skipped: [],
  sources: [],
  durationMs: 12,
};
