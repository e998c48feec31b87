import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { memoryRepository } from "#src/shared/memory-repository.js";

const plain = { classify: () => ({ language: "other", role: "app" }) as const };

describe("memoryRepository", () => {
  const repository = memoryRepository({ "src/b.ts": "é", "a.ts": "" }, plain);

  it("lists its files by path, with their size in bytes", () => {
    assert.deepEqual(repository.files, [
      { path: "a.ts", language: "other", role: "app", bytes: 0 },
      { path: "src/b.ts", language: "other", role: "app", bytes: 2 },
    ]);
  });

  it("knows the files and folders that exist, and no others", () => {
    assert.deepEqual(
      ["src/b.ts", "src", "a.ts"].map((path) => repository.exists(path)),
      [true, true, true],
    );
    assert.deepEqual(
      ["sr", "src/b", "b.ts", "constructor"].map((path) => repository.exists(path)),
      [false, false, false, false],
    );
  });

  it("reads text as sources/ would: masked", () => {
    const [file] = repository.files;
    assert.ok(file);
    const masked = memoryRepository({ "a.ts": "secret" }, { ...plain, mask: (text, path) => `${path}:${text.length}` });
    assert.equal(masked.readText(file), "a.ts:6");
    assert.equal(repository.readText(file), "");
    assert.equal(repository.readText({ ...file, path: "toString" }), null);
  });

  it("ignores what it is told to", () => {
    assert.equal(repository.isIgnored("a.ts"), false);
    assert.equal(memoryRepository({}, { ...plain, isIgnored: (path) => path === ".env" }).isIgnored(".env"), true);
  });
});
