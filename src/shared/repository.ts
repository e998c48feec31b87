/** What `sources/` hands to the rest: a repository as git sees it, with secrets already masked. */
import type { SecretSighting } from "./secret-sightings.js";
import type { FileHistory, HistoryFile } from "./file-history.js";

export const LANGUAGES = [
  "typescript",
  "javascript",
  "vue",
  "svelte",
  "astro",
  "python",
  "sql",
  "json",
  "yaml",
  "toml",
  "env",
  "dockerfile",
  "markdown",
  "other",
] as const;
export type Language = (typeof LANGUAGES)[number];

export const ROLES = [
  "app",
  "test",
  "script",
  "migration",
  "config",
  "generated",
  "vendored",
  "example",
  "archived",
  "docs",
] as const;
export type Role = (typeof ROLES)[number];

/** One file of the repository. `path` is relative to the root, with forward slashes. */
export interface RepositoryFile {
  readonly path: string;
  readonly language: Language;
  readonly role: Role;
  /** Size on disk in bytes. */
  readonly bytes: number;
  /** The user's own globs decided the role, so that nothing in the file can change it. */
  readonly isRoleGiven?: boolean;
}

/** Why a file or folder was not read. */
export type SkipReason = "binary" | "too-large" | "minified" | "unreadable" | "symlink" | "vendored" | "submodule";

export interface SkippedPath {
  readonly path: string;
  readonly reason: SkipReason;
  readonly detail: string | null;
}

/** An input that could not be understood. The audit goes on without it. */
export interface Problem {
  readonly file: string;
  readonly line: number | null;
  readonly message: string;
  readonly remedy: string | null;
}

/** A walked repository. Text is read on demand, once per file, and is not kept. */
export interface Repository {
  /** Absolute path of the audited folder. */
  readonly root: string;
  /** Files worth reading, sorted by path. */
  readonly files: readonly RepositoryFile[];
  readonly skipped: readonly SkippedPath[];
  /** Reads one file as UTF-8 with every secret masked in place (same length, so lines and columns hold); null when it turns out unreadable, binary or minified. */
  readText(file: RepositoryFile): string | null;
  /** Secrets that files hold, masked; grows while they are read. */
  readonly secrets?: readonly SecretSighting[];
  /** True when the repository's ignore files exclude this path, whether or not it exists. */
  isIgnored(path: string): boolean;
  /** True when git tracks this file (also one that an ignore file excludes); null when there is no git index to ask. */
  isTracked(path: string): boolean | null;
  /** True when anything exists at this path below the root (file, folder or symlink), read or not. */
  exists(path: string): boolean;
  /** What git's history says about files; null outside any repository. Takes up to three seconds. */
  readHistory(files: readonly HistoryFile[]): FileHistory | null;
}
