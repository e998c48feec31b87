import assert from "node:assert/strict";
import { test } from "node:test";
import { extractVariableList, isVariableList } from "#src/facts/env-files/variable-lists.js";

test("lists of variables are told by their names", () => {
  for (const path of ["config/required-env.json", "env-vars.json", "env.required.json", "scripts/check-env.sh"])
    assert.ok(isVariableList(path), path);
  for (const path of ["shop.postman_environment.json", "env.json", "package.json", "scripts/deploy.sh", "check-env.md"])
    assert.ok(!isVariableList(path), path);
});

test("names of a list are declared, and checked where it is one of demands", () => {
  const facts = extractVariableList("config/required-env.json", '[\n  "MAIL_KEY",\n  "mail_key",\n  "PORT_A"\n]');
  assert.deepEqual(
    facts?.env_declaration?.map(({ name, line }) => `${name}:${line}`),
    ["MAIL_KEY:2", "PORT_A:4"],
  );
  assert.deepEqual(
    facts?.env_validation?.map(({ names_json }) => names_json),
    ['["MAIL_KEY","PORT_A"]'],
  );
  assert.equal(extractVariableList("env-vars.json", '["MAIL_KEY"]')?.env_validation, undefined);
});

test("a shell script names what it looks for, not what it sets", () => {
  const text = '# OLD_NAME\nSTATE_DIR=/tmp\n[ -z "$MAIL_KEY" ] && exit 1\nfor v in API_KEY DB_URL; do :; done\n';
  const facts = extractVariableList("check-env.sh", text);
  assert.deepEqual(
    facts?.env_declaration?.map(({ name }) => name),
    ["MAIL_KEY", "API_KEY", "DB_URL"],
  );
});
