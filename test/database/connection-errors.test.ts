import assert from "node:assert/strict";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { describe, test, type TestContext } from "node:test";
import { UserError } from "#src/shared/errors.js";
import { openPostgres } from "#src/sources/postgres.js";
import { repositoryOf, runCli } from "../commands/run-cli.js";
import { freePort, PASSWORD, serverForSuite } from "./postgres-server.js";

async function listen(context: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  context.after(() => server.close());
  const address: AddressInfo | string | null = server.address();
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}

/** The UserError of an attempt to connect, once it is sure that nothing of it holds the password. */
async function refusal(url: string): Promise<UserError> {
  const error: unknown = await openPostgres(url, { connect: 800 }).then(
    () => null,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof UserError);
  assert.doesNotMatch(JSON.stringify([error.message, error.where, error.remedy, error.cause, error.stack]), /hunter2/);
  return error;
}

test("a host that never answers ends the command with 2, in time", async (context) => {
  const port = await listen(context, createServer());
  const root = repositoryOf(context, { "index.js": "" });
  const start = performance.now();
  const { code, stderr, stdout } = runCli([
    "audit",
    root,
    "--db",
    `postgres://me:hunter2@127.0.0.1:${port}/app?connect_timeout=1`,
  ]);
  assert.equal(code, 2);
  assert.match(stderr, /127\.0\.0\.1 did not answer in time/);
  assert.doesNotMatch(stderr + stdout, /hunter2|This is a bug/);
  assert.ok(performance.now() - start < 8_000);
});

test("a server that stops answering after the handshake is left", async (context) => {
  const sockets = createServer((socket) => {
    // AuthenticationOk, ReadyForQuery; then nothing more.
    socket.once("data", () => socket.write(Buffer.from("5200000008000000005a0000000549", "hex")));
    socket.on("error", () => undefined);
  });
  const port = await listen(context, sockets);
  const connection = await openPostgres(`postgres://me:hunter2@127.0.0.1:${port}/app`, { answer: 300 });
  await assert.rejects(connection.query("SELECT 1"), /did not answer in time/);
  await connection.close();
});

test("what keeps a connection from being made is said in words", async () => {
  const closed = await freePort();
  assert.match((await refusal(`postgres://me:hunter2@127.0.0.1:${closed}/app`)).message, /Nothing listens at/);
  assert.match(
    (await refusal("postgres://me:hunter2@no-such-host.invalid/app")).message,
    /There is no host|did not answer/,
  );
  assert.match((await refusal("mysql://me:hunter2@localhost/app")).message, /no address of a Postgres database/);
  assert.match((await refusal("hunter2")).message, /no address of a Postgres database/);
});

describe("a server that says no", () => {
  const server = serverForSuite(
    "CREATE ROLE app LOGIN PASSWORD 'not-a-secret'; REVOKE CONNECT ON DATABASE template1 FROM public",
  );

  test("to the password, the database, the right to connect, TLS", async () => {
    assert.match((await refusal(server.url("app", "postgres", "hunter2"))).message, /refused the password of app/);
    assert.match((await refusal(server.url("app", "nowhere"))).message, /There is no database "nowhere"/);
    assert.match((await refusal(server.url("app", "template1"))).message, /app may not connect to template1/);
    assert.match((await refusal(`${server.url("app")}?sslmode=require`)).message, /does not speak TLS/);
  });

  test("ends the command with 2 and no stack", (context) => {
    const root = repositoryOf(context, { "index.js": "" });
    const { code, stderr } = runCli(["audit", root, "--db", server.url("app", "postgres", "hunter2")]);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /^error app@127\.0\.0\.1:\d+\/postgres: The server refused the password of app\.\n +Check the password/,
    );
    assert.doesNotMatch(stderr, /hunter2|at /);
  });

  test("to start-up options, as poolers do, is asked again without them", async (context) => {
    const target = Number(new URL(server.url()).port);
    const pooler = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (startup) => {
        if (startup.includes("options")) {
          socket.end(Buffer.concat([Buffer.from("E"), lengthOf(REFUSAL), REFUSAL]));
          return;
        }
        const upstream = connect(target, "127.0.0.1");
        upstream.on("error", () => undefined);
        upstream.write(startup);
        socket.pipe(upstream).pipe(socket);
      });
    });
    const port = await listen(context, pooler);
    const connection = await openPostgres(`postgres://app:${PASSWORD}@127.0.0.1:${port}/postgres`);
    assert.deepEqual(await connection.query("SELECT 1 AS one"), [{ one: 1 }]);
    await connection.close();
  });
});

const REFUSAL = Buffer.from("SFATAL\0VFATAL\0C08P01\0Munsupported startup parameter: options\0\0");

function lengthOf(body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return length;
}
