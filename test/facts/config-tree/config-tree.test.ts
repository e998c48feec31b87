import assert from "node:assert/strict";
import { test } from "node:test";
import { type ConfigNode, nodeAt, textAt, textsAt, walkScalars } from "#src/facts/config-tree/config-tree.js";
import { readJson } from "#src/facts/config-tree/read-json.js";
import { readToml } from "#src/facts/config-tree/read-toml.js";
import { readYaml } from "#src/facts/config-tree/read-yaml.js";

/** Every scalar as "line path=text", which is all that an extractor sees. */
function flat(root: ConfigNode | null | undefined): string[] {
  const lines: string[] = [];
  if (root) walkScalars(root, ({ line, text }, path) => lines.push(`${line} ${path}=${text}`));
  return lines;
}

test("YAML keeps lines, source spelling of numbers, and every document", () => {
  const documents = readYaml('a: 3.10\nb:\n  - "x"\n  - 0012\n---\nc: ~\nd: yes\n');
  assert.deepEqual(
    documents.map((document) => flat(document.root)),
    [
      ["1 a=3.10", "3 b.0=x", "4 b.1=0012"],
      ["6 c=null", "7 d=yes"],
    ],
  );
});

test("YAML resolves anchors, aliases and merge keys; own keys win, earlier merges over later ones", () => {
  const text = [
    "one: &one { A: 1, B: 1 }",
    "two: &two { B: 2, C: 2 }",
    "all:",
    "  <<: [*one, *two]",
    "  A: own",
    "same: *one",
  ].join("\n");
  const root = readYaml(text)[0]?.root;
  assert.equal(textAt(root, "all", "A"), "own");
  assert.equal(textAt(root, "all", "B"), "1");
  assert.equal(textAt(root, "all", "C"), "2");
  assert.equal(nodeAt(root, "all", "C")?.line, 2, "a merged value keeps the line where it is written");
  assert.equal(textAt(root, "same", "B"), "1");
});

test("A YAML alias bomb is reported and does not expand", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level++)
    lines.push(`a${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(", ")}]`);
  const [document] = readYaml(lines.join("\n"));
  assert.match(document?.problem?.message ?? "", /Aliases expand/);
  const started = performance.now();
  assert.ok(flat(document?.root).length <= 100_000);
  assert.ok(performance.now() - started < 2000);
});

test("A YAML alias to itself stays empty", () => {
  assert.deepEqual(flat(readYaml("a: &a [b, *a]")[0]?.root), ["1 a.0=b", "1 a.1=null"]);
});

test("Broken YAML names the line and keeps what stands before it", () => {
  const [document] = readYaml("name: web\nports: [80\nimage: x\n");
  assert.equal(textAt(document?.root, "name"), "web");
  assert.ok((document?.problem?.line ?? 0) >= 2);
  assert.match(document?.problem?.message ?? "", /^Not valid YAML: /);
  assert.ok((document?.problem?.remedy ?? "").length > 0);
});

test("Nesting beyond any real file is a problem, not a crash, in all three formats", () => {
  const deep = 20_000;
  assert.match(readJson("[".repeat(deep)).problem?.message ?? "", /nests/);
  assert.match(readYaml("[".repeat(deep))[0]?.problem?.message ?? "", /nests|Not valid YAML/);
  assert.match(readToml(`a = ${"[".repeat(deep)}`).problem?.message ?? "", /Not valid TOML/);
});

test("JSON with comments, trailing commas and a byte order mark", () => {
  const { root, problem } = readJson('\uFEFF{\n  // why\n  "a": 1.50,\n  "b": [true, null,],\n}');
  assert.equal(problem, null);
  assert.deepEqual(flat(root), ["3 a=1.50", "4 b.0=true", "4 b.1=null"]);
});

test("Broken JSON names the line and keeps what could be read", () => {
  const { root, problem } = readJson('{\n  "name": "x",\n  "scripts": { "a": "b" "c": "d" },\n  "type": "module"\n}');
  assert.equal(textAt(root, "name"), "x");
  assert.equal(textAt(root, "type"), "module");
  assert.equal(problem?.line, 3);
  assert.match(problem?.message ?? "", /^Not valid JSON: comma expected$/);
});

test("TOML: tables, arrays of tables, dotted and quoted keys, inline tables and long strings keep their lines", () => {
  const text = [
    'app = "x" # [not.a.table]',
    'text = """',
    "[also] not = a table",
    '"""',
    "[env]",
    '  "QUOTED.KEY" = "1"',
    "[[services]]",
    "port = 80",
    "[[services.checks]]",
    'path = "/a"',
    "[[services.checks]]",
    'path = "/b"',
    "[[services]]",
    "port = 81",
    "[a.b]",
    'c.d = { e = "f", g = [',
    '  "h", # ]',
    '  "i",',
    "] }",
  ].join("\r\n");
  assert.deepEqual(flat(readToml(text).root), [
    "1 app=x",
    "2 text=[also] not = a table\r\n",
    "6 env.QUOTED.KEY=1",
    "8 services.0.port=80",
    "10 services.0.checks.0.path=/a",
    "12 services.0.checks.1.path=/b",
    "14 services.1.port=81",
    "16 a.b.c.d.e=f",
    "17 a.b.c.d.g.0=h",
    "18 a.b.c.d.g.1=i",
  ]);
});

test("Broken TOML names the line", () => {
  const { root, problem } = readToml('a = 1\nb = "open\n');
  assert.equal(root, null);
  assert.equal(problem?.line, 2);
  assert.match(problem?.message ?? "", /^Not valid TOML: /);
});

test("A lone value reads as a list of one", () => {
  const root = readYaml("runs-on: ubuntu-latest\nnothing:\n")[0]?.root;
  assert.deepEqual(textsAt(root, "runs-on"), [{ text: "ubuntu-latest", line: 1 }]);
  assert.deepEqual(textsAt(root, "nothing"), []);
});

test("Readers stay linear: a megabyte of each is read within seconds", () => {
  const started = performance.now();
  readJson(`{${Array.from({ length: 40_000 }, (_, i) => `"key${i}": "value ${i}"`).join(",\n")}}`);
  readToml(Array.from({ length: 40_000 }, (_, i) => `key${i} = "value ${i}"`).join("\n"));
  readYaml(Array.from({ length: 20_000 }, (_, i) => `key${i}: value ${i}`).join("\n"));
  assert.ok(performance.now() - started < 8000);
});
