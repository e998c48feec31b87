/**
 * When files came to the base branch, and when their contents changed there: read along first parents, where a merge or a squash
 * is one step, so that what happened on a branch before it landed does not count.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { FileHistory, FileVersion, HistoryFile } from "../shared/file-history.js";
import { readRegularFile } from "./file-system.js";
import { findBaseBranch, type BaseBranch } from "./git-base.js";
import { findGitFolder, type GitFolder } from "./git-folder.js";
import { readGitInfo } from "./git-info.js";
import { FolderListings, type Listing } from "./git-listing.js";
import { GitObjects } from "./git-objects.js";
import { prefixBelow } from "./ignore-rules.js";
import { renamedFrom, trackFiles, type TrackedFile } from "./git-tracking.js";

/** More are no migrations that people write. */
const MAX_FILES = 5000;
/** For all of it: an audit of an ordinary repository takes some seconds. */
const MAX_MS = 3000;
const MAX_CONTENT = 16 * 1024 * 1024;

/** Null outside any repository. Never throws: what cannot be read is said in `gap`. */
export function readFileHistory(root: string, files: readonly HistoryFile[]): FileHistory | null {
  const git = findGitFolder(root);
  if (git === null) return null;
  const head = readGitInfo(root);
  const base = findBaseBranch(git, head);
  if (head.commit === null || base === null) return unknown(base, "HEAD names no commit that can be read");
  if (files.length > MAX_FILES) return unknown(base, `there are more than ${MAX_FILES} files`);
  const objects = GitObjects.open(git);
  if (objects === null) return unknown(base, "git's objects cannot be read");
  try {
    return readVersions({ git, objects, base, head: head.commit, prefix: prefixBelow(git.workTree, root), files });
  } finally {
    objects.close();
  }
}

const unknown = (base: BaseBranch | null, gap: string): FileHistory => ({
  branch: base?.name ?? null,
  isHead: base?.isHead ?? true,
  commits: 0,
  gap,
  versions: [],
});

interface Reading {
  readonly git: GitFolder;
  readonly objects: GitObjects;
  readonly base: BaseBranch;
  readonly head: string;
  /** Of the audited folder in the working tree, with a slash at its end. */
  readonly prefix: string;
  readonly files: readonly HistoryFile[];
}

function readVersions({ git, objects, base, head, prefix, files }: Reading): FileHistory {
  const listings = new FolderListings(objects, performance.now() + MAX_MS);
  const own = objects.commit(head);
  const tip = objects.commit(base.commit);
  if (own === null || tip === null) return unknown(base, "the commits are not there, as in a partial clone");
  const folders = [...new Set(files.map(({ folder }) => folder))];
  const atHead = new Map(folders.map((folder) => [folder, listings.read(own.tree, prefix + folder)]));
  const atTip = new Map(folders.map((folder) => [folder, listings.read(tip.tree, prefix + folder)]));
  if ([...atHead.values(), ...atTip.values()].includes(null)) {
    return unknown(base, "the trees are not there, as in a partial clone");
  }
  const tracked = files.map((file) => startOf(file, atTip.get(file.folder), atHead.get(file.folder)));
  const walked = trackFiles({ git, objects, listings, prefix, start: base.commit }, tracked);
  const versions = tracked.flatMap((file) => {
    const known: FileVersion[] = file.versions.toReversed();
    const blob = atHead.get(file.folder)?.get(file.below);
    if (blob !== undefined && isOther(known, blob, file.path)) {
      known.push(laterVersion(file, blob, { commit: head, at: own.at }));
    }
    const worked = workingBlob(
      join(git.workTree, prefix, file.path),
      head.length,
      new Set(known.map((each) => each.blob)),
    );
    if (worked !== null) known.push(laterVersion(file, worked, { commit: null, at: null }));
    return known;
  });
  return { branch: base.name, isHead: base.isHead, ...walked, versions };
}

/** Where a file of today is on the base branch: under its own name, or, when the branch renamed it, under another. */
function startOf(file: HistoryFile, tip: Listing | null = null, head: Listing | null = null): TrackedFile {
  const below = file.folder === "" ? file.path : file.path.slice(file.folder.length + 1);
  const blob = tip?.get(below) ?? head?.get(below);
  const isThere = tip?.has(below) === true;
  const before = isThere || blob === undefined ? null : renamedFrom(blob, tip, head);
  const isOnBase = isThere || before !== null;
  return { ...file, below, name: before ?? below, blob: isOnBase ? (blob ?? null) : null, versions: [] };
}

/** HEAD may be behind the base branch: then its content, or its name, is one of those that were there before. */
const isOther = (known: readonly FileVersion[], blob: string, path: string): boolean =>
  known.every((version) => version.blob !== blob) || known.every(({ name }) => name !== path);

function laterVersion(file: TrackedFile, blob: string, at: Pick<FileVersion, "commit" | "at">): FileVersion {
  return { path: file.path, name: file.path, blob, ...at, isOnBase: false, isStart: true };
}

/** The id that the file on disk would have; null when it is one of these, or cannot be read. */
function workingBlob(path: string, idLength: number, known: ReadonlySet<string>): string | null {
  const bytes = readRegularFile(path, MAX_CONTENT);
  if (bytes === null) return null;
  const blob = blobId(bytes, idLength);
  // `core.autocrlf` writes other line ends to disk than git keeps.
  if (known.has(blob) || !bytes.includes("\r\n")) return known.has(blob) ? null : blob;
  const plain = blobId(Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1"), idLength);
  return known.has(plain) ? null : blob;
}

const blobId = (bytes: Buffer, idLength: number): string =>
  createHash(idLength === 64 ? "sha256" : "sha1")
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest("hex");
