import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { UserError } from "#src/shared/errors.js";
import type { Repository } from "#src/shared/repository.js";
import { MASK } from "#src/shared/secrets.js";
import { openRepository } from "#src/sources/repository.js";
import { gitIndex, GITLINK } from "./git-index-writer.js";
import { EMPTY_GIT, tempFolder, writeFiles } from "./temp-folder.js";

const paths = (repository: Repository): string[] => repository.files.map((file) => file.path);
const reasons = (repository: Repository): Record<string, string> =>
  Object.fromEntries(repository.skipped.map(({ path, reason }) => [path, reason]));

function read(repository: Repository, path: string): string | null {
  const file = repository.files.find((candidate) => candidate.path === path);
  assert.ok(file, `${path} was not listed`);
  return repository.readText(file);
}

test("files come sorted by code unit, with language, role and size", (t) => {
  const root = tempFolder(t, { "src/b.ts": "1", "src/B.ts": "22", "a.test.js": "", "src/ä.py": "", "z.sql": "" });
  const { files } = openRepository(root);
  assert.deepEqual(files, [
    { path: "a.test.js", language: "javascript", role: "test", bytes: 0 },
    { path: "src/B.ts", language: "typescript", role: "app", bytes: 2 },
    { path: "src/b.ts", language: "typescript", role: "app", bytes: 1 },
    { path: "src/ä.py", language: "python", role: "app", bytes: 0 },
    { path: "z.sql", language: "sql", role: "app", bytes: 0 },
  ]);
});

test("without an index, an ignored list of variables is taken as tracked; with one, git says", (t) => {
  const files = {
    ".gitignore": ".env.*\nbuild/\n",
    ".env.example": "A=",
    ".env.local": "A=1",
    "build/.env.example": "B=",
  };
  assert.deepEqual(paths(openRepository(tempFolder(t, files))), [".env.example", ".gitignore"]);
  const root = tempFolder(t, { ...files, ...EMPTY_GIT, ".git/index": gitIndex(2, [{ path: ".gitignore" }]) });
  assert.deepEqual(paths(openRepository(root)), [".gitignore"]);
});

test("without an index, an ignored lock file is taken as tracked", (t) => {
  const files = { ".gitignore": "*lock*\nbuild/\n", "package-lock.json": "{}", "lock.txt": "", "build/yarn.lock": "" };
  assert.deepEqual(paths(openRepository(tempFolder(t, files))), [".gitignore", "package-lock.json"]);
});

test("an empty folder is a repository with nothing in it", (t) => {
  const repository = openRepository(tempFolder(t));
  assert.deepEqual(repository.files, []);
  assert.deepEqual(repository.skipped, []);
});

const isHelpful = (error: unknown): boolean =>
  error instanceof UserError && error.where !== null && error.remedy !== null;

test("a path that does not exist, or is a file, is an error with a remedy", (t) => {
  const root = tempFolder(t, { "a.ts": "" });
  assert.throws(() => openRepository(join(root, "missing")), isHelpful);
  assert.throws(() => openRepository(join(root, "a.ts")), isHelpful);
  assert.throws(() => openRepository(join(root, "a.ts/b")), isHelpful);
  assert.throws(() => openRepository(`${root}\0`), isHelpful);
});

test("node_modules is never entered, tracked or not; .git is never listed", (t) => {
  const root = tempFolder(t, {
    ...EMPTY_GIT,
    ".git/index": gitIndex(2, [{ path: "node_modules/a/index.js" }, { path: "x.ts" }]),
    "node_modules/a/index.js": "",
    "packages/b/node_modules/c/index.js": "",
    "x.ts": "",
  });
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), ["x.ts"]);
  assert.deepEqual(reasons(repository), { node_modules: "vendored", "packages/b/node_modules": "vendored" });
  assert.equal(repository.isTracked("node_modules/a/index.js"), true);
});

test("other people's code is skipped where it is clearly that", (t) => {
  const root = tempFolder(t, {
    "vendor/lib/a.js": "",
    "third_party/b.js": "",
    ".yarn/releases/yarn.cjs": "",
    ".yarn/notes.txt": "",
    "src/api/vendor/route.ts": "",
  });
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), [".yarn/notes.txt", "src/api/vendor/route.ts"]);
  assert.deepEqual(reasons(repository), { ".yarn/releases": "vendored", third_party: "vendored", vendor: "vendored" });
});

test("a folder that the user names is entered although it looks vendored", (t) => {
  const root = tempFolder(t, { "vendor/ours/a.js": "", "vendor/theirs/b.js": "" });
  const repository = openRepository(root, { roles: { "vendor/ours/**": "app" } });
  assert.deepEqual(
    repository.files.map(({ path, role, isRoleGiven }) => ({ path, role, isRoleGiven })),
    [{ path: "vendor/ours/a.js", role: "app", isRoleGiven: true }],
  );
  assert.deepEqual(reasons(repository), { "vendor/theirs": "vendored" });
});

test("symlinks are recorded and not followed, neither to files nor to folders", (t) => {
  const outside = tempFolder(t, { "secret.ts": "export {};" });
  const root = tempFolder(t, { "a.ts": "" });
  symlinkSync(join(outside, "secret.ts"), join(root, "link.ts"));
  symlinkSync(outside, join(root, "folder"));
  symlinkSync(root, join(root, "loop"));
  symlinkSync("nowhere", join(root, "dangling"));
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), ["a.ts"]);
  assert.deepEqual(reasons(repository), {
    dangling: "symlink",
    folder: "symlink",
    "link.ts": "symlink",
    loop: "symlink",
  });
  assert.equal(repository.exists("link.ts"), true);
  assert.equal(repository.exists("folder/secret.ts"), false);
});

test("a file that turns into a symlink between listing and reading is not read", (t) => {
  const outside = tempFolder(t, { "secret.ts": "export {};" });
  const root = tempFolder(t, { "src/a.ts": "1" });
  const repository = openRepository(root);
  execFileSync("rm", [join(root, "src/a.ts")]);
  symlinkSync(join(outside, "secret.ts"), join(root, "src/a.ts"));
  assert.equal(read(repository, "src/a.ts"), null);
  assert.deepEqual(reasons(repository), { "src/a.ts": "unreadable" });
});

test("what is neither file nor folder does not block the walk", { skip: process.platform === "win32" }, (t) => {
  const root = tempFolder(t, { "a.ts": "" });
  execFileSync("mkfifo", [join(root, "pipe.ts")]);
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), ["a.ts"]);
  assert.deepEqual(reasons(repository), { "pipe.ts": "unreadable" });
});

const canReadEverything = process.getuid?.() === 0 || process.platform === "win32";
test("an unreadable folder or file is recorded, and the rest is audited", { skip: canReadEverything }, (t) => {
  const root = tempFolder(t, { "closed/a.ts": "", "b.ts": "", "c.ts": "" });
  chmodSync(join(root, "closed"), 0);
  chmodSync(join(root, "b.ts"), 0);
  try {
    const repository = openRepository(root);
    assert.equal(read(repository, "b.ts"), null);
    assert.equal(read(repository, "c.ts"), "");
    assert.deepEqual(
      repository.skipped.map(({ path, reason, detail }) => `${path}: ${reason}, ${detail ?? ""}`),
      ["b.ts: unreadable, permission denied", "closed: unreadable, permission denied"],
    );
    assert.throws(() => openRepository(join(root, "closed")), isHelpful);
  } finally {
    chmodSync(join(root, "closed"), 0o700);
  }
});

test("binary files are told by their name, or by a NUL byte", (t) => {
  const nul = Buffer.from([1, 2, 0, 3]);
  const root = tempFolder(t, { "logo.png": "", "data.xyz": nul, LICENSE: "text", "movie.ts": nul });
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), ["LICENSE", "movie.ts"]);
  assert.equal(read(repository, "movie.ts"), null);
  assert.deepEqual(reasons(repository), { "data.xyz": "binary", "logo.png": "binary", "movie.ts": "binary" });
});

test("a minified file is skipped, by its size before it is read whole or by its lines after", (t) => {
  const root = tempFolder(t, {
    "small.js": `${"a=1;".repeat(3000)}\n`,
    "written.ts": "const a = 1;\n".repeat(3000),
    "logo.tsx": `<path d="${"M0 0".repeat(3000)}" />`,
  });
  writeFileSync(join(root, "huge.js"), Buffer.alloc(50 * 1024 * 1024, "a=1;"));
  writeFileSync(join(root, "huge.json"), Buffer.alloc(3 * 1024 * 1024, '{"a": 1}\n'));
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), ["logo.tsx", "small.js", "written.ts"]);
  assert.ok(read(repository, "logo.tsx"));
  assert.equal(read(repository, "small.js"), null);
  assert.equal(read(repository, "written.ts")?.length, 39_000);
  assert.deepEqual(reasons(repository), { "huge.js": "minified", "huge.json": "too-large", "small.js": "minified" });
  assert.equal(repository.skipped.find(({ path }) => path === "huge.js")?.detail, "50.0 MB");
});

test("lock files and SQL may be longer than code", (t) => {
  const root = tempFolder(t, {
    "pnpm-lock.yaml": "a: 1\n".repeat(3000),
    "dump.sql": "select 1;\n".repeat(600),
    "a.ts": "\n".repeat(1100),
  });
  const repository = openRepository(root, { maxFileBytes: 1024 });
  assert.deepEqual(paths(repository), ["dump.sql", "pnpm-lock.yaml"]);
  assert.deepEqual(reasons(repository), { "a.ts": "too-large" });
});

test("byte order marks go, UTF-16 is understood, broken UTF-8 is replaced", (t) => {
  const root = tempFolder(t, {
    "a.ts": "\uFEFFlet a;",
    ".env": Buffer.from("\uFEFFPORT=1\r\n", "utf16le"),
    "b.ts": Buffer.from([0x6c, 0xff, 0x6c]),
  });
  const repository = openRepository(root);
  assert.equal(read(repository, "a.ts"), "let a;");
  assert.equal(read(repository, ".env"), "PORT=1\r\n");
  assert.equal(read(repository, "b.ts"), "l\uFFFDl");
});

test("secrets are masked by the syntax of the file", (t) => {
  const root = tempFolder(t, {
    ".env": "JWT_SECRET=hunter2\n",
    "compose.yaml": "  POSTGRES_PASSWORD: hunter2\n",
    "a.ts": "const password = 'hunter2'; const text = `password: hunter2`;\n",
    "locales/de.json": '{ "password": "Passwort" }\n',
  });
  const repository = openRepository(root);
  const masked = MASK.repeat(7);
  assert.equal(read(repository, ".env"), `JWT_SECRET=${masked}\n`);
  assert.equal(read(repository, "compose.yaml"), `  POSTGRES_PASSWORD: ${masked}\n`);
  assert.equal(read(repository, "a.ts"), `const password = '${masked}'; const text = \`password: hunter2\`;\n`);
  assert.equal(read(repository, "locales/de.json"), '{ "password": "Passwort" }\n');
});

test("submodules and nested repositories are somebody else's", (t) => {
  const root = tempFolder(t, {
    ...EMPTY_GIT,
    ".git/index": gitIndex(2, [{ path: "a.ts" }, { path: "libs/sub", mode: GITLINK }]),
    "a.ts": "",
    "libs/sub/x.ts": "",
    ".gitmodules": '[submodule "docs"]\n\tpath = docs/theme\n\turl = https://example.test/theme.git\n',
    "docs/theme/w.ts": "",
    "clone/.git/HEAD": "ref: refs/heads/main",
    "clone/y.ts": "",
    "worktree/.git": "gitdir: elsewhere",
    "worktree/z.ts": "",
  });
  const repository = openRepository(root);
  assert.deepEqual(paths(repository), [".gitmodules", "a.ts"]);
  assert.deepEqual(reasons(repository), {
    clone: "submodule",
    "docs/theme": "submodule",
    "libs/sub": "submodule",
    worktree: "submodule",
  });
});

test("a submodule that is not checked out is there all the same", (t) => {
  const root = tempFolder(t, {
    ".gitmodules": '[submodule "paid"]\n\tpath = src/paid\n[submodule "up"]\n\tpath = ../up\n',
    "src/a.ts": "",
  });
  const repository = openRepository(root);
  assert.deepEqual(reasons(repository), { "src/paid": "submodule" });
  assert.equal(repository.exists("src/paid"), true);
  assert.equal(repository.exists("src/free"), false);
});

test("include and exclude: globs, folders and bare names", (t) => {
  const root = tempFolder(t, {
    "apps/api/a.ts": "",
    "apps/web/b.ts": "",
    "apps/web/b.gen.ts": "",
    ".github/ci.yml": "",
    "c.ts": "",
  });
  const open = (include: string[], exclude: string[] = []): string[] =>
    paths(openRepository(root, { include, exclude }));
  assert.deepEqual(open(["apps/api"]), ["apps/api/a.ts"]);
  assert.deepEqual(open(["./apps/*/"]), ["apps/api/a.ts", "apps/web/b.gen.ts", "apps/web/b.ts"]);
  assert.deepEqual(open(["*.yml"]), [".github/ci.yml"]);
  assert.deepEqual(open(["apps/**"], ["*.gen.ts", "apps/api"]), ["apps/web/b.ts"]);
  assert.deepEqual(open([], ["apps", ".github/"]), ["c.ts"]);
  assert.deepEqual(open(["{c,d}.ts"]), ["c.ts"]);
});

test("the last role glob that matches wins", (t) => {
  const root = tempFolder(t, { "scripts/a.ts": "", "scripts/server/b.ts": "" });
  const { files } = openRepository(root, { roles: { "scripts/**": "archived", "scripts/server": "app" } });
  assert.deepEqual(
    files.map((file) => file.role),
    ["archived", "app"],
  );
});

test("exists: anything below the root, read or not, and nothing outside", (t) => {
  const root = tempFolder(t, { ".gitignore": "dist\n", "dist/a.js": "", "src/b.ts": "" });
  writeFiles(join(root, ".."), {});
  const repository = openRepository(root);
  for (const path of ["dist/a.js", "src", "src/", "./src/b.ts", "src/../dist", ""])
    assert.equal(repository.exists(path), true, path);
  for (const path of ["src/c.ts", "..", "../", "src/../../x", "/etc/passwd"])
    assert.equal(repository.exists(path), false, path);
});

test("reports of tests are read although git ignores their folders; what lies beside them is not", (t) => {
  const root = tempFolder(t, {
    ".gitignore": "coverage/\njunit.xml\ncoverage.xml\nnode_modules\nbuild\n",
    "coverage/lcov.info": "x",
    "coverage/lcov-report/index.html": "",
    "coverage/unit/coverage-final.json": "{}",
    "coverage/tmp.json": "{}",
    "junit.xml": "<a/>",
    "api/coverage.xml": "<a/>",
    "build/junit.xml": "<a/>",
    "node_modules/x/coverage/lcov.info": "x",
    "src/a.ts": "",
  });
  assert.deepEqual(paths(openRepository(root)), [
    ".gitignore",
    "api/coverage.xml",
    "coverage/lcov.info",
    "coverage/unit/coverage-final.json",
    "junit.xml",
    "src/a.ts",
  ]);
});
