import { spawn, spawnSync, type ChildProcessByStdio } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";
import { after, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";

/** What one test caches is nothing to another. */
const cacheHome = mkdtempSync(join(tmpdir(), "prodcheck-cache-"));
after(() => {
  rmSync(cacheHome, { recursive: true, force: true });
});

const cli = fileURLToPath(new URL("../../../dist/cli.js", import.meta.url));

export interface CliRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Milliseconds after which a run is killed. */
const LIMIT = 120_000;

const environment = (): NodeJS.ProcessEnv => ({ ...process.env, XDG_CACHE_HOME: cacheHome, NO_COLOR: "1" });

/** Runs prodcheck as a user does, without colours. */
export function runCli(args: readonly string[], cwd?: string, env: Readonly<Record<string, string>> = {}): CliRun {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    cwd,
    env: { ...environment(), ...env },
    timeout: LIMIT,
  });
  return { code: status, stdout, stderr };
}

/** The same while it runs; what it says on stderr is dropped. */
export const startCli = (args: readonly string[]): ChildProcessByStdio<null, Readable, null> =>
  spawn(process.execPath, [cli, ...args], { env: environment(), timeout: LIMIT, stdio: ["ignore", "pipe", "ignore"] });

/** A folder with these files, gone after the test. */
export function repositoryOf(test: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), "prodcheck-"));
  test.after(() => {
    rmSync(root, { recursive: true, force: true });
  });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
