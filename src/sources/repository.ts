/** Opens a folder as a repository: what git would see in it, with every secret masked as it is read. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../shared/errors.js";
import type { FileHistory, HistoryFile } from "../shared/file-history.js";
import type { SecretSighting } from "../shared/secret-sightings.js";
import type { Repository, RepositoryFile, Role, SkippedPath, SkipReason } from "../shared/repository.js";
import { errorText, lstatOrNull, readRegularFile, whyUnreadable } from "./file-system.js";
import { findGitFolder, type GitFolder } from "./git-folder.js";
import { readFileHistory } from "./git-history.js";
import { readTrackedPaths } from "./git-index.js";
import { pathMatcher, staticBase, type PathMatcher } from "./globs.js";
import { readSubmodulePaths } from "./git-modules.js";
import { loadIgnoreRules, prefixBelow, type IgnoreRules } from "./ignore-rules.js";
import { decodeText, isBinary, isMinified } from "./text-shape.js";
import { maskFile, secretsOf } from "./reading.js";
import { sizeLimit, walk, type TrackedView, type WalkResult } from "./walk.js";

export interface RepositoryOptions {
  /** Globs: read only these files. Empty = all. */
  readonly include?: readonly string[];
  /** Globs: leave these files and folders out. */
  readonly exclude?: readonly string[];
  /** Glob → role, for files whose role the path does not give away. The last matching glob wins. */
  readonly roles?: Readonly<Record<string, Role>>;
  /** Larger files are not read. Lock files and SQL may be longer by a fixed factor. Default: 1 MiB. */
  readonly maxFileBytes?: number;
}

export const DEFAULT_MAX_FILE_BYTES = 1024 * 1024;

/**
 * Walks `root` and returns what is worth reading. Executes nothing, follows no symlink below `root`.
 * Throws a UserError when `root` is not a folder that can be read.
 */
export function openRepository(root: string, options: RepositoryOptions = {}): Repository {
  const folder = resolveRoot(root);
  const git = findGitFolder(folder);
  const rules = loadIgnoreRules(folder, git);
  const tracked = git === null ? null : readTracked(git, folder);
  const maxFileBytes = options.maxFileBytes ?? DEFAULT_MAX_FILE_BYTES;
  const include = options.include ?? [];
  const result = walk({
    root: folder,
    rules,
    tracked: tracked?.view ?? null,
    submodules: submodulesIn(folder, git?.workTree ?? folder, tracked?.submodules),
    maxFileBytes,
    isIncluded: include.length === 0 ? () => true : pathMatcher(include),
    isExcluded: pathMatcher(options.exclude ?? []),
    roleOverride: roleOverride(options.roles ?? {}),
    isNamedByUser: namedFolders([...include, ...Object.keys(options.roles ?? {})]),
  });
  return new FolderRepository({ root: folder, rules, tracked: tracked?.view ?? null, maxFileBytes, result });
}

/** The real, absolute path of a folder to audit. Throws a UserError when there is none. */
export function resolveRoot(root: string): string {
  const path = resolve(root);
  const isFolder = isReadableFolder(path, root);
  if (isFolder === null) {
    throw new UserError(`There is no folder at ${path}.`, {
      where: root,
      remedy: "Check the path, or run prodcheck from inside the repository without one.",
    });
  }
  if (!isFolder) {
    throw new UserError(`${path} is a file, and prodcheck audits folders.`, {
      where: root,
      remedy: "Give the folder of the repository. To audit some files only, add --include <glob>.",
    });
  }
  return realpathSync(path);
}

/** Null when nothing is there. A folder that nobody may list cannot be audited at all, unlike one inside the repository. */
function isReadableFolder(path: string, shown: string): boolean | null {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) readdirSync(path);
    return stat?.isDirectory() ?? null;
  } catch (cause) {
    throw new UserError(`${path} was not opened: ${errorText(cause)}.`, {
      where: shown,
      remedy: "Give prodcheck the right to list and read this folder.",
      cause,
    });
  }
}

interface Tracked {
  readonly view: TrackedView;
  /** Relative to the audited folder. */
  readonly submodules: ReadonlySet<string>;
}

/** The index as seen from the audited folder; null when it says nothing about that folder. */
function readTracked(git: GitFolder, root: string): Tracked | null {
  const tracked = readTrackedPaths(git);
  if (tracked === null) return null;
  const prefix = prefixBelow(git.workTree, root);
  const files = withoutPrefix(tracked.files, prefix);
  // A folder that a repository ignores whole, or has not added yet: its index cannot tell anything about it.
  if (prefix !== "" && files.size === 0) return null;
  return { view: { files, folders: foldersOf(files) }, submodules: withoutPrefix(tracked.submodules, prefix) };
}

function submodulesIn(root: string, workTree: string, tracked: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const declared = withoutPrefix(new Set(readSubmodulePaths(workTree)), prefixBelow(workTree, root));
  return new Set([...tracked, ...declared]);
}

function withoutPrefix(paths: ReadonlySet<string>, prefix: string): ReadonlySet<string> {
  if (prefix === "") return paths;
  const below = new Set<string>();
  for (const path of paths) if (path.startsWith(prefix)) below.add(path.slice(prefix.length));
  return below;
}

function foldersOf(files: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let slash = file.lastIndexOf("/"); slash > 0; slash = file.lastIndexOf("/", slash - 1)) {
      const folder = file.slice(0, slash);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  return folders;
}

function roleOverride(roles: Readonly<Record<string, Role>>): (path: string) => Role | undefined {
  const matchers = Object.entries(roles).map(([glob, role]) => ({ matches: pathMatcher([glob]), role }));
  return (path) => matchers.findLast((matcher) => matcher.matches(path))?.role;
}

/** Folders on the way to, or below, the fixed part of a glob that the user wrote. */
function namedFolders(globs: readonly string[]): PathMatcher {
  const bases = globs.map(staticBase).filter((base) => base !== "");
  return (folder) => bases.some((base) => `${base}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${base}/`));
}

class FolderRepository implements Repository {
  readonly root: string;
  readonly files: readonly RepositoryFile[];
  readonly #rules: IgnoreRules;
  readonly #tracked: TrackedView | null;
  readonly #maxFileBytes: number;
  readonly #symlinks: ReadonlySet<string>;
  readonly #skipped: Map<string, SkippedPath>;
  readonly #secrets = new Map<string, readonly SecretSighting[]>();

  constructor(opened: {
    root: string;
    rules: IgnoreRules;
    tracked: TrackedView | null;
    maxFileBytes: number;
    result: WalkResult;
  }) {
    this.root = opened.root;
    this.files = opened.result.files;
    this.#rules = opened.rules;
    this.#tracked = opened.tracked;
    this.#maxFileBytes = opened.maxFileBytes;
    this.#skipped = new Map(opened.result.skipped.map((skipped) => [skipped.path, skipped]));
    this.#symlinks = new Set(
      opened.result.skipped.filter((entry) => entry.reason === "symlink").map((entry) => entry.path),
    );
  }

  /** Grows while files are read: only reading shows that a file is binary or minified. */
  get skipped(): readonly SkippedPath[] {
    return [...this.#skipped.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  readText(file: RepositoryFile): string | null {
    const path = join(this.root, file.path);
    const bytes = readRegularFile(path, sizeLimit(file.path, this.#maxFileBytes));
    if (bytes === null)
      return this.#skip(file.path, "unreadable", whyUnreadable(path) ?? "it changed while it was read");
    if (isBinary(bytes)) return this.#skip(file.path, "binary", null);
    const text = decodeText(bytes);
    if (canBeMinified(file) && isMinified(text)) return this.#skip(file.path, "minified", null);
    const masked = maskFile(text, file.path);
    this.#secrets.set(file.path, secretsOf(file.path, text, masked));
    return masked;
  }

  get secrets(): readonly SecretSighting[] {
    return [...this.#secrets.values()].flat();
  }

  isIgnored(path: string): boolean {
    const cleaned = normalise(path);
    return cleaned !== null && cleaned !== "" && this.#rules.isIgnored(path.endsWith("/") ? `${cleaned}/` : cleaned);
  }

  isTracked(path: string): boolean | null {
    const cleaned = normalise(path);
    if (this.#tracked === null) return null;
    return cleaned !== null && this.#tracked.files.has(cleaned);
  }

  exists(path: string): boolean {
    const cleaned = normalise(path);
    if (cleaned === null || this.#isBehindSymlink(cleaned)) return false;
    return this.#skipped.get(cleaned)?.reason === "submodule" || lstatOrNull(join(this.root, cleaned)) !== null;
  }

  readHistory(files: readonly HistoryFile[]): FileHistory | null {
    return readFileHistory(this.root, files);
  }

  #isBehindSymlink(path: string): boolean {
    if (this.#symlinks.size === 0) return false;
    for (let slash = path.indexOf("/"); slash !== -1; slash = path.indexOf("/", slash + 1)) {
      if (this.#symlinks.has(path.slice(0, slash))) return true;
    }
    return false;
  }

  #skip(path: string, reason: SkipReason, detail: string | null): null {
    this.#skipped.set(path, { path, reason, detail });
    return null;
  }
}

/** A path below the root without `.` and `..`; null when it leads out of the root. */
function normalise(path: string): string | null {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return path.startsWith("/") ? null : parts.join("/");
}

/**
 * Bundles are JavaScript. TypeScript and components with a drawing in one long line are written or generated by the
 * project, and export names that other files import.
 */
function canBeMinified(file: RepositoryFile): boolean {
  return file.language === "javascript" && !file.path.endsWith(".jsx");
}
