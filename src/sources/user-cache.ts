/**
 * A folder of the user's own for what can be made again: private, bounded, and never needed. Nothing here throws: without the
 * folder everything is made anew.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import process from "node:process";
import { lstatOrNull, readRegularFile } from "./file-system.js";

/** What a cache may take, in bytes. */
export interface CacheLimits {
  readonly entry: number;
  readonly total: number;
}

/** Ten thousand tables make an entry of 40 MB. */
const CACHE_LIMITS: CacheLimits = { entry: 64 * 1024 ** 2, total: 256 * 1024 ** 2 };

/** Where this user's programs keep such things on this platform; null when that is not known. */
export function userCacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | null {
  const own = env["XDG_CACHE_HOME"];
  // The XDG specification: a relative path is to be ignored.
  if (own !== undefined && isAbsolute(own)) return join(own, "prodcheck");
  if (platform === "win32") {
    const local = env["LOCALAPPDATA"];
    return local !== undefined && isAbsolute(local) ? join(local, "prodcheck", "Cache") : null;
  }
  const home = env["HOME"] ?? homedir();
  if (!isAbsolute(home)) return null;
  return platform === "darwin" ? join(home, "Library", "Caches", "prodcheck") : join(home, ".cache", "prodcheck");
}

/** Texts by key. An entry that is not a regular file of this user's, or too large, is not there. */
export class UserCache {
  readonly #folder: string;
  readonly #limits: CacheLimits;

  private constructor(folder: string, limits: CacheLimits) {
    this.#folder = folder;
    this.#limits = limits;
  }

  /**
   * The cache in this folder, which is made when it is missing. Null when that does not go, when others may write to it, or when
   * it lies within `audited`: what a repository holds is never taken for our own.
   */
  static open(folder: string | null, audited: string, limits: CacheLimits = CACHE_LIMITS): UserCache | null {
    if (folder === null || isWithin(folder, audited)) return null;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const real = realpathSync(folder);
      return isWithin(real, realpathSync(audited)) || !isPrivate(real) ? null : new UserCache(real, limits);
    } catch {
      return null;
    }
  }

  read(key: string): string | null {
    const path = this.#pathOf(key);
    if (!isPrivate(path)) return null;
    const text = readRegularFile(path, this.#limits.entry)?.toString("utf8") ?? null;
    // What was asked for last is removed last.
    if (text !== null) attempt(() => utimesSync(path, new Date(), new Date()));
    return text;
  }

  write(key: string, text: string): void {
    if (Buffer.byteLength(text) > this.#limits.entry) return;
    const part = join(this.#folder, `${randomUUID()}.part`);
    attempt(() => {
      writeFileSync(part, text, { flag: "wx", mode: 0o600 });
      renameSync(part, this.#pathOf(key));
    });
    attempt(() => rmSync(part, { force: true }));
    attempt(() => this.#trim());
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash("sha256").update(key).digest("hex")}.json`);
  }

  /** Removes the oldest entries until the others fit, and what a write that was cut short left behind. */
  #trim(): void {
    const files = readdirSync(this.#folder)
      .filter((name) => /^(?:[0-9a-f]{64}\.json|[0-9a-f-]{36}\.part)$/.test(name))
      .flatMap((name) => {
        const stat = lstatOrNull(join(this.#folder, name));
        return stat === null ? [] : [{ name, bytes: stat.size, usedAt: stat.mtimeMs }];
      })
      .sort((left, right) => right.usedAt - left.usedAt);
    let total = 0;
    for (const { name, bytes, usedAt } of files) {
      const isLeftOver = name.endsWith(".part") && Date.now() - usedAt > LONGEST_WRITE;
      if (!name.endsWith(".part")) total += bytes;
      if (isLeftOver || total > this.#limits.total) attempt(() => unlinkSync(join(this.#folder, name)));
    }
  }
}

/** In milliseconds. */
const LONGEST_WRITE = 10 * 60_000;

function isWithin(path: string, folder: string): boolean {
  const below = relative(folder, path);
  return below === "" || !(isAbsolute(below) || below.split(sep)[0] === "..");
}

/** Of this user, and nobody else may write to it. Windows keeps that in the folder's own rights. */
function isPrivate(path: string): boolean {
  const stat = lstatOrNull(path);
  if (stat === null || stat.isSymbolicLink()) return false;
  if (process.getuid === undefined) return true;
  return stat.uid === process.getuid() && (stat.mode & 0o022) === 0;
}

function attempt(run: () => void): void {
  try {
    run();
  } catch {
    // The next audit makes it anew.
  }
}
