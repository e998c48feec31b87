import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import { openRepository } from "#src/sources/repository.js";
import { git, skipWithoutGit } from "./git-command.js";
import { gitIndex } from "./git-index-writer.js";
import { EMPTY_GIT, tempFolder, writeFiles, type Files } from "./temp-folder.js";

const pathsIn = (root: string): string[] => openRepository(root).files.map((file) => file.path);

test("ignore files count at every level, and the deeper one has the last word", (t) => {
  const root = tempFolder(t, {
    ".gitignore": "*.log\nbuild/\n/only-here.ts\n!keep.log\n",
    "keep.log": "",
    "a.log": "",
    "build/x.ts": "",
    "only-here.ts": "",
    "packages/a/.gitignore": "!build/\n*.tmp.ts\n",
    "packages/a/build/x.ts": "",
    "packages/a/build/y.log": "",
    "packages/a/z.tmp.ts": "",
    "packages/a/only-here.ts": "",
    "packages/b/build/x.ts": "",
    "packages/b/z.tmp.ts": "",
  });
  const listed = pathsIn(root).filter((path) => !path.endsWith(".gitignore"));
  assert.deepEqual(listed, ["keep.log", "packages/a/build/x.ts", "packages/a/only-here.ts", "packages/b/z.tmp.ts"]);
});

test("a file below an ignored folder cannot come back, as git has it", (t) => {
  const root = tempFolder(t, {
    ".gitignore": "out/\n!out/keep.ts\nlogs/*\n!logs/keep.ts\n",
    "out/keep.ts": "",
    "logs/a.ts": "",
    "logs/keep.ts": "",
  });
  assert.deepEqual(pathsIn(root), [".gitignore", "logs/keep.ts"]);
});

test(".git/info/exclude counts, also from a linked worktree, and gives way to .gitignore", (t) => {
  const root = tempFolder(t, {
    "repo/.git/HEAD": "ref: refs/heads/main",
    "repo/.git/info/exclude": "private.ts\n*.gen.ts\n",
    "repo/.git/worktrees/side/HEAD": "ref: refs/heads/side",
    "repo/.git/worktrees/side/commondir": "../..",
    "repo/.gitignore": "!a.gen.ts\n",
    "repo/private.ts": "",
    "repo/a.gen.ts": "",
    "side/.git": `gitdir: ../repo/.git/worktrees/side`,
    "side/private.ts": "",
    "side/b.ts": "",
  });
  assert.deepEqual(pathsIn(join(root, "repo")), [".gitignore", "a.gen.ts"]);
  assert.deepEqual(pathsIn(join(root, "side")), ["b.ts"]);
});

test("a tracked file is seen although it is ignored, and so is the way to it", (t) => {
  const root = tempFolder(t, {
    ...EMPTY_GIT,
    ".gitignore": ".env*\nsecret/\n",
    ".git/index": gitIndex(2, [{ path: ".env" }, { path: "gone.ts" }, { path: "secret/deep/a.ts" }]),
    ".env": "A=1",
    ".env.local": "A=1",
    "secret/b.ts": "",
    "secret/deep/a.ts": "",
    "secret/deep/c.ts": "",
    "new.ts": "",
  });
  const repository = openRepository(root);
  assert.deepEqual(pathsIn(root), [".env", ".gitignore", "new.ts", "secret/deep/a.ts"]);
  assert.equal(repository.isTracked(".env"), true);
  assert.equal(repository.isTracked("./secret/../.env"), true);
  assert.equal(repository.isTracked(".env.local"), false);
  assert.equal(repository.isTracked("new.ts"), false);
  assert.equal(repository.isIgnored(".env"), true);
});

test("without an index nobody knows what is tracked", (t) => {
  const root = tempFolder(t, { ".gitignore": ".env\n", ".env": "A=1" });
  const repository = openRepository(root);
  assert.deepEqual(pathsIn(root), [".gitignore"]);
  assert.equal(repository.isTracked(".env"), null);
});

test("isIgnored judges paths that do not exist, folders by their slash, and nothing outside", (t) => {
  const root = tempFolder(t, { ".gitignore": "dist/\n.env*\n!.env.example\n", "api/.gitignore": "local.ts\n" });
  const repository = openRepository(root);
  const ignored = ["dist/", "dist/a.js", "x/dist/a.js", ".env", "api/.env.local", "api/local.ts", "api/x/local.ts"];
  const seen = ["dist", ".env.example", "local.ts", "src/a.ts", "", ".", "..", "../dist/a.js", "/dist/a.js"];
  for (const path of ignored) assert.equal(repository.isIgnored(path), true, path);
  for (const path of seen) assert.equal(repository.isIgnored(path), false, path);
});

test("in a subfolder of a repository, the ignore files above count up to its top", (t) => {
  const root = tempFolder(t, {
    ".gitignore": "*.ts\n",
    "repo/.git/HEAD": "ref: refs/heads/main",
    "repo/.git/index": gitIndex(2, [{ path: "apps/api/dist/kept.js" }, { path: "other.ts" }]),
    "repo/.gitignore": "dist\n/apps/api/local.ts\n",
    "repo/apps/.gitignore": "*.tmp\n",
    "repo/apps/api/a.ts": "",
    "repo/apps/api/local.ts": "",
    "repo/apps/api/a.tmp": "",
    "repo/apps/api/dist/kept.js": "",
    "repo/apps/api/dist/other.js": "",
  });
  const repository = openRepository(join(root, "repo/apps/api"));
  assert.deepEqual(pathsIn(join(root, "repo/apps/api")), ["a.ts", "dist/kept.js"]);
  assert.equal(repository.isIgnored("local.ts"), true);
  assert.equal(repository.isTracked("dist/kept.js"), true);
  assert.equal(repository.isTracked("a.ts"), false);
});

test("a folder that the repository around it ignores can be audited all the same", (t) => {
  const root = tempFolder(t, {
    ...EMPTY_GIT,
    ".gitignore": "/tmp/\n",
    ".git/index": gitIndex(2, [{ path: "a.ts" }]),
    "tmp/app/.gitignore": "x.ts\n",
    "tmp/app/b.ts": "",
    "tmp/app/x.ts": "",
  });
  const repository = openRepository(join(root, "tmp/app"));
  assert.deepEqual(pathsIn(join(root, "tmp/app")), [".gitignore", "b.ts"]);
  assert.equal(repository.isTracked("b.ts"), null);
});

test("a folder called .gitignore and an ignore file in Windows style do no harm", (t) => {
  const root = tempFolder(t, {
    ".gitignore": "\uFEFF# note\r\ndist/\r\n*.log\r\n",
    "dist/a.ts": "",
    "b.log": "",
    "x/.gitignore/": "",
    "x/c.ts": "",
  });
  assert.deepEqual(pathsIn(root), [".gitignore", "x/c.ts"]);
});

const NAMES = ["a", "b", "ab", "build", "x.ts", "y.ts", "a.log"];
const pattern = fc.tuple(
  fc.constantFrom("", "", "!"),
  fc.constantFrom("", "", "/", "**/"),
  fc
    .array(fc.constantFrom(...NAMES, "*", "*.ts", "?", "[ab]", "**", "b*"), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("/")),
  fc.constantFrom("", "", "/", "/*", "/**"),
);
const ignoreFile = fc.array(pattern, { maxLength: 5 }).map((lines) => lines.map((parts) => parts.join("")).join("\n"));
const folder = fc
  .array(fc.constantFrom("a", "b", "ab", "build"), { maxLength: 3 })
  .map((parts) => parts.map((part) => `${part}/`).join(""));

test("every listing is the one of `git ls-files`", { skip: skipWithoutGit }, (t) => {
  const file = fc.tuple(folder, fc.constantFrom("x.ts", "y.ts", "a.log")).map((parts) => parts.join(""));
  const repository = fc.record({
    files: fc.uniqueArray(file, { minLength: 1, maxLength: 12 }),
    ignores: fc.dictionary(folder, ignoreFile, { maxKeys: 3 }),
    tracked: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(repository, ({ files, ignores, tracked }) => {
      const contents: Record<string, string> = Object.fromEntries(files.map((path) => [path, ""]));
      const root = tempFolder(t, contents);
      git(root, "init", "-q");
      if (tracked > 0) git(root, "add", "-f", ...files.slice(0, tracked));
      writeFiles(root, ignoreFiles(ignores));
      const expected = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        .split("\0")
        .filter(Boolean);
      assert.deepEqual(pathsIn(root), [...new Set(expected)].sort());
    }),
    { numRuns: 40 },
  );
});

function ignoreFiles(ignores: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(Object.entries(ignores).map(([path, text]) => [`${path}.gitignore`, text]));
}
