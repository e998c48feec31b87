import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { UserCache, userCacheFolder } from "#src/sources/user-cache.js";
import { tempFolder } from "./temp-folder.js";

test("the folder is the platform's, unless XDG_CACHE_HOME names an absolute one", () => {
  const home = { HOME: "/home/kim" };
  assert.equal(userCacheFolder({ ...home, XDG_CACHE_HOME: "/var/kim" }, "linux"), "/var/kim/prodcheck");
  assert.equal(userCacheFolder({ ...home, XDG_CACHE_HOME: "cache" }, "linux"), "/home/kim/.cache/prodcheck");
  assert.equal(userCacheFolder(home, "darwin"), "/home/kim/Library/Caches/prodcheck");
  assert.equal(userCacheFolder({}, "win32"), null);
});

test("what was written is read again, private and in one piece", (t) => {
  const root = tempFolder(t);
  const folder = join(root, "cache", "prodcheck");
  const audited = join(root, "app");
  mkdirSync(audited);
  const cache = UserCache.open(folder, audited);
  assert.ok(cache);
  assert.equal(cache.read("a"), null);
  cache.write("a", "ä text");
  assert.equal(cache.read("a"), "ä text");
  assert.equal(cache.read("b"), null);
  const [name = "", ...others] = readdirSync(folder);
  assert.deepEqual(others, []);
  if (process.platform !== "win32") {
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600);
  }
});

test("there is no cache in the audited folder, behind a link into it, or in a file's place", (t) => {
  const root = tempFolder(t);
  const audited = join(root, "app");
  mkdirSync(audited);
  assert.equal(UserCache.open(join(audited, ".cache"), audited), null);
  assert.equal(existsSync(join(audited, ".cache")), false);
  mkdirSync(join(audited, "inner"));
  symlinkSync(join(audited, "inner"), join(root, "link"));
  assert.equal(UserCache.open(join(root, "link"), audited), null);
  writeFileSync(join(root, "file"), "");
  assert.equal(UserCache.open(join(root, "file"), audited), null);
  assert.equal(UserCache.open(null, audited), null);
});

test("what others could have written is not read", { skip: process.platform === "win32" }, (t) => {
  const root = tempFolder(t);
  const folder = join(root, "cache");
  const audited = join(root, "app");
  mkdirSync(audited);
  const cache = UserCache.open(folder, audited);
  assert.ok(cache);
  cache.write("a", "text");
  const [name = ""] = readdirSync(folder);
  chmodSync(join(folder, name), 0o666);
  assert.equal(cache.read("a"), null);
  chmodSync(folder, 0o777);
  assert.equal(UserCache.open(folder, audited), null);
});

test("the oldest entries make room, and a large one is not kept", (t) => {
  const root = tempFolder(t);
  const folder = join(root, "cache");
  const audited = join(root, "app");
  mkdirSync(audited);
  const cache = UserCache.open(folder, audited, { entry: 10, total: 25 });
  assert.ok(cache);
  const write = (key: string, age: number): void => {
    const before = new Set(readdirSync(folder));
    cache.write(key, "0123456789");
    const name = readdirSync(folder).find((each) => !before.has(each));
    assert.ok(name);
    utimesSync(join(folder, name), new Date(), new Date(Date.now() - age * 1000));
  };
  write("old", 300);
  write("older", 400);
  // Read again, it is the newest.
  assert.equal(cache.read("older"), "0123456789");
  write("new", 0);
  assert.deepEqual(
    ["old", "older", "new"].map((key) => cache.read(key) !== null),
    [false, true, true],
  );
  cache.write("large", "0123456789+");
  assert.equal(cache.read("large"), null);
});
