import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, problems, runtimes, settings, variables } from "./rows-of.js";

test("services: images, builds, commands, health checks and both forms of everything", () => {
  const facts = factsOf("docker-compose.yml", [
    "services:",
    "  web:",
    "    build:",
    "      context: .",
    "      dockerfile: web.Dockerfile",
    "      args: [GIT_SHA]",
    '    command: ["node", "server.js"]',
    "    environment:",
    "      NODE_ENV: production",
    "      API_KEY: hunter2hunter2",
    "      PASSED:",
    "    env_file:",
    "      - .env",
    "      - path: ./.env.local",
    "        required: false",
    "    depends_on:",
    "      db: { condition: service_healthy }",
    "    healthcheck: { test: [CMD, curl, localhost] }",
    '    ports: ["3000:3000"]',
    "  db:",
    "    image: postgres:14",
    "    restart: always",
    "    healthcheck: { disable: true }",
    "    environment: [POSTGRES_PASSWORD=postgres, POSTGRES_DB=app]",
  ]);
  assert.deepEqual(settings(facts), [
    "4 web build=.",
    "5 web build.dockerfile=web.Dockerfile",
    "6 web arg.GIT_SHA=null",
    "9 web env.NODE_ENV=production",
    "10 web env.API_KEY=null",
    "11 web env.PASSED=null",
    "7 web cmd=node server.js",
    "18 web healthcheck=CMD curl localhost",
    "13 web env_file=.env",
    "14 web env_file=./.env.local",
    "17 web depends_on=db",
    "19 web port=3000:3000",
    "21 db image=postgres:14",
    "24 db env.POSTGRES_PASSWORD=null",
    "24 db env.POSTGRES_DB=app",
    "22 db restart=always",
    "23 db healthcheck=NONE",
  ]);
  assert.deepEqual(
    variables(facts),
    ["6 GIT_SHA reference=null", "9 NODE_ENV literal=production", "10 API_KEY secret=null", "11 PASSED reference=null"],
    "what a database image is given is not read by this repository's code",
  );
  assert.deepEqual(runtimes(facts), ["21 postgresql 14"]);
});

test("references are declared with their defaults, nested ones too; $$ is a dollar sign", () => {
  const facts = factsOf("compose.yaml", [
    "services:",
    "  app:",
    "    image: acme/app:${TAG:-latest}",
    "    ports: ['${PORT:-${HTTP_PORT:-80}}:80']",
    "    environment:",
    "      - DATABASE_URL=${DATABASE_URL}",
    "      - MODE=${NODE_ENV:-production}",
    "    command: echo $$HOME ${lower}",
  ]);
  assert.deepEqual(variables(facts), [
    "6 DATABASE_URL reference=null",
    "7 MODE reference=production",
    "3 TAG reference=latest",
    "4 PORT reference=80",
    "4 HTTP_PORT reference=80",
    "7 NODE_ENV reference=production",
  ]);
});

test("anchors and merges keep the line where a value is written", () => {
  const facts = factsOf("compose.yml", [
    "x-env: &env",
    "  NODE_ENV: production",
    "services:",
    "  a: { image: acme/a, environment: *env }",
    "  b:",
    "    image: acme/b",
    "    environment: { <<: *env, ROLE: worker }",
  ]);
  assert.deepEqual(variables(facts), ["2 NODE_ENV literal=production", "7 ROLE literal=worker"]);
  assert.ok(settings(facts).includes("2 b env.NODE_ENV=production"));
});

test("image versions with defaults", () => {
  const facts = factsOf("a/dev-compose.yml", [
    "services:",
    "  redis:",
    "    image: redis:${REDIS_VERSION:-6.2}-alpine3.17",
  ]);
  assert.deepEqual(runtimes(facts), ["3 redis 6.2", "3 alpine 3.17"]);
});

test("a file that is merely called compose is left alone; a broken one is a problem", () => {
  assert.deepEqual(factsOf("compose.yaml", "music: [a, b]"), {});
  assert.match(problems(factsOf("compose.yaml", "services:\n  a:\n  image: [\n"))[0] ?? "", /Not valid YAML/);
  assert.deepEqual(factsOf("src/recompose.yml", "services: { a: { image: node } }"), {});
});
