/** How grave a gap in delivery is: by what shows that something is delivered. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { failingRows } from "./built-in-rule.js";

const AS_OF = "2026-11-21";

const severities = (id: string, files: Readonly<Record<string, string>>): (string | null | undefined)[] =>
  failingRows(id, files, AS_OF).map(({ severity }) => severity);

const manifest = (range: string) => `{ "name": "api", "private": true, "dependencies": { "express": "${range}" } }`;
const SERVER = "const app = require('express')();\napp.get('/', (req, res) => res.json({}));\napp.listen(3000);\n";
const FLY = 'app = "api"\n[http_service]\n  internal_port = 3000\n';

test("a missing lock file is high for open ranges in production, low for given versions and where nothing runs", () => {
  const app = { "server.js": SERVER, "fly.toml": FLY };
  const others = '"pg": "^8.0.0", "pino": "^9.0.0", "zod": "^4.0.0", "helmet": "^8.0.0"';
  const large = manifest("^5.0.0").replace('"^5.0.0"', `"^5.0.0", ${others}`);
  assert.deepEqual(severities("missing-lockfile", { ...app, "package.json": large }), ["high"]);
  assert.deepEqual(severities("missing-lockfile", { ...app, "package.json": manifest("^5.0.0") }), ["medium"]);
  assert.deepEqual(severities("missing-lockfile", { ...app, "package.json": manifest("5.1.0") }), ["medium"]);
  assert.deepEqual(severities("missing-lockfile", { "package.json": manifest("^5.0.0"), "tool.js": "1;\n" }), ["low"]);
});

test("a deploy workflow that only prints a line shows no deployment", () => {
  const app = {
    "requirements.txt": "fastapi\nuvicorn\nsqlalchemy\nredis\nhttpx\n",
    "main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n",
    Dockerfile: 'FROM python:3.13-slim\nCOPY . /app\nCMD ["uvicorn", "main:app"]\n',
    "compose.yml": "services:\n  api:\n    build: .\n    restart: unless-stopped\n",
  };
  assert.deepEqual(severities("missing-lockfile", app), ["high"]);
  const deploy = ".github/workflows/deploy.yml";
  const printed = workflow([`'echo "to do: ssh and docker push"'`]);
  assert.deepEqual(severities("missing-lockfile", { ...app, [deploy]: printed }), ["medium"]);
  const done = workflow(["ssh deploy@example.org ./update.sh"]);
  assert.deepEqual(severities("missing-lockfile", { ...app, [deploy]: done }), ["high"]);
});

const workflow = (steps: readonly string[]) =>
  `on: push\njobs:\n  main:\n    runs-on: ubuntu-24.04\n    steps:\n${steps.map((step) => `      - run: ${step}\n`).join("")}`;
const tests = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`test/part${at}.test.js`, "test('a', () => {});\n"]));

test("tests that no pipeline runs are medium beside a pipeline, low without one", () => {
  const app = { "package.json": manifest("^5.0.0"), "server.js": SERVER };
  const at = (steps: readonly string[] | null, count: number) =>
    severities("missing-ci-tests", {
      ...app,
      ...tests(count),
      ...(steps === null ? {} : { ".github/workflows/main.yml": workflow(steps) }),
    });
  assert.deepEqual(at(["npm ci", "flyctl deploy --remote-only"], 6), ["medium"]);
  assert.deepEqual(at(["npm ci", "flyctl deploy --remote-only"], 2), ["medium"]);
  assert.deepEqual(at(["npm ci", "npm run lint"], 6), ["medium"]);
  assert.deepEqual(at(null, 2), ["low"]);
  assert.deepEqual(at(["npm ci", "npm test"], 6), []);
});

test("an install that may change the lock file is medium, and low where there is none", () => {
  const files = { "package.json": manifest("^5.0.0"), ".github/workflows/main.yml": workflow(["npm install"]) };
  assert.deepEqual(severities("unlocked-ci-install", files), ["low"]);
  const lock = '{ "name": "api", "lockfileVersion": 3, "packages": {} }';
  assert.deepEqual(severities("unlocked-ci-install", { ...files, "package-lock.json": lock }), ["medium"]);
});

const atStart = (command: string, more = "") =>
  severities("migrations-at-boot", {
    "package.json": '{ "name": "api", "private": true, "dependencies": { "@prisma/client": "^6.0.0" } }',
    "render.yaml": `services:\n  - type: web\n    name: api\n    startCommand: ${command} && node server.js\n${more}`,
  });

test("migrations at each start are medium where several instances start together or `db push` guesses, low for one", () => {
  assert.deepEqual(atStart("npx prisma migrate deploy"), ["low"]);
  assert.deepEqual(atStart("npx prisma db push"), ["medium"]);
  assert.deepEqual(atStart("npx prisma migrate deploy", "    numInstances: 3\n"), ["medium"]);
});

test("an image that starts as root is medium at the root, whatever else a compose file builds outside of the repository", () => {
  const image = { Dockerfile: 'FROM node:24\nCOPY . /app\nCMD ["node", "server.js"]\n', "server.js": SERVER };
  const compose = "services:\n  other:\n    build:\n      context: .\n      dockerfile: ../other/Dockerfile\n";
  assert.deepEqual(severities("root-container", image), ["medium"]);
  assert.deepEqual(severities("root-container", { ...image, "docker-compose.yml": compose }), ["medium"]);
});

const asRoot = (file: string, end: string, compose = "") =>
  severities("root-container", {
    [file]: `FROM node:24\nCOPY . /app\n${end}\n`,
    "server.js": SERVER,
    ...(compose === "" ? {} : { "docker-compose.prod.yml": compose }),
  });
const builtFrom = (file: string) =>
  `services:\n  web:\n    build:\n      context: .\n      dockerfile: ${file}\n    restart: always\n`;

test("an image that starts as root is low for copying files, under a name of its own, and on a developer's machine", () => {
  const start = 'CMD ["node", "server.js"]';
  assert.deepEqual(asRoot("Dockerfile.simple", start), ["low"]);
  assert.deepEqual(asRoot("Dockerfile.simple", start, builtFrom("Dockerfile.simple")), ["medium"]);
  assert.deepEqual(asRoot("Dockerfile", 'CMD ["sh", "-c", "cp -r /app/* /volume/"]'), ["low"]);
});

test("an install in an image that only developers build is low", () => {
  const files = {
    "package.json": manifest("^5.0.0"),
    "package-lock.json": '{ "name": "api", "lockfileVersion": 3, "packages": {} }',
    "server.js": SERVER,
    "web/Dockerfile": 'FROM node:24\nCOPY . .\nRUN npm install\nCMD ["node", "server.js"]\n',
    ".github/workflows/main.yml": `on: push\njobs:\n  image:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: web\n          file: web/Dockerfile.prod\n`,
  };
  const compose = "services:\n  web:\n    build: ./web\n    volumes:\n      - ./web/src:/app/src\n";
  assert.deepEqual(severities("unlocked-ci-install", files), ["medium"]);
  assert.deepEqual(severities("unlocked-ci-install", { ...files, "docker-compose.dev.yml": compose }), ["low"]);
});
