import assert from "node:assert/strict";
import { test } from "node:test";
import { extractStartScript, isStartScript } from "#src/facts/deploy/extract-start-script.js";

test("the commands of a start script, without its comments", () => {
  const { deploy_setting: settings = [] } = extractStartScript(
    "docker/entrypoint.sh",
    "#!/bin/sh\nset -e\n# the tables first\nnpx prisma migrate deploy\n\nexec node server.js\n",
  );
  assert.deepEqual(
    settings.map(({ line, kind, key, value }) => ({ line, kind, key, value })),
    [{ line: 2, kind: "script", key: "script", value: "set -e\nnpx prisma migrate deploy\nexec node server.js" }],
  );
});

test("told by their names", () => {
  const scripts = ["entrypoint.sh", "docker-entrypoint.sh", "bin/start.sh", "scripts/run-prod.sh", "docker/entrypoint"];
  for (const path of scripts) assert.ok(isStartScript(path), path);
  for (const path of ["scripts/seed.sh", "restart.md", "src/start.ts"]) assert.ok(!isStartScript(path), path);
});
