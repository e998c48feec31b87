import assert from "node:assert/strict";
import { test } from "node:test";
import { filesRunBy, scriptFiles } from "#src/facts/link/run-commands.js";

test("the file that a command runs is its first word that belongs to no option", () => {
  const commands: Readonly<Record<string, string[]>> = {
    "node dist/main.js": ["dist/main.js"],
    "tsx watch src/index.ts --inspect": ["src/index.ts"],
    "node -r dotenv/config --max-old-space-size=512 server.js": ["server.js"],
    "node --import ./instrument.js ./server.mjs": ["./server.mjs"],
    "node --env-file .env src/server.js": ["src/server.js"],
    "node --experimental-vm-modules src/server.js": ["src/server.js"],
    "NODE_ENV=production bun run src/index.tsx": ["src/index.tsx"],
    "node migrate.js && node server.js": ["migrate.js", "server.js"],
    "concurrently \"node a.js\" 'node b.js'": ["a.js", "b.js"],
    "next start": [],
    "node .": [],
    "tsc && echo server.js": [],
  };
  for (const [command, files] of Object.entries(commands)) assert.deepEqual(filesRunBy(command), files, command);
});

test("scripts name their files from the package's folder", () => {
  const scripts = { start: "node ./server.js", lint: "eslint .", seed: "tsx ../tools/seed.ts" };
  assert.deepEqual(
    [...scriptFiles({ dir: "apps/api", scripts_json: JSON.stringify(scripts) })],
    [["start", ["apps/api/server.js"]]],
  );
});
