/**
 * Commits and trees of a repository, read by their ids.
 *
 * Why not a library: isomorphic-git, the one that is well kept, brings ten packages, loads whole packs into memory, follows
 * symlinks, and bounds neither sizes nor delta chains; nodegit and es-git are native. Ours reads what it needs of a pack.
 *
 * Not looked at: `objects/info/alternates`, which names folders outside the repository. What is only there is missing here.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { lstatOrNull, readRegularFile } from "./file-system.js";
import { MAX_OBJECT_BYTES, parseLooseObject, type GitObject } from "./git-delta.js";
import type { GitFolder } from "./git-folder.js";
import { Pack } from "./git-pack.js";
import { usesSha256 } from "./git-index.js";

/** git packs again long before. */
const MAX_PACKS = 100;
/** Of all packs: they are held in memory. */
const MAX_INDEX_BYTES = 512 * 1024 * 1024;

export interface Commit {
  readonly tree: string;
  /** First parent; null of a root commit. */
  readonly parent: string | null;
  /** When it came to be as it is: of a rebased or squashed one the day it landed. ISO; null when it makes no sense. */
  readonly at: string | null;
}

export interface TreeEntry {
  readonly name: string;
  readonly kind: "tree" | "blob" | "other";
  readonly id: string;
}

export class GitObjects {
  readonly #folder: string;
  readonly #packs: Pack[];
  readonly #hashBytes: number;
  readonly #hasFanOut = new Map<string, boolean>();

  private constructor(folder: string, packs: Pack[], hashBytes: number) {
    this.#folder = folder;
    this.#packs = packs;
    this.#hashBytes = hashBytes;
  }

  /** Null when there is no folder of objects, or too many or too large packs. The caller closes it. */
  static open(git: GitFolder): GitObjects | null {
    const folder = join(git.commonDir, "objects");
    if (!isFolder(folder)) return null;
    const paths = packPaths(join(folder, "pack"));
    if (paths === null || paths.length > MAX_PACKS) return null;
    const hashBytes = usesSha256(git) ? 32 : 20;
    return new GitObjects(
      folder,
      paths.map((path) => Pack.open(path, hashBytes)).filter((pack) => pack !== null),
      hashBytes,
    );
  }

  close(): void {
    for (const pack of this.#packs) pack.close();
  }

  /** Null when it is missing, unreadable or no commit. */
  commit(id: string): Commit | null {
    const object = this.#read(id);
    if (object?.type !== "commit") return null;
    const end = object.data.indexOf("\n\n");
    const head = object.data.toString("utf8", 0, end === -1 ? object.data.length : end);
    const tree = /^tree ([0-9a-f]+)$/m.exec(head)?.[1];
    const seconds = /^committer .*> (\d+) [+-]\d{4}$/m.exec(head)?.[1];
    if (tree === undefined) return null;
    return { tree, parent: /^parent ([0-9a-f]+)$/m.exec(head)?.[1] ?? null, at: toDate(Number(seconds)) };
  }

  /** Null when it is missing, unreadable or no tree. */
  tree(id: string): TreeEntry[] | null {
    const object = this.#read(id);
    return object?.type === "tree" ? parseTree(object.data, this.#hashBytes) : null;
  }

  #read(id: string): GitObject | null {
    if (id.length !== this.#hashBytes * 2) return null;
    const name = Buffer.from(id, "hex");
    if (name.length !== this.#hashBytes) return null;
    for (const pack of this.#packs) {
      const object = pack.read(name);
      if (object !== null) return object;
    }
    return this.#readLoose(id);
  }

  #readLoose(id: string): GitObject | null {
    const folder = join(this.#folder, id.slice(0, 2));
    const isThere = this.#hasFanOut.get(folder) ?? isFolder(folder);
    this.#hasFanOut.set(folder, isThere);
    const bytes = isThere ? readRegularFile(join(folder, id.slice(2)), MAX_OBJECT_BYTES) : null;
    return bytes === null ? null : parseLooseObject(bytes);
  }
}

/** A symlink is none. */
const isFolder = (path: string): boolean => lstatOrNull(path)?.isDirectory() === true;

/** The largest first: it holds most of what is old. Null when they are too large together. */
function packPaths(folder: string): string[] | null {
  if (!isFolder(folder)) return [];
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => /^pack-[0-9a-f]+\.idx$/.test(name));
  } catch {
    return [];
  }
  const sizes = new Map(names.map((name) => [name, lstatOrNull(join(folder, name))?.size ?? 0]));
  if ([...sizes.values()].reduce((sum, size) => sum + size, 0) > MAX_INDEX_BYTES) return null;
  return names
    .toSorted((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0) || (a < b ? -1 : 1))
    .map((name) => join(folder, name.slice(0, -".idx".length)));
}

/** `100644 name\0<id>`, one after the other; null when one does not fit. */
function parseTree(data: Buffer, hashBytes: number): TreeEntry[] | null {
  const entries: TreeEntry[] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const end = space === -1 ? -1 : data.indexOf(0, space);
    const next = end + 1 + hashBytes;
    if (end === -1 || next > data.length) return null;
    const mode = data.toString("latin1", at, space);
    const kind = mode === "40000" ? "tree" : /^100\d{3}$/.test(mode) ? "blob" : "other";
    entries.push({ name: data.toString("utf8", space + 1, end), kind, id: data.toString("hex", end + 1, next) });
    at = next;
  }
  return entries;
}

/** 1970 to 9999. */
const toDate = (seconds: number): string | null =>
  seconds >= 0 && seconds < 253_402_300_800 ? new Date(seconds * 1000).toISOString() : null;
