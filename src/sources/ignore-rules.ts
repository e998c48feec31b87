/** The repository's ignore files: `.gitignore` at every level and `.git/info/exclude`, read as git reads them. */
import { join, relative, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import { readRegularFile } from "./file-system.js";
import { type GitFolder } from "./git-folder.js";

/** Answers whether git would ignore a path. Loads each folder's ignore file once, when first asked. */
export interface IgnoreRules {
  /** Judges one entry whose parent folder is not ignored. `path` is relative to the audited root, no trailing slash. */
  isEntryIgnored(path: string, isFolder: boolean): boolean;
  /** Judges a path together with every folder above it, whether or not it exists. A trailing slash means a folder. */
  isIgnored(path: string): boolean;
}

/** One ignore file. Its patterns are relative to `base`, a folder of the working tree ("" = top, else "a/b/"). */
interface Level {
  readonly base: string;
  readonly matcher: Ignore;
  readonly patterns: Patterns;
}

type Verdict = "ignored" | "unignored" | "silent";

/** The ignore rules that hold in `root`, including those of the folders above it up to the git root. */
export function loadIgnoreRules(root: string, git: GitFolder | null): IgnoreRules {
  const prefix = git === null ? "" : prefixBelow(git.workTree, root);
  const rules = new Levels(git?.workTree ?? root, git === null ? null : excludeLevel(git));
  // A root that is itself ignored was named on purpose; what the repository around it says about it does not count.
  if (prefix === "" || !rules.isIgnored(prefix)) return new PrefixedRules(rules, prefix);
  return new PrefixedRules(new Levels(root, null), "");
}

/** What one .gitignore at the root excludes; for repositories that exist only in memory. */
export function ignoredBy(patterns: string): (path: string) => boolean {
  const matcher = ignore().add(patterns);
  return (path) => path !== "" && matcher.ignores(path);
}

/** The way from the top of a working tree to a folder in it: "" or "a/b/". */
export function prefixBelow(workTree: string, root: string): string {
  const path = relative(workTree, root);
  return path === "" ? "" : `${path.split(sep).join("/")}/`;
}

class PrefixedRules implements IgnoreRules {
  readonly #rules: Levels;
  readonly #prefix: string;

  constructor(rules: Levels, prefix: string) {
    this.#rules = rules;
    this.#prefix = prefix;
  }

  isEntryIgnored(path: string, isFolder: boolean): boolean {
    return this.#rules.isEntryIgnored(this.#prefix + path, isFolder);
  }

  isIgnored(path: string): boolean {
    return this.#rules.isIgnored(this.#prefix + path);
  }
}

class Levels {
  readonly #top: string;
  readonly #exclude: Level | null;
  /** Per folder ("" or "a/b/"): the levels that hold in it, deepest first. */
  readonly #chains = new Map<string, readonly Level[]>();

  constructor(top: string, exclude: Level | null) {
    this.#top = top;
    this.#exclude = exclude;
  }

  isIgnored(path: string): boolean {
    const parts = path.split("/").filter((part) => part !== "" && part !== ".");
    if (parts.includes("..")) return false;
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const isFolder = depth < parts.length || path.endsWith("/");
      if (this.isEntryIgnored(parts.slice(0, depth).join("/"), isFolder)) return true;
    }
    return false;
  }

  isEntryIgnored(path: string, isFolder: boolean): boolean {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    for (const level of this.#chain(folder)) {
      const verdict = judge(level, isFolder ? `${path}/` : path, folder);
      if (verdict !== "silent") return verdict === "ignored";
    }
    return false;
  }

  #chain(folder: string): readonly Level[] {
    const known = this.#chains.get(folder);
    if (known !== undefined) return known;
    const above = folder === "" ? this.#outermost() : this.#chain(parentOf(folder));
    const own = readLevel(join(this.#top, folder, ".gitignore"), folder);
    const chain = own === null ? above : [own, ...above];
    this.#chains.set(folder, chain);
    return chain;
  }

  #outermost(): readonly Level[] {
    return this.#exclude === null ? [] : [this.#exclude];
  }
}

function parentOf(folder: string): string {
  return folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
}

function excludeLevel(git: GitFolder): Level | null {
  return readLevel(join(git.commonDir, "info", "exclude"), "");
}

function readLevel(file: string, base: string): Level | null {
  const text = readRegularFile(file)
    ?.toString("utf8")
    .replace(/^\uFEFF/, "");
  if (text === undefined || text.trim() === "") return null;
  return { base, matcher: ignore({ ignorecase: false }).add(text), patterns: new Patterns(text) };
}

function judge(level: Level, path: string, folder: string): Verdict {
  const below = path.slice(level.base.length);
  const result = level.matcher.test(below);
  if (result.unignored) return "unignored";
  if (!result.ignored) return "silent";
  // The matcher also answers for the folders above. Where a deeper file let one of those in, only the entry itself counts.
  const parent = folder.slice(level.base.length);
  const isParentIgnored = parent !== "" && level.matcher.test(parent).ignored;
  return isParentIgnored ? level.patterns.judge(below) : "ignored";
}

/** The patterns of one ignore file, one by one, against an entry alone. Slower than the matcher, and seldom needed. */
class Patterns {
  readonly #text: string;
  #compiled: readonly { readonly isNegative: boolean; readonly matcher: Ignore }[] | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** The last pattern that matches decides. */
  judge(path: string): Verdict {
    this.#compiled ??= this.#text.split(/\r?\n/).filter(isPattern).map(compile);
    const last = this.#compiled.findLast(({ matcher }) => matcher.test(path).unignored);
    if (last === undefined) return "silent";
    return last.isNegative ? "unignored" : "ignored";
  }
}

function isPattern(line: string): boolean {
  return line.trim() !== "" && !line.startsWith("#");
}

/** As an exception: only then does the matcher tell a match of the entry itself from one of a folder above it. */
function compile(line: string): { isNegative: boolean; matcher: Ignore } {
  const isNegative = line.startsWith("!");
  const matcher = ignore({ ignorecase: false }).add({ pattern: isNegative ? line : `!${line}` });
  return { isNegative, matcher };
}
