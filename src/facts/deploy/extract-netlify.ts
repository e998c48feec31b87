import { type ConfigNode, entriesAt, itemsAt, nodeAt, textAt } from "../config-tree/config-tree.js";
import type { FactSet } from "../fact-set.js";
import { runtimeFromVariable } from "./build-variables.js";
import { DeployRows, PLATFORM_UTC } from "./deploy-rows.js";
import { readTomlFile } from "./read-deploy-file.js";

/** Netlify's contexts, as environments. */
const CONTEXTS: Readonly<Record<string, string>> = {
  production: "production",
  "deploy-preview": "preview",
  "branch-deploy": "preview",
  dev: "development",
};

/** Build settings, contexts, scheduled functions, headers and variables of a netlify.toml. */
export function extractNetlify(path: string, text: string): FactSet {
  const rows = new DeployRows(path, "netlify");
  const root = readTomlFile(rows, text);
  if (!root) return rows.facts;
  rows.setting("platform", "netlify", { line: 1 });
  readBuild(rows, nodeAt(root, "build"), null, null);
  for (const { key, value } of entriesAt(root, "context")) readBuild(rows, value, key, CONTEXTS[key] ?? "preview");
  for (const { key, value } of entriesAt(root, "functions")) {
    if (value.kind !== "map") {
      rows.settingOf(`functions.${key}`, value);
      continue;
    }
    readFunction(rows, key, value);
  }
  for (const plugin of itemsAt(root, "plugins")) rows.settingOf("plugin", nodeAt(plugin, "package"));
  for (const rule of itemsAt(root, "headers"))
    for (const { key, value } of entriesAt(rule, "values"))
      rows.settingOf(`headers.${key}`, value, textAt(rule, "for"));
  return rows.facts;
}

function readBuild(
  rows: DeployRows,
  build: ConfigNode | undefined,
  service: string | null,
  environment: string | null,
) {
  rows.commandOf("build-command", nodeAt(build, "command"), service);
  for (const key of ["base", "publish", "functions", "ignore"]) rows.settingOf(key, nodeAt(build, key), service);
  for (const { key, value } of entriesAt(build, "environment")) {
    const text = textAt(value) ?? "";
    rows.env(key, text, { line: value.line, service, environment });
    const runtime = runtimeFromVariable(key, text);
    if (runtime) rows.runtime({ line: value.line, ...runtime });
  }
}

function readFunction(rows: DeployRows, name: string, node: ConfigNode): void {
  for (const { key, value } of entriesAt(node)) {
    const text = textAt(value);
    if (key === "schedule" && text !== null)
      rows.cron("netlify", text, PLATFORM_UTC, { line: value.line, service: name });
    else rows.settingOf(`functions.${key}`, value, name);
  }
}
