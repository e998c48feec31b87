/** How grave the built-in rules about scheduled work think a finding is. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { packageOf, verdictsOf } from "./built-in-rule.js";

const ROUTE = `import cron from "node-cron";
export async function POST() {
  cron.schedule("0 9 * * *", async () => { await fetch("https://api.example.com/digest", { method: "POST" }); });
  return Response.json({});
}
`;

const onNext = (files: Readonly<Record<string, string>>, more: readonly string[] = []): string[] =>
  verdictsOf("in-process-cron-on-serverless", {
    "package.json": packageOf(["next", "node-cron", ...more]),
    "next.config.js": "module.exports = {};",
    "app/api/start/route.ts": ROUTE,
    ...files,
  });

describe("in-process-cron-on-serverless", () => {
  it("is medium where a file of the platform is there, low where only one of its packages is", () => {
    assert.deepEqual(onNext({ "vercel.json": "{}" }), ["medium"]);
    assert.deepEqual(onNext({}, ["@vercel/analytics"]), ["low"]);
  });
});

const SERVER = `import express from "express";
setInterval(async () => {
  await fetch("https://api.example.com/rates");
}, 60_000);
express().listen(3000);
`;

const handling = (code: string, dependencies = ["express"]): string[] =>
  verdictsOf("job-without-error-handling", { "package.json": packageOf(dependencies), "src/server.ts": code });

const manifest = (version: string): string =>
  JSON.stringify({ name: "api", dependencies: { express: "^5.0.0", "node-cron": version } });

describe("job-without-error-handling", () => {
  it("is medium where it ends a server, low where the process has a handler", () => {
    assert.deepEqual(handling(SERVER), ["medium"]);
    assert.deepEqual(handling(`${SERVER}process.on("unhandledRejection", (error) => { console.error(error); });\n`), [
      "low",
    ]);
  });

  it("is low where the scheduler drops the error", () => {
    const code = `import cron from "node-cron";
import express from "express";
cron.schedule("0 3 * * *", async () => { await fetch("https://api.example.com/rates"); });
express().listen(3000);
`;
    const verdicts = (version: string): string[] =>
      verdictsOf("job-without-error-handling", { "package.json": manifest(version), "src/server.ts": code });
    assert.deepEqual(verdicts("^3.0.3"), ["low"]);
    assert.deepEqual(verdicts("^4.2.0"), ["pass"]);
  });
});

const locking = (work: string): string[] =>
  verdictsOf("job-without-lock", {
    "package.json": packageOf(["express", "node-cron"]),
    "railway.json": '{ "deploy": { "startCommand": "node src/server.js", "numReplicas": 2 } }',
    "src/server.js": `import express from "express";
import cron from "node-cron";
cron.schedule("0 8 * * *", async () => { ${work} });
express().listen(3000);
`,
  });

describe("job-without-lock", () => {
  it("is medium where something is sent, low for other work", () => {
    assert.deepEqual(locking('await fetch("https://api.example.com/mail", { method: "POST" });'), ["medium"]);
    assert.deepEqual(locking("console.log(process.memoryUsage());"), ["low"]);
  });
});
