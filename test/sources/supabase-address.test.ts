import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "#src/shared/errors.js";
import { readSupabaseAddress, type GivenAddress } from "#src/sources/supabase-address.js";

const URL = "https://abcdefghijklmnop.supabase.co";
const PUBLISHABLE = "sb_publishable_0123456789abcdef";
const SECRET = "sb_secret_0123456789abcdef";

const token = (claims: object): string =>
  `eyJhbGciOiJIUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2lnbmF0dXJl`;

/** What is refused, once it is sure that no key is repeated. */
function refusal(given: GivenAddress, environment: Record<string, string> = {}): string {
  try {
    readSupabaseAddress(given, environment);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    assert.doesNotMatch(`${error.message} ${error.remedy}`, /0123456789abcdef|hunter2/);
    return error.message;
  }
  return "";
}

test("an address and its keys, as they are or from the environment", () => {
  const environment = { A: `${PUBLISHABLE}\n`, S: SECRET, U: `${URL}/rest/v1/` };
  assert.deepEqual(readSupabaseAddress({ url: "env:U", anonKey: "env:A", serviceKey: "env:S" }, environment), {
    origin: URL,
    host: "abcdefghijklmnop.supabase.co",
    keys: { anon: PUBLISHABLE, service: SECRET },
  });
  const anon = token({ role: "anon", ref: "abcdefghijklmnop" });
  assert.deepEqual(readSupabaseAddress({ url: URL, anonKey: anon }, {}).keys, { anon });
  assert.equal(
    readSupabaseAddress({ url: "http://127.0.0.1:54321", anonKey: PUBLISHABLE }, {}).host,
    "127.0.0.1:54321",
  );
});

test("addresses that are none, or would let the key be read", () => {
  const wrong = [
    "supabase",
    "postgres://me:hunter2@db/x",
    "https://me:hunter2@abc.supabase.co",
    "https://supabase.com/dashboard/project/abc",
  ];
  for (const url of wrong)
    assert.match(refusal({ url, anonKey: PUBLISHABLE }), /no address of a Supabase project/, url);
  assert.match(refusal({ url: "http://abc.supabase.co", anonKey: PUBLISHABLE }), /Over http/);
  assert.match(refusal({ url: "http://127.0.0.1.example.com", anonKey: PUBLISHABLE }), /Over http/);
  assert.match(refusal({ url: "env:NOWHERE", anonKey: PUBLISHABLE }), /NOWHERE is not set/);
  assert.match(refusal({ url: URL }), /without a key/);
});

test("keys of the wrong kind are sent nowhere", () => {
  assert.match(refusal({ url: URL, anonKey: SECRET }), /everything would look open/);
  assert.match(refusal({ url: URL, anonKey: token({ role: "service_role" }) }), /everything would look open/);
  assert.match(
    refusal({ url: URL, anonKey: token({ role: "authenticated", sub: "me" }) }),
    /everything would look open/,
  );
  assert.match(refusal({ url: URL, serviceKey: "env:S" }, { S: PUBLISHABLE }), /is a public one/);
  assert.match(refusal({ url: URL, serviceKey: SECRET }), /not taken from the command line/);
  assert.match(
    refusal({ url: URL, anonKey: "env:OTHER" }, { OTHER: "hunter2-of-something-else" }),
    /does not look like a key/,
  );
  assert.match(
    refusal({ url: URL, anonKey: token({ role: "anon", ref: "qrstuvwxyzabcdef" }) }),
    /belongs to another project/,
  );
});
