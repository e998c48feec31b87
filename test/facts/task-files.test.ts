import assert from "node:assert/strict";
import { test } from "node:test";
import { querySample } from "./link/query-sample.js";

const roles = (scripts: object, files: Readonly<Record<string, string>>): unknown =>
  Object.fromEntries(
    querySample(
      { "package.json": JSON.stringify({ name: "shop", scripts }), ...files },
      "SELECT path, role FROM file WHERE language = 'javascript' ORDER BY path",
    ).map((row) => [row["path"], row["role"]]),
  );

const task = `const { PrismaClient } = require("@prisma/client");
new PrismaClient().team.deleteMany();
`;

test("a file that only a package script of another purpose runs is a script", () => {
  assert.deepEqual(
    roles(
      {
        "delete-team": "node --env-file .env delete-team.js",
        sync: "NODE_ENV=production tsx ./src/sync-prices.mjs && echo done",
        start: "node server.js",
      },
      { "delete-team.js": task, "src/sync-prices.mjs": `await fetch("https://example.com");`, "server.js": task },
    ),
    { "delete-team.js": "script", "server.js": "app", "src/sync-prices.mjs": "script" },
  );
});

test("what also starts, listens, exports, is deployed, or runs by a script's name for something that stays is the application", () => {
  assert.deepEqual(
    roles(
      {
        check: "node both.js",
        start: "node both.js",
        api: "node api.js",
        "mail:worker": "node mail.js",
        go: "node listens.js",
        report: "node shared.js",
        nightly: "node nightly.js",
      },
      {
        "both.js": task,
        "api.js": task,
        "mail.js": task,
        "listens.js": `require("express")().listen(3000);`,
        "shared.js": `module.exports = { run() {} };`,
        "nightly.js": task,
        Dockerfile: `FROM node:24\nCMD ["node", "nightly.js"]\n`,
      },
    ),
    {
      "api.js": "app",
      "both.js": "app",
      "listens.js": "app",
      "mail.js": "app",
      "nightly.js": "app",
      "shared.js": "app",
    },
  );
});
