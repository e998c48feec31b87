import assert from "node:assert/strict";
import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { findRule, findRules } from "#src/rules/find-rules.js";
import { loadRules } from "#src/rules/load-rules.js";
import { effortMinutes } from "#src/rules/rule-file.js";
import { loadFiles, loadOne, SAMPLE_RULE, sampleRule, showError, temporaryFolder } from "./rule-samples.js";

/** The sample under another id, and in another category if given. */
const named = (id: string, category = "delivery", extra = ""): string =>
  sampleRule(["id: root-user", `id: ${id}`], ["category: delivery", `category: ${category}${extra}`]);

describe("loadRules", () => {
  it("compiles a rule", (context) => {
    const rule = loadOne(
      context,
      sampleRule(["effort: 15m", "effort: 2h\nsince: 0.1.0\naliases: [root]\nverify: make check"]),
    );
    assert.deepEqual(rule.info, {
      id: "root-user",
      title: "A container runs as root",
      category: "delivery",
      severity: "high",
      effortMinutes: 120,
      confidence: "high",
      needs: ["deploy"],
      languages: [],
      aliases: ["root"],
      isAtRest: false,
      why: "Whoever breaks in owns the machine.",
      fix: { summary: "Name another user.", example: null },
      verify: "make check",
      references: ["https://example.com/users"],
      since: "0.1.0",
      isBuiltIn: false,
    });
    assert.deepEqual(rule.columns, ["file", "line", "subject", "value", "status"]);
    assert.equal(rule.source.textLineOf(["check"]), 9 + 3);
  });

  it("keeps going when a rule is broken", (context) => {
    const { ids, messages } = loadFiles(context, {
      "broken.yaml": "a: [",
      "root-user.yaml": SAMPLE_RULE,
      "wrong-column.yaml": named("wrong-column").replace("SELECT file", "SELECT fyle"),
    });
    assert.deepEqual(ids, ["root-user"]);
    assert.equal(messages.length, 2);
    assert.match(messages[0] ?? "", /^broken\.yaml:1: This is not valid YAML/);
    assert.match(messages[1] ?? "", /^wrong-column\.yaml:9: There is no column "fyle"/);
  });

  it("sorts by category, then id, and leaves rules/data and hidden files alone", (context) => {
    const { ids, messages } = loadFiles(context, {
      "zebra.yaml": named("zebra", "vendors"),
      "delivery/b.yaml": named("b"),
      "delivery/a.yaml": named("a"),
      "team/own.yaml": named("own", "api"),
      "data/sunset.yaml": "- not a rule",
      ".hidden.yaml": "not a rule",
      "README.md": "not a rule",
    });
    assert.deepEqual(messages, []);
    assert.deepEqual(ids, ["zebra", "a", "b", "own"]);
  });

  it("wants the category to be the folder", (context) => {
    const wrong = { "api/root-user.yaml": SAMPLE_RULE };
    const message =
      'api/root-user.yaml:3: The category is "delivery", but the folder is api/. → Write `category: api`, or move the file to delivery/.';
    assert.deepEqual(loadFiles(context, wrong).messages, [message]);
    assert.deepEqual(loadFiles(context, wrong, true).messages, [message]);
  });

  it("wants built-in rules in the folder of their category", (context) => {
    const { ids, messages } = loadFiles(context, { "root-user.yaml": SAMPLE_RULE }, true);
    assert.deepEqual(ids, []);
    assert.deepEqual(messages, [
      "root-user.yaml: A rule must stand in the folder of its category. → Move it to rules/<category>/.",
    ]);
  });

  it("says that .yml is not read", (context) => {
    const { messages } = loadFiles(context, { "root-user.yml": SAMPLE_RULE });
    assert.deepEqual(messages, ["root-user.yml: A rule file ends in .yaml. → Rename it."]);
  });

  it("names a folder that is not there, or is a file", (context) => {
    const folder = temporaryFolder(context, { "a.txt": "" });
    const show = (path: string) =>
      loadRules([{ path, isBuiltIn: false }]).errors.map((error) => showError(error, folder));
    assert.deepEqual(show(join(folder, "none")), [
      "none: The rules folder does not exist. → Check the path given to --rules.",
    ]);
    assert.deepEqual(show(join(folder, "a.txt")), [
      "a.txt: The rules folder is not a folder. → Name the folder the rule stands in.",
    ]);
  });
});

describe("names of rules", () => {
  it("keeps a built-in id and its aliases from a user's own rules", (context) => {
    const builtIn = temporaryFolder(context, {
      "delivery/root-user.yaml": sampleRule(["effort", "aliases: [root]\neffort"]),
    });
    const own = temporaryFolder(context, {
      "root-user.yaml": SAMPLE_RULE,
      "root.yaml": named("root"),
      "fine.yaml": named("fine"),
    });
    const { rules, errors } = loadRules([
      { path: builtIn, isBuiltIn: true },
      { path: own, isBuiltIn: false },
    ]);
    assert.deepEqual(
      rules.map(({ info }) => [info.id, info.isBuiltIn]),
      [
        ["fine", false],
        ["root-user", true],
      ],
    );
    const remedy = "Choose another name; to replace a built-in rule, skip it with --skip and give yours its own name.";
    assert.deepEqual(
      errors.map((error) => showError(error, own)),
      [
        `root-user.yaml:1: The name "root-user" is taken by a rule that ships with prodcheck. → ${remedy}`,
        `root.yaml:1: The name "root" is taken by a rule that ships with prodcheck. → ${remedy}`,
      ],
    );
  });

  it("refuses an alias that is another rule's id, wherever that stands", (context) => {
    const { ids, messages } = loadFiles(context, {
      "a.yaml": named("a", "delivery", "\naliases: [b]"),
      "b.yaml": named("b"),
    });
    assert.deepEqual(ids, ["b"]);
    assert.match(messages[0] ?? "", /^a\.yaml:4: The name "b" is taken by .*b\.yaml\. → Choose another name\.$/);
  });

  it("finds rules by id, older id and category", (context) => {
    const { rules } = loadFiles(context, {
      "a.yaml": named("a", "delivery", "\naliases: [old-a]"),
      "b.yaml": named("b"),
      "c.yaml": named("c", "api"),
    });
    const found = (...names: string[]) => findRules(rules, names).map(({ info }) => info.id);
    assert.equal(findRule(rules, "old-a")?.info.id, "a");
    assert.equal(findRule(rules, "none"), null);
    assert.deepEqual(found("c", "old-a"), ["a", "c"]);
    assert.deepEqual(found("delivery", "a"), ["a", "b"]);
    assert.throws(() => found("old-b"), {
      name: "UserError",
      message: 'There is no rule "old-b".',
      remedy: 'Did you mean "old-a"?',
    });
  });
});

describe("an untrusted rules folder", () => {
  it("does not follow symbolic links", (context) => {
    const outside = temporaryFolder(context, { "root-user.yaml": SAMPLE_RULE, "delivery/other.yaml": named("other") });
    const folder = temporaryFolder(context, {});
    symlinkSync(join(outside, "root-user.yaml"), join(folder, "root-user.yaml"));
    symlinkSync(join(outside, "delivery"), join(folder, "delivery"));
    const { rules, errors } = loadRules([{ path: folder, isBuiltIn: false }]);
    assert.deepEqual(rules, []);
    assert.deepEqual(
      errors.map((error) => showError(error, folder)),
      ["root-user.yaml: A rule file must not be a symbolic link. → Copy the file into the folder."],
    );
  });

  it("reads no huge file", (context) => {
    const { messages } = loadFiles(context, { "big.yaml": `# ${"x".repeat(300 * 1024)}` });
    assert.deepEqual(messages, [
      "big.yaml: The rule file has 301 KB; at most 256 KB are read. → Shorten its examples.",
    ]);
  });

  it("reads no endless number of files", (context) => {
    const folder = temporaryFolder(context, {});
    for (let index = 0; index < 1002; index++) writeFileSync(join(folder, `r${index}.yaml`), "");
    const { errors } = loadRules([{ path: folder, isBuiltIn: false }]);
    assert.equal(errors[0]?.message, "The rules folder holds 1002 files; at most 1000 are read.");
    assert.equal(errors.length, 1001);
  });

  it("survives YAML made to exhaust the reader", (context) => {
    const laughs = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
    for (const [from, to] of ["ab", "bc", "cd", "de", "ef"]) laughs.push(`${to}: &${to} [${`*${from}, `.repeat(10)}]`);
    const { messages } = loadFiles(context, { "deep.yaml": "[".repeat(100_000), "laughs.yaml": laughs.join("\n") });
    assert.ok(messages.some((message) => message.startsWith("deep.yaml")));
    assert.ok(messages.some((message) => message.startsWith("laughs.yaml: This file cannot be read as YAML.")));
  });

  it("keeps prototype keys as plain data", (context) => {
    const { messages } = loadFiles(context, { "root-user.yaml": `${SAMPLE_RULE}__proto__: { polluted: true }\n` });
    assert.match(messages[0] ?? "", /"__proto__" is not a key of a rule/);
    assert.equal(Reflect.get({}, "polluted"), undefined);
  });
});

describe("effortMinutes", () => {
  it("counts minutes, hours and working days", () => {
    assert.deepEqual(["15m", "2h", "1d"].map(effortMinutes), [15, 120, 480]);
  });
});
