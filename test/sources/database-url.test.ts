import assert from "node:assert/strict";
import { test } from "node:test";
import { UserError } from "#src/shared/errors.js";
import { findDatabaseUrl, parseDatabaseUrl, type DatabaseAddress } from "#src/sources/database-url.js";

test("an address is taken apart, and its label holds no password", () => {
  const address = parseDatabaseUrl("postgresql://me:p%40ss%2Fword@db.example.org:6543/app?connect_timeout=3");
  assert.deepEqual(
    [address.host, address.port, address.database, address.user, address.password, address.connectTimeout],
    ["db.example.org", 6543, "app", "me", "p@ss/word", 3000],
  );
  assert.equal(address.label, "me@db.example.org:6543/app");
  assert.deepEqual(parseDatabaseUrl("postgres://localhost").label, "postgres@localhost:5432/postgres");
  assert.equal(parseDatabaseUrl("postgres:///app?host=/var/run/postgresql").host, "/var/run/postgresql");
  assert.equal(parseDatabaseUrl("postgres://me@[::1]:5433/app").host, "::1");
});

test("a password that takes the address apart is refused, and not printed", () => {
  for (const url of [
    "postgres://me:12/hunter2@db.example.org/app",
    "postgres://me:12?hunter2@db.example.org/app",
    "postgres://me:12#hunter2@db.example.org/app",
    "postgres://me:hunter2/3@db.example.org/app",
  ]) {
    assert.throws(
      () => parseDatabaseUrl(url),
      (error) =>
        error instanceof UserError &&
        /percent-encoded/.test(error.remedy ?? "") &&
        !/hunter2/.test(`${error.message}${error.where}${error.remedy}${String(error.cause)}`),
    );
  }
  assert.equal(parseDatabaseUrl("postgres://me%40tenant:x@db.example.org/app").user, "me@tenant");
});

const tls = (url: string): DatabaseAddress["tls"] => parseDatabaseUrl(url).tls;

test("a server elsewhere is only talked to through TLS, unless the address says otherwise", () => {
  assert.equal(tls("postgres://localhost/app"), false);
  assert.equal(tls("postgres://127.0.0.1/app?sslmode=prefer"), false);
  assert.equal(tls("postgres://db.example.org/app?sslmode=disable"), false);
  assert.deepEqual(tls("postgres://db.example.org/app"), { servername: "db.example.org", rejectUnauthorized: false });
  assert.deepEqual(tls("postgres://10.0.0.7/app?sslmode=require"), { rejectUnauthorized: false });
  assert.deepEqual(tls("postgres://db.example.org/app?sslmode=verify-full"), {
    servername: "db.example.org",
    rejectUnauthorized: true,
  });
  assert.deepEqual(tls("postgres://127.0.0.1/app?ssl=true"), { rejectUnauthorized: false });
  assert.deepEqual(tls("postgres://10.0.0.7/app?sslmode=no-verify"), { rejectUnauthorized: false });
  assert.equal(tls("postgres://db.example.org/app?ssl=false"), false);
  assert.throws(() => tls("postgres://db.example.org/app?sslmode=maybe"), /no sslmode "maybe"/);
  assert.throws(() => tls("postgres://db.example.org/app?sslmode=verify-ca&sslrootcert=/nowhere.crt"), UserError);
});

test("an address can come from the environment", () => {
  assert.equal(findDatabaseUrl("env:DATABASE_URL", { DATABASE_URL: "postgres://x" }), "postgres://x");
  assert.equal(findDatabaseUrl("postgres://y", {}), "postgres://y");
  assert.throws(() => findDatabaseUrl("env:DATABASE_URL", {}), /DATABASE_URL is not set/);
});
