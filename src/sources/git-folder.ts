/** Finds and reads a `.git` folder without running git: a repository's own configuration can make git run programs. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

/** Where git keeps things for one working tree. All paths are absolute. */
export interface GitFolder {
  /** Top folder of the working tree. */
  readonly workTree: string;
  /** Holds HEAD and the index; differs from `commonDir` in a linked worktree. */
  readonly gitDir: string;
  /** Holds refs, packed-refs, config and info/exclude. */
  readonly commonDir: string;
}

/** Bounds every read of a git file: HEAD, refs and configuration are small, an index of a million files is 100 MB. */
const MAX_SMALL_FILE = 4 * 1024 * 1024;

/** Reads a regular file, never through a symlink; null when it is missing, unreadable or larger than `maxBytes`. */
export function readRegularFile(path: string, maxBytes: number = MAX_SMALL_FILE): Buffer | null {
  let descriptor: number;
  try {
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.size > maxBytes) return null;
    return readWhole(descriptor, stat.size);
  } catch {
    return null;
  } finally {
    closeSync(descriptor);
  }
}

function readWhole(descriptor: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let offset = 0;
  while (offset < size) {
    const count = readSync(descriptor, buffer, offset, size - offset, offset);
    if (count === 0) break;
    offset += count;
  }
  return buffer.subarray(0, offset);
}

/** The git folder whose working tree holds `start`, looking upwards; null outside any repository. */
export function findGitFolder(start: string): GitFolder | null {
  let folder = resolve(start);
  for (;;) {
    const found = gitFolderAt(folder);
    if (found !== null) return found;
    const parent = dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

function gitFolderAt(workTree: string): GitFolder | null {
  const path = join(workTree, ".git");
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) return isGitDir(path) ? { workTree, gitDir: path, commonDir: path } : null;
  if (stat?.isFile() !== true) return null;
  const pointer = /^gitdir:[ \t]*(.+?)\s*$/m.exec(readRegularFile(path)?.toString("utf8") ?? "")?.[1];
  if (pointer === undefined) return null;
  const gitDir = isAbsolute(pointer) ? pointer : resolve(workTree, pointer);
  if (!isGitDir(gitDir)) return null;
  const common = readRegularFile(join(gitDir, "commondir"))?.toString("utf8").trim();
  return { workTree, gitDir, commonDir: common === undefined ? gitDir : resolve(gitDir, common) };
}

function isGitDir(path: string): boolean {
  return lstatSync(join(path, "HEAD"), { throwIfNoEntry: false })?.isFile() === true;
}
