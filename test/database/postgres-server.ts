/** A real Postgres server for tests: started on a free port with a data folder of its own, gone afterwards. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { identityForServer, unpackPostgres } from "./postgres-binaries.js";

export const PASSWORD = "not-a-secret";

export interface PostgresServer {
  /** Address for a role; every role of a test has the same password. */
  url(role?: string, database?: string, password?: string): string;
  /** Runs statements as the superuser. */
  run(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  /** Starts again with further settings, each `name=value`; as a standby, which refuses every write, when asked. */
  restart(options: { readonly settings?: readonly string[]; readonly isStandby?: boolean }): Promise<void>;
  /** Writes a file that the server can read, and nobody else, into its own folder; returns its path. */
  give(name: string, text: string): string;
  stop(): Promise<void>;
}

/** A machine that is busy with other tests needs a tenth of these. */
const SETUP_TIMEOUT = 120_000;
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 20_000;

/** Somebody else may take a port between our looking and the server's. */
const ATTEMPTS = 3;

/** What the tests' own shell says about other servers must not reach this one. */
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("PG")));

/** Starts a server. Takes about three seconds; throws with the server's own words when it cannot. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "prodcheck-postgres-"));
  try {
    const bin = unpackPostgres(join(folder, "native"));
    createCluster(bin, folder);
    return serverIn({ bin, folder }, await launchAnywhere({ bin, folder }));
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
}

function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

interface Installation {
  readonly bin: string;
  readonly folder: string;
}

async function launchAnywhere(installation: Installation, settings: readonly string[] = []): Promise<Launch> {
  for (let attempt = 1; ; attempt++) {
    const launched = await launch(installation, await freePort(), settings);
    if (launched.trouble === null) return launched;
    assert.ok(attempt < ATTEMPTS && /in use/.test(launched.trouble), `Postgres did not start: ${launched.trouble}`);
  }
}

/** A server with these objects for the tests of the suite that calls this; it stops when they are done. */
export function serverForSuite(sql: string): Omit<PostgresServer, "stop"> {
  let started: PostgresServer | null = null;
  const server = (): PostgresServer => {
    assert.ok(started, "there is no server before the first test of the suite");
    return started;
  };
  before(async () => {
    started = await startPostgres();
    await started.run(sql);
  });
  after(() => started?.stop());
  return {
    url: (...parts) => server().url(...parts),
    run: (...parts) => server().run(...parts),
    restart: (...parts) => server().restart(...parts),
    give: (...parts) => server().give(...parts),
  };
}

/** The role that the server runs as; the folder and what is in it must be open to it. */
function identity(): { uid?: number; gid?: number } {
  return identityForServer() ?? {};
}

function giveAway(path: string): void {
  const { uid, gid } = identity();
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function writeForServer(path: string, text: string): string {
  writeFileSync(path, text, { mode: 0o600 });
  giveAway(path);
  return path;
}

function createCluster(bin: string, folder: string): void {
  const data = join(folder, "data");
  const passwordFile = join(folder, "password");
  mkdirSync(data, { mode: 0o700 });
  giveAway(data);
  writeForServer(passwordFile, PASSWORD);
  chmodSync(folder, 0o755);
  const encoding = ["--no-locale", "-E", "UTF8"];
  const { status, stderr, error } = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "--no-sync", ...encoding],
    {
      ...identity(),
      cwd: folder,
      env: { ...environment, LC_ALL: "C" },
      encoding: "utf8",
      timeout: SETUP_TIMEOUT,
    },
  );
  assert.equal(status, 0, `initdb: ${stderr}${error?.message ?? ""}`);
}

/** Small, since several run at once; without the safety that a server which is thrown away does not need. */
const SETTINGS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "fsync=off",
  "autovacuum=off",
  "full_page_writes=off",
  "shared_buffers=32MB",
  "max_connections=20",
  "shared_preload_libraries=pg_stat_statements",
];

interface Launch {
  readonly server: ChildProcess;
  readonly port: number;
  /** What the server said before it gave up; null once it takes connections. */
  readonly trouble: string | null;
}

/** Watches over the server from outside: a test can end without a last word. */
function guard({ pid }: ChildProcess, folder: string): void {
  if (pid === undefined) return;
  const script = fileURLToPath(new URL("server-guard.js", import.meta.url));
  const parts = [script, String(process.pid), String(pid), folder];
  spawn(process.execPath, parts, { detached: true, stdio: "ignore" }).unref();
}

function launch({ bin, folder }: Installation, port: number, settings: readonly string[]): Promise<Launch> {
  const options = [...SETTINGS, ...settings, `port=${port}`].flatMap((setting) => ["-c", setting]);
  const server = spawn(join(bin, "postgres"), ["-D", join(folder, "data"), ...options], {
    ...identity(),
    cwd: folder,
    env: { ...environment, LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  guard(server, folder);
  return new Promise((resolve) => {
    let log = "";
    const settle = (trouble: string | null): void => {
      clearTimeout(timer);
      resolve({ server, port, trouble });
    };
    const timer = setTimeout(() => {
      server.kill("SIGKILL");
      settle(`not within ${START_TIMEOUT} ms: ${log}`);
    }, START_TIMEOUT);
    server.once("error", ({ message }) => settle(message));
    server.once("exit", () => settle(log));
    // Read to the end: a full pipe would stop the server.
    server.stderr?.on("data", (chunk: Buffer) => {
      log = `${log}${chunk.toString()}`.slice(-10_000);
      if (/ready to accept (?:read[- ]only )?connections/.test(log)) settle(null);
    });
  });
}

function serverIn(installation: Installation, launched: Launch): PostgresServer {
  const { folder } = installation;
  let { server, port } = launched;
  const url = (role = "postgres", database = "postgres", password = PASSWORD): string =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url,
    async run(sql, database) {
      const client = new Client({ connectionString: url("postgres", database) });
      await client.connect();
      try {
        const { rows } = await client.query<Record<string, unknown>>(sql);
        return rows ?? [];
      } finally {
        await client.end();
      }
    },
    async restart({ settings = [], isStandby = false }) {
      await halt(server);
      const signal = join(folder, "data", "standby.signal");
      if (isStandby) writeFileSync(signal, "");
      else rmSync(signal, { force: true });
      ({ server, port } = await launchAnywhere(installation, settings));
    },
    give: (name, text) => writeForServer(join(folder, "data", name), text),
    async stop() {
      await halt(server);
      removeFolder(folder);
    },
  };
}

/** Asks the server to stop, and does not take no for an answer. */
async function halt(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  // Fast shutdown: ends what sessions there are.
  server.kill("SIGINT");
  const timer = setTimeout(() => server.kill("SIGKILL"), STOP_TIMEOUT);
  await gone;
  clearTimeout(timer);
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  assert.ok(address !== null && typeof address === "object");
  return address.port;
}
