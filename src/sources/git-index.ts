/**
 * Reads `.git/index`, the list of tracked files, in versions 2, 3 and 4.
 * Format: https://git-scm.com/docs/index-format
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readRegularFile } from "./file-system.js";
import { type GitFolder } from "./git-folder.js";

/** What git tracks. Paths are relative to the working tree, with forward slashes. */
export interface TrackedPaths {
  readonly files: ReadonlySet<string>;
  /** Commits of other repositories (gitlinks). */
  readonly submodules: ReadonlySet<string>;
}

const MAX_INDEX_BYTES = 512 * 1024 * 1024;
const HEADER_BYTES = 12;
/** ctime, mtime, dev, ino, mode, uid, gid, size: ten 32-bit numbers before the object id. */
const STAT_BYTES = 40;
const MODE_OFFSET = 24;
const EXTENDED_FLAG = 0x4000;
const GITLINK_TYPE = 0o16;
const FILE_TYPES: ReadonlySet<number> = new Set([0o10, 0o12]);

/** The tracked paths; null when there is no index or it cannot be understood. */
export function readTrackedPaths(git: GitFolder): TrackedPaths | null {
  const hashBytes = usesSha256(git) ? 32 : 20;
  const index = readRegularFile(join(git.gitDir, "index"), MAX_INDEX_BYTES);
  if (index === null) return null;
  const tracked = { files: new Set<string>(), submodules: new Set<string>() };
  // A split index keeps most entries in shared files beside it. Entries that the small file deletes are kept here:
  // they no longer exist on disk, or are about to be committed as deleted.
  for (const shared of sharedIndexes(git, index)) if (!readEntries(shared, hashBytes, tracked)) return null;
  return readEntries(index, hashBytes, tracked) ? tracked : null;
}

/** Whether object ids of this repository have 32 bytes instead of 20. */
export function usesSha256(git: GitFolder): boolean {
  const config = readRegularFile(join(git.commonDir, "config"))?.toString("utf8") ?? "";
  return /^\s*objectformat\s*=\s*sha256\s*$/im.test(config);
}

function sharedIndexes(git: GitFolder, index: Buffer): Buffer[] {
  // The `link` extension is the first one when there is one; its four letters cannot be told from a path otherwise,
  // so look for the shared file first: it exists only for a split index.
  if (!index.includes("link")) return [];
  let names: string[];
  try {
    names = readdirSync(git.gitDir).filter((name) => name.startsWith("sharedindex."));
  } catch {
    return [];
  }
  return names
    .map((name) => readRegularFile(join(git.gitDir, name), MAX_INDEX_BYTES))
    .filter((buffer) => buffer !== null);
}

function readEntries(
  index: Buffer,
  hashBytes: number,
  tracked: { files: Set<string>; submodules: Set<string> },
): boolean {
  if (index.length < HEADER_BYTES || index.toString("latin1", 0, 4) !== "DIRC") return false;
  const version = index.readUInt32BE(4);
  if (version < 2 || version > 4) return false;
  const count = index.readUInt32BE(8);
  let offset = HEADER_BYTES;
  let name = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry += 1) {
    const flagsAt = offset + STAT_BYTES + hashBytes;
    if (flagsAt + 2 > index.length) return false;
    const isExtended = version >= 3 && (index.readUInt16BE(flagsAt) & EXTENDED_FLAG) !== 0;
    const nameAt = flagsAt + (isExtended ? 4 : 2);
    const read = version === 4 ? readCompressedName(index, nameAt, name) : readPlainName(index, nameAt, offset);
    if (read === null) return false;
    const type = index.readUInt32BE(offset + MODE_OFFSET) >>> 12;
    ({ name, next: offset } = read);
    // A replaced entry of a split index has an empty name; a sparse index has folders, which stand for absent files.
    if (name.length === 0) continue;
    if (type === GITLINK_TYPE) tracked.submodules.add(name.toString("utf8"));
    else if (FILE_TYPES.has(type)) tracked.files.add(name.toString("utf8"));
  }
  return true;
}

interface ReadName {
  readonly name: Buffer<ArrayBuffer>;
  readonly next: number;
}

/** Versions 2 and 3: the whole path, then one to eight NULs so that an entry's length is a multiple of eight. */
function readPlainName(index: Buffer, at: number, entryStart: number): ReadName | null {
  const end = index.indexOf(0, at);
  if (end === -1) return null;
  const length = end - entryStart;
  return { name: Buffer.from(index.subarray(at, end)), next: entryStart + length + 8 - (length % 8) };
}

/** Version 4: how many bytes to cut from the previous path's end, then what to append, NUL-terminated. */
function readCompressedName(index: Buffer, at: number, previous: Buffer): ReadName | null {
  let position = at;
  let byte = index[position];
  if (byte === undefined) return null;
  let cut = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    position += 1;
    byte = index[position];
    if (byte === undefined) return null;
    cut = (cut + 1) * 128 + (byte & 0x7f);
  }
  const end = index.indexOf(0, position + 1);
  if (end === -1 || cut > previous.length) return null;
  const kept = previous.subarray(0, previous.length - cut);
  return { name: Buffer.concat([kept, index.subarray(position + 1, end)]), next: end + 1 };
}
