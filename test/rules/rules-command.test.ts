import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { rulesCommand } from "#src/commands/rules.js";
import { loadRules } from "#src/rules/load-rules.js";
import { openToyStore, SAMPLE_RULE, sampleRule, showError, temporaryFolder } from "./rule-samples.js";

interface Run {
  readonly output: string;
  readonly warnings: readonly string[];
  readonly exitCode: number;
}

const FAULTY = sampleRule(["id: root-user", "id: faulty"], ['findings: ["deploy/a.conf:1"]', 'findings: ["object:x"]']);

/** Runs `prodcheck rules …` over built-in rules made of these files. */
async function run(context: TestContext, files: Readonly<Record<string, string>>, ...args: string[]): Promise<Run> {
  const folder = temporaryFolder(context, files);
  const written: string[] = [];
  const warnings: string[] = [];
  let exitCode = 0;
  const command = rulesCommand({
    write: (text) => written.push(text),
    warn: (error) => warnings.push(showError(error, folder)),
    prepareExamples: () => Promise.resolve(openToyStore),
    exitWith: (code) => {
      exitCode = code;
    },
    builtIn: { path: folder, isBuiltIn: true },
  });
  await command.parseAsync(args, { from: "user" });
  return { output: written.join("").replaceAll(`${folder}/`, ""), warnings, exitCode };
}

const FILES = { "delivery/root-user.yaml": SAMPLE_RULE };

describe("prodcheck rules list", () => {
  it("shows every rule, and warns of the broken ones", async (context) => {
    const { output, warnings, exitCode } = await run(context, { ...FILES, "api/broken.yaml": "- 1" }, "list");
    assert.match(output, /rule\s+│ category\s+│ severity │ confidence │ title/);
    assert.match(output, /│ root-user │ delivery │ high\s+│ high\s+│ A container runs as root │/);
    assert.match(output, /\n1 rule\n$/);
    assert.equal(warnings.length, 1);
    assert.equal(exitCode, 0);
  });

  it("prints JSON, with a user's own rules", async (context) => {
    const own = temporaryFolder(context, { "own.yaml": sampleRule(["id: root-user", "id: own"]) });
    const { output } = await run(context, FILES, "list", "--json", "--rules", own);
    const listed: unknown = JSON.parse(output);
    assert.ok(Array.isArray(listed));
    assert.deepEqual(
      listed.map((rule: unknown) =>
        rule instanceof Object ? [Reflect.get(rule, "id"), Reflect.get(rule, "isBuiltIn")] : null,
      ),
      [
        ["own", false],
        ["root-user", true],
      ],
    );
  });
});

describe("prodcheck rules show", () => {
  it("explains a rule", async (context) => {
    const { output } = await run(context, FILES, "show", "root-user");
    assert.equal(
      output,
      `root-user: A container runs as root

category    delivery
severity    high
confidence  high
effort      15 min
needs       deploy
file        delivery/root-user.yaml

Why
  Whoever breaks in owns the machine.

What to do
  Name another user.

Found in
  - root: deploy/a.conf:1

Not found in
  - another user

The question it asks
  SELECT file, line, key AS subject, value,
         CASE value WHEN 'root' THEN 'fail' WHEN '?' THEN 'unknown' ELSE 'pass' END AS status
  FROM deploy_setting
  WHERE key = 'user'

References
  https://example.com/users
`,
    );
  });

  it("suggests the rule that was meant", async (context) => {
    await assert.rejects(run(context, FILES, "show", "root-uesr"), {
      name: "UserError",
      message: 'There is no rule "root-uesr".',
      remedy: 'Did you mean "root-user"?',
    });
  });
});

describe("prodcheck rules test", () => {
  it("is content when every example is", async (context) => {
    const { output, exitCode } = await run(context, FILES, "test");
    assert.match(output, /^✓ root-user \(2 examples\)\n\n1 rule, 2 examples: all ok/);
    assert.equal(exitCode, 0);
  });

  it("fails when an example fails, but only looks at the rules it is asked about", async (context) => {
    const files = { ...FILES, "delivery/faulty.yaml": FAULTY, "api/broken.yaml": "- 1" };
    const all = await run(context, files, "test");
    assert.match(all.output, /✗ faulty\n {4}noisy: bad example "root" \(delivery\/faulty\.yaml:20\)/);
    assert.deepEqual([all.exitCode, all.warnings.length], [1, 1]);
    const one = await run(context, files, "test", "root-user");
    assert.match(one.output, /^✓ root-user \(2 examples\)\n\n1 rule, 2 examples: all ok/);
    assert.deepEqual([one.exitCode, one.warnings.length], [0, 0]);
    const byFile = await run(context, files, "test", "rules/delivery/root-user.yaml");
    assert.equal(byFile.output.split("\n")[0], one.output.split("\n")[0]);
  });

  it("says why a rule could not be tested", async (context) => {
    const { output, warnings, exitCode } = await run(context, { ...FILES, "api/broken.yaml": "- 1" }, "test", "broken");
    assert.equal(output, "");
    assert.match(warnings.join(), /^api\/broken\.yaml:1: The file must be a map of keys/);
    assert.equal(exitCode, 2);
  });

  it("does not take an unknown name for a success", async (context) => {
    await assert.rejects(run(context, FILES, "test", "nothing-like-it"), {
      message: 'There is no rule "nothing-like-it".',
    });
  });
});

describe("prodcheck rules new", () => {
  it("writes a rule that loads, and fails its test until it is filled in", async (context) => {
    const folder = temporaryFolder(context, {});
    const { output } = await run(context, {}, "new", "scheduling/late-job", "--in", folder);
    assert.match(output, /scheduling\/late-job\.yaml\nFill it in, then run: prodcheck rules test late-job --rules /);
    const { rules, errors } = loadRules([{ path: folder, isBuiltIn: false }]);
    assert.deepEqual(errors, []);
    assert.deepEqual(
      rules.map(({ info }) => `${info.category}/${info.id}`),
      ["scheduling/late-job"],
    );
    const tested = await run(context, {}, "test", "late-job", "--rules", folder);
    assert.match(tested.output, /✗ late-job\n {4}missing: bad example "TODO"/);
    assert.equal(tested.exitCode, 1);
  });

  it("never overwrites", async (context) => {
    const folder = temporaryFolder(context, { "api/mine.yaml": "precious" });
    const path = join(folder, "api/mine.yaml");
    await assert.rejects(run(context, {}, "new", "api/mine", "--in", folder), {
      name: "UserError",
      message: "This rule exists already.",
      where: path,
    });
    assert.equal(readFileSync(path, "utf8"), "precious");
  });

  it("refuses names that are no rule's, and writes nothing", async (context) => {
    const folder = temporaryFolder(context, {});
    const refused = (name: string, expected: object) =>
      assert.rejects(run(context, {}, "new", name, "--in", folder), expected);
    await refused("scheduling", { message: '"scheduling" is not the name of a rule.' });
    await refused("api/../../escape", { message: '"api/../../escape" is not the name of a rule.' });
    await refused("api/Has_Capitals", { message: '"api/Has_Capitals" is not the name of a rule.' });
    await refused("../escape", { message: 'There is no category "..".' });
    await refused("schedulling/x", {
      message: 'There is no category "schedulling".',
      remedy: /Did you mean "scheduling"\?/,
    });
    assert.ok(!existsSync(join(folder, "api")));
  });

  it("says when the folder is a file", async (context) => {
    const folder = temporaryFolder(context, {});
    writeFileSync(join(folder, "rules"), "");
    await assert.rejects(run(context, {}, "new", "api/x", "--in", join(folder, "rules")), {
      message: "The rule could not be written.",
    });
  });
});
