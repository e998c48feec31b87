import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { gfm, gfmHtml } from "micromark-extension-gfm";
import { micromark } from "micromark";
import { explainCommand } from "#src/commands/explain.js";
import { renderRuleIndex } from "#src/reports/rule-page.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";
import { SAMPLE_RULE, sampleRule, showError, temporaryFolder } from "./rule-samples.js";

/** What `prodcheck explain …` prints over built-in rules made of these files. */
async function explain(context: TestContext, files: Readonly<Record<string, string>>, ...args: string[]) {
  const folder = temporaryFolder(context, files);
  const written: string[] = [];
  const warnings: string[] = [];
  await explainCommand({
    write: (text) => written.push(text),
    warn: (error) => warnings.push(showError(error, folder)),
    builtIn: { path: folder, isBuiltIn: true },
  }).parseAsync(args, { from: "user" });
  return { page: written.join(""), warnings };
}

const html = (markdown: string): string => micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
const FILES = { "delivery/root-user.yaml": SAMPLE_RULE };

describe("prodcheck explain", () => {
  it("prints the page of a rule: why, what to do, bad, good, references", async (context) => {
    const { page } = await explain(context, FILES, "root-user");
    const headings = page.split("\n").filter((line) => line.startsWith("#"));
    assert.deepEqual(headings, [
      "# root-user",
      "## Why",
      "## What to do",
      "## Bad",
      "### root",
      "## Good",
      "### another user",
      "## References",
    ]);
    assert.match(page, /^A container runs as root\.$/m);
    assert.match(page, /^Category delivery · severity high · confidence high · 15 min to fix · reads deploy$/m);
    assert.match(page, /^Reported: `deploy\/a\.conf:1`$/m);
    assert.match(page, /^- <https:\/\/example\.com\/users>$/m);
  });

  it("names what is not shown of the examples as traps", async (context) => {
    const more = ["third", "fourth"].map(
      (name) => `    - name: ${name} look-alike\n      files: { deploy/${name}.conf: "user: app\\n" }\n`,
    );
    const { page } = await explain(
      context,
      { "delivery/root-user.yaml": `${SAMPLE_RULE.trimEnd()}\n${more.join("")}` },
      "root-user",
    );
    assert.match(page, /## Traps\n\n[^#]*Looks alike and is not reported:\n\n- fourth look-alike\n/);
    assert.match(page, /### third look-alike/);
  });

  it("shows what an example holds and does nothing else with it", async (context) => {
    const hostile = sampleRule(["name: root\n", 'name: "root <img src=x> [a](https://example.com/b)"\n']);
    const { page } = await explain(context, { "delivery/root-user.yaml": hostile }, "root-user");
    assert.doesNotMatch(html(page), /<img|href="https:\/\/example\.com\/b"/);
  });

  it("explains a user's own rule, and suggests the one that was meant", async (context) => {
    const own = temporaryFolder(context, { "own.yaml": sampleRule(["id: root-user", "id: own"]) });
    assert.match((await explain(context, FILES, "own", "--rules", own)).page, /^# own\n/);
    await assert.rejects(explain(context, FILES, "root-uesr"), {
      name: "UserError",
      remedy: 'Did you mean "root-user"?',
    });
  });

  it("has an index in which every built-in rule stands once, with its page", () => {
    const { rules } = loadRules([builtInRuleFolder]);
    const links = [...renderRuleIndex(rules.map(({ info }) => info)).matchAll(/\]\(([a-z0-9-]+)\.md\)/g)].map(
      ([, id]) => id,
    );
    assert.deepEqual(new Set(links), new Set(rules.map(({ info }) => info.id)));
    assert.equal(links.length, rules.length);
  });
});
