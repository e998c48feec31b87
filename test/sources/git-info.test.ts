import assert from "node:assert/strict";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readGitInfo } from "#src/sources/git-info.js";
import { tempFolder, writeFiles } from "./temp-folder.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const OTHER = "f".repeat(40);
const ON_MAIN = { ".git/HEAD": "ref: refs/heads/main\n" };

test("a branch with a loose ref", (t) => {
  const root = tempFolder(t, {
    ".git/HEAD": "ref: refs/heads/feature/x\n",
    ".git/refs/heads/feature/x": `${COMMIT}\n`,
  });
  assert.deepEqual(readGitInfo(root), { commit: COMMIT, branch: "feature/x" });
});

test("a branch among the packed refs, and a loose ref before a packed one", (t) => {
  const packed = `# pack-refs with: peeled\n${OTHER} refs/heads/main-old\n${COMMIT} refs/heads/main\n^${OTHER}\n`;
  const root = tempFolder(t, { ...ON_MAIN, ".git/packed-refs": packed });
  assert.deepEqual(readGitInfo(root), { commit: COMMIT, branch: "main" });
  writeFiles(root, { ".git/refs/heads/main": `${OTHER}\n` });
  assert.deepEqual(readGitInfo(root), { commit: OTHER, branch: "main" });
});

test("a detached HEAD, also of SHA-256", (t) => {
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git/HEAD": COMMIT })), { commit: COMMIT, branch: null });
  const long = "a".repeat(64);
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git/HEAD": long })), { commit: long, branch: null });
});

test("before the first commit", (t) => {
  assert.deepEqual(readGitInfo(tempFolder(t, ON_MAIN)), { commit: null, branch: "main" });
});

test("a linked worktree keeps HEAD apart and shares the refs", (t) => {
  const root = tempFolder(t, {
    "repo/.git/HEAD": "ref: refs/heads/main\n",
    "repo/.git/refs/heads/side": COMMIT,
    "repo/.git/worktrees/side/HEAD": "ref: refs/heads/side\n",
    "repo/.git/worktrees/side/commondir": "../..\n",
    "side/.git": "gitdir: ../repo/.git/worktrees/side\n",
    "side/src/": "",
  });
  assert.deepEqual(readGitInfo(join(root, "side/src")), { commit: COMMIT, branch: "side" });
});

test("no repository, a broken one, and a HEAD that points out of it", (t) => {
  const nothing = { commit: null, branch: null };
  assert.deepEqual(readGitInfo(tempFolder(t)), nothing);
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git/config": "" })), nothing);
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git/HEAD": "rubbish\n" })), nothing);
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git/HEAD": "ref: refs/../../outside\n", outside: COMMIT })), nothing);
  assert.deepEqual(readGitInfo(tempFolder(t, { ".git": "gitdir: /nowhere/at/all\n" })), nothing);
});

test("a chain of references that never ends is left", (t) => {
  const root = tempFolder(t, {
    ".git/HEAD": "ref: refs/heads/a\n",
    ".git/refs/heads/a": "ref: refs/heads/b",
    ".git/refs/heads/b": "ref: refs/heads/a",
  });
  assert.deepEqual(readGitInfo(root), { commit: null, branch: "a" });
});

test("a ref that is a symlink is not followed", (t) => {
  const root = tempFolder(t, { ...ON_MAIN, outside: COMMIT, ".git/refs/heads/": "" });
  symlinkSync(join(root, "outside"), join(root, ".git/refs/heads/main"));
  assert.deepEqual(readGitInfo(root), { commit: null, branch: "main" });
});
