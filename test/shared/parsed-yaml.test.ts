import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { parsedYaml } from "#src/shared/parsed-yaml.js";
import { readYaml } from "#src/shared/read-yaml.js";

const rules = fileURLToPath(new URL("../../../rules/", import.meta.url));
const files = readdirSync(rules, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));

void describe("YAML that the build has parsed", () => {
  void it("is every file of rules/, with the value that its YAML has", () => {
    assert.ok(files.length > 20);
    for (const path of files) {
      const text = readFileSync(rules + path, "utf8");
      assert.deepEqual(parsedYaml.of(text), parse(text), path);
    }
  });

  void it("is not taken for a text that differs", () => {
    const text = readFileSync(`${rules}data/vendor.yaml`, "utf8");
    assert.equal(parsedYaml.of(`${text}# edited\n`), undefined);
    const edited = readYaml("- one\n- two\n", "x.yaml", z.array(z.string()), "a list");
    assert.deepEqual(edited.isValid && edited.value, ["one", "two"]);
  });

  void it("still tells the line of each entry, and what is wrong with it", () => {
    const text = readFileSync(`${rules}data/vendor.yaml`, "utf8");
    const read = readYaml(text, "vendor.yaml", z.array(z.unknown()), "a list");
    const first = text.split("\n").findIndex((line) => line.startsWith("-")) + 1;
    assert.equal(read.isValid && read.source.lineOf([0]), first);
    const broken = readYaml(text, "vendor.yaml", z.array(z.number()), "a list");
    assert.match((!broken.isValid && broken.errors[0]?.where) || "", new RegExp(`^vendor\\.yaml:${first}\\b`));
  });
});
