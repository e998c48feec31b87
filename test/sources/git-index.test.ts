import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { findGitFolder } from "#src/sources/git-folder.js";
import { readTrackedPaths, type TrackedPaths } from "#src/sources/git-index.js";
import { git, skipWithoutGit } from "./git-command.js";
import { FOLDER, gitIndex, GITLINK } from "./git-index-writer.js";
import { EMPTY_GIT, tempFolder } from "./temp-folder.js";

const DEEP = `a/${"deep/".repeat(60)}file.ts`;
const PATHS = [".env", "README.md", "a/b.ts", "a/bc.ts", DEEP, "ü/ñ.ts", "z"];

function tracked(t: TestContext, index: Buffer | null, config = ""): TrackedPaths | null {
  const files = index === null ? {} : { ".git/index": index };
  return trackedIn(tempFolder(t, { ...EMPTY_GIT, ".git/config": config, ...files }));
}

function trackedIn(root: string): TrackedPaths | null {
  const folder = findGitFolder(root);
  assert.ok(folder);
  return readTrackedPaths(folder);
}

for (const version of [2, 3, 4] as const) {
  test(`version ${version}`, (t) => {
    const entries = PATHS.map((path, at) => ({ path, isExtended: version > 2 && at % 2 === 0 }));
    const found = tracked(t, gitIndex(version, entries));
    assert.deepEqual([...(found?.files ?? [])], PATHS);
  });
}

test("object ids of SHA-256", (t) => {
  const index = gitIndex(2, [{ path: "a.ts" }, { path: "b/c.ts" }], 32);
  const found = tracked(t, index, "[extensions]\n\tobjectformat = sha256\n");
  assert.deepEqual([...(found?.files ?? [])], ["a.ts", "b/c.ts"]);
});

test("submodules are no files, and folders of a sparse index neither", (t) => {
  const entries = [{ path: "a.ts" }, { path: "lib", mode: GITLINK }, { path: "rest/", mode: FOLDER }];
  const found = tracked(t, gitIndex(2, entries));
  assert.deepEqual([...(found?.files ?? [])], ["a.ts"]);
  assert.deepEqual([...(found?.submodules ?? [])], ["lib"]);
});

test("no index, an empty one, a cut one and another file's content", (t) => {
  const whole = gitIndex(
    2,
    PATHS.map((path) => ({ path })),
  );
  assert.equal(tracked(t, null), null);
  assert.equal(tracked(t, gitIndex(2, []))?.files.size, 0);
  assert.equal(tracked(t, whole.subarray(0, 200)), null);
  assert.equal(tracked(t, Buffer.from("not an index at all")), null);
  assert.equal(tracked(t, Buffer.alloc(0)), null);
});

test("an index that claims four billion entries is given up at its end", (t) => {
  const index = gitIndex(4, [{ path: "a.ts" }]);
  index.writeUInt32BE(0xffffffff, 8);
  assert.equal(tracked(t, index), null);
});

for (const version of ["2", "4"]) {
  test(`what git itself writes as version ${version}`, { skip: skipWithoutGit }, (t) => {
    const root = tempFolder(t, Object.fromEntries(PATHS.map((path) => [path, path])));
    git(root, "init", "-q");
    git(root, "add", "-f", ".");
    git(root, "update-index", "--index-version", version);
    assert.equal(readFileSync(join(root, ".git/index")).readUInt32BE(4), Number(version));
    assert.deepEqual([...(trackedIn(root)?.files ?? [])].sort(), [...PATHS].sort());
  });
}

test("a split index that git itself writes", { skip: skipWithoutGit }, (t) => {
  const root = tempFolder(t, Object.fromEntries(PATHS.map((path) => [path, path])));
  git(root, "init", "-q");
  git(root, "add", "-f", ".");
  git(root, "update-index", "--split-index");
  writeFileSync(join(root, "later.ts"), "");
  git(root, "add", "later.ts");
  assert.deepEqual([...(trackedIn(root)?.files ?? [])].sort(), [...PATHS, "later.ts"].sort());
});
