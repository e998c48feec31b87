import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { failingRows } from "./built-in-rule.js";

const failures = (files: Readonly<Record<string, string>>): string[] =>
  failingRows("unresolved-import", files, "2026-11-21").map(
    ({ severity, subject }) => `${String(severity)} ${String(subject)}`,
  );

const REPOSITORY = {
  "requirements.txt": "fastapi==0.119.0\n",
  "quay/__init__.py": "",
  "quay/main.py": "from fastapi import FastAPI\nfrom quay import berths\n\napp = FastAPI()\n",
  "quay/berths.py": "from quay.tides import level\n",
};
const RELEASED = {
  Dockerfile: 'FROM python:3.13\nCMD ["uvicorn", "quay.main:app"]\n',
  "fly.toml": 'app = "quay"\n',
};

describe("unresolved-import in Python", () => {
  it("is critical where what is in production cannot start without it, high where nothing shows a deployment", () => {
    assert.deepEqual(failures({ ...REPOSITORY, ...RELEASED }), ["critical quay/tides"]);
    assert.deepEqual(failures(REPOSITORY), ["high quay/tides"]);
  });

  it("is high where a line of what runs asks for it", () => {
    const lazy = "def level():\n    from quay.tides import level\n    return level()\n";
    assert.deepEqual(failures({ ...REPOSITORY, ...RELEASED, "quay/berths.py": lazy }), ["high quay/tides"]);
  });

  it("is medium in a module that is loaded when some line runs, which may catch it", () => {
    const main =
      "from fastapi import FastAPI\n\ntry:\n    from quay import berths\nexcept ImportError:\n    berths = None\n\napp = FastAPI()\n";
    assert.deepEqual(failures({ ...REPOSITORY, ...RELEASED, "quay/main.py": main }), ["medium quay/tides"]);
  });

  it("is medium in what nothing is seen to load, and low where only a type checker asks", () => {
    const typed = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from quay.tides import Level\n";
    const other = { ...REPOSITORY, "quay/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n" };
    assert.deepEqual(failures(other), ["medium quay/tides"]);
    assert.deepEqual(failures({ ...REPOSITORY, "quay/berths.py": typed }), ["low quay/tides"]);
    // What comes after the block is no part of it.
    const after = `${typed.replace("quay.tides", "quay.main")}\nfrom quay.tides import level\n`;
    assert.deepEqual(failures({ ...REPOSITORY, ...RELEASED, "quay/berths.py": after }), ["critical quay/tides"]);
  });
});
