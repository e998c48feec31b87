/** Which commit is audited, read from `.git` itself. */
import { join } from "node:path";
import { readRegularFile } from "./file-system.js";
import { findGitFolder, type GitFolder } from "./git-folder.js";

/** What HEAD points at; both null outside a repository, `commit` null before the first commit. */
export interface GitInfo {
  /** Full object id. */
  readonly commit: string | null;
  /** Short branch name; null when HEAD is detached. */
  readonly branch: string | null;
}

const MAX_PACKED_REFS = 64 * 1024 * 1024;
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Git follows a chain of symbolic references at most this far. */
const MAX_HOPS = 5;

/** Reads HEAD of the repository that holds `root`, through worktree files and packed refs. Starts no process. */
export function readGitInfo(root: string): GitInfo {
  const git = findGitFolder(root);
  const head = git === null ? null : readRegularFile(join(git.gitDir, "HEAD"))?.toString("utf8").trim();
  if (git === null || head === null || head === undefined) return { commit: null, branch: null };
  const reference = referenceOf(head);
  if (reference === null) return { commit: objectId(head), branch: null };
  const branch = reference.startsWith("refs/heads/") ? reference.slice("refs/heads/".length) : null;
  return { commit: resolveReference(git, reference), branch };
}

/** The commit that a full reference name stands for, through symbolic references; null when there is none. */
export function resolveReference(git: GitFolder, name: string): string | null {
  let reference = name;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const text = readLooseReference(git, reference);
    if (text === null) return packedReference(git, reference);
    const next = referenceOf(text);
    if (next === null) return objectId(text);
    reference = next;
  }
  return null;
}

function readLooseReference(git: GitFolder, reference: string): string | null {
  for (const folder of new Set([git.gitDir, git.commonDir])) {
    const text = readRegularFile(join(folder, reference))?.toString("utf8").trim();
    if (text !== undefined && text !== "") return text;
  }
  return null;
}

function packedReference(git: GitFolder, reference: string): string | null {
  const packed = readRegularFile(join(git.commonDir, "packed-refs"), MAX_PACKED_REFS)?.toString("utf8") ?? "";
  for (const line of packed.split("\n")) {
    const [id, name] = line.trimEnd().split(" ");
    if (name === reference && id !== undefined) return objectId(id);
  }
  return null;
}

/** The name behind `ref: `; null for an object id, and for a name that would leave the git folder. */
function referenceOf(text: string): string | null {
  const name = /^ref:[ \t]*(refs\/\S+)$/.exec(text)?.[1];
  return name === undefined || name.split("/").includes("..") ? null : name;
}

function objectId(text: string): string | null {
  return OBJECT_ID.test(text) ? text : null;
}
