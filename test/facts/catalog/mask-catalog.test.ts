import assert from "node:assert/strict";
import { test } from "node:test";
import { maskCatalogRow } from "#src/facts/catalog/mask-catalog.js";
import { maskExpression, maskStatement } from "#src/facts/catalog/mask-sql.js";

const KEY = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

test("literals that look like a secret leave expressions and bodies", () => {
  assert.equal(maskExpression("'nobody'::text"), "'nobody'::text");
  assert.doesNotMatch(maskExpression(`'${KEY}'::text`), /4eC39/);
  assert.doesNotMatch(
    maskExpression(`PERFORM net.http_post(headers := '{"Authorization": "Bearer ${KEY}"}'::jsonb)`),
    /4eC39/,
  );
  assert.equal(maskExpression("nextval('shop.orders_id_seq'::regclass)"), "nextval('shop.orders_id_seq'::regclass)");
  assert.equal(
    maskExpression("'7b9d9a3e-1c55-4d0f-9f7c-1f2a3b4c5d6e'::uuid"),
    "'7b9d9a3e-1c55-4d0f-9f7c-1f2a3b4c5d6e'::uuid",
  );
});

test("a secret is told by its place, too", () => {
  for (const sql of [
    "DECLARE v_secret text := 'hunter2hunter2';",
    "api_key constant varchar(20) := 'hunter2hunter2';",
    "PERFORM notify(api_key => 'hunter2hunter2')",
    "IF p_secret = 'hunter2hunter2' THEN",
    "EXECUTE 'x'; CREATE ROLE app LOGIN PASSWORD 'hunter2hunter2'",
    "jsonb_build_object('Content-Type', 'application/json', 'apikey', 'hunter2hunter2')",
    "set_config('app.settings.jwt_secret', 'hunter2hunter2', true)",
    "pgp_sym_encrypt(body, 'hunter2hunter2')",
    "extensions.hmac(payload, 'hunter2hunter2', 'sha256')",
    "vault.create_secret('hunter2hunter2', 'stripe')",
    "dblink_connect('host=db user=me password=hunter2hunter2 port=5432')",
    "dblink('postgres://me:hunter2hunter2@db/app', 'SELECT 1')",
  ])
    assert.doesNotMatch(maskExpression(sql), /hunter2/, sql);
  for (const sql of [
    "((status)::text = 'open'::text)",
    "(provider = ANY (ARRAY['password'::text, 'google'::text]))",
    "digest(body, 'sha256')",
    "hmac(payload, current_setting('app.key'), 'sha256')",
    "(current_setting('request.jwt.claims', true))::json ->> 'role'",
    "jsonb_build_object('Content-Type', 'application/json')",
  ])
    assert.equal(maskExpression(sql), sql);
});

const masked = (name: string): unknown =>
  maskCatalogRow("pg_column", { name, default_expression: "'letmein'::text" })["default_expression"];

test("the default of a column that holds a secret is one", () => {
  assert.equal(masked("api_key"), "'••••'::text");
  assert.equal(masked("nickname"), "'letmein'::text");
});

test("settings keep their name", () => {
  const row = { settings_json: '["search_path=public","app.settings.jwt_secret=super-secret-jwt-token"]' };
  assert.equal(
    maskCatalogRow("pg_role", row)["settings_json"],
    '["search_path=public","app.settings.jwt_secret=••••"]',
  );
});

test("statements keep no literal and no comment", () => {
  assert.equal(
    maskStatement(
      "SELECT *\n FROM t -- who\n WHERE a = 'it''s' AND b = $1 /* trace=abc */ AND c = $$x'y$$ AND d = 'cut",
    ),
    "SELECT * FROM t WHERE a = '…' AND b = $1 AND c = '…' AND d = '…'",
  );
});
