import { join } from "node:path";
import { readRegularFile } from "./file-system.js";
import type { GitFolder } from "./git-folder.js";
import { resolveReference, type GitInfo } from "./git-info.js";

/** The branch that work is merged into, and that is deployed from. */
export interface BaseBranch {
  /** Short name; null when HEAD is on no branch and nothing else is known. */
  readonly name: string | null;
  readonly commit: string;
  /** HEAD is on it. */
  readonly isHead: boolean;
}

const DEFAULT_NAMES = ["main", "master"];

/** What `origin/HEAD` names, else main or master; HEAD itself where it is that branch, or where there is no other. */
export function findBaseBranch(git: GitFolder, head: GitInfo): BaseBranch | null {
  if (head.commit === null) return null;
  const ofOrigin = originDefault(git);
  const names = ofOrigin === null ? DEFAULT_NAMES : [ofOrigin];
  const own = { name: head.branch, commit: head.commit, isHead: true };
  if (head.branch !== null && names.includes(head.branch)) return own;
  for (const place of ["refs/remotes/origin/", "refs/heads/"]) {
    for (const name of names) {
      const commit = resolveReference(git, `${place}${name}`);
      // A checkout of a commit, as CI does it, is on no branch.
      if (commit !== null) return { name, commit, isHead: head.branch === null && commit === head.commit };
    }
  }
  return own;
}

function originDefault(git: GitFolder): string | null {
  const text = readRegularFile(join(git.commonDir, "refs/remotes/origin/HEAD"))?.toString("utf8") ?? "";
  return /^ref:[ \t]*refs\/remotes\/origin\/(\S+)\s*$/.exec(text)?.[1] ?? null;
}
