import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./query-sample.js";

/** Jobs as "scheduler | expression | zone | kind | depends on the zone | handler". */
function jobsOf(text: string): string[] {
  const rows = querySample(
    { "jobs.ts": text },
    `SELECT job.*, "function".name FROM job LEFT JOIN "function" ON "function".id = job.handler_id ORDER BY job.line`,
  );
  return rows.map((row) =>
    ["scheduler", "expression", "timezone", "timezone_kind", "is_zone_dependent", "name"]
      .map((column) => String(row[column] ?? "–"))
      .join(" | "),
  );
}

test("node-cron: options, none, computed, spread", () => {
  const jobs = jobsOf(`import cron from "node-cron";
import { schedule, options } from "./config.js";
cron.schedule("0 9 * * *", digest);
cron.schedule("0 9 * * *", digest, { timezone: "Europe/Berlin" });
cron.schedule("0 9 * * *", digest, { timezone: process.env.TZ_NAME });
cron.schedule("0 9 * * *", digest, options);
cron.schedule("0 9 * * *", digest, { ...options });
cron.schedule("*/5 * * * *", () => digest());
cron.schedule(schedule, digest);
cron.validate("0 9 * * *");
async function digest() {}
`);
  assert.deepEqual(jobs, [
    "node-cron | 0 9 * * * | – | none | 1 | digest",
    "node-cron | 0 9 * * * | Europe/Berlin | literal | 1 | digest",
    'node-cron | 0 9 * * * | {"$":"process.env.TZ_NAME"} | expression | 1 | digest',
    "node-cron | 0 9 * * * | – | unknown | 1 | digest",
    "node-cron | 0 9 * * * | – | unknown | 1 | digest",
    "node-cron | */5 * * * * | – | none | 0 | –",
    "node-cron | – | – | none | – | digest",
  ]);
});

test("cron: positional zone, object form", () => {
  const jobs = jobsOf(`import { CronJob } from "cron";
new CronJob("0 0 6 * * *", run, null, true, "America/New_York");
new CronJob("0 0 6 * * *", run, null, true);
CronJob.from({ cronTime: "0 6 * * *", onTick: run, timeZone: "UTC" });
function run() {}
`);
  assert.deepEqual(
    jobs.map((job) => job.split(" | ").slice(1, 5).join(" | ")),
    ["0 0 6 * * * | America/New_York | literal | 1", "0 0 6 * * * | – | none | 1", "0 6 * * * | UTC | literal | 1"],
  );
});

test("node-schedule: an optional name first, rules as objects, dates", () => {
  const jobs = jobsOf(`import schedule from "node-schedule";
schedule.scheduleJob("report", "0 8 * * *", run);
schedule.scheduleJob("0 8 * * *", run);
schedule.scheduleJob({ rule: "0 8 * * *", tz: "Asia/Tokyo" }, run);
schedule.scheduleJob(new Date(2030, 1, 1), run);
function run() {}
`);
  assert.deepEqual(jobs, [
    "node-schedule | 0 8 * * * | – | none | 1 | run",
    "node-schedule | 0 8 * * * | – | none | 1 | run",
    "node-schedule | 0 8 * * * | Asia/Tokyo | literal | 1 | run",
    "node-schedule | – | – | none | – | run",
  ]);
});

test("BullMQ and Bull: repeats are jobs, other adds are not", () => {
  const jobs = jobsOf(`import { Queue } from "bullmq";
import Bull from "bull";
const queue = new Queue("mail");
const old = new Bull("mail");
queue.add("once", {});
queue.add("nightly", {}, { repeat: { pattern: "0 3 * * *", tz: "UTC" } });
queue.upsertJobScheduler("nightly", { pattern: "0 3 * * *" }, {});
queue.upsertJobScheduler("often", { every: 1000 });
old.add({}, { repeat: { cron: "0 3 * * *" } });
`);
  assert.deepEqual(
    jobs.map((job) => job.split(" | ").slice(0, 4).join(" | ")),
    ["bullmq | 0 3 * * * | UTC | literal", "bullmq | 0 3 * * * | – | none", "bull | 0 3 * * * | – | none"],
  );
});

test("decorators and frameworks", () => {
  const jobs = jobsOf(`import { Cron } from "@nestjs/schedule";
import { Cron as Croner } from "croner";
import { schedules } from "@trigger.dev/sdk";
import { inngest } from "./inngest.js";
class Reports {
  @Cron("0 18 * * *", { timeZone: "Europe/Paris" })
  async evening() {}
}
new Croner("@daily", evening);
schedules.task({ id: "a", cron: { pattern: "0 5 * * *", timezone: "UTC" }, run: async () => {} });
function evening() {}
`);
  assert.deepEqual(jobs, [
    "nest | 0 18 * * * | Europe/Paris | literal | 1 | evening",
    "croner | @daily | – | none | 1 | evening",
    "trigger | 0 5 * * * | UTC | literal | 1 | –",
  ]);
});

test("agenda: intervals in words do not depend on a zone, crons do; a zone in the expression counts", () => {
  const jobs = jobsOf(`import { Agenda } from "agenda";
import cron from "node-cron";
const agenda = new Agenda();
agenda.every("5 minutes", "sync");
agenda.every("0 4 * * *", "clean", {}, { timezone: "Europe/Madrid" });
cron.schedule("CRON_TZ=Europe/Rome 0 4 * * *", () => {});
`);
  assert.deepEqual(
    jobs.map((job) => job.split(" | ").slice(1, 5).join(" | ")),
    [
      "5 minutes | – | none | 0",
      "0 4 * * * | Europe/Madrid | literal | 1",
      "CRON_TZ=Europe/Rome 0 4 * * * | Europe/Rome | literal | 1",
    ],
  );
});

test("a schedule() of something else is no job", () => {
  assert.deepEqual(
    jobsOf(`import { calendar } from "./calendar.js";
calendar.schedule("0 9 * * *", () => {});
export const add = (queue: { add(name: string): void }) => queue.add("0 9 * * *");
`),
    [],
  );
});
