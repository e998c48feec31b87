/** Finds and reads a `.git` folder without running git: a repository's own configuration can make git run programs. */
import { dirname, isAbsolute, join, resolve } from "node:path";
import { lstatOrNull, readRegularFile } from "./file-system.js";

/** Where git keeps things for one working tree. All paths are absolute. */
export interface GitFolder {
  /** Top folder of the working tree. */
  readonly workTree: string;
  /** Holds HEAD and the index; differs from `commonDir` in a linked worktree. */
  readonly gitDir: string;
  /** Holds refs, packed-refs, config and info/exclude. */
  readonly commonDir: string;
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
  const stat = lstatOrNull(path);
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
  return lstatOrNull(join(path, "HEAD"))?.isFile() === true;
}
