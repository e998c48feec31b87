import assert from "node:assert/strict";
import { test } from "node:test";

import { linkEnvNearMisses } from "#src/facts/link/env-near-miss.js";

/** Lines of "read | declared | reason distance"; reason and distance are left out for names that are two variables. */
function checkPairs(table: string): void {
  for (const line of table.trim().split("\n")) {
    const [read = "", declared = "", expected = ""] = line.split(" | ").map((cell) => cell.trim());
    const [found] = linkEnvNearMisses([read], [declared]);
    assert.equal(found ? `${found.reason} ${found.distance}` : "", expected, `${read} / ${declared}`);
    if (found) assert.deepEqual([found.name, found.declared], [read, declared]);
    const [back] = linkEnvNearMisses([declared], [read]);
    assert.equal(back ? `${back.reason} ${back.distance}` : "", expected, `${declared} / ${read}`);
  }
}

test("one variable spelt twice", () => {
  checkPairs(`
  GEMINI_API_KEY            | VITE_GEMINI_API_KEY           | prefix 1
  NEXT_PUBLIC_SUPABASE_URL  | SUPABASE_URL                  | prefix 1
  NEXT_PUBLIC_SENTRY_DSN    | VITE_SENTRY_DSN               | prefix 1
  REACT_APP_API_URL         | API_URL                       | prefix 1
  EXPO_PUBLIC_API_URL       | NEXT_PUBLIC_API_URL           | prefix 1
  NEXT_SUPABASE_ANON_KEY    | NEXT_PUBLIC_SUPABASE_ANON_KEY | prefix 1
  SUPABSE_URL               | SUPABASE_URL                  | spelling 1
  NEXT_PUBILC_SITE_URL      | NEXT_PUBLIC_SITE_URL          | spelling 1
  ANTHORPIC_API_KEY         | ANTHROPIC_API_KEY             | spelling 1
  DATABSE_URL               | DATABASE_URL                  | spelling 1
  DATABSE                   | DATABASE                      | spelling 1
  POSTGERS_PASSWRD          | POSTGERS_PASSWORD             | spelling 1
  STRIPE_WEBHOK_SECERT      | STRIPE_WEBHOK_SECRET          | spelling 1
  CLOUDINARRY_CLOUD_NAME    | CLOUDINARY_CLOUD_NAME         | spelling 1
  ENCRPTON_SECRET           | ENCRYPTION_SECRET             | spelling 2
  REDIS_HSOT                | REDIS_HOST                    | spelling 1
  DATABASE_ULR              | DATABASE_URL                  | spelling 1
  OPEN_AI_API_KEY           | OPENAI_API_KEY                | spelling 1
  NEXT_AUTH_URL             | NEXTAUTH_URL                  | spelling 1
  RESEND_APIKEY             | RESEND_API_KEY                | spelling 1
  database_url              | DATABASE_URL                  | spelling 1
  OPENAI_KEY_API            | OPENAI_API_KEY                | order 2
  API_KEY_BREVO             | BREVO_API_KEY                 | order 3
  ALLOWED_ORIGIN            | ALLOWED_ORIGINS               | plural 1
  KAFKA_BROKERS             | KAFKA_BROKER                  | plural 1
  ALLOWED_PROXIES           | ALLOWED_PROXY                 | plural 1
  REPLICATE_API_KEY         | REPLICATE_API_TOKEN           | synonym 1
  JWT_KEY                   | JWT_SECRET                    | synonym 1
  CRON_TOKEN                | CRON_SECRET                   | synonym 1
  DB_PASS                   | DB_PASSWORD                   | synonym 1
  SMTP_USERNAME             | SMTP_USER                     | synonym 1
  MONGO_URI                 | MONGO_URL                     | synonym 1
  DB_HOST                   | DATABASE_HOST                 | synonym 1
  NEXTAUTH_SECRET           | AUTH_SECRET                   | synonym 1
  NOTION_BLOG_DATABASE_ID   | NOTION_DATABASE_ID            | word 1
  STRIPE_KEY                | STRIPE_SECRET_KEY             | word 1
  RESEND_KEY                | RESEND_API_KEY                | word 1
  DISCORD_TOKEN             | DISCORD_BOT_TOKEN             | word 1
  TWILIO_SID                | TWILIO_ACCOUNT_SID            | word 1
  TWILIO_TOKEN              | TWILIO_AUTH_TOKEN             | word 1
  GITHUB_ID                 | GITHUB_CLIENT_ID              | word 1
  OPENAI_URL                | OPENAI_BASE_URL               | word 1
  AWS_S3_BUCKET             | AWS_S3_BUCKET_NAME            | word 1
  AWS_ACCESS_KEY            | AWS_ACCESS_KEY_ID             | word 1
  AWS_SECRET_KEY            | AWS_SECRET_ACCESS_KEY         | word 1
  SLACK_WEBHOOK             | SLACK_WEBHOOK_URL             | word 1
  SLACK_ALERTS_WEBHOOK_URL  | SLACK_WEBHOOK_URL             | word 1
  SUPABASE_SERVICE_KEY      | SUPABASE_SERVICE_ROLE_KEY     | word 1
  GOOGLE_GEMINI_API_KEY     | GEMINI_API_KEY                | word 1
  UPSTASH_QSTASH_TOKEN      | QSTASH_TOKEN                  | word 1
  NUXT_OPENAI_API_KEY       | OPENAI_API_KEY                | prefix 1
  LOCALAI_CHAT_TOKEN_LIMIT  | LOCALAI_CHAT_MODEL_TOKEN_LIMIT | word 1
  `);
});

test("two variables of similar names", () => {
  checkPairs(`
  DATABASE_URL            | DATABASE_URL_TEST |
  DATABASE_URL            | TEST_DATABASE_URL |
  DATABASE_URL            | DATABASE_DIRECT_URL |
  STRIPE_SECRET_KEY       | STRIPE_TEST_SECRET_KEY |
  STAGING_API_URL         | PROD_API_URL |
  SENTRY_DSN              | SENTRY_DEV_DSN |
  AWS_REGION              | AWS_REGION_2 |
  S3_BUCKET_A             | S3_BUCKET_B |
  S3_BUCKETA              | S3_BUCKETB |
  S3_BUCKET1              | S3_BUCKET2 |
  API_V1_URL              | API_V2_URL |
  NODE1_HOST              | NODE2_HOST |
  PRICE_USD               | PRICE_AUD |
  TEXT_EN                 | TEXT_ES |
  CLIENT_ID               | CLIENT_SECRET |
  GITHUB_CLIENT_ID        | GITHUB_CLIENT_SECRET |
  DB_USER                 | DB_PASSWORD |
  DB_HOST                 | DB_PORT |
  SMTP_HOST               | SMTP_PORT |
  OPENAI_API_KEY          | OPENAI_API_URL |
  OPENAI_API_KEY          | AZURE_OPENAI_API_KEY |
  OPENAI_API_KEY          | ANTHROPIC_API_KEY |
  GROQ_API_KEY            | GROK_API_KEY |
  API_KEY                 | OPENAI_API_KEY |
  LLM_OPENAI_API_KEY      | LLM_API_KEY |
  PROJECT_ID              | FIREBASE_PROJECT_ID |
  AUTH_GOOGLE_CLIENT_ID   | AUTH_CLIENT_ID |
  REDIS_READ_URL          | REDIS_URL |
  REDIS_READ_URL          | REDIS_WRITE_URL |
  REDIS_QUEUE_URL         | REDIS_URL |
  SUPABASE_DB_URL         | SUPABASE_URL |
  STRIPE_PUBLISHABLE_KEY  | STRIPE_KEY |
  STRIPE_SECRET           | STRIPE_WEBHOOK_SECRET |
  STRIPE_PRO_PRICE_ID     | STRIPE_PRICE_ID |
  STRIPE_PRICE_MONTHLY    | STRIPE_PRICE_YEARLY |
  VAPID_PUBLIC_KEY        | VAPID_PRIVATE_KEY |
  VAPID_PUBLIC_KEY        | VAPID_KEY |
  ADMIN_EMAIL             | USER_EMAIL |
  ADMIN_API_KEY           | API_KEY |
  TWITTER_CONSUMER_KEY    | TWITTER_CONSUMER_SECRET |
  CLOUDINARY_API_KEY      | CLOUDINARY_API_SECRET |
  TWITTER_ACCESS_TOKEN    | TWITTER_ACCESS_SECRET |
  AWS_ACCESS_KEY          | AWS_SECRET_ACCESS_KEY |
  JWT_SECRET              | JWT_REFRESH_SECRET |
  JWT_EXPIRES_IN          | JWT_SECRET |
  SMTP_FROM               | SMTP_FROM_NAME |
  MAX_UPLOAD_SIZE         | UPLOAD_SIZE |
  RATE_LIMIT_MAX          | RATE_LIMIT |
  APP_HOST                | APP_POST |
  TEAM_NAME               | BEAM_NAME |
  API_URL                 | WEB_URL |
  FRONTEND_URL            | BACKEND_URL |
  REDIRECT_HTTP           | REDIRECT_HTTPS |
  SYNC_DB_TO_CRM          | SYNC_CRM_TO_DB |
  PORT                    | VITE_PORT |
  PORT                    | HOST |
  MODEL                   | MODELS |
  GOOGLE_API_KEY          | GOOGLE_MAPS_API_KEY |
  AUTH_PORT               | AUTH_SERVICE_PORT |
  NUXT_OPENAI_API_KEY     | NEXT_PUBLIC_OPENAI_API_KEY |
  POSTHOG_PERSONAL_API_KEY | POSTHOG_API_KEY |
  REDIS                   | REDIS_URL |
  DEBUG                   | PORT |
  TWILIO_PHONE_SID        | TWILIO_SID |
  AUTH0_DOMAIN            | AUTH_DOMAIN |
  TOTALLY_DIFFERENT       | UNRELATED_NAME |
  `);
});

test("each name has one partner at most, the likeliest", () => {
  assert.deepEqual(
    linkEnvNearMisses(["SUPABSE_URL", "OPENAI_KEY"], ["SUPABASE_URL", "VITE_SUPABSE_URL", "OPENAI_API_KEY", "PORT"]),
    [
      { name: "OPENAI_KEY", declared: "OPENAI_API_KEY", reason: "word", distance: 1 },
      { name: "SUPABSE_URL", declared: "VITE_SUPABSE_URL", reason: "prefix", distance: 1 },
    ],
  );
  assert.deepEqual(linkEnvNearMisses(["RESEND_KEY", "RESND_API_KEY"], ["RESEND_API_KEY"]), [
    { name: "RESND_API_KEY", declared: "RESEND_API_KEY", reason: "spelling", distance: 1 },
  ]);
});

test("a missing word says nothing where two names lack it", () => {
  assert.deepEqual(
    linkEnvNearMisses(["NOTION_BLOG_DATABASE_ID", "NOTION_TASKS_DATABASE_ID"], ["NOTION_DATABASE_ID"]),
    [],
  );
  assert.deepEqual(linkEnvNearMisses(["SUPABASE_KEY"], ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_KEY"]), []);
});

test("a name that is in both lists, or twice in one, is no near miss", () => {
  assert.deepEqual(linkEnvNearMisses(["API_URL", "API_URL"], ["API_URL", "VITE_API_URL"]), []);
  assert.deepEqual(linkEnvNearMisses(["API_URL", "API_URL"], ["VITE_API_URL", "VITE_API_URL"]).length, 1);
  assert.deepEqual(linkEnvNearMisses([], ["A_B"]), []);
  assert.deepEqual(linkEnvNearMisses(["", "_", "A"], ["__", "B"]), []);
});

test("order of the input makes no difference", () => {
  const reads = ["SUPABSE_URL", "OPENAI_KEY", "DB_PASS", "ALLOWED_ORIGIN", "STRIPE_KEY"];
  const declared = ["SUPABASE_URL", "OPENAI_API_KEY", "DB_PASSWORD", "ALLOWED_ORIGINS", "STRIPE_SECRET_KEY"];
  const expected = linkEnvNearMisses(reads, declared);
  assert.equal(expected.length, 5);
  assert.deepEqual(linkEnvNearMisses(reads.toReversed(), declared.toReversed()), expected);
});

const names = (prefix: string): string[] =>
  Array.from({ length: 5000 }, (_, i) => `${prefix}_SERVICE${i % 70}_MODULE${i % 71}_API_KEY`);

test("speed: thousands of names", () => {
  const started = process.cpuUsage();
  linkEnvNearMisses(names("APP"), names("WEB"));
  const { user } = process.cpuUsage(started);
  assert.ok(user < 3_000_000, `${user / 1000} ms`);
});
