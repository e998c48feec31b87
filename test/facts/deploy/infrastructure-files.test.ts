import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, settings, variables } from "./rows-of.js";

test("Terraform: pairs of name and value, in lists and blocks", () => {
  const facts = factsOf("infra/ecs.tf", [
    "locals {",
    "  container_secrets = [",
    '    { "name" = "DOCDB_URI", "valueFrom" = var.docdb_uri_arn },',
    "    {",
    '      "name"      = "JWT_SECRET_KEY"',
    '      "valueFrom" = var.jwt_arn',
    "    },",
    "  ]",
    "}",
    'resource "aws_ecs_task_definition" "app" {',
    "  container_definitions = jsonencode([{",
    '    name = "APP"',
    '    environment = concat([{ name = "REDIS_URL", value = var.redis }], var.env == "prod" ? [',
    "      {",
    '        name  = "NODE_ENV"',
    '        value = "production"',
    "      }",
    "    ] : [])",
    '    # { name = "OLD", value = "x" }',
    "  }])",
    '  ulimits = [{ "hardLimit" : 1000000, "name" : "nofile" }]',
    "}",
    'resource "google_cloud_run_v2_service" "api" {',
    "  env {",
    '    name = "DB_PASSWORD"',
    "    value_source {",
    '      secret_key_ref { secret = "x" }',
    "    }",
    "  }",
    '  tags { key = "TEAM", value = "x" }',
    "}",
  ]);
  assert.deepEqual(variables(facts), [
    "3 DOCDB_URI unknown=null",
    "5 JWT_SECRET_KEY unknown=null",
    "13 REDIS_URL unknown=null",
    "15 NODE_ENV literal=production",
    "25 DB_PASSWORD unknown=null",
  ]);
  assert.ok(facts.env_declaration?.every(({ source }) => source === "infrastructure"));
  assert.deepEqual(settings(facts), []);
});

test("Terraform: maps of variables", () => {
  const facts = factsOf("main.tf", [
    'resource "aws_lambda_function" "f" {',
    "  environment {",
    "    variables = merge(var.shared, {",
    "      TABLE = aws_dynamodb_table.t.name /* of",
    "      HIDDEN = 1 */",
    '      API_URL = var.prod ? "A" : "B"',
    "    })",
    "  }",
    "}",
    'resource "azurerm_linux_web_app" "w" {',
    '  app_settings = { "MAIL_HOST" = "smtp.acme.io", TF_VAR_X = 1 }',
    "  tags = { OWNER = 1 }",
    "}",
  ]);
  assert.deepEqual(variables(facts), [
    "4 TABLE unknown=null",
    "6 API_URL unknown=null",
    "11 MAIL_HOST literal=smtp.acme.io",
  ]);
  assert.deepEqual(variables(factsOf("a.tf.json", '{"environment": [{"variables": {"API_URL": "${var.a}"}}]}')), [
    "1 API_URL reference=null",
  ]);
  assert.deepEqual(variables(factsOf("job.hcl", ["env {", '  QUEUE = "jobs"', "}"])), ["2 QUEUE literal=jobs"]);
});

test("Terraform: broken text", () => {
  for (const text of [
    "",
    "}}}}",
    '"',
    "{".repeat(100_000),
    '= { = "',
    "/*",
    "env {\n".repeat(5000),
    '"\\'.repeat(50_000),
  ])
    assert.deepEqual(variables(factsOf("main.tf", text)), []);
});

test("DigitalOcean's App Platform: variables of the app and its parts", () => {
  const lines = [
    "name: shop",
    "envs:",
    "  - key: LOG_LEVEL",
    "    value: info",
    "services:",
    "  - name: api",
    "    run_command: npm start",
    "    envs:",
    "      - key: JWT_SECRET",
    "        scope: RUN_TIME",
    "        type: SECRET",
    "      - key: DATABASE_URL",
    "        value: ${db.DATABASE_URL}",
    "      - key: API_KEY",
    "        value: EV[1:abc]",
    "workers:",
    "  - name: mail",
    "    envs: [{ key: QUEUE, value: jobs }, { value: x }, 3]",
  ];
  const expected = [
    "3 LOG_LEVEL literal=info",
    "9 JWT_SECRET reference=null",
    "12 DATABASE_URL reference=null",
    "14 API_KEY reference=null",
    "18 QUEUE literal=jobs",
  ];
  const facts = factsOf(".do/app.yaml", lines);
  assert.deepEqual(variables(facts), expected);
  assert.deepEqual(
    settings(facts).filter((row) => !row.includes("env.")),
    ["1 - platform=digitalocean", "6 api service=api", "7 api cmd=npm start", "17 mail service=mail"],
  );
  const template = factsOf(".do/deploy.template.yaml", ["spec:", ...lines.map((line) => `  ${line}`)]);
  assert.equal(template.env_declaration?.length, expected.length);
  for (const text of ["", "- 1", "envs: 3", "services: {", "spec:"])
    assert.deepEqual(variables(factsOf(".do/app.yaml", text)), []);
});
