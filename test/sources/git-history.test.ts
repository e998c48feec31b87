import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { deflateSync } from "node:zlib";
import type { FileHistory } from "#src/shared/file-history.js";
import { readFileHistory } from "#src/sources/git-history.js";
import { git, skipWithoutGit } from "./git-command.js";
import { GitWriter, looseFile, looseName, type Contents } from "./git-objects-writer.js";
import { tempFolder, writeFiles, type Files } from "./temp-folder.js";

const DIR = "supabase/migrations";
const ONE = `${DIR}/001_one.sql`;
const TWO = `${DIR}/002_two.sql`;
const FILES = [ONE, TWO].map((path) => ({ path, folder: DIR }));

/** A repository whose HEAD is main at that commit, with these files on disk. */
const repository = (t: TestContext, objects: Files, main: string, onDisk: Contents, more: Files = {}): string =>
  tempFolder(t, {
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": "",
    ".git/refs/heads/main": `${main}\n`,
    ...objects,
    ...onDisk,
    ...more,
  });

/** `path: day name content …` of each file; `?` where older history is missing, `*` off the base branch. */
const tell = (history: FileHistory | null): string[] =>
  (history?.versions ?? []).map(
    ({ path, name, at, isOnBase, isStart }) =>
      `${path.slice(-11)} ${at?.slice(0, 10) ?? "now"}${name === path ? "" : ` as ${name}`}${isStart ? "" : " ?"}${isOnBase ? "" : " *"}`,
  );

const FIRST: Contents = { [ONE]: "a", "src/index.ts": "1" };
const LAST: Contents = { [ONE]: "b", [TWO]: "c", "src/index.ts": "2" };

function simple(writer: GitWriter): string {
  const ids = writer.history(
    ["2026-01-01", { "src/index.ts": "0" }],
    ["2026-01-02", FIRST],
    ["2026-02-01", { ...FIRST, "src/index.ts": "2" }],
    ["2026-03-01", LAST],
  );
  return ids.at(-1) ?? "";
}

const SIMPLE = ["001_one.sql 2026-01-02", "001_one.sql 2026-03-01", "002_two.sql 2026-03-01"];

test("loose objects, and packs with each kind of delta and offset", (t) => {
  const writer = new GitWriter();
  const main = simple(writer);
  const packs = [
    writer.loose(),
    writer.pack(),
    writer.pack("offset"),
    writer.pack("reference"),
    writer.pack("none", true),
  ];
  for (const objects of packs) {
    const history = readFileHistory(repository(t, objects, main, LAST), FILES);
    assert.deepEqual(tell(history), SIMPLE);
    assert.deepEqual([history?.branch, history?.isHead, history?.gap], ["main", true, null]);
  }
});

test("a repository of SHA-256", (t) => {
  const writer = new GitWriter("sha256");
  const main = simple(writer);
  const config = { ".git/config": "[extensions]\n\tobjectFormat = sha256\n" };
  for (const objects of [writer.loose(), writer.pack("reference")]) {
    assert.deepEqual(tell(readFileHistory(repository(t, objects, main, LAST, config), FILES)), SIMPLE);
  }
});

test("a merge is one step, whatever happened on its branch", (t) => {
  const writer = new GitWriter();
  const start = writer.commit("2026-01-01", { readme: "" });
  const first = writer.commit("2026-01-02", { [ONE]: "a" }, start);
  const side = writer.commit("2026-01-20", { [ONE]: "b" }, first);
  const main = writer.commit("2026-02-01", { readme: "", [ONE]: "b" }, start, side);
  const history = readFileHistory(repository(t, writer.loose(), main, { [ONE]: "b" }), FILES);
  assert.deepEqual(tell(history), ["001_one.sql 2026-02-01"]);
});

test("a rename keeps what came before it", (t) => {
  const writer = new GitWriter();
  const old = `${DIR}/000_one.sql`;
  const [, , main = ""] = writer.history(
    ["2026-01-01", { [old]: "a" }],
    ["2026-01-05", { [old]: "b" }],
    ["2026-02-01", { [ONE]: "b" }],
  );
  const history = readFileHistory(repository(t, writer.loose(), main, { [ONE]: "b" }), FILES);
  assert.deepEqual(tell(history), [
    `001_one.sql 2026-01-01 as ${old}`,
    `001_one.sql 2026-01-05 as ${old}`,
    "001_one.sql 2026-02-01",
  ]);
});

test("what a branch and the working tree changed comes last", (t) => {
  const writer = new GitWriter();
  const base = writer.commit("2026-01-01", { [ONE]: "a" });
  const side = writer.commit("2026-02-01", { [ONE]: "b", [TWO]: "c" }, base);
  const refs = { ".git/HEAD": "ref: refs/heads/side\n", ".git/refs/heads/side": side };
  const root = repository(t, writer.loose(), base, { [ONE]: "b", [TWO]: "d" }, refs);
  const history = readFileHistory(root, FILES);
  assert.deepEqual([history?.branch, history?.isHead], ["main", false]);
  assert.deepEqual(tell(history), [
    "001_one.sql 2026-01-01",
    "001_one.sql 2026-02-01 *",
    "002_two.sql 2026-02-01 *",
    "002_two.sql now *",
  ]);
});

test("a branch that is behind has changed nothing, and CRLF on disk is no change", (t) => {
  const writer = new GitWriter();
  const [old = "", main = ""] = writer.history(["2026-01-01", { [ONE]: "a\nb\n" }], ["2026-02-01", { [ONE]: "c" }]);
  const refs = { ".git/HEAD": `${old}\n`, ".git/refs/remotes/origin/HEAD": "ref: refs/remotes/origin/main\n" };
  const packed = { ".git/packed-refs": `${main} refs/remotes/origin/main\n` };
  const root = repository(t, writer.loose(), old, { [ONE]: "a\r\nb\r\n" }, { ...refs, ...packed });
  assert.deepEqual(tell(readFileHistory(root, FILES)), ["001_one.sql 2026-01-01", "001_one.sql 2026-02-01"]);
});

test("the audited folder lies below the working tree", (t) => {
  const writer = new GitWriter();
  const main = writer.commit("2026-01-01", { [`apps/web/${ONE}`]: "a" });
  const root = repository(t, writer.loose(), main, { [`apps/web/${ONE}`]: "a" });
  assert.deepEqual(tell(readFileHistory(join(root, "apps/web"), FILES)), ["001_one.sql 2026-01-01"]);
});

test("a shallow clone says where it ends, and so does one without old objects", (t) => {
  const writer = new GitWriter();
  const ids = writer.history(["2026-01-01", { [ONE]: "a" }], ["2026-02-01", { [ONE]: "b" }], ["2026-03-01", LAST]);
  const [first = "", second = "", main = ""] = ids;
  const shallow = repository(t, writer.loose(), main, LAST, { ".git/shallow": `${second}\n` });
  const history = readFileHistory(shallow, [{ path: ONE, folder: DIR }]);
  assert.deepEqual(tell(history), ["001_one.sql 2026-02-01 ?"]);
  assert.match(history?.gap ?? "", /shallow: it ends after 2 commits/);
  const partial = repository(t, writer.loose(), main, LAST);
  rmSync(join(partial, looseName(first)));
  assert.match(readFileHistory(partial, FILES)?.gap ?? "", /partial clone/);
});

test("no repository, no commit, and nothing to read", (t) => {
  assert.equal(readFileHistory(tempFolder(t), FILES), null);
  const empty = tempFolder(t, { ".git/HEAD": "ref: refs/heads/main\n" });
  assert.match(readFileHistory(empty, FILES)?.gap ?? "", /HEAD names no commit/);
  const bare = repository(t, {}, "1".repeat(40), {});
  assert.match(readFileHistory(bare, FILES)?.gap ?? "", /objects cannot be read/);
});

test("symlinks are not followed", (t) => {
  const writer = new GitWriter();
  const main = simple(writer);
  const elsewhere = tempFolder(t, writer.pack());
  const root = repository(t, {}, main, LAST);
  symlinkSync(join(elsewhere, ".git/objects"), join(root, ".git/objects"));
  assert.match(readFileHistory(root, FILES)?.gap ?? "", /objects cannot be read/);
  const other = repository(t, { ".git/objects/info/": "" }, main, LAST);
  symlinkSync(join(elsewhere, ".git/objects/pack"), join(other, ".git/objects/pack"));
  assert.match(readFileHistory(other, FILES)?.gap ?? "", /partial clone/);
});

test("objects that lie about their size, their type or their parents", (t) => {
  const writer = new GitWriter();
  const main = simple(writer);
  const commit = writer.objects.get(main);
  assert.ok(commit);
  const lies: Buffer[] = [
    Buffer.alloc(0),
    Buffer.from("not deflated"),
    deflateSync("commit 9999999999\0tree "),
    deflateSync(Buffer.concat([Buffer.from("commit 3\0"), commit.data])),
    looseFile({ kind: "tree", data: commit.data }),
    // A bomb: 64 MiB of zeros in 64 KiB.
    deflateSync(Buffer.alloc(64 * 1024 * 1024)),
  ];
  for (const lie of lies) {
    const root = repository(t, { ...writer.loose(), [looseName(main)]: lie }, main, LAST);
    assert.equal(readFileHistory(root, FILES)?.versions.length, 0);
  }
  // Its own parent: goes on until a bound says stop.
  const loop = commit.data.toString("utf8").replace(/^parent .*$/m, `parent ${main}`);
  const looped = { ...writer.loose(), [looseName(main)]: looseFile({ kind: "commit", data: Buffer.from(loop) }) };
  assert.match(readFileHistory(repository(t, looped, main, LAST), FILES)?.gap ?? "", /commits (?:were|could be) read/);
});

test("no byte of a pack or its index can make it throw or hang", (t) => {
  const writer = new GitWriter();
  const main = simple(writer);
  for (const kind of ["offset", "reference"] as const) {
    const pack = writer.pack(kind);
    const root = repository(t, pack, main, LAST);
    for (const [path, content] of Object.entries(pack)) {
      const whole = Buffer.from(content);
      for (let at = 0; at < whole.length; at += 1 + Math.floor(whole.length / 150)) {
        const broken = Buffer.from(whole);
        broken[at] = (broken[at] ?? 0) ^ 0xff;
        writeFileSync(join(root, path), broken);
        readFileHistory(root, FILES);
        writeFileSync(join(root, path), whole.subarray(0, at));
        readFileHistory(root, FILES);
      }
      writeFileSync(join(root, path), whole);
    }
    assert.deepEqual(tell(readFileHistory(root, FILES)), SIMPLE);
  }
});

test("the same as git says, loose, packed and in a linked worktree", { skip: skipWithoutGit }, (t) => {
  const root = tempFolder(t);
  const commit = (files: Files, date: string): void => {
    writeFiles(root, files);
    git(root, "add", "-A");
    const dated = ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-q", "-m", date];
    process.env["GIT_COMMITTER_DATE"] = `${date}T12:00:00Z`;
    git(root, ...dated);
    delete process.env["GIT_COMMITTER_DATE"];
  };
  git(root, "init", "-q", "-b", "main");
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`${DIR}/${100 + at}_x.sql`, `select ${at};`]));
  commit({ ...many, [ONE]: "select 'one';\n" }, "2026-01-01");
  for (let day = 2; day <= 20; day++)
    commit({ [`${DIR}/${300 + day}_y.sql`]: "" }, `2026-01-${String(day).padStart(2, "0")}`);
  commit({ [ONE]: "select 'other';\n", [TWO]: "select 2;\n" }, "2026-02-01");
  const expected = ["001_one.sql 2026-01-01", "001_one.sql 2026-02-01", "002_two.sql 2026-02-01"];
  assert.deepEqual(tell(readFileHistory(root, FILES)), expected);
  git(root, "gc", "-q", "--aggressive");
  assert.deepEqual(tell(readFileHistory(root, FILES)), expected);
  mkdirSync(join(root, "trees"));
  git(root, "worktree", "add", "-q", "-b", "side", "trees/side");
  const side = readFileHistory(join(root, "trees/side"), FILES);
  assert.deepEqual([tell(side), side?.branch, side?.isHead], [expected, "main", false]);
});
