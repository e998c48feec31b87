/** Writes docs/rules: a page for each built-in rule and the index. `--check` fails when one is stale, missing or left over. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { renderRuleIndex, renderRulePage } from "#src/reports/rule-page.js";
import { builtInRuleFolder, loadRules } from "#src/rules/load-rules.js";

const folder = fileURLToPath(new URL("../../../docs/rules/", import.meta.url));
const { rules, errors } = loadRules([builtInRuleFolder]);
for (const { message } of errors) process.stderr.write(`${message}\n`);
const pages = new Map(rules.map((rule) => [`${rule.info.id}.md`, renderRulePage(rule)]));
pages.set("README.md", renderRuleIndex(rules.map(({ info }) => info)));

mkdirSync(folder, { recursive: true });
const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(`${folder}${name}`, "utf8")]));
const stale = [...pages].filter(([name, text]) => present.get(name) !== text).map(([name]) => name);
const leftOver = [...present.keys()].filter((name) => !pages.has(name));

if (process.argv.includes("--check")) {
  for (const name of [...stale, ...leftOver])
    process.stderr.write(`docs/rules/${name} is stale. Run \`npm run generate\`.\n`);
  if (stale.length + leftOver.length + errors.length > 0) process.exitCode = 1;
} else {
  for (const name of stale) writeFileSync(`${folder}${name}`, pages.get(name) ?? "");
  for (const name of leftOver) rmSync(`${folder}${name}`);
}
