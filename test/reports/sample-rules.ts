/** Rules as a result carries them: with and without examples, references, a verify command. */
import { sampleRule } from "./sample-builders.js";

export const bypass = sampleRule("retry-wrapper-bypass", "resilience", "critical", {
  title: "Calls go round the repository's own retry wrapper",
  effortMinutes: 120,
  why: `A wrapper that retries exists, and part of the calls do not use it. When the vendor answers 529 for ten minutes,
those calls fail at once, and nobody notices until a customer does.`,
  fix: {
    summary: "Send every call through `withRetry` in `src/lib/retry.ts`, and keep the raw client private to that file.",
    example: "const message = await withRetry(() => client.messages.create(request));",
  },
  verify: "prodcheck audit . --only retry-wrapper-bypass",
  references: ["https://docs.anthropic.com/en/api/errors"],
});
export const authBypass = sampleRule("development-auth-bypass", "security", "critical", {
  title: "Authentication is skipped when NODE_ENV is not set",
  effortMinutes: 30,
  why: "Most hosts do not set `NODE_ENV`. Then the check is off in production, and every request is an administrator's.",
  fix: { summary: 'Skip the check only on `NODE_ENV === "development"`, and fail closed.', example: null },
  verify: "prodcheck audit . --only development-auth-bypass",
});
export const cron = sampleRule("cron-without-timezone", "scheduling", "high", {
  title: "Scheduled job runs in whatever time zone the server has",
  why: "Containers run in UTC. A job meant for 09:00 local time fires hours off, and moves again with daylight saving.",
  fix: {
    summary: "Pass `timezone` as an option, from configuration.",
    example: 'cron.schedule("0 9 * * *", run, { timezone: config.timezone });',
  },
  verify: "prodcheck audit . --only cron-without-timezone",
  references: ["https://github.com/node-cron/node-cron"],
});
export const missingTable = sampleRule("missing-table", "database", "critical", {
  title: "A queried table exists in no migration",
  effortMinutes: 60,
  needs: ["code", "migrations"],
  why: "The first request that touches it fails with 42P01 on any database built from this repository.",
  fix: { summary: "Add the migration that creates it, or drop the query.", example: null },
});
export const health = sampleRule("missing-health-endpoint", "observability", "high", {
  title: "The server has no health endpoint",
  effortMinutes: 45,
  why: "A load balancer keeps sending traffic to an instance that cannot reach its database.",
  fix: { summary: "Add `GET /health`:\n\n- ask the database\n- answer 503 when it does not reply", example: null },
});
export const envExample = sampleRule("unvalidated-environment", "env", "medium", {
  title: "Required variables are used without validation at start-up",
  effortMinutes: 40,
  confidence: "medium",
});
export const unused = sampleRule("unused-env-variable", "env", "low", {
  title: "A declared variable is read nowhere",
  effortMinutes: 5,
  needs: ["env"],
  why: "Someone will set it and wonder.",
  fix: { summary: "Delete it from `.env.example`.", example: null },
});
export const tracing = sampleRule("missing-tracing", "observability", "low", {
  title: "No distributed tracing",
  confidence: "low",
  effortMinutes: 240,
});
export const cors = sampleRule("permissive-cors", "security", "high", {
  title: "Any origin may call with credentials",
});
export const eol = sampleRule("eol-runtime", "vendors", "high", {
  title: "A runtime is past its end of life",
  needs: ["packages"],
});
export const lockfile = sampleRule("missing-lockfile", "delivery", "high", {
  title: "No lock file",
  needs: ["packages"],
});
export const rls = sampleRule("rls-disabled", "schema", "critical", { needs: ["catalog"] });
export const foreignKey = sampleRule("unindexed-foreign-key", "schema", "medium", { needs: ["catalog"] });
export const coverage = sampleRule("low-coverage", "testing", "high", { needs: ["coverage"] });
export const broken = sampleRule("team-naming", "code", "low", { isBuiltIn: false, since: null });
export const redis = sampleRule("non-atomic-expire", "redis", "high");
