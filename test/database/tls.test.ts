import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { UserError } from "#src/shared/errors.js";
import { openPostgres } from "#src/sources/postgres.js";
import { serverForSuite } from "./postgres-server.js";
import { createCertificate } from "./self-signed-certificate.js";

async function isEncrypted(url: string): Promise<unknown> {
  const connection = await openPostgres(url);
  try {
    const [row] = await connection.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
    return row?.["ssl"];
  } finally {
    await connection.close();
  }
}

const isRefused =
  (pattern: RegExp) =>
  (error: unknown): boolean =>
    error instanceof UserError && pattern.test(error.message) && error.remedy !== null;

describe("a server that speaks TLS", () => {
  const server = serverForSuite("SELECT 1");

  test("is talked to as sslmode says", async () => {
    const own = createCertificate();
    const authority = server.give("server.crt", own.certificate);
    const other = server.give("other.crt", createCertificate().certificate);
    await server.restart({
      settings: ["ssl=on", `ssl_cert_file=${authority}`, `ssl_key_file=${server.give("server.key", own.key)}`],
    });
    const url = server.url();
    assert.equal(await isEncrypted(url), false, "this machine");
    assert.equal(await isEncrypted(`${url}?sslmode=require`), true);
    assert.equal(await isEncrypted(`${url}?sslmode=verify-full&sslrootcert=${authority}`), true);
    assert.equal(await isEncrypted(`${url}?sslmode=verify-ca&sslrootcert=${authority}`), true);
    const unknown = isRefused(/certificate was not accepted/);
    await assert.rejects(isEncrypted(`${url}?sslmode=verify-full`), unknown);
    await assert.rejects(isEncrypted(`${url}?sslmode=verify-ca&sslrootcert=${other}`), unknown);
    const elsewhere = url.replace("127.0.0.1", "localhost");
    await assert.rejects(isEncrypted(`${elsewhere}?sslmode=verify-full&sslrootcert=${authority}`), unknown);
    assert.equal(await isEncrypted(`${elsewhere}?sslmode=verify-ca&sslrootcert=${authority}`), true);
  });
});
