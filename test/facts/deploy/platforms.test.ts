import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, jobs, problems, runtimes, settings, variables } from "./rows-of.js";

test("vercel.json", () => {
  const facts = factsOf("vercel.json", [
    "{",
    '  "crons": [{ "path": "/api/nightly", "schedule": "0 5 * * *" }],',
    '  "regions": ["fra1"],',
    '  "functions": { "api/*.ts": { "runtime": "nodejs18.x", "maxDuration": 30 } },',
    '  "env": { "NODE_ENV": "production", "KEY": "@acme-key" },',
    '  "build": { "env": { "CI": "1" } },',
    '  "buildCommand": "NODE_OPTIONS=--no-deprecation next build",',
    '  "headers": [{ "source": "/(.*)", "headers": [{ "key": "X-Frame-Options", "value": "DENY" }] }]',
    "}",
  ]);
  assert.deepEqual(jobs(facts), ["2 vercel 0 5 * * * platform UTC true"]);
  assert.deepEqual(runtimes(facts), ["4 lambda-runtime nodejs18.x"]);
  assert.deepEqual(variables(facts), [
    "5 NODE_ENV literal=production",
    "5 KEY reference=null",
    "6 CI literal=1",
    "7 NODE_OPTIONS literal=--no-deprecation",
  ]);
  assert.deepEqual(
    settings(facts).filter((row) => !row.includes("env.")),
    [
      "1 - platform=vercel",
      "2 /api/nightly cron=0 5 * * *",
      "7 - build-command=NODE_OPTIONS=--no-deprecation next build",
      "3 - region=fra1",
      "4 api/*.ts runtime=nodejs18.x",
      "4 api/*.ts functions.maxDuration=30",
      "8 /(.*) headers.X-Frame-Options=DENY",
    ],
  );
});

test("netlify.toml: contexts, scheduled functions, the Node version", () => {
  const facts = factsOf("netlify.toml", [
    "[build]",
    'command = "npm run build"',
    "[build.environment]",
    'NODE_VERSION = "16"',
    "[context.deploy-preview.environment]",
    'API_URL = "https://staging.acme.io"',
    '[functions."nightly"]',
    'schedule = "@daily"',
  ]);
  assert.deepEqual(runtimes(facts), ["4 node 16"]);
  assert.deepEqual(jobs(facts), ["8 netlify @daily platform UTC true"]);
  assert.deepEqual(
    facts.env_declaration?.map((row) => [row.line, row.name, row.value, row.environment]),
    [
      [4, "NODE_VERSION", "16", null],
      [6, "API_URL", "https://staging.acme.io", "preview"],
    ],
  );
});

test("render.yaml: services, generated and linked variables, databases, cron jobs", () => {
  const facts = factsOf("render.yaml", [
    "services:",
    "  - type: web",
    "    name: api",
    "    runtime: node",
    "    startCommand: NODE_ENV=production node server.js",
    "    healthCheckPath: /health",
    "    envVars:",
    "      - { key: NODE_VERSION, value: 18.17.0 }",
    "      - { key: JWT_SECRET, generateValue: true }",
    "      - { key: DATABASE_URL, fromDatabase: { name: db, property: connectionString } }",
    "      - fromGroup: shared",
    "  - { type: cron, name: nightly, schedule: '*/5 * * * *', env: docker }",
    "databases:",
    "  - name: db",
    "    postgresMajorVersion: '14'",
  ]);
  assert.deepEqual(runtimes(facts), ["8 node 18.17.0", "15 postgresql 14"]);
  assert.deepEqual(jobs(facts), ["12 render */5 * * * * platform UTC false"]);
  assert.deepEqual(variables(facts), [
    "5 NODE_ENV literal=production",
    "8 NODE_VERSION literal=18.17.0",
    "9 JWT_SECRET reference=null",
    "10 DATABASE_URL reference=null",
  ]);
  const rows = settings(facts);
  for (const row of [
    "4 api runtime=node",
    "6 api healthcheck=/health",
    "11 api env_file=shared",
    "12 nightly runtime=docker",
  ])
    assert.ok(rows.includes(row), row);
});

test("fly.toml: variables, processes, checks of both kinds", () => {
  const facts = factsOf("fly.production.toml", [
    'app = "acme"',
    'primary_region = "ams"',
    "[build]",
    'image = "acme/app:1.2"',
    "[env]",
    'NODE_ENV = "production"',
    "[processes]",
    'worker = "TZ=UTC node worker.js"',
    "[http_service]",
    "internal_port = 8080",
    "[[http_service.checks]]",
    'path = "/healthz"',
    "[[services]]",
    "internal_port = 9090",
    "[[services.tcp_checks]]",
    'interval = "15s"',
    "[deploy]",
    'release_command = "npm run migrate"',
  ]);
  assert.deepEqual(variables(facts), ["6 NODE_ENV literal=production", "8 TZ literal=UTC"]);
  assert.deepEqual(settings(facts), [
    "1 - app=acme",
    "2 - region=ams",
    "4 - image=acme/app:1.2",
    "6 - env.NODE_ENV=production",
    "18 - release=npm run migrate",
    "8 worker cmd=TZ=UTC node worker.js",
    "8 worker env.TZ=UTC",
    "10 http_service port=8080",
    "12 http_service healthcheck=/healthz",
    "14 services port=9090",
    "15 services healthcheck=tcp",
  ]);
});

const texts = (rows: readonly string[]) => rows.map((row) => row.replace(/^\d+ /, ""));

test("railway.json and railway.toml say the same", () => {
  const json = factsOf(
    "railway.json",
    '{ "deploy": { "startCommand": "node .", "healthcheckPath": "/up", "cronSchedule": "0 * * * *" } }',
  );
  const toml = factsOf(
    "railway.toml",
    '[deploy]\nstartCommand = "node ."\nhealthcheckPath = "/up"\ncronSchedule = "0 * * * *"\n',
  );
  assert.deepEqual(texts(settings(json)), texts(settings(toml)));
  assert.deepEqual(jobs(json), ["1 railway 0 * * * * platform UTC false"]);
  assert.deepEqual(settings(toml).slice(1, 3), ["3 - healthcheck=/up", "2 - cmd=node ."]);
});

test("Procfile", () => {
  const facts = factsOf(
    "Procfile",
    "web: NODE_ENV=production node server.js\n# note\nrelease: npm run migrate\nbroken\n",
  );
  assert.deepEqual(settings(facts), [
    "1 web cmd=NODE_ENV=production node server.js",
    "1 web env.NODE_ENV=production",
    "3 release release=npm run migrate",
  ]);
  assert.deepEqual(problems(facts), ["4 This line of the Procfile is not `name: command`"]);
});

test("Heroku's app.json, and the app.json of others", () => {
  const facts = factsOf("app.json", [
    "{",
    '  "env": { "SECRET": { "generator": "secret" }, "MODE": { "value": "full" }, "PLAIN": "1" },',
    '  "environments": { "test": { "env": { "NODE_ENV": "test" } } },',
    '  "addons": ["heroku-postgresql"],',
    '  "formation": { "web": { "quantity": 2 } }',
    "}",
  ]);
  assert.deepEqual(variables(facts), [
    "2 SECRET reference=null",
    "2 MODE literal=full",
    "2 PLAIN literal=1",
    "3 NODE_ENV literal=test",
  ]);
  assert.equal(facts.env_declaration?.at(-1)?.environment, "test");
  assert.ok(settings(facts).includes("5 web replicas=2"));
  assert.deepEqual(factsOf("app.json", '{ "expo": { "name": "x" }, "env": {} }'), {});
  assert.deepEqual(factsOf("app.json", '{ "name": "react-native-app", "displayName": "x" }'), {});
});

test("wrangler in TOML and JSONC: variables per environment, bindings, crons", () => {
  const facts = factsOf("wrangler.toml", [
    'name = "worker"',
    "[vars]",
    'MODE = "full"',
    "[env.staging.vars]",
    'MODE = "half"',
    "[triggers]",
    'crons = ["0 3 * * *",',
    '  "*/10 * * * *"]',
    "[[kv_namespaces]]",
    'binding = "CACHE"',
    'id = "abc"',
  ]);
  assert.deepEqual(variables(facts), ["3 MODE literal=full", "10 CACHE reference=null", "5 MODE literal=half"]);
  assert.deepEqual(
    facts.env_declaration?.map((row) => row.environment),
    [null, null, "preview"],
  );
  assert.deepEqual(jobs(facts), [
    "7 cloudflare 0 3 * * * platform UTC true",
    "8 cloudflare */10 * * * * platform UTC false",
  ]);
  assert.deepEqual(variables(factsOf("wrangler.jsonc", '{ // c\n "vars": { "A": "1" } }')), ["2 A literal=1"]);
});

test("serverless.yml: runtimes, schedules with and without a zone, variables", () => {
  const facts = factsOf("serverless.yml", [
    "provider:",
    "  name: aws",
    "  runtime: nodejs16.x",
    "  environment:",
    "    NODE_ENV: production",
    "    TABLE: ${env:TABLE_NAME}",
    "    ARN: !GetAtt Queue.Arn",
    "functions:",
    "  job:",
    "    handler: src/job.handler",
    "    runtime: python3.9",
    "    events:",
    "      - schedule: rate(5 minutes)",
    "      - schedule: { method: scheduler, rate: ['cron(0 12 * * ? *)'], timezone: Europe/Rome }",
    "      - httpApi: GET /x",
  ]);
  assert.deepEqual(runtimes(facts), ["3 lambda-runtime nodejs16.x", "11 lambda-runtime python3.9"]);
  assert.deepEqual(jobs(facts), [
    "13 aws rate(5 minutes) platform UTC false",
    "14 aws cron(0 12 * * ? *) literal Europe/Rome true",
  ]);
  assert.deepEqual(variables(facts), [
    "5 NODE_ENV literal=production",
    "6 TABLE reference=null",
    "7 ARN literal=Queue.Arn",
    "6 TABLE_NAME reference=null",
  ]);
});

test("PM2, systemd and Supabase", () => {
  const pm2 = factsOf(
    "ecosystem.config.json",
    '{ "apps": [{ "name": "api", "script": "server.js",\n "instances": 2,\n "env_production": { "NODE_ENV": "production" } }] }',
  );
  assert.deepEqual(settings(pm2), ["1 api cmd=server.js", "2 api replicas=2", "3 api env.NODE_ENV=production"]);
  const unit = factsOf(
    "deploy/api.service",
    '[Unit]\n[Service]\nUser=app\nEnvironment=NODE_ENV=production "NAME=two words"\nExecStart=/usr/bin/node .\nRestart=always\n',
  );
  assert.deepEqual(variables(unit), ["4 NODE_ENV literal=production", "4 NAME literal=two words"]);
  assert.ok(settings(unit).includes("5 api.service cmd=/usr/bin/node ."));
  const supabase = factsOf(
    "supabase/config.toml",
    '[db]\nmajor_version = 15\n[auth.external.github]\nsecret = "env(GITHUB_SECRET)"\n',
  );
  assert.deepEqual(runtimes(supabase), ["2 postgresql 15"]);
  assert.deepEqual(variables(supabase), ["4 GITHUB_SECRET reference=null"]);
});

test("every kind of file survives being broken, and says so where its format has a syntax", () => {
  const broken: Readonly<Record<string, string>> = {
    "vercel.json": '{ "env": { "A": ',
    "railway.json": "{ nope",
    "wrangler.jsonc": '{ "vars": [1, ',
    "netlify.toml": "[build\n",
    "fly.toml": 'env = "',
    "supabase/config.toml": "= 1",
    "render.yaml": "services: [",
    "serverless.yml": "provider: {name: aws",
    ".gitlab-ci.yml": "a: [b",
    "ecosystem.config.json": "[",
    "pnpm-workspace.yaml": "packages: [a",
    "turbo.json": "{",
    "lerna.json": "{",
    "deno.json": "{",
    "mise.toml": "[tools",
  };
  for (const [path, text] of Object.entries(broken)) {
    const facts = factsOf(path, text);
    assert.equal(facts.problem?.length, 1, path);
    assert.ok(facts.problem?.[0]?.remedy, path);
  }
});

test("odd but valid contents never throw", () => {
  const paths =
    "vercel.json railway.json app.json turbo.json deno.json ecosystem.json wrangler.json render.yaml serverless.yml compose.yaml .gitlab-ci.yml .github/workflows/a.yml pnpm-workspace.yaml".split(
      " ",
    );
  const contents = [
    "",
    "[]",
    "null",
    "1",
    '"x"',
    '{"env": 1, "services": [null, 1, []], "jobs": {"a": null}, "crons": {"x": 1}}',
  ];
  const kubernetes =
    "apiVersion: v1\nkind: Pod\nmetadata:\nspec: { containers: [1, null, { env: [1, { name: 2 }] }] }\n";
  for (const path of paths)
    for (const content of contents) assert.doesNotThrow(() => factsOf(path, content), `${path} ${content}`);
  assert.doesNotThrow(() => factsOf("k.yaml", kubernetes));
  for (const path of ["netlify.toml", "fly.toml"])
    assert.doesNotThrow(() => factsOf(path, "build = 1\nservices = [1, {}]\nenv = []"));
});
