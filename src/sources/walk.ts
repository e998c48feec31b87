/** Walks a folder as git sees it. Looks at names and sizes only; the one thing it opens is a file of unknown kind. */
import { lstatSync, readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import type { RepositoryFile, Role, SkippedPath, SkipReason } from "../shared/repository.js";
import { classifyRole, isVendoredFolder } from "./classify.js";
import { errorText, lstatOrNull, readHead } from "./file-system.js";
import type { PathMatcher } from "./globs.js";
import type { IgnoreRules } from "./ignore-rules.js";
import { isReportFolder, isTestReport } from "../shared/test-reports.js";
import { classifyLanguage, contentKind } from "./language.js";
import { isLockfile } from "./role-names.js";
import { HEAD_BYTES, isBinary, isMinified } from "./text-shape.js";

/** What git's index says about the audited folder. Paths are relative to the audited root. */
export interface TrackedView {
  readonly files: ReadonlySet<string>;
  /** Every folder that holds a tracked file. */
  readonly folders: ReadonlySet<string>;
}

export interface WalkOptions {
  readonly root: string;
  readonly rules: IgnoreRules;
  readonly tracked: TrackedView | null;
  /** Folders that git knows to be other repositories. */
  readonly submodules: ReadonlySet<string>;
  readonly isIncluded: PathMatcher;
  readonly isExcluded: PathMatcher;
  /** The user's own role for a path, if any. */
  readonly roleOverride: (path: string) => Role | undefined;
  /** Folders that the user's globs reach into: entered even when they look vendored. */
  readonly isNamedByUser: (folder: string) => boolean;
  readonly maxFileBytes: number;
}

export interface WalkResult {
  readonly files: readonly RepositoryFile[];
  readonly skipped: readonly SkippedPath[];
}

/** Lists the files worth reading, sorted by path, and everything that was passed over with the reason. */
export function walk(options: WalkOptions): WalkResult {
  const walker = new Walker(options);
  walker.visitFolder("", false);
  walker.addAbsentSubmodules();
  return { files: walker.files.sort(byPath), skipped: walker.skipped.sort(byPath) };
}

/** Lock files and SQL dumps are long by nature and cheap to read; everything else this long is data or a bundle. */
export function sizeLimit(path: string, maxFileBytes: number): number {
  if (isLockfile(path.slice(path.lastIndexOf("/") + 1).toLowerCase())) return maxFileBytes * 32;
  if (isTestReport(path)) return maxFileBytes * 16;
  return path.endsWith(".sql") ? maxFileBytes * 8 : maxFileBytes;
}

/** Code-unit order, the same on every machine. */
function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  if (a.path === b.path) return 0;
  return a.path < b.path ? -1 : 1;
}

/** `.env.*` of an ignore file is not meant for the list of variables, which git then tracks by force. */
const EXAMPLE_ENV = /^\.?(?:dot)?env[\w.-]*[._-](?:example|sample|template|dist)$/i;

/** Without an index it is taken as tracked although it is ignored: a copy of a repository holds what git tracks, lock files by force as well. */
const isForcedIn = (name: string): boolean => EXAMPLE_ENV.test(name) || isLockfile(name.toLowerCase());

/** Folders of pages about each file, and deep ones, hold no report for machines. */
function mayHoldReports(folder: string): boolean {
  const parts = folder.split("/");
  const at = parts.findIndex(isReportFolder);
  return at !== -1 && parts.length - at <= 4 && !parts.includes("lcov-report") && !parts.includes("node_modules");
}

class Walker {
  readonly files: RepositoryFile[] = [];
  readonly skipped: SkippedPath[] = [];
  readonly #options: WalkOptions;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** `onlyTracked`: the folder is ignored, and entered only for what git tracks in it all the same, and for test reports. */
  visitFolder(folder: string, onlyTracked: boolean): void {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(this.#options.root, folder), { withFileTypes: true });
    } catch (error) {
      this.#skip(folder === "" ? "." : folder, "unreadable", errorText(error));
      return;
    }
    for (const entry of entries) {
      if (entry.name === ".git") continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) this.#enter(path, onlyTracked);
      else this.#visitEntry(path, entry, onlyTracked);
    }
  }

  /** Submodules that were not checked out: an archive leaves out even their folders. */
  addAbsentSubmodules(): void {
    const met = new Set(this.skipped.map(({ path }) => path));
    for (const folder of this.#options.submodules) {
      if (met.has(folder) || this.#options.isExcluded(folder)) continue;
      if (lstatOrNull(join(this.#options.root, folder)) === null)
        this.#skip(folder, "submodule", "it is not checked out");
    }
  }

  #enter(folder: string, parentOnlyTracked: boolean): void {
    const { rules, tracked, submodules, isExcluded } = this.#options;
    if (isExcluded(folder)) return;
    const isIgnored = parentOnlyTracked || rules.isEntryIgnored(folder, true);
    if (isIgnored && tracked?.folders.has(folder) !== true && !submodules.has(folder) && !mayHoldReports(folder))
      return;
    if (submodules.has(folder) || this.#hasOwnGit(folder)) {
      this.#skip(folder, "submodule", "a repository of its own; audit it separately");
      return;
    }
    if (this.#isVendored(folder)) {
      this.#skip(folder, "vendored", null);
      return;
    }
    this.visitFolder(folder, isIgnored);
  }

  #visitEntry(path: string, entry: Dirent, onlyTracked: boolean): void {
    const { rules, tracked, isExcluded, isIncluded } = this.#options;
    if (!isIncluded(path) || isExcluded(path)) return;
    const isIgnored = onlyTracked || rules.isEntryIgnored(path, false);
    const isKept = tracked === null ? !onlyTracked && isForcedIn(entry.name) : tracked.files.has(path);
    if (isIgnored && !isKept && !isTestReport(path)) return;
    if (entry.isSymbolicLink()) this.#skip(path, "symlink", null);
    else if (entry.isFile()) this.#visitFile(path);
    else this.#skip(path, "unreadable", "neither a file nor a folder");
  }

  #visitFile(path: string): void {
    const kind = contentKind(path);
    if (kind === "binary") {
      this.#skip(path, "binary", null);
      return;
    }
    const bytes = this.#size(path);
    if (bytes === null) return;
    const isTooLarge = bytes > sizeLimit(path, this.#options.maxFileBytes);
    if (isTooLarge || kind === "unknown") {
      const reason = this.#judgeHead(path, isTooLarge);
      if (reason !== null) {
        this.#skip(path, reason.reason, reason.detail ?? megabytes(bytes));
        return;
      }
    }
    const given = this.#options.roleOverride(path);
    const file = { path, language: classifyLanguage(path), role: given ?? classifyRole(path), bytes };
    this.files.push(given === undefined ? file : { ...file, isRoleGiven: true });
  }

  #size(path: string): number | null {
    try {
      return lstatSync(join(this.#options.root, path)).size;
    } catch (error) {
      this.#skip(path, "unreadable", errorText(error));
      return null;
    }
  }

  /** Looks at the first 8 kB of a file that is too large, or of unknown kind. */
  #judgeHead(path: string, isTooLarge: boolean): { reason: SkipReason; detail: string | null } | null {
    let head: Buffer;
    try {
      head = readHead(join(this.#options.root, path), HEAD_BYTES);
    } catch (error) {
      return { reason: "unreadable", detail: errorText(error) };
    }
    if (isBinary(head)) return { reason: "binary", detail: null };
    if (!isTooLarge) return null;
    return { reason: isMinified(head.toString("latin1")) ? "minified" : "too-large", detail: null };
  }

  #hasOwnGit(folder: string): boolean {
    return lstatOrNull(join(this.#options.root, folder, ".git")) !== null;
  }

  #isVendored(folder: string): boolean {
    const folders = folder.split("/");
    if (folders.at(-1) === "node_modules") return true;
    return isVendoredFolder(folders) && !this.#options.isNamedByUser(folder);
  }

  #skip(path: string, reason: SkipReason, detail: string | null): void {
    this.skipped.push({ path, reason, detail });
  }
}

function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
